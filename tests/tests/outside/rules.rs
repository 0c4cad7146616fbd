//! Every mutation has a rule: nobody, and someone who belongs to nothing, may do next to nothing.
//!
//! The mutations are those of the served schema, so a new one without a rule is found here.

use std::collections::BTreeMap;

use async_graphql_parser::{
    parse_schema,
    types::{BaseType, Type, TypeDefinition, TypeKind, TypeSystemDefinition},
};
use serde_json::{Map, Value, json};
use tests::World;

tests::both![no_mutation_is_without_a_rule];

/// What someone may who belongs to nothing: what is their own.
const OWN: [&str; 3] = ["createAccessToken", "deleteAccount", "saveSearch"];

type Types = BTreeMap<String, TypeDefinition>;

fn types(sdl: &str) -> Types {
    let definitions = parse_schema(sdl).unwrap().definitions;
    let types = definitions.into_iter().filter_map(|it| match it {
        TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
        _ => None,
    });
    types.collect()
}

/// The names of the mutations, and the type of the input of each.
fn mutations(types: &Types) -> Vec<(String, String)> {
    let TypeKind::Object(mutation) = &types["Mutation"].kind else {
        panic!("Mutation is no object");
    };
    let fields = mutation.fields.iter().map(|field| {
        let field = &field.node;
        let input = &field.arguments[0].node.ty.node;
        let BaseType::Named(name) = &input.base else {
            panic!("{} takes a list", field.name.node);
        };
        (field.name.node.to_string(), name.to_string())
    });
    fields.collect()
}

/// A value of a type, with ids of things that are there.
struct Samples<'a> {
    types: &'a Types,
    ids: BTreeMap<&'static str, Value>,
}

impl Samples<'_> {
    fn input(&self, name: &str, mutation: &str) -> Value {
        let TypeKind::InputObject(input) = &self.types[name].kind else {
            panic!("{name} is no input");
        };
        let fields = input
            .fields
            .iter()
            .filter(|field| !field.node.ty.node.nullable);
        let fields = fields.map(|field| {
            let (field, ty) = (field.node.name.node.as_str(), &field.node.ty.node);
            (field.to_owned(), self.value(ty, field, mutation))
        });
        Value::Object(fields.collect::<Map<_, _>>())
    }

    fn value(&self, ty: &Type, field: &str, mutation: &str) -> Value {
        let name = match &ty.base {
            BaseType::List(item) => return json!([self.value(item, field, mutation)]),
            BaseType::Named(name) => name.as_str(),
        };
        match name {
            "ID" => self.id(field, mutation),
            "Int" => json!(1),
            "CountryCode" => json!("DE"),
            "LanguageTag" => json!("de"),
            "String" => json!("x"),
            _ => match &self.types[name].kind {
                TypeKind::Enum(values) => json!(values.values[0].node.value.node.as_str()),
                _ => self.input(name, mutation),
            },
        }
    }

    fn id(&self, field: &str, mutation: &str) -> Value {
        let kind = match (field, mutation) {
            ("cityId", _) | (_, "updateCity") => "city",
            ("accountId", _) | (_, "deleteAccount" | "setMemberships") => "account",
            (_, "updateProject" | "publishProject") => "project",
            _ => "lesson",
        };
        self.ids[kind].clone()
    }
}

async fn no_mutation_is_without_a_rule(world: &World) {
    let types = types(&world.client().text("/schema.graphql").await);
    let stranger = world.account("Fremd", false, &[]).await;
    let things = "{ cities(first: 1) { nodes { id } } lessons(first: 1) { nodes { id } }
        projects(first: 1) { nodes { id } } viewer { account { id } } }";
    let things = stranger.graphql(things, json!({})).await;
    let first = |list: &str| things[list]["nodes"][0]["id"].clone();
    let ids = BTreeMap::from([
        ("city", first("cities")),
        ("lesson", first("lessons")),
        ("project", first("projects")),
        ("account", things["viewer"]["account"]["id"].clone()),
    ]);
    let samples = Samples { types: &types, ids };
    let all = mutations(&types);
    assert!(all.len() >= 26, "{all:?}");
    for (name, kind) in all {
        let query =
            format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ __typename }} }}");
        let variables = json!({ "input": samples.input(&kind, &name) });
        let nobody = world.client().codes(&query, variables.clone()).await;
        assert_eq!(nobody, ["UNAUTHENTICATED"], "{name}");
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let answer = stranger
            .answer(&query.replace("__typename", problems(&name)), variables)
            .await;
        let forbidden = answer["errors"][0]["extensions"]["code"] == "FORBIDDEN";
        let told = answer["data"][&name].to_string();
        let refused = ["NOT_FOUND", "INVALID"]
            .iter()
            .any(|code| told.contains(code));
        assert!(forbidden || refused, "{name}: {answer}");
    }
}

/// Where a mutation tells what is wrong.
fn problems(name: &str) -> &'static str {
    match name {
        "contributeLessons" => "results { userErrors { code } }",
        _ => "userErrors { code }",
    }
}
