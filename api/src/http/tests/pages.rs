//! The small routes, GraphiQL, and what every answer has.

use std::sync::atomic::Ordering;

use serde_json::json;

use super::{
    super::settings::HttpSettings,
    service::{JSON, Service},
};

const BROWSER: &str = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

#[tokio::test]
async fn health() {
    let service = Service::start();
    let live = service.get("/health/live").await;
    assert_eq!(
        (live.status, live.json()),
        (200, json!({ "status": "live" }))
    );
    let ready = service.get("/health/ready").await;
    let body = json!({ "status": "ready", "database": true, "index": true, "changesBehind": 2 });
    assert_eq!((ready.status, ready.json()), (200, body));
    service.inside.not_ready.store(true, Ordering::SeqCst);
    let ready = service.get("/health/ready").await;
    assert_eq!(
        (ready.status, ready.json()["index"].as_bool()),
        (503, Some(false))
    );
    assert_eq!(service.get("/health/live").await.status, 200);
    let head = service.send("HEAD /health/live", &[], "").await;
    assert_eq!((head.status, head.body.as_str()), (200, ""));
}

#[tokio::test]
async fn schema_metrics_and_front_door() {
    let service = Service::start();
    let schema = service.get("/schema.graphql").await;
    assert!(schema.body.contains("type Query {"));
    assert_eq!(
        schema.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    let door = service.get("/").await;
    assert_eq!(
        (door.status, door.header("location")),
        (302, Some("/graphql"))
    );
    service.query("{ hello }").await;
    service.query("{ nothing }").await;
    service.get("/nowhere/secret").await;
    let metrics = service.get("/metrics").await;
    for line in [
        "lehrgeld_http_requests_total{route=\"/graphql\",status=\"200\"} 1",
        "lehrgeld_http_requests_total{route=\"none\",status=\"404\"} 1",
        "lehrgeld_graphql_requests_total{outcome=\"OK\"} 1",
        "lehrgeld_graphql_requests_total{outcome=\"GRAPHQL_VALIDATION_FAILED\"} 1",
    ] {
        assert!(metrics.body.contains(line), "{line} in {}", metrics.body);
    }
    assert!(!metrics.body.contains("secret"));
    let service = Service::with(HttpSettings {
        metrics: false,
        ..HttpSettings::default()
    });
    assert_eq!(service.get("/metrics").await.status, 404);
}

#[tokio::test]
async fn nothing_there() {
    let service = Service::start();
    for target in [
        "/nowhere",
        "/graphql/",
        "/graphiql/assets/react-18.3.1.js",
        "/graphiql/assets/..%2f..%2fpackage.json",
        "/graphiql/assets/%2e%2e/%2e%2e/etc/passwd",
        "/graphiql/../../etc/passwd",
    ] {
        let answer = service.get(target).await;
        assert_eq!(answer.error(), (404, "NOT_FOUND".to_owned()), "{target}");
    }
    let answer = service.send("POST /health/live", &[], "").await;
    assert_eq!(answer.error(), (405, "METHOD_NOT_ALLOWED".to_owned()));
    assert_eq!(answer.header("allow"), Some("GET, HEAD"));
}

#[tokio::test]
async fn every_answer_is_safe_in_a_browser() {
    let service = Service::start();
    for target in [
        "/graphql?query=%7Bhello%7D",
        "/",
        "/nowhere",
        "/metrics",
        "/schema.graphql",
    ] {
        let answer = service.get(target).await;
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{target}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{target}"
        );
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{target}");
        assert_eq!(answer.header("x-request-id").unwrap().len(), 36, "{target}");
        assert_eq!(
            answer.header("access-control-allow-origin"),
            None,
            "{target}"
        );
    }
}

#[tokio::test]
async fn graphiql_is_for_browsers() {
    let service = Service::start();
    let page = service.send("GET /graphql", &[BROWSER], "").await;
    assert_eq!(page.status, 200);
    assert_eq!(
        page.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self' https://cdn.jsdelivr.net/npm/react@18.3.1/"));
    assert!(page.body.contains("/graphiql/start.js"));
    let start = service.get("/graphiql/start.js").await;
    assert_eq!(
        start.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert!(start.body.contains("searchLessons"));
    let style = service.get("/graphiql/style.css").await;
    assert_eq!(
        style.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    let query = service
        .send("GET /graphql?query=%7Bhello%7D", &[BROWSER], "")
        .await;
    assert_eq!(query.json()["data"]["hello"], "Hallo ");

    let service = Service::with(HttpSettings {
        graphiql: false,
        ..HttpSettings::default()
    });
    assert_eq!(
        service
            .send("GET /graphql", &["Accept: text/html"], "")
            .await
            .status,
        406
    );
    let answer = service.send("GET /graphql", &[BROWSER], "").await;
    assert_eq!(answer.error(), (400, "BAD_REQUEST".to_owned()));
    assert_eq!(service.get("/graphiql/start.js").await.status, 404);
}

#[tokio::test]
async fn other_origins() {
    let with = |origins: &[&str]| {
        Service::with(HttpSettings {
            cors_origins: origins.iter().map(ToString::to_string).collect(),
            ..HttpSettings::default()
        })
    };
    let ours = "Origin: https://ours.example";
    let theirs = "Origin: https://theirs.example";
    let preflight = [
        "Access-Control-Request-Method: POST",
        "Access-Control-Request-Headers: content-type, authorization",
    ];
    let body = r#"{"query":"{ hello }"}"#;

    let service = with(&["https://ours.example"]);
    let answer = service
        .send("OPTIONS /graphql", &[&[ours], &preflight[..]].concat(), "")
        .await;
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://ours.example")
    );
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    assert!(answer.header("x-request-id").is_some());
    let answer = service
        .send(
            "OPTIONS /graphql",
            &[&[theirs], &preflight[..]].concat(),
            "",
        )
        .await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
    let answer = service.send("POST /graphql", &[JSON, ours], body).await;
    assert_eq!(
        answer.header("access-control-allow-origin"),
        Some("https://ours.example")
    );
    let exposed = answer.header("access-control-expose-headers").unwrap();
    let mut exposed: Vec<_> = exposed.split(", ").collect();
    exposed.sort_unstable();
    let expected = ["content-disposition", "etag", "retry-after", "x-request-id"];
    assert_eq!(exposed, expected);
    assert!(
        answer
            .header("vary")
            .unwrap()
            .to_lowercase()
            .contains("origin")
    );
    let answer = service.send("POST /graphql", &[JSON, theirs], body).await;
    assert_eq!(answer.header("access-control-allow-origin"), None);

    let service = with(&["*"]);
    let answer = service.send("POST /graphql", &[JSON, theirs], body).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.header("access-control-allow-credentials"), None);
}
