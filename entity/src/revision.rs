//! Every version of a project or lesson.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, LessonId, ProjectId, RevisionId},
    kind::EntryStatus,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RevisionId,
    /// The project, or
    pub project_id: Option<ProjectId>,
    /// the lesson: exactly one of the two.
    pub lesson_id: Option<LessonId>,
    /// The version, unique for the entry.
    pub version: i32,
    /// The status that the version had.
    pub status: EntryStatus,
    /// The entry with all that hangs on it.
    pub content: Json,
    /// Who made it; nobody for the house itself or a deleted account.
    pub author_id: Option<AccountId>,
    /// Why.
    pub note: Option<String>,
    /// When it was made.
    pub created_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `project_id`.
    #[sea_orm(
        belongs_to = "super::project::Entity",
        from = "Column::ProjectId",
        to = "super::project::Column::Id"
    )]
    Project,
    /// By `lesson_id`.
    #[sea_orm(
        belongs_to = "super::lesson::Entity",
        from = "Column::LessonId",
        to = "super::lesson::Column::Id"
    )]
    Lesson,
    /// By `author_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AuthorId",
        to = "super::account::Column::Id"
    )]
    Author,
}

impl ActiveModelBehavior for ActiveModel {}
