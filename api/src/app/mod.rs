//! Does: one file a use case, around [`KnowledgeBase`]. Here transactions begin and end.

pub mod accounts;
pub mod announcements;
pub mod bearing;
pub mod bulk;
pub mod check;
pub mod clock;
pub mod comments;
mod content;
mod create_organization;
mod create_topic;
mod documents;
mod erase_person;
pub mod error;
mod follow;
pub mod import_cities;
pub mod import_sample;
pub mod indexing;
pub mod insights;
pub mod lesson_feed;
pub mod lessons;
pub mod lists;
pub mod lookups;
pub mod page;
mod places;
pub mod progress;
pub mod projects;
mod readiness;
pub mod reading;
pub mod refusal;
pub mod registry;
pub mod repeat;
pub mod reuses;
mod sample;
mod sample_names;
pub mod saved_searches;
pub mod search_lessons;
pub mod session;
pub mod store;
mod touched;
pub mod vocabulary;
pub mod writing;

use std::sync::Arc;

use sea_orm::DbErr;

use crate::{
    app::{
        announcements::Announcements, clock::Clock, indexing::Indexing, reading::Reading,
        store::Store,
    },
    domain::reach::Reach,
    metrics::Metrics,
};

pub use readiness::Readiness;

/// The knowledge base: database and index behind the use cases.
pub struct KnowledgeBase {
    store: Store,
    indexing: Option<Arc<Indexing>>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
    announcements: Arc<Announcements>,
    four_eyes: bool,
}

impl KnowledgeBase {
    /// Puts a knowledge base together. Without an index it stores but does not search.
    #[must_use]
    pub fn new(
        store: Store,
        indexing: Option<Arc<Indexing>>,
        clock: Arc<dyn Clock>,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            store,
            indexing,
            clock,
            metrics,
            announcements: Arc::default(),
            four_eyes: true,
        }
    }

    /// The same, with or without the rule that whoever submitted a lesson cannot approve it.
    #[must_use]
    pub fn with_four_eyes(&self, four_eyes: bool) -> Self {
        Self {
            store: self.store.clone(),
            indexing: self.indexing.clone(),
            clock: Arc::clone(&self.clock),
            metrics: Arc::clone(&self.metrics),
            announcements: Arc::clone(&self.announcements),
            four_eyes,
        }
    }

    /// Whether whoever submitted a lesson cannot approve it.
    #[must_use]
    pub fn four_eyes(&self) -> bool {
        self.four_eyes
    }

    /// What is within reach, to read.
    #[must_use]
    pub fn reading<'a>(&'a self, reach: &'a Reach) -> Reading<'a> {
        self.store.reading(reach)
    }

    /// The database as it is at one moment, to read.
    async fn snapshot(&self) -> Result<store::Snapshot, DbErr> {
        self.store.snapshot().await
    }

    /// The index of this process, if it keeps one.
    #[must_use]
    pub fn indexing(&self) -> Option<&Arc<Indexing>> {
        self.indexing.as_ref()
    }

    /// Ends all connections to the database.
    pub async fn close(&self) -> Result<(), DbErr> {
        self.store.clone().close().await
    }
}

/// A place in a list, as the database counts.
fn position(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}
