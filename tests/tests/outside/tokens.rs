//! Who may sign in, and as what.

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{Client, World};

use crate::contributing::{BAMBERG, KONSTANZ, city, merge};

tests::both![
    tokens_are_no_stronger_than_what_makes_them,
    admins_make_accounts_where_they_are_admins,
    a_secret_is_shown_once,
    a_token_that_is_not_good_is_an_error,
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
