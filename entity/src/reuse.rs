//! Which city took a lesson up, and what came of it.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CityId, LessonId, ProjectId, ReuseId},
    kind::{ReuseResult, ReuseStage},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "reuse")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReuseId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// The city that took it up.
    pub city_id: CityId,
    /// In which project.
    pub project_id: Option<ProjectId>,
    /// How far it is.
    pub stage: ReuseStage,
    /// What came of it.
    pub result: ReuseResult,
    /// In words.
    pub note: Option<String>,
    /// EDTF.
    pub reused_on: Option<String>,
    /// Who recorded it.
    pub author_id: Option<AccountId>,
    /// When it was recorded.
    pub created_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `lesson_id`.
    #[sea_orm(
        belongs_to = "super::lesson::Entity",
        from = "Column::LessonId",
        to = "super::lesson::Column::Id"
    )]
    Lesson,
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
