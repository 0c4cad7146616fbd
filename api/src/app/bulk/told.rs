//! Lessons as files tell them: the same columns in a table and in objects.

use std::collections::HashMap;

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId},
    kind::Attribution,
    lesson, organization, participation, project, source,
};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::file::is_like_formula;
use crate::{
    app::{
        error::Error,
        lookups::{Entry, ReuseSummary},
        reading::Reading,
        vocabulary::Vocabulary,
    },
    domain::{
        naming::{told_function, told_person},
        origin::told_time,
    },
};

/// The columns; all but those that an import leaves alone are fields of it.
pub(super) const COLUMNS: [&str; 27] = [
    "id",
    "externalId",
    "city",
    "cityName",
    "status",
    "project",
    "position",
    "title",
    "insight",
    "situation",
    "hurdle",
    "tried",
    "worked",
    "recommendation",
    "kind",
    "outcome",
    "attribution",
    "audience",
    "language",
    "occurredOn",
    "reviewBy",
    "licence",
    "topics",
    "participations",
    "sources",
    "publishedAt",
    "reuseCount",
];

/// A lesson as it may be told to whoever exports it: a value for each column.
pub(super) struct Told(Vec<Value>);

impl Serialize for Told {
    /// An object whose fields come in the order of the columns, those without a value too.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(COLUMNS.iter().zip(&self.0))
    }
}

impl Told {
    /// The cells of a row, none of which a spreadsheet takes for a formula.
    pub(super) fn cells(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|value| {
            let cell = cell(value);
            if is_like_formula(&cell) {
                format!("'{cell}")
            } else {
                cell
            }
        })
    }
}

/// The names of what rows refer to, as far as whoever exports may know of it.
struct Names {
    cities: HashMap<CityId, city::Model>,
    projects: HashMap<ProjectId, project::Model>,
    organizations: HashMap<OrganizationId, organization::Model>,
}

impl Reading<'_> {
    /// Lessons as they may be told, in this order. `global_id` writes the ids that clients see.
    pub(super) async fn told(
        &self,
        rows: &[lesson::Model],
        vocabulary: &Vocabulary,
        global_id: fn(LessonId) -> String,
    ) -> Result<Vec<Told>, Error> {
        let entries: Vec<_> = rows.iter().map(|row| Entry::Lesson(row.id)).collect();
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let mut topics = self.topics_of(&entries).await?;
        let mut parts = self.participations_of(&entries).await?;
        let mut sources = self.sources_of(&entries).await?;
        let reuses = self.reuse_summaries(&ids).await?;
        let names = self.names(rows, parts.values().flatten()).await?;
        let told = rows.iter().zip(entries).map(|(row, entry)| {
            let own = self.reach().knows_origin_in(row.city_id);
            let known = own || row.attribution == Attribution::Named;
            let topics = topics.remove(&entry).unwrap_or_default().into_iter();
            let topics = topics.filter_map(|id| Some(vocabulary.topic(id)?.slug.clone()));
            let parts = parts.remove(&entry).unwrap_or_default();
            let sources = sources.remove(&entry).unwrap_or_default();
            let published = row.published_at.map(|time| told_time(time, known));
            let reuses = reuses.get(&row.id).copied().unwrap_or_default();
            let ReuseSummary { total, .. } = reuses;
            let mut values = vec![json!(global_id(row.id))];
            values.push(json!(row.external_id.as_ref().filter(|_| own)));
            values.extend(names.origin(row, known));
            values.extend(texts(row));
            values.push(topics.collect());
            let parts = parts.into_iter().map(|it| as_told(it, own));
            values.push(parts.map(|it| names.participation(&it)).collect());
            values.push(sources.iter().map(source).collect());
            values.push(json!(published));
            values.push(json!(total));
            Told(values)
        });
        Ok(told.collect())
    }

    async fn names<'p>(
        &self,
        rows: &[lesson::Model],
        parts: impl Iterator<Item = &'p participation::Model>,
    ) -> Result<Names, Error> {
        let cities: Vec<_> = unique(rows.iter().map(|row| row.city_id));
        let projects: Vec<_> = unique(rows.iter().filter_map(|row| row.project_id));
        let organizations: Vec<_> = unique(parts.filter_map(|part| part.organization_id));
        Ok(Names {
            cities: self.cities_by_id(&cities).await?,
            projects: self.projects_by_id(&projects).await?,
            organizations: self.organizations_by_id(&organizations).await?,
        })
    }
}

/// A part as it may be told: people are named as they want to be. Only for those whose own entry it is
/// the name is whole, because what they export comes back and has to be the same.
pub(super) fn as_told(row: participation::Model, own: bool) -> participation::Model {
    if own {
        return row;
    }
    let owned = |text: Option<&str>| text.map(str::to_owned);
    participation::Model {
        person: owned(told_person(row.naming, row.person.as_deref())),
        function: owned(told_function(row.naming, row.function.as_deref())),
        ..row
    }
}

fn unique<T: Ord>(ids: impl Iterator<Item = T>) -> Vec<T> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

impl Names {
    /// Where a lesson comes from, if that may be known, and its status between.
    fn origin(&self, row: &lesson::Model, known: bool) -> [Value; 5] {
        let city = self.cities.get(&row.city_id).filter(|_| known);
        let key = city.map(|city| match &city.official_key {
            Some(key) => format!("{}:{key}", city.country),
            None => city.slug.clone(),
        });
        let project = row.project_id.filter(|_| known);
        let project = project.and_then(|id| self.projects.get(&id));
        [
            json!(key),
            json!(city.map(|city| &city.name)),
            json!(row.status),
            json!(project.map(|project| &project.slug)),
            json!(row.position.filter(|_| known)),
        ]
    }

    fn participation(&self, row: &participation::Model) -> Value {
        let organization = row.organization_id;
        let organization = organization.and_then(|id| self.organizations.get(&id));
        object(json!({
            "organization": organization.map(|it| &it.slug),
            "person": row.person,
            "function": row.function,
            "role": row.role,
            "naming": row.naming,
            "contribution": row.contribution,
        }))
    }
}

fn texts(row: &lesson::Model) -> [Value; 15] {
    [
        json!(row.title),
        json!(row.insight),
        json!(row.situation),
        json!(row.hurdle),
        json!(row.tried),
        json!(row.worked),
        json!(row.recommendation),
        json!(row.kind),
        json!(row.outcome),
        json!(row.attribution),
        json!(row.audience),
        json!(row.language),
        json!(row.occurred_on),
        json!(row.review_by),
        json!(row.licence),
    ]
}

fn source(row: &source::Model) -> Value {
    object(json!({
        "kind": row.kind,
        "title": row.title,
        "publisher": row.publisher,
        "url": row.url,
        "publishedOn": row.published_on,
        "retrievedOn": row.retrieved_on,
        "credit": row.credit,
        "licence": row.licence,
    }))
}

/// An object without what is empty.
fn object(whole: Value) -> Value {
    let Value::Object(fields) = whole else {
        return whole;
    };
    let told = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(told.collect::<Map<_, _>>())
}

/// A value as a person writes it into a cell: a list with `|` between its items where these are
/// short, and as JSON where they are not.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => {
            let short: Option<Vec<_>> = items.iter().map(short).collect();
            short.map_or_else(|| value.to_string(), |items| items.join("|"))
        }
        other => other.to_string(),
    }
}

/// A topic, or an organization with its role, where that is all there is to tell.
fn short(item: &Value) -> Option<String> {
    match item {
        Value::String(slug) => Some(slug.clone()),
        Value::Object(part) if part.len() == 3 && part.get("naming")? == "FULL" => {
            let organization = part.get("organization")?.as_str()?;
            Some(format!("{organization}={}", part.get("role")?.as_str()?))
        }
        _ => None,
    }
}
