//! An anonymous lesson among others that came with it from one city: no time tells that it did.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tests::{Client, World};

use crate::bulk::{import, objects};

tests::both![times_tell_the_day_alone];

/// The middle one of three that came together.
const HIDDEN: &str = "Lehre 1";

async fn times_tell_the_day_alone(world: &World) {
    let lessons = (0..3).map(|number| {
        json!({ "city": "konstanz", "externalId": format!("T-{number}"), "insight": "Ginsterkatze",
            "title": format!("Lehre {number}"),
            "attribution": if number == 1 { "ANONYMOUS" } else { "NAMED" } })
    });
    let file = objects(
        world.place(),
        "together.ndjson",
        &lessons.collect::<Vec<_>>(),
    );
    let (code, _, said) = import(world.place(), &file, &["--publish"]);
    assert_eq!(code, Some(0), "{said}");
    world.caught_up().await;
    let nobody = world.client();
    let all = titles(nobody, "searchLessons(query: \"Ginsterkatze\", first: 9)").await;
    let [id, neighbour] = [HIDDEN, "Lehre 0"].map(|title| {
        let found = all.iter().find(|it| it["node"]["title"] == title);
        found.unwrap()["node"].clone()
    });
    let since = neighbour["publishedAt"].as_str().unwrap();
    let day = format!("{}T00:00:00+00:00", &since[..10]);
    assert_eq!(id["publishedAt"], *day);
    assert_eq!(millis(&id["id"]) % 86_400_000, 0, "its id tells the day");
    assert_ne!(millis(&neighbour["id"]) % 86_400_000, 0);

    for list in [
        "searchLessons(query: \"Ginsterkatze\", orderBy: NEWEST, first: 9)",
        "lessons(orderBy: { field: PUBLISHED_AT, direction: DESC }, first: 9)",
        "lessons(orderBy: { field: UPDATED_AT, direction: DESC }, first: 9)",
    ] {
        let edges = titles(nobody, list).await;
        assert_eq!(edges[0]["node"]["title"], HIDDEN, "at the end of its day");
        let cursor = |edge: &Value| -> String {
            let cursor = URL_SAFE_NO_PAD.decode(edge["cursor"].as_str().unwrap());
            let cursor: Value = serde_json::from_slice(&cursor.unwrap()).unwrap();
            let key = ["k", "rank"].iter().find_map(|name| cursor.get(name));
            key.map_or_else(|| cursor.to_string(), Value::to_string)
        };
        // The last microsecond of a day.
        let key: String = cursor(&edges[0])
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let key: i64 = key.parse().unwrap();
        assert_eq!((key + 1) % 86_400_000_000, 0, "{list}");
    }

    // A bound on times does not narrow it down either.
    let after = format!("{}T23:59:59Z", &since[..10]);
    let filter = format!("filter: {{ publishedSince: \"{after}\" }}");
    for list in [
        format!("searchLessons(query: \"\", {filter})"),
        format!("lessons({filter})"),
    ] {
        let edges = titles(nobody, &list).await;
        let titles: Vec<_> = edges.iter().map(|edge| &edge["node"]["title"]).collect();
        assert_eq!(titles, [HIDDEN], "{list}");
    }
}

async fn titles(client: &Client, list: &str) -> Vec<Value> {
    let query =
        format!("{{ list: {list} {{ edges {{ cursor node {{ id title publishedAt }} }} }} }}");
    let data = client.graphql(&query, json!({})).await;
    data["list"]["edges"].as_array().unwrap().clone()
}

/// The time in an id: it begins after the byte that names the type.
fn millis(id: &Value) -> u64 {
    let bytes = URL_SAFE_NO_PAD.decode(id.as_str().unwrap()).unwrap();
    bytes[1..7]
        .iter()
        .fold(0, |time, byte| time << 8 | u64::from(*byte))
}
