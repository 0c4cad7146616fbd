//! The house loads an exported base into an empty database, all of it in one transaction: one that
//! is cut off leaves the database empty.

use std::io::{self, BufRead};

use entity::{account, kind::Subject, lesson, project, project_topic};
use sea_orm::QuerySelect as _;

use super::{
    line::{BaseLine, FORMAT, Header, Lesson, Project},
    pending::Pending,
};
use crate::app::{
    KnowledgeBase,
    error::Error,
    import_sample::is_empty,
    lessons::{lesson_row, topic_rows},
    position,
    progress::Progress,
    projects::project_row,
    writing::Writing,
};

/// How many lines are inserted at a time.
const STEP: u64 = 500;

/// What was loaded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BaseCounts {
    /// Lines, without the first.
    pub lines: u64,
    /// Lessons among them.
    pub lessons: u64,
}

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum ImportBaseError {
    /// The database already holds something.
    #[error("the database is not empty")]
    NotEmpty,
    /// The file cannot be read.
    #[error("the file cannot be read")]
    File(#[from] io::Error),
    /// It is another file, or one of another version.
    #[error("this is no base that this version of lehrgeld has written")]
    Format,
    /// A line is wrong.
    #[error("line {0} is wrong: {1}")]
    Line(u64, String),
    /// Storing failed.
    #[error(transparent)]
    App(#[from] Error),
}

impl KnowledgeBase {
    /// Loads a base that [`export_base`](crate::app::session::Session::export_base) has written.
    pub async fn import_base(
        &self,
        file: impl BufRead,
        progress: &dyn Progress,
    ) -> Result<BaseCounts, ImportBaseError> {
        let mut writing = self.write("import base").await?;
        if !is_empty(&writing).await? || has_accounts(&writing).await? {
            return Err(ImportBaseError::NotEmpty);
        }
        let mut counts = BaseCounts::default();
        let mut pending = Pending::default();
        for (text, number) in file.lines().zip(1..) {
            let wrong = |error: serde_json::Error| ImportBaseError::Line(number, error.to_string());
            let text = text?;
            let line = serde_json::from_str(&text);
            match (number, line) {
                (1, Ok(BaseLine::Lehrgeld(Header { format: FORMAT }))) => continue,
                (1, _) => return Err(ImportBaseError::Format),
                (_, line) => {
                    let line = line.map_err(wrong)?;
                    counts.lessons += u64::from(matches!(line, BaseLine::Lesson(_)));
                    let added = pending.add(&writing, line);
                    added.map_err(|why| ImportBaseError::Line(number, why.to_owned()))?;
                }
            }
            counts.lines += 1;
            if counts.lines % STEP == 0 {
                std::mem::take(&mut pending).insert(&mut writing).await?;
                progress.advance(STEP);
            }
        }
        if counts.lines == 0 {
            return Err(ImportBaseError::Format);
        }
        pending.insert(&mut writing).await?;
        writing.commit().await?;
        Ok(counts)
    }
}

async fn has_accounts(writing: &Writing<'_>) -> Result<bool, Error> {
    let any = writing.reading_all().every_account();
    let any = any.with(|select: sea_orm::Select<account::Entity>| select.limit(1));
    Ok(any.one().await?.is_some())
}

const UNEVEN: &str = "it has not as many ids as things that they belong to";
const NO_CITY: &str = "an anonymous lesson without its city, as someone else's token exports it, \
                       cannot be loaded";

impl Pending {
    fn add(&mut self, writing: &Writing<'_>, line: BaseLine) -> Result<(), &'static str> {
        match line {
            BaseLine::Lehrgeld(_) => return Err("this is the first line of another file"),
            BaseLine::Topic(it) => self.add_topic(it),
            BaseLine::City(it) => self.add_city(it),
            BaseLine::Organization(it) => self.add_organization(it),
            BaseLine::Account(it) => self.add_account(*it),
            BaseLine::Project(it) => return self.add_project(writing, *it),
            BaseLine::Lesson(it) => return self.add_lesson(writing, *it),
            BaseLine::Relation(it) => self.add_relation(&it),
        }
        Ok(())
    }

    fn add_project(&mut self, writing: &Writing<'_>, it: Project) -> Result<(), &'static str> {
        let id = it.id;
        self.changes.push((Subject::Project, id.0));
        self.projects.push(project::Model {
            slug: it.slug,
            city_id: it.city_id,
            entry_status: it.status,
            version: it.version,
            created_at: it.created_at,
            updated_at: it.updated_at,
            ..project_row(id, &it.content)
        });
        let topics = it.content.topics.iter().enumerate();
        self.project_topics
            .extend(topics.map(|(index, topic_id)| project_topic::Model {
                project_id: id,
                topic_id: *topic_id,
                position: position(index),
            }));
        let content = it.content;
        let parts = writing.participation_rows(Some(id), None, content.participations);
        let parts = with_ids(parts, it.participation_ids, |row, id| row.id = id)?;
        self.participations.extend(parts);
        let rows = writing.statement_rows(id, content.statements);
        let rows = with_ids(rows, it.statement_ids, |row, id| row.id = id)?;
        self.statements.extend(rows);
        let rows = writing.source_rows(Some(id), None, content.sources);
        let rows = with_ids(rows, it.source_ids, |row, id| row.id = id)?;
        self.sources.extend(rows);
        self.add_revisions(Some(id), None, it.revisions);
        Ok(())
    }

    fn add_lesson(&mut self, writing: &Writing<'_>, it: Lesson) -> Result<(), &'static str> {
        let id = it.id;
        self.changes.push((Subject::Lesson, id.0));
        self.lessons.push(lesson::Model {
            city_id: it.city_id.ok_or(NO_CITY)?,
            external_id: it.external_id,
            status: it.status,
            version: it.version,
            submitted_by: it.submitted_by,
            published_at: it.published_at,
            created_at: it.created_at,
            updated_at: it.updated_at,
            ..lesson_row(id, &it.content)
        });
        let content = it.content;
        self.lesson_topics.extend(topic_rows(id, &content.topics));
        let parts = writing.participation_rows(None, Some(id), content.participations);
        let parts = with_ids(parts, it.participation_ids, |row, id| row.id = id)?;
        self.participations.extend(parts);
        let rows = writing.source_rows(None, Some(id), content.sources);
        let rows = with_ids(rows, it.source_ids, |row, id| row.id = id)?;
        self.sources.extend(rows);
        self.add_revisions(None, Some(id), it.revisions);
        self.add_around(id, it.proposals, it.reuses, it.comments);
        Ok(())
    }
}

/// Rows with the keys that they had.
fn with_ids<M, I>(
    mut rows: Vec<M>,
    ids: Vec<I>,
    set: impl Fn(&mut M, I),
) -> Result<Vec<M>, &'static str> {
    if rows.len() != ids.len() {
        return Err(UNEVEN);
    }
    for (row, id) in rows.iter_mut().zip(ids) {
        set(row, id);
    }
    Ok(rows)
}
