//! Which lessons bear on something, for whom, and in which order.

use std::collections::BTreeSet;

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use super::{briefing, list, publish, related, text, titles};
use crate::contributing::{BAMBERG, KONSTANZ, city, contribute};

tests::both![
    a_briefing_shows_lessons_of_others,
    only_what_is_published_and_within_reach_bears_on_anything,
    a_filter_narrows_a_briefing,
    what_is_replaced_comes_last,
    what_helped_others_comes_first_among_equals,
    ten_answers_are_not_ten_times_the_same,
    plans_that_say_nothing_find_nothing,
    a_search_for_every_item_is_dear,
];

async fn a_briefing_shows_lessons_of_others(world: &World) {
    let steward = world.steward().await;
    let (konstanz, bamberg) = (
        city(world.client(), KONSTANZ).await,
        city(world.client(), BAMBERG).await,
    );
    let query = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
        project { id } userErrors { message } } }";
    let input = json!({ "cityId": konstanz, "title": "Kommunale Wärmeplanung" });
    let data = steward.graphql(query, json!({ "input": input })).await;
    let project = data["createProject"]["project"]["id"].clone();
    let own = vec![
        json!({ "title": "Wärmeplanung des Vorhabens", "projectId": project }),
        json!({ "title": "Wärmeplanung der Stadt" }),
        json!({ "title": "Wärmeplanung ohne Namen", "attribution": "ANONYMOUS" }),
    ];
    let ids = publish(world, &steward, &konstanz, own).await;
    publish(
        world,
        &steward,
        &bamberg,
        vec![json!({ "title": "Wärmeplanung anderswo" })],
    )
    .await;
    let briefed = async |client: &Client| {
        let query = "query($id: ID!) { project(by: { id: $id }) { briefing {
            reasons lesson { title } } } }";
        let data = client.graphql(query, json!({ "id": project })).await;
        let matches = list(&data["project"]["briefing"]);
        let found = matches.iter().map(|it| {
            let reasons = it["reasons"].to_string();
            (text(&it["lesson"]["title"]).to_owned(), reasons)
        });
        found.collect::<Vec<_>>()
    };
    let titles = |found: &[(String, String)]| -> BTreeSet<String> {
        found.iter().map(|(title, _)| title.clone()).collect()
    };
    let of = |titles: &[&str]| titles.iter().map(|&title| title.to_owned()).collect();
    // That an anonymous one is missing would tell whose it is, and so would what is said of cities.
    let seen = briefed(world.client()).await;
    let expected: BTreeSet<String> = of(&["Wärmeplanung anderswo", "Wärmeplanung ohne Namen"]);
    assert_eq!(titles(&seen), expected);
    for (title, reasons) in &seen {
        let of_city = reasons.contains("similar") || reasons.contains("region");
        assert_eq!(of_city, title == "Wärmeplanung anderswo", "{reasons}");
    }
    let member = world.member("Von dort", KONSTANZ, Role::Contributor).await;
    let expected: BTreeSet<String> = of(&["Wärmeplanung anderswo"]);
    assert_eq!(titles(&briefed(&member).await), expected);
    // An anonymous lesson is like those of other cities, but not for its city, unless one may know.
    for (reader, told) in [(world.client(), false), (&member, true)] {
        let matches = related(reader, &ids[2], 5).await;
        let other = matches
            .iter()
            .find(|it| it["lesson"]["title"] == "Wärmeplanung anderswo");
        let reasons = other.unwrap()["reasons"].to_string();
        assert_eq!(reasons.contains("similar size"), told, "{reasons}");
    }
}

async fn only_what_is_published_and_within_reach_bears_on_anything(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let plan = "Die Wärmeplanung braucht Rückhalt im Gemeinderat und bei den Stadtwerken.";
    let open = vec![
        json!({ "title": "Wärmeplanung mit Rückhalt", "insight": "Der Gemeinderat trägt sie mit." }),
        json!({ "title": "Stadtwerke einbinden", "insight": "Ohne sie keine Wärmeplanung." }),
    ];
    let ids = publish(world, &steward, &konstanz, open).await;
    let before = briefing(world.client(), plan, Value::Null).await;
    assert_eq!(before.len(), 2);
    let beside = related(world.client(), &ids[0], 5).await;
    assert_eq!(titles(&beside), ["Stadtwerke einbinden"]);

    // Many hidden ones with the same words change nothing for those who may not read them.
    let hidden = |at: usize| {
        let audience = ["PARTNERS", "ADMINISTRATIONS", "CITY"][at % 3];
        json!({ "title": format!("Wärmeplanung {at}"), "insight": "Gemeinderat und Stadtwerke.",
            "audience": audience })
    };
    publish(world, &steward, &konstanz, (0..9).map(hidden).collect()).await;
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let draft = json!({ "title": "Wärmeplanung als Entwurf", "insight": "Gemeinderat." });
    let draft = contribute(&writer, &konstanz, draft).await;
    world.caught_up().await;
    assert_eq!(briefing(world.client(), plan, Value::Null).await, before);
    assert_eq!(related(world.client(), &ids[0], 5).await, beside);

    let other = world.member("Andere", BAMBERG, Role::Contributor).await;
    let levels = briefing(&other, plan, Value::Null).await;
    let count = |of: &[Value], end: usize| {
        let hidden = titles(of);
        let hidden = hidden
            .iter()
            .filter_map(|title| title.strip_prefix("Wärmeplanung "));
        hidden
            .filter(|rest| rest.parse().is_ok_and(|at: usize| at % 3 == end))
            .count()
    };
    assert_eq!((count(&levels, 0), count(&levels, 2)), (3, 0));
    let own = briefing(&writer, plan, Value::Null).await;
    assert!(count(&own, 2) > 0);
    assert!(
        !titles(&own).contains(&"Wärmeplanung als Entwurf"),
        "a draft is nobody's lesson yet"
    );
    // A draft itself is related to others, for those who read it.
    assert!(!related(&writer, &draft["lesson"]["id"], 5).await.is_empty());
}

async fn a_filter_narrows_a_briefing(world: &World) {
    let plan = "Digitalisierung der Verwaltung mit Beschäftigten und Menschen der Stadt";
    let all = briefing(world.client(), plan, Value::Null).await;
    let cities: BTreeSet<&str> = all
        .iter()
        .map(|it| text(&it["lesson"]["city"]["name"]))
        .collect();
    assert!(cities.len() > 2, "{cities:?}");
    for found in &all {
        let id = &found["lesson"]["city"]["id"];
        let narrowed = briefing(world.client(), plan, json!({ "cities": [id] })).await;
        assert!(!narrowed.is_empty());
        for it in narrowed {
            assert_eq!(it["lesson"]["city"]["id"], *id);
        }
    }
    let none = briefing(world.client(), plan, json!({ "cities": [] })).await;
    assert_eq!(none, Vec::<Value>::new());
}

async fn what_is_replaced_comes_last(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let old = json!({ "title": "Wärmeplanung", "insight": "Wärmeplanung." });
    let old = publish(world, &steward, &konstanz, vec![old]).await;
    let new = json!({ "title": "Früh beginnen", "insight": "Eine Wärmeplanung." });
    let new = publish(world, &steward, &bamberg, vec![new]).await;
    let plan = "Eine Wärmeplanung";
    let before = briefing(world.client(), plan, Value::Null).await;
    assert_eq!(titles(&before), ["Wärmeplanung", "Früh beginnen"]);
    let relate = "mutation($input: RelateLessonsInput!) { relateLessons(input: $input) {
        userErrors { message } } }";
    let input = json!({ "fromId": new[0], "toId": old[0], "kind": "REPLACES" });
    let data = steward.graphql(relate, json!({ "input": input })).await;
    assert_eq!(data["relateLessons"]["userErrors"], json!([]));
    let after = briefing(world.client(), plan, Value::Null).await;
    assert_eq!(titles(&after), ["Früh beginnen", "Wärmeplanung"]);
    assert!(after[1]["score"].as_f64() < before[0]["score"].as_f64());
}

async fn what_helped_others_comes_first_among_equals(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let equal = || json!({ "title": "Wärmeplanung", "insight": "Früh beginnen." });
    let ids = publish(world, &steward, &konstanz, vec![equal(), equal(), equal()]).await;
    let other = world.member("Andere", BAMBERG, Role::Contributor).await;
    let bamberg = city(world.client(), BAMBERG).await;
    for (lesson, result) in [(&ids[1], "DID_NOT_HELP"), (&ids[2], "HELPED")] {
        let input =
            json!({ "lessonId": lesson, "cityId": bamberg, "stage": "ADOPTED", "result": result });
        let record = "mutation($input: RecordReuseInput!) { recordReuse(input: $input) {
            userErrors { message } } }";
        other.graphql(record, json!({ "input": input })).await;
    }
    world.caught_up().await;
    let matches = briefing(world.client(), "Wärmeplanung", Value::Null).await;
    let found: Vec<&Value> = matches.iter().map(|it| &it["lesson"]["id"]).collect();
    assert_eq!(found, [&ids[2], &ids[0], &ids[1]]);
    let scores: Vec<f64> = matches
        .iter()
        .map(|it| it["score"].as_f64().unwrap())
        .collect();
    assert!(
        scores[0] > scores[1] && scores[1] >= scores[2],
        "{scores:?}"
    );
}

async fn ten_answers_are_not_ten_times_the_same(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let copy =
        || json!({ "title": "Wärmeplanung mit den Stadtwerken", "insight": "Stadtwerke fragen." });
    publish(
        world,
        &steward,
        &konstanz,
        (0..12).map(|_| copy()).collect(),
    )
    .await;
    let other = |word: &str| json!({ "title": "Ablauf", "insight": format!("Kosten und Fristen, auch bei {word}.") });
    let others = vec![other("Wärmeplanung"), other("Stadtwerken")];
    publish(world, &steward, &bamberg, others).await;
    let plan = "Wärmeplanung mit den Stadtwerken";
    let matches = briefing(world.client(), plan, Value::Null).await;
    let titles = titles(&matches);
    assert_eq!(titles.len(), 10);
    assert_eq!(titles[0], "Wärmeplanung mit den Stadtwerken");
    let early = titles[..4].iter().filter(|title| **title == "Ablauf");
    assert_eq!(early.count(), 2, "{titles:?}");
}

async fn plans_that_say_nothing_find_nothing(world: &World) {
    for plan in [
        "",
        "   \n\t",
        "und oder der die das",
        "– , „“ … !?",
        "\0\0\0",
        "2024 17 4",
        "a b c d",
        "😀 🎉",
        "\u{202e}\u{308}\u{200b}",
        &"x".repeat(20_000),
        &"\0".repeat(20_000),
        &"🦀".repeat(20_000),
        "* \" -a OR title: (((",
    ] {
        let found = briefing(world.client(), plan, Value::Null).await;
        assert_eq!(found, Vec::<Value>::new(), "{:?}", plan.get(..40));
    }
    // Zeros and the like only divide words.
    let found = briefing(world.client(), "Die\0Hundesteuer\0", Value::Null).await;
    assert!(titles(&found)[0].contains("Hundesteuer"));
    let query = "query($text: String!) { briefing(text: $text) { score } }";
    let long = json!({ "text": "ä".repeat(20_001) });
    assert_eq!(
        world.client().codes(query, long).await,
        ["INVALID_ARGUMENT"]
    );
    let words: Vec<String> = (0..2_500).map(|at| format!("Wort{at}")).collect();
    let words: String = words.join(" ").chars().take(20_000).collect();
    world
        .client()
        .graphql(query, json!({ "text": words }))
        .await;
}

async fn a_search_for_every_item_is_dear(world: &World) {
    let nested = "{ lessons(first: 100) { nodes {
        related(first: 20) { lesson { related { lesson { title } } } } } } }";
    let codes = world.client().codes(nested, json!({})).await;
    assert_eq!(codes, ["QUERY_TOO_LARGE"]);
    let flat =
        "{ lessons(first: 100) { nodes { related(first: 20) { score lesson { title } } } } }";
    world.client().graphql(flat, json!({})).await;
}
