//! From what the schema answered to what a client is sent: codes on every error, limits on how
//! much of them, and the status.

use actix_web::{HttpResponse, http::StatusCode};
use async_graphql::{Response, ServerError, Value};
use serde::{Serialize, Serializer, ser::SerializeMap as _};

use super::{accept::MediaType, refusal::JsonBody as _};
use crate::graphql::error::{ApiError, Code};

/// Errors that an answer lists at most.
const ERRORS: usize = 20;
/// Characters of an error's message at most.
const MESSAGE: usize = 500;

/// A GraphQL answer, ready to be sent.
#[derive(Debug)]
pub(super) struct Answer {
    /// `None` if the request was not executed: then the answer has no such entry.
    data: Option<Value>,
    errors: Vec<ServerError>,
    omitted: usize,
}

impl Answer {
    /// Prepares what the schema answered. Errors that async-graphql found before it executed
    /// anything have no path; those of resolvers do.
    pub(super) fn new(response: Response, request_id: &str) -> Self {
        let executed = response.data != Value::Null
            || response.errors.is_empty()
            || response.errors.iter().any(|error| !error.path.is_empty());
        Self::with_errors(
            executed.then_some(response.data),
            response.errors,
            executed,
            request_id,
        )
    }

    /// An answer to a request that was not executed, or not to its end.
    pub(super) fn failed(error: ServerError, request_id: &str) -> Self {
        Self::with_errors(None, vec![error], false, request_id)
    }

    fn with_errors(
        data: Option<Value>,
        mut errors: Vec<ServerError>,
        executed: bool,
        request_id: &str,
    ) -> Self {
        let omitted = errors.len().saturating_sub(ERRORS);
        for error in &mut errors {
            complete(error, executed, request_id);
        }
        errors.truncate(ERRORS);
        Self {
            data,
            errors,
            omitted,
        }
    }

    /// The errors alone, where the request was not executed.
    pub(super) fn refused(&self) -> Option<&[ServerError]> {
        self.data.is_none().then_some(self.errors())
    }

    /// The errors.
    pub(super) fn errors(&self) -> &[ServerError] {
        &self.errors
    }

    /// `OK`, or the code of the first error.
    pub(super) fn outcome(&self) -> &str {
        self.errors.first().map_or("OK", code_of)
    }

    /// The status that the GraphQL over HTTP draft gives an answer. What broke inside of us is no
    /// well-formed answer and says so in either media type.
    fn status(&self, media: MediaType) -> StatusCode {
        if self.data.is_some() {
            return StatusCode::OK;
        }
        let code = self.outcome();
        if code == Code::Internal.as_str() {
            StatusCode::INTERNAL_SERVER_ERROR
        } else if code == Code::Timeout.as_str() {
            StatusCode::GATEWAY_TIMEOUT
        } else if code == Code::IndexNotReady.as_str() || code == Code::WriteConflict.as_str() {
            StatusCode::SERVICE_UNAVAILABLE
        } else if code == Code::Unauthenticated.as_str() {
            StatusCode::UNAUTHORIZED
        } else if code == Code::RequestInProgress.as_str() {
            StatusCode::CONFLICT
        } else if code == Code::IdempotencyKeyReused.as_str() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else if media == MediaType::Json {
            StatusCode::OK
        } else {
            StatusCode::BAD_REQUEST
        }
    }

    /// What an address that speaks no GraphQL answers to a request that failed.
    pub(super) fn respond_as_json(&self) -> HttpResponse {
        HttpResponse::build(self.status(MediaType::GraphQlResponse))
            .content_type(MediaType::Json.content_type())
            .json_body(self)
    }

    pub(super) fn respond(&self, media: MediaType) -> HttpResponse {
        HttpResponse::build(self.status(media))
            .content_type(media.content_type())
            .json_body(self)
    }
}

impl Serialize for Answer {
    /// Errors first, as the specification recommends, so that nobody misses them behind the data.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.errors.is_empty() {
            map.serialize_entry("errors", &self.errors)?;
        }
        if let Some(data) = &self.data {
            map.serialize_entry("data", data)?;
        }
        if self.omitted > 0 {
            let extensions = serde_json::json!({ "errorsOmitted": self.omitted });
            map.serialize_entry("extensions", &extensions)?;
        }
        map.end()
    }
}

/// The code of an error; every error that leaves the service has one.
pub(super) fn code_of(error: &ServerError) -> &str {
    match error.extensions.as_ref().and_then(|all| all.get("code")) {
        Some(Value::String(code)) => code,
        _ => Code::Internal.as_str(),
    }
}

/// Gives an error its code and bounds its length. What has no code and is not one of
/// async-graphql's own answers to the client is an internal matter: it goes to the log, and the
/// client learns where to find it.
fn complete(error: &mut ServerError, executed: bool, request_id: &str) {
    let coded = error
        .extensions
        .as_ref()
        .is_some_and(|all| all.get("code").is_some());
    if !coded {
        let code = classify(error, executed);
        let known = std::mem::take(&mut error.extensions).unwrap_or_default();
        error.extensions = Some(known);
        set(error, "code", code.as_str());
    }
    if code_of(error) == Code::Internal.as_str() {
        tracing::error!(request_id, message = %error.message, path = ?error.path, "a request failed inside");
        let internal = ApiError::new(Code::Internal, "internal error").at(None);
        error.message = internal.message;
        error.source = None;
        error.extensions = internal.extensions;
        set(error, "requestId", request_id);
    }
    if error.message.chars().nth(MESSAGE).is_some() {
        error.message = error
            .message
            .chars()
            .take(MESSAGE - 1)
            .chain(['…'])
            .collect();
    }
}

fn set(error: &mut ServerError, name: &str, value: &str) {
    error.extensions.get_or_insert_default().set(name, value);
}

/// What an error without a code is.
fn classify(error: &ServerError, executed: bool) -> Code {
    let message = error.message.as_str();
    let limits = [
        "Query is too complex.",
        "Query is nested too deep.",
        "The recursion depth of the query",
        "The number of directives on the field",
    ];
    // How async-graphql begins what it says of an argument that its type cannot be made from,
    // which it finds out only when it calls the resolver.
    let coercion = ["Failed to parse \"", "Expected input type \""];
    let starts = |beginnings: &[&str]| beginnings.iter().any(|it| message.starts_with(it));
    if !executed && starts(&limits) {
        Code::QueryTooLarge
    } else if !executed || starts(&coercion) {
        Code::ValidationFailed
    } else {
        Code::Internal
    }
}
