//! A front end.

use std::{
    fmt::Write as _,
    io::Write as _,
    net::TcpStream,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{Method, Response, StatusCode, header};
use rustls::{ClientConfig, RootCertStore, crypto::ring};
use serde_json::{Value, json};

/// Asks a service over HTTP.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    address: String,
    headers: header::HeaderMap,
}

impl Client {
    /// Asks the service that listens on this port of this machine.
    #[must_use]
    pub fn new(port: u16) -> Self {
        let http = reqwest::Client::builder()
            .no_proxy()
            .tls_backend_preconfigured(trusting_nobody());
        Self {
            http: http.build().unwrap(),
            address: format!("http://127.0.0.1:{port}"),
            headers: header::HeaderMap::new(),
        }
    }

    /// The same, with an access token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// The same, with another header.
    #[must_use]
    pub fn with_header(&self, name: &'static str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.insert(name, value.parse().unwrap());
        client
    }

    /// The value of a header that each request is sent with.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        Some(self.headers.get(name)?.to_str().unwrap())
    }

    /// Where a path of the service is.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// The data of a query that is expected to succeed.
    pub async fn graphql(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.answer(query, variables).await;
        assert!(
            answer.get("errors").is_none(),
            "{query}\nanswered {:#}",
            answer["errors"]
        );
        answer["data"].take()
    }

    /// The codes of a query that is expected to fail.
    pub async fn codes(&self, query: &str, variables: Value) -> Vec<String> {
        let answer = self.answer(query, variables).await;
        let Some(errors) = answer["errors"].as_array() else {
            panic!("{query}\nanswered {answer:#}");
        };
        errors
            .iter()
            .map(|error| {
                let code = error["extensions"]["code"].as_str();
                code.unwrap_or_else(|| panic!("no code: {error}"))
                    .to_owned()
            })
            .collect()
    }

    /// The answer to a query, whatever it is, once what belongs to the transport is checked.
    pub async fn answer(&self, query: &str, variables: Value) -> Value {
        let response = self
            .http
            .post(self.address("/graphql"))
            .headers(self.headers.clone())
            .header(header::ACCEPT, "application/graphql-response+json")
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .unwrap();
        let status = response.status();
        let kind = response.headers()[header::CONTENT_TYPE].clone();
        let text = response.text().await.unwrap();
        assert!(
            kind.to_str()
                .unwrap()
                .starts_with("application/graphql-response+json"),
            "{status} {kind:?}: {text}"
        );
        let answer: Value = serde_json::from_str(&text).unwrap();
        // A request that reached execution has `data`, and answers 200; another one neither.
        assert_eq!(
            status == StatusCode::OK,
            answer.get("data").is_some(),
            "{status}: {text}"
        );
        answer
    }

    /// What is answered, byte by byte, whatever it is.
    pub async fn bytes(&self, query: &str, variables: &Value) -> (StatusCode, String) {
        let response = self
            .http
            .post(self.address("/graphql"))
            .headers(self.headers.clone())
            .header(header::ACCEPT, "application/graphql-response+json")
            .json(&json!({ "query": query, "variables": variables }))
            .send()
            .await
            .unwrap();
        (response.status(), response.text().await.unwrap())
    }

    /// Sends a request over a connection of its own, on which the answer would come. Whoever drops it
    /// without reading cuts it.
    #[must_use]
    pub fn send(&self, query: &str, variables: &Value) -> TcpStream {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let host = self.address.trim_start_matches("http://");
        let mut request = format!(
            "POST /graphql HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n",
            body.len()
        );
        for (name, value) in &self.headers {
            write!(request, "{name}: {}\r\n", value.to_str().unwrap()).unwrap();
        }
        let mut connection = TcpStream::connect(host).unwrap();
        let request = format!("{request}\r\n{body}");
        connection.write_all(request.as_bytes()).unwrap();
        connection
    }

    /// Waits until the service says that it is ready.
    pub async fn ready(&self) {
        let patience = Instant::now() + Duration::from_mins(1);
        loop {
            let response = self.get("/health/ready").await;
            if response.status() == StatusCode::OK {
                return;
            }
            let said = response.text().await.unwrap();
            assert!(Instant::now() < patience, "not ready: {said}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Whether nobody listens any more.
    pub async fn refuses(&self) -> bool {
        let asked = self.http.get(self.address("/health/live")).send().await;
        asked.is_err_and(|error| error.is_connect())
    }

    /// What another path of the service answers.
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).await
    }

    /// What the service answers to any request without a body.
    pub async fn request(&self, method: Method, path: &str) -> Response {
        let request = self.http.request(method, self.address(path));
        let request = request.headers(self.headers.clone());
        request.send().await.unwrap()
    }

    /// The text that another path of the service answers, as it should.
    pub async fn text(&self, path: &str) -> String {
        let response = self.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.text().await.unwrap()
    }

    /// A counter of `/metrics`, summed over its labels.
    pub async fn counter(&self, name: &str) -> u64 {
        let text = self.text("/metrics").await;
        let values: Vec<f64> = text
            .lines()
            .filter(|line| {
                line.strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with([' ', '{']))
            })
            .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
            .collect();
        assert!(!values.is_empty(), "no counter {name} in\n{text}");
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counters are whole"
        )]
        let sum = values.iter().sum::<f64>() as u64;
        sum
    }
}

/// Nothing is asked over TLS, but the client wants to know how.
fn trusting_nobody() -> ClientConfig {
    ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(RootCertStore::empty())
        .with_no_client_auth()
}
