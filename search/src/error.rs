//! What can go wrong while writing, reading or asking.

use std::path::PathBuf;

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why the index could not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another writer, in this process or another, is at work on the same folder.
    #[error("another process is writing to this index")]
    Locked,
    /// A cursor was made under another query, filter or order than those it is used with.
    #[error("the cursor belongs to another query, filter or order")]
    ForeignCursor,
    /// The search engine failed. A reader may try again; after this a writer must be dropped.
    #[error("the search engine failed")]
    Engine(#[from] tantivy::TantivyError),
    /// A file of the index could not be read or written.
    #[error("cannot access {path}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Something that is written as JSON could not be.
    #[error("cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Self::Engine(error.into())
    }
}

/// Why a query is refused. Everything else that is odd about one is a warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    /// More characters than [`crate::MAX_QUERY_CHARS`].
    #[error("the query is longer than {} characters", crate::MAX_QUERY_CHARS)]
    TooLong,
    /// A phrase, or a choice between words, of more than [`crate::MAX_QUERY_TERMS`].
    #[error("the query has more than {} terms", crate::MAX_QUERY_TERMS)]
    TooManyTerms,
}
