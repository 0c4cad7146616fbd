//! What concepts are called.

use sea_orm::entity::prelude::*;

use crate::id::{TopicId, TopicLabelId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "topic_label")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TopicLabelId,
    /// The concept.
    pub topic_id: TopicId,
    /// BCP 47 tag.
    pub language: String,
    /// The label.
    pub label: String,
    /// The label, folded.
    pub label_key: String,
    /// The label to show; the others are synonyms.
    pub preferred: bool,
    /// Order among the labels of the concept.
    pub position: i32,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `topic_id`.
    #[sea_orm(
        belongs_to = "super::topic::Entity",
        from = "Column::TopicId",
        to = "super::topic::Column::Id"
    )]
    Topic,
}

impl ActiveModelBehavior for ActiveModel {}
