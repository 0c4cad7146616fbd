//! Answers kept for repeated requests.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Who asked.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: AccountId,
    /// The client's key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the request.
    pub request_hash: Vec<u8>,
    /// What was answered.
    pub answer: Json,
    /// Until when it is kept.
    pub expires_at: DateTimeUtc,
    /// When it was stored.
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
