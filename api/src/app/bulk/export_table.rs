//! Someone writes the lessons that they may read into a table, for a spreadsheet and back.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId},
    kind::{Attribution, Naming},
    lesson, organization, participation, project, source,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _, QuerySelect as _};
use serde_json::{Map, Value, json};

use super::{base::ExportError, file::is_like_formula};
use crate::app::{
    lookups::Entry, progress::Progress, reading::Reading, session::Session, vocabulary::Vocabulary,
};

/// How many lessons are read at a time.
const STEP: u64 = 500;
/// By this a spreadsheet knows the encoding.
const BOM: &[u8] = "\u{feff}".as_bytes();
/// The columns; all but those that an import leaves alone are fields of it.
const COLUMNS: [&str; 25] = [
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
];

/// What rows refer to, by the names that people use.
struct Names {
    cities: HashMap<CityId, city::Model>,
    projects: HashMap<ProjectId, String>,
    organizations: HashMap<OrganizationId, String>,
    vocabulary: Vocabulary,
}

impl Session<'_> {
    /// Writes the lessons within reach as they are at one moment, one a row. `global_id` writes
    /// the ids that clients see.
    pub async fn export_table(
        &self,
        file: &mut dyn Write,
        global_id: fn(LessonId) -> String,
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        let snapshot = self.knowledge_base.snapshot().await?;
        let reading = snapshot.reading(self.reach());
        let names = Names::of(reading).await?;
        file.write_all(BOM)?;
        // In Germany a spreadsheet takes the semicolon for what stands between cells.
        let mut table = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(file);
        table.write_record(COLUMNS).map_err(written)?;
        progress.begin("lessons", reading.lessons().count().await?);
        let mut last = LessonId(uuid::Uuid::nil());
        loop {
            let rows = reading.lessons().filter(lesson::Column::Id.gt(last));
            let rows = rows.with(|it| it.order_by_asc(lesson::Column::Id).limit(STEP));
            let rows = rows.all().await?;
            let Some(row) = rows.last() else { break };
            last = row.id;
            for row in names.rows(reading, &rows).await? {
                let id = global_id(row.id);
                let cells = row.cells.into_iter().map(protected);
                table
                    .write_record(std::iter::once(id).chain(cells))
                    .map_err(written)?;
            }
            progress.advance(rows.len() as u64);
        }
        progress.finish();
        Ok(table.flush()?)
    }
}

/// A row; its cells follow the first column.
struct Cells {
    id: LessonId,
    cells: Vec<String>,
}

impl Names {
    async fn of(reading: Reading<'_>) -> Result<Self, ExportError> {
        let cities = reading.cities().all().await?;
        let projects: Vec<(ProjectId, String)> = reading
            .projects()
            .with(|select| {
                let select = select.select_only().column(project::Column::Id);
                select.column(project::Column::Slug)
            })
            .tuples()
            .await?;
        let organizations: Vec<(OrganizationId, String)> = reading
            .organizations()
            .with(|select| {
                let select = select.select_only().column(organization::Column::Id);
                select.column(organization::Column::Slug)
            })
            .tuples()
            .await?;
        Ok(Self {
            cities: cities.into_iter().map(|city| (city.id, city)).collect(),
            projects: projects.into_iter().collect(),
            organizations: organizations.into_iter().collect(),
            vocabulary: reading.vocabulary().await?,
        })
    }

    async fn rows(
        &self,
        reading: Reading<'_>,
        rows: &[lesson::Model],
    ) -> Result<Vec<Cells>, ExportError> {
        let entries: Vec<_> = rows.iter().map(|row| Entry::Lesson(row.id)).collect();
        let mut topics = reading.topics_of(&entries).await?;
        let mut parts = reading.participations_of(&entries).await?;
        let mut sources = reading.sources_of(&entries).await?;
        let rows = rows.iter().zip(entries).map(|(row, entry)| {
            let named = row.attribution == Attribution::Named;
            let known = named || reading.reach().knows_origin_in(row.city_id);
            let topics = topics.remove(&entry).unwrap_or_default().into_iter();
            let topics = topics.filter_map(|id| Some(self.vocabulary.topic(id)?.slug.clone()));
            let mut cells = self.origin(row, known);
            cells.extend(texts(row));
            cells.push(topics.collect::<Vec<_>>().join("|"));
            cells.push(self.participations(&parts.remove(&entry).unwrap_or_default()));
            cells.push(sources_cell(&sources.remove(&entry).unwrap_or_default()));
            Cells { id: row.id, cells }
        });
        Ok(rows.collect())
    }

    /// Where a lesson comes from, if whoever exports may know.
    fn origin(&self, row: &lesson::Model, known: bool) -> Vec<String> {
        let city = self.cities.get(&row.city_id).filter(|_| known);
        let key = city.map(|city| match &city.official_key {
            Some(key) => format!("{}:{key}", city.country),
            None => city.slug.clone(),
        });
        let project = row.project_id.filter(|_| known);
        let project = project.and_then(|id| self.projects.get(&id).cloned());
        let position = row.position.filter(|_| known);
        vec![
            row.external_id
                .clone()
                .filter(|_| known)
                .unwrap_or_default(),
            key.unwrap_or_default(),
            city.map(|city| city.name.clone()).unwrap_or_default(),
            row.status.as_str().to_owned(),
            project.unwrap_or_default(),
            position.map(|it| it.to_string()).unwrap_or_default(),
        ]
    }

    /// The organizations with their roles, where that is all there is to tell.
    fn participations(&self, rows: &[participation::Model]) -> String {
        let slug = |row: &participation::Model| {
            let slug = self.organizations.get(&row.organization_id?)?;
            Some(slug.clone())
        };
        let short = |row: &participation::Model| {
            let alone = row.person.is_none() && row.function.is_none();
            let alone = alone && row.contribution.is_none() && row.naming == Naming::Full;
            let slug = slug(row).filter(|_| alone)?;
            Some(format!("{slug}={}", row.role.as_str()))
        };
        if let Some(short) = rows.iter().map(short).collect::<Option<Vec<_>>>() {
            return short.join("|");
        }
        let objects = rows.iter().map(|row| {
            object(json!({
                "organization": slug(row),
                "person": row.person,
                "function": row.function,
                "role": row.role,
                "naming": row.naming,
                "contribution": row.contribution,
            }))
        });
        objects.collect::<Value>().to_string()
    }
}

fn texts(row: &lesson::Model) -> Vec<String> {
    let or_empty = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        row.title.clone(),
        row.insight.clone(),
        or_empty(&row.situation),
        or_empty(&row.hurdle),
        or_empty(&row.tried),
        or_empty(&row.worked),
        or_empty(&row.recommendation),
        row.kind.as_str().to_owned(),
        row.outcome.as_str().to_owned(),
        row.attribution.as_str().to_owned(),
        row.audience.as_str().to_owned(),
        row.language.clone(),
        or_empty(&row.occurred_on),
        or_empty(&row.review_by),
        row.licence.clone(),
    ]
}

fn sources_cell(rows: &[source::Model]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let objects = rows.iter().map(|row| {
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
    });
    objects.collect::<Value>().to_string()
}

/// An object without what is empty.
fn object(whole: Value) -> Value {
    let Value::Object(fields) = whole else {
        return whole;
    };
    let told = fields.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(told.collect::<Map<_, _>>())
}

/// A cell that no spreadsheet takes for a formula.
fn protected(cell: String) -> String {
    if is_like_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

fn written(error: csv::Error) -> ExportError {
    ExportError::Write(io::Error::from(error))
}
