//! Facets: values with their counts, and what the values are called.

use async_graphql::{Context, Object, SimpleObject};
use entity::id::{CityId, OrganizationId, TopicId};
use uuid::Uuid;

use crate::{
    domain::population::BANDS,
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::load,
        types::{
            connection::int,
            enums::LessonFacet,
            scalars::{LanguageTag, label_language},
            topic::vocabulary,
        },
    },
};

/// The counts of one facet.
#[derive(Clone, SimpleObject)]
pub struct Facet {
    /// What is counted by.
    by: LessonFacet,
    /// The values with their counts, the most frequent first; equal ones by value.
    buckets: Vec<FacetBucket>,
}

/// A value and how many hits have it.
#[derive(Clone)]
pub struct FacetBucket {
    by: LessonFacet,
    value: String,
    count: u64,
}

impl Facet {
    /// The counts, as the index has them.
    #[must_use]
    pub fn new(by: LessonFacet, counts: search::FacetCounts) -> Self {
        let buckets = counts.buckets.into_iter().map(|bucket| FacetBucket {
            by,
            value: bucket.value,
            count: bucket.count,
        });
        Self {
            by,
            buckets: buckets.collect(),
        }
    }
}

/// A value, and how many hits have it.
#[Object]
impl FacetBucket {
    /// What the matching filter takes: a global id, a code, a year, a band.
    async fn value(&self) -> String {
        let Ok(id) = self.value.parse::<Uuid>() else {
            return self.value.clone();
        };
        match self.by {
            LessonFacet::Topic | LessonFacet::ActionField => TopicId(id).global().0,
            LessonFacet::City => CityId(id).global().0,
            LessonFacet::Organization => OrganizationId(id).global().0,
            _ => self.value.clone(),
        }
    }

    /// What the value is called; the value itself where it is called nothing else.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The language; German if left out. What has no label in it is called in German or English."
        )]
        language: Option<LanguageTag>,
    ) -> Result<String, ApiError> {
        let language = label_language(language)?;
        let german = language.split('-').next() == Some("de");
        let id = self.value.parse::<Uuid>().unwrap_or_default();
        let label = match self.by {
            LessonFacet::Topic | LessonFacet::ActionField => vocabulary(ctx)
                .await?
                .label(TopicId(id), &language)
                .map(str::to_owned),
            LessonFacet::City => load(ctx, CityId(id)).await?.map(|city| city.name),
            LessonFacet::Organization => load(ctx, OrganizationId(id)).await?.map(|it| it.name),
            LessonFacet::Region | LessonFacet::Year => Some(self.value.clone()),
            LessonFacet::Population => population(&self.value, german),
            LessonFacet::Country => Some(country(&self.value, german)),
            LessonFacet::Outcome => word(&OUTCOMES, &self.value, german),
            LessonFacet::Kind => word(&KINDS, &self.value, german),
            LessonFacet::Language => word(&LANGUAGES, &self.value, german),
        };
        Ok(label.unwrap_or_else(|| self.value.clone()))
    }

    /// How many hits have it.
    async fn count(&self) -> i32 {
        int(self.count)
    }
}

/// A value with its German and its English label.
type Word = (&'static str, &'static str, &'static str);

const OUTCOMES: [Word; 4] = [
    ("WORKED", "gelungen", "worked"),
    ("PARTLY", "teilweise gelungen", "worked in part"),
    ("FAILED", "gescheitert", "failed"),
    ("OPEN", "offen", "open"),
];

const KINDS: [Word; 4] = [
    ("SUCCESS_FACTOR", "Erfolgsfaktor", "success factor"),
    ("PITFALL", "Stolperstein", "pitfall"),
    ("METHOD", "Methode", "method"),
    ("ADVICE", "Rat", "advice"),
];

const LANGUAGES: [Word; 6] = [
    ("de", "Deutsch", "German"),
    ("en", "Englisch", "English"),
    ("fr", "Französisch", "French"),
    ("it", "Italienisch", "Italian"),
    ("nl", "Niederländisch", "Dutch"),
    ("es", "Spanisch", "Spanish"),
];

/// The countries whose German names are not their English ones, as far as cities use German there
/// or next door; others are called in English.
const COUNTRIES: [Word; 13] = [
    ("AT", "Österreich", "Austria"),
    ("BE", "Belgien", "Belgium"),
    ("CH", "Schweiz", "Switzerland"),
    ("CZ", "Tschechien", "Czechia"),
    ("DE", "Deutschland", "Germany"),
    ("DK", "Dänemark", "Denmark"),
    ("ES", "Spanien", "Spain"),
    ("FR", "Frankreich", "France"),
    ("IT", "Italien", "Italy"),
    ("LI", "Liechtenstein", "Liechtenstein"),
    ("LU", "Luxemburg", "Luxembourg"),
    ("NL", "Niederlande", "Netherlands"),
    ("PL", "Polen", "Poland"),
];

fn word(words: &[Word], value: &str, german: bool) -> Option<String> {
    let (_, in_german, in_english) = words.iter().find(|(key, ..)| *key == value)?;
    Some((*if german { in_german } else { in_english }).to_owned())
}

fn country(code: &str, german: bool) -> String {
    word(&COUNTRIES, code, german).unwrap_or_else(|| {
        rust_iso3166::from_alpha2(code)
            .map_or_else(|| code.to_owned(), |country| country.name.to_owned())
    })
}

fn population(value: &str, german: bool) -> Option<String> {
    let band = BANDS.into_iter().find(|band| band.value() == value)?;
    Some(band.label(german))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bands_are_those_that_the_index_counts_by() {
        let counted: Vec<_> = search::POPULATION_BANDS
            .iter()
            .map(|band| (band.value.to_owned(), band.from, band.to))
            .collect();
        let named: Vec<_> = BANDS
            .iter()
            .map(|band| (band.value(), band.from, band.to))
            .collect();
        assert_eq!(counted, named);
    }

    #[test]
    fn values_are_called_in_the_asked_language() {
        assert_eq!(country("AT", true), "Österreich");
        assert_eq!(country("JP", true), "Japan");
        assert_eq!(word(&OUTCOMES, "FAILED", false).as_deref(), Some("failed"));
        assert_eq!(
            population("500000-", true).as_deref(),
            Some("ab 500.000 Einwohner")
        );
    }
}
