//! Typed keys: a lesson's id does not pass for a project's.

use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, DeriveValueType, Serialize,
            Deserialize,
        )]
        pub struct $name(pub Uuid);

        // The derive leaves this out for keys that are no integers, though entities ask for it.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// Key of an [`access token`](crate::access_token).
    AccessTokenId
    /// Key of an [`account`](crate::account).
    AccountId
    /// Key of a [`city`](crate::city).
    CityId
    /// Key of a [`comment`](crate::comment).
    CommentId
    /// Key of a [`lesson`](crate::lesson).
    LessonId
    /// Key of a [`membership`](crate::membership).
    MembershipId
    /// Key of an [`organization`](crate::organization).
    OrganizationId
    /// Key of a [`participation`](crate::participation).
    ParticipationId
    /// Key of a [`project`](crate::project).
    ProjectId
    /// Key of a [`proposal`](crate::proposal).
    ProposalId
    /// Key of a [`relation`](crate::relation).
    RelationId
    /// Key of a [`reuse`](crate::reuse).
    ReuseId
    /// Key of a [`revision`](crate::revision).
    RevisionId
    /// Key of a [`saved search`](crate::saved_search).
    SavedSearchId
    /// Key of a [`source`](crate::source).
    SourceId
    /// Key of a [`statement`](crate::statement).
    StatementId
    /// Key of a [`topic`](crate::topic).
    TopicId
    /// Key of a [`topic label`](crate::topic_label).
    TopicLabelId
}
