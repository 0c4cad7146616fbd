//! Lessons on their way: drafted, reviewed, published, changed, taken back.

mod batch;
mod contribute;
mod known;
mod proposals;
mod relate;
mod restore;
mod steps;
mod update;

use entity::{
    id::{AccountId, LessonId, ProposalId},
    kind::{EntryStatus, Subject},
    lesson, lesson_topic, participation, source,
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        content, error::Error, follow::chunks, lookups::Entry, position, refusal::Refusal,
        writing::Writing,
    },
    domain::{
        entry::LessonContent,
        partial_date::PartialDate,
        policy::{Denial, EntryFacts},
        problem::Fault,
        reach::Reach,
        text_key::text_key,
    },
};

pub(in crate::app) use contribute::place;
pub use contribute::{Became, Contribution};
pub(in crate::app) use known::{check_organizations, check_topics};
pub use steps::Step;

/// What became of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonDone {
    /// The lesson.
    pub lesson: LessonId,
    /// The change that waits for an editor, where it did not happen at once.
    pub proposal: Option<ProposalId>,
    /// The place of the change in the feed; nothing where nothing changed.
    pub change: Option<i64>,
}

/// How a version comes about.
#[derive(Clone, Debug)]
pub(in crate::app) struct Version {
    /// Where the lesson then stands in review.
    pub(super) status: EntryStatus,
    /// Who submitted it.
    pub(super) submitted_by: Option<AccountId>,
    /// Why it was made.
    pub(super) note: Option<String>,
}

/// A lesson as it is, kept from others until the transaction ends.
pub(in crate::app) struct Current {
    pub(in crate::app) row: lesson::Model,
    pub(in crate::app) content: LessonContent,
}

impl Current {
    /// Does something with what the policy has to know.
    pub(in crate::app) fn with_facts<T>(&self, decide: impl FnOnce(EntryFacts<'_>) -> T) -> T {
        decide(EntryFacts {
            city: Some(self.row.city_id),
            status: self.row.status,
            audience: self.row.audience,
            participants: &self.content.organizations(),
            submitted_by: self.row.submitted_by,
        })
    }

    /// That the policy allows it and that the client knew this version. Whoever must not know of
    /// the lesson or may never do this is told so; then, that it has changed; then the rest.
    pub(super) fn check(
        &self,
        verdict: Result<(), Denial>,
        expected_version: i32,
    ) -> Result<(), Refusal> {
        let told_first = |denial: &Denial| !matches!(denial, Denial::Status(_) | Denial::FourEyes);
        if let Err(denial) = verdict
            && told_first(&denial)
        {
            return Err(Refusal::denied(denial, "id"));
        }
        if self.row.version != expected_version {
            let fault = Fault::Conflict(self.row.version);
            return Err(Refusal::problem("expectedVersion", fault));
        }
        verdict.map_err(|denial| Refusal::denied(denial, "id"))
    }

    /// The version that comes next where it stands.
    pub(super) fn next(&self, note: Option<String>) -> Version {
        Version {
            status: self.row.status,
            submitted_by: self.row.submitted_by,
            note,
        }
    }

    pub(super) fn done(&self, change: Option<i64>) -> LessonDone {
        LessonDone {
            lesson: self.row.id,
            proposal: None,
            change,
        }
    }
}

impl Writing<'_> {
    /// A lesson within reach, kept from others until the transaction ends.
    pub(super) async fn lesson(
        &self,
        reach: &Reach,
        id: LessonId,
    ) -> Result<Option<Current>, Error> {
        let seen = self.reading(reach).lessons();
        let seen = seen.filter(lesson::Column::Id.eq(id)).for_update();
        let row = seen.one().await?.into_iter().collect();
        Ok(self.currents(row).await?.pop())
    }

    /// The lesson, or the problem that there is none.
    pub(in crate::app) async fn lesson_at(
        &self,
        reach: &Reach,
        id: LessonId,
        field: &str,
    ) -> Result<Current, Refusal> {
        let lesson = self.lesson(reach, id).await?;
        lesson.ok_or_else(|| Refusal::problem(field, Fault::NotFound))
    }

    /// Lessons with what hangs on them. All of it, also where the reader may not see the whole:
    /// what is not changed has to stay.
    pub(super) async fn currents(&self, rows: Vec<lesson::Model>) -> Result<Vec<Current>, Error> {
        let mut currents = Vec::with_capacity(rows.len());
        for rows in chunks(&rows) {
            let entries: Vec<_> = rows.iter().map(|row| Entry::Lesson(row.id)).collect();
            let reading = self.reading_all();
            let mut topics = reading.topics_of(&entries).await?;
            let mut participations = reading.participations_of(&entries).await?;
            let mut sources = reading.sources_of(&entries).await?;
            for (row, entry) in rows.iter().zip(entries) {
                let content = content::of_lesson(
                    row,
                    topics.remove(&entry).unwrap_or_default(),
                    participations.remove(&entry).unwrap_or_default(),
                    sources.remove(&entry).unwrap_or_default(),
                );
                let row = row.clone();
                currents.push(Current { row, content });
            }
        }
        Ok(currents)
    }

    /// Makes the next version of a lesson: its row, what hangs on it, and a revision.
    pub(super) async fn save_lesson(
        &mut self,
        current: &Current,
        content: &LessonContent,
        version: Version,
    ) -> Result<(), Error> {
        let (before, id) = (&current.row, current.row.id);
        let published = version.status == EntryStatus::Published;
        let row = lesson::Model {
            city_id: before.city_id,
            external_id: before.external_id.clone(),
            status: version.status,
            published_at: before.published_at.or(published.then_some(self.now())),
            submitted_by: version.submitted_by,
            version: before.version + 1,
            created_at: before.created_at,
            updated_at: self.now(),
            ..lesson_row(id, content)
        };
        let kept = content::lesson(&row, content);
        let number = row.version;
        self.on(Subject::Lesson, id)
            .update(row.into_active_model().reset_all())
            .await?;
        self.replace_hanging(current, content).await?;
        self.revise_lesson(id, number, version.status, kept, version.note)
            .await?;
        Ok(())
    }

    /// Only what changed: what stays keeps its ids.
    async fn replace_hanging(
        &mut self,
        current: &Current,
        content: &LessonContent,
    ) -> Result<(), Error> {
        let (id, before) = (current.row.id, &current.content);
        if before.topics != content.topics {
            let rows = topic_rows(id, &content.topics);
            let noted = self.on_each(Subject::Lesson, []);
            let of_lesson = lesson_topic::Column::LessonId.eq(id);
            noted.delete::<lesson_topic::Entity>(of_lesson).await?;
            noted.insert(rows).await?;
        }
        if before.participations != content.participations {
            let rows = self.participation_rows(None, Some(id), content.participations.clone());
            let noted = self.on_each(Subject::Lesson, []);
            let of_lesson = participation::Column::LessonId.eq(id);
            noted.delete::<participation::Entity>(of_lesson).await?;
            noted.insert(rows).await?;
        }
        if before.sources != content.sources {
            let rows = self.source_rows(None, Some(id), content.sources.clone());
            let noted = self.on_each(Subject::Lesson, []);
            let of_lesson = source::Column::LessonId.eq(id);
            noted.delete::<source::Entity>(of_lesson).await?;
            noted.insert(rows).await?;
        }
        Ok(())
    }
}

/// Rows of what a lesson is about.
pub(in crate::app) fn topic_rows(
    id: LessonId,
    topics: &[entity::id::TopicId],
) -> Vec<lesson_topic::Model> {
    let rows = topics.iter().enumerate();
    let rows = rows.map(|(index, topic_id)| lesson_topic::Model {
        lesson_id: id,
        topic_id: *topic_id,
        position: position(index),
    });
    rows.collect()
}

/// What the content tells of a row; the rest is left empty.
pub(in crate::app) fn lesson_row(id: LessonId, content: &LessonContent) -> lesson::Model {
    let span = content.occurred_on.as_ref().and_then(PartialDate::span);
    let (content, text) = (content.clone(), |date: PartialDate| date.to_string());
    lesson::Model {
        id,
        city_id: entity::id::CityId(uuid::Uuid::nil()),
        project_id: content.project,
        external_id: None,
        position: content.position,
        title_key: text_key(&content.title),
        title: content.title,
        insight: content.insight,
        situation: content.situation,
        hurdle: content.hurdle,
        tried: content.tried,
        worked: content.worked,
        recommendation: content.recommendation,
        kind: content.kind,
        outcome: content.outcome,
        attribution: content.attribution,
        audience: content.audience,
        status: EntryStatus::Draft,
        language: content.language,
        occurred_on: content.occurred_on.map(text),
        occurred_earliest: span.map(|(earliest, _)| earliest),
        occurred_latest: span.map(|(_, latest)| latest),
        published_at: None,
        review_by: content.review_by.map(text),
        licence: content.licence,
        submitted_by: None,
        version: 0,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    }
}
