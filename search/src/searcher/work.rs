//! How much work a page is, counted for tests: what is looked for, and what is scored.

use super::{Request, Searcher};
use crate::error::Result;

/// What a page takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Words that are looked for, those for which a `word*` stands among them, in each place where
    /// they may stand.
    pub(crate) terms: usize,
    /// Documents that are scored.
    pub(crate) documents: usize,
}

impl Searcher {
    /// What the page of a request takes: the same plan, and the same way through what it finds.
    pub(crate) fn work(&self, request: &Request<'_>) -> Result<Work> {
        let plan = self.plan(request.query, request.scope)?;
        let mut work = Work::default();
        for shelf in plan.shelves(request.filter)? {
            work.terms += shelf.terms();
            let weight = shelf.scored()?;
            for segment in shelf.searcher.segment_readers() {
                weight.for_each(segment, &mut |_, _| work.documents += 1)?;
            }
        }
        Ok(work)
    }
}
