//! Which concepts a lesson is about.

use sea_orm::entity::prelude::*;

use crate::id::{LessonId, TopicId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_topic")]
pub struct Model {
    /// The lesson.
    #[sea_orm(primary_key, auto_increment = false)]
    pub lesson_id: LessonId,
    /// The concept.
    #[sea_orm(primary_key, auto_increment = false)]
    pub topic_id: TopicId,
    /// Order among the entry's topics.
    pub position: i32,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// By `lesson_id`.
    #[sea_orm(
        belongs_to = "super::lesson::Entity",
        from = "Column::LessonId",
        to = "super::lesson::Column::Id"
    )]
    Lesson,
    /// By `topic_id`.
    #[sea_orm(
        belongs_to = "super::topic::Entity",
        from = "Column::TopicId",
        to = "super::topic::Column::Id"
    )]
    Topic,
}

impl ActiveModelBehavior for ActiveModel {}
