//! Where what an entry says can be read.

use sea_orm::entity::prelude::*;

use crate::{
    id::{LessonId, ProjectId, SourceId},
    kind::SourceKind,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SourceId,
    /// The project, or
    pub project_id: Option<ProjectId>,
    /// the lesson: exactly one of the two.
    pub lesson_id: Option<LessonId>,
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// An http or https address.
    pub url: Option<String>,
    /// EDTF.
    pub published_on: Option<String>,
    /// EDTF.
    pub retrieved_on: Option<String>,
    /// Whom to credit.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
    /// Order within the entry.
    pub position: i32,
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
}

impl ActiveModelBehavior for ActiveModel {}
