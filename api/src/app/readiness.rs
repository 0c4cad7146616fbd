//! Whether this process should be sent requests.

use crate::app::KnowledgeBase;

/// What `/health/ready` tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Readiness {
    /// The database answered a query.
    pub database: bool,
    /// The index holds what the database held when this process started, and lags little since.
    pub index: bool,
    /// Changes in the database that the index does not hold yet; `None` when unknown.
    pub changes_behind: Option<u64>,
}

/// How many changes the index may lag before other processes should answer instead.
const MOST_BEHIND: u64 = 10_000;

impl Readiness {
    /// Whether this process should be sent requests.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.database && self.index
    }
}

impl KnowledgeBase {
    /// Asks database and index.
    pub async fn readiness(&self) -> Readiness {
        let database = self.store.ping().await.is_ok();
        let ready = self
            .indexing
            .as_ref()
            .is_some_and(|indexing| indexing.state().ready);
        let changes_behind = self.changes_behind().await.ok();
        if let Some(changes) = changes_behind {
            self.metrics.set_changes_behind(changes);
        }
        Readiness {
            database,
            index: ready && changes_behind.is_some_and(|changes| changes <= MOST_BEHIND),
            changes_behind,
        }
    }
}
