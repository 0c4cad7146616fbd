//! An analyst pages through a search while others publish.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tests::{Client, World};

use crate::contributing::{KONSTANZ, city};

tests::both![what_was_there_is_shown_once_while_lessons_arrive];

/// Publishes lessons, and waits until they can be found.
async fn publish(world: &World, steward: &Client, city: &Value, numbers: std::ops::Range<usize>) {
    let lessons = numbers.map(|number| {
        let filler = "und anderes ".repeat(number % 9);
        let more = ["", "Akte", "Haushalt Akte", "Akte Akte"][number % 4];
        json!({
            "cityId": city,
            "title": format!("Wärmeplanung {number} {more}"),
            "insight": format!("{filler}{more} und Wärmeplanung"),
        })
    });
    let input = json!({ "publish": true, "lessons": lessons.collect::<Vec<_>>() });
    let query = "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        results { userErrors { message } } } }";
    let data = steward.graphql(query, json!({ "input": input })).await;
    for result in data["contributeLessons"]["results"].as_array().unwrap() {
        assert_eq!(result["userErrors"], json!([]));
    }
    world.caught_up().await;
}

async fn page(client: &Client, query: &str, first: usize, after: &Value) -> Value {
    let document = "query($query: String!, $first: Int!, $after: String) {
        searchLessons(query: $query, first: $first, after: $after) {
            nodes { id } pageInfo { hasNextPage endCursor } } }";
    let variables = json!({ "query": query, "first": first, "after": after });
    client.graphql(document, variables).await["searchLessons"].clone()
}

fn ids(page: &Value) -> impl Iterator<Item = String> {
    let nodes = page["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["id"].as_str().unwrap().to_owned())
}

async fn what_was_there_is_shown_once_while_lessons_arrive(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    publish(world, &steward, &konstanz, 0..40).await;
    let mut arriving = 1_000;
    for query in ["Akte OR Haushalt", "Wärmeplanung Haushalt"] {
        let before: Vec<String> =
            ids(&page(world.client(), query, 100, &Value::Null).await).collect();
        assert!((11..100).contains(&before.len()), "{query}");
        let known: BTreeSet<&String> = before.iter().collect();
        let (mut shown, mut after) = (Vec::new(), Value::Null);
        for _ in 0..30 {
            let found = page(world.client(), query, 5, &after).await;
            shown.extend(ids(&found).filter(|id| known.contains(id)));
            if found["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = found["pageInfo"]["endCursor"].clone();
            publish(world, &steward, &konstanz, arriving..arriving + 3).await;
            arriving += 3;
        }
        assert_eq!(shown, before, "{query}");
    }
}
