//! Does: one file a use case, around [`KnowledgeBase`].

/// The knowledge base: database and index behind the use cases.
#[derive(Debug)]
pub struct KnowledgeBase;

/// What `/health/ready` tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The database answered a query.
    pub database: bool,
    /// The index holds what the database held when this process started, and answers.
    pub index: bool,
    /// Changes in the database that the index does not hold yet; `None` when unknown.
    pub changes_behind: Option<u64>,
}

impl Readiness {
    /// Whether this process should be sent requests.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.database && self.index
    }
}
