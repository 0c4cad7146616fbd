//! How much work an answer is, counted for tests: what is looked for, and what is scored.

use super::{Request, Searcher, correct, spellings, terms};
use crate::analysis::fold;
use crate::error::Result;
use crate::{Query, Scope};

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

    /// How many spellings are looked at to correct the words of a query: the same words, and the same
    /// ones like them.
    pub(crate) fn work_of_correcting(&self, query: &Query, scope: &Scope) -> Result<usize> {
        let plan = self.plan(query, scope)?;
        let mut looked_at = 0;
        for word in correct::typed_words(query) {
            looked_at += spellings::candidates(&plan, &word, false)?.len();
        }
        Ok(looked_at)
    }

    /// How many spellings are looked at to complete a word.
    pub(crate) fn work_of_completing(&self, typed: &str) -> Result<usize> {
        let (open, field) = (&self.snapshot.open, self.inner.lessons.spelling);
        let likely = terms::likeliest(open, field, &fold(&typed.to_lowercase()))?;
        Ok(likely.iter().map(|(.., written)| written.len()).sum())
    }
}
