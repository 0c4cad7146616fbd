//! What the documents of one segment share with a text.

use tantivy::index::SegmentReader;
use tantivy::postings::Postings;
use tantivy::query::Bm25StatisticsProvider;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, TERMINATED};

use super::super::statistics::Statistics;
use super::Work;
use super::telling::{Probe, Telling, Topic, Word};
use crate::error::Result;

/// BM25's usual parameters: how soon more of a word counts no more, and how much length does.
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.75;

/// What a document has of the text.
#[derive(Clone, Copy, Default)]
pub(super) struct Share {
    pub(super) text: f32,
    pub(super) topics: f32,
    /// Which words and topics, one bit each.
    pub(super) has_words: u64,
    pub(super) has_topics: u64,
}

impl Share {
    fn is_empty(&self) -> bool {
        self.has_words == 0 && self.has_topics == 0
    }
}

/// What all documents of a segment have.
pub(super) struct Shares<'a> {
    segment: &'a SegmentReader,
    statistics: &'a Statistics<'a>,
    all: Vec<Share>,
    touched: Vec<DocId>,
    work: Work,
}

impl<'a> Shares<'a> {
    /// Goes through the documents that have any of the words, or are about any of the topics.
    pub(super) fn count(
        segment: &'a SegmentReader,
        statistics: &'a Statistics<'a>,
        telling: &Telling,
        work: Work,
    ) -> Result<Self> {
        let documents = usize::try_from(segment.max_doc()).unwrap_or_default();
        let mut shares = Self {
            segment,
            statistics,
            all: vec![Share::default(); documents],
            touched: Vec::new(),
            work,
        };
        let mut found = Vec::new();
        for (at, word) in telling.words.iter().enumerate() {
            shares.word(at, word, &mut found)?;
        }
        for (at, topic) in telling.topics.iter().enumerate() {
            shares.topic(at, topic)?;
        }
        shares.touched.sort_unstable();
        Ok(shares)
    }

    /// The documents that share anything, and what they share.
    pub(super) fn iter(&self) -> impl Iterator<Item = (DocId, Share)> {
        let touched = self.touched.iter().copied();
        touched.filter_map(|document| {
            let at = usize::try_from(document).ok()?;
            Some((document, *self.all.get(at)?))
        })
    }

    /// What it took so far.
    pub(super) fn work(&self) -> Work {
        self.work
    }

    fn at(&mut self, document: DocId) -> Option<&mut Share> {
        self.all.get_mut(usize::try_from(document).ok()?)
    }

    /// The same, of a document that shares something from now on.
    fn touch(&mut self, document: DocId) -> Option<&mut Share> {
        let share = self.all.get_mut(usize::try_from(document).ok()?)?;
        if share.is_empty() {
            self.touched.push(document);
        }
        Some(share)
    }

    /// Adds what a word is worth to all documents that have it: once, where it is worth most.
    fn word(&mut self, at: usize, word: &Word, found: &mut Vec<(DocId, f32)>) -> Result<()> {
        found.clear();
        for probe in &word.probes {
            self.probe(probe, found)?;
        }
        found.sort_unstable_by(|(a, one), (b, other)| a.cmp(b).then(other.total_cmp(one)));
        found.dedup_by_key(|(document, _)| *document);
        for (document, worth) in found.iter() {
            if let Some(share) = self.touch(*document) {
                share.text += word.frequency * worth;
                share.has_words |= 1 << at;
            }
        }
        Ok(())
    }

    /// The documents of a term, and what it is worth in them.
    fn probe(&mut self, probe: &Probe, found: &mut Vec<(DocId, f32)>) -> Result<()> {
        let field = probe.term.field();
        let index = self.segment.inverted_index(field)?;
        let Some(mut postings) = index.read_postings(&probe.term, IndexRecordOption::WithFreqs)?
        else {
            return Ok(());
        };
        let lengths = self.segment.get_fieldnorms_reader(field)?;
        let usual = self.usual_length(field)?;
        self.work.probes += 1;
        let mut document = postings.doc();
        while document != TERMINATED {
            self.work.documents += 1;
            let often = float(postings.term_freq().into());
            let length = float(lengths.fieldnorm(document).into());
            let slowed = SATURATION * (1.0 - LENGTH + LENGTH * length / usual);
            let saturated = often * (1.0 + SATURATION) / (often + slowed);
            found.push((document, probe.worth * probe.weight * saturated));
            document = postings.advance();
        }
        Ok(())
    }

    /// How long a field is in the open lessons that have it.
    fn usual_length(&self, field: Field) -> Result<f32> {
        let tokens = self.statistics.total_num_tokens(field)?;
        let documents = self.statistics.total_num_docs()?;
        Ok((float(tokens) / float(documents).max(1.0)).max(1.0))
    }

    fn topic(&mut self, at: usize, topic: &Topic) -> Result<()> {
        for term in &topic.terms {
            let index = self.segment.inverted_index(term.field())?;
            let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            self.work.probes += 1;
            let mut document = postings.doc();
            while document != TERMINATED {
                self.work.documents += 1;
                let share = if topic.common {
                    self.at(document).filter(|share| !share.is_empty())
                } else {
                    self.touch(document)
                };
                if let Some(share) = share {
                    share.topics += topic.worth;
                    share.has_topics |= 1 << at;
                }
                document = postings.advance();
            }
        }
        Ok(())
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts and lengths stay below what a float holds"
)]
fn float(count: u64) -> f32 {
    count as f32
}
