//! Ways round the rules that were tried, and do not work.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use crate::contributing::{BAMBERG, KONSTANZ, call, city, codes, contribute, merge, one};

tests::both![
    a_token_for_one_city_makes_none_for_more,
    a_weaker_token_ends_neither_account_nor_stronger_token,
    an_account_can_be_deleted_by_a_request_with_a_key,
    an_external_id_does_not_tell_the_city_of_an_anonymous_lesson,
    a_kept_answer_is_not_for_a_weaker_token,
    versions_name_people_as_they_wish,
    a_partner_does_not_learn_the_city_by_changing_what_tells_it,
    a_project_without_a_city_opens_no_city,
    names_that_are_taken_at_the_same_time_differ,
    a_slug_does_not_tell_of_a_project_that_is_hidden,
    parts_do_not_tell_of_a_project_that_is_hidden,
];

const MAKE: &str = "mutation($input: CreateAccessTokenInput!) { createAccessToken(input: $input) {
    secret token { role city { name } } userErrors { field code } } }";

async fn me(client: &Client) -> Value {
    let me = client
        .graphql("{ viewer { account { id } } }", json!({}))
        .await;
    me["viewer"]["account"]["id"].clone()
}

async fn token(client: &Client, more: Value) -> Value {
    let mut input = json!({ "label": "Token", "accountId": me(client).await });
    merge(&mut input, more);
    let made = client.graphql(MAKE, json!({ "input": input })).await;
    made["createAccessToken"].clone()
}

async fn a_token_for_one_city_makes_none_for_more(world: &World) {
    let steward = world.steward().await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let cut = token(&steward, json!({ "role": "ADMIN", "cityId": konstanz })).await;
    let cut = world.client().with_token(cut["secret"].as_str().unwrap());
    let made = token(&cut, json!({})).await;
    assert_eq!(made["token"]["city"]["name"], "Konstanz");
    let other = token(&cut, json!({ "cityId": bamberg })).await;
    assert_eq!(other["userErrors"][0]["field"], json!(["cityId"]));
    let nowhere = token(&steward, json!({ "cityId": me(&steward).await })).await;
    assert_eq!(nowhere["userErrors"][0]["code"], "INVALID");
}

async fn a_weaker_token_ends_neither_account_nor_stronger_token(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let weak = token(&admin, json!({ "role": "CONTRIBUTOR" })).await;
    let weak = world.client().with_token(weak["secret"].as_str().unwrap());
    let delete = "mutation($id: ID!) { deleteAccount(input: { id: $id }) { deletedId } }";
    let own = json!({ "id": me(&weak).await });
    assert_eq!(weak.codes(delete, own).await, ["FORBIDDEN"]);
    let tokens = "{ viewer { account { tokens { id } } } }";
    let tokens = admin.graphql(tokens, json!({})).await;
    let id = |number: usize| tokens["viewer"]["account"]["tokens"][number].clone();
    let revoke = "mutation($id: ID!) { revokeAccessToken(input: { id: $id }) { token { id } } }";
    assert_eq!(weak.codes(revoke, id(0)).await, ["FORBIDDEN"]);
    let ended = weak.graphql(revoke, id(1)).await;
    assert_eq!(ended["revokeAccessToken"]["token"], id(1));
}

async fn an_account_can_be_deleted_by_a_request_with_a_key(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let id = me(&writer).await;
    let delete = "mutation($id: ID!) { deleteAccount(input: { id: $id }) { deletedId } }";
    let once = writer.with_header("idempotency-key", "delete");
    let gone = once.graphql(delete, json!({ "id": id })).await;
    assert_eq!(gone["deleteAccount"]["deletedId"], id);
}

async fn an_external_id_does_not_tell_the_city_of_an_anonymous_lesson(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let hidden = json!({ "externalId": "L-7", "attribution": "ANONYMOUS", "submit": true });
    let lesson = contribute(&writer, &konstanz, hidden).await["lesson"].clone();
    let step = json!({ "id": lesson["id"], "expectedVersion": 1 });
    call(&editor, "approveLesson", "LessonStepInput", step).await;
    let stranger = world.account("Fremd", false, &[]).await;
    let guess = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) {
        lesson { id } userErrors { code } } }";
    for (id, position) in [("L-7", 1), ("L-7", -1), ("L-8", 1), ("L-8", -1)] {
        let input = json!({ "cityId": konstanz, "externalId": id, "position": position,
            "title": lesson["title"], "insight": lesson["insight"] });
        let told = stranger.codes(guess, json!({ "input": input })).await;
        assert_eq!(told, ["FORBIDDEN"], "{id}, {position}");
    }
}

async fn a_kept_answer_is_not_for_a_weaker_token(world: &World) {
    let both = [(KONSTANZ, Role::Editor), (BAMBERG, Role::Editor)];
    let editor = world.account("Beide", false, &both).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let draft = json!({ "audience": "CITY" });
    let once = editor.with_header("idempotency-key", "draft");
    let drafted = contribute(&once, &konstanz, draft).await;
    assert_eq!(drafted["lesson"]["status"], "DRAFT");
    let weak = token(&editor, json!({ "cityId": bamberg })).await;
    let weak = once.with_token(weak["secret"].as_str().unwrap());
    let query = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) {
        lesson { id } } }";
    let input = json!({ "input": { "cityId": konstanz, "title": "T", "insight": "I" } });
    assert_eq!(weak.codes(query, input).await, ["IDEMPOTENCY_KEY_REUSED"]);
}

async fn versions_name_people_as_they_wish(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let part = json!({ "participations": [{ "person": "Erika Mustermann", "role": "AUTHOR",
        "function": "Leiterin", "naming": "ANONYMOUS" }] });
    let lesson = contribute(&writer, &konstanz, part).await["lesson"].clone();
    let history = "query($id: ID!) { lesson(id: $id) { participations { person }
        revisions(first: 5) { nodes { changes { field after } } } } }";
    let history = writer.graphql(history, json!({ "id": lesson["id"] })).await;
    let told = history.to_string();
    assert!(told.contains("participations"), "{told}");
    assert!(
        !told.contains("Mustermann") && !told.contains("Leiterin"),
        "{told}"
    );
}

async fn organization(world: &World) -> (Value, Client) {
    let first = "{ organizations(first: 1) { nodes { id slug } } }";
    let first = world.client().graphql(first, json!({})).await;
    let first = first["organizations"]["nodes"][0].clone();
    let slug = first["slug"].as_str().unwrap();
    let partner = world.organization_member("Dienstleister", slug).await;
    (first["id"].clone(), partner)
}

async fn a_partner_does_not_learn_the_city_by_changing_what_tells_it(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let (organization, partner) = organization(world).await;
    let part = json!({ "attribution": "ANONYMOUS",
        "participations": [{ "organizationId": organization, "role": "PARTNER" }] });
    let lesson = contribute(&writer, &konstanz, part).await["lesson"].clone();
    let update = "mutation($input: UpdateLessonInput!) { updateLesson(input: $input) {
        lesson { city { name } } userErrors { code } } }";
    let input = |more: Value| {
        let mut input = json!({ "id": lesson["id"], "expectedVersion": 1 });
        merge(&mut input, more);
        json!({ "input": input })
    };
    let project = "{ projects(first: 1) { nodes { id } } }";
    let project = partner.graphql(project, json!({})).await["projects"]["nodes"][0]["id"].clone();
    for tells in [
        json!({ "attribution": "NAMED" }),
        json!({ "projectId": project }),
    ] {
        assert_eq!(partner.codes(update, input(tells)).await, ["FORBIDDEN"]);
    }
    let edited = partner
        .graphql(update, input(json!({ "hurdle": "Zeit" })))
        .await;
    assert_eq!(edited["updateLesson"]["lesson"]["city"], Value::Null);
}

async fn a_project_without_a_city_opens_no_city(world: &World) {
    let steward = world.steward().await;
    let (organization, partner) = organization(world).await;
    let project = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
        project { id } } }";
    let input = json!({ "input": { "title": "Bundesprogramm",
        "participations": [{ "organizationId": organization, "role": "PARTNER" }] } });
    let project = steward.graphql(project, input).await["createProject"]["project"].clone();
    let bamberg = city(world.client(), BAMBERG).await;
    let draft = "mutation($input: ContributeLessonInput!) { contributeLesson(input: $input) {
        lesson { id } } }";
    let input =
        json!({ "cityId": bamberg, "projectId": project["id"], "title": "T", "insight": "I" });
    assert_eq!(
        partner.codes(draft, json!({ "input": input })).await,
        ["FORBIDDEN"]
    );
    let bad = json!({ "title": "\u{200b}" });
    let editor = world.member("Redaktion", BAMBERG, Role::Editor).await;
    let told = contribute(&editor, &bamberg, bad).await;
    assert_eq!(codes(&told), one("title", "REQUIRED"));
}

/// A project of Konstanz that no one else may read.
async fn hidden_project(world: &World) -> (Client, Value) {
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let input = json!({ "cityId": konstanz, "title": "Verkauf der Messe", "audience": "CITY" });
    let hidden = project(&editor, input).await;
    (editor, hidden)
}

async fn project(client: &Client, input: Value) -> Value {
    let query = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
        project { id slug } userErrors { code field } } }";
    let made = client.graphql(query, json!({ "input": input })).await;
    made["createProject"]["project"].clone()
}

async fn a_slug_does_not_tell_of_a_project_that_is_hidden(world: &World) {
    let (_, hidden) = hidden_project(world).await;
    let other = world.member("Andere", BAMBERG, Role::Editor).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let long = "ü".repeat(200);
    let shape = |made: &Value| {
        let slug = made["slug"].as_str().unwrap();
        let (name, end) = slug.rsplit_once('-').unwrap();
        assert!(end.len() == 12 && end.bytes().all(|it| it.is_ascii_hexdigit()));
        name.to_owned()
    };
    for (title, name) in [
        ("Verkauf der Messe", "verkauf-der-messe"),
        ("Verkauf des Hafens", "verkauf-des-hafens"),
        ("?!", "project"),
        (&long, &"ue".repeat(100)),
    ] {
        let made = project(&other, json!({ "cityId": bamberg, "title": title })).await;
        assert_eq!(shape(&made), name);
    }
    assert_eq!(shape(&hidden), "verkauf-der-messe");
}

async fn parts_do_not_tell_of_a_project_that_is_hidden(world: &World) {
    let (editor, hidden) = hidden_project(world).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let part = json!({ "cityId": konstanz, "title": "Neue Wege", "parentId": hidden["id"] });
    let part = project(&editor, part).await;
    let parts = "query($id: ID!) { projects(filter: { parent: $id }) { totalCount nodes { id } } }";
    let parts = async |client: &Client| {
        let found = client.graphql(parts, json!({ "id": hidden["id"] })).await;
        found["projects"].clone()
    };
    let none = json!({ "totalCount": 0, "nodes": [] });
    assert_eq!(parts(world.client()).await, none);
    let one = json!({ "totalCount": 1, "nodes": [{ "id": part["id"] }] });
    assert_eq!(parts(&editor).await, one);
}

async fn names_that_are_taken_at_the_same_time_differ(world: &World) {
    let editor = world.member("Redaktion", BAMBERG, Role::Editor).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let query = "mutation($input: CreateProjectInput!) { createProject(input: $input) {
        project { slug } } }";
    let input = json!({ "input": { "cityId": bamberg, "title": "Gleichzeitig" } });
    let made = (0..8).map(|_| editor.graphql(query, input.clone()));
    let made = futures::future::join_all(made).await;
    let slugs = made
        .iter()
        .map(|made| made["createProject"]["project"]["slug"].to_string());
    let slugs: std::collections::HashSet<_> = slugs.collect();
    assert_eq!(slugs.len(), 8, "{slugs:?}");
}
