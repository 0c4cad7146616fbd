//! What is said of projects.

use async_graphql::{Context, ID, Object};
use entity::statement;

use crate::graphql::{
    error::ApiError,
    global_id::GlobalId as _,
    loaders::load,
    types::{
        enums::StatementKind,
        organization::Organization,
        scalars::{PartialDate, stored_date},
    },
};

/// What is said of a project.
#[derive(Clone, Debug)]
pub struct Statement(statement::Model);

impl From<statement::Model> for Statement {
    fn from(row: statement::Model) -> Self {
        Self(row)
    }
}

/// What is said of a project: an outcome, a figure, a ranking, a quote.
#[Object]
impl Statement {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// What it is.
    async fn kind(&self) -> StatementKind {
        self.0.kind.into()
    }

    /// The statement, in the project's language.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// A figure's value.
    async fn value(&self) -> Option<f64> {
        self.0.value
    }

    /// The unit of the value.
    async fn unit(&self) -> Option<&str> {
        self.0.unit.as_deref()
    }

    /// A place in a ranking, 1 being the first.
    async fn rank(&self) -> Option<i32> {
        self.0.rank
    }

    /// Whether an outcome is reached; false where it is planned.
    async fn achieved(&self) -> Option<bool> {
        self.0.achieved
    }

    /// The organization that says so.
    async fn issuer(&self, ctx: &Context<'_>) -> Result<Option<Organization>, ApiError> {
        let Some(id) = self.0.issuer_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Organization::from))
    }

    /// The person who says so.
    async fn person(&self) -> Option<&str> {
        self.0.person.as_deref()
    }

    /// When it was said, as far as that is known.
    async fn stated_on(&self) -> Option<PartialDate> {
        stored_date(self.0.stated_on.as_deref())
    }
}
