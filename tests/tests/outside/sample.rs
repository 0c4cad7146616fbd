//! The sample knowledge base, spot by spot, as its sources tell it.

use serde_json::{Value, json};
use tests::World;

tests::both![
    everything_is_there,
    cities_are_those_of_the_register,
    munichs_infotag_is_told_in_full,
    stuttgarts_lessons_are_numbered,
    bergheim_is_the_one_in_north_rhine_westphalia,
    vienna_stands_in_austria,
    the_vocabulary_is_one_of_broader_and_narrower,
    every_entry_names_a_source,
];

async fn ask(world: &World, query: &str) -> Value {
    world.client().graphql(query, json!({})).await
}

async fn everything_is_there(world: &World) {
    let data = ask(
        world,
        "{
            cities { totalCount }
            austria: cities(filter: {countries: [\"AT\"]}) { totalCount }
            learned: cities(filter: {withLessons: true}) { totalCount }
            projects { totalCount }
            lessons { totalCount }
            viewer { account { id } readsUpTo }
        }",
    )
    .await;
    assert_eq!(data["cities"]["totalCount"], 12_881);
    assert_eq!(data["austria"]["totalCount"], 2_095);
    assert_eq!(data["learned"]["totalCount"], 6);
    assert_eq!(data["projects"]["totalCount"], 28);
    assert_eq!(data["lessons"]["totalCount"], 31);
    assert_eq!(
        data["viewer"],
        json!({ "account": null, "readsUpTo": "PUBLIC" })
    );
}

async fn cities_are_those_of_the_register(world: &World) {
    let data = ask(
        world,
        r#"{
            city(by: {officialKey: {country: "DE", key: "08335043"}}) {
                name country region officialKey population slug lessons { totalCount } projects { totalCount }
            }
            bergheims: cities(filter: {name: "Bergheim"}) { nodes { name region } }
            large: cities(filter: {populationFrom: 1000000}, orderBy: {field: POPULATION, direction: DESC}) { nodes { name } }
        }"#,
    )
    .await;
    let city = &data["city"];
    assert_eq!(city["country"], "DE");
    assert_eq!(city["region"], "Baden-Württemberg");
    assert_eq!(city["officialKey"], "08335043");
    assert_eq!(city["lessons"]["totalCount"], 6);
    assert_eq!(city["projects"]["totalCount"], 3);
    let slug = city["slug"].as_str().unwrap();
    let again = world
        .client()
        .graphql(
            "query($slug: String!) { city(by: {slug: $slug}) { officialKey } }",
            json!({ "slug": slug }),
        )
        .await;
    assert_eq!(again["city"]["officialKey"], "08335043");
    assert!(data["bergheims"]["nodes"].as_array().unwrap().len() >= 3);
    let large = data["large"]["nodes"].as_array().unwrap();
    assert_eq!(large.len(), 4);
    for (node, name) in large.iter().zip(["Berlin", "Hamburg", "München", "Köln"]) {
        assert!(node["name"].as_str().unwrap().starts_with(name), "{node}");
    }
}

async fn munichs_infotag_is_told_in_full(world: &World) {
    let data = ask(
        world,
        r#"{ project(by: {slug: "muenchen-infotag-digitalisierung"}) {
            title kind status startedOn endedOn place language audience entryStatus version
            city { officialKey }
            participations { organization { slug } person function role naming }
            statements { kind text value unit }
            lessons(first: 100) { totalCount nodes { title attribution status licence occurredOn } }
        } }"#,
    )
    .await;
    let project = &data["project"];
    assert_eq!(project["title"], "1. Infotag Digitalisierung");
    assert_eq!(project["kind"], "EVENT");
    assert_eq!(project["status"], "COMPLETED");
    assert_eq!(
        project["startedOn"], "XXXX-01-17",
        "the report gives the day, not the year"
    );
    assert_eq!(project["audience"], "PUBLIC");
    assert_eq!(project["entryStatus"], "PUBLISHED");
    assert_eq!(project["version"], 1);
    assert_eq!(project["city"]["officialKey"], "09162000");
    let persons: Vec<&str> = project["participations"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["person"].as_str())
        .collect();
    assert!(persons.contains(&"Gerrit Pohl"), "{persons:?}");
    let figures: Vec<f64> = project["statements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|statement| statement["kind"] == "FIGURE")
        .filter_map(|statement| statement["value"].as_f64())
        .collect();
    assert!(
        figures.contains(&130.0) && figures.contains(&70.0),
        "{figures:?}"
    );
    assert_eq!(project["lessons"]["totalCount"], 9);
    for lesson in project["lessons"]["nodes"].as_array().unwrap() {
        assert_eq!(lesson["status"], "PUBLISHED");
        assert_eq!(lesson["attribution"], "NAMED");
        assert_eq!(lesson["occurredOn"], "XXXX-01-17");
    }
}

async fn stuttgarts_lessons_are_numbered(world: &World) {
    let data = ask(
        world,
        r#"{ project(by: {slug: "digital-moves"}) {
            city { officialKey }
            lessons { nodes { position title kind outcome occurredOn } }
            parts { slug }
            statements { kind rank issuer { slug } statedOn achieved }
        } }"#,
    )
    .await;
    let project = &data["project"];
    let lessons = project["lessons"]["nodes"].as_array().unwrap();
    assert_eq!(lessons.len(), 5);
    let first = |at: usize| {
        (
            &lessons[at]["position"],
            lessons[at]["title"].as_str().unwrap(),
        )
    };
    assert_eq!(first(0), (&json!(1), "Betroffene früh und breit einbinden"));
    assert_eq!(
        first(1),
        (
            &json!(2),
            "Große Projekte in kleine Vorhaben mit klaren Zielen teilen"
        )
    );
    assert_eq!(
        first(2),
        (
            &json!(3),
            "Proof of Concept sorgfältig vorbereiten und begrenzt erproben"
        )
    );
    assert_eq!(lessons[3]["position"], Value::Null);
    assert_eq!(lessons[0]["outcome"], "WORKED");
    assert_eq!(
        lessons[0]["occurredOn"],
        Value::Null,
        "the report is dated, the lesson is not"
    );
    let ranking = project["statements"]
        .as_array()
        .unwrap()
        .iter()
        .find(|statement| statement["kind"] == "RANKING")
        .unwrap();
    assert_eq!(ranking["rank"], 3);
    assert_eq!(ranking["issuer"]["slug"], "bitkom");
    stuttgarts_own_action_fields(&project["parts"]);
}

fn stuttgarts_own_action_fields(parts: &Value) {
    let parts = parts.as_array().unwrap();
    for part in [
        "digital-moves-mensch",
        "digital-moves-prozess",
        "digital-moves-it",
    ] {
        assert!(parts.iter().any(|it| it["slug"] == part), "{parts:?}");
    }
}

async fn bergheim_is_the_one_in_north_rhine_westphalia(world: &World) {
    let data = ask(
        world,
        r#"{ searchLessons(query: "Hundesteuer") { nodes {
            title city { name region officialKey } project { slug } outcome
        } } }"#,
    )
    .await;
    let lesson = &data["searchLessons"]["nodes"][0];
    assert_eq!(lesson["city"]["officialKey"], "05362008");
    assert_eq!(lesson["city"]["region"], "Nordrhein-Westfalen");
    assert_eq!(lesson["project"]["slug"], "bergheim-antragsmanagement");
}

async fn vienna_stands_in_austria(world: &World) {
    let data = ask(
        world,
        r#"{ lessons(filter: {countries: ["AT"]}, first: 100) {
            totalCount nodes { city { name country } origin { country } project { title } }
        } }"#,
    )
    .await;
    assert_eq!(data["lessons"]["totalCount"], 6);
    for lesson in data["lessons"]["nodes"].as_array().unwrap() {
        assert!(lesson["city"]["name"].as_str().unwrap().starts_with("Wien"));
        assert_eq!(lesson["city"]["country"], "AT");
        assert_eq!(lesson["origin"]["country"], "AT");
    }
}

async fn the_vocabulary_is_one_of_broader_and_narrower(world: &World) {
    let data = ask(
        world,
        r#"{
            topic(slug: "e-government") {
                scheme de: label(language: "de") en: label(language: "en") synonyms
                broader { slug narrower { slug } }
            }
            fields: topics(scheme: ACTION_FIELD) { slug scheme }
        }"#,
    )
    .await;
    let topic = &data["topic"];
    assert_eq!(topic["scheme"], "ACTION_FIELD");
    assert_eq!(
        (&topic["de"], &topic["en"]),
        (&json!("E-Government"), &json!("E-government"))
    );
    let synonyms = topic["synonyms"].as_array().unwrap();
    assert!(
        synonyms.contains(&json!("elektronische Verwaltung")),
        "{synonyms:?}"
    );
    assert_eq!(topic["broader"]["slug"], "digitale-verwaltung");
    let narrower = topic["broader"]["narrower"].as_array().unwrap();
    assert!(narrower.contains(&json!({ "slug": "e-government" })));
    for field in data["fields"].as_array().unwrap() {
        assert_eq!(field["scheme"], "ACTION_FIELD");
    }
}

async fn every_entry_names_a_source(world: &World) {
    let data = ask(
        world,
        "{
            lessons(first: 100) { nodes { title insight sources { title kind } topics { slug } } }
            projects(first: 100) { nodes { title sources { title kind } } }
        }",
    )
    .await;
    for list in ["lessons", "projects"] {
        for node in data[list]["nodes"].as_array().unwrap() {
            assert_ne!(node["sources"], json!([]), "{}", node["title"]);
        }
    }
    for lesson in data["lessons"]["nodes"].as_array().unwrap() {
        assert_ne!(lesson["topics"], json!([]), "{}", lesson["title"]);
    }
}
