//! Audit trail and feed in one: every write, in an order in which none can be missed.

use sea_orm::entity::prelude::*;

use crate::{id::AccountId, kind::Subject};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "change")]
pub struct Model {
    /// Place in the feed; grows, with gaps.
    #[sea_orm(primary_key)]
    pub position: i64,
    /// When.
    pub at: DateTimeUtc,
    /// Who; nobody for the house itself.
    pub actor_id: Option<AccountId>,
    /// The use case, as a verb phrase.
    pub action: String,
    /// What was changed.
    pub subject: Subject,
    /// Which.
    pub subject_id: Uuid,
    /// Why, where whoever did it had to say so.
    pub reason: Option<String>,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
