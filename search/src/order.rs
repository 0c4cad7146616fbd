//! In which order hits come, and where a page ends.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// In which order hits come. Equal ones come by id, so that no page repeats or skips any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Order {
    /// The best match first. Without a query there is none, and the newest come first.
    #[default]
    Relevance,
    /// The last published first; what was never published comes last.
    Newest,
    /// The first published first; what was never published comes last.
    Oldest,
    /// What others took up most often first.
    MostReused,
}

/// The place of a hit in its order: what comes after it is the next page.
///
/// Callers write it into their cursors and hand it back; what is in it is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SortKey {
    /// Stands for the query, the filter and the order whose hits it is among.
    pub(crate) list: u64,
    /// Whether any of the words was enough: what was decided for the first page holds for all.
    pub(crate) any: bool,
    /// Stands for the public texts by which the scores were made.
    pub(crate) measure: u64,
    /// Higher comes first, in every order.
    pub(crate) rank: i64,
    pub(crate) id: Uuid,
}
