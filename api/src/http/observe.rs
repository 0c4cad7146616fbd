//! What every request gets: an id, a line in the log, a count, and headers that keep browsers safe.
//!
//! The log names method, route, status and time. It never holds query strings, variables, tokens
//! or addresses: documents and variables carry personal data, and so does an address.

use std::time::{Duration, Instant};

use actix_web::{
    Error, HttpMessage as _, HttpRequest,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{
        CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    },
    middleware::Next,
    web,
};
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

use super::{Executor, Shared};

/// The header that tells a client its request's id.
pub(super) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Opens the span that all of a request's log lines belong to.
#[derive(Debug)]
pub(super) struct RequestSpan;

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        tracing::info_span!(
            "request",
            request_id = %request_id(request.request()),
            method = %request.method(),
            route = request.match_pattern().as_deref().unwrap_or(UNMATCHED),
        )
    }

    fn on_request_end<B: MessageBody>(_: Span, _: &Result<ServiceResponse<B>, Error>) {}
}

const UNMATCHED: &str = "none";

/// The id of a request, as the log and the client see it.
pub(super) fn request_id(request: &HttpRequest) -> String {
    request
        .extensions()
        .get::<RequestId>()
        .map_or_else(String::new, RequestId::to_string)
}

/// Counts and logs a request, and adds the headers that every answer has.
pub(super) async fn observe<S: Executor>(
    shared: web::Data<Shared<S>>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let start = Instant::now();
    let route = request.match_pattern();
    let route = route.as_deref().unwrap_or(UNMATCHED);
    let id = request_id(request.request());
    let mut response = next.call(request).await?.map_into_boxed_body();
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(CONTENT_SECURITY_POLICY) {
        let nothing = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
        headers.insert(CONTENT_SECURITY_POLICY, nothing);
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert(REQUEST_ID, id);
    }
    let status = response.status().as_u16();
    let elapsed = start.elapsed();
    shared.metrics.http_request(route, status, elapsed);
    log(route, status, elapsed);
    Ok(response)
}

/// Probes come every few seconds and say nothing new; who looks closer sees them too.
fn log(route: &str, status: u16, elapsed: Duration) {
    let milliseconds = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    if route.starts_with("/health/") {
        tracing::debug!(status, milliseconds, "answered");
    } else {
        tracing::info!(status, milliseconds, "answered");
    }
}
