//! What comes by itself: briefings, related lessons, and what is like a contribution.

mod choice;
mod reasons;

use serde_json::{Value, json};
use tests::{Client, World};

use crate::contributing::merge;

const MATCH: &str = "score reasons lesson {
    id title insight situation hurdle tried worked recommendation status
    city { id name region population } project { id }
    topics { slug label broader { slug label broader { slug label broader { slug } } } }
}";

async fn briefing(client: &Client, text: &str, filter: Value) -> Vec<Value> {
    let query = format!(
        "query($text: String!, $filter: LessonFilter) {{
            briefing(text: $text, filter: $filter) {{ {MATCH} }} }}"
    );
    let variables = json!({ "text": text, "filter": filter });
    list(&client.graphql(&query, variables).await["briefing"])
}

async fn related(client: &Client, lesson: &Value, first: usize) -> Vec<Value> {
    let query = format!(
        "query($id: ID!, $first: Int) {{ lesson(id: $id) {{
            related(first: $first) {{ {MATCH} }} }} }}"
    );
    let variables = json!({ "id": lesson, "first": first });
    list(&client.graphql(&query, variables).await["lesson"]["related"])
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().unwrap().clone()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn titles(matches: &[Value]) -> Vec<&str> {
    matches
        .iter()
        .map(|it| text(&it["lesson"]["title"]))
        .collect()
}

fn german(world: &World) -> Client {
    world.client().with_header("accept-language", "de")
}

/// Publishes lessons of a city, and waits until they can be found.
async fn publish(world: &World, steward: &Client, city: &Value, lessons: Vec<Value>) -> Vec<Value> {
    let lessons = lessons.into_iter().map(|more| {
        let mut lesson = json!({ "cityId": city, "insight": "Früh beginnen." });
        merge(&mut lesson, more);
        lesson
    });
    let input = json!({ "publish": true, "lessons": lessons.collect::<Vec<_>>() });
    let query = "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        results { lesson { id status } userErrors { field message } } } }";
    let data = steward.graphql(query, json!({ "input": input })).await;
    world.caught_up().await;
    let results = list(&data["contributeLessons"]["results"]);
    let published = results.iter().map(|result| {
        assert_eq!(result["userErrors"], json!([]));
        result["lesson"]["id"].clone()
    });
    published.collect()
}
