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

/// In everything that a client says, and in nothing that the service says by itself.
const MARK: &str = "Unverkennbar";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_request_says_stands_in_no_log() {
    let place = Place::empty(Engine::Sqlite);
    let token = LehrgeldProcess::start(&["token", "create", "--steward"], &place);
    let (status, said) = token.end();
    assert!(status.success(), "{said}");
    let token = said.split_whitespace().find(|word| word.starts_with("lg_"));
    let token = token.unwrap();
    let serve = [
        "serve",
        "--empty",
        "--listen",
        "127.0.0.1:0",
        "--log",
        "trace",
    ];
    let mut service = LehrgeldProcess::start(&serve, &place);
    let nobody = service.client();
    nobody.ready().await;
    let steward = nobody
        .with_token(token)
        .with_header("idempotency-key", MARK);
    let mutation = "mutation($mark: String!) {
        createCity(input: { name: $mark, country: \"DE\", region: $mark }) { city { name } }
        saveSearch(input: { name: $mark, query: $mark }) { savedSearch { name } }
        erasePerson(input: { name: \"Niemand\", reason: $mark }) { erased }
        refused: createCity(input: { name: \"\", country: $mark }) { userErrors { code } } }";
    let mark = json!({ "mark": MARK });
    let done = steward.graphql(mutation, mark.clone()).await;
    assert_eq!(done["createCity"]["city"]["name"], MARK);
    assert_eq!(steward.graphql(mutation, mark.clone()).await, done);
    let other = json!({ "mark": format!("{MARK} {MARK}") });
    let reused = steward.codes(mutation, other).await;
    assert_eq!(reused, ["IDEMPOTENCY_KEY_REUSED"]);
    let query = "query($mark: String!) { cities(filter: { name: $mark }) { totalCount }
        searchLessons(query: $mark) { totalCount } Unverkennbar: __typename }";
    nobody.graphql(query, mark.clone()).await;
    nobody.codes("{ Unverkennbar }", json!({})).await;
    nobody.get("/export/lessons.csv?query=Unverkennbar").await;
    let wrong = nobody.with_token(&format!("{}Unverkennbar", &token[..12]));
    assert_eq!(wrong.codes(query, mark).await, ["UNAUTHENTICATED"]);
    service.signal("TERM");
    let (_, said) = service.end();
    assert!(said.contains("TRACE") && said.contains("erased a person"));
    for secret in [MARK, &token[..12]] {
        let line = said.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
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
