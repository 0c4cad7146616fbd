//! A partner city contributes: drafts, review, changes, and who may do what.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

tests::both![
    a_lesson_is_drafted_reviewed_and_found,
    every_version_is_kept,
    what_is_taken_back_returns_as_a_draft,
    a_form_is_told_all_that_is_wrong_in_its_language,
    an_edit_of_what_is_published_is_an_editors_or_a_proposal,
    of_two_edits_of_one_version_one_is_a_conflict,
    the_same_external_id_changes_the_same_lesson,
    a_repeated_request_is_carried_out_once,
];

pub(crate) const KONSTANZ: &str = "08335043";
pub(crate) const BAMBERG: &str = "09461000";

pub(crate) const LESSON: &str = "id status version title insight hurdle publishedAt city { name }
    viewerCan audience attribution";

pub(crate) async fn city(client: &Client, key: &str) -> Value {
    let by = json!({ "officialKey": { "country": "DE", "key": key } });
    let data = client
        .graphql(
            "query($by: CityBy!) { city(by: $by) { id } }",
            json!({ "by": by }),
        )
        .await;
    data["city"]["id"].clone()
}

/// Calls a mutation that takes an input and answers a lesson.
pub(crate) async fn call(client: &Client, name: &str, kind: &str, input: Value) -> Value {
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{
            clientMutationId changeToken lesson {{ {LESSON} }} proposal {{ id baseVersion note }}
            userErrors {{ code field message }} }} }}"
    );
    let data = client.graphql(&query, json!({ "input": input })).await;
    data[name].clone()
}

pub(crate) async fn contribute(client: &Client, city: &Value, more: Value) -> Value {
    let mut input = json!({
        "cityId": city,
        "title": "Früh fragen spart Umbauten",
        "insight": "Wer die Beschäftigten vor dem Umbau fragt, baut seltener um.",
    });
    merge(&mut input, more);
    call(client, "contributeLesson", "ContributeLessonInput", input).await
}

pub(crate) fn merge(into: &mut Value, more: Value) {
    let Value::Object(more) = more else {
        panic!("not an object: {more}");
    };
    into.as_object_mut().unwrap().extend(more);
}

pub(crate) async fn step(client: &Client, name: &str, lesson: &Value, note: Option<&str>) -> Value {
    let input = json!({
        "id": lesson["id"], "expectedVersion": lesson["version"], "note": note,
    });
    call(client, name, "LessonStepInput", input).await
}

pub(crate) fn codes(payload: &Value) -> Vec<(String, String)> {
    let errors = payload["userErrors"].as_array().unwrap();
    let code = |error: &Value| {
        let path: Vec<_> = error["field"].as_array().unwrap().iter().collect();
        let path: Vec<_> = path
            .into_iter()
            .map(|step| step.as_str().unwrap())
            .collect();
        (path.join("."), error["code"].as_str().unwrap().to_owned())
    };
    errors.iter().map(code).collect()
}

pub(crate) fn one(path: &str, code: &str) -> Vec<(String, String)> {
    vec![(path.to_owned(), code.to_owned())]
}

async fn sees(client: &Client, lesson: &Value) -> bool {
    let query = "query($id: ID!) { lesson(id: $id) { id } }";
    let data = client.graphql(query, json!({ "id": lesson["id"] })).await;
    !data["lesson"].is_null()
}

async fn a_lesson_is_drafted_reviewed_and_found(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let elsewhere = world.member("Andere", BAMBERG, Role::Admin).await;
    let nobody = world.client();
    let konstanz = city(nobody, KONSTANZ).await;

    let drafted = contribute(&writer, &konstanz, json!({ "clientMutationId": "m1" })).await;
    assert_eq!(drafted["clientMutationId"], "m1");
    let draft = &drafted["lesson"];
    assert_eq!(draft["status"], "DRAFT");
    assert_eq!(draft["version"], 1);
    assert_eq!(draft["viewerCan"], json!(["EDIT", "SUBMIT", "COMMENT"]));
    assert!(sees(&editor, draft).await);
    assert!(!sees(&elsewhere, draft).await && !sees(nobody, draft).await);

    let early = codes_of_error(&writer, "approveLesson", draft).await;
    assert_eq!(early, ["FORBIDDEN"]);

    let submitted = step(&writer, "submitLesson", draft, None).await["lesson"].clone();
    assert_eq!(
        (&submitted["status"], &submitted["version"]),
        (&json!("IN_REVIEW"), &json!(2))
    );
    let unseen = step(&elsewhere, "approveLesson", &submitted, None).await;
    assert_eq!(codes(&unseen), one("id", "NOT_FOUND"));

    let returned = step(&editor, "returnLesson", &submitted, Some("Bitte kürzer.")).await;
    assert_eq!(returned["lesson"]["status"], "DRAFT");
    let resubmitted = step(&editor, "submitLesson", &returned["lesson"], None).await;
    let own = step(&editor, "approveLesson", &resubmitted["lesson"], None).await;
    assert_eq!(codes(&own), one("id", "FOUR_EYES"));
    let second = world.member("Zweite", KONSTANZ, Role::Editor).await;
    let approved = step(&second, "approveLesson", &resubmitted["lesson"], None).await;
    let published = approved["lesson"].clone();
    assert_eq!(published["status"], "PUBLISHED");
    assert!(published["publishedAt"].is_string());

    let found = nobody
        .graphql(
            "query($token: String!) { searchLessons(query: \"Umbauten Beschäftigten\",
                notBefore: $token) { nodes { id } } }",
            json!({ "token": approved["changeToken"] }),
        )
        .await;
    assert_eq!(
        found["searchLessons"]["nodes"],
        json!([{ "id": published["id"] }])
    );
}

async fn every_version_is_kept(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let draft = contribute(&writer, &konstanz, json!({ "submit": true })).await;
    let returned = step(
        &editor,
        "returnLesson",
        &draft["lesson"],
        Some("Bitte kürzer."),
    )
    .await;
    let again = step(&writer, "submitLesson", &returned["lesson"], None).await;
    let published = step(&editor, "approveLesson", &again["lesson"], None).await["lesson"].clone();
    let revisions = "query($id: ID!) { lesson(id: $id) { revisions(first: 20) {
        nodes { version author status note changes { field } } } } }";
    let history = editor
        .graphql(revisions, json!({ "id": published["id"] }))
        .await;
    let history = history["lesson"]["revisions"]["nodes"].as_array().unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|it| {
            (
                it["version"].as_i64().unwrap(),
                it["author"].as_str().unwrap(),
                it["status"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, "Schreiber", "IN_REVIEW"),
            (2, "Redaktion", "DRAFT"),
            (3, "Schreiber", "IN_REVIEW"),
            (4, "Redaktion", "PUBLISHED"),
        ]
    );
    assert_eq!(history[1]["note"], "Bitte kürzer.");
    let outside = world
        .client()
        .graphql(revisions, json!({ "id": published["id"] }))
        .await;
    assert_eq!(outside["lesson"]["revisions"]["nodes"], json!([]));
}

async fn what_is_taken_back_returns_as_a_draft(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let published = published(&writer, &editor, &konstanz).await;
    let withdrawn = step(&editor, "withdrawLesson", &published, None).await["lesson"].clone();
    assert_eq!(withdrawn["status"], "WITHDRAWN");
    assert!(!sees(world.client(), &withdrawn).await);
    let again = step(&editor, "withdrawLesson", &withdrawn, None).await;
    assert_eq!(codes(&again), one("id", "NOT_ALLOWED_IN_STATUS"));
    let input = json!({ "id": withdrawn["id"], "expectedVersion": 3, "toVersion": 1 });
    let restored = call(&editor, "restoreLesson", "RestoreLessonInput", input).await;
    assert_eq!(restored["lesson"]["status"], "DRAFT");
    assert_eq!(restored["lesson"]["version"], 4);
}

async fn codes_of_error(client: &Client, name: &str, lesson: &Value) -> Vec<String> {
    let query = format!(
        "mutation($input: LessonStepInput!) {{ {name}(input: $input) {{ lesson {{ id }} }} }}"
    );
    let input = json!({ "id": lesson["id"], "expectedVersion": lesson["version"] });
    client.codes(&query, json!({ "input": input })).await
}

async fn a_form_is_told_all_that_is_wrong_in_its_language(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let wrong = json!({
        "title": "ä".repeat(201),
        "insight": " ",
        "occurredOn": "gestern",
        "language": "deutsch!",
        "topicIds": [konstanz],
        "sources": [{ "kind": "PAGE", "title": "Quelle", "url": "javascript:alert(1)" }],
    });
    let told = contribute(&writer, &konstanz, wrong.clone()).await;
    let expected: Vec<_> = [
        ("topicIds.0", "INVALID"),
        ("title", "TOO_LONG"),
        ("insight", "REQUIRED"),
        ("language", "INVALID"),
        ("occurredOn", "INVALID"),
        ("sources.0.url", "INVALID"),
    ]
    .map(|(path, code)| (path.to_owned(), code.to_owned()))
    .into();
    assert_eq!(codes(&told), expected);
    assert_eq!(told["lesson"], Value::Null);
    let message = &told["userErrors"][1]["message"];
    assert_eq!(message, "This is longer than 200 characters.");
    let german = writer.with_header("accept-language", "de-DE,de;q=0.9,en;q=0.5");
    let told = contribute(&german, &konstanz, wrong).await;
    let message = &told["userErrors"][1]["message"];
    assert_eq!(message, "Dieser Text ist länger als 200 Zeichen.");
}

async fn an_edit_of_what_is_published_is_an_editors_or_a_proposal(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = published(&writer, &editor, &konstanz).await;

    let update = |lesson: &Value, more: Value| {
        let mut input = json!({ "id": lesson["id"], "expectedVersion": lesson["version"] });
        merge(&mut input, more);
        input
    };
    let kind = "UpdateLessonInput";
    let input = update(&lesson, json!({ "hurdle": "Zeit", "note": "Ergänzung" }));
    let proposed = call(&writer, "updateLesson", kind, input.clone()).await;
    assert_eq!(proposed["lesson"]["hurdle"], Value::Null);
    assert_eq!(proposed["lesson"]["version"], lesson["version"]);
    assert_eq!(proposed["proposal"]["note"], "Ergänzung");
    let same = call(&writer, "updateLesson", kind, input).await;
    assert_eq!(same["proposal"]["id"], proposed["proposal"]["id"]);

    let input = update(&lesson, json!({ "title": "Früh fragen" }));
    let edited = call(&editor, "updateLesson", kind, input).await;
    assert_eq!(edited["lesson"]["title"], "Früh fragen");
    assert_eq!(edited["lesson"]["status"], "PUBLISHED");

    let input = json!({ "id": proposed["proposal"]["id"] });
    let kind = "DecideProposalInput";
    let accepted = call(&editor, "acceptProposal", kind, input.clone()).await;
    assert_eq!(accepted["lesson"]["hurdle"], "Zeit");
    assert_eq!(accepted["lesson"]["title"], "Früh fragen");
    let again = call(&editor, "declineProposal", kind, input).await;
    assert_eq!(codes(&again), one("id", "NOT_ALLOWED_IN_STATUS"));
}

pub(crate) async fn published(writer: &Client, editor: &Client, city: &Value) -> Value {
    let draft = contribute(writer, city, json!({ "submit": true })).await;
    assert_eq!(draft["lesson"]["status"], "IN_REVIEW", "{draft}");
    let approved = step(editor, "approveLesson", &draft["lesson"], None).await;
    assert_eq!(approved["lesson"]["status"], "PUBLISHED", "{approved}");
    approved["lesson"].clone()
}

async fn of_two_edits_of_one_version_one_is_a_conflict(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let draft = contribute(&editor, &konstanz, json!({})).await["lesson"].clone();
    let edits = (0..20).map(|number| {
        let input = json!({
            "id": draft["id"], "expectedVersion": 1, "hurdle": format!("Hürde {number}"),
        });
        call(&editor, "updateLesson", "UpdateLessonInput", input)
    });
    let answers = futures::future::join_all(edits).await;
    let (won, lost): (Vec<_>, Vec<_>) = answers
        .iter()
        .partition(|answer| answer["userErrors"] == json!([]));
    assert_eq!((won.len(), lost.len()), (1, 19));
    for answer in lost {
        assert_eq!(codes(answer), one("expectedVersion", "CONFLICT"));
    }
    let unchanged =
        json!({ "id": draft["id"], "expectedVersion": 2, "hurdle": won[0]["lesson"]["hurdle"] });
    let same = call(&editor, "updateLesson", "UpdateLessonInput", unchanged).await;
    assert_eq!(same["lesson"]["version"], 2);
    assert_eq!(same["changeToken"], Value::Null);
    let cleared = json!({ "id": draft["id"], "expectedVersion": 2, "hurdle": null });
    let cleared = call(&editor, "updateLesson", "UpdateLessonInput", cleared).await;
    assert_eq!(cleared["lesson"]["hurdle"], Value::Null);
    assert_eq!(cleared["lesson"]["title"], draft["title"]);
}

async fn the_same_external_id_changes_the_same_lesson(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let first = contribute(&writer, &konstanz, json!({ "externalId": "K-1" })).await;
    let same = contribute(&writer, &konstanz, json!({ "externalId": "K-1" })).await;
    assert_eq!(same["lesson"], first["lesson"]);
    assert_eq!(same["changeToken"], Value::Null);
    let more = json!({ "externalId": "K-1", "hurdle": "Zeit" });
    let changed = contribute(&writer, &konstanz, more).await;
    assert_eq!(changed["lesson"]["id"], first["lesson"]["id"]);
    assert_eq!(changed["lesson"]["version"], 2);

    let other = world.member("Andere", BAMBERG, Role::Admin).await;
    let query = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) { lesson { id } } }";
    let input = json!({ "cityId": konstanz, "externalId": "K-1", "title": "T", "insight": "I" });
    let codes = other.codes(query, json!({ "input": input })).await;
    assert_eq!(codes, ["FORBIDDEN"]);

    let lessons: Vec<_> = (0..3)
        .map(|number| {
            json!({
                "cityId": konstanz, "externalId": format!("B-{number}"),
                "title": if number == 1 { "" } else { "Titel" }, "insight": "Einsicht",
            })
        })
        .collect();
    let query = "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        changeToken results { lesson { title status } userErrors { code field } } } }";
    let data = writer
        .graphql(query, json!({ "input": { "lessons": lessons } }))
        .await;
    let results = data["contributeLessons"]["results"].as_array().unwrap();
    assert_eq!(results[0]["lesson"]["status"], "DRAFT");
    let error = json!([{ "code": "REQUIRED", "field": ["lessons", "1", "title"] }]);
    assert_eq!(results[1], json!({ "lesson": null, "userErrors": error }));
    assert_eq!(results[2]["lesson"]["title"], "Titel");
}

async fn a_repeated_request_is_carried_out_once(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let once = writer.with_header("idempotency-key", "key-1");
    let answers = futures::future::join_all(
        (0..5).map(|_| contribute(&once, &konstanz, json!({ "title": "Einmal" }))),
    )
    .await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let all =
        "query($id: ID!) { city(by: { id: $id }) { lessons(first: 100) { nodes { title } } } }";
    let data = writer.graphql(all, json!({ "id": konstanz })).await;
    let titles = data["city"]["lessons"]["nodes"].as_array().unwrap();
    let made = titles.iter().filter(|it| it["title"] == "Einmal").count();
    assert_eq!(made, 1);
    let query = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) { lesson { id } } }";
    let input = json!({ "cityId": konstanz, "title": "Anders", "insight": "I" });
    let codes = once.codes(query, json!({ "input": input })).await;
    assert_eq!(codes, ["IDEMPOTENCY_KEY_REUSED"]);
}
