//! Searches that accounts come back to.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, SavedSearchId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedSearchId,
    /// Whose it is.
    pub account_id: AccountId,
    /// What it is called.
    pub name: String,
    /// The query.
    pub query: String,
    /// The filter.
    pub filter: Json,
    /// When it was saved.
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
}

impl ActiveModelBehavior for ActiveModel {}
