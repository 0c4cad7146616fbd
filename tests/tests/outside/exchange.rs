//! What passes between cities and people: reuse, comments, saved searches; and what stewards do.

use std::path::PathBuf;

use entity::kind::Role;
use sea_orm::{ConnectionTrait as _, Database, TransactionTrait as _};
use serde_json::{Value, json};
use tests::{Client, Engine, World};

use crate::contributing::{BAMBERG, KONSTANZ, call, city, codes, contribute, one, published};

tests::both![
    a_lesson_that_travelled_is_counted_and_found_first,
    readers_comment_and_editors_hide,
    searches_are_saved_and_come_back_to,
    drafts_and_reviews_are_the_viewers_own,
    stewards_keep_the_register,
    stewards_add_organizations_and_topics,
    an_erased_person_is_gone_everywhere,
    whoever_reads_for_long_keeps_nothing_erased_for_good,
    a_deleted_account_leaves_what_it_contributed,
    an_anonymous_lesson_has_no_city_for_outsiders,
    an_organization_works_on_drafts_in_which_it_takes_part,
];

async fn pair(world: &World) -> (Client, Client) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    (writer, editor)
}

/// Calls a mutation, whose input is named after it.
pub(crate) async fn ask(client: &Client, name: &str, fields: &str, input: Value) -> Value {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!(
        "mutation($input: {kind}!) {{ {name}(input: $input) {{
            {fields} userErrors {{ code field }} }} }}"
    );
    let data = client.graphql(&query, json!({ "input": input })).await;
    data[name].clone()
}

async fn a_lesson_that_travelled_is_counted_and_found_first(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let other = world.member("Andere", BAMBERG, Role::Contributor).await;
    let fields = "reuse { id stage result city { name } createdAt } changeToken";
    let reuse = |stage: &str, result: &str, city: &Value| json!({ "lessonId": lesson["id"], "cityId": city, "stage": stage, "result": result });
    let planned = ask(
        &other,
        "recordReuse",
        fields,
        reuse("PLANNED", "OPEN", &bamberg),
    )
    .await;
    let adopted = ask(
        &other,
        "recordReuse",
        fields,
        reuse("ADOPTED", "HELPED", &bamberg),
    )
    .await;
    assert_eq!(adopted["reuse"]["id"], planned["reuse"]["id"]);
    let own = ask(
        &writer,
        "recordReuse",
        fields,
        reuse("TRIED", "HELPED", &konstanz),
    )
    .await;
    assert_eq!(codes(&own), one("cityId", "INVALID"));
    let foreign =
        "mutation($input: RecordReuseInput!) { recordReuse(input: $input) { reuse { id } } }";
    let input = json!({ "input": reuse("TRIED", "HELPED", &konstanz) });
    assert_eq!(other.codes(foreign, input).await, ["FORBIDDEN"]);
    let found = world
        .client()
        .graphql(
            "query($token: String!) { searchLessons(query: \"\", orderBy: MOST_REUSED,
                notBefore: $token, first: 1, filter: { reused: true }) { totalCount nodes { id
                reuseSummary { total helped } reuses(first: 5) { nodes { result city { name } } } } } }",
            json!({ "token": adopted["changeToken"] }),
        )
        .await;
    let expected = json!({ "totalCount": 1, "nodes": [{
        "id": lesson["id"], "reuseSummary": { "total": 1, "helped": 1 },
        "reuses": { "nodes": [{ "result": "HELPED", "city": { "name": "Bamberg" } }] },
    }] });
    assert_eq!(found["searchLessons"], expected);
}

async fn readers_comment_and_editors_hide(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let other = world.member("Andere", BAMBERG, Role::Contributor).await;
    let fields = "comment { id body author parent { id } }";
    let input = json!({ "lessonId": lesson["id"], "body": "Bei uns auch so." });
    let first = ask(&other, "addComment", fields, input).await;
    assert_eq!(first["comment"]["author"], "Andere");
    let input =
        json!({ "lessonId": lesson["id"], "body": "Danke!", "parentId": first["comment"]["id"] });
    let reply = ask(&writer, "addComment", fields, input).await;
    assert_eq!(reply["comment"]["parent"]["id"], first["comment"]["id"]);
    let input = json!({ "id": first["comment"]["id"], "reason": "Werbung" });
    let forbidden =
        "mutation($input: HideCommentInput!) { hideComment(input: $input) { comment { id } } }";
    assert_eq!(
        writer.codes(forbidden, json!({ "input": input })).await,
        ["FORBIDDEN"]
    );
    let hidden = ask(&editor, "hideComment", "comment { hidden body }", input).await;
    assert_eq!(hidden["comment"], json!({ "hidden": true, "body": "" }));
    let all = world
        .client()
        .graphql(
            "query($id: ID!) { lesson(id: $id) { comments { totalCount nodes { body hidden } } } }",
            json!({ "id": lesson["id"] }),
        )
        .await;
    let comments = json!({ "totalCount": 2, "nodes": [
        { "body": "", "hidden": true }, { "body": "Danke!", "hidden": false } ] });
    assert_eq!(all["lesson"]["comments"], comments);
    let anonymous =
        "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }";
    let input = json!({ "input": { "lessonId": lesson["id"], "body": "x" } });
    assert_eq!(
        world.client().codes(anonymous, input).await,
        ["UNAUTHENTICATED"]
    );
}

async fn searches_are_saved_and_come_back_to(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let input = json!({ "name": "Umbau", "query": "Umbauten", "filter": { "countries": ["DE"] } });
    let fields = "savedSearch { id name query }";
    let saved = ask(&writer, "saveSearch", fields, input.clone()).await;
    let taken = ask(&writer, "saveSearch", fields, input).await;
    assert_eq!(codes(&taken), one("name", "TAKEN"));
    let lesson = published(&writer, &editor, &konstanz).await;
    world.caught_up().await;
    let mine = "{ viewer { savedSearches { name lessons(first: 5) { nodes { id } }
        all: newSince(since: \"2020-01-01T00:00:00Z\") none: newSince(since: \"2999-01-01T00:00:00Z\") } } }";
    let data = writer.graphql(mine, json!({})).await;
    let expected = json!([{ "name": "Umbau", "lessons": { "nodes": [{ "id": lesson["id"] }] }, "all": 1, "none": 0 }]);
    assert_eq!(data["viewer"]["savedSearches"], expected);
    let node = "query($id: ID!) { node(id: $id) { id } }";
    let id = json!({ "id": saved["savedSearch"]["id"] });
    assert_eq!(editor.graphql(node, id.clone()).await["node"], Value::Null);
    assert_eq!(writer.graphql(node, id.clone()).await["node"], id);
    let gone = ask(&editor, "deleteSavedSearch", "deletedId", id.clone()).await;
    assert_eq!(codes(&gone), one("id", "NOT_FOUND"));
    let gone = ask(&writer, "deleteSavedSearch", "deletedId", id.clone()).await;
    assert_eq!(gone["deletedId"], id["id"]);
}

async fn drafts_and_reviews_are_the_viewers_own(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let draft = contribute(&writer, &konstanz, json!({})).await;
    let waiting = contribute(&editor, &konstanz, json!({ "submit": true })).await;
    let mine = "{ viewer { drafts { totalCount nodes { id } } reviewQueue { nodes { id } } } }";
    let of = async |client: &Client| client.graphql(mine, json!({})).await["viewer"].clone();
    let seen = of(&writer).await;
    assert_eq!(
        seen["drafts"],
        json!({ "totalCount": 1, "nodes": [{ "id": draft["lesson"]["id"] }] })
    );
    assert_eq!(seen["reviewQueue"]["nodes"], json!([]));
    assert_eq!(
        of(&editor).await["reviewQueue"]["nodes"],
        json!([]),
        "submitted by herself"
    );
    let second = world.member("Zweite", KONSTANZ, Role::Editor).await;
    let queue = json!([{ "id": waiting["lesson"]["id"] }]);
    assert_eq!(of(&second).await["reviewQueue"]["nodes"], queue);
    let nobody = of(world.client()).await;
    assert_eq!(nobody["drafts"]["totalCount"], 0);
    assert_eq!(nobody["reviewQueue"]["nodes"], json!([]));
}

async fn stewards_keep_the_register(world: &World) {
    let steward = world.steward().await;
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let input = json!({ "name": "Kreuzlingen", "country": "ch", "officialKey": "4671", "population": 22000 });
    let fields = "city { id name slug country population officialKey }";
    let made = ask(&steward, "createCity", fields, input.clone()).await;
    assert_eq!(made["city"]["country"], "CH");
    let again = ask(&steward, "createCity", fields, input.clone()).await;
    assert_eq!(codes(&again), one("officialKey", "TAKEN"));
    let bad = json!({ "name": "", "country": "XX", "latitude": 91.0, "website": "ftp://x" });
    let bad = ask(&steward, "createCity", fields, bad).await;
    let paths: Vec<_> = codes(&bad).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["country", "name", "website", "latitude"]);
    let change = json!({ "id": made["city"]["id"], "population": null, "region": "Thurgau" });
    let changed = ask(
        &steward,
        "updateCity",
        "city { name population region }",
        change,
    )
    .await;
    assert_eq!(
        changed["city"],
        json!({ "name": "Kreuzlingen", "population": null, "region": "Thurgau" })
    );
    let forbidden =
        "mutation($input: CreateCityInput!) { createCity(input: $input) { city { id } } }";
    assert_eq!(
        admin.codes(forbidden, json!({ "input": input })).await,
        ["FORBIDDEN"]
    );
}

async fn stewards_add_organizations_and_topics(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let input = json!({ "name": "Amt für Digitalisierung", "kind": "UNIT", "cityId": konstanz });
    let unit = ask(
        &steward,
        "createOrganization",
        "organization { slug city { name } }",
        input,
    )
    .await;
    assert_eq!(
        unit["organization"],
        json!({ "slug": "amt-fuer-digitalisierung", "city": { "name": "Konstanz" } })
    );
    let input = json!({ "scheme": "TOPIC", "slug": "grenzpendler", "labels": [
        { "language": "de", "label": "Grenzpendler", "synonyms": ["Grenzgänger"] } ] });
    let topic = ask(
        &steward,
        "createTopic",
        "topic { slug label synonyms }",
        input.clone(),
    )
    .await;
    assert_eq!(topic["topic"]["synonyms"], json!(["Grenzgänger"]));
    let again = ask(&steward, "createTopic", "topic { slug }", input).await;
    assert_eq!(codes(&again), one("slug", "TAKEN"));
}

async fn an_erased_person_is_gone_everywhere(world: &World) {
    let (writer, editor) = pair(world).await;
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let part = json!({ "participations": [{ "person": "Erika Mustermann", "role": "AUTHOR" }] });
    let once = writer.with_header("idempotency-key", "erase");
    let lesson = contribute(&once, &konstanz, part).await["lesson"].clone();
    let project = json!({ "cityId": konstanz, "title": "Probe", "statements": [
        { "kind": "QUOTE", "text": "Gut.", "person": "Erika Mustermann" } ] });
    ask(
        &editor,
        "createProject",
        "project { id entryStatus }",
        project,
    )
    .await;
    let input = json!({ "name": "erika  MUSTERMANN", "reason": "Erika Mustermann will es so" });
    let fields = "erased";
    let refused = ask(&steward, "erasePerson", fields, input).await;
    assert_eq!(codes(&refused), one("reason", "INVALID"));
    let input = json!({ "name": "erika  MUSTERMANN", "reason": "Antrag nach Art. 17 DSGVO" });
    let erased = ask(&steward, "erasePerson", fields, input).await;
    assert_eq!(erased["erased"], 4, "two rows and their two versions");
    let seen = "query($id: ID!) { lesson(id: $id) { participations { person role }
        revisions(first: 5) { nodes { changes { field after } } } } }";
    let seen = writer.graphql(seen, json!({ "id": lesson["id"] })).await;
    assert_eq!(
        seen["lesson"]["participations"],
        json!([{ "person": null, "role": "AUTHOR" }])
    );
    assert!(!seen.to_string().contains("Mustermann"), "{seen}");
    let left = world.texts_of_the_database().await;
    assert!(!left.contains("Mustermann"), "a table still holds the name");
    let kept = left.matches("Antrag nach Art. 17 DSGVO").count();
    assert_eq!(kept, 1, "why is kept, once");
    for (name, reason) in [
        ("Otto Normal", "Gemeldet von Lieschen Müller"),
        ("lieschen MÜLLER", "Auf ihren Wunsch"),
    ] {
        let before = world.texts_of_the_database().await;
        assert!(!before.contains(reason), "{reason}");
        let input = json!({ "name": name, "reason": reason });
        ask(&steward, "erasePerson", fields, input).await;
        let after = world.texts_of_the_database().await;
        assert!(after.contains(reason), "{reason}");
    }
    let left = world.texts_of_the_database().await;
    assert!(!left.contains("Lieschen"), "a reason still holds the name");
    assert_eq!(files_that_hold(world, "Mustermann"), NO_FILES);
}

const NO_FILES: [PathBuf; 0] = [];

/// The files of the data folder that hold a text, in any case.
fn files_that_hold(world: &World, text: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(world.place().folder()).unwrap();
    let files = entries.map(|entry| entry.unwrap().path());
    let holds = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        let mut parts = bytes.windows(text.len());
        parts.any(|it| it.eq_ignore_ascii_case(text.as_bytes()))
    };
    files.filter(|path| path.is_file()).filter(holds).collect()
}

async fn whoever_reads_for_long_keeps_nothing_erased_for_good(world: &World) {
    if world.place().engine() == Engine::Postgres {
        return;
    }
    let (writer, _) = pair(world).await;
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let part = json!({ "participations": [{ "person": "Erika Mustermann", "role": "AUTHOR" }] });
    contribute(&writer, &konstanz, part).await;

    let database = Database::connect(world.place().database_url())
        .await
        .unwrap();
    let reader = database.begin().await.unwrap();
    let before = reader.execute_unprepared("SELECT count(*) FROM lesson");
    before.await.unwrap();
    let input = json!({ "name": "Erika Mustermann", "reason": "Antrag" });
    let erased = ask(&steward, "erasePerson", "erased", input).await;
    assert_eq!(erased["erased"], 2);
    assert_ne!(files_that_hold(world, "Mustermann"), NO_FILES);
    reader.rollback().await.unwrap();
    database.close().await.unwrap();
    // Nothing else is written; the follower looks by itself.
    for _ in 0..100 {
        if files_that_hold(world, "Mustermann") == NO_FILES {
            return;
        }
    }
    panic!("the log still holds the name");
}

async fn a_deleted_account_leaves_what_it_contributed(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = contribute(&writer, &konstanz, json!({})).await["lesson"].clone();
    let me = writer
        .graphql("{ viewer { account { id } } }", json!({}))
        .await;
    let id = me["viewer"]["account"]["id"].clone();
    let gone = ask(&writer, "deleteAccount", "deletedId", json!({ "id": id })).await;
    assert_eq!(gone["deletedId"], id);
    assert_eq!(
        writer.codes("{ viewer { readsUpTo } }", json!({})).await,
        ["UNAUTHENTICATED"]
    );
    let history =
        "query($id: ID!) { lesson(id: $id) { revisions(first: 5) { nodes { author } } } }";
    let history = editor.graphql(history, json!({ "id": lesson["id"] })).await;
    assert_eq!(
        history["lesson"]["revisions"]["nodes"],
        json!([{ "author": "former member" }])
    );
}

async fn an_anonymous_lesson_has_no_city_for_outsiders(world: &World) {
    let (writer, editor) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let anonymous = json!({ "attribution": "ANONYMOUS", "submit": true, "title": "Verfahren ohne Namen",
        "sources": [{ "kind": "PAGE", "title": "Konstanz" }],
        "participations": [{ "person": "Max Beispiel", "role": "AUTHOR" }] });
    let lesson = contribute(&writer, &konstanz, anonymous).await["lesson"].clone();
    let input = json!({ "id": lesson["id"], "expectedVersion": 1 });
    let approved = call(&editor, "approveLesson", "LessonStepInput", input).await;
    let query = "query($id: ID!, $city: ID!, $token: String!) {
        lesson(id: $id) { city { name } project { id } sources { title } participations { person }
            origin { country region populationBand } revisions { totalCount } proposals { id } }
        lessons(filter: { cities: [$city] }, first: 100) { nodes { title } }
        city(by: { id: $city }) { lessons(first: 100) { nodes { title } } }
        searchLessons(query: \"Verfahren Namen\", notBefore: $token, filter: { cities: [$city] }) { totalCount }
        found: searchLessons(query: \"Verfahren Namen\", notBefore: $token) { nodes { id } facets(by: [CITY]) { buckets { label } } } }";
    let variables =
        json!({ "id": lesson["id"], "city": konstanz, "token": approved["changeToken"] });
    let other = world.member("Andere", BAMBERG, Role::Admin).await;
    for outsider in [world.client(), &other] {
        let seen = outsider.graphql(query, variables.clone()).await;
        assert_eq!(seen["lesson"]["city"], Value::Null);
        for empty in ["sources", "participations", "proposals"] {
            assert_eq!(seen["lesson"][empty], json!([]), "{empty}");
        }
        assert_eq!(seen["lesson"]["revisions"]["totalCount"], 0);
        assert_eq!(seen["searchLessons"]["totalCount"], 0);
        assert_eq!(seen["found"]["nodes"][0]["id"], lesson["id"]);
        let told = seen.to_string();
        assert!(
            !told.contains("Konstanz") && !told.contains("Beispiel"),
            "{told}"
        );
        let listed = format!("{}{}", seen["lessons"], seen["city"]);
        assert!(!listed.contains("Verfahren ohne Namen"), "{listed}");
    }
    let seen = editor.graphql(query, variables).await;
    assert_eq!(seen["lesson"]["city"]["name"], "Konstanz");
    assert_eq!(
        seen["lesson"]["participations"][0]["person"],
        "Max Beispiel"
    );
}

async fn an_organization_works_on_drafts_in_which_it_takes_part(world: &World) {
    let (writer, _) = pair(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let organization = world
        .client()
        .graphql("{ organization(by: { slug: \"city-und-bits\" }) { id } organizations(first: 1) { nodes { id slug } } }", json!({}))
        .await;
    let organization = organization["organizations"]["nodes"][0].clone();
    let partner = world
        .organization_member("Dienstleister", organization["slug"].as_str().unwrap())
        .await;
    let plain = contribute(&writer, &konstanz, json!({})).await["lesson"].clone();
    let part = json!({ "participations": [{ "organizationId": organization["id"], "role": "CONTRACTOR" }] });
    let joint = contribute(&writer, &konstanz, part).await["lesson"].clone();
    let seen = "query($id: ID!) { lesson(id: $id) { viewerCan status } }";
    let hidden = partner.graphql(seen, json!({ "id": plain["id"] })).await;
    assert_eq!(hidden["lesson"], Value::Null);
    let shown = partner.graphql(seen, json!({ "id": joint["id"] })).await;
    assert_eq!(
        shown["lesson"]["viewerCan"],
        json!(["EDIT", "SUBMIT", "COMMENT"])
    );
    let input = json!({ "id": joint["id"], "expectedVersion": 1, "hurdle": "Zeit" });
    let edited = call(&partner, "updateLesson", "UpdateLessonInput", input).await;
    assert_eq!(edited["lesson"]["hurdle"], "Zeit");
    let submitted = json!({ "id": joint["id"], "expectedVersion": 2 });
    let submitted = call(&partner, "submitLesson", "LessonStepInput", submitted).await;
    assert_eq!(submitted["lesson"]["status"], "IN_REVIEW");
    let approve =
        "mutation($input: LessonStepInput!) { approveLesson(input: $input) { lesson { id } } }";
    let input = json!({ "input": { "id": joint["id"], "expectedVersion": 3 } });
    assert_eq!(partner.codes(approve, input).await, ["FORBIDDEN"]);
}
