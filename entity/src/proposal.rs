//! Edits of published lessons that wait for an editor.

use sea_orm::entity::prelude::*;

use crate::{
    id::{AccountId, LessonId, ProposalId},
    kind::ProposalStatus,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "proposal")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ProposalId,
    /// The lesson.
    pub lesson_id: LessonId,
    /// The version it starts from.
    pub base_version: i32,
    /// The fields it would change.
    pub content: Json,
    /// Who proposes.
    pub author_id: Option<AccountId>,
    /// Why.
    pub note: Option<String>,
    /// How it ended, if it has.
    pub status: ProposalStatus,
    /// Who decided.
    pub decided_by: Option<AccountId>,
    /// When it was decided.
    pub decided_at: Option<DateTimeUtc>,
    /// Why it was decided so.
    pub decision_note: Option<String>,
    /// When it was made.
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
}

impl ActiveModelBehavior for ActiveModel {}
