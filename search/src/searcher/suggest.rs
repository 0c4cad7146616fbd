//! Names and words that begin as someone is typing, or nearly so.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::Term;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EnableScoring, FuzzyTermQuery, Occur, Query as EngineQuery,
    TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use uuid::Uuid;

use super::facets::text_of;
use super::spellings::tolerance;
use super::{Snapshot, terms};
use crate::error::Result;
use crate::index::Inner;
use crate::shelf::{IdColumns, NameFields, folded_words, start_of};
use crate::{NameKind, Scope};

/// What may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The name, or the words to look for.
    pub text: String,
    /// What it is the name of, with its id; `None` for a word of the texts.
    pub named: Option<(NameKind, Uuid)>,
}

/// Of so many suggestions, one is a word of the texts, where there is one.
const NAMES_TO_A_TERM: usize = 4;

/// More words than this are not looked at.
const MAX_WORDS: usize = 8;

/// What comes first: names that begin as typed before names with a word that does, then the
/// greater weight, then the text, then the id.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate<T> {
    begins: Reverse<bool>,
    weight: Reverse<u64>,
    text: T,
    id: Uuid,
    kind: u64,
}

/// Finds the names and words that may be meant: names that begin as typed, or where none does
/// names that nearly do, and a few words of the texts.
pub(super) fn suggest(
    inner: &Inner,
    snapshot: &Snapshot,
    typed: &str,
    scope: &Scope,
    first: usize,
) -> Result<Vec<Suggestion>> {
    let words = folded_words(typed);
    if words.is_empty() || first == 0 {
        return Ok(Vec::new());
    }
    let names = |tolerant: bool| {
        let query = beginning(&inner.names, &words, scope, tolerant);
        best(&snapshot.names, query.as_ref(), first)
    };
    let mut found = names(false)?;
    if found.is_empty() {
        found = names(true)?;
    }
    let terms = first.div_ceil(NAMES_TO_A_TERM);
    let terms = terms::completed(&snapshot.open, inner.lessons.spelling, typed, terms)?;
    let is_new = |term: &String| {
        let folded = folded_words(term);
        found.iter().all(|name| folded_words(&name.text) != folded)
    };
    let terms: Vec<String> = terms.into_iter().filter(is_new).collect();
    found.truncate(first - terms.len());
    found.extend(
        terms
            .into_iter()
            .map(|text| Suggestion { text, named: None }),
    );
    Ok(found)
}

/// The names that a query finds, the likeliest first.
fn best(
    searcher: &tantivy::Searcher,
    query: &dyn EngineQuery,
    first: usize,
) -> Result<Vec<Suggestion>> {
    let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
    let mut best: Vec<Candidate<String>> = Vec::new();
    for segment in searcher.segment_readers() {
        let columns = segment.fast_fields();
        let weights: Column<u64> = columns.u64("weight")?;
        let kinds: Column<u64> = columns.u64("kind")?;
        let ids = IdColumns::of(segment)?;
        let Some(texts) = columns.str("text")? else {
            continue;
        };
        let mut candidates = BinaryHeap::new();
        weight.for_each(segment, &mut |document, score| {
            if segment.is_deleted(document) {
                return;
            }
            candidates.push(Candidate {
                begins: Reverse(score > 0.5),
                weight: Reverse(weights.first(document).unwrap_or_default()),
                // Within a segment the numbers of texts are in the order of the texts.
                text: texts.term_ords(document).next().unwrap_or_default(),
                id: ids.id(document),
                kind: kinds.first(document).unwrap_or_default(),
            });
            if candidates.len() > first {
                candidates.pop();
            }
        })?;
        for candidate in candidates {
            best.push(candidate.spelled(&texts)?);
        }
    }
    best.sort_unstable();
    let best = best.into_iter().take(first);
    Ok(best.filter_map(Candidate::suggestion).collect())
}

impl Candidate<u64> {
    fn spelled(self, texts: &StrColumn) -> Result<Candidate<String>> {
        Ok(Candidate {
            begins: self.begins,
            weight: self.weight,
            text: text_of(texts, self.text)?,
            id: self.id,
            kind: self.kind,
        })
    }
}

impl Candidate<String> {
    fn suggestion(self) -> Option<Suggestion> {
        Some(Suggestion {
            named: Some((NameKind::from_number(self.kind)?, self.id)),
            text: self.text,
        })
    }
}

/// What finds names with words that begin like these, or where it is tolerant with words that nearly
/// do. One that begins with all of them, in their order, scores one more.
fn beginning(
    fields: &NameFields,
    words: &[String],
    scope: &Scope,
    tolerant: bool,
) -> Box<dyn EngineQuery> {
    let starting = |field: Field, text: &str, score: f32| -> Box<dyn EngineQuery> {
        let start = start_of(text);
        let term = Term::from_field_text(field, &start);
        let distance = if tolerant { tolerance(&start) } else { 0 };
        let found: Box<dyn EngineQuery> = if distance > 0 {
            Box::new(FuzzyTermQuery::new(term, distance, true))
        } else {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        Box::new(ConstScoreQuery::new(found, score))
    };
    let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = words
        .iter()
        .take(MAX_WORDS)
        .map(|word| (Occur::Must, starting(fields.word_start, word, 0.0)))
        .collect();
    let whole = starting(fields.name_start, &words.join(" "), 1.0);
    clauses.push((Occur::Should, whole));
    if let Some(readable) = fields.common.readable(scope) {
        let readable = ConstScoreQuery::new(readable, 0.0);
        clauses.push((Occur::Must, Box::new(readable)));
    }
    Box::new(BooleanQuery::new(clauses))
}
