//! Who may sign in, and as what.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use crate::{
    bulk::lehrgeld,
    contributing::{BAMBERG, KONSTANZ, city, codes, contribute, merge, one, step},
};

tests::both![
    tokens_are_no_stronger_than_what_makes_them,
    a_weaker_token_sees_itself_alone,
    nobody_makes_a_second_person_of_a_token,
    admins_make_accounts_where_they_are_admins,
    a_secret_is_shown_once,
    a_token_that_is_not_good_is_an_error,
    the_command_line_knows_the_ids_of_the_api,
];

const MAKE_TOKEN: &str = "mutation($input: CreateAccessTokenInput!) {
    createAccessToken(input: $input) { secret token { id hint role } userErrors { code field } } }";

async fn own(client: &Client) -> Value {
    let me = client
        .graphql("{ viewer { account { id } } }", json!({}))
        .await;
    me["viewer"]["account"]["id"].clone()
}

pub(crate) async fn make(client: &Client, more: Value) -> Value {
    let mut input = json!({ "label": "Skript", "accountId": own(client).await });
    merge(&mut input, more);
    let data = client.graphql(MAKE_TOKEN, json!({ "input": input })).await;
    data["createAccessToken"].clone()
}

async fn tokens_are_no_stronger_than_what_makes_them(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let weak = make(
        &admin,
        json!({ "role": "CONTRIBUTOR", "expiresAt": "2099-01-01T00:00:00Z" }),
    )
    .await;
    let secret = weak["secret"].as_str().unwrap();
    assert_eq!(weak["token"]["hint"], secret[..7]);
    let restricted = world.client().with_token(secret);
    let stronger = make(&restricted, json!({ "role": "EDITOR" })).await;
    assert_eq!(stronger["userErrors"][0]["field"], json!(["role"]));
    let longer = make(&restricted, json!({ "expiresAt": "2100-01-01T00:00:00Z" })).await;
    assert_eq!(longer["userErrors"][0]["field"], json!(["expiresAt"]));
    let elsewhere = make(&admin, json!({ "cityId": bamberg })).await;
    assert_eq!(elsewhere["userErrors"][0]["field"], json!(["cityId"]));
}

async fn a_weaker_token_sees_itself_alone(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let all = "{ viewer { account { tokens { id label } } } }";
    let labels = async |client: &Client| -> Vec<Value> {
        let data = client.graphql(all, json!({})).await;
        let tokens = data["viewer"]["account"]["tokens"].as_array().unwrap();
        tokens.iter().map(|token| token["label"].clone()).collect()
    };
    let weak = make(&admin, json!({ "role": "CONTRIBUTOR", "label": "Schwach" })).await;
    let same = make(
        &admin,
        json!({ "cityId": konstanz, "role": "ADMIN", "label": "Ort" }),
    )
    .await;
    assert_eq!(labels(&admin).await, ["test", "Schwach", "Ort"]);
    let with = |made: &Value| world.client().with_token(made["secret"].as_str().unwrap());
    assert_eq!(labels(&with(&weak)).await, ["Schwach"]);
    let node = "query($id: ID!) { node(id: $id) { id } }";
    let other = json!({ "id": same["token"]["id"] });
    assert_eq!(
        with(&weak).graphql(node, other.clone()).await["node"],
        Value::Null
    );
    assert_ne!(admin.graphql(node, other).await["node"], Value::Null);
    let own = json!({ "id": weak["token"]["id"] });
    assert_ne!(with(&weak).graphql(node, own).await["node"], Value::Null);
}

async fn nobody_makes_a_second_person_of_a_token(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let holder = |made: &Value| world.client().with_token(made["secret"].as_str().unwrap());
    let mine = make(&admin, json!({ "accountId": own(&editor).await })).await;
    let mine = holder(&mine);
    // Nor does a token of a token help, for that account or for another.
    let again = holder(&make(&mine, json!({})).await);
    let third = world.member("Dritte", KONSTANZ, Role::Admin).await;
    let theirs = holder(&make(&admin, json!({ "accountId": own(&third).await })).await);
    let around = holder(&make(&theirs, json!({ "accountId": own(&editor).await })).await);

    let submitted =
        contribute(&admin, &konstanz, json!({ "submit": true })).await["lesson"].clone();
    let queue = "{ viewer { reviewQueue { totalCount } } }";
    for one_of_hers in [&mine, &again, &around] {
        let told = step(one_of_hers, "approveLesson", &submitted, None).await;
        assert_eq!(codes(&told), one("id", "FOUR_EYES"));
        let queue = one_of_hers.graphql(queue, json!({})).await;
        assert_eq!(queue["viewer"]["reviewQueue"]["totalCount"], 0);
    }
    let can = "query($id: ID!) { lesson(id: $id) { viewerCan } }";
    let can = mine.graphql(can, json!({ "id": submitted["id"] })).await;
    assert!(!can.to_string().contains("APPROVE"), "{can}");
    // The colleague, with a token of their own, is one.
    let own = holder(&make(&editor, json!({})).await);
    let approved = step(&own, "approveLesson", &submitted, None).await;
    assert_eq!(approved["lesson"]["status"], "PUBLISHED", "{approved}");
}

async fn admins_make_accounts_where_they_are_admins(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let account = "mutation($input: CreateAccountInput!) { createAccount(input: $input) {
        account { id name memberships { role city { name } } } userErrors { code field } } }";
    let input =
        json!({ "name": "Neue", "memberships": [{ "cityId": konstanz, "role": "EDITOR" }] });
    let made = admin.graphql(account, json!({ "input": input })).await;
    assert_eq!(
        made["createAccount"]["account"]["memberships"][0]["role"],
        "EDITOR"
    );
    for more in [
        json!({ "name": "X", "memberships": [{ "cityId": bamberg, "role": "EDITOR" }] }),
        json!({ "name": "X", "steward": true, "memberships": [{ "cityId": konstanz, "role": "EDITOR" }] }),
        json!({ "name": "X", "memberships": [] }),
    ] {
        assert_eq!(
            admin.codes(account, json!({ "input": more })).await,
            ["FORBIDDEN"]
        );
    }
    let id = &made["createAccount"]["account"]["id"];
    let for_other = make(&admin, json!({ "accountId": id })).await;
    assert_eq!(for_other["token"]["role"], "EDITOR");
    let other = world
        .client()
        .with_token(for_other["secret"].as_str().unwrap());
    let viewer = other
        .graphql(
            "{ viewer { readsUpTo account { name tokens { label } } } }",
            json!({}),
        )
        .await;
    assert_eq!(
        viewer["viewer"],
        json!({ "readsUpTo": "ADMINISTRATIONS", "account": { "name": "Neue", "tokens": [{ "label": "Skript" }] } })
    );
}

async fn a_secret_is_shown_once(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let once = admin.with_header("idempotency-key", "t");
    let shown = make(&once, json!({})).await;
    let repeated = make(&once, json!({})).await;
    assert_eq!(repeated["token"], shown["token"]);
    assert_eq!(repeated["secret"], Value::Null);
}

async fn a_token_that_is_not_good_is_an_error(world: &World) {
    let admin = world.member("Leitung", KONSTANZ, Role::Admin).await;
    let own = own(&admin).await;
    let input = json!({ "input": { "label": "kurz", "accountId": own } });
    let made = admin.graphql(MAKE_TOKEN, input).await;
    let secret = made["createAccessToken"]["secret"]
        .as_str()
        .unwrap()
        .to_owned();
    let client = world.client().with_token(&secret);
    let ask = "{ viewer { account { name } } }";
    assert_eq!(
        client.graphql(ask, json!({})).await["viewer"]["account"]["name"],
        "Leitung"
    );
    let revoke =
        "mutation($id: ID!) { revokeAccessToken(input: { id: $id }) { token { revokedAt } } }";
    let id = &made["createAccessToken"]["token"]["id"];
    let revoked = client.graphql(revoke, json!({ "id": id })).await;
    assert!(revoked["revokeAccessToken"]["token"]["revokedAt"].is_string());
    assert_eq!(client.codes(ask, json!({})).await, ["UNAUTHENTICATED"]);
    for wrong in [
        &secret[..38],
        "lg_",
        "lg_000000000000000000000000000000000000",
        "x.y.z",
    ] {
        let client = world.client().with_token(wrong);
        assert_eq!(
            client.codes(ask, json!({})).await,
            ["UNAUTHENTICATED"],
            "{wrong}"
        );
    }
    let nobody = world.client();
    let mutation = "mutation($id: ID!) {
        createAccessToken(input: { accountId: $id, label: \"x\" }) { secret } }";
    let codes = nobody.codes(mutation, json!({ "id": own })).await;
    assert_eq!(codes, ["UNAUTHENTICATED"]);
}

/// Whoever signs in for the first time tells the operator the id that they see.
async fn the_command_line_knows_the_ids_of_the_api(world: &World) {
    let stranger = world.account("Neue", false, &[]).await;
    let id = own(&stranger).await;
    let id = id.as_str().unwrap();
    let run = |arguments: &[&str]| lehrgeld(world.place(), arguments);
    let place = format!("DE:{KONSTANZ}=editor");
    let (code, said) = run(&["account", "move", id, "--member", &place]);
    assert_eq!(code, Some(0), "{said}");
    let reads = "{ viewer { readsUpTo account { tokens { id } } } }";
    let viewer = stranger.graphql(reads, json!({})).await["viewer"].clone();
    assert_eq!(viewer["readsUpTo"], "ADMINISTRATIONS");
    let token = viewer["account"]["tokens"][0]["id"].as_str().unwrap();
    let (code, said) = run(&["token", "create", "--account", token]);
    assert_eq!(code, Some(2), "an id of something else: {said}");
    let (code, said) = run(&["token", "revoke", token]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(stranger.codes(reads, json!({})).await, ["UNAUTHENTICATED"]);
}
