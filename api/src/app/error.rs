//! What a use case can fail with.

use sea_orm::DbErr;

use crate::domain::paging::PagingError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbErr),
    /// The search index failed.
    #[error("the search index failed")]
    Search(#[from] search::Error),
    /// The search index does not hold yet what the database held when this process started.
    #[error("the search index is being built; try again in a moment")]
    IndexNotReady,
    /// The query is longer than the search takes.
    #[error(transparent)]
    Query(#[from] search::QueryError),
    /// The paging arguments are wrong.
    #[error(transparent)]
    Paging(#[from] PagingError),
    /// The system gives no random numbers.
    #[error("no random numbers: {0}")]
    Entropy(String),
    /// Stored data is not what it should be.
    #[error("{0}")]
    Inconsistent(String),
    /// A background task ended early.
    #[error("a background task ended early")]
    Task(#[from] tokio::task::JoinError),
}
