//! How one lesson bears on another, or one project on another.

use sea_orm::entity::prelude::*;

use crate::{
    id::{LessonId, ProjectId, RelationId},
    kind::RelationKind,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "relation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RelationId,
    /// How.
    pub kind: RelationKind,
    /// Where it starts, for lessons.
    pub from_lesson_id: Option<LessonId>,
    /// Where it leads, for lessons.
    pub to_lesson_id: Option<LessonId>,
    /// Where it starts, for projects.
    pub from_project_id: Option<ProjectId>,
    /// Where it leads, for projects.
    pub to_project_id: Option<ProjectId>,
    /// When it was stored.
    pub created_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
