//! Follows the change feed: change → document → index, from the position in the index's own
//! commit, so that a crash at any point loses nothing and doubles nothing.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use entity::{change, id::LessonId};
use sea_orm::{ColumnTrait as _, QueryOrder as _, QuerySelect as _};
use search::Position;
use uuid::Uuid;

use crate::{
    app::{
        KnowledgeBase,
        documents::topic_names,
        error::Error,
        indexing::Indexing,
        progress::{Progress, Unwatched},
        reading::Reading,
        touched::Touched,
        vocabulary::Vocabulary,
    },
    domain::{actor::Actor, reach::Reach},
};

/// How many changes one commit of the index takes up at most.
const BATCH: u64 = 5_000;
/// How many rows are made into documents at a time.
const CHUNK: usize = 1_000;
/// How long the follower waits for a wake-up before it looks by itself: other processes write too.
const POLL: Duration = Duration::from_millis(500);
/// How long changes are collected after a wake-up: a commit of the index is not free.
const COLLECT: Duration = Duration::from_millis(50);
/// How long it waits after a failure, at first and at most.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl KnowledgeBase {
    /// Follows the feed until the task is dropped. Failures are logged and tried again.
    pub async fn follow(self: Arc<Self>) {
        let Some(indexing) = self.indexing.clone() else {
            return;
        };
        let mut pause = FIRST_PAUSE;
        loop {
            self.store.fold_log_if_left().await;
            match self.catch_up(&Unwatched).await {
                Ok(()) => {
                    pause = FIRST_PAUSE;
                    indexing.woken(POLL).await;
                    tokio::time::sleep(COLLECT).await;
                }
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "following the changes failed"
                    );
                    tokio::time::sleep(pause).await;
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    /// Takes up all changes that there are now; makes the index anew where its position is not one
    /// of this database.
    pub async fn catch_up(&self, progress: &dyn Progress) -> Result<(), Error> {
        let indexing = self.indexing.as_ref().ok_or(Error::IndexNotReady)?;
        indexing.prepare().await?;
        let reach = Reach::of(&Actor::House);
        let reading = self.store.reading(&reach);
        if !indexing.knows_synonyms() {
            indexing.know(reading.vocabulary().await?.synonyms());
        }
        let Some(mut position) = reading.confirmed(indexing.position()).await? else {
            return self.rebuild(progress).await;
        };
        self.announce(position).await?;
        loop {
            let changes = reading
                .changes()
                .filter(change::Column::Position.gt(position))
                .with(|select| select.order_by_asc(change::Column::Position).limit(BATCH))
                .all()
                .await?;
            let Some(last) = changes.last() else {
                indexing.reached(position, true);
                self.metrics.set_changes_behind(0);
                return self.announce(position).await;
            };
            position = last.position;
            let reached = Position {
                instance: reading.instance().await?,
                change: position,
                mark: mark(last),
            };
            reading.take_up(indexing, &changes, reached).await?;
            indexing.reached(position, false);
            self.announce(position).await?;
        }
    }

    /// Makes the index anew from all rows.
    pub async fn rebuild(&self, progress: &dyn Progress) -> Result<(), Error> {
        let indexing = self.indexing.as_ref().ok_or(Error::IndexNotReady)?;
        indexing.prepare().await?;
        let reach = Reach::of(&Actor::House);
        let reading = self.store.reading(&reach);
        // What changes while the rows are read is read again by the follower.
        let last = reading.last_change().await?;
        let position = last.as_ref().map_or(0, |last| last.position);
        let reached = Position {
            instance: reading.instance().await?,
            change: position,
            mark: last.as_ref().map(mark).unwrap_or_default(),
        };
        let touched = reading.everything().await?;
        indexing.write(search::Writer::clear).await?;
        reading.write_all(indexing, &touched, progress).await?;
        indexing
            .write(move |writer| writer.commit(&reached))
            .await?;
        tracing::info!(
            lessons = touched.lessons.len(),
            cities = touched.cities.len(),
            position,
            "made the search index from the database"
        );
        indexing.reached(position, true);
        self.announce(position).await
    }

    /// Waits until all that is stored now can be found; false where that takes longer than so long.
    pub async fn caught_up(&self, patience: Duration) -> Result<bool, Error> {
        let indexing = self.indexing.as_ref().ok_or(Error::IndexNotReady)?;
        let reach = Reach::of(&Actor::House);
        let last = self.store.reading(&reach).last_change().await?;
        let position = last.map_or(0, |last| last.position);
        indexing.wake();
        Ok(indexing.reaches(position, patience).await)
    }

    /// How many changes the index does not hold yet.
    pub async fn changes_behind(&self) -> Result<u64, Error> {
        let indexing = self.indexing.as_ref().ok_or(Error::IndexNotReady)?;
        let reach = Reach::of(&Actor::House);
        let changes = self.store.reading(&reach).changes();
        let behind = changes.filter(change::Column::Position.gt(indexing.state().position));
        Ok(behind.count().await?)
    }
}

/// Digests by id.
type Digests = HashMap<Uuid, u64>;

/// What tells one change from another that has its position in another history of the database.
fn mark(change: &change::Model) -> String {
    format!("{}/{}", change.subject_id, change.at.timestamp_micros())
}

impl Reading<'_> {
    /// Which database this is; only the house may know.
    pub(super) async fn instance(&self) -> Result<Uuid, Error> {
        let instance = self.instances().one().await?;
        instance
            .map(|instance| instance.id)
            .ok_or_else(|| Error::Inconsistent("the database has no instance id".to_owned()))
    }

    async fn last_change(&self) -> Result<Option<change::Model>, Error> {
        let last = self
            .changes()
            .with(|select| select.order_by_desc(change::Column::Position));
        Ok(last.one().await?)
    }

    /// The position in the feed, if the index has followed this very history of this database: a
    /// restored copy may be behind, or have gone another way since.
    async fn confirmed(&self, position: Option<Position>) -> Result<Option<i64>, Error> {
        let Some(position) = position else {
            return Ok(None);
        };
        if position.instance != self.instance().await? {
            return Ok(None);
        }
        if position.change == 0 {
            return Ok(Some(0));
        }
        let change = self
            .changes()
            .filter(change::Column::Position.eq(position.change))
            .one()
            .await?;
        Ok(change
            .filter(|change| mark(change) == position.mark)
            .map(|change| change.position))
    }

    async fn take_up(
        &self,
        indexing: &Arc<Indexing>,
        changes: &[change::Model],
        reached: Position,
    ) -> Result<(), Error> {
        let touched = self.touched(changes).await?;
        self.write_all(indexing, &touched, &Unwatched).await?;
        indexing.write(move |writer| writer.commit(&reached)).await
    }

    /// Writes what is touched, without a commit.
    async fn write_all(
        &self,
        indexing: &Arc<Indexing>,
        touched: &Touched,
        progress: &dyn Progress,
    ) -> Result<(), Error> {
        let vocabulary = self.vocabulary().await?;
        let steps = touched.cities.len() + touched.projects.len() + touched.lessons.len();
        progress.begin("search index", steps as u64);
        if !touched.topics.is_empty() {
            indexing.know(vocabulary.synonyms());
        }
        self.write_topics(indexing, touched, &vocabulary).await?;
        for ids in chunks(&touched.cities.iter().copied().collect::<Vec<_>>()) {
            let names = self.city_names(ids).await?;
            write_names(indexing, ids.iter().map(|id| id.0).collect(), names).await?;
            progress.advance(ids.len() as u64);
        }
        for ids in chunks(&touched.projects.iter().copied().collect::<Vec<_>>()) {
            let names = self.project_names(ids).await?;
            write_names(indexing, ids.iter().map(|id| id.0).collect(), names).await?;
            progress.advance(ids.len() as u64);
        }
        for ids in chunks(&touched.lessons.iter().copied().collect::<Vec<_>>()) {
            self.write_lessons(indexing, ids, &vocabulary).await?;
            progress.advance(ids.len() as u64);
        }
        progress.finish();
        Ok(())
    }

    /// The digests of what the documents and the names of the whole database would be.
    pub(super) async fn digests(&self) -> Result<(Digests, Digests), Error> {
        let everything = self.everything().await?;
        let vocabulary = self.vocabulary().await?;
        let (mut documents, mut names) = (Digests::new(), Digests::new());
        for ids in chunks(&Vec::from_iter(everything.lessons)) {
            for (document, name) in self.lesson_documents(ids, &vocabulary).await? {
                documents.insert(document.id, document.digest());
                names.insert(name.id, name.digest());
            }
        }
        let mut note =
            |all: Vec<search::Name>| names.extend(all.iter().map(|name| (name.id, name.digest())));
        note(topic_names(vocabulary.topics(), &vocabulary));
        for ids in chunks(&Vec::from_iter(everything.cities)) {
            note(self.city_names(ids).await?);
        }
        for ids in chunks(&Vec::from_iter(everything.projects)) {
            note(self.project_names(ids).await?);
        }
        Ok((documents, names))
    }

    async fn write_topics(
        &self,
        indexing: &Arc<Indexing>,
        touched: &Touched,
        vocabulary: &Vocabulary,
    ) -> Result<(), Error> {
        let there = touched.topics.iter().filter_map(|id| vocabulary.topic(*id));
        let names = topic_names(there, vocabulary);
        write_names(
            indexing,
            touched.topics.iter().map(|id| id.0).collect(),
            names,
        )
        .await
    }

    async fn write_lessons(
        &self,
        indexing: &Arc<Indexing>,
        ids: &[LessonId],
        vocabulary: &Vocabulary,
    ) -> Result<(), Error> {
        let (documents, names): (Vec<_>, Vec<_>) = self
            .lesson_documents(ids, vocabulary)
            .await?
            .into_iter()
            .unzip();
        let gone: Vec<_> = ids.iter().map(|id| id.0).collect();
        write_names(indexing, gone.clone(), names).await?;
        indexing
            .write(move |writer| {
                let there: HashSet<_> = documents.iter().map(|document| document.id).collect();
                for id in gone.iter().filter(|id| !there.contains(id)) {
                    writer.delete(*id)?;
                }
                documents
                    .iter()
                    .try_for_each(|document| writer.upsert(document))
            })
            .await
    }
}

/// Writes names, and deletes those of the ids that have none any more.
async fn write_names(
    indexing: &Arc<Indexing>,
    ids: Vec<Uuid>,
    names: Vec<search::Name>,
) -> Result<(), Error> {
    indexing
        .write(move |writer| {
            let there: HashSet<_> = names.iter().map(|name| name.id).collect();
            for id in ids.iter().filter(|id| !there.contains(id)) {
                writer.delete_name(*id)?;
            }
            names.iter().try_for_each(|name| writer.upsert_name(name))
        })
        .await
}

/// As many at a time as are made into documents.
pub(super) fn chunks<T>(ids: &[T]) -> std::slice::Chunks<'_, T> {
    ids.chunks(CHUNK)
}
