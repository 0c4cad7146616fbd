//! Which cities and organizations an account belongs to.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, CityId, MembershipId, OrganizationId},
    kind::Role,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MembershipId,
    /// The account.
    pub account_id: AccountId,
    /// The city, or
    pub city_id: Option<CityId>,
    /// the organization: exactly one of the two.
    pub organization_id: Option<OrganizationId>,
    /// What it may do there.
    pub role: Role,
    /// When it joined.
    pub created_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `account_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AccountId",
        to = "super::account::Column::Id"
    )]
    Account,
    /// By `city_id`.
    #[sea_orm(
        belongs_to = "super::city::Entity",
        from = "Column::CityId",
        to = "super::city::Column::Id"
    )]
    City,
    /// By `organization_id`.
    #[sea_orm(
        belongs_to = "super::organization::Entity",
        from = "Column::OrganizationId",
        to = "super::organization::Column::Id"
    )]
    Organization,
}

impl ActiveModelBehavior for ActiveModel {}
