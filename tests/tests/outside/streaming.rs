//! Exports that are long, slow or cut off.

use entity::kind::Role;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::{Client, Loaded, World};

use crate::{
    bulk::{import, objects},
    contributing::KONSTANZ,
    exports::{OBJECTS, at, column, lines, search},
};

tests::both![thousands_are_sent_as_they_are_taken];

const ALL: usize = 2_000;

/// Far more than what stands between the service and a client that does not read.
async fn thousands_are_sent_as_they_are_taken(Loaded(place): &Loaded) {
    let Loaded(place) = Loaded::copy(place.engine()).await;
    let long = "x".repeat(9_000);
    let lessons = (0..ALL).map(|number| {
        json!({ "city": "konstanz", "externalId": number, "title": format!("Lehre {number}"),
            "insight": "Wabenkröte", "tried": long })
    });
    let file = objects(&place, "lessons.ndjson", &lessons.collect::<Vec<_>>());
    let (code, _, said) = import(&place, &file, &["--publish"]);
    assert_eq!(code, Some(0), "{said}");
    let arguments = ["--exports", "1"];
    let world = World::start(place, &arguments).await;
    world.caught_up().await;
    let path = at(OBJECTS, &[("query", "Wabenkröte"), ("orderBy", "OLDEST")]);
    let whole = lines(&world.client().text(&path).await);
    let found = search(world.client(), "Wabenkröte", &json!({}), "OLDEST").await;
    assert_eq!(column(&whole, "id"), column(&found, "id"));
    assert_eq!(whole.len(), ALL);

    // Who does not read keeps their place, and no one else gets it until they go away.
    let member = world.member("Lesende", KONSTANZ, Role::Admin).await;
    let mut slow = member.get(&path).await;
    let first = slow.chunk().await.unwrap().unwrap();
    assert!(first.starts_with(b"{"));
    let busy = world.client().get(&path).await;
    assert_eq!(busy.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(busy.headers()["retry-after"], "10");
    let body: Value = busy.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "TOO_MANY_EXPORTS");
    // A feed is short and needs no place.
    world
        .client()
        .text("/feeds/lessons.atom?query=Wabenkr%C3%B6te")
        .await;

    // A token that is revoked half-way is no good at once, and what came is not taken for all.
    let revoke = "mutation($id: ID!) { revokeAccessToken(input: { id: $id }) {
        token { id } userErrors { code } } }";
    let tokens = "{ viewer { account { tokens { id } } } }";
    let tokens = member.graphql(tokens, json!({})).await;
    let id = &tokens["viewer"]["account"]["tokens"][0]["id"];
    member.graphql(revoke, json!({ "id": id })).await;
    let mut length = first.len();
    let broken = loop {
        match slow.chunk().await {
            Ok(Some(part)) => length += part.len(),
            Ok(None) => break false,
            Err(_) => break true,
        }
    };
    assert!(broken, "{length} bytes came as if they were all");

    // Their place is free again; so is that of a client that goes away.
    for _ in 0..2 {
        let mut gone = until_free(world.client(), &path).await;
        assert!(gone.chunk().await.unwrap().is_some());
        drop(gone);
    }
    until_free(world.client(), &path).await;
    world.stop().await;
}

async fn until_free(client: &Client, path: &str) -> reqwest::Response {
    let patience = std::time::Instant::now() + std::time::Duration::from_mins(1);
    loop {
        let response = client.get(path).await;
        if response.status() == StatusCode::OK {
            return response;
        }
        assert!(std::time::Instant::now() < patience, "nobody makes room");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}
