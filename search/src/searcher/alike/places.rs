//! How near the cities of lessons are to a place.

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentReader;

use super::super::bands::POPULATION_BANDS;
use super::super::facets::text_of;
use super::AlikePlace;
use crate::error::Result;

/// What coming from the same kind of city counts beside words and topics.
const SAME_BAND: f32 = 0.05;
const SAME_REGION: f32 = 0.03;
const SAME_COUNTRY: f32 = 0.02;

/// Where the documents of a segment come from, and how near that is to a place.
pub(super) struct Places<'a> {
    place: Option<&'a AlikePlace>,
    population: Option<Column<i64>>,
    country: Option<(StrColumn, u64)>,
    region: Option<(StrColumn, u64)>,
    pub(super) project: Option<StrColumn>,
    pub(super) city: Option<StrColumn>,
}

impl<'a> Places<'a> {
    pub(super) fn of(segment: &SegmentReader, place: Option<&'a AlikePlace>) -> Result<Self> {
        let columns = segment.fast_fields();
        let value = |field: &str, text: Option<&String>| -> Result<Option<(StrColumn, u64)>> {
            let (Some(text), Some(column)) = (text, columns.str(field)?) else {
                return Ok(None);
            };
            let value = column.dictionary().term_ord(text)?;
            Ok(value.map(|value| (column, value)))
        };
        Ok(Self {
            place,
            population: columns.column_opt("population")?,
            country: value("country", place.and_then(|it| it.country.as_ref()))?,
            region: value("region", place.and_then(|it| it.region.as_ref()))?,
            project: columns.str("project")?,
            city: columns.str("city")?,
        })
    }

    /// How near a document's city is, and the band and whether the region is the same. Regions of
    /// the same name in two countries are two.
    pub(super) fn nearness(&self, document: DocId) -> (f32, Option<usize>, bool) {
        let band = |people: Option<i64>| {
            let people = people?;
            POPULATION_BANDS.iter().position(|band| band.holds(people))
        };
        let own = band(self.place.and_then(|place| place.population));
        let there = self.population.as_ref();
        let there = band(there.and_then(|column| column.first(document)));
        let same_band = own.filter(|_| own == there);
        let has = |value: &Option<(StrColumn, u64)>| {
            let value = value.as_ref();
            value.is_some_and(|(column, value)| column.ords().first(document) == Some(*value))
        };
        let country = has(&self.country);
        let region = country && has(&self.region);
        let mut nearness = 0.0;
        for (holds, worth) in [
            (same_band.is_some(), SAME_BAND),
            (region, SAME_REGION),
            (country, SAME_COUNTRY),
        ] {
            nearness += if holds { worth } else { 0.0 };
        }
        (nearness, same_band, region)
    }
}

pub(super) fn first_text(column: Option<&StrColumn>, document: DocId) -> Result<Option<String>> {
    let value = column.and_then(|column| Some((column, column.ords().first(document)?)));
    value
        .map(|(column, value)| text_of(column, value))
        .transpose()
}
