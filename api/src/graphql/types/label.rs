//! Facets: values with their counts, and what the values are called.

use async_graphql::{Context, Object, SimpleObject};
use entity::id::{CityId, OrganizationId, TopicId};
use uuid::Uuid;

use crate::graphql::{
    error::ApiError,
    global_id::GlobalId as _,
    loaders::load,
    types::{
        connection::int,
        enums::LessonFacet,
        scalars::{LanguageTag, label_language},
        topic::vocabulary,
        value_names,
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
        let id = self.value.parse::<Uuid>().unwrap_or_default();
        let label = match self.by {
            LessonFacet::Topic | LessonFacet::ActionField => vocabulary(ctx)
                .await?
                .label(TopicId(id), &language)
                .map(str::to_owned),
            LessonFacet::City => load(ctx, CityId(id)).await?.map(|city| city.name),
            LessonFacet::Organization => load(ctx, OrganizationId(id)).await?.map(|it| it.name),
            LessonFacet::Region | LessonFacet::Year => Some(self.value.clone()),
            LessonFacet::Population => value_names::population(&self.value, &language),
            LessonFacet::Country => Some(value_names::country(&self.value, &language)),
            LessonFacet::Outcome => value_names::outcome(&self.value, &language),
            LessonFacet::Kind => value_names::kind(&self.value, &language),
            LessonFacet::Language => value_names::spoken(&self.value, &language),
        };
        Ok(label.unwrap_or_else(|| self.value.clone()))
    }

    /// How many hits have it.
    async fn count(&self) -> i32 {
        int(self.count)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::population::BANDS;

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
}
