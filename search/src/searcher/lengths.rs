//! How long the texts of each part are on average.

use std::collections::HashMap;

use tantivy::Searcher;
use tantivy::index::{SegmentId, SegmentReader};
use tantivy::schema::Field;

use crate::error::Result;
use crate::shelf::LessonFields;

/// How long a field's texts are taken to be where there are none.
const USUAL_LENGTH: u64 = 16;

/// What was counted in each segment. A segment never changes but for its deleted documents, so that
/// only what is new is counted after a commit.
#[derive(Default)]
pub(crate) struct Lengths {
    counted: HashMap<(SegmentId, u32), Vec<Length>>,
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
    ) -> Result<HashMap<Field, u64>> {
        let fields: Vec<Field> = fields
            .texts
            .iter()
            .flat_map(|slot| [Some(slot.field), slot.parts])
            .flatten()
            .collect();
        let mut sums = vec![Length::default(); fields.len()];
        let mut counted = HashMap::new();
        for segment in searcher.segment_readers() {
            let key = (segment.segment_id(), segment.num_deleted_docs());
            let lengths = match self.counted.remove(&key) {
                Some(lengths) => lengths,
                None => count(segment, &fields)?,
            };
            for (sum, length) in sums.iter_mut().zip(&lengths) {
                sum.documents += length.documents;
                sum.words += length.words;
            }
            counted.insert(key, lengths);
        }
        self.counted = counted;
        let averages = sums.into_iter().map(Length::average);
        Ok(fields.into_iter().zip(averages).collect())
    }
}

impl Length {
    fn average(self) -> u64 {
        let rounded = (self.words + self.documents / 2).checked_div(self.documents);
        rounded.map_or(USUAL_LENGTH, |average| average.max(1))
    }
}

fn count(segment: &SegmentReader, fields: &[Field]) -> Result<Vec<Length>> {
    let mut lengths = Vec::with_capacity(fields.len());
    for field in fields {
        let norms = segment.get_fieldnorms_reader(*field)?;
        let mut length = Length::default();
        for document in segment.doc_ids_alive() {
            let words = u64::from(norms.fieldnorm(document));
            length.documents += u64::from(words > 0);
            length.words += words;
        }
        lengths.push(length);
    }
    Ok(lengths)
}
