//! A project's outcomes, figures, rankings, quotes. The other place where names of persons stand.

use sea_orm::entity::prelude::*;

use crate::{
    id::{OrganizationId, ProjectId, StatementId},
    kind::StatementKind,
};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "statement")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: StatementId,
    /// The project.
    pub project_id: ProjectId,
    /// What it is.
    pub kind: StatementKind,
    /// The statement.
    pub text: String,
    /// A figure's value.
    pub value: Option<f64>,
    /// The unit of the value.
    pub unit: Option<String>,
    /// A place in a ranking, 1 the first.
    pub rank: Option<i32>,
    /// Whether an outcome is reached; false where it is planned.
    pub achieved: Option<bool>,
    /// Who says so.
    pub issuer_id: Option<OrganizationId>,
    /// A person's name.
    pub person: Option<String>,
    /// EDTF.
    pub stated_on: Option<String>,
    /// Order within the project.
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
    /// By `issuer_id`.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::IssuerId",
        to = "super::organization::Column::Id"
    )]
    Issuer,
}

impl ActiveModelBehavior for ActiveModel {}
