//! How rare words are and how long texts: counted on the open shelf alone, so that no score
//! tells of what is hidden.

use std::collections::HashMap;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::error::Result;
use crate::shelf::LessonFields;

/// How long a part is taken to be where no document has it.
const USUAL_LENGTH: u64 = 16;

/// What is known of one part in one language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PartStatistics {
    tokens: u64,
    pub(crate) documents: u64,
}

impl PartStatistics {
    /// Counts a field, and with the mark the documents that have it.
    pub(crate) fn of(searcher: &Searcher, field: Field, mark: &Term) -> Result<Self> {
        Ok(Self {
            tokens: searcher.total_num_tokens(field)?,
            documents: searcher.doc_freq(mark)?,
        })
    }
}

/// The statistics for one query.
///
/// Two things differ from tantivy's own. A part is compared in length with the documents that
/// have it, not with all: otherwise the few texts in a rare language would all count as very
/// long. And a word is as rare as in that part where it is most common: otherwise a German word
/// would be a treasure in the one English text that quotes it.
pub(crate) struct Statistics {
    documents: u64,
    tokens: HashMap<Field, u64>,
    frequencies: HashMap<Term, u64>,
    open: Searcher,
}

impl Statistics {
    pub(crate) fn new(fields: &LessonFields, parts: &[PartStatistics], open: &Searcher) -> Self {
        let all = open.segment_readers().iter();
        let documents = all.map(|segment| u64::from(segment.max_doc())).sum();
        let documents = u64::max(documents, 1);
        let tokens = fields.texts.iter().zip(parts).map(|(slot, part)| {
            let tokens = match part.documents {
                0 => USUAL_LENGTH * documents,
                having => part.tokens.max(1).saturating_mul(documents) / having,
            };
            (slot.field, tokens)
        });
        Self {
            documents,
            tokens: tokens.collect(),
            frequencies: HashMap::new(),
            open: open.clone(),
        }
    }

    /// Takes these terms for one word: each is as common as the most common of them.
    pub(crate) fn blend(&mut self, terms: &[Term]) -> Result<()> {
        let mut common = 0;
        for term in terms {
            let known = self.frequencies.get(term).copied();
            common = common.max(match known {
                Some(frequency) => frequency,
                None => self.open.doc_freq(term)?,
            });
        }
        let common = common.min(self.documents);
        for term in terms {
            self.frequencies.insert(term.clone(), common);
        }
        Ok(())
    }
}

impl Bm25StatisticsProvider for Statistics {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.tokens.get(&field) {
            Some(tokens) => Ok(*tokens),
            None => self.open.total_num_tokens(field),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.frequencies.get(term) {
            Some(frequency) => Ok(*frequency),
            None => Ok(self.open.doc_freq(term)?.min(self.documents)),
        }
    }
}
