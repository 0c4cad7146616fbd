//! Measures a document with its fragments written out, without writing them out.
//!
//! Each fragment is measured once, after the fragments that it spreads. What counts is the sum over
//! all definitions, because async-graphql's validation writes out each of them.

use std::collections::HashMap;

use async_graphql::Variables;
use async_graphql_parser::types::ExecutableDocument;

use super::{
    Refusal, limits,
    measure::{Definition, Measure, Ruler, too_many},
};

/// Refuses a document that comes to more than the limits, and fragments that spread themselves
/// (on which async-graphql's own checks of depth and directives recurse before it finds the cycle).
pub(super) fn check(document: &ExecutableDocument, variables: &Variables) -> Result<(), Refusal> {
    let mut ruler = Ruler::new(document, variables);
    let fragments = measure_fragments(document, &mut ruler)?;
    let written_out = write_out(&fragments)?;
    let mut total = Total::default();
    for measure in written_out.values() {
        total.add(measure);
    }
    for (count, (_, operation)) in document.operations.iter().enumerate() {
        if count >= limits::OPERATIONS {
            return Err(too_many(limits::OPERATIONS, "operations", operation.pos));
        }
        let node = &operation.node;
        if node.variable_definitions.len() > limits::VARIABLES {
            return Err(too_many(limits::VARIABLES, "variables", operation.pos));
        }
        let definition = ruler.definition(None, &node.directives, &node.selection_set.node)?;
        for variable in &node.variable_definitions {
            ruler.variable_directives(&variable.node.directives)?;
        }
        let measure = combine(&definition, &written_out);
        if measure.root_fields > limits::ROOT_FIELDS as u64 {
            return Err(too_many(
                limits::ROOT_FIELDS,
                "fields at the root",
                operation.pos,
            ));
        }
        total.add(&measure);
    }
    total.check()
}

fn measure_fragments<'a>(
    document: &'a ExecutableDocument,
    ruler: &mut Ruler<'a>,
) -> Result<HashMap<&'a str, Definition<'a>>, Refusal> {
    let mut fragments = HashMap::new();
    for (name, fragment) in &document.fragments {
        if fragments.len() >= limits::FRAGMENTS {
            return Err(too_many(limits::FRAGMENTS, "fragments", fragment.pos));
        }
        let node = &fragment.node;
        let definition = ruler.definition(
            Some(node.type_condition.node.on.node.as_str()),
            &node.directives,
            &node.selection_set.node,
        )?;
        fragments.insert(name.as_str(), definition);
    }
    Ok(fragments)
}

/// Measures every fragment after the ones that it spreads, depth first on a stack of our own.
fn write_out<'a>(
    fragments: &HashMap<&'a str, Definition<'a>>,
) -> Result<HashMap<&'a str, Measure>, Refusal> {
    let mut done: HashMap<&str, Measure> = HashMap::new();
    for name in fragments.keys() {
        let mut path: Vec<(&str, usize)> = vec![(name, 0)];
        while let Some((current, next)) = path.pop() {
            let Some(definition) = fragments
                .get(current)
                .filter(|_| !done.contains_key(current))
            else {
                continue;
            };
            let Some(spread) = definition.spreads.get(next) else {
                done.insert(current, combine(definition, &done));
                continue;
            };
            path.push((current, next + 1));
            if path.iter().any(|(open, _)| *open == spread.fragment) {
                return Err(Refusal::invalid(
                    format!("the fragment {} spreads itself", spread.fragment),
                    Some(spread.position),
                ));
            }
            path.push((spread.fragment, 0));
        }
    }
    Ok(done)
}

/// Adds the fragments to a definition. One that the document does not have adds nothing:
/// validation names it.
fn combine(definition: &Definition<'_>, written_out: &HashMap<&str, Measure>) -> Measure {
    let mut measure = definition.own;
    for spread in &definition.spreads {
        if let Some(fragment) = written_out.get(spread.fragment) {
            measure.write_out(spread, fragment);
        }
    }
    measure
}

/// What all definitions come to.
#[derive(Default)]
struct Total {
    nodes: u64,
    overlaps: u64,
    variable_values: u64,
    introspection: u64,
    depth: u32,
}

impl Total {
    fn add(&mut self, measure: &Measure) {
        self.nodes = self.nodes.saturating_add(measure.nodes);
        self.overlaps = self.overlaps.saturating_add(measure.overlaps);
        self.variable_values = self.variable_values.saturating_add(measure.variable_values);
        self.introspection = self.introspection.max(measure.introspection);
        self.depth = self.depth.max(measure.depth);
    }

    fn check(&self) -> Result<(), Refusal> {
        let refusal = if self.depth > limits::DEPTH {
            format!(
                "with its fragments written out the document is deeper than {} levels",
                limits::DEPTH
            )
        } else if self.nodes > limits::NODES || self.overlaps > limits::OVERLAPS {
            format!(
                "with its fragments written out the document has more than {} fields and values; \
                 send values as variables",
                limits::NODES
            )
        } else if self.variable_values > limits::VARIABLE_VALUES {
            "the document mentions variables with too many values too often".to_owned()
        } else if self.introspection > limits::INTROSPECTION {
            "the document asks for more of the schema than introspection answers; \
             it is served whole at /schema.graphql"
                .to_owned()
        } else {
            return Ok(());
        };
        Err(Refusal::too_large(refusal, None))
    }
}
