//! GraphQL over HTTP, as clients and attackers speak it.

use std::{fmt::Write as _, sync::atomic::Ordering, time::Duration};

use serde_json::json;
use tokio::{io::AsyncWriteExt as _, net::TcpStream};

use super::{
    super::settings::HttpSettings,
    service::{Answer, JSON, Service},
};

const MODERN: &str = "application/graphql-response+json; charset=utf-8";
const LEGACY: &str = "application/json; charset=utf-8";
const ACCEPT_JSON: &str = "Accept: application/json";

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[tokio::test]
async fn queries_by_post_and_get() {
    let service = Service::start();
    let posted = service
        .post(r#"{"query":"query A($n:String){hello(name:$n)} query B{hello}","operationName":"A","variables":{"n":"Köln"},"extensions":null,"other":1}"#)
        .await;
    assert_eq!(posted.status, 200);
    assert_eq!(posted.json(), json!({ "data": { "hello": "Hallo Köln" } }));
    assert_eq!(posted.header("content-type"), Some(MODERN));
    assert_eq!(posted.header("cache-control"), Some("no-store"));
    let got = service
        .get("/graphql?query=query+A(%24n:String)%7Bhello(name:%24n)%7D+query+B%7Bhello%7D&operationName=A&variables=%7B%22n%22:%22K%C3%B6ln%22%7D&extensions=%7B%7D")
        .await;
    assert_eq!((got.status, got.json()), (200, posted.json()));
    let got = service
        .get("/graphql?query=%7Bhello%7D&operationName=")
        .await;
    assert_eq!(got.status, 200);
}

#[tokio::test]
async fn mutations_by_post_only() {
    let service = Service::start();
    let answer = service.query("mutation { write }").await;
    assert_eq!(answer.json(), json!({ "data": { "write": 1 } }));
    let answer = service.get("/graphql?query=mutation%7Bwrite%7D").await;
    assert_eq!(answer.error(), refused(405, "METHOD_NOT_ALLOWED"));
    assert_eq!(answer.header("allow"), Some("POST"));
    let both = "/graphql?query=query+A%7Bhello%7D+mutation+B%7Bwrite%7D&operationName=";
    assert_eq!(service.get(&format!("{both}A")).await.status, 200);
    assert_eq!(service.get(&format!("{both}B")).await.status, 405);
    assert_eq!(service.inside.written.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn other_methods() {
    let service = Service::start();
    for method in [
        "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "QUERY",
    ] {
        let answer = service
            .send(&format!("{method} /graphql?query=%7Bhello%7D"), &[], "")
            .await;
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), Some("GET, POST"), "{method}");
    }
}

#[tokio::test]
async fn only_json_is_read() {
    let service = Service::start();
    let body = r#"{"query":"mutation{write}"}"#;
    for kind in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json+x",
        "application/ld+json",
        "application/json; charset=iso-8859-1",
        "nonsense",
    ] {
        let header = format!("Content-Type: {kind}");
        let answer = service.send("POST /graphql", &[&header], body).await;
        assert_eq!(
            answer.error(),
            refused(415, "UNSUPPORTED_MEDIA_TYPE"),
            "{kind}"
        );
    }
    let answer = service.send("POST /graphql", &[], body).await;
    assert_eq!(answer.status, 415, "no content type");
    let answer = service
        .send("POST /graphql", &[JSON, "Content-Encoding: gzip"], body)
        .await;
    assert_eq!(answer.status, 415);
    assert_eq!(service.inside.written.load(Ordering::SeqCst), 0);
    for kind in ["application/json; charset=UTF-8", "Application/JSON;a=b"] {
        let header = format!("Content-Type: {kind}");
        let answer = service.send("POST /graphql", &[&header], body).await;
        assert_eq!(answer.status, 200, "{kind}");
    }
}

#[tokio::test]
async fn bodies_that_are_no_request() {
    let service = Service::start();
    let deep = format!(
        r#"{{"query":"{{hello}}","variables":{{"a":{}1{}}}}}"#,
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let batch = format!(
        "[{}]",
        vec![r#"{"query":"mutation{write}"}"#; 2_000].join(",")
    );
    for body in [
        "",
        "null",
        "1",
        "NONSENSE",
        "{",
        "{}",
        r#"{"query":null}"#,
        r#"{"query":["{hello}"]}"#,
        r#"{"qeury":"{hello}"}"#,
        r#"{"query":"{hello}","variables":[7]}"#,
        r#"{"query":"{hello}","variables":"{}"}"#,
        r#"{"query":"{hello}","operationName":7}"#,
        r#"{"query":"{hello}","extensions":[]}"#,
        r#"{"query":"{hello}"} {}"#,
        deep.as_str(),
        batch.as_str(),
    ] {
        for accept in ["Accept: */*", ACCEPT_JSON] {
            let answer = service.send("POST /graphql", &[JSON, accept], body).await;
            let start: String = body.chars().take(40).collect();
            assert_eq!(answer.error(), refused(400, "BAD_REQUEST"), "{start}");
        }
    }
    let mut request = b"POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n".to_vec();
    request.extend_from_slice(b"{\"query\":\"\xff\"}");
    assert_eq!(
        service.raw(request).await.error(),
        refused(400, "BAD_REQUEST")
    );
    for target in [
        "/graphql",
        "/graphql?variables=%7B%7D",
        "/graphql?query=%7Bhello%7D&variables=%7B",
        "/graphql?query=%7Bhello%7D&variables=7",
        "/graphql?query=%7Bhello%7D&extensions=x",
    ] {
        assert_eq!(
            service.get(target).await.error(),
            refused(400, "BAD_REQUEST"),
            "{target}"
        );
    }
    let twice = r#"{"query":"{required}","query":"{hello}"}"#;
    assert_eq!(
        service.post(twice).await.status,
        200,
        "the last of two counts"
    );
    assert_eq!(service.inside.written.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn media_types_and_statuses() {
    let service = Service::start();
    let ask = async |query: &str, accept: &str| {
        let body = json!({ "query": query }).to_string();
        service.send("POST /graphql", &[JSON, accept], &body).await
    };
    for (query, modern, code) in [
        ("{", 400, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", 400, "GRAPHQL_VALIDATION_FAILED"),
        (
            "query A{hello} query B{hello}",
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "query($id:Int!){required(id:$id)}",
            400,
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{required(id:\"x\")}", 400, "GRAPHQL_VALIDATION_FAILED"),
        ("subscription{x}", 400, "GRAPHQL_VALIDATION_FAILED"),
    ] {
        for (accept, status, kind) in [
            ("Accept: application/graphql-response+json", modern, MODERN),
            (ACCEPT_JSON, 200, LEGACY),
        ] {
            let answer = ask(query, accept).await;
            assert_eq!(answer.error(), refused(status, code), "{query} {accept}");
            assert_eq!(answer.header("content-type"), Some(kind));
            assert!(
                answer.json().get("data").is_none(),
                "{query}: {}",
                answer.body
            );
        }
    }
    let answer = ask("{ hello }", "Accept: text/html").await;
    assert_eq!(answer.error(), refused(406, "NOT_ACCEPTABLE"));
    let answer = ask("{\n  hello @x\n}", "Accept: */*").await;
    assert_eq!(
        answer.json()["errors"][0]["locations"],
        json!([{ "line": 2, "column": 9 }])
    );
}

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
async fn a_query_has_its_time() {
    let service = Service::with(HttpSettings {
        query_timeout: Duration::from_millis(50),
        ..HttpSettings::default()
    });
    let answer = service.query("{ waits }").await;
    assert_eq!(answer.error(), refused(504, "TIMEOUT"));
}

#[tokio::test]
async fn a_mutation_outlives_its_client() {
    let service = Service::start();
    let body = r#"{"query":"mutation { writeSlowly }"}"#;
    let mut stream = TcpStream::connect(service.address).await.unwrap();
    let head = format!(
        "POST /graphql HTTP/1.1\r\nHost: x\r\n{JSON}\r\nContent-Length: {}\r\n\r\n{body}",
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
