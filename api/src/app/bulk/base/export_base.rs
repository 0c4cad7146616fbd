//! Someone writes all that they may read into a file that can be loaded again.

use std::{
    collections::{HashMap, HashSet},
    io::{self, Write},
};

use entity::{
    access_token, account, city, comment,
    id::{AccountId, LessonId, ProjectId},
    lesson, membership, organization, project, proposal, relation, reuse, revision, saved_search,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _, QuerySelect as _};

use super::line::{Account, BaseLine, FORMAT, Header, Lesson, Own, Project, Revision, Topic};
use crate::{
    app::{
        bulk::told::as_told, content, error::Error, lookups::Entry, page::padded,
        progress::Progress, reading::Reading, session::Session,
    },
    domain::origin::told_time,
};

/// How many lessons are read at a time.
const STEP: u64 = 500;

/// What of accounts is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accounts {
    /// Names and what they belong to.
    Named,
    /// Also e-mail addresses, saved searches, and tokens as their hashes.
    Whole,
}

/// Why not all of it was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file takes no more.
    #[error("the file cannot be written")]
    Write(#[from] io::Error),
    /// Reading failed.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<sea_orm::DbErr> for ExportError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::App(error.into())
    }
}

/// A file that is being written.
struct Export<'e> {
    reading: Reading<'e>,
    file: &'e mut dyn Write,
    accounts: Option<Accounts>,
    projects: HashSet<ProjectId>,
}

impl Session<'_> {
    /// Writes all that is within reach, as it is at one moment, in an order in which it can be
    /// loaded. Accounts are written for stewards alone.
    pub async fn export_base(
        &self,
        file: &mut dyn Write,
        accounts: Accounts,
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        let snapshot = self.knowledge_base.snapshot().await?;
        let mut export = Export {
            reading: snapshot.reading(self.reach()),
            file,
            accounts: Some(accounts).filter(|_| self.actor().is_steward()),
            projects: HashSet::new(),
        };
        export.line(&BaseLine::Lehrgeld(Header { format: FORMAT }))?;
        export.topics().await?;
        export.cities().await?;
        export.organizations().await?;
        export.accounts().await?;
        export.projects().await?;
        progress.begin("lessons", export.reading.lessons().count().await?);
        export.lessons(progress).await?;
        progress.finish();
        export.relations().await
    }
}

impl Export<'_> {
    fn line(&mut self, line: &BaseLine) -> Result<(), ExportError> {
        serde_json::to_writer(&mut *self.file, line).map_err(io::Error::from)?;
        Ok(self.file.write_all(b"\n")?)
    }

    async fn topics(&mut self) -> Result<(), ExportError> {
        let vocabulary = self.reading.vocabulary().await?;
        let topics: Vec<_> = vocabulary.topics().to_vec();
        for it in parents_first(topics, |it| it.id, |it| it.broader_id) {
            let labels = vocabulary.labels(it.id).iter().cloned();
            self.line(&BaseLine::Topic(Topic {
                id: it.id,
                scheme: it.scheme,
                slug: it.slug,
                broader_id: it.broader_id,
                labels: labels.map(Into::into).collect(),
                created_at: it.created_at,
                updated_at: it.updated_at,
            }))?;
        }
        Ok(())
    }

    async fn cities(&mut self) -> Result<(), ExportError> {
        let cities = self.reading.cities();
        let cities = cities.with(|select| select.order_by_asc(city::Column::Id));
        for row in cities.all().await? {
            self.line(&BaseLine::City(row.into()))?;
        }
        Ok(())
    }

    async fn organizations(&mut self) -> Result<(), ExportError> {
        let rows = self.reading.organizations();
        let rows = rows.with(|select| select.order_by_asc(organization::Column::Id));
        let rows = rows.all().await?;
        for row in parents_first(rows, |it| it.id, |it| it.parent_id) {
            self.line(&BaseLine::Organization(row.into()))?;
        }
        Ok(())
    }

    async fn accounts(&mut self) -> Result<(), ExportError> {
        let Some(wanted) = self.accounts else {
            return Ok(());
        };
        let rows = self.reading.every_account();
        let rows = rows.with(|select| select.order_by_asc(account::Column::Id));
        for row in rows.all().await? {
            let own = match wanted {
                Accounts::Named => None,
                Accounts::Whole => Some(self.own(row.clone()).await?),
            };
            let of = membership::Column::AccountId.eq(row.id);
            let memberships = self.reading.memberships().filter(of);
            let memberships = memberships.with(|it| it.order_by_asc(membership::Column::Id));
            let memberships = memberships.all().await?.into_iter();
            self.line(&BaseLine::Account(Box::new(Account {
                id: row.id,
                name: row.name,
                steward: row.steward,
                memberships: memberships.map(Into::into).collect(),
                own,
                closed_at: row.closed_at,
                created_at: row.created_at,
                updated_at: row.updated_at,
            })))?;
        }
        Ok(())
    }

    async fn own(&self, row: account::Model) -> Result<Own, ExportError> {
        let of = access_token::Column::AccountId.eq(row.id);
        let tokens = self.reading.access_tokens().filter(of);
        let tokens = tokens.with(|it| it.order_by_asc(access_token::Column::Id));
        let of = saved_search::Column::AccountId.eq(row.id);
        let searches = self.reading.saved_searches().filter(of);
        let searches = searches.with(|it| it.order_by_asc(saved_search::Column::Id));
        let (tokens, searches) = (tokens.all().await?, searches.all().await?);
        Ok(Own {
            contact: row.into(),
            tokens: tokens.into_iter().map(Into::into).collect(),
            saved_searches: searches.into_iter().map(Into::into).collect(),
        })
    }

    async fn projects(&mut self) -> Result<(), ExportError> {
        let rows = self.reading.projects();
        let rows = rows.with(|select| select.order_by_asc(project::Column::Id));
        let mut rows = rows.all().await?;
        self.projects = rows.iter().map(|row| row.id).collect();
        for row in &mut rows {
            row.parent_id = row.parent_id.filter(|id| self.projects.contains(id));
        }
        let rows = parents_first(rows, |it| it.id, |it| it.parent_id);
        for rows in rows.chunks(usize::try_from(STEP).unwrap_or(usize::MAX)) {
            let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
            let entries: Vec<_> = ids.iter().copied().map(Entry::Project).collect();
            let mut topics = self.reading.topics_of(&entries).await?;
            let mut parts = self.reading.participations_of(&entries).await?;
            let mut statements = self.reading.statements_of(&ids).await?;
            let mut sources = self.reading.sources_of(&entries).await?;
            let of = revision::Column::ProjectId.is_in(padded(&ids));
            let mut revisions = self.revisions(of, |row| row.project_id).await?;
            for (row, entry) in rows.iter().zip(entries) {
                let own = row.city_id.map_or_else(
                    || self.reading.reach().is_everything(),
                    |city| self.reading.reach().knows_origin_in(city),
                );
                let parts = parts.remove(&entry).unwrap_or_default().into_iter();
                let parts: Vec<_> = parts.map(|it| as_told(it, own)).collect();
                let statements = statements.remove(&row.id).unwrap_or_default();
                let sources = sources.remove(&entry).unwrap_or_default();
                let topics = topics.remove(&entry).unwrap_or_default();
                self.line(&BaseLine::Project(Box::new(Project {
                    id: row.id,
                    slug: row.slug.clone(),
                    city_id: row.city_id,
                    status: row.entry_status,
                    version: row.version,
                    participation_ids: parts.iter().map(|it| it.id).collect(),
                    statement_ids: statements.iter().map(|it| it.id).collect(),
                    source_ids: sources.iter().map(|it| it.id).collect(),
                    content: content::of_project(row, topics, parts, statements, sources),
                    revisions: revisions.remove(&row.id).unwrap_or_default(),
                    created_at: row.created_at,
                    updated_at: row.updated_at,
                })))?;
            }
        }
        Ok(())
    }

    async fn lessons(&mut self, progress: &dyn Progress) -> Result<(), ExportError> {
        let mut last = LessonId(uuid::Uuid::nil());
        loop {
            let rows = self.reading.lessons().filter(lesson::Column::Id.gt(last));
            let rows = rows.with(|it| it.order_by_asc(lesson::Column::Id).limit(STEP));
            let rows = rows.all().await?;
            let Some(row) = rows.last() else {
                return Ok(());
            };
            last = row.id;
            let count = rows.len() as u64;
            self.lesson_lines(rows).await?;
            progress.advance(count);
        }
    }

    async fn lesson_lines(&mut self, rows: Vec<lesson::Model>) -> Result<(), ExportError> {
        let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
        let entries: Vec<_> = ids.iter().copied().map(Entry::Lesson).collect();
        let mut topics = self.reading.topics_of(&entries).await?;
        let mut parts = self.reading.participations_of(&entries).await?;
        let mut sources = self.reading.sources_of(&entries).await?;
        let of = revision::Column::LessonId.is_in(padded(&ids));
        let mut revisions = self.revisions(of, |row| row.lesson_id).await?;
        let mut around = self.around(&ids).await?;
        for (row, entry) in rows.into_iter().zip(entries) {
            let own = self.reading.reach().knows_origin_in(row.city_id);
            let row = self.within_reach(row);
            let parts = parts.remove(&entry).unwrap_or_default().into_iter();
            let parts: Vec<_> = parts.map(|it| as_told(it, own)).collect();
            let sources = sources.remove(&entry).unwrap_or_default();
            let topics = topics.remove(&entry).unwrap_or_default();
            let proposals = around.proposals.remove(&row.id).unwrap_or_default();
            let reuses = around.reuses.remove(&row.id).unwrap_or_default();
            let comments = around.comments.remove(&row.id).unwrap_or_default();
            self.line(&BaseLine::Lesson(Box::new(Lesson {
                id: row.id,
                city_id: Some(row.city_id).filter(|id| !id.0.is_nil()),
                external_id: row.external_id.clone(),
                status: row.status,
                version: row.version,
                participation_ids: parts.iter().map(|it| it.id).collect(),
                source_ids: sources.iter().map(|it| it.id).collect(),
                content: content::of_lesson(&row, topics, parts, sources),
                submitted_by: row.submitted_by,
                published_at: row.published_at,
                revisions: revisions.remove(&row.id).unwrap_or_default(),
                proposals: proposals.into_iter().map(Into::into).collect(),
                reuses: reuses.into_iter().map(Into::into).collect(),
                comments: comments.into_iter().map(Into::into).collect(),
                created_at: row.created_at,
                updated_at: row.updated_at,
            })))?;
        }
        Ok(())
    }

    /// A lesson without what tells where an anonymous one comes from, and without what is not in
    /// the file.
    fn within_reach(&self, row: lesson::Model) -> lesson::Model {
        let named = row.attribution == entity::kind::Attribution::Named;
        let own = self.reading.reach().knows_origin_in(row.city_id);
        let known = named || own;
        let nowhere = entity::id::CityId(uuid::Uuid::nil());
        lesson::Model {
            city_id: if known { row.city_id } else { nowhere },
            external_id: row.external_id.filter(|_| own),
            position: row.position.filter(|_| known),
            project_id: row
                .project_id
                .filter(|id| known && self.projects.contains(id)),
            submitted_by: self.author(row.submitted_by),
            published_at: row.published_at.map(|time| told_time(time, known)),
            created_at: told_time(row.created_at, known),
            updated_at: told_time(row.updated_at, known),
            ..row
        }
    }

    /// Someone whose account is in the file.
    fn author(&self, id: Option<AccountId>) -> Option<AccountId> {
        id.filter(|_| self.accounts.is_some())
    }

    async fn revisions<K: Copy + Eq + std::hash::Hash>(
        &self,
        of: impl sea_orm::sea_query::IntoCondition,
        key: impl Fn(&revision::Model) -> Option<K>,
    ) -> Result<HashMap<K, Vec<Revision>>, ExportError> {
        let rows = self.reading.revisions().filter(of);
        let rows = rows.with(|select| select.order_by_asc(revision::Column::Version));
        let mut revisions = HashMap::<_, Vec<_>>::new();
        for row in rows.all().await? {
            if let Some(key) = key(&row) {
                let author_id = self.author(row.author_id);
                let row = revision::Model { author_id, ..row };
                revisions.entry(key).or_default().push(row.into());
            }
        }
        Ok(revisions)
    }

    /// What others made of lessons.
    async fn around(&self, ids: &[LessonId]) -> Result<Around, ExportError> {
        let mut around = Around::default();
        let of = proposal::Column::LessonId.is_in(padded(ids));
        let rows = self.reading.proposals().filter(of);
        let rows = rows.with(|it| it.order_by_asc(proposal::Column::Id));
        for mut row in rows.all().await? {
            row.author_id = self.author(row.author_id);
            row.decided_by = self.author(row.decided_by);
            around.proposals.entry(row.lesson_id).or_default().push(row);
        }
        let of = reuse::Column::LessonId.is_in(padded(ids));
        let rows = self.reading.reuses().filter(of);
        let rows = rows.with(|it| it.order_by_asc(reuse::Column::Id));
        for mut row in rows.all().await? {
            row.author_id = self.author(row.author_id);
            row.project_id = row.project_id.filter(|id| self.projects.contains(id));
            around.reuses.entry(row.lesson_id).or_default().push(row);
        }
        let of = comment::Column::LessonId.is_in(padded(ids));
        let mut rows = self.reading.comments().filter(of);
        if self.accounts.is_none() {
            rows = rows.filter(comment::Column::HiddenAt.is_null());
        }
        let rows = rows.with(|it| it.order_by_asc(comment::Column::Id));
        for mut row in rows.all().await? {
            row.author_id = self.author(row.author_id);
            around.comments.entry(row.lesson_id).or_default().push(row);
        }
        Ok(around)
    }

    async fn relations(&mut self) -> Result<(), ExportError> {
        let rows = self.reading.relations();
        let rows = rows.with(|select| select.order_by_asc(relation::Column::Id));
        for row in rows.all().await? {
            self.line(&BaseLine::Relation(row.into()))?;
        }
        Ok(())
    }
}

/// What others made of lessons.
#[derive(Default)]
struct Around {
    proposals: HashMap<LessonId, Vec<proposal::Model>>,
    reuses: HashMap<LessonId, Vec<reuse::Model>>,
    comments: HashMap<LessonId, Vec<comment::Model>>,
}

/// Puts what is part of something after it, and keeps the order otherwise. What is in a circle, or
/// part of what is not there, comes last.
fn parents_first<T, K: Copy + Eq + std::hash::Hash>(
    mut waiting: Vec<T>,
    id: impl Fn(&T) -> K,
    parent: impl Fn(&T) -> Option<K>,
) -> Vec<T> {
    let mut known = HashSet::new();
    let mut ordered = Vec::with_capacity(waiting.len());
    loop {
        let (ready, rest): (Vec<_>, Vec<_>) = waiting
            .into_iter()
            .partition(|it| parent(it).is_none_or(|parent| known.contains(&parent)));
        if ready.is_empty() {
            ordered.extend(rest);
            return ordered;
        }
        known.extend(ready.iter().map(&id));
        ordered.extend(ready);
        waiting = rest;
    }
}
