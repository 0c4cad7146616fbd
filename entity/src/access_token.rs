//! Access tokens, as hashes.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccessTokenId, AccountId, CityId},
    kind::Role,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "access_token")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccessTokenId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it is for.
    pub label: String,
    /// Its first characters, to tell it by.
    pub hint: String,
    /// SHA-256 of the token; unique.
    pub hash: Vec<u8>,
    /// No stronger than the account's.
    pub role: Role,
    /// The one city it is for.
    pub city_id: Option<CityId>,
    /// When it stops working.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was last used.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// The other accounts through whose hands it came: who made it, and who made the token that was
    /// used for it.
    pub makers: Json,
    /// When it was made.
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
}

impl ActiveModelBehavior for ActiveModel {}
