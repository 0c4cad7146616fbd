//! Speaks HTTP: routes, tokens to actors, health, metrics, pages.
//!
//! It knows the schema only as an [`Executor`]; a request flows from `graphql` through the guard
//! and the executor to an answer.

mod accept;
mod answer;
mod atom;
mod auth;
mod execution;
mod graphiql;
mod graphql;
mod lessons;
mod observe;
pub mod oidc;
mod operation;
mod pages;
mod refusal;
mod request;
pub mod settings;
mod socket;
mod streaming;
#[cfg(test)]
mod tests;

use std::{io, net::TcpListener, sync::Arc};

use actix_cors::Cors;
use actix_web::{
    App, HttpServer, Resource,
    dev::Server,
    guard,
    http::header,
    middleware::{Condition, from_fn},
    web,
};
use chrono::{DateTime, Utc};
use tokio::{runtime::Handle, sync::Semaphore};
use tracing_actix_web::TracingLogger;

pub use self::socket::Sockets;
use self::{graphiql::GraphiQl, observe::RequestSpan, oidc::Verifier, settings::HttpSettings};
use crate::{
    app::{
        self, Readiness,
        accounts::Vouched,
        announcements::{News, Published},
        bulk::{Layout, LessonExport},
        lesson_feed::LessonFeed,
    },
    domain::actor::{Actor, Member},
    graphql::{Caller, completion::Shapes, error::ApiError, url_search::UrlSearch},
    metrics::Metrics,
};

/// What the HTTP side asks of the service behind it.
pub trait Executor: Send + Sync + 'static {
    /// Executes a request whose document the guard has let through. A mutation with a key is
    /// carried out once, however often it is sent.
    fn execute(
        &self,
        request: async_graphql::Request,
        caller: Caller,
        idempotency_key: Option<String>,
    ) -> impl Future<Output = async_graphql::Response> + Send;

    /// Executes a subscription, whose document the guard has let through, for one event. Without
    /// an event it is only checked. Nothing where the event is not for the subscriber, or there
    /// is nothing to say against the subscription.
    fn execute_event(
        &self,
        request: async_graphql::Request,
        caller: Caller,
        event: Option<Published>,
    ) -> impl Future<Output = Option<async_graphql::Response>> + Send;

    /// What subscriptions are told of, from now on.
    fn news(&self) -> News;

    /// Begins an export of what a search finds for someone.
    fn export_lessons(
        &self,
        search: UrlSearch,
        layout: Layout,
        actor: &Actor,
    ) -> impl Future<Output = Result<LessonExport, ApiError>> + Send;

    /// The newest lessons of a search, of those that someone may read.
    fn lesson_feed(
        &self,
        search: UrlSearch,
        first: usize,
        actor: &Actor,
    ) -> impl Future<Output = Result<LessonFeed, ApiError>> + Send;

    /// Who holds this access token; nobody where it is not good.
    fn sign_in(
        &self,
        token: &str,
    ) -> impl Future<Output = Result<Option<Member>, app::error::Error>> + Send;

    /// Whoever an identity provider vouches for.
    fn sign_in_vouched(
        &self,
        vouched: Vouched,
    ) -> impl Future<Output = Result<Member, app::error::Error>> + Send;

    /// Now.
    fn now(&self) -> DateTime<Utc>;

    /// The schema in GraphQL's schema definition language.
    fn sdl(&self) -> &str;

    /// Whether this process should be sent requests.
    fn readiness(&self) -> impl Future<Output = Readiness> + Send;
}

/// What the handlers share.
pub(crate) struct Shared<S> {
    executor: Arc<S>,
    metrics: Arc<Metrics>,
    settings: HttpSettings,
    shapes: Shapes,
    /// `None` if it is turned off.
    graphiql: Option<GraphiQl>,
    /// `None` where no identity provider is known.
    verifier: Option<Verifier>,
    /// Where requests are executed: the runtime that the service runs on, not the one of the
    /// worker that read them, so that a long query holds up no other connection.
    runtime: Handle,
    sockets: Sockets,
    /// Room for exports: each holds its place until its client has it all.
    exports: Arc<Semaphore>,
}

/// Serves on a listener until the server's handle is told to stop: signals are for the service
/// around it, which has more to put in order. Has to be called within a tokio runtime; requests are
/// executed on it.
///
/// WebSockets last as long as their clients want: whoever stops the server closes them first.
pub fn serve<S: Executor>(
    listener: TcpListener,
    executor: Arc<S>,
    metrics: Arc<Metrics>,
    settings: HttpSettings,
) -> io::Result<(Server, Sockets)> {
    let runtime = Handle::try_current().map_err(io::Error::other)?;
    let shapes = Shapes::from_sdl(executor.sdl()).map_err(io::Error::other)?;
    let graphiql = settings
        .graphiql
        .then(|| GraphiQl::load(settings.graphiql_assets.as_deref()))
        .transpose()?;
    let provider = settings.oidc.provider.clone();
    let verifier = provider.map(|provider| Verifier::new(provider, executor.now()));
    let verifier = verifier.transpose().map_err(io::Error::other)?;
    let sockets = Sockets::new(settings.sockets.sockets);
    let shared = web::Data::new(Shared {
        executor,
        metrics,
        shapes,
        graphiql,
        verifier,
        settings: settings.clone(),
        runtime,
        sockets: sockets.clone(),
        exports: Arc::new(Semaphore::new(settings.exports.into())),
    });
    let origins = settings.cors_origins;
    let mut server = HttpServer::new(move || {
        App::new()
            .configure(|config| routes(config, &shared))
            .wrap(Condition::new(!origins.is_empty(), cors(&origins)))
            .wrap(from_fn(observe::observe::<S>))
            .wrap(TracingLogger::<RequestSpan>::new())
    })
    .disable_signals()
    .keep_alive(settings.keep_alive)
    .client_request_timeout(settings.request_timeout)
    .shutdown_timeout(settings.shutdown_timeout.as_secs());
    if let Some(workers) = settings.workers {
        server = server.workers(workers.into());
    }
    Ok((server.listen(listener)?.run(), sockets))
}

fn routes<S: Executor>(config: &mut web::ServiceConfig, shared: &web::Data<Shared<S>>) {
    config
        .app_data(shared.clone())
        .service(
            web::resource("/graphql")
                .route(
                    web::get()
                        .guard(guard::fn_guard(socket::is_asked_for))
                        .to(socket::open::<S>),
                )
                .route(web::get().to(graphql::get::<S>))
                .route(web::post().to(graphql::post::<S>))
                .default_service(web::to(graphql::other::<S>)),
        )
        .service(read("/graphiql/start.js").route(reading().to(graphiql::start::<S>)))
        .service(read("/graphiql/style.css").route(reading().to(graphiql::style::<S>)))
        .service(read("/graphiql/assets/{name}").route(reading().to(graphiql::asset::<S>)))
        .service(read("/").route(reading().to(pages::front_door)))
        .service(read("/export/lessons.csv").route(reading().to(lessons::table::<S>)))
        .service(read("/export/lessons.ndjson").route(reading().to(lessons::objects::<S>)))
        .service(read("/feeds/lessons.atom").route(reading().to(lessons::feed::<S>)))
        .service(read("/schema.graphql").route(reading().to(pages::schema::<S>)))
        .service(read("/health/live").route(reading().to(pages::live)))
        .service(read("/health/ready").route(reading().to(pages::ready::<S>)))
        .service(read("/metrics").route(reading().to(pages::metrics::<S>)))
        .default_service(web::to(pages::not_found));
}

/// An address that is only read.
fn read(path: &str) -> Resource {
    web::resource(path).default_service(web::to(pages::reading_only))
}

fn reading() -> actix_web::Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}

/// No credentials: tokens travel in a header that the page itself sets, never in cookies.
fn cors(origins: &[String]) -> Cors {
    let mut cors = Cors::default()
        .allowed_methods(["GET", "POST"])
        .allowed_headers([
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::HeaderName::from_static("idempotency-key"),
        ])
        .expose_headers([
            observe::REQUEST_ID,
            header::CONTENT_DISPOSITION,
            header::ETAG,
            header::RETRY_AFTER,
        ])
        .block_on_origin_mismatch(false)
        .max_age(3_600);
    for origin in origins {
        cors = if origin == "*" {
            cors.allow_any_origin().send_wildcard()
        } else {
            cors.allowed_origin(origin)
        };
    }
    cors
}
