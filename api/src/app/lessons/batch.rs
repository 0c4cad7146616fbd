//! Several contributions in one transaction: looked up together, and inserted together.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{
    id::{CityId, LessonId},
    kind::{Attribution, EntryStatus, Subject},
    lesson, lesson_topic, participation, revision, source,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _};

use super::{
    Current, Version,
    contribute::Contribution,
    known::{Known, References},
    lesson_row, topic_rows,
};
use crate::{
    app::{
        content, error::Error, follow::chunks, page::padded, session::Session, writing::Writing,
    },
    domain::{entry::NewLesson, parse::short_text},
};

/// Contributions on their way into the database. What is new waits until [`flush`](Self::flush).
#[derive(Default)]
pub(in crate::app) struct Batch {
    pub(super) known: Known,
    lessons: HashMap<LessonId, Slot>,
    by_external_id: HashMap<(CityId, String), LessonId>,
    rows: LessonRows,
}

/// A lesson that a contribution may be meant for.
enum Slot {
    /// As it stands in the database.
    Stored(Box<Current>),
    /// An earlier contribution of the batch has made or changed it.
    Touched,
}

/// New lessons with what hangs on them.
#[derive(Default)]
struct LessonRows {
    lessons: Vec<lesson::Model>,
    topics: Vec<lesson_topic::Model>,
    participations: Vec<participation::Model>,
    sources: Vec<source::Model>,
    revisions: Vec<revision::Model>,
}

impl Session<'_> {
    /// Looks up what these refer to, and the lessons that are there already. These are kept from
    /// others until the transaction ends.
    pub(in crate::app) async fn batch(
        &self,
        writing: &Writing<'_>,
        contributions: &[Contribution],
    ) -> Result<Batch, Error> {
        let mut batch = Batch {
            // The cities first, and all in one order: so no two transactions wait for each other.
            known: self.known(writing, References::of(contributions)).await?,
            ..Batch::default()
        };
        let rows = self.contributed_before(writing, contributions).await?;
        for current in writing.currents(rows).await? {
            let (id, city) = (current.row.id, current.row.city_id);
            if let Some(external_id) = current.row.external_id.clone() {
                batch.by_external_id.insert((city, external_id), id);
            }
            batch.lessons.insert(id, Slot::Stored(Box::new(current)));
        }
        Ok(batch)
    }
}

impl Batch {
    /// The lesson that is meant, if it is there.
    pub(super) fn find(
        &self,
        city: CityId,
        id: Option<LessonId>,
        external_id: Option<&str>,
    ) -> Option<LessonId> {
        let by_id = id.filter(|id| self.lessons.contains_key(id));
        by_id.or_else(|| {
            let key = (city, external_id?.to_owned());
            self.by_external_id.get(&key).copied()
        })
    }

    /// Takes a lesson out, to be changed.
    pub(super) async fn take(
        &mut self,
        writing: &mut Writing<'_>,
        id: LessonId,
    ) -> Result<Option<Current>, Error> {
        match self.lessons.insert(id, Slot::Touched) {
            Some(Slot::Stored(current)) => Ok(Some(*current)),
            Some(Slot::Touched) => {
                self.flush(writing).await?;
                let this = lesson::Column::Id.eq(id);
                let row = writing.reading_all().lessons().filter(this).one().await?;
                let mut currents = writing.currents(row.into_iter().collect()).await?;
                Ok(currents.pop())
            }
            None => Ok(None),
        }
    }

    /// Adds a new lesson, with its first revision.
    pub(super) fn add(
        &mut self,
        writing: &Writing<'_>,
        new: NewLesson,
        version: Version,
    ) -> LessonId {
        let key = new.external_id.clone().map(|id| (new.city, id));
        let id = self.rows.add(writing, new, version);
        self.lessons.insert(id, Slot::Touched);
        self.by_external_id.extend(key.map(|key| (key, id)));
        id
    }

    /// Inserts what is new.
    pub(in crate::app) async fn flush(&mut self, writing: &mut Writing<'_>) -> Result<(), Error> {
        std::mem::take(&mut self.rows).insert(writing).await
    }
}

impl LessonRows {
    fn add(&mut self, writing: &Writing<'_>, new: NewLesson, version: Version) -> LessonId {
        // The time in a key would tell with which lessons of its city an anonymous one came.
        let id = LessonId(match new.content.attribution {
            Attribution::Named => writing.id(),
            Attribution::Anonymous => writing.id_of_day(),
        });
        let published = version.status == EntryStatus::Published;
        let row = lesson::Model {
            city_id: new.city,
            external_id: new.external_id,
            status: version.status,
            published_at: published.then_some(writing.now()),
            submitted_by: version.submitted_by,
            version: 1,
            created_at: writing.now(),
            updated_at: writing.now(),
            ..lesson_row(id, &new.content)
        };
        let kept = content::lesson(&row, &new.content);
        self.revisions.push(revision::Model {
            lesson_id: Some(id),
            ..writing.revision(1, version.status, kept, version.note)
        });
        let content = new.content;
        self.lessons.push(row);
        self.topics.extend(topic_rows(id, &content.topics));
        let parts = writing.participation_rows(None, Some(id), content.participations);
        self.participations.extend(parts);
        let sources = writing.source_rows(None, Some(id), content.sources);
        self.sources.extend(sources);
        id
    }

    async fn insert(self, writing: &mut Writing<'_>) -> Result<(), Error> {
        let ids: Vec<_> = self.lessons.iter().map(|row| row.id.0).collect();
        let noted = writing.on_each(Subject::Lesson, ids);
        noted.insert(self.lessons).await?;
        noted.insert(self.topics).await?;
        noted.insert(self.participations).await?;
        noted.insert(self.sources).await?;
        noted.insert(self.revisions).await?;
        Ok(())
    }
}

impl Writing<'_> {
    /// Records a lesson, with its first revision.
    pub(in crate::app) async fn insert_lesson(
        &mut self,
        new: NewLesson,
        version: Version,
    ) -> Result<LessonId, Error> {
        let mut rows = LessonRows::default();
        let id = rows.add(self, new, version);
        rows.insert(self).await?;
        Ok(id)
    }
}

impl Session<'_> {
    /// The lessons that these contributions are meant for, as far as they are there.
    async fn contributed_before(
        &self,
        writing: &Writing<'_>,
        contributions: &[Contribution],
    ) -> Result<Vec<lesson::Model>, Error> {
        let in_order =
            |select: sea_orm::Select<lesson::Entity>| select.order_by_asc(lesson::Column::Id);
        let mut found = Vec::new();
        let keys: HashSet<_> = contributions.iter().filter_map(own_key).collect();
        let (cities, external_ids): (BTreeSet<_>, BTreeSet<_>) = keys.iter().cloned().unzip();
        let cities = padded(&Vec::from_iter(cities));
        for ids in chunks(&Vec::from_iter(external_ids)) {
            let these = writing.reading_all().lessons();
            let these = these
                .filter(lesson::Column::CityId.is_in(cities.iter().copied()))
                .filter(lesson::Column::ExternalId.is_in(padded(ids)));
            let rows = these.with(in_order).for_update().all().await?;
            found.extend(rows.into_iter().filter(|row| {
                let id = row.external_id.clone().unwrap_or_default();
                keys.contains(&(row.city_id, id))
            }));
        }
        let known: HashSet<_> = found.iter().map(|row| row.id).collect();
        let ids: BTreeSet<_> = contributions.iter().filter_map(|it| it.id).collect();
        let ids: Vec<_> = ids.into_iter().filter(|id| !known.contains(id)).collect();
        for ids in chunks(&ids) {
            let these = writing.reading(self.reach()).lessons();
            let these = these.filter(lesson::Column::Id.is_in(padded(ids)));
            found.extend(these.with(in_order).for_update().all().await?);
        }
        Ok(found)
    }
}

/// By what a contributor knows the lesson.
fn own_key(contribution: &Contribution) -> Option<(CityId, String)> {
    let external_id = short_text(contribution.external_id.as_deref()?).ok()?;
    Some((contribution.city?, external_id))
}
