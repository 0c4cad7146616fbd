//! How many lessons of each outcome there are in each year.

use std::collections::{BTreeMap, HashMap};

use tantivy::DocSet;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::EnableScoring;

use super::facets::text_of;
use super::plan::Shelved;
use crate::error::Result;
use crate::shelf::{LessonFields, any_of};

/// Counts years and outcomes of what is published; lessons without a year are left out.
pub(super) fn count(
    fields: &LessonFields,
    shelves: &[Shelved<'_>],
) -> Result<Vec<(i32, BTreeMap<String, u64>)>> {
    let mut years: BTreeMap<i32, BTreeMap<String, u64>> = BTreeMap::new();
    let published = any_of(fields.common.audiences());
    for shelf in shelves {
        let weight = shelf.unscored()?;
        let published = published.weight(EnableScoring::disabled_from_searcher(shelf.searcher))?;
        for segment in shelf.searcher.segment_readers() {
            let columns = segment.fast_fields();
            let year: Option<Column<i64>> = columns.column_opt("year")?;
            let outcome: Option<StrColumn> = columns.str("outcome")?;
            let (Some(year), Some(outcome)) = (year, outcome) else {
                continue;
            };
            let mut published = published.scorer(segment, 1.0)?;
            let mut counts: HashMap<(i64, u64), u64> = HashMap::new();
            weight.for_each_no_score(segment, &mut |documents| {
                for document in documents {
                    // Both go through the documents in their order.
                    if published.doc() < *document {
                        published.seek(*document);
                    }
                    if published.doc() != *document || segment.is_deleted(*document) {
                        continue;
                    }
                    for year in year.values_for_doc(*document) {
                        for outcome in outcome.term_ords(*document) {
                            *counts.entry((year, outcome)).or_default() += 1;
                        }
                    }
                }
            })?;
            for ((year, value), count) in counts {
                // Years are written from 32 bits and so fit into them again.
                let Ok(year) = i32::try_from(year) else {
                    continue;
                };
                let outcome = text_of(&outcome, value)?;
                *years.entry(year).or_default().entry(outcome).or_default() += count;
            }
        }
    }
    Ok(years.into_iter().collect())
}
