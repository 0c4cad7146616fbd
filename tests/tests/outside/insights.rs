//! Insights, counted again from what the same reader lists.

use std::collections::{BTreeMap, BTreeSet};

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use crate::contributing::{BAMBERG, KONSTANZ, city, merge};

tests::both![
    figures_agree_with_the_lists_of_each_reader,
    the_timeline_knows_partial_dates_and_no_drafts,
    facets_are_labelled_in_the_asked_language,
];

/// Lessons of all kinds of dates, outcomes and audiences.
fn lessons(konstanz: &Value, bamberg: &Value) -> Vec<Value> {
    let lesson = |city: &Value, more: Value| {
        let mut lesson = json!({ "cityId": city, "title": "Etwas", "insight": "Etwas." });
        merge(&mut lesson, more);
        lesson
    };
    let dated = |date: &str, outcome: &str| json!({ "occurredOn": date, "outcome": outcome });
    let mut all = vec![
        lesson(konstanz, dated("2015-11", "WORKED")),
        lesson(konstanz, dated("2015-03-19/2016-03-20", "FAILED")),
        lesson(konstanz, dated("2016?", "PARTLY")),
        lesson(bamberg, dated("201X", "FAILED")),
        lesson(bamberg, dated("XXXX-01-17", "OPEN")),
        lesson(bamberg, dated("2015", "OPEN")),
        lesson(bamberg, dated("2017", "WORKED")),
    ];
    all[2]["attribution"] = json!("ANONYMOUS");
    all[5]["audience"] = json!("PARTNERS");
    all[6]["audience"] = json!("CITY");
    all
}

/// Publishes them, records reuses of some, and leaves one as a draft.
async fn fill(world: &World) {
    let steward = world.steward().await;
    let (konstanz, bamberg) = (
        city(world.client(), KONSTANZ).await,
        city(world.client(), BAMBERG).await,
    );
    let contribute =
        "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        results { lesson { id } userErrors { message } } } }";
    let input = json!({ "publish": true, "lessons": lessons(&konstanz, &bamberg) });
    let data = steward.graphql(contribute, json!({ "input": input })).await;
    let results = data["contributeLessons"]["results"].as_array().unwrap();
    let draft = lessons(&konstanz, &bamberg).swap_remove(1);
    let input = json!({ "input": { "lessons": [draft] } });
    steward.graphql(contribute, input).await;
    let reuse = "mutation($input: RecordReuseInput!) { recordReuse(input: $input) {
        userErrors { message } } }";
    for (lesson, city) in [(0, &bamberg), (2, &bamberg), (3, &konstanz), (5, &konstanz)] {
        let id = &results[lesson]["lesson"]["id"];
        let input = json!({ "lessonId": id, "cityId": city, "stage": "TRIED", "result": "HELPED" });
        let data = steward.graphql(reuse, json!({ "input": input })).await;
        assert_eq!(data["recordReuse"]["userErrors"], json!([]));
    }
    world.caught_up().await;
}

/// Nobody, someone from elsewhere, a member of a city, and a steward.
async fn readers(world: &World) -> [Client; 4] {
    [
        world.client().clone(),
        world
            .member("Von anderswo", "09162000", Role::Contributor)
            .await,
        world.member("Von dort", KONSTANZ, Role::Contributor).await,
        world.steward().await,
    ]
}

const INSIGHTS: &str = "query($filter: LessonFilter) {
    lessons(filter: $filter, first: 100) { nodes {
        id status outcome attribution occurredOn city { id } project { id } reuseSummary { total } } }
    insights(filter: $filter) {
        lessonCount projectCount cityCount reuseCount
        timeline { year total worked partly failed }
        mostReused { id reuseSummary { total } }
        OUTCOME: byFacet(by: OUTCOME, first: 100) { buckets { value count } }
        CITY: byFacet(by: CITY, first: 100) { buckets { value count } }
    } }";

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

async fn figures_agree_with_the_lists_of_each_reader(world: &World) {
    fill(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let filters = [
        json!({}),
        json!({ "countries": ["DE"], "occurredFrom": "2015" }),
        json!({ "cities": [konstanz], "kinds": ["ADVICE"] }),
        json!({ "reused": true }),
        json!({ "reused": false }),
        json!({ "cities": [] }),
    ];
    for (reader, client) in readers(world).await.iter().enumerate() {
        for filter in &filters {
            let data = client.graphql(INSIGHTS, json!({ "filter": filter })).await;
            agree(&data, &format!("{filter} for reader {reader}"));
        }
    }
}

fn agree(data: &Value, told: &str) {
    let (lessons, insights) = (
        data["lessons"]["nodes"].as_array().unwrap(),
        &data["insights"],
    );
    let distinct = |field: &str| {
        let ids = lessons.iter().filter_map(|it| it[field]["id"].as_str());
        ids.collect::<BTreeSet<_>>().len()
    };
    assert_eq!(insights["lessonCount"], lessons.len(), "{told}");
    assert_eq!(insights["cityCount"], distinct("city"), "{told}");
    assert_eq!(insights["projectCount"], distinct("project"), "{told}");
    let reuses = |lesson: &Value| count(&lesson["reuseSummary"]["total"]);
    let all: u64 = lessons.iter().map(reuses).sum();
    assert_eq!(insights["reuseCount"], all, "{told}");

    let most = insights["mostReused"].as_array().unwrap();
    let of_most: Vec<u64> = most.iter().map(reuses).collect();
    let mut expected: Vec<u64> = lessons.iter().map(reuses).filter(|all| *all > 0).collect();
    expected.sort_unstable_by(|a, b| b.cmp(a));
    expected.truncate(10);
    assert_eq!(of_most, expected, "{told}");

    // The index knows an anonymous lesson's city for nobody, not even for those who may know it.
    let by_origin = told.contains("cities") || told.contains("countries");
    let known = lessons
        .iter()
        .filter(|it| !by_origin || it["attribution"] == "NAMED");
    let known: Vec<&Value> = known.collect();
    years_agree(&known, &insights["timeline"], told);
    facet_agrees(&known, "outcome", &insights["OUTCOME"], told);
    // A facet is not narrowed by the filter on its own field.
    if !told.contains("cities") {
        let named = known.into_iter().filter(|it| it["attribution"] == "NAMED");
        facet_agrees(&named.collect::<Vec<_>>(), "city", &insights["CITY"], told);
    }
}

fn years_agree(lessons: &[&Value], timeline: &Value, told: &str) {
    let mut years = BTreeMap::<i64, [u64; 4]>::new();
    for lesson in lessons.iter().filter(|it| it["status"] == "PUBLISHED") {
        let occurred = lesson["occurredOn"].as_str().unwrap_or_default();
        let Some(year) = occurred.get(..4).and_then(|year| year.parse().ok()) else {
            continue;
        };
        let year = years.entry(year).or_default();
        year[0] += 1;
        for (at, outcome) in (1..).zip(["WORKED", "PARTLY", "FAILED"]) {
            year[at] += u64::from(lesson["outcome"] == outcome);
        }
    }
    let counted = timeline.as_array().unwrap().iter().map(|it| {
        let counts = ["total", "worked", "partly", "failed"].map(|field| count(&it[field]));
        (it["year"].as_i64().unwrap(), counts)
    });
    assert_eq!(counted.collect::<Vec<_>>(), Vec::from_iter(years), "{told}");
}

fn facet_agrees(lessons: &[&Value], field: &str, facet: &Value, told: &str) {
    let mut counts = BTreeMap::<&str, u64>::new();
    for lesson in lessons {
        let value = &lesson[field];
        if let Some(value) = value.as_str().or(value["id"].as_str()) {
            *counts.entry(value).or_default() += 1;
        }
    }
    let buckets = facet["buckets"].as_array().unwrap().iter();
    let counted = buckets.map(|it| (it["value"].as_str().unwrap(), count(&it["count"])));
    let counted: BTreeMap<&str, u64> = counted.collect();
    assert_eq!(counted, counts, "{field} {told}");
}

async fn the_timeline_knows_partial_dates_and_no_drafts(world: &World) {
    fill(world).await;
    let years = async |client: &Client| {
        let data = client
            .graphql(
                "{ insights(filter: { kinds: [ADVICE] }) {
                    timeline { year total worked partly failed } } }",
                json!({}),
            )
            .await;
        let years = data["insights"]["timeline"].as_array().unwrap().clone();
        let years = years.into_iter().filter(|it| count(&it["year"]) < 2018);
        years.collect::<Vec<_>>()
    };
    let year = |year: u32, total: u32, worked: u32, partly: u32, failed: u32| json!({ "year": year, "total": total, "worked": worked, "partly": partly, "failed": failed });
    let [nobody, elsewhere, member, steward] = readers(world).await;
    let public = [year(2015, 2, 1, 0, 1), year(2016, 1, 0, 1, 0)];
    let partners = [year(2015, 3, 1, 0, 1), year(2016, 1, 0, 1, 0)];
    assert_eq!(years(&nobody).await, public);
    assert_eq!(years(&elsewhere).await, partners);
    assert_eq!(
        years(&member).await,
        partners,
        "with a draft of one's own city"
    );
    let all = [partners.as_slice(), &[year(2017, 1, 1, 0, 0)]].concat();
    assert_eq!(years(&steward).await, all);
}

async fn facets_are_labelled_in_the_asked_language(world: &World) {
    let labels = async |facet: &str, language: &str| {
        let query = format!(
            "{{ insights {{ byFacet(by: {facet}, first: 100) {{
                buckets {{ value label(language: \"{language}\") }} }} }} }}"
        );
        let data = world.client().graphql(&query, json!({})).await;
        let buckets = data["insights"]["byFacet"]["buckets"]
            .as_array()
            .unwrap()
            .clone();
        let labels = buckets
            .iter()
            .map(|it| it["label"].as_str().unwrap().to_owned());
        labels.collect::<BTreeSet<_>>()
    };
    for (facet, french) in [
        ("OUTCOME", "ouvert"),
        ("KIND", "facteur de réussite"),
        ("COUNTRY", "Autriche"),
        ("LANGUAGE", "allemand"),
        ("POPULATION", "500\u{202f}000 habitants ou plus"),
    ] {
        assert!(labels(facet, "fr").await.contains(french), "{facet}");
    }
    for (facet, german, english) in [
        ("OUTCOME", "offen", "open"),
        ("KIND", "Erfolgsfaktor", "success factor"),
        ("COUNTRY", "Österreich", "Austria"),
        ("LANGUAGE", "Deutsch", "German"),
        (
            "POPULATION",
            "ab 500.000 Einwohner",
            "500,000 inhabitants or more",
        ),
        ("TOPIC", "E-Akte", "Electronic file"),
        (
            "ACTION_FIELD",
            "Digitale Verwaltung",
            "Digital administration",
        ),
        ("REGION", "Bayern", "Bayern"),
        ("CITY", "Konstanz", "Konstanz"),
    ] {
        let (in_german, in_english) = (labels(facet, "de-AT").await, labels(facet, "en").await);
        assert!(in_german.contains(german), "{facet}: {in_german:?}");
        assert!(in_english.contains(english), "{facet}: {in_english:?}");
        assert_eq!(labels(facet, "fr").await.len(), in_german.len(), "{facet}");
        // What has no label in a language has one all the same.
        assert_eq!(labels(facet, "fi").await.len(), in_german.len(), "{facet}");
    }
}
