//! A snapshot of the index, and all that can be asked of it.

mod alike;
mod bands;
mod correct;
mod expand;
mod facets;
mod highlight;
mod lengths;
mod measures;
mod narrow;
mod page;
mod plan;
mod snapshot;
mod spellings;
mod statistics;
mod suggest;
mod terms;
mod timeline;
mod translate;
#[cfg(test)]
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

pub use alike::{AlikePlace, AlikeRequest, AlikeText, Except, Match, Reason, varied};
pub use bands::{POPULATION_BANDS, PopulationBand};
pub use facets::{Bucket, Facet, FacetCounts};
pub use highlight::Highlighter;
pub(crate) use lengths::Lengths;
pub(crate) use measures::Measures;
pub use page::{Hit, Page};
pub(crate) use snapshot::Snapshot;
pub use suggest::Suggestion;

use crate::error::{QueryError, Result};
use crate::index::Inner;
use crate::position::Position;
use crate::shelf::IdColumns;
use crate::{Filter, Order, Query, Scope, SortKey};
use page::{List, Place};
use plan::Plan;

/// The index as it was at one moment. Cheap to clone; everything asked of the same one agrees.
#[derive(Clone)]
pub struct Searcher {
    inner: Arc<Inner>,
    snapshot: Arc<Snapshot>,
}

/// What to look for, for whom, and which part of it to return.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// What is asked for.
    pub query: &'a Query,
    /// How it is narrowed.
    pub filter: &'a Filter,
    /// What may be read.
    pub scope: &'a Scope,
    /// Which hits come first.
    pub order: Order,
    /// Only hits after this one.
    pub after: Option<&'a SortKey>,
    /// At most this many.
    pub limit: usize,
}

impl Searcher {
    pub(crate) fn new(inner: Arc<Inner>, snapshot: Arc<Snapshot>) -> Self {
        Self { inner, snapshot }
    }

    /// Understands a query, as [`Query::parse`] does, and looks for it under other names as well.
    pub fn query(&self, text: &str) -> Result<Query, QueryError> {
        Ok(self.inner.synonyms().widen(Query::parse(text)?))
    }

    /// Up to where the index had followed its database.
    #[must_use]
    pub fn position(&self) -> Option<&Position> {
        self.snapshot.position.as_ref()
    }

    /// The hits of a request, and whether there are more. [`crate::Error::ForeignCursor`] if
    /// `after` was made under another query, filter or order.
    pub fn page(&self, request: &Request<'_>) -> Result<Page> {
        let list = List::of(request);
        match request.after {
            None => {
                let plan = self.plan(request.query, request.scope)?;
                self.collect(&plan, &self.snapshot, list, request, None)
            }
            Some(key) => self.page_after(key, list, request),
        }
    }

    /// The hits after one of another page. Lessons that come and go meanwhile change how rare words
    /// are, and with that all scores: so they are made by the measures of that page or, where these
    /// are forgotten, by today's, after the same hit wherever it stands now.
    fn page_after(&self, key: &SortKey, list: List, request: &Request<'_>) -> Result<Page> {
        list.check(key)?;
        let known = self.inner.measures.find(key.measure);
        let measure = known.as_ref().unwrap_or(&self.snapshot);
        let lessons = &self.inner.lessons;
        let plan = || Plan::going_on(lessons, &self.snapshot, measure, request, key);
        let is_moved = known.is_none() && key.measure != self.snapshot.measure;
        let now = if is_moved {
            let one = plan().only(key.id);
            let found = page::collect(&one, list, request.filter, None, 1)?;
            found.hits.first().map(|hit| page::place(&hit.key))
        } else {
            None
        };
        let after = now.unwrap_or_else(|| page::place(key));
        self.collect(&plan(), measure, list, request, Some(after))
    }

    fn collect(
        &self,
        plan: &Plan<'_>,
        measure: &Arc<Snapshot>,
        list: List,
        request: &Request<'_>,
        after: Option<Place>,
    ) -> Result<Page> {
        let page = page::collect(plan, list, request.filter, after, request.limit)?;
        if page.has_more {
            self.inner.measures.keep(measure);
        }
        Ok(page)
    }

    /// How many hits there are in all.
    pub fn count(&self, query: &Query, filter: &Filter, scope: &Scope) -> Result<u64> {
        self.plan(query, scope)?.count(filter)
    }

    /// Whether one document is among the hits.
    pub fn finds(&self, id: Uuid, query: &Query, filter: &Filter, scope: &Scope) -> Result<bool> {
        let plan = self.plan(query, scope)?.only(id);
        for shelf in plan.shelves(filter)? {
            if shelf.finds_any()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A corrected query that finds more, where the words as typed find little: made of words in
    /// what may be read.
    pub fn did_you_mean(
        &self,
        text: &str,
        filter: &Filter,
        scope: &Scope,
    ) -> Result<Option<String>> {
        correct::did_you_mean(&self.inner, &self.snapshot, text, filter, scope)
    }

    /// How many hits there are of each value, most first. The filter on a facet's own field does
    /// not narrow that facet. At most `first` buckets each.
    pub fn facets(
        &self,
        query: &Query,
        filter: &Filter,
        scope: &Scope,
        by: &[Facet],
        first: usize,
    ) -> Result<Vec<FacetCounts>> {
        let plan = self.plan(query, scope)?;
        facets::count(&plan, filter, by, first)
    }

    /// How many published lessons of each outcome there are in each year, the first year first.
    pub fn timeline(
        &self,
        filter: &Filter,
        scope: &Scope,
    ) -> Result<Vec<(i32, BTreeMap<String, u64>)>> {
        let plan = Plan::of_everything(&self.inner.lessons, &self.snapshot, scope);
        timeline::count(&self.inner.lessons, &plan.shelves(filter)?)
    }

    /// Names with words that begin as typed or nearly so, the likeliest first, and words of the texts.
    pub fn suggest(&self, prefix: &str, scope: &Scope, first: usize) -> Result<Vec<Suggestion>> {
        suggest::suggest(&self.inner, &self.snapshot, prefix, scope, first)
    }

    /// Published lessons that bear on a text, the best first.
    pub fn alike(&self, request: &AlikeRequest<'_>) -> Result<Vec<Match>> {
        let (matches, _) = self.alike_counted(request)?;
        Ok(matches)
    }

    /// The same, and what it took.
    pub(crate) fn alike_counted(
        &self,
        request: &AlikeRequest<'_>,
    ) -> Result<(Vec<Match>, alike::Work)> {
        alike::find(&self.inner.lessons, &self.snapshot, request)
    }

    /// Marks in texts what a query finds there.
    #[must_use]
    pub fn highlighter(&self, query: &Query) -> Highlighter {
        Highlighter::new(query, &self.inner.lessons, &self.snapshot)
    }

    /// The id and [digest](crate::Document::digest) of every document.
    pub fn contents(&self) -> Result<Vec<(Uuid, u64)>> {
        let mut contents = contents(&self.snapshot.open)?;
        contents.extend(self::contents(&self.snapshot.closed)?);
        Ok(contents)
    }

    /// The id and [digest](crate::Name::digest) of every name.
    pub fn name_contents(&self) -> Result<Vec<(Uuid, u64)>> {
        contents(&self.snapshot.names)
    }

    /// How many bytes the documents take in the index.
    pub fn bytes(&self) -> Result<u64> {
        let open = self.snapshot.open.space_usage()?;
        let closed = self.snapshot.closed.space_usage()?;
        Ok(open.total().get_bytes() + closed.total().get_bytes())
    }

    /// How many documents there are.
    #[must_use]
    pub fn document_count(&self) -> u64 {
        self.snapshot.open.num_docs() + self.snapshot.closed.num_docs()
    }

    fn plan<'a>(&'a self, query: &'a Query, scope: &'a Scope) -> Result<Plan<'a>> {
        Plan::new(&self.inner.lessons, &self.snapshot, query, scope)
    }
}

fn contents(searcher: &tantivy::Searcher) -> Result<Vec<(Uuid, u64)>> {
    let mut contents = Vec::new();
    for segment in searcher.segment_readers() {
        let ids = IdColumns::of(segment)?;
        let alive = segment.doc_ids_alive();
        contents.extend(alive.map(|document| (ids.id(document), ids.digest(document))));
    }
    Ok(contents)
}
