//! Errors as GraphQL clients see them: a stable code and a sentence, never an internal detail.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

/// The values of `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// The HTTP request is not one of GraphQL over HTTP.
    BadRequest,
    /// The body is not of a media type that the service reads.
    UnsupportedMediaType,
    /// None of the media types that the client accepts is one that the service writes.
    NotAcceptable,
    /// The address does not take this HTTP method, or the method not this operation.
    MethodNotAllowed,
    /// The body is larger than the service reads.
    BodyTooLarge,
    /// There is nothing at this address.
    NotFound,
    /// The document is not GraphQL.
    ParseFailed,
    /// The document does not fit the schema, or its variables do not fit the document.
    ValidationFailed,
    /// The request is larger, deeper or more expensive than the service answers.
    QueryTooLarge,
    /// An argument has a value that the field does not take.
    InvalidArgument,
    /// A cursor that this connection did not hand out.
    InvalidCursor,
    /// An id that this service did not hand out, or one of another type.
    InvalidId,
    /// A search query longer than the search takes.
    SearchQueryTooLong,
    /// The request carries a token that is malformed, unknown, expired or revoked.
    Unauthenticated,
    /// Whoever asks may read this but not do that.
    Forbidden,
    /// A request with the same `Idempotency-Key` is still being carried out; try again.
    RequestInProgress,
    /// The `Idempotency-Key` was used for another request.
    IdempotencyKeyReused,
    /// Other writes were in the way, and nothing was done; try again.
    WriteConflict,
    /// The search index is still being built; try again.
    IndexNotReady,
    /// The request took longer than the service gives it.
    Timeout,
    /// The service has as many WebSockets open as it keeps at once.
    TooManySockets,
    /// The WebSocket has as many operations running as it may have at once.
    TooManyOperations,
    /// As many exports are being written as the service writes at once; try again.
    TooManyExports,
    /// So much was published that the subscription missed some of it: search for that, and
    /// subscribe again.
    SubscriptionLagged,
    /// Something broke inside; the request id finds it in the log.
    Internal,
}

impl Code {
    /// The code as clients read it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "BAD_REQUEST",
            Self::UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
            Self::NotAcceptable => "NOT_ACCEPTABLE",
            Self::MethodNotAllowed => "METHOD_NOT_ALLOWED",
            Self::BodyTooLarge => "BODY_TOO_LARGE",
            Self::NotFound => "NOT_FOUND",
            Self::ParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::ValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::InvalidCursor => "INVALID_CURSOR",
            Self::InvalidId => "INVALID_ID",
            Self::SearchQueryTooLong => "SEARCH_QUERY_TOO_LONG",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::RequestInProgress => "REQUEST_IN_PROGRESS",
            Self::IdempotencyKeyReused => "IDEMPOTENCY_KEY_REUSED",
            Self::WriteConflict => "WRITE_CONFLICT",
            Self::IndexNotReady => "INDEX_NOT_READY",
            Self::Timeout => "TIMEOUT",
            Self::TooManySockets => "TOO_MANY_SOCKETS",
            Self::TooManyOperations => "TOO_MANY_OPERATIONS",
            Self::TooManyExports => "TOO_MANY_EXPORTS",
            Self::SubscriptionLagged => "SUBSCRIPTION_LAGGED",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error on its way to a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError {
    code: Code,
    message: String,
}

impl ApiError {
    /// An error with a code and a sentence for the client, lowercase and without a full stop.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }

    /// What kind of error it is.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// The error of a whole request, with the place in its document where there is one.
    #[must_use]
    pub fn at(self, position: Option<Pos>) -> ServerError {
        let mut error = ServerError::new(self.message, position);
        error.extensions = Some(extensions(self.code));
        error
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        Self {
            message: error.message,
            source: None,
            extensions: Some(extensions(error.code)),
        }
    }
}

fn extensions(code: Code) -> ErrorExtensionValues {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", code.as_str());
    extensions
}
