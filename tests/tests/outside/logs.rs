//! What the log says of requests.

use serde_json::json;
use tests::{Engine, LehrgeldProcess, Place};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn probes_are_told_to_those_alone_who_look_closer() {
    let usual = answered(&[]).await;
    assert!(usual.contains("/graphql"), "{usual}");
    assert!(usual.contains("/metrics"), "{usual}");
    assert!(!usual.contains("/health/"), "{usual}");
    let closer = answered(&["--log", "debug"]).await;
    assert!(closer.contains("/graphql"), "{closer}");
    assert!(closer.contains("/health/ready"), "{closer}");
}

/// What a service says of the requests that it answered, one of each kind.
async fn answered(arguments: &[&str]) -> String {
    let place = Place::empty(Engine::Sqlite);
    let serve = ["serve", "--empty", "--listen", "127.0.0.1:0"];
    let mut service = LehrgeldProcess::start(&[&serve, arguments].concat(), &place);
    let client = service.client();
    client.ready().await;
    client.graphql("{ __typename }", json!({})).await;
    client.text("/metrics").await;
    service.signal("TERM");
    let (_, said) = service.end();
    let lines = said.lines().filter(|line| line.contains("answered"));
    lines.collect::<Vec<_>>().join("\n")
}
