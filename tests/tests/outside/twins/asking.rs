//! Questions made of the served schema: a field that is added is asked for from then on.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql_parser::{
    parse_schema,
    types::{
        BaseType, FieldDefinition, InputObjectType, InputValueDefinition, Type, TypeDefinition,
        TypeKind, TypeSystemDefinition,
    },
};
use serde_json::Value;
use tests::{Dice, node_types};

use super::{UNASKED, values};

/// How deep a question goes.
const DEPTH: u32 = 3;
/// How many lists and objects a question asks for below another one.
const WIDTH: usize = 3;

/// The types of a schema.
pub(super) struct Schema(BTreeMap<String, TypeDefinition>);

/// A question, and the list whose pages can be turned.
pub(super) struct Question {
    pub(super) text: String,
    pub(super) list: Option<&'static str>,
    backwards: bool,
}

/// Someone who asks.
pub(super) struct Asking<'a> {
    schema: &'a Schema,
    dice: &'a mut Dice,
    asked: &'a mut BTreeSet<String>,
    /// So that what is asked for twice has two names.
    names: u32,
}

impl Schema {
    pub(super) fn read(sdl: &str) -> Self {
        let definitions = parse_schema(sdl).unwrap().definitions.into_iter();
        let types = definitions.filter_map(|it| match it {
            TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
            _ => None,
        });
        Self(types.collect())
    }

    pub(super) fn kind(&self, name: &str) -> &TypeKind {
        &self.0[name].kind
    }

    pub(super) fn objects(&self, name: &str) -> Option<Vec<&FieldDefinition>> {
        match self.0.get(name).map(|it| &it.kind) {
            Some(TypeKind::Object(object)) => {
                Some(object.fields.iter().map(|field| &field.node).collect())
            }
            _ => None,
        }
    }

    /// All fields that can be asked for, as `Type.field`.
    pub(super) fn fields(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut waiting: Vec<&str> = vec!["Query"];
        let mut seen = BTreeSet::new();
        for name in node_types() {
            waiting.push(name);
        }
        while let Some(name) = waiting.pop() {
            if !seen.insert(name) {
                continue;
            }
            for field in self.objects(name).unwrap_or_default() {
                found.insert(format!("{name}.{}", field.name.node));
                waiting.push(named(&field.ty.node));
            }
        }
        found
    }
}

/// The type below all lists.
pub(super) fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(item) => named(item),
    }
}

impl Question {
    pub(super) fn more(&self) -> &'static str {
        if self.backwards {
            "hasPreviousPage"
        } else {
            "hasNextPage"
        }
    }

    pub(super) fn cursor(&self) -> &'static str {
        if self.backwards {
            "startCursor"
        } else {
            "endCursor"
        }
    }
}

impl<'a> Asking<'a> {
    pub(super) fn new(
        schema: &'a Schema,
        dice: &'a mut Dice,
        asked: &'a mut BTreeSet<String>,
    ) -> Self {
        Self {
            schema,
            dice,
            asked,
            names: 0,
        }
    }

    /// One that asks for one thing or one list. Lists, which tell most, are asked for more often.
    pub(super) fn question(mut self) -> Question {
        let roots = self.schema.objects("Query").unwrap();
        let lists: Vec<_> = roots.iter().copied().filter(|it| turns(it)).collect();
        let lists_first = self.dice.chance(60);
        let field = *self.dice.pick(if lists_first { &lists } else { &roots });
        let name = field.name.node.as_str();
        self.asked.insert(format!("Query.{name}"));
        let backwards = has(field, "last") && self.dice.chance(30);
        let mut arguments = self.arguments(field, &["after", "before", "first", "last"]);
        if turns(field) {
            let (size, from) = if backwards {
                ("last", "before")
            } else {
                ("first", "after")
            };
            let size = format!("{size}: {}", 1 + self.dice.below(7));
            arguments.extend([size, format!("{from}: $at")]);
        } else if has(field, "first") {
            arguments.push(format!("first: {}", 1 + self.dice.below(9)));
        }
        let below = self.selection(named(&field.ty.node), DEPTH);
        let turning = if turns(field) {
            "turning: pageInfo { hasNextPage endCursor hasPreviousPage startCursor }"
        } else {
            ""
        };
        let declared = if turns(field) { "($at: String)" } else { "" };
        let below = below.trim_end_matches('}');
        let text = format!(
            "query{declared} {{ list: {name}{} {below} {turning} }} }}",
            listed(&arguments)
        );
        Question {
            text,
            list: turns(field).then_some("list"),
            backwards,
        }
    }

    /// What of a type is asked for, in braces.
    fn selection(&mut self, name: &str, depth: u32) -> String {
        if name == "Node" {
            return self.fragments(depth);
        }
        let fields = self.schema.objects(name).unwrap();
        let mut parts = vec!["__typename".to_owned()];
        let mut wide = 0;
        let start = self.dice.index(fields.len());
        // From anywhere on, so that each field comes before the width is used up.
        for field in fields[start..].iter().chain(&fields[..start]) {
            let full = format!("{name}.{}", field.name.node);
            if UNASKED.iter().any(|(unasked, _)| *unasked == full) {
                continue;
            }
            let kind = named(&field.ty.node);
            let composite = kind == "Node" || self.schema.objects(kind).is_some();
            // What nobody has asked for yet comes first.
            let new = !self.asked.contains(&full);
            let wanted = if composite {
                // Edges and nodes are what a list is for.
                let chance = if wide == 0 { 70 } else { 30 };
                depth > 0 && wide < WIDTH && (new || self.dice.chance(chance))
            } else {
                new || self.dice.chance(40)
            };
            if wanted {
                wide += usize::from(composite);
                parts.push(self.field(field, composite.then_some(kind), depth));
                self.asked.insert(full);
            }
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn field(&mut self, field: &FieldDefinition, below: Option<&str>, depth: u32) -> String {
        let mut arguments = self.arguments(field, &["after", "before", "first", "last"]);
        if has(field, "first") {
            let size = if has(field, "last") && self.dice.chance(30) {
                "last"
            } else {
                "first"
            };
            arguments.push(format!("{size}: {}", 1 + self.dice.below(3)));
        }
        self.names += 1;
        let (number, name) = (self.names, field.name.node.as_str());
        let below = below.map(|kind| self.selection(kind, depth - 1));
        let (arguments, below) = (listed(&arguments), below.unwrap_or_default());
        format!("{name}{number}: {name}{arguments} {below}")
    }

    fn fragments(&mut self, depth: u32) -> String {
        let types: Vec<_> = node_types().collect();
        let parts: Vec<_> = (0..3)
            .map(|_| {
                let name = *self.dice.pick(&types);
                let below = self.selection(name, depth.saturating_sub(1));
                format!("... on {name} {below}")
            })
            .collect();
        format!("{{ __typename id {} }}", parts.join(" "))
    }

    /// Arguments of a field, but for these.
    fn arguments(&mut self, field: &FieldDefinition, but: &[&str]) -> Vec<String> {
        let mut arguments = Vec::new();
        for argument in &field.arguments {
            let argument = &argument.node;
            let name = argument.name.node.as_str();
            // How far the index is says how much was written, and when: no two services agree.
            let asked = !but.contains(&name) && name != "notBefore";
            let chance = if argument.ty.node.nullable { 45 } else { 100 };
            if asked && self.dice.chance(chance) {
                let value = self.value(&argument.ty.node, name, field.name.node.as_str());
                arguments.push(format!("{name}: {value}"));
            }
        }
        arguments
    }

    /// A value as it is written in a query. `of` is the field or the input it belongs to.
    fn value(&mut self, ty: &Type, name: &str, of: &str) -> String {
        let kind = match &ty.base {
            BaseType::List(item) => {
                let items = 1 + self.dice.below(3);
                let items: Vec<_> = (0..items).map(|_| self.value(item, name, of)).collect();
                return format!("[{}]", items.join(", "));
            }
            BaseType::Named(kind) => kind.as_str(),
        };
        match (kind, name) {
            ("ID", _) => {
                let kind = self.type_of_id(name, of);
                written(&values::id(self.dice, kind))
            }
            ("String", "slug") => written(&values::slug(self.dice, about(of)).into()),
            _ => match self.schema.0.get(kind).map(|it| &it.kind) {
                Some(TypeKind::Enum(values)) => {
                    let values = &values.values;
                    self.dice.pick(values).node.value.node.to_string()
                }
                Some(TypeKind::InputObject(input)) => self.input(input, kind),
                _ => written(&values::scalar(self.dice, kind, name)),
            },
        }
    }

    /// An input: all that it must have, some of the rest, and of some kinds exactly one field.
    fn input(&mut self, input: &InputObjectType, kind: &str) -> String {
        let fields: Vec<&InputValueDefinition> =
            input.fields.iter().map(|field| &field.node).collect();
        let fields = if kind.ends_with("By") {
            vec![*self.dice.pick(&fields)]
        } else {
            let some = fields.into_iter();
            some.filter(|field| {
                !field.ty.node.nullable
                    || self
                        .dice
                        .chance(120 / u32::try_from(input.fields.len()).unwrap())
            })
            .collect()
        };
        let fields: Vec<_> = fields
            .into_iter()
            .map(|field| {
                let name = field.name.node.as_str();
                format!("{name}: {}", self.value(&field.ty.node, name, kind))
            })
            .collect();
        format!("{{ {} }}", fields.join(", "))
    }

    /// What an id should be of.
    fn type_of_id(&mut self, name: &str, of: &str) -> &'static str {
        let types: Vec<_> = node_types().collect();
        match (name, of) {
            ("id" | "ids", "node" | "nodes") => types[self.dice.index(types.len())],
            ("id", _) => about(of),
            _ => about(name),
        }
    }
}

/// The type whose ids or slugs an argument, an input or a field takes.
pub(super) fn about(name: &str) -> &'static str {
    match name {
        "CityBy" | "city" | "cities" => "City",
        "OrganizationBy" | "organizations" => "Organization",
        "ProjectBy" | "projects" | "parent" => "Project",
        "topic" | "topics" => "Topic",
        "lesson" => "Lesson",
        _ => panic!("what is {name} about?"),
    }
}

fn has(field: &FieldDefinition, argument: &str) -> bool {
    let mut names = field.arguments.iter().map(|it| it.node.name.node.as_str());
    names.any(|name| name == argument)
}

/// Whether it is a list with pages.
fn turns(field: &FieldDefinition) -> bool {
    has(field, "after")
}

fn listed(arguments: &[String]) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    format!("({})", arguments.join(", "))
}

/// As GraphQL writes it, which for texts and numbers is as JSON does.
fn written(value: &Value) -> String {
    value.to_string()
}
