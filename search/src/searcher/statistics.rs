//! How rare words are and how long texts: counted on the open shelf alone, so that no score
//! tells of what is hidden, and of what stands there now, so that none tells of what stood there.

use std::collections::HashMap;

use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Searcher, TERMINATED, Term};

use crate::error::Result;

/// How many of a field's documents have a term. Where documents were deleted, the engine still
/// counts them until it merges their segment; there the list is read.
pub(crate) fn living(searcher: &Searcher, term: &Term) -> Result<u64> {
    let mut count = 0;
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(term.field())?;
        let Some(alive) = segment.alive_bitset() else {
            count += u64::from(words.doc_freq(term)?);
            continue;
        };
        let Some(mut having) = words.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while having.doc() != TERMINATED {
            count += u64::from(alive.is_alive(having.doc()));
            having.advance();
        }
    }
    Ok(count)
}

/// Whether any document has a term; stops at the first.
pub(crate) fn lives(searcher: &Searcher, term: &Term) -> Result<bool> {
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(term.field())?;
        let Some(mut having) = words.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        while having.doc() != TERMINATED {
            if !segment.is_deleted(having.doc()) {
                return Ok(true);
            }
            having.advance();
        }
    }
    Ok(false)
}

/// The statistics for one query.
///
/// Two things differ from tantivy's own. A part is compared in length with the documents that
/// have it, not with all: otherwise the few texts in a rare language would all count as very
/// long. And a word is as rare as in that part where it is most common: otherwise a German word
/// would be a treasure in the one English text that quotes it.
pub(crate) struct Statistics<'a> {
    documents: u64,
    /// How many words each field of texts has on average.
    lengths: &'a HashMap<Field, u64>,
    frequencies: HashMap<Term, u64>,
    open: &'a Searcher,
}

impl<'a> Statistics<'a> {
    pub(crate) fn new(lengths: &'a HashMap<Field, u64>, open: &'a Searcher) -> Self {
        Self {
            documents: open.num_docs().max(1),
            lengths,
            frequencies: HashMap::new(),
            open,
        }
    }

    /// Takes these terms for one word: each is as common as the most common of them.
    pub(crate) fn blend(&mut self, terms: &[Term]) -> Result<()> {
        let mut common = 0;
        for term in terms {
            let known = self.frequencies.get(term).copied();
            common = common.max(match known {
                Some(frequency) => frequency,
                None => living(self.open, term)?,
            });
        }
        for term in terms {
            self.frequencies.insert(term.clone(), common);
        }
        Ok(())
    }
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        match self.lengths.get(&field) {
            Some(length) => Ok(length.saturating_mul(self.documents)),
            None => self.open.total_num_tokens(field),
        }
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents)
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match self.frequencies.get(term) {
            Some(frequency) => Ok(*frequency),
            None => living(self.open, term)
                .map_err(|error| tantivy::TantivyError::InternalError(error.to_string())),
        }
    }
}
