//! What use cases fail with, as clients see it: the log gets the cause, the client a code.

use std::error::Error as StdError;

use crate::{
    app::{error::Error, refusal::Refusal},
    domain::paging::PagingError,
    graphql::error::{ApiError, Code},
};

impl ApiError {
    /// Something broke inside: logged with its causes, told without them.
    #[must_use]
    pub fn internal(error: &(dyn StdError + 'static)) -> Self {
        tracing::error!(error, "a request failed");
        Self::new(Code::Internal, "internal error")
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::IndexNotReady => Code::IndexNotReady,
            Error::Contended(_) => {
                tracing::warn!(error = &error as &dyn StdError, "a write was given up");
                Code::WriteConflict
            }
            Error::Query(_) => Code::SearchQueryTooLong,
            Error::Paging(paging) => return paging.clone().into(),
            Error::Search(search::Error::ForeignCursor) => {
                return PagingError::Cursor("after").into();
            }
            Error::Database(_)
            | Error::Search(_)
            | Error::Entropy(_)
            | Error::Inconsistent(_)
            | Error::Task(_) => {
                return Self::internal(&error);
            }
        };
        Self::new(code, error.to_string())
    }
}

impl From<Refusal> for ApiError {
    /// What is left of a refusal once its problems are told in a payload.
    fn from(refusal: Refusal) -> Self {
        let code = match refusal {
            Refusal::Failed(error) => return error.into(),
            Refusal::Unauthenticated => Code::Unauthenticated,
            Refusal::Forbidden => Code::Forbidden,
            Refusal::InProgress => Code::RequestInProgress,
            Refusal::KeyReused => Code::IdempotencyKeyReused,
            Refusal::Problems(_) => Code::InvalidArgument,
        };
        Self::new(code, refusal.to_string())
    }
}

impl From<PagingError> for ApiError {
    fn from(error: PagingError) -> Self {
        let code = match error {
            PagingError::OutOfRange(_) | PagingError::BothEnds => Code::InvalidArgument,
            PagingError::Cursor(_) => Code::InvalidCursor,
        };
        Self::new(code, error.to_string())
    }
}
