//! Once and no more: of edits at the same time, and of requests whose answer was lost.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use entity::{idempotency_key, kind::Role};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, Database, EntityTrait as _, IntoActiveModel as _,
};
use serde_json::{Value, json};
use tests::{Client, LehrgeldProcess, Loaded, Place, World};

use crate::contributing::{KONSTANZ, call, city, codes, contribute, one, published};

tests::both![
    two_hundred_edits_at_once_make_a_version_each_or_none,
    a_request_whose_answer_was_lost_is_carried_out_once,
    a_request_during_which_the_service_was_killed_is_carried_out_once,
];

const EDITS: usize = 200;
const TRIES: usize = 2;
/// How long what was sent may take to be seen.
const PATIENCE: Duration = Duration::from_mins(1);

/// By two services, where the database can have two.
async fn two_hundred_edits_at_once_make_a_version_each_or_none(world: &World) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let first = usize::try_from(lesson["version"].as_u64().unwrap()).unwrap();
    let beside = world.beside().await;
    let token = editor.header("authorization").unwrap();
    let clients: Vec<_> = [Some(world), beside.as_ref()]
        .into_iter()
        .flatten()
        .map(|world| world.client().with_header("authorization", token))
        .collect();
    let edits = (0..EDITS).map(|number| {
        let client = clients[number % clients.len()].clone();
        let id = lesson["id"].clone();
        tokio::spawn(async move { edit(&client, &id, number).await })
    });
    let answers = futures::future::join_all(edits.collect::<Vec<_>>()).await;
    let mut won = BTreeSet::new();
    for (number, answer) in answers.into_iter().enumerate() {
        for (seen, answer) in answer.unwrap() {
            if answer["userErrors"] == json!([]) {
                assert_eq!(
                    answer["lesson"]["version"],
                    seen + 1,
                    "edits of one version"
                );
                won.insert(hurdle(number));
            } else {
                assert_eq!(codes(&answer), one("expectedVersion", "CONFLICT"));
            }
        }
    }
    assert!(!won.is_empty(), "nobody won");
    let (versions, said) = history(&editor, &lesson["id"]).await;
    let dense: Vec<_> = (1..=first + won.len()).collect();
    assert_eq!(versions, dense);
    assert_eq!(
        said.len(),
        won.len(),
        "a version says nothing new: {said:?}"
    );
    assert_eq!(BTreeSet::from_iter(said), won);
    if let Some(beside) = beside {
        beside.stop().await;
    }
}

fn hurdle(number: usize) -> String {
    format!("Hürde {number}")
}

/// Someone reads the lesson and changes the version that they saw; where someone else did first, they
/// try once more. What they saw and were told each time.
async fn edit(client: &Client, id: &Value, number: usize) -> Vec<(u64, Value)> {
    let query = "query($id: ID!) { lesson(id: $id) { version } }";
    let mut told = Vec::new();
    for _ in 0..TRIES {
        let seen = client.graphql(query, json!({ "id": id })).await;
        let seen = seen["lesson"]["version"].as_u64().unwrap();
        let input = json!({ "id": id, "expectedVersion": seen, "hurdle": hurdle(number) });
        let answer = call(client, "updateLesson", "UpdateLessonInput", input).await;
        let won = answer["userErrors"] == json!([]);
        told.push((seen, answer));
        if won {
            break;
        }
    }
    told
}

/// The numbers of all versions, and what they said of the hurdle where they changed it.
async fn history(client: &Client, id: &Value) -> (Vec<usize>, Vec<String>) {
    let query = "query($id: ID!, $after: String) { lesson(id: $id) { version
        revisions(first: 100, after: $after) { nodes { version changes { field after } }
            pageInfo { hasNextPage endCursor } } } }";
    let (mut versions, mut said, mut after) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let variables = json!({ "id": id, "after": after });
        let mut told = client.graphql(query, variables).await;
        let revisions = told["lesson"]["revisions"].take();
        for node in revisions["nodes"].as_array().unwrap() {
            versions.push(usize::try_from(node["version"].as_u64().unwrap()).unwrap());
            let mut changes = node["changes"].as_array().unwrap().iter();
            let hurdle = changes.find(|change| change["field"] == "hurdle");
            said.extend(hurdle.map(|change| change["after"].as_str().unwrap().to_owned()));
        }
        if revisions["pageInfo"]["hasNextPage"] == false {
            assert_eq!(told["lesson"]["version"], json!(versions.len()));
            return (versions, said);
        }
        after = revisions["pageInfo"]["endCursor"].clone();
    }
}

/// A request that does several things, one after another: what is there of it says how far it got.
const SEVERAL: &str = "mutation($city: ID!, $one: String!, $two: String!, $three: String!) {
    one: contributeLesson(input: { cityId: $city, title: $one, insight: \"Eins.\" }) { ...done }
    two: contributeLesson(input: { cityId: $city, title: $two, insight: \"Zwei.\" }) { ...done }
    three: contributeLesson(input: { cityId: $city, title: $three, insight: \"Drei.\" }) { ...done }
    }
    fragment done on LessonPayload { lesson { id title version } userErrors { code } }";

fn several(city: &Value, name: &str) -> Value {
    json!({ "city": city, "one": format!("{name}, eins"), "two": format!("{name}, zwei"),
        "three": format!("{name}, drei") })
}

/// The titles of all drafts that are named so.
async fn named(client: &Client, name: &str) -> Vec<String> {
    let query = "{ viewer { drafts(first: 100) { nodes { title version } } } }";
    let told = client.graphql(query, json!({})).await;
    let drafts = told["viewer"]["drafts"]["nodes"].as_array().unwrap();
    let titles = drafts
        .iter()
        .filter_map(|draft| draft["title"].as_str())
        .filter(|title| title.starts_with(name));
    let mut titles: Vec<_> = titles.map(str::to_owned).collect();
    titles.sort();
    titles
}

/// Waits until so many drafts are named so.
async fn wait_for(client: &Client, name: &str, count: usize) {
    let patience = Instant::now() + PATIENCE;
    while named(client, name).await.len() < count {
        assert!(Instant::now() < patience, "{name} is not carried out");
    }
}

/// Repeats the request, and sees that each of its effects is there once.
async fn repeat(client: &Client, city: &Value, name: &str) {
    let answer = client.graphql(SEVERAL, several(city, name)).await;
    let all = ["drei", "eins", "zwei"].map(|end| format!("{name}, {end}"));
    assert_eq!(named(client, name).await, all);
    for (part, end) in [("one", "eins"), ("two", "zwei"), ("three", "drei")] {
        let lesson = &answer[part]["lesson"];
        assert_eq!(answer[part]["userErrors"], json!([]), "{answer}");
        assert_eq!(lesson["title"], format!("{name}, {end}"));
        let query = "query($id: ID!) { lesson(id: $id) { title } }";
        let stored = client.graphql(query, json!({ "id": lesson["id"] })).await;
        assert_eq!(stored["lesson"]["title"], lesson["title"]);
    }
    let again = client.graphql(SEVERAL, several(city, name)).await;
    assert_eq!(again, answer);
    assert_eq!(named(client, name).await, all);
}

async fn a_request_whose_answer_was_lost_is_carried_out_once(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    for number in 0..12 {
        let name = format!("Verloren {number:02}");
        let client = writer.with_header("idempotency-key", &name);
        let cut = client.send(SEVERAL, &several(&konstanz, &name));
        // Before anything of it is there, after a part, and after all of it.
        let waited = number % 4;
        wait_for(&writer, &name, waited).await;
        drop(cut);
        repeat(&client, &konstanz, &name).await;
    }
    a_lost_edit_is_made_once(&writer, &konstanz).await;
}

/// Also what does not make anything new, and what others are told of.
async fn a_lost_edit_is_made_once(writer: &Client, konstanz: &Value) {
    let lesson = contribute(writer, konstanz, json!({})).await["lesson"].clone();
    let edit = "mutation($id: ID!) {
        updateLesson(input: { id: $id, expectedVersion: 1, hurdle: \"Zeit\" }) {
            lesson { version } userErrors { code } }
        addComment(input: { lessonId: $id, body: \"Ja.\" }) { comment { id } } }";
    let id = json!({ "id": lesson["id"] });
    let client = writer.with_header("idempotency-key", "edit");
    drop(client.send(edit, &id));
    let answer = client.graphql(edit, id.clone()).await;
    assert_eq!(
        answer["updateLesson"],
        json!({ "lesson": { "version": 2 }, "userErrors": [] })
    );
    let query = "query($id: ID!) { lesson(id: $id) { version
        revisions { totalCount } comments { nodes { id } } } }";
    let stands = writer.graphql(query, id).await;
    let once = json!({ "version": 2, "revisions": { "totalCount": 2 },
        "comments": { "nodes": [answer["addComment"]["comment"]] } });
    assert_eq!(stands["lesson"], once);
}

async fn a_request_during_which_the_service_was_killed_is_carried_out_once(loaded: &Loaded) {
    let Loaded(place) = loaded;
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let token = LehrgeldProcess::start(&["token", "create", "--steward"], place);
    let (status, said) = token.end();
    assert!(status.success(), "{said}");
    let token = said.split_whitespace().find(|word| word.starts_with("lg_"));
    let token = token.unwrap();
    for number in 0..4 {
        let name = format!("Abgebrochen {number}");
        let mut service = LehrgeldProcess::start(&serve, place);
        let writer = service.client().with_token(token);
        let konstanz = city(&writer, KONSTANZ).await;
        let client = writer.with_header("idempotency-key", &name);
        let cut = client.send(SEVERAL, &several(&konstanz, &name));
        wait_for(&writer, &name, number).await;
        service.signal("KILL");
        let _ = service.end();
        drop(cut);
        let before = a_minute_passes(place).await;
        assert!(before <= number + 1, "{before} keys");
        let mut service = LehrgeldProcess::start(&serve, place);
        let client = service.client().with_token(token);
        let client = client.with_header("idempotency-key", &name);
        repeat(&client, &konstanz, &name).await;
        service.signal("TERM");
        let (status, said) = service.end();
        assert_eq!(status.code(), Some(0), "{said}");
    }
}

/// A request without an answer is taken to have died after a minute: the keys become older by two.
pub(crate) async fn a_minute_passes(place: &Place) -> usize {
    let database = Database::connect(place.database_url()).await.unwrap();
    let keys = idempotency_key::Entity::find()
        .all(&database)
        .await
        .unwrap();
    let count = keys.len();
    for key in keys {
        let created = key.created_at - Duration::from_mins(2);
        let mut key = key.into_active_model();
        key.created_at = Set(created);
        key.update(&database).await.unwrap();
    }
    database.close().await.unwrap();
    count
}
