//! What readers say of a lesson.

use sea_orm::entity::prelude::*;

use crate::id::{AccountId, CommentId, LessonId};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "comment")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommentId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// Who wrote it; nobody once the account is deleted.
    pub author_id: Option<AccountId>,
    /// What was written.
    pub body: String,
    /// What it answers.
    pub parent_id: Option<CommentId>,
    /// When it was hidden.
    pub hidden_at: Option<DateTimeUtc>,
    /// Who hid it.
    pub hidden_by: Option<AccountId>,
    /// Why.
    pub hidden_reason: Option<String>,
    /// When it was written.
    pub created_at: DateTimeUtc,
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
    /// By `author_id`.
    #[sea_orm(
        belongs_to = "super::account::Entity",
        from = "Column::AuthorId",
        to = "super::account::Column::Id"
    )]
    Author,
    /// By `parent_id`.
    #[sea_orm(belongs_to = "Entity", from = "Column::ParentId", to = "Column::Id")]
    Parent,
}

impl ActiveModelBehavior for ActiveModel {}
