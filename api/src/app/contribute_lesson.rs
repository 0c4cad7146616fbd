//! A city contributes a lesson with what hangs on it.

use entity::{
    id::LessonId,
    kind::{EntryStatus, Subject},
    lesson, lesson_topic,
};
use serde_json::json;

use crate::{
    app::{content, error::Error, position, writing::Writing},
    domain::{entry::NewLesson, partial_date::PartialDate, text_key::text_key},
};

impl Writing<'_> {
    /// Records a lesson as published, with its first revision.
    pub(super) async fn contribute_lesson(&mut self, new: NewLesson) -> Result<LessonId, Error> {
        let id = LessonId(self.id());
        let row = self.lesson_row(id, &new);
        let participations = self.participation_rows(None, Some(id), new.participations);
        let sources = self.source_rows(None, Some(id), new.sources);
        let topics =
            new.topics
                .into_iter()
                .enumerate()
                .map(|(index, topic_id)| lesson_topic::Model {
                    lesson_id: id,
                    topic_id,
                    position: position(index),
                });
        let topics: Vec<_> = topics.collect();
        let kept = json!({
            "lesson": content::lesson(&row),
            "topics": topics.iter().map(|topic| topic.topic_id.0).collect::<Vec<_>>(),
            "participations": participations.iter().map(content::participation).collect::<Vec<_>>(),
            "sources": sources.iter().map(content::source).collect::<Vec<_>>(),
        });
        let (version, status) = (row.version, row.status);
        let noted = self.on(Subject::Lesson, id);
        noted.insert([row]).await?;
        noted.insert(topics).await?;
        noted.insert(participations).await?;
        noted.insert(sources).await?;
        self.revise_lesson(id, version, status, kept).await?;
        Ok(id)
    }

    fn lesson_row(&self, id: LessonId, new: &NewLesson) -> lesson::Model {
        let span = new.occurred_on.as_ref().and_then(PartialDate::span);
        lesson::Model {
            id,
            city_id: new.city,
            project_id: new.project,
            external_id: new.external_id.clone(),
            position: new.position,
            title: new.title.clone(),
            title_key: text_key(&new.title),
            insight: new.insight.clone(),
            situation: new.situation.clone(),
            hurdle: new.hurdle.clone(),
            tried: new.tried.clone(),
            worked: new.worked.clone(),
            recommendation: new.recommendation.clone(),
            kind: new.kind,
            outcome: new.outcome,
            attribution: new.attribution,
            audience: new.audience,
            status: EntryStatus::Published,
            language: new.language.clone(),
            occurred_on: new.occurred_on.as_ref().map(ToString::to_string),
            occurred_earliest: span.map(|(earliest, _)| earliest),
            occurred_latest: span.map(|(_, latest)| latest),
            published_at: Some(self.now()),
            review_by: None,
            licence: new.licence.clone(),
            submitted_by: None,
            version: 1,
            created_at: self.now(),
            updated_at: self.now(),
        }
    }
}
