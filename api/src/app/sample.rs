//! The files of the sample knowledge base, as people write them.

use entity::kind::{
    LessonKind, Naming, OrganizationKind, Outcome, ParticipationRole, ProjectKind, ProjectStatus,
    RelationKind, SourceKind, StatementKind, TopicScheme,
};
use serde::Deserialize;

/// The register of municipalities.
pub(super) const REGISTER: &str = include_str!("../../sample/municipalities.tsv");
/// The vocabulary.
pub(super) const TOPICS: &str = include_str!("../../sample/topics.toml");
/// The organizations.
pub(super) const ORGANIZATIONS: &str = include_str!("../../sample/organizations.toml");
/// Projects and lessons, one file a source document.
pub(super) const KNOWLEDGE: [&str; 5] = [
    include_str!("../../sample/knowledge/gescheiterweiter.toml"),
    include_str!("../../sample/knowledge/konstanz-digital.toml"),
    include_str!("../../sample/knowledge/muenchen-infotag.toml"),
    include_str!("../../sample/knowledge/stuttgart-digital-moves.toml"),
    include_str!("../../sample/knowledge/wien-pace.toml"),
];

/// `topics.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topics {
    pub(super) topic: Vec<Topic>,
}

/// A concept.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Topic {
    pub(super) slug: String,
    pub(super) scheme: TopicScheme,
    pub(super) broader: Option<String>,
    pub(super) de: Labels,
    pub(super) en: Labels,
}

/// What a concept is called in one language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Labels {
    pub(super) label: String,
    #[serde(default)]
    pub(super) synonyms: Vec<String>,
}

/// `organizations.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organizations {
    pub(super) organization: Vec<Organization>,
}

/// An organization.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Organization {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) kind: OrganizationKind,
    pub(super) city: Option<String>,
    pub(super) parent: Option<String>,
    pub(super) website: Option<String>,
}

/// A file of `knowledge/`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Knowledge {
    #[serde(default)]
    pub(super) project: Vec<Project>,
    #[serde(default)]
    pub(super) lesson_relation: Vec<LessonRelation>,
}

/// A project with what hangs on it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Project {
    pub(super) slug: String,
    pub(super) city: Option<String>,
    pub(super) kind: ProjectKind,
    pub(super) title: String,
    pub(super) summary: Option<String>,
    pub(super) initial_situation: Option<String>,
    pub(super) goals: Option<String>,
    pub(super) status: ProjectStatus,
    pub(super) priority: Option<i32>,
    pub(super) started_on: Option<String>,
    pub(super) ended_on: Option<String>,
    pub(super) place: Option<String>,
    pub(super) language: String,
    pub(super) parent: Option<String>,
    #[serde(default)]
    pub(super) topics: Vec<String>,
    #[serde(default)]
    pub(super) participation: Vec<Participation>,
    #[serde(default)]
    pub(super) statement: Vec<Statement>,
    #[serde(default)]
    pub(super) source: Vec<Source>,
    #[serde(default)]
    pub(super) relation: Vec<ProjectRelation>,
    #[serde(default)]
    pub(super) lesson: Vec<Lesson>,
}

/// A lesson with what hangs on it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lesson {
    pub(super) key: String,
    pub(super) city: Option<String>,
    pub(super) position: Option<i32>,
    pub(super) title: String,
    pub(super) insight: String,
    pub(super) situation: Option<String>,
    pub(super) hurdle: Option<String>,
    pub(super) tried: Option<String>,
    pub(super) worked: Option<String>,
    pub(super) recommendation: Option<String>,
    pub(super) kind: LessonKind,
    pub(super) outcome: Outcome,
    pub(super) occurred_on: Option<String>,
    pub(super) language: String,
    #[serde(default)]
    pub(super) topics: Vec<String>,
    #[serde(default)]
    pub(super) participation: Vec<Participation>,
    #[serde(default)]
    pub(super) source: Vec<Source>,
}

/// Who takes part.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Participation {
    pub(super) organization: Option<String>,
    pub(super) person: Option<String>,
    pub(super) function: Option<String>,
    pub(super) role: ParticipationRole,
    pub(super) naming: Option<Naming>,
    pub(super) contribution: Option<String>,
}

/// What is said of a project.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Statement {
    pub(super) kind: StatementKind,
    pub(super) text: String,
    pub(super) value: Option<f64>,
    pub(super) unit: Option<String>,
    pub(super) rank: Option<i32>,
    pub(super) achieved: Option<bool>,
    pub(super) issuer: Option<String>,
    pub(super) person: Option<String>,
    pub(super) stated_on: Option<String>,
}

/// Where it can be read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) kind: SourceKind,
    pub(super) title: String,
    pub(super) publisher: Option<String>,
    pub(super) url: Option<String>,
    pub(super) published_on: Option<String>,
    pub(super) retrieved_on: Option<String>,
    pub(super) credit: Option<String>,
    pub(super) licence: Option<String>,
}

/// How a project bears on another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProjectRelation {
    pub(super) kind: RelationKind,
    pub(super) to: String,
}

/// How a lesson bears on another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LessonRelation {
    pub(super) kind: RelationKind,
    pub(super) from: String,
    pub(super) to: String,
}
