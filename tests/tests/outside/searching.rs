//! An analyst searches, in German above all.

use std::collections::HashSet;

use serde_json::{Value, json};
use tests::World;

tests::both![
    the_right_lesson_is_on_top,
    spellings_and_forms_find_each_other,
    operators_mean_what_they_say,
    warnings_are_told,
    filters_narrow,
    pages_neither_repeat_nor_skip,
    highlights_mark_words_and_escape_the_rest,
    suggestions_begin_as_typed,
];

async fn the_right_lesson_is_on_top(world: &World) {
    for (query, title) in [
        ("E-Akte", "Die E-Akte spart Papier und Raum"),
        (
            "Bürgerbeteiligung",
            "Bürgerbeteiligung ernst nehmen und aus dem Scheitern lernen",
        ),
        (
            "Design Thinking",
            "Mit Design Thinking den Blickwinkel wechseln",
        ),
        (
            "Proof of Concept",
            "Proof of Concept sorgfältig vorbereiten und begrenzt erproben",
        ),
        ("Silos abbauen", "Silos abbauen und Egoismen zurückstellen"),
        (
            "Hundesteuer",
            "Von der Hundesteuer zum Clickdummy: ein Weg mit vielen Stationen",
        ),
        (
            "Strategie-Workshop",
            "Mit einem moderierten Strategie-Workshop die Weichen stellen",
        ),
    ] {
        let titles = titles(world, query).await;
        assert_eq!(
            titles.first().map(String::as_str),
            Some(title),
            "{query}: {titles:#?}"
        );
    }
}

async fn spellings_and_forms_find_each_other(world: &World) {
    for (title, queries) in [
        (
            "Die E-Akte spart Papier und Raum",
            &[
                "e-akte", "eAkte", "EAKTE", "e akte", "E-Akten", "Papier", "papiere",
            ][..],
        ),
        (
            "Bürgerbeteiligung ernst nehmen und aus dem Scheitern lernen",
            &[
                "bürgerbeteiligung",
                "BÜRGERBETEILIGUNG",
                "Buergerbeteiligung",
                "Burgerbeteiligung",
                "Beteiligung",
                "scheitern",
            ],
        ),
        (
            "Bürgerinnen und Bürger fragen und Lösungen mit ihnen entwickeln",
            &[
                "Bürger:innen",
                "Bürger*innen",
                "Bürger_innen",
                "BürgerInnen",
                "Bürger/-innen",
                "Bürgerinnen",
                "Bürger",
                "BÜRGER",
                "Lösung entwickeln",
                "Loesungen",
                "losungen",
            ],
        ),
        (
            "Ausgebildete Digital Movers in den Ämtern einsetzen",
            &["Ämter", "Aemter", "amt", "AMT", "Amtes"],
        ),
        (
            "Hierarchien aufbrechen, damit sich Ideen durchsetzen",
            &["Hierarchie", "Idee", "aufgebrochene Hierarchien"],
        ),
        (
            "Große Projekte in kleine Vorhaben mit klaren Zielen teilen",
            &["groß", "gross", "GROSSES Projekt", "Ziel"],
        ),
    ] {
        for query in queries {
            let titles = titles(world, query).await;
            assert!(
                titles.iter().any(|found| found == title),
                "{query} does not find {title}: {titles:#?}"
            );
        }
    }
}

async fn operators_mean_what_they_say(world: &World) {
    let all = titles(world, "").await;
    assert_eq!(all.len(), 31, "an empty query finds everything");

    let phrase = titles(world, r#""Proof of Concept""#).await;
    assert!(!phrase.is_empty());
    assert_eq!(
        titles(world, r#""Concept of Proof""#).await,
        Vec::<String>::new()
    );

    let with = titles(world, "Digitalisierung").await;
    let without = titles(world, "Digitalisierung -Infotag").await;
    assert!(without.len() < with.len());
    assert!(
        without
            .iter()
            .all(|title| with.contains(title) && !title.contains("Infotag"))
    );

    let begun = titles(world, "Hierarch*").await;
    assert!(
        begun.iter().any(|title| title.starts_with("Hierarchien")),
        "{begun:?}"
    );

    let either = titles(world, "Hundesteuer OR Strategie-Workshop").await;
    for title in [
        "Von der Hundesteuer",
        "Mit einem moderierten Strategie-Workshop",
    ] {
        assert!(
            either.iter().any(|found| found.starts_with(title)),
            "{either:?}"
        );
    }

    for title in titles(world, "title:Bürger").await {
        assert!(title.to_lowercase().contains("bürger"), "{title}");
    }
    let konstanz = hits(world, "city:Konstanz", json!({})).await;
    assert!(!konstanz.is_empty());
    for hit in konstanz {
        assert!(
            hit["city"]["name"]
                .as_str()
                .unwrap()
                .starts_with("Konstanz")
        );
    }
}

/// What is not understood is told in the language of whoever asks.
async fn warnings_are_told(world: &World) {
    let data = world
        .client()
        .graphql(
            r#"{ searchLessons(query: "nofield:Bürger") { warnings } }"#,
            json!({}),
        )
        .await;
    let unknown = "There is no field nofield; it was searched as a word.";
    assert_eq!(data["searchLessons"]["warnings"], json!([unknown]));
    let german = world.client().with_header("accept-language", "de-DE,de");
    let data = german
        .graphql(
            r#"{ searchLessons(query: "nofield:Bürger Fähre~2") { warnings } }"#,
            json!({}),
        )
        .await;
    let expected = [
        "~ hat hier keine Bedeutung; Fähre~2 wurde als gewöhnlicher Text gesucht.",
        "Ein Feld nofield gibt es nicht; es wurde als Wort gesucht.",
    ];
    assert_eq!(data["searchLessons"]["warnings"], json!(expected));
}

async fn filters_narrow(world: &World) {
    let all = hits(world, "", json!({})).await;
    for (filter, expected) in filters(&all) {
        let found = hits(world, "", filter.clone()).await;
        assert_eq!(found.len(), expected, "search {filter}");
        let listed = world
            .client()
            .graphql(
                "query($filter: LessonFilter) { lessons(filter: $filter) { totalCount }
                    insights(filter: $filter) { lessonCount } }",
                json!({ "filter": filter }),
            )
            .await;
        assert_eq!(listed["lessons"]["totalCount"], expected, "list {filter}");
        assert_eq!(
            listed["insights"]["lessonCount"], expected,
            "insights {filter}"
        );
    }
}

/// Filters, and how many of all lessons each lets through.
fn filters(all: &[Value]) -> Vec<(Value, usize)> {
    let count = |keep: &dyn Fn(&Value) -> bool| all.iter().filter(|hit| keep(hit)).count();
    let population = |hit: &Value| hit["city"]["population"].as_i64();
    let city = &all[0]["city"]["id"];
    vec![
        (
            json!({ "countries": ["AT"] }),
            count(&|hit| hit["city"]["country"] == "AT"),
        ),
        (json!({ "countries": ["AT", "DE"] }), all.len()),
        (json!({ "countries": ["FR"] }), 0),
        (
            json!({ "cities": [city] }),
            count(&|hit| hit["city"]["id"] == *city),
        ),
        (
            json!({ "outcomes": ["WORKED"] }),
            count(&|hit| hit["outcome"] == "WORKED"),
        ),
        (
            json!({ "outcomes": ["WORKED", "OPEN"] }),
            count(&|hit| hit["outcome"] == "WORKED" || hit["outcome"] == "OPEN"),
        ),
        (
            json!({ "kinds": ["METHOD"] }),
            count(&|hit| hit["kind"] == "METHOD"),
        ),
        (
            json!({ "languages": ["de"] }),
            count(&|hit| hit["language"] == "de"),
        ),
        (json!({ "languages": ["fr"] }), 0),
        (json!({ "reused": true }), 0),
        (json!({ "reused": false }), all.len()),
        (
            json!({ "populationFrom": 500_000 }),
            count(&|hit| population(hit).is_some_and(|count| count >= 500_000)),
        ),
        (
            json!({ "populationTo": 100_000 }),
            count(&|hit| population(hit).is_some_and(|count| count <= 100_000)),
        ),
        (
            json!({ "regions": ["Bayern"] }),
            count(&|hit| hit["city"]["region"] == "Bayern"),
        ),
        (
            json!({ "outcomes": ["PARTLY"] }),
            count(&|hit| hit["outcome"] == "PARTLY"),
        ),
        // A day without a year lies in no span of time.
        (
            json!({ "occurredFrom": "2018", "occurredTo": "2019-11" }),
            0,
        ),
        (json!({ "publishedSince": "2100-01-01T00:00:00Z" }), 0),
        (
            json!({ "countries": ["DE"], "outcomes": ["WORKED"] }),
            count(&|hit| hit["city"]["country"] == "DE" && hit["outcome"] == "WORKED"),
        ),
    ]
}

async fn pages_neither_repeat_nor_skip(world: &World) {
    for order in ["RELEVANCE", "NEWEST", "OLDEST", "MOST_REUSED"] {
        for query in ["", "Digitalisierung", "Bürger OR Projekt OR Ziel"] {
            let whole: Vec<String> = ids(world, query, order, 100).await;
            assert_eq!(whole.iter().collect::<HashSet<_>>().len(), whole.len());
            for size in [1, 4] {
                assert_eq!(
                    ids(world, query, order, size).await,
                    whole,
                    "{query} {order} by {size}"
                );
            }
        }
    }
}

async fn highlights_mark_words_and_escape_the_rest(world: &World) {
    let data = world
        .client()
        .graphql(
            r#"{ searchLessons(query: "Hierarchie", first: 1) { edges { score highlights { field html } } } }"#,
            json!({}),
        )
        .await;
    let edge = &data["searchLessons"]["edges"][0];
    assert!(edge["score"].as_f64().unwrap() > 0.0);
    let title = edge["highlights"]
        .as_array()
        .unwrap()
        .iter()
        .find(|mark| mark["field"] == "TITLE")
        .unwrap();
    assert_eq!(
        title["html"],
        "<mark>Hierarchien</mark> aufbrechen, damit sich Ideen durchsetzen"
    );

    let data = world
        .client()
        .graphql(
            r#"{ searchLessons(query: "Digitalisierung Bürger", first: 100) { edges { highlights { html } } } }"#,
            json!({}),
        )
        .await;
    for edge in data["searchLessons"]["edges"].as_array().unwrap() {
        for mark in edge["highlights"].as_array().unwrap() {
            let html = mark["html"].as_str().unwrap();
            let bare = html.replace("<mark>", "").replace("</mark>", "");
            assert!(!bare.contains(['<', '>']), "{html}");
            assert!(html.contains("<mark>"), "{html}");
        }
    }
}

async fn suggestions_begin_as_typed(world: &World) {
    for (prefix, text) in [
        ("Konst", "Konstanz"),
        ("konst", "Konstanz"),
        ("münch", "München"),
        ("Muench", "München"),
        ("bürgerbet", "Bürgerbeteiligung"),
    ] {
        let data = world
            .client()
            .graphql(
                "query($prefix: String!) { suggest(prefix: $prefix, first: 20) { text kind node { id } } }",
                json!({ "prefix": prefix }),
            )
            .await;
        let texts: Vec<&str> = data["suggest"]
            .as_array()
            .unwrap()
            .iter()
            .map(|found| found["text"].as_str().unwrap())
            .collect();
        assert!(texts.contains(&text), "{prefix}: {texts:?}");
    }
}

async fn titles(world: &World, query: &str) -> Vec<String> {
    hits(world, query, json!({}))
        .await
        .iter()
        .map(|hit| hit["title"].as_str().unwrap().to_owned())
        .collect()
}

async fn hits(world: &World, query: &str, filter: Value) -> Vec<Value> {
    let mut data = world
        .client()
        .graphql(
            "query($query: String!, $filter: LessonFilter) {
                searchLessons(query: $query, filter: $filter, first: 100) {
                    totalCount
                    nodes {
                        id title outcome kind language occurredOn
                        city { id name country region population }
                    }
                }
            }",
            json!({ "query": query, "filter": filter }),
        )
        .await;
    let Value::Array(nodes) = data["searchLessons"]["nodes"].take() else {
        panic!("no nodes");
    };
    assert_eq!(data["searchLessons"]["totalCount"], nodes.len(), "{query}");
    nodes
}

async fn ids(world: &World, query: &str, order: &str, size: usize) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let data = world
            .client()
            .graphql(
                "query($query: String!, $order: SearchOrder, $size: Int!, $after: String) {
                    searchLessons(query: $query, orderBy: $order, first: $size, after: $after) {
                        nodes { id } pageInfo { hasNextPage endCursor }
                    }
                }",
                json!({ "query": query, "order": order, "size": size, "after": after }),
            )
            .await;
        let page = &data["searchLessons"];
        let nodes = page["nodes"].as_array().unwrap();
        all.extend(
            nodes
                .iter()
                .map(|node| node["id"].as_str().unwrap().to_owned()),
        );
        assert!(all.len() <= 31, "{query} {order} does not end");
        if page["pageInfo"]["hasNextPage"] == false {
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}
