//! How a request narrows what it searches.

use serde::Serialize;
use uuid::Uuid;

/// Conditions that all have to hold. Within a list any one value will do; a list that is given
/// but empty matches nothing. The default narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
    /// Lessons of these cities.
    pub cities: Option<Vec<Uuid>>,
    /// Lessons from these countries.
    pub countries: Option<Vec<String>>,
    /// Lessons from these regions.
    pub regions: Option<Vec<String>>,
    /// Lessons of cities with at least this many people.
    pub population_from: Option<i64>,
    /// Lessons of cities with at most this many people.
    pub population_to: Option<i64>,
    /// Lessons of these projects.
    pub projects: Option<Vec<Uuid>>,
    /// Lessons in which these organizations take part.
    pub organizations: Option<Vec<Uuid>>,
    /// Lessons on these topics or fields of action, or on narrower ones.
    pub topics: Option<Vec<Uuid>>,
    /// Lessons of these kinds.
    pub kinds: Option<Vec<String>>,
    /// Lessons with these outcomes.
    pub outcomes: Option<Vec<String>>,
    /// Lessons in these languages; `de` includes `de-AT`.
    pub languages: Option<Vec<String>>,
    /// Lessons that may have happened on this day or later, in days since 1970-01-01.
    pub occurred_from: Option<i32>,
    /// Lessons that may have happened on this day or earlier, in days since 1970-01-01.
    pub occurred_to: Option<i32>,
    /// Lessons published at this time or later, in microseconds since 1970-01-01.
    pub published_since: Option<i64>,
    /// Lessons that others took up, or that nobody did.
    pub reused: Option<bool>,
}

impl Filter {
    /// The same filter for all that narrow alike: the order of values in a list says nothing, and
    /// neither does a value that is there twice.
    pub(crate) fn normal(mut self) -> Self {
        for ids in [
            &mut self.cities,
            &mut self.projects,
            &mut self.organizations,
            &mut self.topics,
        ] {
            sort(ids);
        }
        for texts in [
            &mut self.countries,
            &mut self.regions,
            &mut self.kinds,
            &mut self.outcomes,
            &mut self.languages,
        ] {
            sort(texts);
        }
        self
    }
}

fn sort<T: Ord>(values: &mut Option<Vec<T>>) {
    if let Some(values) = values {
        values.sort_unstable();
        values.dedup();
    }
}
