//! How long the texts of each part are on average, and which texts these are.

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::Field;

use crate::error::Result;
use crate::shelf::{IdColumns, LessonFields, WORDING};

/// How long a field's texts are taken to be where there are none.
const USUAL_LENGTH: u64 = 16;

/// What was counted in each segment. A segment never changes but for its deleted documents, so that
/// only what is new is counted after a commit.
#[derive(Default)]
pub(crate) struct Lengths {
    counted: HashMap<(SegmentId, u32), Counted>,
}

/// What is counted in a segment.
#[derive(Default)]
struct Counted {
    lengths: Vec<Length>,
    mark: u64,
}

/// What a shelf's texts are measured by.
pub(crate) struct Averages {
    /// How many words each field of texts has on average.
    pub(crate) lengths: HashMap<Field, u64>,
    /// Stands for the documents and their texts: others have, as good as always, another mark, and
    /// the same have the same in every process.
    pub(crate) mark: u64,
}

/// Of the documents that have a field: how many they are, and how many words it has in all.
#[derive(Clone, Copy, Default)]
struct Length {
    documents: u64,
    words: u64,
}

impl Lengths {
    /// How many words a text has on average, for each field of texts: of what stands there now. The
    /// engine's own count includes what was deleted, until it merges a segment.
    pub(crate) fn averages(
        &mut self,
        fields: &LessonFields,
        searcher: &Searcher,
    ) -> Result<Averages> {
        let fields: Vec<Field> = fields
            .texts
            .iter()
            .flat_map(|slot| [Some(slot.field), slot.parts])
            .flatten()
            .collect();
        let mut sums = vec![Length::default(); fields.len()];
        let mut mark = 0u64;
        let mut counted = HashMap::new();
        for segment in searcher.segment_readers() {
            let key = (segment.segment_id(), segment.num_deleted_docs());
            let here = match self.counted.remove(&key) {
                Some(here) => here,
                None => count(segment, &fields)?,
            };
            for (sum, length) in sums.iter_mut().zip(&here.lengths) {
                sum.documents += length.documents;
                sum.words += length.words;
            }
            mark = mark.wrapping_add(here.mark);
            counted.insert(key, here);
        }
        self.counted = counted;
        let averages = sums.into_iter().map(Length::average);
        Ok(Averages {
            lengths: fields.into_iter().zip(averages).collect(),
            mark,
        })
    }
}

impl Length {
    fn average(self) -> u64 {
        let rounded = (self.words + self.documents / 2).checked_div(self.documents);
        rounded.map_or(USUAL_LENGTH, |average| average.max(1))
    }
}

fn count(segment: &SegmentReader, fields: &[Field]) -> Result<Counted> {
    let mut counted = Counted {
        mark: mark(segment)?,
        ..Counted::default()
    };
    for field in fields {
        let norms = segment.get_fieldnorms_reader(*field)?;
        let mut length = Length::default();
        for document in segment.doc_ids_alive() {
            let words = u64::from(norms.fieldnorm(document));
            length.documents += u64::from(words > 0);
            length.words += words;
        }
        counted.lengths.push(length);
    }
    Ok(counted)
}

/// Stands for which documents there are and what they say. Added up, so that it does not matter which
/// segment a document is in.
fn mark(segment: &SegmentReader) -> Result<u64> {
    let ids = IdColumns::of(segment)?;
    let wordings = segment.fast_fields().u64(WORDING)?;
    let mut mark = 0u64;
    for document in segment.doc_ids_alive() {
        let wording = wordings.first(document).unwrap_or_default();
        let (high, low) = ids.id(document).as_u64_pair();
        mark = mark.wrapping_add(mixed(mixed(high ^ wording) ^ low));
    }
    Ok(mark)
}

/// A number in which each bit of another one shows: the finalizer of `SplitMix64` (Steele, Lea and
/// Flood, 2014).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}
