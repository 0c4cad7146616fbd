//! Entries as revisions keep them: under the names of the public contract.

use entity::{lesson, participation, project, source, statement};
use serde_json::{Value, json};

/// A lesson's own fields.
#[must_use]
pub(super) fn lesson(row: &lesson::Model) -> Value {
    json!({
        "id": row.id,
        "city": row.city_id,
        "project": row.project_id,
        "externalId": row.external_id,
        "position": row.position,
        "title": row.title,
        "insight": row.insight,
        "situation": row.situation,
        "hurdle": row.hurdle,
        "tried": row.tried,
        "worked": row.worked,
        "recommendation": row.recommendation,
        "kind": row.kind,
        "outcome": row.outcome,
        "attribution": row.attribution,
        "audience": row.audience,
        "language": row.language,
        "occurredOn": row.occurred_on,
        "reviewBy": row.review_by,
        "licence": row.licence,
    })
}

/// A project's own fields.
#[must_use]
pub(super) fn project(row: &project::Model) -> Value {
    json!({
        "id": row.id,
        "slug": row.slug,
        "city": row.city_id,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "initialSituation": row.initial_situation,
        "goals": row.goals,
        "status": row.status,
        "priority": row.priority,
        "startedOn": row.started_on,
        "endedOn": row.ended_on,
        "place": row.place,
        "language": row.language,
        "audience": row.audience,
        "parent": row.parent_id,
    })
}

/// A participation. `person` is what erasing a person empties.
#[must_use]
pub(super) fn participation(row: &participation::Model) -> Value {
    json!({
        "organization": row.organization_id,
        "person": row.person,
        "function": row.function,
        "role": row.role,
        "naming": row.naming,
        "contribution": row.contribution,
    })
}

/// A statement. `person` is what erasing a person empties.
#[must_use]
pub(super) fn statement(row: &statement::Model) -> Value {
    json!({
        "kind": row.kind,
        "text": row.text,
        "value": row.value,
        "unit": row.unit,
        "rank": row.rank,
        "achieved": row.achieved,
        "issuer": row.issuer_id,
        "person": row.person,
        "statedOn": row.stated_on,
    })
}

/// A source.
#[must_use]
pub(super) fn source(row: &source::Model) -> Value {
    json!({
        "kind": row.kind,
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "publishedOn": row.published_on,
        "retrievedOn": row.retrieved_on,
        "credit": row.credit,
        "licence": row.licence,
    })
}
