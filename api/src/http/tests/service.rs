//! A stand-in for the service behind the HTTP side, running on a port of its own.

#![expect(clippy::unused_async, reason = "resolvers have to be async")]

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use actix_web::dev::ServerHandle;
use async_graphql::{
    EmptySubscription, Enum, InputObject, InputValueError, InputValueResult, Object, Request,
    Response, Scalar, ScalarType, Schema, Value,
};
use chrono::{DateTime, Utc};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Notify,
};

use super::super::{Executor, serve, settings::HttpSettings};
use crate::{
    app::{
        Readiness,
        accounts::Vouched,
        announcements::{News, Published},
        bulk::{Layout, LessonExport},
        error::Error,
        lesson_feed::LessonFeed,
    },
    domain::actor::{Actor, Member},
    graphql::{
        Caller,
        error::{ApiError, Code},
        url_search::UrlSearch,
    },
    metrics::Metrics,
};

/// What tests watch of the stand-in's inside.
#[derive(Default)]
pub(super) struct Inside {
    pub(super) started: Notify,
    pub(super) go_on: Notify,
    pub(super) finished: Notify,
    pub(super) written: AtomicUsize,
    pub(super) not_ready: AtomicBool,
}

pub(super) struct StandIn {
    schema: Schema<Query, Mutation, EmptySubscription>,
    sdl: String,
    inside: Arc<Inside>,
}

impl Executor for StandIn {
    async fn sign_in(&self, token: &str) -> Result<Option<Member>, Error> {
        Ok((token == "member").then(Member::without_rights))
    }

    async fn sign_in_vouched(&self, _: Vouched) -> Result<Member, Error> {
        Err(Error::IndexNotReady)
    }

    fn now(&self) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH
    }

    async fn execute(&self, request: Request, _: Caller, _: Option<String>) -> Response {
        self.schema.execute(request.data(self.inside.clone())).await
    }

    async fn execute_event(&self, _: Request, _: Caller, _: Option<Published>) -> Option<Response> {
        None
    }

    fn news(&self) -> News {
        News::none()
    }

    async fn export_lessons(
        &self,
        _: UrlSearch,
        _: Layout,
        _: &Actor,
    ) -> Result<LessonExport, ApiError> {
        Err(Error::IndexNotReady.into())
    }

    async fn lesson_feed(&self, _: UrlSearch, _: usize, _: &Actor) -> Result<LessonFeed, ApiError> {
        Err(Error::IndexNotReady.into())
    }

    fn sdl(&self) -> &str {
        &self.sdl
    }

    async fn readiness(&self) -> Readiness {
        Readiness {
            database: true,
            index: !self.inside.not_ready.load(Ordering::SeqCst),
            changes_behind: Some(2),
        }
    }
}

struct Query;

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
enum Colour {
    Red,
}

#[derive(InputObject)]
struct Filter {
    year: i32,
    colour: Option<Colour>,
}

struct Even(i32);

#[Scalar]
impl ScalarType for Even {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::Number(number) if number.as_i64().is_some_and(|it| it % 2 == 0) => Ok(Self(2)),
            _ => Err(InputValueError::custom("not an even number")),
        }
    }

    fn to_value(&self) -> Value {
        self.0.into()
    }
}

#[Object]
impl Query {
    async fn hello(&self, name: Option<String>) -> String {
        format!("Hallo {}", name.unwrap_or_default())
    }
    async fn required(&self, id: i32) -> i32 {
        id
    }
    async fn filtered(&self, filter: Filter) -> bool {
        filter.year > 0 && filter.colour.is_some()
    }
    async fn even(&self, number: Even) -> i32 {
        number.0
    }
    async fn maybe_even(&self, number: Even) -> Option<i32> {
        Some(number.0)
    }
    async fn panics(&self) -> bool {
        "secret of the house".parse().unwrap()
    }
    async fn uncoded(&self) -> async_graphql::Result<bool> {
        Err(async_graphql::Error::new("no such table: secret"))
    }
    async fn maybe_uncoded(&self) -> async_graphql::Result<Option<bool>> {
        Err(async_graphql::Error::new("no such table: secret"))
    }
    async fn coded(&self) -> Result<Option<bool>, ApiError> {
        Err(ApiError::new(Code::InvalidId, "x".repeat(2_000)))
    }
    async fn waits(&self, ctx: &async_graphql::Context<'_>) -> bool {
        wait(ctx).await;
        true
    }
}

struct Mutation;

#[Object]
impl Mutation {
    async fn write(&self, ctx: &async_graphql::Context<'_>) -> usize {
        inside(ctx).written.fetch_add(1, Ordering::SeqCst) + 1
    }
    async fn write_slowly(&self, ctx: &async_graphql::Context<'_>) -> usize {
        wait(ctx).await;
        inside(ctx).written.fetch_add(1, Ordering::SeqCst);
        inside(ctx).finished.notify_one();
        1
    }
}

fn inside<'a>(ctx: &async_graphql::Context<'a>) -> &'a Inside {
    ctx.data_unchecked::<Arc<Inside>>()
}

async fn wait(ctx: &async_graphql::Context<'_>) {
    let inside = inside(ctx);
    inside.started.notify_one();
    inside.go_on.notified().await;
}

/// A running service, stopped when dropped.
pub(super) struct Service {
    pub(super) address: SocketAddr,
    pub(super) inside: Arc<Inside>,
    handle: ServerHandle,
}

impl Service {
    pub(super) fn start() -> Self {
        Self::with(HttpSettings::default())
    }

    pub(super) fn with(settings: HttpSettings) -> Self {
        let inside = Arc::new(Inside::default());
        let schema = Schema::build(Query, Mutation, EmptySubscription)
            .limit_complexity(50)
            .finish();
        let stand_in = StandIn {
            sdl: schema.sdl(),
            schema,
            inside: inside.clone(),
        };
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let settings = HttpSettings {
            workers: Some(1),
            ..settings
        };
        let metrics = Arc::new(Metrics::new());
        let (server, _) = serve(listener, Arc::new(stand_in), metrics, settings).unwrap();
        let handle = server.handle();
        tokio::spawn(server);
        Self {
            address,
            inside,
            handle,
        }
    }

    /// Sends bytes as they are and reads the answer to the end of the connection.
    pub(super) async fn raw(&self, request: impl AsRef<[u8]>) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_ref()).await.unwrap();
        Answer::read(&mut stream).await
    }

    /// Sends a request with these header lines and this body.
    pub(super) async fn send(&self, start: &str, headers: &[&str], body: &str) -> Answer {
        let headers: String = headers.iter().flat_map(|line| [*line, "\r\n"]).collect();
        let length = match start.split_once(' ') {
            Some(("POST", _)) => format!("Content-Length: {}\r\n", body.len()),
            _ => String::new(),
        };
        self.raw(format!(
            "{start} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{headers}{length}\r\n{body}"
        ))
        .await
    }

    /// Posts a JSON body.
    pub(super) async fn post(&self, body: &str) -> Answer {
        self.send("POST /graphql", &[JSON], body).await
    }

    /// Posts a document as someone who signed in.
    pub(super) async fn query_as_member(&self, query: &str) -> Answer {
        let body = serde_json::json!({ "query": query }).to_string();
        self.send("POST /graphql", &[JSON, MEMBER], &body).await
    }

    /// Posts a document.
    pub(super) async fn query(&self, query: &str) -> Answer {
        self.post(&serde_json::json!({ "query": query }).to_string())
            .await
    }

    pub(super) async fn get(&self, target: &str) -> Answer {
        self.send(&format!("GET {target}"), &[], "").await
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

pub(super) const MEMBER: &str = "Authorization: Bearer member";
pub(super) const JSON: &str = "Content-Type: application/json";

/// An answer as it came over the wire.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: String,
}

impl Answer {
    pub(super) async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes);
        let end = tokio::time::timeout(Duration::from_secs(20), read).await;
        // A connection that is cut off may have brought its answer before.
        let _ = end.expect("an answer in time");
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        Self {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|it| it.parse().ok())
                .unwrap_or(0),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(super) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Status and code of the first error.
    pub(super) fn error(&self) -> (u16, String) {
        let code = self.json()["errors"][0]["extensions"]["code"].clone();
        (self.status, code.as_str().unwrap_or("none").to_owned())
    }
}
