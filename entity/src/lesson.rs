//! What a project taught a city.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CityId, LessonId, ProjectId},
    kind::{Attribution, Audience, EntryStatus, LessonKind, Outcome},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LessonId,
    /// The city that learned it, also where outsiders may not know.
    pub city_id: CityId,
    /// The project that taught it.
    pub project_id: Option<ProjectId>,
    /// The contributor's own id; unique in the city.
    pub external_id: Option<String>,
    /// Its number among the project's lessons.
    pub position: Option<i32>,
    /// Its title.
    pub title: String,
    /// The title, folded.
    pub title_key: String,
    /// What was learned.
    pub insight: String,
    /// When it applies.
    pub situation: Option<String>,
    /// What stood in the way.
    pub hurdle: Option<String>,
    /// What was tried.
    pub tried: Option<String>,
    /// What worked best.
    pub worked: Option<String>,
    /// What others should do.
    pub recommendation: Option<String>,
    /// What kind of lesson.
    pub kind: LessonKind,
    /// How it turned out.
    pub outcome: Outcome,
    /// Whether outsiders learn the city.
    pub attribution: Attribution,
    /// Who may read it.
    pub audience: Audience,
    /// Where it stands in review.
    pub status: EntryStatus,
    /// BCP 47 tag of the texts.
    pub language: String,
    /// EDTF.
    pub occurred_on: Option<String>,
    /// The first day that `occurred_on` can mean.
    pub occurred_earliest: Option<Date>,
    /// The last day that `occurred_on` can mean.
    pub occurred_latest: Option<Date>,
    /// When it was first published.
    pub published_at: Option<DateTimeUtc>,
    /// EDTF: when it should be looked at again.
    pub review_by: Option<String>,
    /// SPDX id of the licence of the texts.
    pub licence: String,
    /// Who submitted it for review, so that someone else approves.
    pub submitted_by: Option<AccountId>,
    /// Counts from 1.
    pub version: i32,
    /// When it was first stored.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `city_id`.
    #[sea_orm(
        belongs_to = "super::city::Entity",
        from = "Column::CityId",
        to = "super::city::Column::Id"
    )]
    City,
    /// By `project_id`.
    #[sea_orm(
        belongs_to = "super::project::Entity",
        from = "Column::ProjectId",
        to = "super::project::Column::Id"
    )]
    Project,
}

impl ActiveModelBehavior for ActiveModel {}
