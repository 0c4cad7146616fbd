//! A write: rows, revisions and changes in one transaction, or nothing.

use chrono::{DateTime, Utc};
use entity::{
    change,
    id::{LessonId, ProjectId, RevisionId},
    kind::{EntryStatus, Subject},
    revision,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait as _, DatabaseTransaction, DbBackend,
    DbErr, EntityTrait, FromQueryResult as _, IntoActiveModel, ModelTrait, Select, Statement,
};
use uuid::Uuid;

use crate::app::{KnowledgeBase, error::Error};

/// How many values one statement binds at most; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_VALUES: usize = 30_000;
/// The advisory lock that orders appends to the change feed; any number that nothing else uses.
const FEED_LOCK: i64 = 0x4c65_6872_6765_6c64;

/// A transaction that writes. What it changed goes to the feed when it commits.
pub(super) struct Writing<'a> {
    knowledge_base: &'a KnowledgeBase,
    transaction: DatabaseTransaction,
    action: &'static str,
    now: DateTime<Utc>,
    changes: Vec<(Subject, Uuid)>,
}

/// The right to write rows of one subject, which is noted as changed.
pub(super) struct Noted<'w> {
    transaction: &'w DatabaseTransaction,
}

impl KnowledgeBase {
    /// Begins a write by the use case that `action` names.
    pub(super) async fn write(&self, action: &'static str) -> Result<Writing<'_>, Error> {
        Ok(Writing {
            knowledge_base: self,
            transaction: self.store.begin().await?,
            action,
            now: self.clock.now(),
            changes: Vec::new(),
        })
    }
}

impl Writing<'_> {
    /// When this write happens.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// A new key.
    pub(super) fn id(&self) -> Uuid {
        self.knowledge_base.clock.id()
    }

    /// Notes a change, and lends the transaction to make it.
    pub(super) fn on(&mut self, subject: Subject, id: impl Into<Uuid>) -> Noted<'_> {
        self.on_each(subject, [id.into()])
    }

    /// Notes changes of several, and lends the transaction to make them.
    pub(super) fn on_each(
        &mut self,
        subject: Subject,
        ids: impl IntoIterator<Item = Uuid>,
    ) -> Noted<'_> {
        self.changes.extend(ids.into_iter().map(|id| (subject, id)));
        Noted {
            transaction: &self.transaction,
        }
    }

    /// Reads what the transaction sees, to decide what to write.
    pub(super) async fn find<E: EntityTrait>(
        &self,
        select: Select<E>,
    ) -> Result<Vec<E::Model>, DbErr> {
        select.all(&self.transaction).await
    }

    /// Keeps a version of a project.
    pub(super) async fn revise_project(
        &mut self,
        id: ProjectId,
        version: i32,
        status: EntryStatus,
        content: serde_json::Value,
    ) -> Result<(), DbErr> {
        let revision = self.revision(version, status, content);
        let revision = revision::Model {
            project_id: Some(id),
            ..revision
        };
        self.on_each(Subject::Project, []).insert([revision]).await
    }

    /// Keeps a version of a lesson.
    pub(super) async fn revise_lesson(
        &mut self,
        id: LessonId,
        version: i32,
        status: EntryStatus,
        content: serde_json::Value,
    ) -> Result<(), DbErr> {
        let revision = self.revision(version, status, content);
        let revision = revision::Model {
            lesson_id: Some(id),
            ..revision
        };
        self.on_each(Subject::Lesson, []).insert([revision]).await
    }

    fn revision(
        &self,
        version: i32,
        status: EntryStatus,
        content: serde_json::Value,
    ) -> revision::Model {
        revision::Model {
            id: RevisionId(self.id()),
            project_id: None,
            lesson_id: None,
            version,
            status,
            content,
            author_id: None,
            note: None,
            created_at: self.now,
        }
    }

    /// Appends the changes to the feed and commits. Returns the position of the last change.
    pub(super) async fn commit(self) -> Result<Option<i64>, Error> {
        let position = self.append().await?;
        self.transaction.commit().await?;
        if let Some(indexing) = &self.knowledge_base.indexing {
            indexing.wake();
        }
        Ok(position)
    }

    /// The feed is read by position. PostgreSQL hands positions out before it commits, so that a
    /// lower one could appear after a higher one was read; the lock, held until the commit, makes
    /// positions appear in their order. SQLite has but one writer.
    async fn append(&self) -> Result<Option<i64>, DbErr> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        if self.transaction.get_database_backend() == DbBackend::Postgres {
            let lock = Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_advisory_xact_lock($1)",
                [FEED_LOCK.into()],
            );
            self.transaction.execute_raw(lock).await?;
        }
        let rows = self
            .changes
            .iter()
            .map(|(subject, id)| change::ActiveModel {
                at: Set(self.now),
                actor_id: Set(None),
                action: Set(self.action.to_owned()),
                subject: Set(*subject),
                subject_id: Set(*id),
                ..Default::default()
            });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(MOST_VALUES / 5) {
            change::Entity::insert_many(chunk.iter().cloned())
                .exec_without_returning(&self.transaction)
                .await?;
        }
        let last = Statement::from_string(
            self.transaction.get_database_backend(),
            "SELECT MAX(position) AS position FROM change",
        );
        let last = Last::find_by_statement(last).one(&self.transaction).await?;
        Ok(last.and_then(|last| last.position))
    }
}

#[derive(sea_orm::FromQueryResult)]
struct Last {
    position: Option<i64>,
}

impl Noted<'_> {
    /// Inserts rows.
    pub(super) async fn insert<M>(&self, rows: impl IntoIterator<Item = M>) -> Result<(), DbErr>
    where
        M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
        <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
    {
        let columns = <<M::Entity as EntityTrait>::Column as sea_orm::Iterable>::iter().count();
        let rows: Vec<_> = rows
            .into_iter()
            .map(IntoActiveModel::into_active_model)
            .collect();
        for chunk in rows.chunks(MOST_VALUES / columns.max(1)) {
            <M::Entity as EntityTrait>::insert_many(chunk.iter().cloned())
                .exec_without_returning(self.transaction)
                .await?;
        }
        Ok(())
    }

    /// Sets columns of an existing row.
    pub(super) async fn update<A>(&self, row: A) -> Result<(), DbErr>
    where
        A: ActiveModelTrait + Send,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        <A::Entity as EntityTrait>::update(row)
            .validate()?
            .exec(self.transaction)
            .await
            .map(drop)
    }
}
