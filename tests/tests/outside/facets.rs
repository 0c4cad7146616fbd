//! Facets and insights, counted again by hand from the lessons themselves.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::World;

tests::both![
    facets_count_what_was_found,
    a_facet_is_not_narrowed_by_its_own_filter,
    insights_are_the_same_counts,
    topics_count_narrower_ones,
];

const LESSON: &str = "
    id title outcome kind language occurredOn
    city { id name country region population }
    topics { id slug scheme broader { id broader { id broader { id } } } }
    participations { organization { id } }
    project { participations { organization { id } } }
";

const FACETS: [&str; 11] = [
    "OUTCOME",
    "KIND",
    "LANGUAGE",
    "COUNTRY",
    "REGION",
    "CITY",
    "YEAR",
    "TOPIC",
    "ACTION_FIELD",
    "POPULATION",
    "ORGANIZATION",
];

type Counts = BTreeMap<String, u64>;

async fn facets_count_what_was_found(world: &World) {
    for (query, filter) in [
        ("", json!({})),
        ("Digitalisierung", json!({})),
        ("Bürger", json!({ "countries": ["DE"] })),
    ] {
        let (lessons, facets) = search(world, query, &filter).await;
        assert!(!lessons.is_empty());
        for facet in FACETS {
            if filter["countries"].is_array() && facet == "COUNTRY" {
                continue;
            }
            assert_eq!(
                facets[facet],
                by_hand(&lessons, facet),
                "{facet} of {query:?} {filter}"
            );
        }
    }
}

async fn a_facet_is_not_narrowed_by_its_own_filter(world: &World) {
    let (_, all) = search(world, "", &json!({})).await;
    for (facet, filter) in [
        ("OUTCOME", json!({ "outcomes": ["WORKED"] })),
        ("KIND", json!({ "kinds": ["METHOD"] })),
        ("COUNTRY", json!({ "countries": ["AT"] })),
        ("REGION", json!({ "regions": ["Bayern"] })),
    ] {
        let (lessons, facets) = search(world, "", &filter).await;
        assert_eq!(facets[facet], all[facet], "{facet} under {filter}");
        for other in FACETS.into_iter().filter(|other| *other != facet) {
            assert_eq!(
                facets[other],
                by_hand(&lessons, other),
                "{other} under {filter}"
            );
        }
    }
}

async fn insights_are_the_same_counts(world: &World) {
    let (lessons, facets) = search(world, "", &json!({})).await;
    let data = world
        .client()
        .graphql(
            "{ insights {
                lessonCount projectCount cityCount reuseCount
                byFacet(by: OUTCOME) { by buckets { value count } }
                timeline { year total worked partly failed }
                mostReused { id }
            } }",
            json!({}),
        )
        .await;
    let insights = &data["insights"];
    assert_eq!(insights["lessonCount"], lessons.len());
    let cities: BTreeSet<&str> = lessons
        .iter()
        .filter_map(|lesson| lesson["city"]["id"].as_str())
        .collect();
    assert_eq!(insights["cityCount"], cities.len());
    assert_eq!(insights["reuseCount"], 0);
    assert_eq!(buckets(&insights["byFacet"]), facets["OUTCOME"]);
    assert_eq!(insights["mostReused"], json!([]));
    let years: Counts = insights["timeline"]
        .as_array()
        .unwrap()
        .iter()
        .map(|year| (year["year"].to_string(), year["total"].as_u64().unwrap()))
        .filter(|(_, total)| *total > 0)
        .collect();
    assert_eq!(years, by_hand(&lessons, "YEAR"));
}

async fn topics_count_narrower_ones(world: &World) {
    let (lessons, facets) = search(world, "", &json!({})).await;
    let mut counted = facets["TOPIC"].clone();
    counted.extend(facets["ACTION_FIELD"].clone());
    let data = world
        .client()
        .graphql("{ topics { id slug lessonCount } }", json!({}))
        .await;
    for topic in data["topics"].as_array().unwrap() {
        let id = topic["id"].as_str().unwrap();
        let by_hand = lessons
            .iter()
            .filter(|lesson| topics_of(lesson).contains(id))
            .count();
        assert_eq!(topic["lessonCount"], by_hand, "{}", topic["slug"]);
        let found = world
            .client()
            .graphql(
                r#"query($id: ID!) { searchLessons(query: "", filter: {topics: [$id]}) { totalCount } }"#,
                json!({ "id": id }),
            )
            .await;
        assert_eq!(
            found["searchLessons"]["totalCount"], by_hand,
            "{}",
            topic["slug"]
        );
    }
}

async fn search(
    world: &World,
    query: &str,
    filter: &Value,
) -> (Vec<Value>, BTreeMap<String, Counts>) {
    let mut data = world
        .client()
        .graphql(
            &format!(
                "query($query: String!, $filter: LessonFilter, $by: [LessonFacet!]!) {{
                    searchLessons(query: $query, filter: $filter, first: 100) {{
                        nodes {{ {LESSON} }}
                    }}
                    counted: searchLessons(query: $query, filter: $filter, first: 1) {{
                        facets(by: $by, first: 100) {{ by buckets {{ value label count }} }}
                    }}
                }}"
            ),
            json!({
                "query": query,
                "filter": filter,
                "by": [
                    "OUTCOME", "KIND", "LANGUAGE", "COUNTRY", "REGION", "CITY", "YEAR", "TOPIC",
                    "ACTION_FIELD", "POPULATION", "ORGANIZATION",
                ],
            }),
        )
        .await;
    let Value::Array(nodes) = data["searchLessons"]["nodes"].take() else {
        panic!("no nodes");
    };
    let facets = data["counted"]["facets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|facet| (facet["by"].as_str().unwrap().to_owned(), buckets(facet)))
        .collect();
    (nodes, facets)
}

/// The counts of a facet, which stand in the order in which one reads them.
fn buckets(facet: &Value) -> Counts {
    let buckets = facet["buckets"].as_array().unwrap();
    let counts: Vec<u64> = buckets
        .iter()
        .map(|bucket| bucket["count"].as_u64().unwrap())
        .collect();
    assert!(
        counts.is_sorted_by(|one, next| one >= next),
        "{}: {counts:?}",
        facet["by"]
    );
    buckets
        .iter()
        .map(|bucket| bucket["value"].as_str().unwrap().to_owned())
        .zip(counts)
        .collect()
}

fn by_hand(lessons: &[Value], facet: &str) -> Counts {
    let mut counts = Counts::new();
    for lesson in lessons {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let values: BTreeSet<String> = match facet {
            "OUTCOME" => text(&lesson["outcome"]).into_iter().collect(),
            "KIND" => text(&lesson["kind"]).into_iter().collect(),
            "LANGUAGE" => text(&lesson["language"]).into_iter().collect(),
            "COUNTRY" => text(&lesson["city"]["country"]).into_iter().collect(),
            "REGION" => text(&lesson["city"]["region"]).into_iter().collect(),
            "CITY" => text(&lesson["city"]["id"]).into_iter().collect(),
            // A date without a year has none.
            "YEAR" => text(&lesson["occurredOn"])
                .and_then(|date| Some(date.get(..4)?.to_owned()))
                .filter(|year| year.bytes().all(|digit| digit.is_ascii_digit()))
                .into_iter()
                .collect(),
            "TOPIC" | "ACTION_FIELD" => lesson["topics"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|topic| (topic["scheme"] == "ACTION_FIELD") == (facet == "ACTION_FIELD"))
                .flat_map(ancestors)
                .collect(),
            "POPULATION" => {
                let people = lesson["city"]["population"].as_i64();
                people.map(band).into_iter().collect()
            }
            "ORGANIZATION" => lesson["participations"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|it| text(&it["organization"]["id"]))
                .collect(),
            _ => panic!("{facet} is not counted by hand"),
        };
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// The band of population, as its bucket is called.
fn band(people: i64) -> String {
    let starts = [0, 5_000, 20_000, 50_000, 100_000, 500_000];
    let at = starts.iter().rposition(|start| people >= *start).unwrap();
    let end = starts.get(at + 1).map(|next| (next - 1).to_string());
    format!("{}-{}", starts[at], end.unwrap_or_default())
}

fn topics_of(lesson: &Value) -> BTreeSet<String> {
    lesson["topics"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(ancestors)
        .collect()
}

/// A topic and all broader ones.
fn ancestors(topic: &Value) -> Vec<String> {
    let mut all = Vec::new();
    let mut topic = topic;
    while let Some(id) = topic["id"].as_str() {
        all.push(id.to_owned());
        topic = &topic["broader"];
    }
    all
}
