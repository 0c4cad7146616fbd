//! Cities.

use async_graphql::{Context, ID, Object};
use entity::city;

use crate::app::lists::LessonField;
use crate::{
    app::lists::{LessonParent, ProjectField},
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        inputs::{
            LessonFilter, LessonOrder, ProjectFilter, ProjectOrder, lesson_list, project_list,
        },
        loaders::{SimilarTo, load, load_all},
        types::{
            connection::{
                LessonConnection, Listed, Paging, ProjectConnection, list_cost, list_size,
                page_cost,
            },
            scalars::{CountryCode, Url},
        },
    },
};

/// A municipality.
#[derive(Clone, Debug)]
pub struct City(city::Model);

impl From<city::Model> for City {
    fn from(row: city::Model) -> Self {
        Self(row)
    }
}

/// A municipality, from the official registers or entered by a steward.
#[Object]
impl City {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its name as part of an address. Unique, and stays when the name changes.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The name that people use. Several cities can share one; `officialKey` and `region` tell them apart.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The country it lies in.
    async fn country(&self) -> CountryCode {
        CountryCode(self.0.country.clone())
    }

    /// State, Land or canton, spelt out.
    async fn region(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// AGS in Germany, GKZ in Austria, BFS number in Switzerland, LAU code elsewhere.
    async fn official_key(&self) -> Option<&str> {
        self.0.official_key.as_deref()
    }

    /// Inhabitants, where the register tells.
    async fn population(&self) -> Option<i32> {
        self.0
            .population
            .and_then(|population| population.try_into().ok())
    }

    /// Degrees north (WGS 84).
    async fn latitude(&self) -> Option<f64> {
        self.0.latitude
    }

    /// Degrees east (WGS 84).
    async fn longitude(&self) -> Option<f64> {
        self.0.longitude
    }

    /// Its website.
    async fn website(&self) -> Option<Url> {
        self.0.website.clone().map(Url)
    }

    /// Its projects, by title if not said otherwise.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which projects; all that the viewer may read if left out.")]
        filter: Option<ProjectFilter>,
        #[graphql(desc = "How they are sorted; by title if left out.")] order_by: Option<
            ProjectOrder,
        >,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<ProjectConnection, ApiError> {
        let wanted = project_list(ctx, filter, order_by, (ProjectField::Title, false)).await?;
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(ProjectConnection(
            Listed::under(ctx, wanted, (), self.0.id.0, paging).await?,
        ))
    }

    /// Its lessons, the last published first if not said otherwise. Anonymous ones are listed only for its own members.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
        #[graphql(desc = "How they are sorted; the last published first if left out.")]
        order_by: Option<LessonOrder>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<LessonConnection, ApiError> {
        let mut wanted =
            lesson_list(ctx, filter, order_by, (LessonField::PublishedAt, true)).await?;
        wanted.attributed = true;
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(LessonConnection(
            Listed::under(ctx, wanted, LessonParent::City, self.0.id.0, paging).await?,
        ))
    }

    /// Cities most like this one: the same country first, then those nearest in population. Where its own population is unknown, cities of its region come first.
    // Every city of the register is looked at.
    #[graphql(complexity = "50 + list_cost(first, child_complexity)")]
    async fn similar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100; 5 if left out.")] first: Option<i32>,
    ) -> Result<Vec<City>, ApiError> {
        let first = list_size(first, 5)?;
        let ids = load(ctx, SimilarTo(self.0.id, first))
            .await?
            .unwrap_or_default();
        Ok(load_all(ctx, ids).await?.into_iter().map(City).collect())
    }
}
