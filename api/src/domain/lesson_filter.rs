//! Which lessons are wanted: the parsed filter that lists, searches, facets and insights share.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    id::{CityId, OrganizationId, ProjectId, TopicId},
    kind::{LessonKind, Outcome},
};
use serde::{Deserialize, Serialize};

/// Which lessons are wanted. Each list means any of it, all that is said must hold, and nothing
/// said narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LessonFilter {
    /// Of these cities.
    pub cities: Option<Vec<CityId>>,
    /// Of cities in these countries, as ISO 3166-1 alpha-2.
    pub countries: Option<Vec<String>>,
    /// Of cities in these regions.
    pub regions: Option<Vec<String>>,
    /// Of cities with so many inhabitants or more.
    pub population_from: Option<i64>,
    /// Of cities with so many inhabitants or fewer.
    pub population_to: Option<i64>,
    /// Of these projects.
    pub projects: Option<Vec<ProjectId>>,
    /// In which these organizations take part.
    pub organizations: Option<Vec<OrganizationId>>,
    /// About these topics; narrower ones are already added.
    pub topics: Option<Vec<TopicId>>,
    /// Of these kinds.
    pub kinds: Option<Vec<LessonKind>>,
    /// With these outcomes.
    pub outcomes: Option<Vec<Outcome>>,
    /// In these languages, as BCP 47 tags.
    pub languages: Option<Vec<String>>,
    /// That may have happened on this day or later.
    pub occurred_from: Option<NaiveDate>,
    /// That may have happened on this day or earlier.
    pub occurred_to: Option<NaiveDate>,
    /// Published at this time or later; of anonymous lessons, which tell the day alone, those of its day too.
    pub published_since: Option<DateTime<Utc>>,
    /// That some city has taken up, or that none has.
    pub reused: Option<bool>,
}

impl LessonFilter {
    /// Whether it asks where a lesson comes from, which anonymous lessons do not tell outsiders.
    #[must_use]
    pub fn asks_for_origin(&self) -> bool {
        self.cities.is_some()
            || self.asks_for_place()
            || self.projects.is_some()
            || self.organizations.is_some()
    }

    /// Whether it asks for something that the city's row tells.
    #[must_use]
    pub fn asks_for_place(&self) -> bool {
        self.countries.is_some()
            || self.regions.is_some()
            || self.population_from.is_some()
            || self.population_to.is_some()
    }
}
