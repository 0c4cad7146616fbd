//! The small routes: the schema, health, metrics, the front door and what is not there.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web,
};
use serde_json::json;

use super::{
    Executor, Shared,
    accept::MediaType,
    refusal::{JsonBody as _, Refusal},
};
use crate::graphql::error::Code;

/// `GET /`: says where to go.
pub(super) async fn front_door() -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, "/graphql"))
        .content_type("text/plain; charset=utf-8")
        .body("Lehrgeld answers at /graphql; its schema is at /schema.graphql\n")
}

/// `GET /schema.graphql`: the SDL.
pub(super) async fn schema<S: Executor>(shared: web::Data<Shared<S>>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .body(shared.executor.sdl().to_owned())
}

/// `GET /health/live`: the process answers.
pub(super) async fn live() -> HttpResponse {
    uncached(StatusCode::OK).json_body(&json!({ "status": "live" }))
}

/// `GET /health/ready`: whether this process should be sent requests.
pub(super) async fn ready<S: Executor>(shared: web::Data<Shared<S>>) -> HttpResponse {
    let readiness = shared.executor.readiness().await;
    let (status, word) = if readiness.is_ready() {
        (StatusCode::OK, "ready")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready")
    };
    uncached(status).json_body(&json!({
        "status": word,
        "database": readiness.database,
        "index": readiness.index,
        "changesBehind": readiness.changes_behind,
    }))
}

/// `GET /metrics`: for Prometheus.
pub(super) async fn metrics<S: Executor>(shared: web::Data<Shared<S>>) -> HttpResponse {
    if !shared.settings.metrics {
        return not_found().await;
    }
    match shared.metrics.render() {
        Ok(text) => HttpResponse::Ok()
            .content_type(prometheus::TEXT_FORMAT)
            .body(text),
        Err(error) => {
            tracing::error!(%error, "the metrics could not be written");
            HttpResponse::InternalServerError().finish()
        }
    }
}

/// Any other address.
pub(super) async fn not_found() -> HttpResponse {
    Refusal::new(
        StatusCode::NOT_FOUND,
        Code::NotFound,
        "there is nothing at this address",
    )
    .respond(MediaType::Json)
}

/// Any other method at one of these addresses.
pub(super) async fn reading_only() -> HttpResponse {
    Refusal::method_not_allowed("GET, HEAD", "this address is for reading").respond(MediaType::Json)
}

fn uncached(status: StatusCode) -> actix_web::HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response
        .content_type("application/json; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"));
    response
}
