//! Names that begin as someone is typing.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::Term;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EnableScoring, Occur, Query as EngineQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use uuid::Uuid;

use super::facets::text_of;
use crate::error::Result;
use crate::shelf::{IdColumns, NameFields, folded_words, start_of};
use crate::{NameKind, Scope};

/// A name that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The id of what it names.
    pub id: Uuid,
    /// What it is the name of.
    pub kind: NameKind,
    /// The name.
    pub text: String,
}

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

/// Finds the names that may be meant.
pub(super) fn suggest(
    fields: &NameFields,
    searcher: &tantivy::Searcher,
    prefix: &str,
    scope: &Scope,
    first: usize,
) -> Result<Vec<Suggestion>> {
    let words = folded_words(prefix);
    if words.is_empty() || first == 0 {
        return Ok(Vec::new());
    }
    let query = typed(fields, &words, scope);
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
            id: self.id,
            kind: NameKind::from_number(self.kind)?,
            text: self.text,
        })
    }
}

/// What finds names with words that begin like these. One that begins with all of them, in their
/// order, scores one more.
fn typed(fields: &NameFields, words: &[String], scope: &Scope) -> Box<dyn EngineQuery> {
    let starting = |field: Field, text: &str, score: f32| -> Box<dyn EngineQuery> {
        let term = Term::from_field_text(field, &start_of(text));
        let found = TermQuery::new(term, IndexRecordOption::Basic);
        Box::new(ConstScoreQuery::new(Box::new(found), score))
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
