//! Rows that are written past the service, with ids that can be told from their numbers.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::id::{
    AccessTokenId, AccountId, CityId, CommentId, LessonId, MembershipId, OrganizationId,
    ParticipationId, ProjectId, ProposalId, RelationId, ReuseId, RevisionId, SavedSearchId,
    SourceId, StatementId, TopicId, TopicLabelId,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, DatabaseConnection, EntityTrait, IntoActiveModel,
    prelude::{DateTimeUtc, Uuid},
};

/// A row with these columns, the others left out.
macro_rules! row {
    ($table:ident { $($column:ident $(: $value:expr)?),* $(,)? }) => {{
        #[allow(clippy::needless_update, reason = "of some tables every column is said")]
        let row = $table::ActiveModel {
            $($column: sea_orm::ActiveValue::Set(row!(@ $column $($value)?).into()),)*
            ..Default::default()
        };
        row
    }};
    (@ $column:ident) => { $column };
    (@ $column:ident $value:expr) => { $value };
}
pub(crate) use row;

/// The id of what is numbered so among the rows of one sort.
pub(crate) trait Numbered {
    /// Tells the table from the others: the index knows rows by their ids alone.
    const TABLE: u32;

    fn numbered(sort: u32, number: u32) -> Self;
}

macro_rules! numbered {
    ($($id:ident = $table:literal $(tag $tag:literal $name:literal)?,)+) => {
        $(
            impl Numbered for $id {
                const TABLE: u32 = $table;

                fn numbered(sort: u32, number: u32) -> Self {
                    Self(uuid(Self::TABLE, sort, number))
                }
            }
        )+

        /// What has a global id: the name of its type, its table, and the tag that begins the id.
        const NODES: &[(&str, u32, u8)] = &[$($(($name, $table, $tag),)?)+];
    };
}

numbered! {
    AccountId = 1 tag 13 "Account",
    CityId = 2 tag 1 "City",
    OrganizationId = 3 tag 2 "Organization",
    TopicId = 4 tag 5 "Topic",
    TopicLabelId = 5,
    ProjectId = 6 tag 3 "Project",
    LessonId = 7 tag 4 "Lesson",
    ParticipationId = 8 tag 6 "Participation",
    SourceId = 9 tag 8 "Source",
    StatementId = 10 tag 7 "Statement",
    RelationId = 11,
    ReuseId = 12 tag 9 "Reuse",
    CommentId = 13 tag 10 "Comment",
    RevisionId = 14 tag 11 "Revision",
    ProposalId = 15 tag 12 "Proposal",
    AccessTokenId = 16 tag 14 "AccessToken",
    MembershipId = 17,
    SavedSearchId = 18 tag 15 "SavedSearch",
}

/// The types of what has a global id.
pub fn node_types() -> impl Iterator<Item = &'static str> {
    NODES.iter().map(|(name, _, _)| *name)
}

/// The global id of the row of a type that is numbered so, whether it is there or not.
#[must_use]
pub fn global_id(name: &str, sort: u32, number: u32) -> String {
    let node = NODES.iter().find(|(node, _, _)| *node == name);
    let (_, table, tag) = node.unwrap_or_else(|| panic!("nothing is a {name}"));
    let mut bytes = vec![*tag];
    bytes.extend(uuid(*table, sort, number).as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn uuid(table: u32, sort: u32, number: u32) -> Uuid {
    let parts = [table, sort, number].map(u128::from);
    Uuid::from_u128(parts[0] << 64 | parts[1] << 32 | parts[2])
}

pub(crate) async fn insert<A>(database: &DatabaseConnection, rows: impl IntoIterator<Item = A>)
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let rows: Vec<_> = rows.into_iter().collect();
    if !rows.is_empty() {
        let inserted = A::Entity::insert_many(rows);
        inserted.exec_without_returning(database).await.unwrap();
    }
}

pub(crate) fn time(number: u32) -> DateTimeUtc {
    DateTimeUtc::from_timestamp(1_700_000_000 + i64::from(number), 0).unwrap()
}

/// A name, as it is folded, and as part of an address.
pub(crate) fn named(name: &str, number: u32) -> (String, String, String) {
    let low = name.to_lowercase();
    (
        format!("{name} {number:02}"),
        format!("{low} {number:02}"),
        format!("{low}-{number:02}"),
    )
}
