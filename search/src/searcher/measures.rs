//! The snapshots by which pages of hits were measured, so that the next page is measured alike.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use super::snapshot::Snapshot;

/// So many are kept: as many people can page through hits at once while lessons are written, each
/// by measures of their own. An old snapshot holds on to files that the index no longer needs.
const KEPT: usize = 16;

/// Snapshots that cursors refer to, the last used last.
#[derive(Default)]
pub(crate) struct Measures {
    kept: Mutex<VecDeque<Arc<Snapshot>>>,
}

impl Measures {
    /// Keeps a snapshot, for a cursor refers to it.
    pub(super) fn keep(&self, snapshot: &Arc<Snapshot>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|known| known.measure != snapshot.measure);
        kept.push_back(Arc::clone(snapshot));
        if kept.len() > KEPT {
            kept.pop_front();
        }
    }

    /// The snapshot that a cursor refers to, if it is kept.
    pub(super) fn find(&self, measure: u64) -> Option<Arc<Snapshot>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut kept = kept.iter();
        kept.find(|known| known.measure == measure).map(Arc::clone)
    }
}
