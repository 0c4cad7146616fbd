//! Municipalities, from the official registers or entered by a steward.

use sea_orm::entity::prelude::*;

use crate::id::CityId;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "city")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CityId,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// What the official key is: AGS, GKZ, BFS or LAU.
    pub key_scheme: String,
    /// The municipality's key in that scheme; unique with country and scheme.
    pub official_key: Option<String>,
    /// The name people use.
    pub name: String,
    /// The name, folded.
    pub name_key: String,
    /// Part of an address; unique.
    pub slug: String,
    /// State, Land or canton, spelt out.
    pub region: Option<String>,
    /// Inhabitants.
    pub population: Option<i64>,
    /// Degrees north.
    pub latitude: Option<f64>,
    /// Degrees east.
    pub longitude: Option<f64>,
    /// An http or https address.
    pub website: Option<String>,
    /// When it was first stored.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
