//! What a use case can fail with.

use sea_orm::{DbErr, RuntimeErr};

use crate::domain::paging::PagingError;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] DbErr),
    /// The database gave up a write because others were in its way. Nothing of it was done, and done
    /// again it may well succeed.
    #[error("other writes were in the way")]
    Contended(#[source] DbErr),
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

/// What PostgreSQL calls transactions that cannot be put in an order, and those that wait for each
/// other in a circle.
const CONTENDED: [&str; 2] = ["40001", "40P01"];

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let (DbErr::Exec(inner) | DbErr::Query(inner) | DbErr::Conn(inner)) = &error else {
            return Self::Database(error);
        };
        let RuntimeErr::SqlxError(inner) = inner else {
            return Self::Database(error);
        };
        let code = inner
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        if code.is_some_and(|code| CONTENDED.contains(&&*code)) {
            Self::Contended(error)
        } else {
            Self::Database(error)
        }
    }
}

impl Error {
    /// Whether the same, done again, may well succeed.
    #[must_use]
    pub fn is_contended(&self) -> bool {
        matches!(self, Self::Contended(_))
    }
}
