//! What is sent by nobody who means well, or by a program that is wrong: it costs little, tells
//! nothing, and is answered like any form.

use api::{
    app::{
        accounts::{NewAccount, NewMembership},
        refusal::Refusal,
        repeat::Repeated,
    },
    domain::{actor::Actor, lesson_filter::LessonFilter, problem::Problems, reach::Reach},
};
use entity::{id::CityId, kind::Role};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};
use tests::World;

use crate::{
    contributing::{BAMBERG, KONSTANZ, call, city, codes, contribute, one},
    exchange::ask,
    once::a_minute_passes,
    tokens::make,
};

tests::both![
    a_list_that_is_far_too_long_is_one_problem,
    all_that_is_wrong_is_told_where_it_is,
    what_a_wrong_id_is_sent_with_is_looked_at_too,
    nothing_unseen_is_taken_for_text,
    what_is_left_blank_is_as_if_it_were_left_out,
    who_may_not_read_versions_goes_back_to_none,
    admins_learn_nothing_of_accounts_elsewhere,
    what_someone_else_took_up_is_not_done_twice,
    whatever_a_client_sends_to_get_it_back_is_kept_for_a_repeat,
    five_hundred_lessons_of_some_length_are_one_request,
    of_two_lessons_one_is_the_newer,
    null_tells_nobody_what_was_for_few,
];

/// Far more than any form holds, and less than a request may.
const MANY: usize = 60_000;

fn told(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let told = expected.iter();
    told.map(|(path, code)| ((*path).to_owned(), (*code).to_owned()))
        .collect()
}

/// Another id of the same type, of nothing that is there.
fn missing(id: &Value) -> Value {
    let id = id.as_str().unwrap();
    json!(format!("{}AAAA", &id[..id.len() - 4]))
}

async fn topic(world: &World) -> Value {
    let topics = world.client().graphql("{ topics { id } }", json!({})).await;
    topics["topics"][0]["id"].clone()
}

async fn a_list_that_is_far_too_long_is_one_problem(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let too_long = contribute(&writer, &konstanz, json!({ "topicIds": vec!["a"; MANY] })).await;
    assert_eq!(codes(&too_long), one("topicIds", "TOO_LONG"));
    let part = json!({ "role": "LEAD", "organizationId": "a" });
    let parts = json!({ "participations": vec![part; MANY / 4] });
    let too_long = contribute(&writer, &konstanz, parts).await;
    assert_eq!(codes(&too_long), one("participations", "TOO_LONG"));
    let places = vec![json!({ "role": "EDITOR", "cityId": "a" }); MANY / 4];
    let account = json!({ "name": "Viele", "memberships": places });
    let too_long = ask(&steward, "createAccount", "account { id }", account).await;
    assert_eq!(codes(&too_long), one("memberships", "TOO_LONG"));
    // Whoever asks: nobody looks for so many places.
    let (house, reach) = (Actor::House, Reach::of(&Actor::House));
    let session = world.knowledge_base().session(&house, &reach, None);
    let nowhere = || NewMembership {
        city: Some(CityId(Uuid::nil())),
        organization: None,
        role: Role::Editor,
    };
    let account = NewAccount {
        name: "Viele".to_owned(),
        memberships: std::iter::repeat_with(nowhere).take(501).collect(),
        ..NewAccount::default()
    };
    let Err(Refusal::Problems(problems)) = session.create_account(account).await else {
        panic!("an account belongs to too much");
    };
    let paths: Vec<_> = problems.iter().map(|it| it.path.join(".")).collect();
    assert_eq!(paths, ["memberships"]);
    let synonyms = vec!["a"; MANY];
    let labels = json!([{ "language": "de", "label": "Viel", "synonyms": synonyms }]);
    let topic = json!({ "scheme": "TOPIC", "slug": "viel", "labels": labels });
    let too_long = ask(&steward, "createTopic", "topic { id }", topic).await;
    assert_eq!(codes(&too_long), one("labels.0.synonyms", "TOO_LONG"));
}

async fn all_that_is_wrong_is_told_where_it_is(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let topic = topic(world).await;
    let organizations = "{ organizations(first: 1) { nodes { id } } }";
    let organizations = world.client().graphql(organizations, json!({})).await;
    let nobody = missing(&organizations["organizations"]["nodes"][0]["id"]);
    let statements = json!([
        { "kind": "QUOTE", "text": " ", "rank": 0, "statedOn": "gestern" },
        { "kind": "QUOTE", "text": "Gut.", "issuerId": nobody },
    ]);
    let project = json!({ "cityId": konstanz, "title": "Probe", "statements": statements });
    let refused = ask(&editor, "createProject", "project { id }", project).await;
    let expected = [
        ("statements.0.text", "REQUIRED"),
        ("statements.0.rank", "INVALID"),
        ("statements.0.statedOn", "INVALID"),
        ("statements.1.issuerId", "NOT_FOUND"),
    ];
    assert_eq!(codes(&refused), told(&expected));

    let draft = contribute(&editor, &konstanz, json!({})).await["lesson"].clone();
    let update = |topics: Value| json!({ "id": draft["id"], "expectedVersion": 1, "title": "", "topicIds": topics });
    let kind = "UpdateLessonInput";
    let topics = update(json!([topic, "a", missing(&topic)]));
    let refused = call(&editor, "updateLesson", kind, topics).await;
    let expected = [("topicIds.1", "INVALID"), ("title", "REQUIRED")];
    assert_eq!(codes(&refused), told(&expected));
    let topics = update(json!([topic, missing(&topic)]));
    let refused = call(&editor, "updateLesson", kind, topics).await;
    let expected = [("title", "REQUIRED"), ("topicIds.1", "NOT_FOUND")];
    assert_eq!(codes(&refused), told(&expected));
}

async fn what_a_wrong_id_is_sent_with_is_looked_at_too(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let long = "x".repeat(20_001);
    let input = json!({ "id": "a", "expectedVersion": 1, "title": "", "occurredOn": "gestern", "note": long });
    let refused = call(&editor, "updateLesson", "UpdateLessonInput", input).await;
    let expected = [
        ("id", "INVALID"),
        ("title", "REQUIRED"),
        ("occurredOn", "INVALID"),
        ("note", "TOO_LONG"),
    ];
    assert_eq!(codes(&refused), told(&expected));
    let input = json!({ "id": "a", "expectedVersion": 1, "note": long });
    let refused = call(&editor, "submitLesson", "LessonStepInput", input).await;
    let expected = [("id", "INVALID"), ("note", "TOO_LONG")];
    assert_eq!(codes(&refused), told(&expected));
    let input = json!({ "id": "a", "expectedVersion": 1, "summary": long });
    let refused = ask(&editor, "updateProject", "project { id }", input).await;
    let expected = [("id", "INVALID"), ("summary", "TOO_LONG")];
    assert_eq!(codes(&refused), told(&expected));
    let input = json!({ "lessonId": "a", "cityId": "b", "stage": "TRIED", "result": "OPEN",
        "reusedOn": "gestern", "note": long });
    let refused = ask(&editor, "recordReuse", "reuse { id }", input).await;
    let expected = [
        ("lessonId", "INVALID"),
        ("cityId", "INVALID"),
        ("reusedOn", "INVALID"),
        ("note", "TOO_LONG"),
    ];
    assert_eq!(codes(&refused), told(&expected));
    let input = json!({ "lessonId": "a", "body": " " });
    let refused = ask(&editor, "addComment", "comment { id }", input).await;
    let expected = [("lessonId", "INVALID"), ("body", "REQUIRED")];
    assert_eq!(codes(&refused), told(&expected));
}

async fn nothing_unseen_is_taken_for_text(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    for (field, value) in [
        ("title", "a\u{2028}b"),
        ("insight", "a\u{0}b"),
        ("language", "german"),
        ("language", "xx"),
        ("language", "de-XX"),
    ] {
        let refused = contribute(&writer, &konstanz, json!({ field: value })).await;
        assert_eq!(codes(&refused), one(field, "INVALID"), "{value:?}");
    }
    for url in ["https://a.de/\u{0}", "https://a.de/x\ny", "https://a\t.de"] {
        let source = json!({ "sources": [{ "kind": "PAGE", "title": "Quelle", "url": url }] });
        let refused = contribute(&writer, &konstanz, source).await;
        assert_eq!(codes(&refused), one("sources.0.url", "INVALID"), "{url:?}");
    }
    let filter = json!({ "regions": ["x".repeat(201)] });
    let search = json!({ "name": "Lang", "query": "x", "filter": filter });
    let refused = ask(&writer, "saveSearch", "savedSearch { id }", search).await;
    assert_eq!(codes(&refused), one("filter.regions.0", "TOO_LONG"));
}

async fn what_is_left_blank_is_as_if_it_were_left_out(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let blank = json!({ "licence": " ", "language": "", "hurdle": "", "occurredOn": "" });
    let drafted = contribute(&writer, &konstanz, blank).await;
    assert_eq!(codes(&drafted), []);
    let query = "query($id: ID!) { lesson(id: $id) { licence language hurdle occurredOn } }";
    let id = json!({ "id": drafted["lesson"]["id"] });
    let stored = writer.graphql(query, id).await;
    let expected =
        json!({ "licence": "CC-BY-4.0", "language": "de", "hurdle": null, "occurredOn": null });
    assert_eq!(stored["lesson"], expected);
}

/// The first version of a lesson told whose it is; a partner sees the lesson since it is anonymous.
async fn who_may_not_read_versions_goes_back_to_none(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let organizations = "{ organizations(first: 1) { nodes { id slug } } }";
    let organizations = world.client().graphql(organizations, json!({})).await;
    let organization = &organizations["organizations"]["nodes"][0];
    let slug = organization["slug"].as_str().unwrap();
    let partner = world.organization_member("Dienstleister", slug).await;
    let named = contribute(&writer, &konstanz, json!({})).await["lesson"].clone();
    let part = json!([{ "organizationId": organization["id"], "role": "PARTNER" }]);
    let input = json!({ "id": named["id"], "expectedVersion": 1, "attribution": "ANONYMOUS",
        "participations": part });
    let anonymous = call(&writer, "updateLesson", "UpdateLessonInput", input).await;
    assert_eq!(anonymous["lesson"]["attribution"], "ANONYMOUS");
    let query = "query($id: ID!) { lesson(id: $id) { city { name } revisions { totalCount } } }";
    let seen = partner.graphql(query, json!({ "id": named["id"] })).await;
    let nothing = json!({ "city": null, "revisions": { "totalCount": 0 } });
    assert_eq!(seen["lesson"], nothing);
    let restore = "mutation($input: RestoreLessonInput!) { restoreLesson(input: $input) {
        lesson { city { name } } userErrors { code } } }";
    let input = json!({ "id": named["id"], "expectedVersion": 2, "toVersion": 1 });
    let refused = partner.codes(restore, json!({ "input": input })).await;
    assert_eq!(refused, ["FORBIDDEN"]);
    let restored = call(&writer, "restoreLesson", "RestoreLessonInput", input).await;
    assert_eq!(restored["lesson"]["attribution"], "NAMED");
}

async fn admins_learn_nothing_of_accounts_elsewhere(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let elsewhere = world.member("Andere", BAMBERG, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let me = "{ viewer { account { id } } }";
    let account = elsewhere.graphql(me, json!({})).await["viewer"]["account"]["id"].clone();
    for account in [missing(&account), account] {
        let input = json!({ "accountId": account, "cityId": konstanz });
        let refused = make(&admin, input).await;
        assert_eq!(codes(&refused), one("accountId", "NOT_FOUND"));
    }
}

/// A request that takes so long that it seems to have died, and is taken up by another process.
async fn what_someone_else_took_up_is_not_done_twice(world: &World) {
    let member = world.member("Lesende", KONSTANZ, Role::Contributor).await;
    let knowledge_base = world.knowledge_base();
    let token = member.header("authorization").unwrap();
    let token = token.strip_prefix("Bearer ").unwrap();
    let actor = knowledge_base.sign_in(token).await.unwrap().unwrap();
    let account = actor.account;
    let (actor, request) = (Actor::Member(actor), [7; 32]);
    let reach = Reach::of(&actor);
    let take_up = async || {
        let known = knowledge_base.take_up(account, "key", &request).await;
        match known.unwrap() {
            Repeated::Open(repeat) => repeat,
            Repeated::Answered(answer) => panic!("answered: {answer}"),
        }
    };
    let slow = take_up().await;
    a_minute_passes(world.place()).await;
    let quick = take_up().await;
    let filter = LessonFilter::default();
    let slow = knowledge_base.session(&actor, &reach, Some(&slow));
    let refused = slow
        .save_search("Langsam", "x", &filter, Problems::default())
        .await;
    assert!(matches!(refused, Err(Refusal::InProgress)), "{refused:?}");
    let quick = knowledge_base.session(&actor, &reach, Some(&quick));
    let done = quick.save_search("Schnell", "x", &filter, Problems::default());
    done.await.unwrap();
    let saved = knowledge_base.saved_searches(&actor).await.unwrap();
    let names: Vec<_> = saved.iter().map(|search| search.name.as_str()).collect();
    assert_eq!(names, ["Schnell"]);
}

/// Such as people write: a page each.
async fn five_hundred_lessons_of_some_length_are_one_request(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let page = "Wer früh fragt, baut seltener um. ".repeat(100);
    let lesson = |number: usize| json!({ "cityId": konstanz, "title": format!("Lehre {number}"), "insight": page });
    let lessons: Vec<_> = (0..500).map(lesson).collect();
    let query = "mutation($input: ContributeLessonsInput!) { contributeLessons(input: $input) {
        results { lesson { version } userErrors { code } } } }";
    let input = json!({ "input": { "lessons": lessons } });
    let (status, _) = world.client().bytes(query, &input).await;
    assert_eq!(status, 413, "nobody sends so much");
    let done = writer.graphql(query, input).await;
    let results = done["contributeLessons"]["results"].as_array().unwrap();
    assert_eq!(results.len(), 500);
    let made = json!({ "lesson": { "version": 1 }, "userErrors": [] });
    assert!(results.iter().all(|result| *result == made));
}

async fn whatever_a_client_sends_to_get_it_back_is_kept_for_a_repeat(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let once = writer.with_header("idempotency-key", "odd");
    let konstanz = city(world.client(), KONSTANZ).await;
    let odd = json!({ "clientMutationId": "a\u{0}b\u{7}\u{2028}\\u0000" });
    let first = contribute(&once, &konstanz, odd.clone()).await;
    assert_eq!(first["clientMutationId"], odd["clientMutationId"]);
    assert_eq!(contribute(&once, &konstanz, odd).await, first);
}

async fn of_two_lessons_one_is_the_newer(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let older = contribute(&editor, &konstanz, json!({})).await["lesson"].clone();
    let newer = contribute(&editor, &konstanz, json!({})).await["lesson"].clone();
    let relate = |from: &Value, kind: &str, to: &Value| {
        let input = json!({ "fromId": from["id"], "kind": kind, "toId": to["id"] });
        let client = editor.clone();
        async move { call(&client, "relateLessons", "RelateLessonsInput", input).await }
    };
    assert_eq!(codes(&relate(&newer, "REPLACES", &older).await), []);
    let refused = relate(&older, "REPLACES", &newer).await;
    assert_eq!(codes(&refused), one("toId", "INVALID"));
    assert_eq!(codes(&relate(&older, "CONTRADICTS", &newer).await), []);
    assert_eq!(codes(&relate(&newer, "CONTRADICTS", &older).await), []);
}

async fn null_tells_nobody_what_was_for_few(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let closed = json!({ "audience": "CITY", "attribution": "ANONYMOUS" });
    let draft = contribute(&writer, &konstanz, closed).await["lesson"].clone();
    let input = json!({ "id": draft["id"], "expectedVersion": 1, "hurdle": "Zeit",
        "audience": null, "attribution": null });
    let refused = call(&writer, "updateLesson", "UpdateLessonInput", input).await;
    let expected = [("attribution", "REQUIRED"), ("audience", "REQUIRED")];
    assert_eq!(codes(&refused), told(&expected));
    // Where nothing was said before, there is nothing to tell.
    let open = json!({ "audience": null, "attribution": null });
    let draft = contribute(&writer, &konstanz, open).await["lesson"].clone();
    assert_eq!(draft["audience"], "PUBLIC");
}
