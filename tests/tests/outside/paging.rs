//! Paging through lists: everything once, in one order, from both ends, on both databases alike.

use std::collections::HashSet;

use serde_json::{Value, json};
use tests::{Client, Engine, World};

tests::both![
    cities_page_alike_from_both_ends_in_every_order,
    lists_page_alike_from_both_ends_in_every_order,
    a_window_between_two_cursors_holds_what_lies_between,
    pages_know_their_neighbours,
    a_cursor_belongs_to_one_search,
];

const CITIES: usize = 12_881;
const LESSONS: usize = 31;
const DIRECTIONS: [&str; 2] = ["ASC", "DESC"];

async fn cities_page_alike_from_both_ends_in_every_order(world: &World) {
    for field in ["NAME", "POPULATION", "LESSON_COUNT"] {
        let mut opposite: Option<Vec<Value>> = None;
        for direction in DIRECTIONS {
            let list = List {
                field: "cities",
                arguments: format!("orderBy: {{field: {field}, direction: {direction}}}"),
                select: "id name population",
                size: 100,
            };
            let nodes = list.both_ways(world.client()).await;
            assert_eq!(nodes.len(), CITIES, "{field} {direction}");
            if field == "POPULATION" {
                assert_sorted(&nodes, "population", direction);
            }
            if let Some(mut opposite) = opposite.replace(nodes.clone()) {
                opposite.reverse();
                assert_eq!(
                    keys(&opposite, "name", field),
                    keys(&nodes, "name", field),
                    "{field} is not the same list the other way round"
                );
            }
        }
    }
}

/// What decides the order of cities, where the answer shows it.
fn keys(nodes: &[Value], name: &str, field: &str) -> Vec<Value> {
    let key = if field == "POPULATION" {
        "population"
    } else {
        name
    };
    let mut keys: Vec<Value> = nodes.iter().map(|node| node[key].clone()).collect();
    if field == "LESSON_COUNT" {
        // Nearly all have none, and stand in the order of their ids.
        keys.truncate(0);
    }
    if field == "POPULATION" {
        // Nulls may stand at the same end both ways.
        keys.retain(|key| !key.is_null());
    }
    keys
}

fn assert_sorted(nodes: &[Value], key: &str, direction: &str) {
    let values: Vec<i64> = nodes.iter().filter_map(|node| node[key].as_i64()).collect();
    let mut sorted = values.clone();
    sorted.sort_unstable();
    if direction == "DESC" {
        sorted.reverse();
    }
    assert!(values == sorted, "not sorted by {key} {direction}");
    let nulls: Vec<usize> = (0..nodes.len())
        .filter(|at| nodes[*at][key].is_null())
        .collect();
    let together = nulls.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let at_an_end = nulls.first().is_none_or(|first| *first == 0)
        || nulls.last().is_none_or(|last| last + 1 == nodes.len());
    assert!(together && at_an_end, "unknown {key} stands amid known");
}

async fn lists_page_alike_from_both_ends_in_every_order(world: &World) {
    let orders = |fields: &[&str]| -> Vec<String> {
        let each = fields.iter().flat_map(|field| {
            DIRECTIONS
                .map(|direction| format!("orderBy: {{field: {field}, direction: {direction}}}"))
        });
        std::iter::once(String::new()).chain(each).collect()
    };
    for (field, orders, count) in [
        (
            "lessons",
            orders(&[
                "PUBLISHED_AT",
                "OCCURRED_ON",
                "UPDATED_AT",
                "TITLE",
                "REUSE_COUNT",
            ]),
            Some(LESSONS),
        ),
        (
            "projects",
            orders(&["TITLE", "STARTED_ON", "UPDATED_AT", "PRIORITY"]),
            Some(28),
        ),
        ("organizations", orders(&[]), None),
    ] {
        for arguments in orders {
            for size in [1, 3, 100] {
                let list = List {
                    field,
                    arguments: arguments.clone(),
                    select: "id",
                    size,
                };
                let nodes = list.both_ways(world.client()).await;
                if let Some(count) = count {
                    assert_eq!(nodes.len(), count, "{field} {arguments}");
                }
            }
        }
    }
}

async fn a_window_between_two_cursors_holds_what_lies_between(world: &World) {
    let data = world
        .client()
        .graphql(
            "{ lessons(first: 20) { edges { cursor node { id } } } }",
            json!({}),
        )
        .await;
    let edges = data["lessons"]["edges"].as_array().unwrap();
    let (after, before) = (&edges[4]["cursor"], &edges[10]["cursor"]);
    let between: Vec<&Value> = edges[5..10]
        .iter()
        .map(|edge| &edge["node"]["id"])
        .collect();
    for (size, expected) in [
        ("first: 100", &between[..]),
        ("last: 100", &between[..]),
        ("first: 2", &between[..2]),
        ("last: 2", &between[3..]),
    ] {
        let query = format!(
            "query($after: String, $before: String) {{
                lessons({size}, after: $after, before: $before) {{ nodes {{ id }} }}
            }}"
        );
        let data = world
            .client()
            .graphql(&query, json!({ "after": after, "before": before }))
            .await;
        let nodes = data["lessons"]["nodes"].as_array().unwrap();
        let ids: Vec<&Value> = nodes.iter().map(|node| &node["id"]).collect();
        assert_eq!(ids, expected, "{size}");
    }
}

async fn pages_know_their_neighbours(world: &World) {
    let page = async |arguments: &str| {
        let query = format!(
            "{{ cities{arguments} {{
                totalCount
                pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                edges {{ cursor }}
            }} }}"
        );
        world.client().graphql(&query, json!({})).await["cities"].take()
    };
    let first = page("(first: 2)").await;
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    assert_eq!(first["pageInfo"]["hasPreviousPage"], false);
    assert_eq!(
        first["pageInfo"]["startCursor"],
        first["edges"][0]["cursor"]
    );
    assert_eq!(first["pageInfo"]["endCursor"], first["edges"][1]["cursor"]);

    let last = page("(last: 2)").await;
    assert_eq!(last["pageInfo"]["hasNextPage"], false);
    assert_eq!(last["pageInfo"]["hasPreviousPage"], true);

    let none = page(r#"(filter: {name: "Xyzzy"}, first: 2)"#).await;
    assert_eq!(none["totalCount"], 0);
    assert_eq!(none["edges"], json!([]));
    assert_eq!(none["pageInfo"]["hasNextPage"], false);
    assert_eq!(none["pageInfo"]["startCursor"], Value::Null);

    let unsaid = page("").await;
    assert_eq!(unsaid["edges"].as_array().unwrap().len(), 20);
}

async fn a_cursor_belongs_to_one_search(world: &World) {
    let search = async |arguments: &str, after: &Value| {
        let query = format!(
            "query($after: String) {{
                searchLessons({arguments}, first: 1, after: $after) {{ pageInfo {{ endCursor }} }}
            }}"
        );
        let answer = world
            .client()
            .answer(&query, json!({ "after": after }))
            .await;
        let code = answer["errors"][0]["extensions"]["code"].clone();
        (
            answer["data"]["searchLessons"]["pageInfo"]["endCursor"].clone(),
            code,
        )
    };
    let own = r#"query: "Digitalisierung", filter: {outcomes: [WORKED, PARTLY]}"#;
    let (cursor, _) = search(own, &Value::Null).await;
    assert!(cursor.is_string(), "nothing is found");
    for same in [
        own,
        r#"query: "  Digitalisierung", filter: {outcomes: [PARTLY, WORKED, PARTLY]}"#,
        r#"query: "Digitalisierung", filter: {outcomes: [WORKED, PARTLY]}, orderBy: RELEVANCE"#,
    ] {
        assert_eq!(search(same, &cursor).await.1, Value::Null, "{same}");
    }
    for other in [
        r#"query: "Einbindung", filter: {outcomes: [WORKED, PARTLY]}"#,
        r#"query: "Digitalisierung""#,
        r#"query: "Digitalisierung", filter: {outcomes: [WORKED]}"#,
        r#"query: "Digitalisierung", filter: {outcomes: [WORKED, PARTLY]}, orderBy: NEWEST"#,
    ] {
        assert_eq!(search(other, &cursor).await.1, "INVALID_CURSOR", "{other}");
    }
}

/// A search pages forward alone, and its pages are those of one list.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_databases_sort_alike() {
    let mut names = Vec::new();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let Some(world) = tests::prepare::<World>(engine).await else {
            return;
        };
        let list = List {
            field: "cities",
            arguments: "orderBy: {field: NAME, direction: ASC}".into(),
            select: "id name",
            size: 100,
        };
        let (nodes, _) = list.forwards(world.client()).await;
        names.push(
            nodes
                .iter()
                .map(|node| node["name"].clone())
                .collect::<Vec<_>>(),
        );
        world.stop().await;
    }
    let differ = names[0]
        .iter()
        .zip(&names[1])
        .find(|(one, other)| one != other);
    assert_eq!(differ, None, "SQLite and PostgreSQL sort names differently");
}

/// A connection, as one pages through it.
struct List {
    field: &'static str,
    arguments: String,
    select: &'static str,
    size: usize,
}

impl List {
    /// All of it, once both ways have been seen to agree.
    async fn both_ways(&self, client: &Client) -> Vec<Value> {
        let (forwards, total) = self.forwards(client).await;
        let mut backwards = self
            .walk(client, "last", "before", "hasPreviousPage", "startCursor")
            .await
            .0;
        backwards.reverse();
        let ids = |nodes: &[Value]| -> Vec<String> {
            nodes
                .iter()
                .map(|node| node["id"].as_str().unwrap().to_owned())
                .collect()
        };
        let what = format!("{}({}) by {}", self.field, self.arguments, self.size);
        assert!(
            ids(&forwards) == ids(&backwards),
            "{what} differs backwards"
        );
        let once: HashSet<String> = ids(&forwards).into_iter().collect();
        assert_eq!(once.len(), forwards.len(), "{what} repeats");
        assert_eq!(total, forwards.len(), "{what} is miscounted");
        forwards
    }

    async fn forwards(&self, client: &Client) -> (Vec<Value>, usize) {
        self.walk(client, "first", "after", "hasNextPage", "endCursor")
            .await
    }

    /// All nodes in the order in which they came, backwards the last one first, and their count.
    async fn walk(
        &self,
        client: &Client,
        size: &str,
        from: &str,
        more: &str,
        cursor: &str,
    ) -> (Vec<Value>, usize) {
        let Self {
            field,
            arguments,
            select,
            ..
        } = self;
        let query = format!(
            "query($size: Int!, $cursor: String, $count: Boolean!) {{
                {field}({arguments} {size}: $size, {from}: $cursor) {{
                    nodes {{ {select} }}
                    pageInfo {{ {more} {cursor} }}
                    totalCount @include(if: $count)
                }}
            }}"
        );
        let (mut all, mut at, mut total) = (Vec::new(), Value::Null, 0);
        loop {
            let variables = json!({ "size": self.size, "cursor": at, "count": at.is_null() });
            let mut page = client.graphql(&query, variables).await[field].take();
            let Value::Array(mut nodes) = page["nodes"].take() else {
                panic!("no nodes: {page}");
            };
            if at.is_null() {
                total = usize::try_from(page["totalCount"].as_u64().unwrap()).unwrap();
            }
            if from == "before" {
                nodes.reverse();
            }
            assert!(nodes.len() <= self.size);
            all.extend(nodes);
            assert!(all.len() <= total, "{field}({arguments}) does not end");
            if page["pageInfo"][more] == false {
                return (all, total);
            }
            at = page["pageInfo"][cursor].take();
        }
    }
}
