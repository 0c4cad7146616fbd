//! Why lessons bear on something: the reasons counted again from the texts.

use std::collections::BTreeSet;

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use super::{MATCH, briefing, german, list, publish, text, titles};
use crate::contributing::{BAMBERG, KONSTANZ, city, merge};

tests::both![
    a_pasted_plan_finds_what_bears_on_it,
    reasons_hold_for_every_project_of_the_sample,
    reasons_hold_for_every_lesson_of_the_sample,
    reasons_come_in_the_language_of_the_reader,
    a_text_in_another_language_is_found_by_the_words_it_shares,
    what_is_contributed_again_is_told,
];

async fn a_pasted_plan_finds_what_bears_on_it(world: &World) {
    for (plan, title) in [
        (
            "Wir führen die elektronische Akte ein und wollen Papier sparen.",
            "Die E-Akte spart Papier und Raum",
        ),
        (
            "Halter sollen die Hundesteuer künftig online anmelden können. Dazu bauen wir einen \
             Clickdummy, bevor wir das Verfahren ausschreiben.",
            "Von der Hundesteuer zum Clickdummy: ein Weg mit vielen Stationen",
        ),
        (
            "Ein Strategie-Workshop soll die Weichen für unsere Roadmap stellen.",
            "Mit einem moderierten Strategie-Workshop die Weichen stellen",
        ),
        (
            "Wir wollen Silos abbauen und Egoismen überwinden.",
            "Silos abbauen und Egoismen zurückstellen",
        ),
    ] {
        let matches = briefing(&german(world), plan, Value::Null).await;
        assert_eq!(titles(&matches).first(), Some(&title), "{plan}");
        for found in &matches {
            assert_ne!(found["reasons"], json!([]), "{found}");
            assert!(found["score"].as_f64().unwrap() > 0.0);
            hold(found, plan, None, None);
        }
    }
}

/// The texts of a lesson, in lower case.
fn words_of(lesson: &Value) -> String {
    let fields = [
        "title",
        "insight",
        "situation",
        "hurdle",
        "tried",
        "worked",
        "recommendation",
    ];
    let texts = fields.map(|field| text(&lesson[field]).to_lowercase());
    texts.join(" ")
}

/// Whether a text has a word as it is written.
fn stands_in(text: &str, word: &str) -> bool {
    let ends = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    let mut places = text.match_indices(word);
    places.any(|(from, _)| {
        let (before, after) = (&text[..from], &text[from + word.len()..]);
        ends(before.chars().next_back()) && ends(after.chars().next())
    })
}

/// Whether a text has a word in some form: its beginning, or of a compound a part.
fn is_shared(word: &str, text: &str) -> bool {
    let plain = |text: &str| {
        let lower = text.to_lowercase();
        lower.replace('ä', "a").replace('ö', "o").replace('ü', "u")
    };
    let (word, text) = (plain(word), plain(text));
    let letters: Vec<char> = word.chars().collect();
    let stem = (letters.len() - letters.len() / 3)
        .max(2)
        .min(letters.len());
    let has = |letters: &[char]| text.contains(&letters.iter().collect::<String>());
    has(&letters[..stem]) || (letters.len() > 9 && letters.windows(6).any(has))
}

/// What an analyst takes for the same word: einsetzen, Einsatz.
fn family(word: &str) -> impl Iterator<Item = &'static str> {
    let families = include_str!("../../../../search/src/analysis/german/families.txt").lines();
    let word = word.to_lowercase();
    families
        .filter(move |family| is_shared(&word, family))
        .flat_map(str::split_whitespace)
}

/// A topic with all that is broader, by label.
fn labels(topics: &Value) -> BTreeSet<String> {
    let mut labels = BTreeSet::new();
    for topic in topics.as_array().unwrap() {
        let mut topic = topic;
        while topic["label"].is_string() {
            labels.insert(text(&topic["label"]).to_owned());
            topic = &topic["broader"];
        }
    }
    labels
}

/// Checks the German reasons of a match against what it bears on: the words stand there as they
/// are written and in the lesson in some form; the topics belong to both; the cities are alike.
fn hold(found: &Value, source: &str, topics: Option<&Value>, place: Option<&Value>) {
    let lesson = &found["lesson"];
    let told = words_of(lesson);
    for reason in list(&found["reasons"]) {
        let reason = text(&reason);
        let (kind, said) = reason.split_once(": ").unwrap();
        match kind {
            "Gemeinsames Wort" | "Gemeinsame Wörter" => {
                for word in said.split(", ") {
                    assert!(stands_in(source, word), "{word} is not in {source}");
                    let mut family = family(word);
                    let shared = family.any(|word| is_shared(word, &told));
                    assert!(shared || is_shared(word, &told), "{word} is not in {told}");
                }
            }
            "Gemeinsames Thema" | "Gemeinsame Themen" => {
                for topic in said.split(", ") {
                    assert!(
                        labels(&lesson["topics"]).contains(topic),
                        "{topic}: {lesson}"
                    );
                    if let Some(topics) = topics {
                        assert!(labels(topics).contains(topic), "{topic}: {topics}");
                    }
                }
            }
            "Ähnliche Stadt" | "Ähnlich große Stadt" | "Gleiche Region" => {
                let (place, city) = (place.unwrap(), &lesson["city"]);
                let band = |city: &Value| {
                    let limits = [5_000, 20_000, 50_000, 100_000, 500_000];
                    let people = city["population"].as_i64();
                    people.map(|people| limits.iter().filter(|limit| people >= **limit).count())
                };
                if kind != "Gleiche Region" {
                    assert!(band(city).is_some());
                    assert_eq!(band(city), band(place), "{reason}: {city} {place}");
                }
                if kind != "Ähnlich große Stadt" {
                    assert!(reason.ends_with(text(&city["region"])));
                    assert_eq!(city["region"], place["region"]);
                }
            }
            _ => panic!("{reason}"),
        }
    }
}

const SOURCE: &str =
    "topics { slug label broader { slug label broader { slug label broader { slug } } } }
    city { id name region population }";

async fn reasons_hold_for_every_project_of_the_sample(world: &World) {
    let query = format!(
        "{{ projects(first: 40) {{ nodes {{ id title summary initialSituation goals {SOURCE}
            briefing(first: 6) {{ {MATCH} }} }} }} }}"
    );
    let data = german(world).graphql(&query, json!({})).await;
    let mut briefed = 0;
    for project in list(&data["projects"]["nodes"]) {
        let fields = ["title", "summary", "initialSituation", "goals"];
        let source = fields.map(|field| text(&project[field])).join(" ");
        let matches = list(&project["briefing"]);
        briefed += usize::from(!matches.is_empty());
        let mut seen = BTreeSet::new();
        for found in &matches {
            let lesson = &found["lesson"];
            assert!(
                seen.insert(text(&lesson["id"]).to_owned()),
                "twice: {lesson}"
            );
            assert_ne!(lesson["project"]["id"], project["id"]);
            assert_ne!(lesson["city"]["id"], project["city"]["id"], "{source}");
            assert_ne!(found["reasons"], json!([]));
            let has_topics = project["topics"] != json!([]);
            let topics = has_topics.then_some(&project["topics"]);
            hold(found, &source, topics, Some(&project["city"]));
        }
    }
    assert!(briefed > 20, "{briefed} of the projects have a briefing");
}

async fn reasons_hold_for_every_lesson_of_the_sample(world: &World) {
    let query = format!(
        "{{ lessons(first: 100) {{ nodes {{
            id title insight situation hurdle tried worked recommendation {SOURCE}
            related {{ {MATCH} }} few: related(first: 2) {{ lesson {{ id }} }} }} }} }}"
    );
    let data = german(world).graphql(&query, json!({})).await;
    let lessons = list(&data["lessons"]["nodes"]);
    assert_eq!(lessons.len(), 31);
    for lesson in &lessons {
        let fields = [
            "title",
            "insight",
            "situation",
            "hurdle",
            "tried",
            "worked",
            "recommendation",
        ];
        let source = fields.map(|field| text(&lesson[field])).join(" ");
        let matches = list(&lesson["related"]);
        assert!(!matches.is_empty() && matches.len() <= 5, "{source}");
        for found in &matches {
            assert_ne!(found["lesson"]["id"], lesson["id"]);
            hold(
                found,
                &source,
                Some(&lesson["topics"]),
                Some(&lesson["city"]),
            );
        }
        let ids = |list: &[Value]| -> Vec<Value> {
            list.iter().map(|it| it["lesson"]["id"].clone()).collect()
        };
        let few = ids(&list(&lesson["few"]));
        assert_eq!(
            few,
            ids(&matches)[..few.len()],
            "fewer are the first of more"
        );
    }
}

async fn reasons_come_in_the_language_of_the_reader(world: &World) {
    let plan = "Die elektronische Akte spart Papier.";
    let bamberger = world.member("Wer plant", BAMBERG, Role::Contributor).await;
    let first = async |client: &Client, language: &'static str, plan: &str| {
        let client = client.with_header("accept-language", language);
        let matches = briefing(&client, plan, Value::Null).await;
        list(&matches[0]["reasons"])
    };
    let nobody = world.client();
    assert_eq!(
        first(nobody, "de-AT,de", plan).await,
        [
            "Gemeinsames Thema: E-Akte",
            "Gemeinsame Wörter: Akte, spart, Papier"
        ]
    );
    assert_eq!(
        first(nobody, "en", plan).await,
        [
            "Shared topic: Electronic file",
            "Matching words: Akte, spart, Papier"
        ]
    );
    // Someone of a city hears of cities like it.
    let workshop = "Ein moderierter Strategie-Workshop";
    let german = first(&bamberger, "de", workshop).await;
    assert_eq!(
        german[1],
        "Ähnlich große Stadt: 50.000 bis 99.999 Einwohner"
    );
    let english = first(&bamberger, "en", workshop).await;
    assert_eq!(
        english[1],
        "City of similar size: 50,000 to 99,999 inhabitants"
    );
    let nobodys = first(nobody, "de", workshop).await;
    assert!(!nobodys.contains(&german[1]), "{nobodys:?}");
}

async fn a_text_in_another_language_is_found_by_the_words_it_shares(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let english = json!({ "title": "Start heat planning early", "language": "en",
        "insight": "Municipalities that shared a dashboard with utilities decided faster." });
    publish(world, &steward, &konstanz, vec![english]).await;
    let found = async |plan: &str| {
        let matches = briefing(&german(world), plan, Value::Null).await;
        matches
            .into_iter()
            .find(|it| it["lesson"]["title"] == "Start heat planning early")
    };
    let shared = found("Die Stadtwerke wünschen sich für die Wärmeplanung ein Dashboard.").await;
    assert_eq!(
        shared.unwrap()["reasons"],
        json!(["Gemeinsames Wort: Dashboard"])
    );
    assert_eq!(
        found("Die Stadtwerke wünschen sich eine Wärmeplanung.").await,
        None
    );
    assert!(found("Heat planning for a municipality").await.is_some());
}

async fn what_is_contributed_again_is_told(world: &World) {
    let steward = world.steward().await.with_header("accept-language", "de");
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let first = json!({ "title": "Wärmeplanung früh beginnen",
        "insight": "Die Stadtwerke gehören von Anfang an mit an den Tisch." });
    let ids = publish(world, &steward, &konstanz, vec![first.clone()]).await;
    let again = async |more: Value| {
        let mut input = first.clone();
        merge(&mut input, json!({ "cityId": bamberg }));
        merge(&mut input, more);
        let query = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) {
            similar { score reasons lesson { id } } userErrors { message } } }";
        let data = steward.graphql(query, json!({ "input": input })).await;
        assert_eq!(data["contributeLesson"]["userErrors"], json!([]));
        list(&data["contributeLesson"]["similar"])
    };
    let same = again(json!({})).await;
    assert_eq!((same.len(), &same[0]["lesson"]["id"]), (1, &ids[0]));
    assert_eq!(same[0]["score"], 1.0);
    assert_eq!(same[0]["reasons"][0], "100 % der Wörter sind gleich");
    let words = text(&same[0]["reasons"][1]).to_owned();
    assert!(
        words.starts_with("Gemeinsame Wörter: ") && words.contains("Wärmeplanung"),
        "{words}"
    );
    let near = again(json!({ "title": "Wärmeplanung sofort beginnen" })).await;
    assert!(near[0]["score"].as_f64().unwrap() < 1.0);
    // It bears on it, but it is no repetition.
    let other = json!({ "insight": "Wer Daten teilt, entscheidet schneller." });
    assert_eq!(again(other).await, Vec::<Value>::new());
}
