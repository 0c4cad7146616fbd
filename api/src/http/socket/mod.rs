//! GraphQL over WebSocket at `/graphql`, in the protocol `graphql-transport-ws`.
//!
//! A request is looked at before it is upgraded: whether the page that sends it may, whether it
//! speaks our protocol, and whether there is room. From then on a [`Connection`] serves it.

mod closing;
mod connection;
mod message;
mod operations;
mod origin;
mod peer;

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    guard::GuardContext,
    http::{
        StatusCode,
        header::{self, HeaderMap},
    },
    rt, web,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tracing::Instrument as _;

use self::{connection::Connection, peer::Peer};
use super::{
    Executor, Shared, accept::MediaType, graphql::refuse, refusal::Refusal, request::keeping,
};
use crate::{graphql::error::Code, metrics::Metrics};

/// The one sub-protocol that is spoken. Its predecessor `graphql-ws` is retired and means something
/// else by the same words.
const PROTOCOL: &str = "graphql-transport-ws";

/// The WebSockets of a service: how many there may be, and whether they have to close.
#[derive(Clone, Debug)]
pub struct Sockets {
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Sockets {
    pub(super) fn new(most: u32) -> Self {
        Self {
            places: Arc::new(Semaphore::new(usize::try_from(most).unwrap_or_default())),
            closing: watch::Sender::new(false),
        }
    }

    /// Closes all that are open and all that come, because the service stops.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Waits until they have to close.
    fn told_to_close(&self) -> impl Future<Output = ()> + 'static {
        let mut closing = self.closing.subscribe();
        // Where nobody is left to tell, the service has stopped.
        async move { drop(closing.wait_for(|closing| *closing).await) }
    }

    fn take_place(&self, metrics: &Arc<Metrics>) -> Option<Place> {
        let permit = Arc::clone(&self.places).try_acquire_owned().ok()?;
        metrics.socket_opened();
        Some(Place {
            _permit: permit,
            metrics: Arc::clone(metrics),
        })
    }
}

/// Room for one WebSocket, kept as long as its connection is.
struct Place {
    _permit: OwnedSemaphorePermit,
    metrics: Arc<Metrics>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.metrics.socket_closed();
    }
}

/// Whether a request asks to become a WebSocket.
pub(super) fn is_asked_for(context: &GuardContext<'_>) -> bool {
    lists(&context.head().headers, &header::UPGRADE)
        .any(|protocol| protocol.eq_ignore_ascii_case("websocket"))
}

/// `GET /graphql` with `Upgrade: websocket`.
pub(super) async fn open<S: Executor>(
    request: HttpRequest,
    payload: web::Payload,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let opened = upgrade(&request, payload, &shared);
    opened.unwrap_or_else(|refusal| refuse(&shared, refusal, MediaType::Json))
}

fn upgrade<S: Executor>(
    request: &HttpRequest,
    payload: web::Payload,
    shared: &web::Data<Shared<S>>,
) -> Result<HttpResponse, Refusal> {
    let headers = request.headers();
    if !origin::may_ask(headers, &shared.settings.cors_origins) {
        let message = "pages of this origin may not ask this service";
        return Err(Refusal::new(
            StatusCode::FORBIDDEN,
            Code::Forbidden,
            message,
        ));
    }
    if !lists(headers, &header::SEC_WEBSOCKET_PROTOCOL).any(|protocol| protocol == PROTOCOL) {
        let message = format!("the sub-protocol has to be {PROTOCOL}");
        return Err(Refusal::bad_request(message));
    }
    let peer = Peer::of(request)?;
    let place = shared.sockets.take_place(&shared.metrics).ok_or_else(|| {
        let (status, code) = (StatusCode::SERVICE_UNAVAILABLE, Code::TooManySockets);
        Refusal::new(status, code, "too many WebSockets are open")
    })?;
    let (answer, session, messages) =
        actix_ws::handle_with_protocols(request, payload, &[PROTOCOL])
            .map_err(|error| Refusal::bad_request(format!("no WebSocket handshake: {error}")))?;
    let connection = Connection::new(web::Data::clone(shared), session, peer);
    rt::spawn(connection.run(messages).in_current_span());
    Ok(keeping(place, answer))
}

/// The entries of a header that is a list.
fn lists<'a>(
    headers: &'a HeaderMap,
    name: &'a header::HeaderName,
) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(name)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
}
