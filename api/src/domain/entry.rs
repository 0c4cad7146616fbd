//! What a contribution holds once it is parsed: types that cannot be wrong.

use entity::{
    id::{CityId, OrganizationId, ProjectId, TopicId},
    kind::{
        Attribution, Audience, LessonKind, Naming, OrganizationKind, Outcome, ParticipationRole,
        ProjectKind, ProjectStatus, SourceKind, StatementKind, TopicScheme,
    },
};

use serde::{Deserialize, Serialize};

use super::partial_date::PartialDate;

/// The licence of texts that say nothing of it, as its SPDX id.
pub const DEFAULT_LICENCE: &str = "CC-BY-4.0";
/// The language of texts that say nothing of it, as its BCP 47 tag.
pub const DEFAULT_LANGUAGE: &str = "de";

/// A concept of the vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTopic {
    /// Which part of the vocabulary.
    pub scheme: TopicScheme,
    /// Part of an address.
    pub slug: String,
    /// The next broader concept.
    pub broader: Option<TopicId>,
    /// Language, label and synonyms.
    pub labels: Vec<(String, String, Vec<String>)>,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOrganization {
    /// Its name.
    pub name: String,
    /// Part of an address.
    pub slug: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// The city it belongs to.
    pub city: Option<CityId>,
    /// What it is a part of.
    pub parent: Option<OrganizationId>,
    /// An http or https address.
    pub website: Option<String>,
}

/// A project with what hangs on it.
#[derive(Clone, Debug, PartialEq)]
pub struct NewProject {
    /// Part of an address.
    pub slug: String,
    /// The city that undertakes it.
    pub city: Option<CityId>,
    /// What it says.
    pub content: ProjectContent,
}

/// What a project says, with what hangs on it: all that a new version may change. Kept as JSON
/// under the names of the public contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProjectContent {
    /// What kind of undertaking.
    pub kind: ProjectKind,
    /// Its title.
    pub title: String,
    /// What it is.
    pub summary: Option<String>,
    /// What was the case before.
    pub initial_situation: Option<String>,
    /// What it is to reach.
    pub goals: Option<String>,
    /// How far it is.
    pub status: ProjectStatus,
    /// The city's own priority.
    pub priority: Option<i32>,
    /// When it began.
    pub started_on: Option<PartialDate>,
    /// When it ended.
    pub ended_on: Option<PartialDate>,
    /// Where.
    pub place: Option<String>,
    /// Language of the texts.
    pub language: String,
    /// Who may read it.
    pub audience: Audience,
    /// What it is a part of.
    pub parent: Option<ProjectId>,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// Who takes part.
    pub participations: Vec<NewParticipation>,
    /// What is said of it.
    pub statements: Vec<NewStatement>,
    /// Where that can be read.
    pub sources: Vec<NewSource>,
}

impl Default for ProjectContent {
    fn default() -> Self {
        Self {
            kind: ProjectKind::Project,
            title: String::new(),
            summary: None,
            initial_situation: None,
            goals: None,
            status: ProjectStatus::Running,
            priority: None,
            started_on: None,
            ended_on: None,
            place: None,
            language: DEFAULT_LANGUAGE.to_owned(),
            audience: Audience::Public,
            parent: None,
            topics: Vec::new(),
            participations: Vec::new(),
            statements: Vec::new(),
            sources: Vec::new(),
        }
    }
}

/// A lesson with what hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLesson {
    /// The city that learned it.
    pub city: CityId,
    /// The contributor's own id.
    pub external_id: Option<String>,
    /// What it says.
    pub content: LessonContent,
}

/// What a lesson says, with what hangs on it: all that a new version may change. Kept as JSON under
/// the names of the public contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LessonContent {
    /// The project that taught it.
    pub project: Option<ProjectId>,
    /// Its number among the project's lessons.
    pub position: Option<i32>,
    /// Its title.
    pub title: String,
    /// What was learned.
    pub insight: String,
    /// When it applies.
    pub situation: Option<String>,
    /// What stood in the way.
    pub hurdle: Option<String>,
    /// What was tried.
    pub tried: Option<String>,
    /// What worked best.
    pub worked: Option<String>,
    /// What others should do.
    pub recommendation: Option<String>,
    /// What kind of lesson.
    pub kind: LessonKind,
    /// How it turned out.
    pub outcome: Outcome,
    /// Whether outsiders learn the city.
    pub attribution: Attribution,
    /// Who may read it.
    pub audience: Audience,
    /// Language of the texts.
    pub language: String,
    /// When it happened.
    pub occurred_on: Option<PartialDate>,
    /// When it should be looked at again.
    pub review_by: Option<PartialDate>,
    /// SPDX id of the licence.
    pub licence: String,
    /// What it is about.
    pub topics: Vec<TopicId>,
    /// Who takes part.
    pub participations: Vec<NewParticipation>,
    /// Where it can be read.
    pub sources: Vec<NewSource>,
}

impl Default for LessonContent {
    fn default() -> Self {
        Self {
            project: None,
            position: None,
            title: String::new(),
            insight: String::new(),
            situation: None,
            hurdle: None,
            tried: None,
            worked: None,
            recommendation: None,
            kind: LessonKind::Advice,
            outcome: Outcome::Open,
            attribution: Attribution::Named,
            audience: Audience::Public,
            language: DEFAULT_LANGUAGE.to_owned(),
            occurred_on: None,
            review_by: None,
            licence: DEFAULT_LICENCE.to_owned(),
            topics: Vec::new(),
            participations: Vec::new(),
            sources: Vec::new(),
        }
    }
}

impl LessonContent {
    /// The organizations that take part.
    #[must_use]
    pub fn organizations(&self) -> Vec<OrganizationId> {
        organizations(&self.participations)
    }
}

/// The organizations among those who take part.
#[must_use]
pub fn organizations(participations: &[NewParticipation]) -> Vec<OrganizationId> {
    let organizations = participations.iter().filter_map(|part| part.organization);
    organizations.collect()
}

/// Who takes part in a project or lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewParticipation {
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// A person's name.
    pub person: Option<String>,
    /// The person's function.
    pub function: Option<String>,
    /// What they do.
    pub role: ParticipationRole,
    /// How the person wants to be named.
    pub naming: Naming,
    /// What they contributed.
    pub contribution: Option<String>,
}

/// What is said of a project.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewStatement {
    /// What it is.
    pub kind: StatementKind,
    /// The statement.
    pub text: String,
    /// A figure's value.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: Option<String>,
    /// A place in a ranking.
    pub rank: Option<i32>,
    /// Whether an outcome is reached.
    pub achieved: Option<bool>,
    /// Who says so.
    pub issuer: Option<OrganizationId>,
    /// A person's name.
    pub person: Option<String>,
    /// When.
    pub stated_on: Option<PartialDate>,
}

/// Where what an entry says can be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewSource {
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// An http or https address.
    pub url: Option<String>,
    /// When it was published.
    pub published_on: Option<PartialDate>,
    /// When it was read.
    pub retrieved_on: Option<PartialDate>,
    /// Whom to credit.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
}
