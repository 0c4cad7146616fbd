//! How a query is to be answered: decided once, the same for pages, counts and facets.

use std::cell::RefCell;

use tantivy::query::{BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Weight};
use tantivy::{DocSet, TERMINATED, Term};
use uuid::Uuid;

use super::snapshot::Snapshot;
use super::statistics::Statistics;
use super::translate::Translator;
use super::{Request, expand, narrow};
use crate::analysis::Language;
use crate::error::Result;
use crate::query::{Clause, Shape};
use crate::shelf::{LessonFields, any_of};
use crate::{Filter, Query, Scope, SortKey};

/// With more content words than this, a query is a text to be answered by what fits best.
const MANY_WORDS: usize = 8;

/// With this many content words and so many little ones between them, a query is a sentence that
/// someone pasted, and no row of keywords.
const SENTENCE: (usize, usize) = (4, 2);

/// Whether every word has to be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    All,
    /// Any will do; what was put into quotes, into a field or behind a minus still holds.
    Any,
}

/// How a query is to be answered.
pub(super) struct Plan<'a> {
    pub(super) fields: &'a LessonFields,
    pub(super) snapshot: &'a Snapshot,
    /// What words are counted in, to say how rare they are.
    measure: &'a Snapshot,
    pub(super) scope: &'a Scope,
    clauses: Vec<&'a Clause>,
    mode: Mode,
    /// Whether there is something to look for, or everything asked for.
    finds: bool,
    /// The one document to look at, where it is about one.
    only: Option<Uuid>,
    /// What was made to decide, and is still good for the filter with which it was.
    ready: RefCell<Option<(Filter, Vec<Shelved<'a>>)>>,
}

impl<'a> Plan<'a> {
    /// Decides how to answer a query.
    pub(super) fn new(
        fields: &'a LessonFields,
        snapshot: &'a Snapshot,
        query: &'a Query,
        scope: &'a Scope,
    ) -> Result<Self> {
        let mut plan = Self {
            fields,
            snapshot,
            measure: snapshot,
            scope,
            clauses: telling(query, &snapshot.languages(fields)),
            mode: Mode::All,
            finds: query.is_empty() || !query.clauses.is_empty(),
            only: None,
            ready: RefCell::default(),
        };
        plan.mode = plan.decide(query)?;
        Ok(plan)
    }

    /// The plan for what comes after a hit, made by the measures by which it was found. What was
    /// decided for it holds.
    pub(super) fn going_on(
        fields: &'a LessonFields,
        snapshot: &'a Snapshot,
        measure: &'a Snapshot,
        request: &Request<'a>,
        after: &SortKey,
    ) -> Self {
        let query = request.query;
        Self {
            fields,
            snapshot,
            measure,
            scope: request.scope,
            clauses: telling(query, &measure.languages(fields)),
            mode: if after.any { Mode::Any } else { Mode::All },
            finds: query.is_empty() || !query.clauses.is_empty(),
            only: None,
            ready: RefCell::default(),
        }
    }

    /// The plan that finds all that may be read.
    pub(super) fn of_everything(
        fields: &'a LessonFields,
        snapshot: &'a Snapshot,
        scope: &'a Scope,
    ) -> Self {
        Self {
            fields,
            snapshot,
            measure: snapshot,
            scope,
            clauses: Vec::new(),
            mode: Mode::All,
            finds: true,
            only: None,
            ready: RefCell::default(),
        }
    }

    /// The same, looking at one document alone. How to answer was decided on all of them, so that
    /// what is found here is what is found among all.
    pub(super) fn only(self, id: Uuid) -> Self {
        Self {
            only: Some(id),
            ready: RefCell::default(),
            ..self
        }
    }

    /// Decided on all that may be read, whatever the filter: a filter narrows what is found, and must
    /// not find what was not found without it.
    fn decide(&self, query: &Query) -> Result<Mode> {
        let loose = self.clauses.iter().filter(|clause| clause.is_loose());
        let words: usize = loose.map(|clause| clause.words()).sum();
        if words < 2 {
            return Ok(Mode::All);
        }
        let little = query.positive().count() - self.positive().count();
        let is_sentence = words >= SENTENCE.0 && little >= SENTENCE.1;
        if query.asks || is_sentence || words > MANY_WORDS {
            return Ok(Mode::Any);
        }
        let everything = Filter::default();
        let shelves = self.shelves(&everything)?;
        for shelf in &shelves {
            if shelf.finds_any()? {
                self.ready.replace(Some((everything, shelves)));
                return Ok(Mode::All);
            }
        }
        Ok(Mode::Any)
    }

    /// What has to match of what is looked for.
    fn positive(&self) -> impl Iterator<Item = &&'a Clause> {
        self.clauses.iter().filter(|clause| !clause.negative)
    }

    pub(super) fn mode(&self) -> Mode {
        self.mode
    }

    /// Stands for the texts in which words are counted.
    pub(super) fn measure(&self) -> u64 {
        self.measure.measure
    }

    /// How many documents there are to be found.
    pub(super) fn count(&self, filter: &Filter) -> Result<u64> {
        self.shelves(filter)?.iter().map(Shelved::count).sum()
    }

    /// The shelves on which there may be something to read.
    pub(super) fn readable_shelves(&self) -> impl Iterator<Item = &'a tantivy::Searcher> {
        let closed = (!self.scope.is_anonymous()).then_some(&self.snapshot.closed);
        std::iter::once(&self.snapshot.open).chain(closed)
    }

    /// How many documents on the closed shelf have a term and may be read.
    pub(super) fn closed_with(&self, term: &Term) -> Result<u64> {
        let mut conditions: Vec<Box<dyn tantivy::query::Query>> =
            vec![any_of([term.clone()].into_iter())];
        conditions.extend(self.fields.common.readable(self.scope));
        let shelved = Shelved {
            searcher: &self.snapshot.closed,
            query: narrow::all_of(conditions),
            statistics: Statistics::new(&self.measure.lengths, &self.measure.open),
        };
        shelved.count()
    }

    fn prefixes(&self) -> usize {
        let atoms = self.clauses.iter().flat_map(|clause| &clause.alternatives);
        atoms.filter(|atom| atom.shape == Shape::Prefix).count()
    }

    /// The shelves that may be read, each with what to look for on it.
    pub(super) fn shelves(&self, filter: &Filter) -> Result<Vec<Shelved<'a>>> {
        if !self.finds {
            return Ok(Vec::new());
        }
        match self.ready.take() {
            Some((known, shelves)) if known == *filter => return Ok(shelves),
            _ => {}
        }
        let snapshot = self.snapshot;
        let open = |at: usize| snapshot.open_parts.get(at).is_some_and(|present| *present);
        // Words are as common as in that language where they are most common. So it must not matter
        // which of the open languages the closed shelf has too, perhaps only where nobody may read it.
        let only_closed = |at: usize| {
            snapshot
                .closed_parts
                .get(at)
                .is_some_and(|present| *present)
        };
        let closed = |at: usize| open(at) || only_closed(at);
        // All that stands on the open shelf is published and public, so that nothing is cut.
        let mut shelves = vec![self.shelf(&snapshot.open, &open, filter, &Scope::All)?];
        if !self.scope.is_anonymous() {
            shelves.push(self.shelf(&snapshot.closed, &closed, filter, self.scope)?);
        }
        Ok(shelves)
    }

    fn shelf(
        &self,
        searcher: &'a tantivy::Searcher,
        present: &dyn Fn(usize) -> bool,
        filter: &Filter,
        scope: &Scope,
    ) -> Result<Shelved<'a>> {
        let statistics = Statistics::new(&self.measure.lengths, &self.measure.open);
        let words = expand::share(self.prefixes());
        let mut translator = Translator::new(self.fields, searcher, present, statistics, words);
        let mut query = translator.clauses(&self.clauses, self.mode)?;
        let mut conditions = narrow::conditions(self.fields, filter);
        conditions.extend(self.fields.common.readable(scope));
        let common = &self.fields.common;
        conditions.extend(self.only.map(|id| any_of([common.key(id)].into_iter())));
        if !conditions.is_empty() {
            let conditions = ConstScoreQuery::new(narrow::all_of(conditions), 0.0);
            query = Box::new(BooleanQuery::new(vec![
                (Occur::Must, query),
                (Occur::Must, Box::new(conditions)),
            ]));
        }
        Ok(Shelved {
            searcher,
            query,
            statistics: translator.statistics,
        })
    }
}

/// A shelf and what to look for on it.
pub(super) struct Shelved<'a> {
    pub(super) searcher: &'a tantivy::Searcher,
    query: Box<dyn tantivy::query::Query>,
    statistics: Statistics<'a>,
}

impl Shelved<'_> {
    /// How many words are looked for, in each place where they may stand.
    #[cfg(test)]
    pub(super) fn terms(&self) -> usize {
        let mut terms = 0;
        self.query.query_terms(&mut |_, _| terms += 1);
        terms
    }

    pub(super) fn scored(&self) -> Result<Box<dyn Weight>> {
        let scoring =
            EnableScoring::enabled_from_statistics_provider(&self.statistics, self.searcher);
        Ok(self.query.weight(scoring)?)
    }

    pub(super) fn unscored(&self) -> Result<Box<dyn Weight>> {
        let scoring = EnableScoring::disabled_from_searcher(self.searcher);
        Ok(self.query.weight(scoring)?)
    }

    pub(super) fn count(&self) -> Result<u64> {
        let weight = self.unscored()?;
        let mut count = 0;
        for segment in self.searcher.segment_readers() {
            count += u64::from(weight.count(segment)?);
        }
        Ok(count)
    }

    /// Whether there is anything to be found; stops at the first.
    pub(super) fn finds_any(&self) -> Result<bool> {
        let weight = self.unscored()?;
        for segment in self.searcher.segment_readers() {
            let mut found = weight.scorer(segment, 1.0)?;
            let mut document = found.doc();
            while document != TERMINATED {
                if !segment.is_deleted(document) {
                    return Ok(true);
                }
                document = found.advance();
            }
        }
        Ok(false)
    }
}

/// The clauses without stop words, or all of them where nothing else is asked for.
pub(super) fn telling<'a>(query: &'a Query, languages: &[Language]) -> Vec<&'a Clause> {
    let is_telling = |clause: &&Clause| !clause.is_stop_word(languages);
    if query.positive().any(|clause| is_telling(&clause)) {
        query.asked().iter().filter(is_telling).collect()
    } else {
        query.asked().iter().collect()
    }
}
