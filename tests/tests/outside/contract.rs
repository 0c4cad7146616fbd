//! The served schema, against what clients were promised.

use std::collections::BTreeMap;

use async_graphql_parser::{
    parse_schema,
    types::{
        FieldDefinition, InputValueDefinition, ServiceDocument, TypeDefinition, TypeKind,
        TypeSystemDefinition,
    },
};
use tests::{World, sources::root};

tests::both![the_service_serves_the_committed_schema];

/// What was promised so far; it only grows.
const PROMISED: &str = include_str!("../../contract/contract.graphql");

async fn the_service_serves_the_committed_schema(world: &World) {
    let served = world.client().text("/schema.graphql").await;
    assert!(
        served.trim_end() == committed().trim_end(),
        "api/schema.graphql is not what is served; cargo run -- schema > api/schema.graphql"
    );
}

#[test]
fn nothing_promised_is_missing() {
    let served = types(&committed());
    let mut broken = Vec::new();
    for (name, promised) in types(PROMISED) {
        match served.get(&name) {
            None => broken.push(format!("{name} is missing")),
            Some(served) => compare(&name, &promised, served, &mut broken),
        }
    }
    none("promises broken", &broken);
}

#[test]
fn everything_is_described() {
    let mut bare = Vec::new();
    for (name, definition) in types(&committed()) {
        let mut describe = |what: &str, described: bool| {
            if !described {
                bare.push(what.to_owned());
            }
        };
        describe(&name, definition.description.is_some());
        for (field, definition) in fields(&definition) {
            let field = format!("{name}.{field}");
            describe(&field, definition.description.is_some());
            for argument in &definition.arguments {
                let argument = &argument.node;
                describe(
                    &format!("{field}({}:)", argument.name.node),
                    argument.description.is_some(),
                );
            }
        }
        match &definition.kind {
            TypeKind::Enum(values) => {
                for value in &values.values {
                    let value = &value.node;
                    describe(
                        &format!("{name}.{}", value.value.node),
                        value.description.is_some(),
                    );
                }
            }
            TypeKind::InputObject(input) => {
                for field in &input.fields {
                    let field = &field.node;
                    describe(
                        &format!("{name}.{}", field.name.node),
                        field.description.is_some(),
                    );
                }
            }
            _ => {}
        }
    }
    none("without a description", &bare);
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}

fn committed() -> String {
    std::fs::read_to_string(root().join("api/schema.graphql")).unwrap()
}

fn types(sdl: &str) -> BTreeMap<String, TypeDefinition> {
    let ServiceDocument { definitions } = parse_schema(sdl).unwrap();
    definitions
        .into_iter()
        .filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => Some(definition.node),
            _ => None,
        })
        .map(|definition| (definition.name.node.to_string(), definition))
        .collect()
}

fn fields(definition: &TypeDefinition) -> BTreeMap<String, &FieldDefinition> {
    let fields = match &definition.kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        _ => return BTreeMap::new(),
    };
    fields
        .iter()
        .map(|field| (field.node.name.node.to_string(), &field.node))
        .collect()
}

fn implements(definition: &TypeDefinition) -> Vec<&str> {
    let names = match &definition.kind {
        TypeKind::Object(object) => &object.implements,
        TypeKind::Interface(interface) => &interface.implements,
        _ => return Vec::new(),
    };
    names.iter().map(|name| name.node.as_str()).collect()
}

fn compare(
    name: &str,
    promised: &TypeDefinition,
    served: &TypeDefinition,
    broken: &mut Vec<String>,
) {
    for directive in &promised.directives {
        let wanted = &directive.node.name.node;
        if !served
            .directives
            .iter()
            .any(|directive| directive.node.name.node == *wanted)
        {
            broken.push(format!("{name} is not @{wanted}"));
        }
    }
    for interface in implements(promised) {
        if !implements(served).contains(&interface) {
            broken.push(format!("{name} does not implement {interface}"));
        }
    }
    match (&promised.kind, &served.kind) {
        (TypeKind::Scalar, TypeKind::Scalar) => {}
        (TypeKind::Enum(promised), TypeKind::Enum(served)) => {
            for value in &promised.values {
                let value = &value.node.value.node;
                if !served
                    .values
                    .iter()
                    .any(|served| served.node.value.node == *value)
                {
                    broken.push(format!("{name}.{value} is missing"));
                }
            }
        }
        (TypeKind::InputObject(promised), TypeKind::InputObject(served)) => {
            inputs(name, &promised.fields, &served.fields, broken);
        }
        (TypeKind::Object(_), TypeKind::Object(_))
        | (TypeKind::Interface(_), TypeKind::Interface(_)) => {
            let served = fields(served);
            for (field, promised) in fields(promised) {
                let name = format!("{name}.{field}");
                let Some(served) = served.get(&field) else {
                    broken.push(format!("{name} is missing"));
                    continue;
                };
                if served.ty.node != promised.ty.node {
                    broken.push(format!(
                        "{name}: {}, promised {}",
                        served.ty.node, promised.ty.node
                    ));
                }
                inputs(&name, &promised.arguments, &served.arguments, broken);
            }
        }
        _ => broken.push(format!("{name} is of another kind")),
    }
}

type Inputs = [async_graphql_parser::Positioned<InputValueDefinition>];

/// Arguments and input fields: all that was promised, and nothing else that has to be given.
fn inputs(name: &str, promised: &Inputs, served: &Inputs, broken: &mut Vec<String>) {
    for wanted in promised {
        let wanted = &wanted.node;
        let name = format!("{name}({}:)", wanted.name.node);
        let Some(served) = served
            .iter()
            .find(|served| served.node.name.node == wanted.name.node)
        else {
            broken.push(format!("{name} is missing"));
            continue;
        };
        if served.node.ty.node != wanted.ty.node {
            broken.push(format!(
                "{name}: {}, promised {}",
                served.node.ty.node, wanted.ty.node
            ));
        }
        let default = |input: &InputValueDefinition| {
            input
                .default_value
                .as_ref()
                .map(|value| value.node.to_string())
        };
        if default(wanted).is_some() && default(wanted) != default(&served.node) {
            broken.push(format!(
                "{name} defaults to {:?}, promised {:?}",
                default(&served.node),
                default(wanted)
            ));
        }
    }
    for served in served {
        let served = &served.node;
        let known = promised
            .iter()
            .any(|promised| promised.node.name.node == served.name.node);
        if !known && !served.ty.node.nullable && served.default_value.is_none() {
            broken.push(format!("{name}({}:) has to be given", served.name.node));
        }
    }
}
