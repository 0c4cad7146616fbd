//! Where lessons come from.

use async_graphql::SimpleObject;
use entity::city;

use crate::{
    domain::{self, population::Band},
    graphql::types::scalars::CountryCode,
};

/// Where a lesson comes from; for an anonymous lesson, as far as at least five cities share it.
#[derive(Clone, Debug, Default, SimpleObject)]
pub struct Origin {
    /// The country.
    pub country: Option<CountryCode>,
    /// State, Land or canton.
    pub region: Option<String>,
    /// The band that the population lies in, such as `20000-49999` or `500000-`.
    pub population_band: Option<String>,
}

impl Origin {
    /// All of it, where the city may be known.
    #[must_use]
    pub fn of(city: &city::Model) -> Self {
        Self {
            country: Some(CountryCode(city.country.clone())),
            region: city.region.clone(),
            population_band: city
                .population
                .map(|population| Band::of(population).value()),
        }
    }
}

impl From<domain::origin::Origin> for Origin {
    fn from(origin: domain::origin::Origin) -> Self {
        Self {
            country: origin.country.map(CountryCode),
            region: origin.region,
            population_band: origin.band.map(Band::value),
        }
    }
}
