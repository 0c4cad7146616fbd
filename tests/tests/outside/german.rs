//! An analyst searches with the words that come to mind, and finds what was written with others.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::World;

use crate::contributing::{KONSTANZ, city, contribute, step};

tests::both![
    other_names_find_the_thing,
    what_is_mistyped_is_corrected,
    what_is_typed_is_completed,
    highlights_show_the_word_that_the_reader_sees,
];

async fn other_names_find_the_thing(world: &World) {
    publish(world).await;
    for (query, title) in [
        ("OZG", "Das Onlinezugangsgesetz braucht Menschen"),
        (
            "Online-Zugangsgesetz",
            "Das Onlinezugangsgesetz braucht Menschen",
        ),
        ("elektronische Akte", "eAkte zuerst im Archiv"),
        ("Gebühr der Hunde", "Hundegebühren online"),
        ("Bürger*innenrat", "Ein Bürgerrat lost aus"),
    ] {
        let titles = titles(world, query).await;
        assert!(titles.contains(&title.to_owned()), "{query}: {titles:#?}");
    }
}

async fn what_is_mistyped_is_corrected(world: &World) {
    publish(world).await;
    for (query, expected) in [
        ("Onlinezugangsgestz", json!("Onlinezugangsgesetz")),
        ("Onlinezugangsgesetz", Value::Null),
        ("Quittenmarmelade", Value::Null),
    ] {
        let asked = "query($query: String!) { searchLessons(query: $query) { didYouMean } }";
        let data = world
            .client()
            .graphql(asked, json!({ "query": query }))
            .await;
        assert_eq!(data["searchLessons"]["didYouMean"], expected, "{query}");
    }
}

async fn what_is_typed_is_completed(world: &World) {
    publish(world).await;
    for (typed, kind, text) in [
        ("Hundegeb", "TERM", "Hundegebühren"),
        ("Konstnaz", "CITY", "Konstanz"),
    ] {
        let asked = "query($typed: String!) { suggest(prefix: $typed) { kind text node { id } } }";
        let data = world
            .client()
            .graphql(asked, json!({ "typed": typed }))
            .await;
        let all = data["suggest"].as_array().unwrap();
        let found = all
            .iter()
            .find(|one| one["kind"] == kind && one["text"] == text);
        let found = found.unwrap_or_else(|| panic!("{typed}: {all:#?}"));
        assert_eq!(found["node"].is_null(), kind == "TERM");
    }
}

async fn highlights_show_the_word_that_the_reader_sees(world: &World) {
    publish(world).await;
    for (query, html) in [
        (
            "OZG",
            "Das <mark>Onlinezugangsgesetz</mark> braucht Menschen",
        ),
        ("Gebühr", "<mark>Hundegebühren</mark> online"),
        ("elektronische Akte", "<mark>eAkte</mark> zuerst im Archiv"),
        ("Bürger:innen", "Ein <mark>Bürgerrat</mark> lost aus"),
    ] {
        let asked = "query($query: String!) { searchLessons(query: $query, first: 100) {
            edges { highlights { field html } } } }";
        let data = world
            .client()
            .graphql(asked, json!({ "query": query }))
            .await;
        let edges = data["searchLessons"]["edges"].as_array().unwrap();
        let all = edges
            .iter()
            .flat_map(|edge| edge["highlights"].as_array().unwrap());
        let all: Vec<&Value> = all.map(|highlight| &highlight["html"]).collect();
        assert!(all.contains(&&json!(html)), "{query}: {all:#?}");
    }
}

async fn publish(world: &World) {
    let writer = world.member("Fachamt", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let city = city(world.client(), KONSTANZ).await;
    for (title, insight) in LESSONS {
        let text = json!({ "title": title, "insight": insight, "submit": true });
        let draft = contribute(&writer, &city, text).await;
        let approved = step(&editor, "approveLesson", &draft["lesson"], None).await;
        assert_eq!(approved["lesson"]["status"], "PUBLISHED", "{approved}");
    }
    world.caught_up().await;
}

/// Titles and insights.
const LESSONS: [(&str, &str); 4] = [
    (
        "Das Onlinezugangsgesetz braucht Menschen",
        "Ohne Fachleute in den Ämtern bleibt das Formular ein Formular.",
    ),
    (
        "eAkte zuerst im Archiv",
        "Wer mit dem Bestand beginnt, hat am Ende zwei Ablagen.",
    ),
    (
        "Hundegebühren online",
        "Die Anmeldung dauert jetzt vier Minuten.",
    ),
    (
        "Ein Bürgerrat lost aus",
        "Zufällig Ausgeloste bleiben, wenn sie Antworten bekommen.",
    ),
];

async fn titles(world: &World, query: &str) -> Vec<String> {
    let asked = "query($query: String!) { searchLessons(query: $query, first: 100) {
        nodes { title } } }";
    let data = world
        .client()
        .graphql(asked, json!({ "query": query }))
        .await;
    let nodes = data["searchLessons"]["nodes"].as_array().unwrap();
    let titles = nodes.iter().map(|node| node["title"].as_str().unwrap());
    titles.map(str::to_owned).collect()
}
