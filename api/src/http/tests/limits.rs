//! Requests that would take more than they are given.

use std::{fmt::Write as _, time::Duration};

use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{
    super::settings::HttpSettings,
    refused,
    service::{Answer, JSON, Service},
};

#[tokio::test]
async fn a_query_has_its_time() {
    let service = Service::with(HttpSettings {
        query_timeout: Duration::from_millis(50),
        ..HttpSettings::default()
    });
    let answer = service.query("{ waits }").await;
    assert_eq!(answer.error(), refused(504, "TIMEOUT"));
}

#[tokio::test]
async fn large_bodies_are_not_read() {
    let service = Service::with(HttpSettings {
        body_limit: 64 * 1024,
        ..HttpSettings::default()
    });
    let head = format!("POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}\r\n");
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    let told = format!("{head}Content-Length: 200000000\r\n\r\n");
    stream.write_all(told.as_bytes()).await.unwrap();
    let answer = Answer::read(&mut stream).await;
    assert_eq!(
        answer.error(),
        refused(413, "BODY_TOO_LARGE"),
        "before any of it is sent"
    );
    assert_eq!(answer.header("connection"), Some("close"));

    let mut stream = TcpStream::connect(service.address).await.unwrap();
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    stream.write_all(chunked.as_bytes()).await.unwrap();
    let chunk = format!("8000\r\n{}\r\n", " ".repeat(0x8000));
    let endless = async { while stream.write_all(chunk.as_bytes()).await.is_ok() {} };
    let stopped = tokio::time::timeout(Duration::from_secs(10), endless).await;
    assert!(stopped.is_ok(), "the connection is closed at some point");

    let just = format!(
        r#"{{"query":"{{hello}}","x":"{}"}}"#,
        "x".repeat(64 * 1024 - 26)
    );
    assert_eq!(just.len(), 64 * 1024);
    assert_eq!(service.post(&just).await.status, 200);
    assert_eq!(service.post(&format!("{just} ")).await.error().0, 413);
}

#[tokio::test]
async fn a_chunked_body_too_large_is_told_so() {
    let service = Service::with(HttpSettings {
        body_limit: 100,
        ..HttpSettings::default()
    });
    let body = format!("c8\r\n{}\r\n", " ".repeat(200));
    let request = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}\r\nTransfer-Encoding: chunked\r\n\r\n{body}"
    );
    assert_eq!(
        service.raw(request).await.error(),
        refused(413, "BODY_TOO_LARGE")
    );
}

#[tokio::test]
async fn a_body_that_never_comes() {
    let service = Service::with(HttpSettings {
        request_timeout: Duration::from_millis(300),
        ..HttpSettings::default()
    });
    let head =
        format!("POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}\r\nContent-Length: 10\r\n\r\n{{");
    assert_eq!(service.raw(head).await.error(), refused(408, "TIMEOUT"));
}

#[tokio::test]
async fn documents_that_blow_up() {
    let service = Service::start();
    let mut doubling = "{ ...F0 }".to_owned();
    for level in 0..30 {
        let next = level + 1;
        write!(
            doubling,
            " fragment F{level} on Query {{ ...F{next} ...F{next} }}"
        )
        .unwrap();
    }
    doubling.push_str(" fragment F30 on Query { hello }");
    let deep = format!("{{ hello(name: {}", "[".repeat(2_000));
    let directives = format!("query {} {{ hello }}", "@x ".repeat(100_000));
    let complex = format!("{{ {} }}", "hello ".repeat(60));
    for query in [doubling, deep, directives, complex] {
        let start = std::time::Instant::now();
        let answer = service.query(&query).await;
        let beginning: String = query.chars().take(40).collect();
        assert_eq!(
            answer.error(),
            refused(400, "QUERY_TOO_LARGE"),
            "{beginning}"
        );
        assert!(start.elapsed() < Duration::from_secs(1), "{beginning}");
        assert!(answer.body.len() < 1_000);
    }
    assert_eq!(service.query("{ hello }").await.status, 200, "still there");
}

#[tokio::test]
async fn few_errors_are_told() {
    let service = Service::start();
    let answer = service
        .query(&format!("{{ {} }}", "nothing ".repeat(40)))
        .await;
    assert_eq!(answer.json()["errors"].as_array().unwrap().len(), 20);
    assert_eq!(answer.json()["extensions"]["errorsOmitted"], 20);
}

#[tokio::test]
async fn introspection_can_be_turned_off() {
    let query = "{ __schema { queryType { name } } __type(name: \"Query\") { name } }";
    let answer = Service::start().query(query).await;
    assert_eq!(
        answer.json()["data"]["__schema"]["queryType"]["name"],
        "Query"
    );
    let service = Service::with(HttpSettings {
        introspection: false,
        ..HttpSettings::default()
    });
    let answer = service.query(query).await;
    assert!(!answer.body.contains("queryType\":{"), "{}", answer.body);
    assert_eq!(service.query("{ __typename hello }").await.status, 200);
}
