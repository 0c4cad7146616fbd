//! GraphQL over HTTP, as well-behaved and careless clients speak it.

use std::sync::atomic::Ordering;

use serde_json::json;

use super::{
    refused,
    service::{JSON, MEMBER, Service},
};

const MODERN: &str = "application/graphql-response+json; charset=utf-8";
const LEGACY: &str = "application/json; charset=utf-8";
const ACCEPT_JSON: &str = "Accept: application/json";

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
    assert_eq!(answer.error(), refused(401, "UNAUTHENTICATED"));
    let answer = service.query_as_member("mutation { write }").await;
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
        let answer = service
            .send("POST /graphql", &[&header, MEMBER], body)
            .await;
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
