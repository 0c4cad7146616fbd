//! Measures one definition of a document, fragments not yet written out.

use std::collections::HashMap;

use async_graphql::{Name, Pos, Positioned, Value, Variables};
use async_graphql_parser::types::{
    Directive, ExecutableDocument, Field, Selection, SelectionSet, VariableDefinition,
};
use async_graphql_value::Value as InputValue;

use super::{Refusal, limits};

/// What a definition comes to. All counts saturate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Measure {
    /// Fields, spreads, inline fragments, arguments, values and directives.
    pub(super) nodes: u64,
    /// Selections that merge into the set around the definition: those inside of no field.
    pub(super) merging: u64,
    /// Fields inside of no other field.
    pub(super) root_fields: u64,
    /// Selections that the check for overlapping fields looks at.
    pub(super) overlaps: u64,
    /// Values of variables, each time one is mentioned.
    pub(super) variable_values: u64,
    /// Values in the answer to introspection, estimated.
    pub(super) introspection: u64,
    /// Selection sets inside of each other, the outermost not counted.
    pub(super) depth: u32,
}

impl Measure {
    /// Takes in a fragment where it is spread.
    pub(super) fn write_out(&mut self, spread: &Spread<'_>, fragment: &Self) {
        add(&mut self.nodes, fragment.nodes);
        add(
            &mut self.overlaps,
            fragment.merging.saturating_mul(spread.place.inline + 1),
        );
        add(&mut self.variable_values, fragment.variable_values);
        add(
            &mut self.introspection,
            fragment
                .introspection
                .saturating_mul(spread.place.multiplier.max(1)),
        );
        if spread.place.in_fields == 0 {
            add(&mut self.merging, fragment.merging);
            add(&mut self.root_fields, fragment.root_fields);
        }
        self.depth = self.depth.max(
            spread
                .place
                .level
                .saturating_add(1)
                .saturating_add(fragment.depth),
        );
    }
}

fn add(total: &mut u64, more: u64) {
    *total = total.saturating_add(more);
}

/// A definition: what it comes to by itself, and the fragments to add.
#[derive(Debug, Default)]
pub(super) struct Definition<'a> {
    pub(super) own: Measure,
    pub(super) spreads: Vec<Spread<'a>>,
}

/// A fragment spread and where it stands.
#[derive(Debug)]
pub(super) struct Spread<'a> {
    pub(super) fragment: &'a str,
    pub(super) position: Pos,
    place: Place,
}

/// Where in a definition a selection set stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Selection sets around it.
    level: u32,
    /// Fields around it.
    in_fields: u32,
    /// Inline fragments around it, up to the next field.
    inline: u64,
    /// How often it is answered in introspection; 0 outside.
    multiplier: u64,
}

/// Counts that hold for the document as a whole, and the sizes of the request's variables.
pub(super) struct Ruler<'a> {
    sizes: HashMap<&'a str, u64>,
    directives: usize,
    aliases: usize,
}

impl<'a> Ruler<'a> {
    /// A variable that several operations define has the size of its largest value.
    pub(super) fn new(document: &'a ExecutableDocument, variables: &Variables) -> Self {
        let mut sizes = HashMap::new();
        for (_, operation) in document.operations.iter() {
            for VariableDefinition {
                name,
                default_value,
                ..
            } in operation
                .node
                .variable_definitions
                .iter()
                .map(|it| &it.node)
            {
                let given = variables.get(&name.node).map_or(1, size);
                let default = default_value.as_ref().map_or(1, |value| size(&value.node));
                let largest = sizes.entry(name.node.as_str()).or_insert(given);
                *largest = default.max(*largest);
            }
        }
        Self {
            sizes,
            directives: 0,
            aliases: 0,
        }
    }

    /// Measures a definition. `on` is the type that a fragment is for.
    pub(super) fn definition(
        &mut self,
        on: Option<&str>,
        directives: &[Positioned<Directive>],
        selection_set: &'a SelectionSet,
    ) -> Result<Definition<'a>, Refusal> {
        let mut definition = Definition::default();
        self.directives(directives, &mut definition.own)?;
        let root = Place {
            level: 0,
            in_fields: 0,
            inline: 0,
            multiplier: u64::from(on.is_some_and(|name| name.starts_with("__"))),
        };
        let mut pending = vec![(selection_set, root)];
        while let Some((set, place)) = pending.pop() {
            definition.own.depth = definition.own.depth.max(place.level);
            for selection in &set.items {
                if let Some(inner) = self.selection(selection, place, &mut definition)? {
                    pending.push(inner);
                }
            }
        }
        Ok(definition)
    }

    /// Counts the directives of a variable's definition.
    pub(super) fn variable_directives(
        &mut self,
        directives: &[Positioned<Directive>],
    ) -> Result<(), Refusal> {
        self.directives(directives, &mut Measure::default())
    }

    fn selection(
        &mut self,
        selection: &'a Positioned<Selection>,
        place: Place,
        definition: &mut Definition<'a>,
    ) -> Result<Option<(&'a SelectionSet, Place)>, Refusal> {
        let own = &mut definition.own;
        own.nodes += 1;
        own.overlaps += place.inline + 1;
        add(&mut own.introspection, place.multiplier);
        own.merging += u64::from(place.in_fields == 0);
        self.directives(selection.node.directives(), own)?;
        let within = Place {
            level: place.level + 1,
            ..place
        };
        match &selection.node {
            Selection::Field(field) => {
                own.root_fields += u64::from(place.in_fields == 0);
                self.field(&field.node, field.pos, own)?;
                let inner = &field.node.selection_set.node;
                let place = Place {
                    in_fields: place.in_fields + 1,
                    inline: 0,
                    multiplier: multiplier(&field.node.name.node, place.multiplier),
                    ..within
                };
                Ok((!inner.items.is_empty()).then_some((inner, place)))
            }
            Selection::InlineFragment(fragment) => Ok(Some((
                &fragment.node.selection_set.node,
                Place {
                    inline: place.inline + 1,
                    ..within
                },
            ))),
            Selection::FragmentSpread(spread) => {
                definition.spreads.push(Spread {
                    fragment: spread.node.fragment_name.node.as_str(),
                    position: spread.pos,
                    place,
                });
                Ok(None)
            }
        }
    }

    fn field(&mut self, field: &Field, pos: Pos, own: &mut Measure) -> Result<(), Refusal> {
        if field.alias.is_some() {
            self.aliases += 1;
            if self.aliases > limits::ALIASES {
                return Err(too_many(limits::ALIASES, "aliases", pos));
            }
        }
        self.arguments(&field.arguments, pos, own)
    }

    fn directives(
        &mut self,
        directives: &[Positioned<Directive>],
        own: &mut Measure,
    ) -> Result<(), Refusal> {
        for directive in directives {
            self.directives += 1;
            if self.directives > limits::DIRECTIVES {
                return Err(too_many(limits::DIRECTIVES, "directives", directive.pos));
            }
            own.nodes += 1;
            self.arguments(&directive.node.arguments, directive.pos, own)?;
        }
        Ok(())
    }

    fn arguments(
        &self,
        arguments: &[(Positioned<Name>, Positioned<InputValue>)],
        pos: Pos,
        own: &mut Measure,
    ) -> Result<(), Refusal> {
        if arguments.len() > limits::ARGUMENTS {
            return Err(too_many(limits::ARGUMENTS, "arguments in one place", pos));
        }
        for (_, value) in arguments {
            own.nodes += 1;
            self.value(&value.node, own);
        }
        Ok(())
    }

    fn value(&self, value: &InputValue, own: &mut Measure) {
        let mut pending = vec![value];
        while let Some(value) = pending.pop() {
            own.nodes += 1;
            match value {
                InputValue::Variable(name) => {
                    let size = self.sizes.get(name.as_str()).copied().unwrap_or(1);
                    add(&mut own.variable_values, size);
                }
                InputValue::List(items) => pending.extend(items),
                InputValue::Object(fields) => pending.extend(fields.values()),
                _ => {}
            }
        }
    }
}

/// Refuses a count. `what` is named in the plural.
pub(super) fn too_many(limit: usize, what: &str, pos: Pos) -> Refusal {
    Refusal::too_large(
        format!("the document has more than {limit} {what}"),
        Some(pos),
    )
}

/// What a variable's value costs to copy and to check. Text weighs by its length.
fn size(value: &Value) -> u64 {
    let mut total = 0_u64;
    let mut pending = vec![value];
    while let Some(value) = pending.pop() {
        total += 1;
        match value {
            Value::String(text) => total += text.len() as u64 / 64,
            Value::List(items) => pending.extend(items),
            Value::Object(fields) => pending.extend(fields.values()),
            _ => {}
        }
    }
    total
}

/// How many values a list of introspection stands for, roughly, in a schema like this one.
/// Only inside of `__schema` and `__type`: elsewhere the same names mean something else.
fn multiplier(field: &str, around: u64) -> u64 {
    if around == 0 {
        return u64::from(matches!(field, "__schema" | "__type"));
    }
    around.saturating_mul(match field {
        "types" => 150,
        "fields" => 10,
        "inputFields" => 8,
        "enumValues" => 6,
        "directives" => 5,
        "possibleTypes" => 4,
        "args" => 3,
        "interfaces" => 2,
        _ => 1,
    })
}
