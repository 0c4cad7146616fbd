//! What someone sends to make or change an entry, laid over what is there.

mod fields;

use entity::{
    id::{OrganizationId, ProjectId, TopicId},
    kind::{
        Attribution, Audience, LessonKind, Naming, Outcome, ParticipationRole, ProjectKind,
        ProjectStatus, SourceKind, StatementKind,
    },
};

pub use self::fields::given;
use self::fields::{
    date, language, licence, needed, never_widened, number, optional, or_default, participations,
    sources, statements, text, topics,
};
use super::{
    entry::{LessonContent, ProjectContent},
    parse::{long_text, short_text},
    problem::Problems,
    remark::Remark,
};

/// Why something is done: a text that may be missing. One that reads like a remark of the service is
/// kept with a space before it, which no other note begins with, and so stays what a person said.
pub fn parse_note(note: Option<String>, problems: &mut Problems) -> Option<String> {
    let note = given("note", note, long_text, problems)?;
    Some(match Remark::read(&note) {
        Some(_) => format!(" {note}"),
        None => note,
    })
}

/// How many things may hang on an entry: topics, participations, statements, sources, each.
pub const MOST_HANGING: usize = 100;

/// A field of an input that changes something: left out, it changes nothing; null, it clears.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Field<T> {
    /// Left out.
    #[default]
    Absent,
    /// Null.
    Null,
    /// A value.
    Value(T),
}

/// What someone sends of a lesson. Texts are as they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LessonInput {
    /// The project that taught it.
    pub project: Field<ProjectId>,
    /// Its number among the project's lessons.
    pub position: Field<i32>,
    /// Its title.
    pub title: Field<String>,
    /// What was learned.
    pub insight: Field<String>,
    /// When it applies.
    pub situation: Field<String>,
    /// What stood in the way.
    pub hurdle: Field<String>,
    /// What was tried.
    pub tried: Field<String>,
    /// What worked best.
    pub worked: Field<String>,
    /// What others should do.
    pub recommendation: Field<String>,
    /// What kind of lesson.
    pub kind: Field<LessonKind>,
    /// How it turned out.
    pub outcome: Field<Outcome>,
    /// Whether outsiders learn the city.
    pub attribution: Field<Attribution>,
    /// Who may read it.
    pub audience: Field<Audience>,
    /// Language of the texts.
    pub language: Field<String>,
    /// When it happened.
    pub occurred_on: Field<String>,
    /// When it should be looked at again.
    pub review_by: Field<String>,
    /// SPDX id of the licence.
    pub licence: Field<String>,
    /// What it is about.
    pub topics: Field<Vec<TopicId>>,
    /// Who takes part.
    pub participations: Field<Vec<ParticipationInput>>,
    /// Where it can be read.
    pub sources: Field<Vec<SourceInput>>,
}

/// What someone sends of a project. Texts are as they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectInput {
    /// What kind of undertaking.
    pub kind: Field<ProjectKind>,
    /// Its title.
    pub title: Field<String>,
    /// What it is.
    pub summary: Field<String>,
    /// What was the case before.
    pub initial_situation: Field<String>,
    /// What it is to reach.
    pub goals: Field<String>,
    /// How far it is.
    pub status: Field<ProjectStatus>,
    /// The city's own priority.
    pub priority: Field<i32>,
    /// When it began.
    pub started_on: Field<String>,
    /// When it ended.
    pub ended_on: Field<String>,
    /// Where.
    pub place: Field<String>,
    /// Language of the texts.
    pub language: Field<String>,
    /// Who may read it.
    pub audience: Field<Audience>,
    /// What it is a part of.
    pub parent: Field<ProjectId>,
    /// What it is about.
    pub topics: Field<Vec<TopicId>>,
    /// Who takes part.
    pub participations: Field<Vec<ParticipationInput>>,
    /// What is said of it.
    pub statements: Field<Vec<StatementInput>>,
    /// Where that can be read.
    pub sources: Field<Vec<SourceInput>>,
}

/// Who takes part, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParticipationInput {
    /// The organization.
    pub organization: Option<OrganizationId>,
    /// A person's name.
    pub person: Option<String>,
    /// The person's function.
    pub function: Option<String>,
    /// What they do.
    pub role: ParticipationRole,
    /// How the person wants to be named.
    pub naming: Option<Naming>,
    /// What they contributed.
    pub contribution: Option<String>,
}

/// What is said of a project, as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementInput {
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
    pub stated_on: Option<String>,
}

/// A source, as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceInput {
    /// What it is.
    pub kind: SourceKind,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// An http or https address.
    pub url: Option<String>,
    /// When it was published.
    pub published_on: Option<String>,
    /// When it was read.
    pub retrieved_on: Option<String>,
    /// Whom to credit.
    pub credit: Option<String>,
    /// Its licence.
    pub licence: Option<String>,
}

impl LessonInput {
    /// What is wrong with it by itself, where it is not known what it would be laid over.
    pub fn look_over(self, problems: &mut Problems) {
        let stands_in = || "-".to_owned();
        let before = LessonContent {
            title: stands_in(),
            insight: stands_in(),
            ..LessonContent::default()
        };
        let _ = self.over(before, problems);
    }

    /// What the lesson says once this is laid over what it said before. Where something is wrong,
    /// that is noted and what was there stays.
    #[must_use]
    pub fn over(self, before: LessonContent, problems: &mut Problems) -> LessonContent {
        let p = problems;
        LessonContent {
            project: optional(self.project, before.project),
            position: number("position", self.position, before.position, 0, p),
            title: needed("title", self.title, before.title, short_text, p),
            insight: needed("insight", self.insight, before.insight, long_text, p),
            situation: text("situation", self.situation, before.situation, long_text, p),
            hurdle: text("hurdle", self.hurdle, before.hurdle, long_text, p),
            tried: text("tried", self.tried, before.tried, long_text, p),
            worked: text("worked", self.worked, before.worked, long_text, p),
            recommendation: text(
                "recommendation",
                self.recommendation,
                before.recommendation,
                long_text,
                p,
            ),
            kind: or_default(self.kind, before.kind, LessonKind::Advice),
            outcome: or_default(self.outcome, before.outcome, Outcome::Open),
            attribution: never_widened(
                "attribution",
                self.attribution,
                before.attribution,
                Attribution::Named,
                p,
            ),
            audience: never_widened(
                "audience",
                self.audience,
                before.audience,
                Audience::Public,
                p,
            ),
            language: language(self.language, before.language, p),
            occurred_on: date("occurredOn", self.occurred_on, before.occurred_on, p),
            review_by: date("reviewBy", self.review_by, before.review_by, p),
            licence: licence(self.licence, before.licence, p),
            topics: topics(self.topics, before.topics, p),
            participations: participations(self.participations, before.participations, p),
            sources: sources(self.sources, before.sources, p),
        }
    }
}

impl ProjectInput {
    /// What is wrong with it by itself, where it is not known what it would be laid over.
    pub fn look_over(self, problems: &mut Problems) {
        let before = ProjectContent {
            title: "-".to_owned(),
            ..ProjectContent::default()
        };
        let _ = self.over(before, problems);
    }

    /// What the project says once this is laid over what it said before. Where something is
    /// wrong, that is noted and what was there stays.
    #[must_use]
    pub fn over(self, before: ProjectContent, problems: &mut Problems) -> ProjectContent {
        let p = problems;
        ProjectContent {
            kind: or_default(self.kind, before.kind, ProjectKind::Project),
            title: needed("title", self.title, before.title, short_text, p),
            summary: text("summary", self.summary, before.summary, long_text, p),
            initial_situation: text(
                "initialSituation",
                self.initial_situation,
                before.initial_situation,
                long_text,
                p,
            ),
            goals: text("goals", self.goals, before.goals, long_text, p),
            status: or_default(self.status, before.status, ProjectStatus::Running),
            priority: number("priority", self.priority, before.priority, 1, p),
            started_on: date("startedOn", self.started_on, before.started_on, p),
            ended_on: date("endedOn", self.ended_on, before.ended_on, p),
            place: text("place", self.place, before.place, long_text, p),
            language: language(self.language, before.language, p),
            audience: never_widened(
                "audience",
                self.audience,
                before.audience,
                Audience::Public,
                p,
            ),
            parent: optional(self.parent, before.parent),
            topics: topics(self.topics, before.topics, p),
            participations: participations(self.participations, before.participations, p),
            statements: statements(self.statements, before.statements, p),
            sources: sources(self.sources, before.sources, p),
        }
    }
}

#[cfg(test)]
mod tests;
