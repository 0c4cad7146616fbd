//! Concepts of the vocabulary.

use sea_orm::entity::prelude::*;

use crate::{id::TopicId, kind::TopicScheme};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicId,
    /// Which part of the vocabulary.
    pub scheme: TopicScheme,
    /// Part of an address; unique.
    pub slug: String,
    /// The next broader concept.
    pub broader_id: Option<TopicId>,
    /// When it was first stored.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `broader_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::BroaderId", to = "Column::Id")]
    Broader,
}

impl ActiveModelBehavior for ActiveModel {}
