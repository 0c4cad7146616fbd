//! The settings of the HTTP side.

use std::{path::PathBuf, time::Duration};

use clap::{ArgAction, Args};

use super::oidc::settings::OidcSettings;
use crate::domain::actor::Actor;

/// How the service speaks HTTP.
#[derive(Args, Clone, Debug)]
pub struct HttpSettings {
    /// Web origins whose pages may ask this service, as in `https://example.org`; * for all; none
    /// unless said
    #[arg(
        long = "cors-origins",
        env = "LEHRGELD_CORS_ORIGINS",
        value_name = "ORIGIN",
        value_delimiter = ',',
        value_parser = cors_origin
    )]
    pub cors_origins: Vec<String>,

    /// Whether GET /graphql in a browser answers with a page to write queries on
    #[arg(long, env = "LEHRGELD_GRAPHIQL", value_name = "BOOL", action = ArgAction::Set, default_value_t = true)]
    pub graphiql: bool,

    /// The folder to serve that page's files from: `node_modules`, filled by npm ci; without one
    /// the browser loads the same files from a public CDN
    #[arg(long, env = "LEHRGELD_GRAPHIQL_ASSETS", value_name = "FOLDER")]
    pub graphiql_assets: Option<PathBuf>,

    /// Whether the schema may be asked for its types
    #[arg(long, env = "LEHRGELD_INTROSPECTION", value_name = "BOOL", action = ArgAction::Set, default_value_t = true)]
    pub introspection: bool,

    /// Whether GET /metrics answers
    #[arg(long, env = "LEHRGELD_METRICS", value_name = "BOOL", action = ArgAction::Set, default_value_t = true)]
    pub metrics: bool,

    /// The largest request body, in bytes; of someone who signed in, eight times as much, so that 500
    /// lessons fit into it
    #[arg(
        long,
        env = "LEHRGELD_BODY_LIMIT",
        value_name = "BYTES",
        default_value_t = 1024 * 1024
    )]
    pub body_limit: usize,

    /// Seconds until a query is given up; mutations are always finished
    #[arg(long, env = "LEHRGELD_QUERY_TIMEOUT", value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub query_timeout: Duration,

    /// Seconds that a client has to send a request
    #[arg(long, env = "LEHRGELD_REQUEST_TIMEOUT", value_name = "SECONDS", default_value = "15", value_parser = seconds)]
    pub request_timeout: Duration,

    /// Seconds that an idle connection is kept
    #[arg(long, env = "LEHRGELD_KEEP_ALIVE", value_name = "SECONDS", default_value = "75", value_parser = seconds)]
    pub keep_alive: Duration,

    /// Seconds that requests have to finish once the service is told to stop
    #[arg(long, env = "LEHRGELD_SHUTDOWN_TIMEOUT", value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub shutdown_timeout: Duration,

    /// Exports that may be under way at once
    #[arg(
        long,
        env = "LEHRGELD_EXPORTS",
        value_name = "COUNT",
        default_value_t = 4
    )]
    pub exports: u16,

    /// Seconds that a client has to take an export
    #[arg(long, env = "LEHRGELD_EXPORT_TIMEOUT", value_name = "SECONDS", default_value = "600", value_parser = seconds)]
    pub export_timeout: Duration,

    /// Where clients reach the service, as in `https://lehrgeld.example.org`, for the links in feeds;
    /// as each request says unless said
    #[arg(long, env = "LEHRGELD_PUBLIC_URL", value_name = "ORIGIN", value_parser = origin)]
    pub public_url: Option<String>,

    /// Where a lesson can be read by people, with {id} for its id: feeds link to it
    #[arg(long, env = "LEHRGELD_LESSON_PAGE", value_name = "URL", value_parser = lesson_page)]
    pub lesson_page: Option<String>,

    /// Threads that read requests and write answers; as many as processors unless said
    #[arg(long, env = "LEHRGELD_WORKERS", value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..))]
    pub workers: Option<u16>,

    /// Whose tokens are accepted besides those of this service.
    #[command(flatten)]
    pub oidc: OidcSettings,

    /// How it serves WebSockets
    #[command(flatten)]
    pub sockets: SocketSettings,
}

/// How much more someone who signed in may send at once.
const SIGNED_IN: usize = 8;

impl HttpSettings {
    /// How large a body may be that this actor sends.
    pub(super) fn body_limit_of(&self, actor: &Actor) -> usize {
        match actor {
            Actor::Anonymous => self.body_limit,
            Actor::House | Actor::Member(_) => self.body_limit.saturating_mul(SIGNED_IN),
        }
    }
}

/// How the service serves GraphQL over WebSocket.
#[derive(Args, Clone, Debug)]
pub struct SocketSettings {
    /// WebSockets that may be open at once
    #[arg(
        long,
        env = "LEHRGELD_SOCKETS",
        value_name = "COUNT",
        default_value_t = 1_000
    )]
    pub sockets: u32,

    /// Operations that one WebSocket may have running at once
    #[arg(
        long,
        env = "LEHRGELD_SOCKET_OPERATIONS",
        value_name = "COUNT",
        default_value_t = 20
    )]
    pub socket_operations: usize,

    /// The largest message that a WebSocket may send, in bytes
    #[arg(
        long,
        env = "LEHRGELD_SOCKET_MESSAGE_LIMIT",
        value_name = "BYTES",
        default_value_t = 64 * 1024
    )]
    pub socket_message_limit: usize,

    /// Seconds that a WebSocket has to say who it is
    #[arg(long, env = "LEHRGELD_SOCKET_INIT_TIMEOUT", value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub socket_init_timeout: Duration,

    /// Seconds that a WebSocket without an operation is kept
    #[arg(long, env = "LEHRGELD_SOCKET_IDLE_TIMEOUT", value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub socket_idle_timeout: Duration,

    /// Seconds between two looks at a WebSocket, 1 to 30: whether someone is still there. Whether their
    /// token is still good is looked at as often, and every 5 seconds at least
    #[arg(long, env = "LEHRGELD_SOCKET_KEEP_ALIVE", value_name = "SECONDS", default_value = "20", value_parser = few_seconds)]
    pub socket_keep_alive: Duration,

    /// Seconds between two looks at a token, for tests that want none
    #[arg(long, hide = true, value_name = "SECONDS", value_parser = seconds)]
    pub socket_look: Option<Duration>,
}

impl Default for SocketSettings {
    fn default() -> Self {
        Self {
            sockets: 1_000,
            socket_operations: 20,
            socket_message_limit: 64 * 1024,
            socket_init_timeout: Duration::from_secs(10),
            socket_idle_timeout: Duration::from_mins(5),
            socket_keep_alive: Duration::from_secs(20),
            socket_look: None,
        }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            cors_origins: Vec::new(),
            graphiql: true,
            graphiql_assets: None,
            introspection: true,
            metrics: true,
            body_limit: 1024 * 1024,
            query_timeout: Duration::from_secs(30),
            request_timeout: Duration::from_secs(15),
            keep_alive: Duration::from_secs(75),
            shutdown_timeout: Duration::from_secs(30),
            exports: 4,
            export_timeout: Duration::from_mins(10),
            public_url: None,
            lesson_page: None,
            workers: None,
            oidc: OidcSettings::default(),
            sockets: SocketSettings::default(),
        }
    }
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}

/// So often that what is revoked does not stay good for long.
fn few_seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(number @ 1..=30) => Ok(Duration::from_secs(number)),
        _ => Err("not a number from 1 to 30".to_owned()),
    }
}

/// An origin is what browsers send: scheme and host, with no path, in lower case.
fn cors_origin(text: &str) -> Result<String, String> {
    if text == "*" {
        return Ok(text.to_owned());
    }
    origin(text)
}

/// A page with a place for an id.
fn lesson_page(text: &str) -> Result<String, String> {
    let url = url::Url::parse(text).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("not an address that begins with http:// or https://".to_owned());
    }
    if !text.contains("{id}") {
        return Err("has no {id}".to_owned());
    }
    Ok(text.to_owned())
}

fn origin(text: &str) -> Result<String, String> {
    let origin = url::Url::parse(text)
        .map_err(|error| error.to_string())?
        .origin();
    let written = origin.ascii_serialization();
    if origin.is_tuple() && text.trim_end_matches('/') == written {
        Ok(written)
    } else {
        Err(format!("not an origin; did you mean {written}?"))
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        http: HttpSettings,
    }

    fn parse(arguments: &[&str]) -> Result<HttpSettings, clap::Error> {
        Command::try_parse_from(std::iter::once(&"test").chain(arguments)).map(|it| it.http)
    }

    #[test]
    fn defaults_are_the_same_in_both_places() {
        let parsed = parse(&[]).unwrap();
        assert_eq!(
            format!("{parsed:?}"),
            format!("{:?}", HttpSettings::default())
        );
    }

    #[test]
    fn tokens_are_looked_at_often_enough() {
        let every = |text| parse(&["--socket-keep-alive", text]);
        assert_eq!(
            every("30").unwrap().sockets.socket_keep_alive,
            Duration::from_secs(30)
        );
        for wrong in ["0", "31", "-1", "x"] {
            assert!(every(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn origins() {
        let origins = |text| parse(&["--cors-origins", text]).map(|it| it.cors_origins);
        assert_eq!(
            origins("https://a.example,http://localhost:3000").unwrap(),
            ["https://a.example", "http://localhost:3000"]
        );
        assert_eq!(
            origins("https://a.example/").unwrap(),
            ["https://a.example"]
        );
        assert_eq!(origins("*").unwrap(), ["*"]);
        for wrong in ["a.example", "https://a.example/path", "null", "data:x", ""] {
            assert!(origins(wrong).is_err(), "{wrong}");
        }
    }
}
