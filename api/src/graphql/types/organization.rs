//! Organizations.

use async_graphql::{Context, ID, Object};
use entity::organization;

use crate::{
    app::lists::Participations,
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::{UnitsOf, load},
        types::{
            city::City,
            connection::{Listed, Paging, ParticipationConnection, page_cost, several},
            enums::OrganizationKind,
            scalars::Url,
        },
    },
};

/// An administration, a unit of one, a company or an association.
#[derive(Clone, Debug)]
pub struct Organization(organization::Model);

impl From<organization::Model> for Organization {
    fn from(row: organization::Model) -> Self {
        Self(row)
    }
}

/// An administration, a unit of one, a company or an association that takes part in projects.
#[Object]
impl Organization {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its name as part of an address. Unique.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is.
    async fn kind(&self) -> OrganizationKind {
        self.0.kind.into()
    }

    /// Its website.
    async fn website(&self) -> Option<Url> {
        self.0.website.clone().map(Url)
    }

    /// The city it belongs to.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>, ApiError> {
        let Some(id) = self.0.city_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(City::from))
    }

    /// What it is a part of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Organization>, ApiError> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Self))
    }

    /// Its parts, by name.
    #[graphql(complexity = "several(child_complexity)")]
    async fn units(&self, ctx: &Context<'_>) -> Result<Vec<Organization>, ApiError> {
        let units = load(ctx, UnitsOf(self.0.id)).await?.unwrap_or_default();
        Ok(units.into_iter().map(Self).collect())
    }

    /// What it takes part in, the newest entry first.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<ParticipationConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(ParticipationConnection(
            Listed::under(ctx, Participations, (), self.0.id.0, paging).await?,
        ))
    }
}
