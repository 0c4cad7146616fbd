//! Lessons that travelled.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::reuse;

use crate::{
    app::lookups,
    graphql::{
        error::{ApiError, Code},
        global_id::GlobalId as _,
        loaders::load,
        types::{
            city::City,
            connection::int,
            enums::{ReuseResult, ReuseStage},
            lesson::Lesson,
            project::Project,
            scalars::{PartialDate, stored_date},
        },
    },
};

/// Proof that a lesson travelled.
#[derive(Clone, Debug)]
pub struct Reuse(reuse::Model);

impl From<reuse::Model> for Reuse {
    fn from(row: reuse::Model) -> Self {
        Self(row)
    }
}

/// Proof that a lesson travelled: another city took it up, and what came of it.
#[Object]
impl Reuse {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The lesson that was taken up.
    async fn lesson(&self, ctx: &Context<'_>) -> Result<Lesson, ApiError> {
        let lesson = load(ctx, self.0.lesson_id).await?;
        lesson.map(Lesson::from).ok_or_else(gone)
    }

    /// The city that took it up.
    async fn city(&self, ctx: &Context<'_>) -> Result<City, ApiError> {
        load(ctx, self.0.city_id)
            .await?
            .map(City::from)
            .ok_or_else(gone)
    }

    /// The project in which it did; null where there is none or the viewer may not read it.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>, ApiError> {
        let Some(id) = self.0.project_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Project::from))
    }

    /// How far it is.
    async fn stage(&self) -> ReuseStage {
        self.0.stage.into()
    }

    /// What came of it.
    async fn result(&self) -> ReuseResult {
        self.0.result.into()
    }

    /// What came of it, in words.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// When, as far as that is known.
    async fn reused_on(&self) -> Option<PartialDate> {
        stored_date(self.0.reused_on.as_deref())
    }

    /// When it was recorded.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// Deleted between two reads of one request.
fn gone() -> ApiError {
    ApiError::new(Code::NotFound, "what the reuse belongs to is gone")
}

/// What came of a lesson's reuses, in numbers.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct ReuseSummary {
    /// All reuses.
    pub total: i32,
    /// Reuses that helped.
    pub helped: i32,
    /// Reuses that helped in part.
    pub partly: i32,
    /// Reuses that did not help.
    pub did_not_help: i32,
}

impl From<lookups::ReuseSummary> for ReuseSummary {
    fn from(summary: lookups::ReuseSummary) -> Self {
        Self {
            total: int(summary.total),
            helped: int(summary.helped),
            partly: int(summary.partly),
            did_not_help: int(summary.did_not_help),
        }
    }
}
