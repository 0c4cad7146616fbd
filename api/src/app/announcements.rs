//! Tells those who listen in this process which lessons have just become findable by being
//! published, whichever process published them: it is read from the change feed.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Utc};
use entity::{
    change,
    id::LessonId,
    kind::{EntryStatus, Subject},
    revision,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _, QuerySelect as _};
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

use crate::{
    app::{KnowledgeBase, error::Error, follow::chunks, page::padded, reading::Reading},
    domain::{actor::Actor, reach::Reach},
};

/// How many announcements a listener may be behind. What one commit of the index brings is one.
const BEHIND: usize = 256;

/// A lesson that was published. It says nothing of who may read it: whoever is told reads it
/// within their own reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Published {
    pub(super) lesson: LessonId,
}

impl Published {
    /// Which lesson.
    #[must_use]
    pub fn lesson(self) -> LessonId {
        self.lesson
    }
}

/// Who listens, and up to which change they have been told.
pub(super) struct Announcements {
    sender: Sender<Arc<[Published]>>,
    told: Mutex<Option<i64>>,
}

impl Default for Announcements {
    fn default() -> Self {
        Self {
            sender: channel(BEHIND).0,
            told: Mutex::default(),
        }
    }
}

impl Announcements {
    /// Up to which change was told; nothing where nothing was yet.
    fn told(&self) -> Option<i64> {
        *self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, position: i64, published: Vec<Published>, rights: bool) {
        if !published.is_empty() || rights {
            // Where nobody listens any more, nobody misses it.
            let _ = self.sender.send(published.into());
        }
        *self.told.lock().unwrap_or_else(PoisonError::into_inner) = Some(position);
    }
}

/// What one listener is told.
pub struct News(Receiver<Arc<[Published]>>);

/// So much was told that the listener missed some of it.
#[derive(Debug, thiserror::Error)]
#[error("too far behind what was published")]
pub struct Missed;

impl News {
    /// That of someone who is told nothing.
    #[cfg(test)]
    pub(crate) fn none() -> Self {
        Self(channel(1).1)
    }

    /// What was published next; nothing once nothing will be any more. Where no lesson is in it, someone
    /// may have other rights than before: whoever listens looks whether theirs still hold.
    pub async fn next(&mut self) -> Result<Option<Arc<[Published]>>, Missed> {
        match self.0.recv().await {
            Ok(published) => Ok(Some(published)),
            Err(RecvError::Closed) => Ok(None),
            Err(RecvError::Lagged(_)) => Err(Missed),
        }
    }
}

impl KnowledgeBase {
    /// What is published, as this process gets to find it, from now on.
    #[must_use]
    pub fn news(&self) -> News {
        News(self.announcements.sender.subscribe())
    }

    /// Tells what was published up to a change that the index holds. What was there when this
    /// process started is no news.
    pub(super) async fn announce(&self, position: i64) -> Result<(), Error> {
        let announcements = &self.announcements;
        let Some(told) = announcements.told() else {
            announcements.tell(position, Vec::new(), false);
            return Ok(());
        };
        let ready = self.indexing.as_ref().is_some_and(|it| it.state().ready);
        if !ready || told == position {
            return Ok(());
        }
        let (mut published, mut rights) = (Vec::new(), false);
        // A database that was put back has fewer changes than were told.
        if told < position && announcements.sender.receiver_count() > 0 {
            let reach = Reach::of(&Actor::House);
            let reading = self.store.reading(&reach);
            published = reading.published_between(told, position).await?;
            rights = reading.rights_changed_between(told, position).await?;
        }
        announcements.tell(position, published, rights);
        Ok(())
    }
}

/// When each of these lessons was changed.
type Changes = HashMap<LessonId, HashSet<DateTime<Utc>>>;
/// Where a lesson stood in review with each version, and since when.
type History = BTreeMap<i32, (EntryStatus, DateTime<Utc>)>;

impl Reading<'_> {
    /// Whether changes after one position and up to another were of accounts or tokens.
    async fn rights_changed_between(&self, after: i64, up_to: i64) -> Result<bool, Error> {
        let changes = self
            .changes()
            .filter(change::Column::Position.gt(after))
            .filter(change::Column::Position.lte(up_to))
            .filter(change::Column::Subject.is_in([Subject::Account, Subject::AccessToken]))
            .with(|select| select.limit(1));
        Ok(changes.one().await?.is_some())
    }

    /// The lessons that changes after one position and up to another published, each once, in the
    /// order in which they were changed first.
    async fn published_between(&self, after: i64, up_to: i64) -> Result<Vec<Published>, Error> {
        let rows: Vec<(uuid::Uuid, DateTime<Utc>)> = self
            .changes()
            .filter(change::Column::Position.gt(after))
            .filter(change::Column::Position.lte(up_to))
            .filter(change::Column::Subject.eq(Subject::Lesson))
            .with(|select| {
                let select = select.order_by_asc(change::Column::Position);
                let columns = [change::Column::SubjectId, change::Column::At];
                select.select_only().columns(columns)
            })
            .tuples()
            .await?;
        let (mut changes, mut order) = (Changes::new(), Vec::new());
        for (id, at) in rows {
            let lesson = LessonId(id);
            let times = changes.entry(lesson).or_insert_with(|| {
                order.push(lesson);
                HashSet::new()
            });
            times.insert(at);
        }
        let mut published = Vec::new();
        for ids in chunks(&order) {
            let histories = self.histories(ids).await?;
            let by_these = ids.iter().filter(|id| {
                let (times, history) = (changes.get(id), histories.get(id));
                let both = times.zip(history);
                both.is_some_and(|(times, history)| was_published(history, times))
            });
            published.extend(by_these.map(|lesson| Published { lesson: *lesson }));
        }
        Ok(published)
    }

    async fn histories(&self, ids: &[LessonId]) -> Result<HashMap<LessonId, History>, Error> {
        let rows: Vec<(LessonId, i32, EntryStatus, DateTime<Utc>)> = self
            .revisions()
            .filter(revision::Column::LessonId.is_in(padded(ids)))
            .with(|select| {
                select.select_only().columns([
                    revision::Column::LessonId,
                    revision::Column::Version,
                    revision::Column::Status,
                    revision::Column::CreatedAt,
                ])
            })
            .tuples()
            .await?;
        let mut histories: HashMap<LessonId, History> = HashMap::new();
        for (lesson, version, status, at) in rows {
            let history = histories.entry(lesson).or_default();
            history.insert(version, (status, at));
        }
        Ok(histories)
    }
}

/// Whether one of these changes made a published version of what was not published before. A
/// change and the version it makes have one time.
fn was_published(history: &History, changes: &HashSet<DateTime<Utc>>) -> bool {
    let mut before = EntryStatus::Draft;
    history.values().any(|(status, at)| {
        let published = EntryStatus::Published;
        let newly = *status == published && before != published;
        before = *status;
        newly && changes.contains(at)
    })
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use entity::kind::EntryStatus::{Draft, InReview, Published as Out, Withdrawn};

    use super::*;

    fn time(number: i32) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(number.into())
    }

    fn published(statuses: &[EntryStatus], changed_at: &[i32]) -> bool {
        let versions = (1..).zip(statuses);
        let history = versions.map(|(version, status)| (version, (*status, time(version))));
        let times = changed_at.iter().map(|number| time(*number));
        was_published(&history.collect(), &times.collect())
    }

    #[test]
    fn a_version_is_news_where_the_one_before_was_not_published() {
        assert!(published(&[Draft, InReview, Out], &[3]));
        assert!(published(&[Out], &[1]), "published at once");
        assert!(!published(&[Draft, InReview, Out], &[1, 2]));
        assert!(!published(&[Draft, InReview, Out, Out], &[4]), "edited");
        assert!(
            published(&[Draft, Out, Withdrawn, Draft, Out], &[5]),
            "again"
        );
        assert!(!published(&[Draft, Out, Withdrawn], &[3]));
        assert!(!published(&[], &[1]));
    }

    #[tokio::test]
    async fn a_listener_who_falls_behind_is_told_so() {
        let announcements = Announcements::default();
        let mut news = News(announcements.sender.subscribe());
        let lesson = LessonId(uuid::Uuid::nil());
        for position in 0..=BEHIND {
            let position = i64::try_from(position).unwrap();
            announcements.tell(position, vec![Published { lesson }], false);
        }
        assert!(news.next().await.is_err());
        assert_eq!(news.next().await.unwrap().unwrap().len(), 1);
        drop(announcements);
        while news.next().await.unwrap().is_some() {}
    }
}
