//! What cities undertake: projects, programmes, strategies, services, events.

use sea_orm::entity::prelude::*;

use crate::{
    id::{CityId, ProjectId},
    kind::{Audience, EntryStatus, ProjectKind, ProjectStatus},
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "project")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProjectId,
    /// Part of an address; unique.
    pub slug: String,
    /// The city that undertakes it.
    pub city_id: Option<CityId>,
    /// What kind of undertaking.
    pub kind: ProjectKind,
    /// Its title.
    pub title: String,
    /// The title, folded.
    pub title_key: String,
    /// What it is, in a few sentences.
    pub summary: Option<String>,
    /// What was the case before.
    pub initial_situation: Option<String>,
    /// What it is to reach.
    pub goals: Option<String>,
    /// How far it is.
    pub status: ProjectStatus,
    /// The city's own priority, 1 the highest.
    pub priority: Option<i32>,
    /// EDTF.
    pub started_on: Option<String>,
    /// The first day that `started_on` can mean.
    pub started_earliest: Option<Date>,
    /// EDTF.
    pub ended_on: Option<String>,
    /// Where.
    pub place: Option<String>,
    /// BCP 47 tag of the texts.
    pub language: String,
    /// Who may read it.
    pub audience: Audience,
    /// Where it stands in review.
    pub entry_status: EntryStatus,
    /// Counts from 1.
    pub version: i32,
    /// What it is a part of.
    pub parent_id: Option<ProjectId>,
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
    /// By `parent_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
}

impl ActiveModelBehavior for ActiveModel {}
