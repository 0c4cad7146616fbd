//! Ids that can be told from their numbers.

use entity::id::{
    AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId, ProjectId, RelationId,
    ReuseId, RevisionId, SourceId, StatementId, TopicId, TopicLabelId,
};
use sea_orm::prelude::Uuid;

/// The id of what is numbered so among the rows of one sort.
pub(super) trait Numbered {
    /// Tells the table from the others: the index knows rows by their ids alone.
    const TABLE: u32;

    fn numbered(sort: u32, number: u32) -> Self;
}

macro_rules! numbered {
    ($($id:ident = $table:literal),+ $(,)?) => {$(
        impl Numbered for $id {
            const TABLE: u32 = $table;

            fn numbered(sort: u32, number: u32) -> Self {
                let parts = [Self::TABLE, sort, number].map(u128::from);
                Self(Uuid::from_u128(parts[0] << 64 | parts[1] << 32 | parts[2]))
            }
        }
    )+};
}

numbered! {
    AccountId = 1,
    CityId = 2,
    OrganizationId = 3,
    TopicId = 4,
    TopicLabelId = 5,
    ProjectId = 6,
    LessonId = 7,
    ParticipationId = 8,
    SourceId = 9,
    StatementId = 10,
    RelationId = 11,
    ReuseId = 12,
    CommentId = 13,
    RevisionId = 14,
}
