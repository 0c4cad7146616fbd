//! What the HTTP side answers by itself: an error of GraphQL's shape, with a status of its own.

use actix_web::{
    HttpResponse,
    http::{
        StatusCode,
        header::{ALLOW, HeaderName, RETRY_AFTER, WWW_AUTHENTICATE},
    },
};
use async_graphql::ServerError;
use serde::Serialize;

use super::accept::MediaType;
use crate::graphql::error::{ApiError, Code};

/// A request that is answered without a word from the schema.
#[derive(Debug)]
pub(super) struct Refusal {
    status: StatusCode,
    error: ApiError,
    header: Option<(HeaderName, &'static str)>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self {
            status,
            error: ApiError::new(code, message),
            header: None,
        }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadRequest, message)
    }

    pub(super) fn unauthenticated(message: impl Into<String>) -> Self {
        Self {
            header: Some((WWW_AUTHENTICATE, "Bearer")),
            ..Self::new(StatusCode::UNAUTHORIZED, Code::Unauthenticated, message)
        }
    }

    /// There is no room now, but soon.
    pub(super) fn busy(code: Code, message: impl Into<String>) -> Self {
        Self {
            header: Some((RETRY_AFTER, "10")),
            ..Self::new(StatusCode::SERVICE_UNAVAILABLE, code, message)
        }
    }

    pub(super) fn method_not_allowed(allow: &'static str, message: impl Into<String>) -> Self {
        Self {
            header: Some((ALLOW, allow)),
            ..Self::new(
                StatusCode::METHOD_NOT_ALLOWED,
                Code::MethodNotAllowed,
                message,
            )
        }
    }

    pub(super) fn code(&self) -> Code {
        self.error.code()
    }

    /// What is told.
    pub(super) fn message(self) -> String {
        self.error.at(None).message
    }

    pub(super) fn respond(self, media: MediaType) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        response.content_type(media.content_type());
        if let Some(header) = self.header {
            response.insert_header(header);
        }
        response.json_body(&Errors {
            errors: [self.error.at(None)],
        })
    }
}

#[derive(Serialize)]
struct Errors {
    errors: [ServerError; 1],
}

/// Writes a body as JSON without touching the content type.
pub(super) trait JsonBody {
    fn json_body(&mut self, body: &impl Serialize) -> HttpResponse;
}

impl JsonBody for actix_web::HttpResponseBuilder {
    fn json_body(&mut self, body: &impl Serialize) -> HttpResponse {
        match serde_json::to_vec(body) {
            Ok(body) => self.body(body),
            Err(error) => {
                tracing::error!(%error, "an answer could not be written as JSON");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}
