//! What becomes of requests that are executed, and who may have them so.

use std::{sync::atomic::Ordering, time::Duration};

use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{
    refused,
    service::{JSON, MEMBER, Service},
};

#[tokio::test]
async fn variables_that_do_not_fit() {
    let service = Service::start();
    for (query, variables) in [
        ("query($v:Int!){required(id:$v)}", json!({ "v": "x" })),
        ("query($v:Int!){required(id:$v)}", json!({ "v": 1.5 })),
        (
            "query($v:Filter!){filtered(filter:$v)}",
            json!({ "v": { "year": "x" } }),
        ),
        ("query($v:Filter!){filtered(filter:$v)}", json!({ "v": {} })),
        (
            "query($v:Filter!){filtered(filter:$v)}",
            json!({ "v": { "year": 1, "x": 1 } }),
        ),
        (
            "query($v:Colour){filtered(filter:{year:1,colour:$v})}",
            json!({ "v": "BLUE" }),
        ),
        ("query($v:Int!){required(id:$v)}", json!({})),
        ("query($v:Int!){required(id:$v)}", json!({ "v": null })),
        ("query($v:Even!){even(number:$v)}", json!({ "v": 3 })),
    ] {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let answer = service.post(&body).await;
        assert_eq!(
            answer.error().1,
            "GRAPHQL_VALIDATION_FAILED",
            "{query} {variables} {answer:?}"
        );
    }
}

#[tokio::test]
async fn errors_while_executing() {
    let service = Service::start();
    let partial = service.query("{ hello maybeUncoded }").await;
    assert_eq!(partial.error(), refused(200, "INTERNAL"));
    assert!(
        partial
            .body
            .ends_with(r#""data":{"hello":"Hallo ","maybeUncoded":null}}"#)
    );
    let error = &partial.json()["errors"][0];
    assert_eq!(error["message"], "internal error");
    assert_eq!(error["path"], json!(["maybeUncoded"]));
    let id = partial.header("x-request-id").unwrap();
    assert_eq!(error["extensions"]["requestId"], id);
    let nothing = service.query("{ hello uncoded }").await;
    assert_eq!(nothing.error(), refused(200, "INTERNAL"));
    assert!(
        nothing.body.ends_with(r#""data":null}"#),
        "executed, so the entry is there"
    );
    let coded = service.query("{ coded }").await;
    assert_eq!(coded.error(), refused(200, "INVALID_ID"));
    let message = coded.json()["errors"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(message.chars().count(), 500);
    let odd = service.query("{ hello maybeEven(number: 3) }").await;
    assert_eq!(odd.error(), refused(200, "GRAPHQL_VALIDATION_FAILED"));
    assert!(!format!("{partial:?}{nothing:?}").contains("secret"));
}

#[tokio::test]
async fn a_panic_is_answered() {
    let service = Service::start();
    let answer = service.query("{ panics }").await;
    assert_eq!(answer.error(), refused(500, "INTERNAL"));
    let id = answer.header("x-request-id").unwrap();
    assert_eq!(answer.json()["errors"][0]["extensions"]["requestId"], id);
    assert!(!answer.body.contains("secret"));
    assert_eq!(service.query("{ hello }").await.status, 200);
}

#[tokio::test]
async fn a_mutation_outlives_its_client() {
    let service = Service::start();
    let body = r#"{"query":"mutation { writeSlowly }"}"#;
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}\r\n{MEMBER}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    service.inside.started.notified().await;
    // A reset: a mere end of what the client sends would not make actix drop the handler.
    stream.set_zero_linger().unwrap();
    drop(stream);
    // The one worker answers another request only after it has looked at the connection again.
    for _ in 0..3 {
        service.get("/health/live").await;
    }
    service.inside.go_on.notify_one();
    let finished = service.inside.finished.notified();
    tokio::time::timeout(Duration::from_secs(10), finished)
        .await
        .unwrap();
    assert_eq!(service.inside.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn tokens_are_not_taken_for_nobody() {
    let service = Service::start();
    let body = r#"{"query":"{ hello }"}"#;
    for header in [
        "Authorization: Bearer lg_x",
        "Authorization: Basic eDp5",
        "Authorization: x",
    ] {
        let answer = service.send("POST /graphql", &[JSON, header], body).await;
        assert_eq!(answer.error(), refused(401, "UNAUTHENTICATED"), "{header}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"));
        let answer = service
            .send("GET /graphql?query=%7Bhello%7D", &[header], "")
            .await;
        assert_eq!(answer.status, 401);
    }
}
