//! What a query costs in SQL statements depends on what it asks, not on how many rows there are.
//!
//! A load that is asked for on two branches of a query may be one statement or two, as the branches
//! happen to meet. So no query here asks for one kind of row on two branches.

use serde_json::{Value, json};
use tests::{Client, Uniform};

tests::both![
    what_hangs_on_lessons_is_read_together,
    what_hangs_on_projects_is_read_together,
    what_hangs_on_cities_and_organizations_is_read_together,
    what_hangs_on_hits_is_read_together,
    what_is_found_by_id_or_name_is_read_together,
    what_hangs_on_topics_is_read_together,
    figures_are_counted_once,
];

const FEW: u32 = 3;
const MANY: u32 = 30;

async fn what_hangs_on_lessons_is_read_together(Uniform(world): &Uniform) {
    for fields in [
        "city { name }",
        "project { title parent { title parts { title } } }",
        "topics { slug label broader { slug } narrower { slug } lessonCount }",
        "participations { role organization { name city { name } parent { name } units { name } } }",
        "participations { lesson { title } }",
        "sources { title } viewerCan",
        "relations { kind to { id ... on Lesson { title } } }",
        "reuses(first: 2) { nodes { city { name } project { title } lesson { title } } totalCount }",
        "reuseSummary { total helped }",
        "comments(first: 2) { nodes { author body parent { body } } totalCount }",
        "revisions(first: 2) { nodes { author changes { field } } totalCount }",
        "proposals { author changes { field } }",
        "related(first: 2) { score reasons }",
    ] {
        let list = "lessons(filter: {kinds: [ADVICE]}, first: $n)";
        same(world.client(), &nodes(list, fields)).await;
    }
    // Those that do not tell where they come from.
    let list = "lessons(filter: {kinds: [PITFALL]}, first: $n)";
    let fields = "city { name } origin { country region populationBand }";
    same(world.client(), &nodes(list, fields)).await;
}

async fn what_hangs_on_projects_is_read_together(Uniform(world): &Uniform) {
    for fields in [
        "city { name }",
        "parent { title }",
        "parts { title city { name } topics { slug } }",
        "topics { slug label }",
        "lessons(first: 2) { nodes { title city { name } } totalCount }",
        "participations { organization { name } }",
        "participations { project { title } }",
        "statements { text issuer { name } }",
        "sources { title }",
        "relations { kind to { id ... on Project { title } } }",
        "briefing(first: 2) { score reasons }",
    ] {
        let list = "projects(filter: {kinds: [PROJECT]}, first: $n)";
        same(world.client(), &nodes(list, fields)).await;
    }
}

async fn what_hangs_on_cities_and_organizations_is_read_together(Uniform(world): &Uniform) {
    for fields in [
        "projects(first: 2) { nodes { title parts { title } } totalCount }",
        "lessons(first: 2) { nodes { title topics { slug } } totalCount }",
        "similar(first: 2) { name lessons(first: 1) { totalCount } }",
    ] {
        same(world.client(), &nodes("cities(first: $n)", fields)).await;
    }
    for fields in [
        "city { name }",
        "parent { name parent { name } units { name } }",
        "units { name parent { name } }",
        "participations(first: 2) { nodes { project { title } lesson { title } } totalCount }",
    ] {
        let list = "organizations(filter: {kinds: [UNIT]}, first: $n)";
        same(world.client(), &nodes(list, fields)).await;
    }
}

async fn what_hangs_on_hits_is_read_together(Uniform(world): &Uniform) {
    let found = |fields: &str| {
        format!(r#"query($n: Int!) {{ searchLessons(query: "Lehre", first: $n) {{ {fields} }} }}"#)
    };
    for fields in [
        "totalCount nodes { title city { name } }",
        "edges { score highlights { field html } }",
        "edges { node { project { title } topics { slug } } }",
        "facets(by: [CITY], first: $n) { buckets { label count } }",
        "facets(by: [TOPIC, OUTCOME], first: $n) { buckets { label count } }",
        "facets(by: [ORGANIZATION], first: $n) { buckets { label count } }",
    ] {
        same(world.client(), &found(fields)).await;
    }
    for fields in [
        "byFacet(by: CITY, first: $n) { buckets { label count } }",
        "byFacet(by: TOPIC, first: $n) { buckets { label count } }",
        "mostReused(first: $n) { title city { name } reuseSummary { total } }",
    ] {
        let query = format!("query($n: Int!) {{ insights {{ {fields} }} }}");
        same(world.client(), &query).await;
    }
}

async fn what_is_found_by_id_or_name_is_read_together(Uniform(world): &Uniform) {
    let client = world.client();
    for (list, fields) in [
        (
            "lessons(first: $n)",
            "... on Lesson { title city { name } }",
        ),
        (
            "projects(first: $n)",
            "... on Project { title city { name } }",
        ),
        (
            "cities(first: $n)",
            "... on City { name lessons { totalCount } }",
        ),
        (
            "organizations(first: $n)",
            "... on Organization { name units { name } }",
        ),
    ] {
        let query = format!("query($ids: [ID!]!) {{ nodes(ids: $ids) {{ id {fields} }} }}");
        let (few, many) = (ids(client, list, FEW).await, ids(client, list, MANY).await);
        same_for(
            client,
            (&query, json!({ "ids": few })),
            (&query, json!({ "ids": many })),
        )
        .await;
    }
    for (prefix, fields) in [
        ("Lehr", "... on Lesson { title project { title } }"),
        ("Vorh", "... on Project { title city { name } }"),
        ("Or", "... on City { name projects { totalCount } }"),
        ("Them", "... on Topic { label lessonCount }"),
    ] {
        let query = format!(
            r#"query($n: Int!) {{ suggest(prefix: "{prefix}", first: $n) {{
                text node {{ id {fields} }}
            }} }}"#
        );
        same(client, &query).await;
    }
}

async fn what_hangs_on_topics_is_read_together(Uniform(world): &Uniform) {
    let of = |scheme: &str| {
        format!(
            "{{ topics(scheme: {scheme}) {{
                slug label synonyms lessonCount broader {{ slug label }} narrower {{ slug }}
            }} }}"
        )
    };
    let (few, many) = (of("METHOD"), of("TOPIC"));
    same_for(world.client(), (&few, json!({})), (&many, json!({}))).await;
}

async fn figures_are_counted_once(Uniform(world): &Uniform) {
    let asked =
        |fields: &str| format!("{{ insights(filter: {{ kinds: [ADVICE] }}) {{ {fields} }} }}");
    let all = asked("lessonCount projectCount cityCount again: lessonCount");
    let (of_one, _) = statements(world.client(), &asked("lessonCount"), &json!({})).await;
    let (of_all, _) = statements(world.client(), &all, &json!({})).await;
    assert_eq!(of_all, of_one);
}

fn nodes(list: &str, fields: &str) -> String {
    format!("query($n: Int!) {{ {list} {{ nodes {{ id {fields} }} }} }}")
}

async fn ids(client: &Client, list: &str, rows: u32) -> Vec<Value> {
    let data = client.graphql(&nodes(list, ""), json!({ "n": rows })).await;
    let field = list.split('(').next().unwrap();
    let nodes = data[field]["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["id"].clone()).collect()
}

/// Ten times the rows take as many statements.
async fn same(client: &Client, query: &str) {
    same_for(
        client,
        (query, json!({ "n": FEW })),
        (query, json!({ "n": MANY })),
    )
    .await;
}

async fn same_for(client: &Client, few: (&str, Value), many: (&str, Value)) {
    let (of_few, small) = statements(client, few.0, &few.1).await;
    let (of_many, large) = statements(client, many.0, &many.1).await;
    assert!(
        large > 4 * small,
        "an answer of {small} bytes became one of {large}:\n{}",
        many.0
    );
    assert_eq!(of_few, of_many, "{}", many.0);
}

/// The fewest statements that the query was seen to take: others may run beside it, as the
/// follower's do, and the first query fills what is kept. Besides how long the answer is.
async fn statements(client: &Client, query: &str, variables: &Value) -> (u64, usize) {
    let (mut fewest, mut length) = (u64::MAX, 0);
    for _ in 0..6 {
        let before = client.counter("lehrgeld_sql_statements_total").await;
        let data = client.graphql(query, variables.clone()).await;
        let after = client.counter("lehrgeld_sql_statements_total").await;
        fewest = fewest.min(after - before);
        length = data.to_string().len();
    }
    (fewest, length)
}
