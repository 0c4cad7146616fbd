//! How many hits there are of each value.

use std::collections::HashMap;

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentReader;

use super::bands::POPULATION_BANDS;
use super::plan::{Plan, Shelved};
use crate::Filter;
use crate::error::Result;

/// What hits can be counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// By topic id; broader topics count for their narrower ones.
    Topic,
    /// By id of the field of action.
    ActionField,
    /// By city id.
    City,
    /// By country.
    Country,
    /// By region.
    Region,
    /// By the city's size, in [`POPULATION_BANDS`].
    Population,
    /// By outcome.
    Outcome,
    /// By kind.
    Kind,
    /// By year of occurrence.
    Year,
    /// By language; `de` counts `de-AT` too.
    Language,
    /// By organization id.
    Organization,
}

/// The counts of one facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCounts {
    /// What is counted.
    pub by: Facet,
    /// Most hits first, then by value.
    pub buckets: Vec<Bucket>,
    /// How many values there are, those that were left out included.
    pub distinct: u64,
}

/// How many hits have a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The value: an id, a code, a year or a band.
    pub value: String,
    /// How many hits have it.
    pub count: u64,
}

impl Facet {
    /// The filter without what it says of this facet's own field.
    fn widen(self, filter: &Filter) -> Filter {
        let mut wider = filter.clone();
        match self {
            Self::Topic | Self::ActionField => wider.topics = None,
            Self::City => wider.cities = None,
            Self::Country => wider.countries = None,
            Self::Region => wider.regions = None,
            Self::Population => {
                wider.population_from = None;
                wider.population_to = None;
            }
            Self::Outcome => wider.outcomes = None,
            Self::Kind => wider.kinds = None,
            Self::Year => {
                wider.occurred_from = None;
                wider.occurred_to = None;
            }
            Self::Language => wider.languages = None,
            Self::Organization => wider.organizations = None,
        }
        wider
    }

    fn field(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::ActionField => "action_field",
            Self::City => "city",
            Self::Country => "country",
            Self::Region => "region",
            Self::Population => "population",
            Self::Outcome => "outcome",
            Self::Kind => "kind",
            Self::Year => "year",
            Self::Language => "language",
            Self::Organization => "organization",
        }
    }
}

/// Counts facets; those that share a filter in one pass.
pub(super) fn count(
    plan: &Plan<'_>,
    filter: &Filter,
    by: &[Facet],
    first: usize,
) -> Result<Vec<FacetCounts>> {
    let mut passes: Vec<(Filter, Vec<Facet>)> = Vec::new();
    for facet in by {
        let wider = facet.widen(filter);
        match passes.iter_mut().find(|(known, _)| *known == wider) {
            Some((_, facets)) if facets.contains(facet) => {}
            Some((_, facets)) => facets.push(*facet),
            None => passes.push((wider, vec![*facet])),
        }
    }
    let mut counted: HashMap<Facet, HashMap<String, u64>> = HashMap::new();
    for (wider, facets) in passes {
        let counts = pass(&plan.shelves(&wider)?, &facets)?;
        counted.extend(facets.into_iter().zip(counts));
    }
    Ok(by
        .iter()
        .map(|facet| sorted(*facet, counted.get(facet), first))
        .collect())
}

fn sorted(by: Facet, counts: Option<&HashMap<String, u64>>, first: usize) -> FacetCounts {
    let counts = counts.into_iter().flatten();
    let mut buckets: Vec<Bucket> = counts
        .map(|(value, count)| Bucket {
            value: value.clone(),
            count: *count,
        })
        .collect();
    let distinct = buckets.len() as u64;
    buckets.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    buckets.truncate(first);
    FacetCounts {
        by,
        buckets,
        distinct,
    }
}

/// Goes once through all hits.
fn pass(shelves: &[Shelved<'_>], facets: &[Facet]) -> Result<Vec<HashMap<String, u64>>> {
    let mut totals = vec![HashMap::new(); facets.len()];
    for shelf in shelves {
        let weight = shelf.unscored()?;
        for segment in shelf.searcher.segment_readers() {
            let mut counters = Vec::with_capacity(facets.len());
            for facet in facets {
                counters.push(Counter::of(segment, *facet)?);
            }
            weight.for_each_no_score(segment, &mut |documents| {
                for document in documents {
                    if !segment.is_deleted(*document) {
                        for counter in &mut counters {
                            counter.count(*document);
                        }
                    }
                }
            })?;
            for (counter, totals) in counters.into_iter().zip(&mut totals) {
                counter.add_to(totals)?;
            }
        }
    }
    Ok(totals)
}

/// Counts one facet in one segment.
enum Counter {
    /// No document of the segment has a value.
    Nothing,
    Texts {
        column: StrColumn,
        counts: Vec<u64>,
    },
    Years {
        column: Column<i64>,
        counts: HashMap<i64, u64>,
    },
    Bands {
        column: Column<i64>,
        counts: [u64; POPULATION_BANDS.len()],
    },
}

impl Counter {
    fn of(segment: &SegmentReader, facet: Facet) -> Result<Self> {
        let columns = segment.fast_fields();
        let counter = match facet {
            Facet::Year => columns
                .column_opt(facet.field())?
                .map(|column| Self::Years {
                    column,
                    counts: HashMap::new(),
                }),
            Facet::Population => columns
                .column_opt(facet.field())?
                .map(|column| Self::Bands {
                    column,
                    counts: [0; POPULATION_BANDS.len()],
                }),
            _ => columns.str(facet.field())?.map(|column| Self::Texts {
                counts: vec![0; column.num_terms()],
                column,
            }),
        };
        Ok(counter.unwrap_or(Self::Nothing))
    }

    fn count(&mut self, document: DocId) {
        match self {
            Self::Nothing => {}
            Self::Texts { column, counts } => {
                for value in column.term_ords(document) {
                    let count = usize::try_from(value)
                        .ok()
                        .and_then(|at| counts.get_mut(at));
                    if let Some(count) = count {
                        *count += 1;
                    }
                }
            }
            Self::Years { column, counts } => {
                if let Some(year) = column.first(document) {
                    *counts.entry(year).or_default() += 1;
                }
            }
            Self::Bands { column, counts } => {
                let population = column.first(document);
                for (band, count) in POPULATION_BANDS.iter().zip(counts) {
                    if population.is_some_and(|people| band.holds(people)) {
                        *count += 1;
                    }
                }
            }
        }
    }

    fn add_to(self, totals: &mut HashMap<String, u64>) -> Result<()> {
        let mut add = |value: String, count: u64| {
            if count > 0 {
                *totals.entry(value).or_default() += count;
            }
        };
        match self {
            Self::Nothing => {}
            Self::Texts { column, counts } => {
                for (value, count) in (0..).zip(counts) {
                    if count > 0 {
                        add(text_of(&column, value)?, count);
                    }
                }
            }
            Self::Years { counts, .. } => {
                for (year, count) in counts {
                    add(year.to_string(), count);
                }
            }
            Self::Bands { counts, .. } => {
                for (band, count) in POPULATION_BANDS.iter().zip(counts) {
                    add(band.value.to_owned(), count);
                }
            }
        }
        Ok(())
    }
}

/// The text behind a number of a column.
pub(super) fn text_of(column: &StrColumn, value: u64) -> Result<String> {
    let mut text = String::new();
    column.ord_to_str(value, &mut text)?;
    Ok(text)
}
