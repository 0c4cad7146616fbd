//! Forms are told what is wrong, where, and what would help; and readers in their language.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use crate::{
    bulk::lehrgeld,
    contributing::{BAMBERG, KONSTANZ, call, city, codes, contribute, merge, one, published},
    exchange::ask,
};

tests::both![
    a_filter_that_is_saved_is_told_field_by_field,
    a_project_ends_after_it_starts,
    likeness_costs_a_search_for_each_lesson,
    the_service_notes_in_the_readers_language,
    an_account_that_moves_stays_in_its_organizations,
    a_wrong_id_is_wrong_once,
    a_proposal_that_was_overtaken_says_what_helps,
];

async fn a_filter_that_is_saved_is_told_field_by_field(world: &World) {
    let member = world.member("Lesende", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let filter = json!({ "cities": [konstanz, "1"], "topics": [konstanz], "countries": ["Bayern"],
        "languages": ["de", "deutsch!"], "occurredFrom": "gestern", "occurredTo": "XXXX-01-17",
        "regions": ["a\u{0}b"], "publishedSince": "+10000-01-01T00:00:00Z" });
    let save = |name: &str, filter: &Value| json!({ "name": name, "query": "x", "filter": filter });
    let told = ask(
        &member,
        "saveSearch",
        "savedSearch { id }",
        save(" ", &filter),
    )
    .await;
    assert_eq!(told["savedSearch"], Value::Null);
    let mut found = codes(&told);
    found.sort();
    let expected = [
        ("filter.cities.1", "INVALID"),
        ("filter.countries.0", "INVALID"),
        ("filter.languages.1", "INVALID"),
        ("filter.occurredFrom", "INVALID"),
        ("filter.occurredTo", "INVALID"),
        ("filter.publishedSince", "INVALID"),
        ("filter.regions.0", "INVALID"),
        ("filter.topics.0", "INVALID"),
        ("name", "REQUIRED"),
    ];
    assert_eq!(
        found,
        expected.map(|(path, code)| (path.to_owned(), code.to_owned()))
    );
    let good = json!({ "cities": [konstanz], "countries": ["DE"], "occurredFrom": "2019" });
    for number in 0..200 {
        let saved = save(&format!("Suche {number}"), &good);
        let saved = ask(&member, "saveSearch", "savedSearch { id }", saved).await;
        assert!(saved["savedSearch"]["id"].is_string(), "{saved}");
    }
    let more = ask(
        &member,
        "saveSearch",
        "savedSearch { id }",
        save("Noch eine", &good),
    )
    .await;
    assert_eq!(
        more["userErrors"],
        json!([{ "code": "INVALID", "field": null }])
    );
}

async fn a_project_ends_after_it_starts(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let project = |start: &str, end: &str| json!({ "cityId": konstanz, "title": "Umbau", "startedOn": start, "endedOn": end });
    let fields = "project { id version startedOn endedOn }";
    for (start, end) in [
        ("2020", "2019"),
        ("2020-03-02", "2020-03-01"),
        ("202X", "2019-12"),
    ] {
        let told = ask(&editor, "createProject", fields, project(start, end)).await;
        assert_eq!(codes(&told), one("endedOn", "INVALID"), "{start} to {end}");
    }
    for (start, end) in [
        ("2020", "2020-01"),
        ("2020-05", "2020"),
        ("XXXX-05-01", "2019"),
    ] {
        let made = ask(&editor, "createProject", fields, project(start, end)).await;
        assert_eq!(made["project"]["endedOn"], end, "{made}");
    }
    let made =
        ask(&editor, "createProject", fields, project("2020", "2021")).await["project"].clone();
    let later = json!({ "id": made["id"], "expectedVersion": 1, "startedOn": "2022" });
    let told = ask(&editor, "updateProject", fields, later).await;
    assert_eq!(codes(&told), one("endedOn", "INVALID"));
}

async fn likeness_costs_a_search_for_each_lesson(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lessons = |count: usize| -> Value {
        let lessons = (0..count).map(|number| {
            json!({ "cityId": konstanz, "externalId": number.to_string(), "title": format!("Lehre {number}"),
                "insight": "Einsicht" })
        });
        json!({ "input": { "lessons": lessons.collect::<Vec<_>>() } })
    };
    let query = |fields: &str| {
        format!(
            "mutation($input: ContributeLessonsInput!) {{ contributeLessons(input: $input) {{
                results {{ {fields} }} }} }}"
        )
    };
    let alike = query("lesson { id } similar { lesson { title } }");
    assert_eq!(
        writer.codes(&alike, lessons(500)).await,
        ["QUERY_TOO_LARGE"]
    );
    let done = writer.graphql(&alike, lessons(30)).await;
    assert_eq!(
        done["contributeLessons"]["results"]
            .as_array()
            .unwrap()
            .len(),
        30
    );
    let done = writer.graphql(&query("lesson { id }"), lessons(500)).await;
    assert_eq!(
        done["contributeLessons"]["results"]
            .as_array()
            .unwrap()
            .len(),
        500
    );
}

async fn the_service_notes_in_the_readers_language(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let own =
        json!({ "id": lesson["id"], "expectedVersion": 2, "title": "Neu", "note": "Kürzer." });
    call(&editor, "updateLesson", "UpdateLessonInput", own).await;
    let back = json!({ "id": lesson["id"], "expectedVersion": 3, "toVersion": 2 });
    call(&editor, "restoreLesson", "RestoreLessonInput", back.clone()).await;
    let wish = json!({ "id": lesson["id"], "expectedVersion": 4, "toVersion": 3 });
    call(&writer, "restoreLesson", "RestoreLessonInput", wish).await;
    let me = "{ viewer { account { id } } }";
    let me = writer.graphql(me, json!({})).await["viewer"]["account"]["id"].clone();
    ask(&writer, "deleteAccount", "deletedId", json!({ "id": me })).await;
    let steward = world.steward().await;
    let at_once = json!({ "input": { "publish": true, "lessons": [
        { "cityId": konstanz, "title": "Sofort", "insight": "I" }] } });
    let query = "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        results { lesson { id } } } }";
    let at_once = steward.graphql(query, at_once).await;
    let at_once = &at_once["contributeLessons"]["results"][0]["lesson"]["id"];
    let told = async |client: &Client, id: &Value| {
        let query = "query($id: ID!) { lesson(id: $id) { proposals { note }
            revisions(first: 9) { nodes { author note } } } }";
        let told = client.graphql(query, json!({ "id": id })).await["lesson"].clone();
        let notes = told["revisions"]["nodes"].as_array().unwrap().iter();
        let notes: Vec<_> = notes.map(|it| it["note"].clone()).collect();
        (
            json!(notes),
            told["revisions"]["nodes"][0]["author"].clone(),
            told["proposals"].clone(),
        )
    };
    let german = editor.with_header("accept-language", "de");
    for (client, restored, wished, author, published) in [
        (
            &editor,
            "restored version 2",
            "restored version 3",
            "former member",
            "published without review by a second person",
        ),
        (
            &german,
            "Version 2 wiederhergestellt",
            "Version 3 wiederhergestellt",
            "ehemaliges Mitglied",
            "ohne Prüfung durch eine zweite Person veröffentlicht",
        ),
    ] {
        let (notes, by, proposals) = told(client, &lesson["id"]).await;
        assert_eq!(notes, json!([null, null, "Kürzer.", restored]));
        assert_eq!(by, author);
        assert_eq!(proposals, json!([{ "note": wished }]));
        assert_eq!(told(client, at_once).await.0, json!([published]));
    }
}

async fn an_account_that_moves_stays_in_its_organizations(world: &World) {
    let place = world.place();
    let run = |arguments: &[&str]| {
        let (code, said) = lehrgeld(place, arguments);
        assert_eq!(code, Some(0), "{said}");
        said.lines().last().unwrap().to_owned()
    };
    let konstanz = format!("DE:{KONSTANZ}=editor");
    let bamberg = format!("DE:{BAMBERG}=contributor");
    let both = ["--member", &konstanz, "--member", "stadt-wien=contributor"];
    let id = run(&[&["account", "create", "Wandernde"][..], &both].concat());
    let listed = || {
        let (_, said) = lehrgeld(place, &["account", "list"]);
        said.lines()
            .find(|line| line.starts_with(&id))
            .unwrap()
            .to_owned()
    };
    assert!(
        listed().ends_with("Konstanz editor, Stadt Wien contributor"),
        "{}",
        listed()
    );
    run(&["account", "move", &id, "--member", &bamberg]);
    let now = listed();
    assert!(
        now.contains("Bamberg contributor") && now.contains("Stadt Wien contributor"),
        "{now}"
    );
    assert!(!now.contains("Konstanz"), "{now}");
    run(&[
        "account",
        "move",
        &id,
        "--member",
        &bamberg,
        "--member",
        "pace=contributor",
    ]);
    assert!(!listed().contains("Stadt Wien"), "{}", listed());
    let (code, said) = lehrgeld(
        place,
        &["account", "move", &id, "--member", "gibt-es-nicht=editor"],
    );
    assert_eq!(code, Some(1));
    assert!(
        said.contains("there is no organization gibt-es-nicht"),
        "{said}"
    );
}

async fn a_wrong_id_is_wrong_once(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let account = json!({ "name": "Neue", "memberships": [
        { "organizationId": "1", "role": "EDITOR" }, { "cityId": "2", "role": "EDITOR" },
        { "role": "EDITOR" }] });
    let told = ask(&steward, "createAccount", "account { id }", account).await;
    let expected = [
        ("memberships.0.organizationId", "INVALID"),
        ("memberships.1.cityId", "INVALID"),
        ("memberships.2.cityId", "INVALID"),
    ];
    let expected = expected.map(|(path, code)| (path.to_owned(), code.to_owned()));
    assert_eq!(codes(&told), expected);
    let part = json!({ "participations": [{ "organizationId": "1", "role": "PARTNER" }] });
    let told = contribute(&steward, &konstanz, part).await;
    assert_eq!(
        codes(&told),
        one("participations.0.organizationId", "INVALID")
    );
}

async fn a_proposal_that_was_overtaken_says_what_helps(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let update = |more: Value| {
        let mut input = json!({ "id": lesson["id"], "expectedVersion": lesson["version"] });
        merge(&mut input, more);
        input
    };
    let kind = "UpdateLessonInput";
    let proposed = call(
        &writer,
        "updateLesson",
        kind,
        update(json!({ "hurdle": "Zeit" })),
    )
    .await;
    call(
        &editor,
        "updateLesson",
        kind,
        update(json!({ "hurdle": "Geld" })),
    )
    .await;
    let input = json!({ "id": proposed["proposal"]["id"] });
    let told = call(&editor, "acceptProposal", "DecideProposalInput", input).await;
    assert_eq!(codes(&told), one("id", "CONFLICT"));
    let message = told["userErrors"][0]["message"].as_str().unwrap();
    assert!(message.contains("decline"), "{message}");
    assert!(!message.contains("try again"), "{message}");
}
