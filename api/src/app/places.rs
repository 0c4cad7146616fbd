//! Cities among each other: which are alike, and what one shares with enough others to be told.

use std::collections::HashMap;

use entity::{city, id::CityId};
use sea_orm::{DbErr, QuerySelect as _};

use crate::{
    app::reading::Reading,
    domain::{
        origin::Origin,
        similar::{Place, most_similar},
    },
};

impl Reading<'_> {
    /// For each city those most like it.
    pub async fn similar_cities(
        &self,
        to: &[CityId],
        first: usize,
    ) -> Result<HashMap<CityId, Vec<CityId>>, DbErr> {
        let places = self.places().await?;
        let wanted: HashMap<_, _> = places.iter().map(|place| (place.id, place)).collect();
        Ok(to
            .iter()
            .filter_map(|id| Some((*id, most_similar(wanted.get(id)?, &places, first))))
            .collect())
    }

    /// What may be told of each city as the origin of an anonymous lesson.
    pub async fn origins(&self, of: &[CityId]) -> Result<HashMap<CityId, Origin>, DbErr> {
        let places = self.places().await?;
        let wanted: HashMap<_, _> = places.iter().map(|place| (place.id, place)).collect();
        Ok(of
            .iter()
            .filter_map(|id| Some((*id, Origin::of(wanted.get(id)?, &places))))
            .collect())
    }

    async fn places(&self) -> Result<Vec<Place>, DbErr> {
        let places: Vec<(CityId, String, Option<String>, Option<i64>)> = self
            .cities()
            .with(|select| {
                select.select_only().columns([
                    city::Column::Id,
                    city::Column::Country,
                    city::Column::Region,
                    city::Column::Population,
                ])
            })
            .tuples()
            .await?;
        let places = places
            .into_iter()
            .map(|(id, country, region, population)| Place {
                id,
                country,
                region,
                population,
            });
        Ok(places.collect())
    }
}
