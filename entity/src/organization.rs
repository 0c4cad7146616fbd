//! Administrations, their units, companies and associations.

use sea_orm::entity::prelude::*;

use crate::{
    id::{CityId, OrganizationId},
    kind::OrganizationKind,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganizationId,
    /// What it is.
    pub kind: OrganizationKind,
    /// Its name.
    pub name: String,
    /// The name, folded.
    pub name_key: String,
    /// Part of an address; unique.
    pub slug: String,
    /// The city it belongs to.
    pub city_id: Option<CityId>,
    /// What it is a part of.
    pub parent_id: Option<OrganizationId>,
    /// An http or https address.
    pub website: Option<String>,
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
