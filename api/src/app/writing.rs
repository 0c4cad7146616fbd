//! A write: rows, revisions and changes in one transaction, or nothing.

use chrono::{DateTime, Utc};
use entity::{
    account, change,
    id::{AccountId, LessonId, ProjectId, RevisionId},
    kind::{EntryStatus, Subject},
    revision,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait as _, DatabaseTransaction, DbBackend,
    DbErr, EntityTrait, FromQueryResult as _, IntoActiveModel, ModelTrait, QueryFilter as _,
    QuerySelect as _, Select, Statement, sea_query::IntoCondition,
};
use serde::Serialize;
use uuid::Uuid;

use crate::{
    app::{
        KnowledgeBase,
        error::Error,
        reading::{Connection, Reading},
        refusal::Refusal,
        repeat::Part,
    },
    domain::{actor::Actor, reach::Reach},
};

/// How often a write is tried that others get in the way of, before that is told.
pub const ATTEMPTS: usize = 4;

/// How many values one statement binds at most; SQLite takes 32,766, PostgreSQL 65,535.
const MOST_VALUES: usize = 30_000;
/// The advisory lock that orders appends to the change feed; any number that nothing else uses.
const FEED_LOCK: i64 = 0x4c65_6872_6765_6c64;
/// The advisory lock of those who take names.
const NAMES_LOCK: i64 = FEED_LOCK + 1;

/// A transaction that writes. What it changed goes to the feed when it commits.
pub(super) struct Writing<'a> {
    knowledge_base: &'a KnowledgeBase,
    transaction: DatabaseTransaction,
    action: &'static str,
    author: Option<AccountId>,
    now: DateTime<Utc>,
    changes: Vec<(Subject, Uuid)>,
    reason: Option<Box<str>>,
    everything: Reach,
    part: Option<Part<'a>>,
}

/// A write that begins, or one that was done when the same request came before.
pub(super) enum Begun<'a, T> {
    /// It is to be done.
    Now(Writing<'a>),
    /// It was done, and this came of it.
    Before(T),
}

/// The right to write rows of one subject, which is noted as changed.
pub(super) struct Noted<'w> {
    transaction: &'w DatabaseTransaction,
}

impl KnowledgeBase {
    /// Begins a write of the house's own, by the use case that `action` names.
    pub(super) async fn write(&self, action: &'static str) -> Result<Writing<'_>, Error> {
        self.write_as(None, action).await
    }

    /// Begins a write by an account.
    pub(super) async fn write_as(
        &self,
        author: Option<AccountId>,
        action: &'static str,
    ) -> Result<Writing<'_>, Error> {
        Ok(Writing {
            knowledge_base: self,
            transaction: self.store.begin().await?,
            action,
            author,
            now: self.clock.now(),
            changes: Vec::new(),
            reason: None,
            everything: Reach::of(&Actor::House),
            part: None,
        })
    }
}

impl<'a> Writing<'a> {
    /// The same, as a part of a request that may be repeated.
    pub(super) fn in_answer_to(self, part: Option<Part<'a>>) -> Self {
        Self { part, ..self }
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

    /// A new key that tells no more of when it was made than the day.
    pub(super) fn id_of_day(&self) -> Uuid {
        self.knowledge_base.clock.id_of_day()
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

    /// Keeps why a person is erased, once: beside the change of the person, and not beside those of all
    /// that held the name.
    pub(super) fn because(&mut self, reason: String) {
        self.reason = Some(reason.into());
    }

    /// How many changes are noted so far.
    pub(super) fn noted(&self) -> usize {
        self.changes.len()
    }

    /// Who writes; nobody for the house.
    pub(super) fn author(&self) -> Option<AccountId> {
        self.author
    }

    /// Reads what the transaction sees of what is within reach.
    pub(super) fn reading<'r>(&'r self, reach: &'r Reach) -> Reading<'r> {
        Reading::new(Connection::Transaction(&self.transaction), reach)
    }

    /// Reads all that the transaction sees: what is written again has to be known whole.
    pub(super) fn reading_all(&self) -> Reading<'_> {
        self.reading(&self.everything)
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
        note: Option<String>,
    ) -> Result<(), DbErr> {
        let revision = self.revision(version, status, content, note);
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
        note: Option<String>,
    ) -> Result<(), DbErr> {
        let revision = self.revision(version, status, content, note);
        let revision = revision::Model {
            lesson_id: Some(id),
            ..revision
        };
        self.on_each(Subject::Lesson, []).insert([revision]).await
    }

    /// A version of something that is yet to be named.
    pub(super) fn revision(
        &self,
        version: i32,
        status: EntryStatus,
        content: serde_json::Value,
        note: Option<String>,
    ) -> revision::Model {
        revision::Model {
            id: RevisionId(self.id()),
            project_id: None,
            lesson_id: None,
            version,
            status,
            content,
            author_id: self.author,
            note,
            created_at: self.now,
        }
    }

    /// Lends the transaction to write what is nobody's business: keys, times of last use.
    pub(super) fn unnoted(&self) -> Noted<'_> {
        Noted {
            transaction: &self.transaction,
        }
    }

    /// Keeps others from taking a name that is looked for and then taken: parts of addresses, keys of
    /// registers. SQLite has but one writer.
    pub(super) async fn lock_names(&self) -> Result<(), DbErr> {
        self.lock(NAMES_LOCK).await
    }

    /// Waits for whoever holds the lock of this number, and holds it until the transaction ends.
    async fn lock(&self, number: i64) -> Result<(), DbErr> {
        if self.transaction.get_database_backend() == DbBackend::Postgres {
            let lock = Statement::from_sql_and_values(
                DbBackend::Postgres,
                "SELECT pg_advisory_xact_lock($1)",
                [number.into()],
            );
            self.transaction.execute_raw(lock).await?;
        }
        Ok(())
    }

    /// Keeps others from changing an account, or what belongs to it, until the transaction ends.
    pub(super) async fn lock_account(
        &self,
        id: AccountId,
    ) -> Result<Option<account::Model>, DbErr> {
        let account = account::Entity::find_by_id(id).lock_exclusive();
        account.one(&self.transaction).await
    }

    /// Commits, and says what became of it: `outcome` is told the position of the last change.
    /// Where the request may be repeated, the outcome is kept for that in the same transaction.
    pub(super) async fn finish<T: Serialize>(
        self,
        outcome: impl FnOnce(Option<i64>) -> T,
    ) -> Result<T, Refusal> {
        let position = self.append().await?;
        let outcome = outcome(position);
        let Some(part) = self.part else {
            self.end().await?;
            return Ok(outcome);
        };
        let noted = part.note(&self, &outcome).await?;
        self.end().await?;
        part.remember(noted);
        Ok(outcome)
    }

    /// Appends the changes to the feed and commits. Returns the position of the last change.
    pub(super) async fn commit(self) -> Result<Option<i64>, Error> {
        let position = self.append().await?;
        self.end().await?;
        Ok(position)
    }

    fn reason_for(&self, subject: Subject) -> Option<String> {
        let reason = self.reason.as_deref();
        reason
            .filter(|_| subject == Subject::Person)
            .map(str::to_owned)
    }

    async fn end(self) -> Result<(), Error> {
        self.transaction.commit().await?;
        if let Some(indexing) = &self.knowledge_base.indexing {
            indexing.wake();
        }
        Ok(())
    }

    /// The feed is read by position. PostgreSQL hands positions out before it commits, so that a
    /// lower one could appear after a higher one was read; the lock, held until the commit, makes
    /// positions appear in their order. SQLite has but one writer.
    async fn append(&self) -> Result<Option<i64>, DbErr> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        self.lock(FEED_LOCK).await?;
        let rows = self
            .changes
            .iter()
            .map(|(subject, id)| change::ActiveModel {
                at: Set(self.now),
                actor_id: Set(self.author),
                action: Set(self.action.to_owned()),
                subject: Set(*subject),
                subject_id: Set(*id),
                reason: Set(self.reason_for(*subject)),
                ..Default::default()
            });
        let rows: Vec<_> = rows.collect();
        for chunk in rows.chunks(MOST_VALUES / 6) {
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

    /// Deletes rows.
    pub(super) async fn delete<E: EntityTrait>(
        &self,
        condition: impl IntoCondition,
    ) -> Result<u64, DbErr> {
        let delete = E::delete_many().filter(condition);
        Ok(delete.exec(self.transaction).await?.rows_affected)
    }

    /// Sets columns of the rows for which a condition holds; how many there were.
    pub(super) async fn update_where<A>(
        &self,
        row: A,
        condition: impl IntoCondition,
    ) -> Result<u64, DbErr>
    where
        A: ActiveModelTrait,
    {
        let update = <A::Entity as EntityTrait>::update_many().set(row);
        let update = update.filter(condition).exec(self.transaction);
        Ok(update.await?.rows_affected)
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
