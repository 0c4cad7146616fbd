//! Who takes part in a project or lesson. One of the two places where names of persons stand.

use sea_orm::entity::prelude::*;

use crate::{
    id::{LessonId, OrganizationId, ParticipationId, ProjectId},
    kind::{Naming, ParticipationRole},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "participation")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ParticipationId,
    /// The project, or
    pub project_id: Option<ProjectId>,
    /// the lesson: exactly one of the two.
    pub lesson_id: Option<LessonId>,
    /// The organization.
    pub organization_id: Option<OrganizationId>,
    /// A person's name.
    pub person: Option<String>,
    /// The person's function.
    pub function: Option<String>,
    /// What they do.
    pub role: ParticipationRole,
    /// How the person wants to be named.
    pub naming: Naming,
    /// What they contributed.
    pub contribution: Option<String>,
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
    /// By `organization_id`.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
}

impl ActiveModelBehavior for ActiveModel {}
