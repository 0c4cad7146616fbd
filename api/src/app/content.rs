//! Entries as revisions keep them: under the names of the public contract.

use entity::{
    id::{CityId, TopicId},
    lesson, participation, project, source, statement,
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    app::error::Error,
    domain::{
        entry::{LessonContent, NewParticipation, NewSource, NewStatement, ProjectContent},
        partial_date::PartialDate,
    },
};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LessonVersion<'a> {
    city: CityId,
    external_id: Option<&'a str>,
    #[serde(flatten)]
    content: &'a LessonContent,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProjectVersion<'a> {
    city: Option<CityId>,
    slug: &'a str,
    #[serde(flatten)]
    content: &'a ProjectContent,
}

/// A version of a lesson.
#[must_use]
pub(super) fn lesson(row: &lesson::Model, content: &LessonContent) -> Value {
    json(&LessonVersion {
        city: row.city_id,
        external_id: row.external_id.as_deref(),
        content,
    })
}

/// A version of a project.
#[must_use]
pub(super) fn project(row: &project::Model, content: &ProjectContent) -> Value {
    json(&ProjectVersion {
        city: row.city_id,
        slug: &row.slug,
        content,
    })
}

/// Texts, numbers, ids and lists of these always become JSON.
fn json(version: &impl Serialize) -> Value {
    serde_json::to_value(version).unwrap_or_default()
}

/// What a kept version of a lesson says.
pub(super) fn lesson_content(version: &Value) -> Result<LessonContent, Error> {
    serde_json::from_value(version.clone()).map_err(|error| Error::Inconsistent(error.to_string()))
}

/// What a lesson says.
#[must_use]
pub(super) fn of_lesson(
    row: &lesson::Model,
    topics: Vec<TopicId>,
    participations: Vec<participation::Model>,
    sources: Vec<source::Model>,
) -> LessonContent {
    LessonContent {
        project: row.project_id,
        position: row.position,
        title: row.title.clone(),
        insight: row.insight.clone(),
        situation: row.situation.clone(),
        hurdle: row.hurdle.clone(),
        tried: row.tried.clone(),
        worked: row.worked.clone(),
        recommendation: row.recommendation.clone(),
        kind: row.kind,
        outcome: row.outcome,
        attribution: row.attribution,
        audience: row.audience,
        language: row.language.clone(),
        occurred_on: date(row.occurred_on.as_deref()),
        review_by: date(row.review_by.as_deref()),
        licence: row.licence.clone(),
        topics,
        participations: participations.into_iter().map(participation).collect(),
        sources: sources.into_iter().map(source).collect(),
    }
}

/// What a project says.
#[must_use]
pub(super) fn of_project(
    row: &project::Model,
    topics: Vec<TopicId>,
    participations: Vec<participation::Model>,
    statements: Vec<statement::Model>,
    sources: Vec<source::Model>,
) -> ProjectContent {
    ProjectContent {
        kind: row.kind,
        title: row.title.clone(),
        summary: row.summary.clone(),
        initial_situation: row.initial_situation.clone(),
        goals: row.goals.clone(),
        status: row.status,
        priority: row.priority,
        started_on: date(row.started_on.as_deref()),
        ended_on: date(row.ended_on.as_deref()),
        place: row.place.clone(),
        language: row.language.clone(),
        audience: row.audience,
        parent: row.parent_id,
        topics,
        participations: participations.into_iter().map(participation).collect(),
        statements: statements.into_iter().map(statement).collect(),
        sources: sources.into_iter().map(source).collect(),
    }
}

fn participation(row: participation::Model) -> NewParticipation {
    NewParticipation {
        organization: row.organization_id,
        person: row.person,
        function: row.function,
        role: row.role,
        naming: row.naming,
        contribution: row.contribution,
    }
}

fn statement(row: statement::Model) -> NewStatement {
    NewStatement {
        kind: row.kind,
        text: row.text,
        value: row.value,
        unit: row.unit,
        rank: row.rank,
        achieved: row.achieved,
        issuer: row.issuer_id,
        person: row.person,
        stated_on: date(row.stated_on.as_deref()),
    }
}

fn source(row: source::Model) -> NewSource {
    NewSource {
        kind: row.kind,
        title: row.title,
        publisher: row.publisher,
        url: row.url,
        published_on: date(row.published_on.as_deref()),
        retrieved_on: date(row.retrieved_on.as_deref()),
        credit: row.credit,
        licence: row.licence,
    }
}

/// Dates in the database were parsed on their way in.
fn date(text: Option<&str>) -> Option<PartialDate> {
    text.and_then(|text| PartialDate::parse(text).ok())
}
