//! The lines of an exported base: an object each, with all that hangs on it. Keys are kept, so that
//! what is loaded is the same base; what follows from the rest is left out.

use chrono::{DateTime, Utc};
use entity::{
    access_token, account, city, comment,
    id::{
        AccessTokenId, AccountId, CityId, CommentId, LessonId, MembershipId, OrganizationId,
        ParticipationId, ProjectId, ProposalId, RelationId, ReuseId, RevisionId, SavedSearchId,
        SourceId, StatementId, TopicId, TopicLabelId,
    },
    kind::{
        EntryStatus, OrganizationKind, ProposalStatus, RelationKind, ReuseResult, ReuseStage, Role,
        TopicScheme,
    },
    membership, organization, proposal, relation, reuse, revision, saved_search, topic_label,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::domain::entry::{LessonContent, ProjectContent};

/// The form of the file, for readers that know another.
pub(super) const FORMAT: u32 = 1;

/// A line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(super) enum BaseLine {
    /// The first.
    Lehrgeld(Header),
    /// A concept with what it is called.
    Topic(Topic),
    /// A city.
    City(City),
    /// An organization.
    Organization(Organization),
    /// An account with what it belongs to.
    Account(Box<Account>),
    /// A project with what hangs on it.
    Project(Box<Project>),
    /// A lesson with what hangs on it.
    Lesson(Box<Lesson>),
    /// How one entry bears on another.
    Relation(Relation),
}

/// What the file is.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Header {
    pub(super) format: u32,
}

/// Defines what a line tells of a row: the columns that do not follow from where it stands.
macro_rules! rows {
    ($($(#[$doc:meta])* $name:ident of $table:ident { $($column:ident: $type:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        pub(super) struct $name {
            $(pub(super) $column: $type,)+
        }

        impl From<$table::Model> for $name {
            fn from(row: $table::Model) -> Self {
                Self {
                    $($column: row.$column,)+
                }
            }
        }
    )+};
}

rows! {
    /// What a concept is called.
    TopicLabel of topic_label {
        id: TopicLabelId,
        language: String,
        label: String,
        preferred: bool,
    }
    /// A city.
    City of city {
        id: CityId,
        country: String,
        key_scheme: String,
        official_key: Option<String>,
        name: String,
        slug: String,
        region: Option<String>,
        population: Option<i64>,
        latitude: Option<f64>,
        longitude: Option<f64>,
        website: Option<String>,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }
    /// An organization.
    Organization of organization {
        id: OrganizationId,
        kind: OrganizationKind,
        name: String,
        slug: String,
        city_id: Option<CityId>,
        parent_id: Option<OrganizationId>,
        website: Option<String>,
        created_at: DateTime<Utc>,
        updated_at: DateTime<Utc>,
    }
    /// What an account belongs to.
    Membership of membership {
        id: MembershipId,
        city_id: Option<CityId>,
        organization_id: Option<OrganizationId>,
        role: Role,
        created_at: DateTime<Utc>,
    }
    /// An access token, as its hash.
    Token of access_token {
        id: AccessTokenId,
        label: String,
        hint: String,
        hash: Vec<u8>,
        role: Role,
        city_id: Option<CityId>,
        expires_at: Option<DateTime<Utc>>,
        last_used_at: Option<DateTime<Utc>>,
        revoked_at: Option<DateTime<Utc>>,
        makers: Value,
        created_at: DateTime<Utc>,
    }
    /// A search that an account comes back to.
    SavedSearch of saved_search {
        id: SavedSearchId,
        name: String,
        query: String,
        filter: Value,
        created_at: DateTime<Utc>,
    }
    /// How an account is reached and signs in.
    Contact of account {
        email: Option<String>,
        issuer: Option<String>,
        subject: Option<String>,
    }
    /// A version.
    Revision of revision {
        id: RevisionId,
        version: i32,
        status: EntryStatus,
        content: Value,
        author_id: Option<AccountId>,
        note: Option<String>,
        created_at: DateTime<Utc>,
    }
    /// A change that was proposed.
    Proposal of proposal {
        id: ProposalId,
        base_version: i32,
        content: Value,
        author_id: Option<AccountId>,
        note: Option<String>,
        status: ProposalStatus,
        decided_by: Option<AccountId>,
        decided_at: Option<DateTime<Utc>>,
        decision_note: Option<String>,
        created_at: DateTime<Utc>,
    }
    /// Which city took a lesson up.
    Reuse of reuse {
        id: ReuseId,
        city_id: CityId,
        project_id: Option<ProjectId>,
        stage: ReuseStage,
        result: ReuseResult,
        note: Option<String>,
        reused_on: Option<String>,
        author_id: Option<AccountId>,
        created_at: DateTime<Utc>,
    }
    /// What a reader says.
    Comment of comment {
        id: CommentId,
        author_id: Option<AccountId>,
        body: String,
        parent_id: Option<CommentId>,
        hidden_at: Option<DateTime<Utc>>,
        hidden_by: Option<AccountId>,
        hidden_reason: Option<String>,
        created_at: DateTime<Utc>,
    }
    /// How one entry bears on another.
    Relation of relation {
        id: RelationId,
        kind: RelationKind,
        from_lesson_id: Option<LessonId>,
        to_lesson_id: Option<LessonId>,
        from_project_id: Option<ProjectId>,
        to_project_id: Option<ProjectId>,
        created_at: DateTime<Utc>,
    }
}

/// A concept with what it is called, in order.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) id: TopicId,
    pub(super) scheme: TopicScheme,
    pub(super) slug: String,
    pub(super) broader_id: Option<TopicId>,
    pub(super) labels: Vec<TopicLabel>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// An account. What only its owner and whoever runs the service should know is there only when it
/// is asked for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) name: String,
    pub(super) steward: bool,
    pub(super) memberships: Vec<Membership>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) own: Option<Own>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// What belongs to an account alone.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Own {
    pub(super) contact: Contact,
    pub(super) tokens: Vec<Token>,
    pub(super) saved_searches: Vec<SavedSearch>,
}

/// A project. The lists of keys go with the lists of its content.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Project {
    pub(super) id: ProjectId,
    pub(super) slug: String,
    pub(super) city_id: Option<CityId>,
    pub(super) status: EntryStatus,
    pub(super) version: i32,
    pub(super) content: ProjectContent,
    pub(super) participation_ids: Vec<ParticipationId>,
    pub(super) statement_ids: Vec<StatementId>,
    pub(super) source_ids: Vec<SourceId>,
    pub(super) revisions: Vec<Revision>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}

/// A lesson. The lists of keys go with the lists of its content.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Lesson {
    pub(super) id: LessonId,
    /// Nothing where whoever exports may not know.
    pub(super) city_id: Option<CityId>,
    pub(super) external_id: Option<String>,
    pub(super) status: EntryStatus,
    pub(super) version: i32,
    pub(super) content: LessonContent,
    pub(super) participation_ids: Vec<ParticipationId>,
    pub(super) source_ids: Vec<SourceId>,
    pub(super) submitted_by: Option<AccountId>,
    pub(super) published_at: Option<DateTime<Utc>>,
    pub(super) revisions: Vec<Revision>,
    pub(super) proposals: Vec<Proposal>,
    pub(super) reuses: Vec<Reuse>,
    pub(super) comments: Vec<Comment>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) updated_at: DateTime<Utc>,
}
