//! A steward adds a concept to the vocabulary.

use std::collections::HashSet;

use entity::{
    id::{TopicId, TopicLabelId},
    kind::Subject,
    topic, topic_label,
};

use sea_orm::ColumnTrait as _;

use crate::{
    app::{error::Error, page::padded, writing::Writing},
    domain::{entry::NewTopic, text_key::text_key},
};

impl Writing<'_> {
    /// Which of these topics are there.
    pub(super) async fn known_topics(&self, ids: &[TopicId]) -> Result<HashSet<TopicId>, Error> {
        let these = topic::Column::Id.is_in(padded(ids));
        let found = self.reading_all().topics().filter(these).all().await?;
        Ok(found.into_iter().map(|topic| topic.id).collect())
    }

    /// Adds a concept with its labels.
    pub(super) async fn create_topic(&mut self, new: NewTopic) -> Result<TopicId, Error> {
        let id = TopicId(self.id());
        let now = self.now();
        let mut labels = Vec::new();
        for (language, label, synonyms) in new.labels {
            for (preferred, label) in std::iter::once((true, label))
                .chain(synonyms.into_iter().map(|label| (false, label)))
            {
                labels.push(topic_label::Model {
                    id: TopicLabelId(self.id()),
                    topic_id: id,
                    language: language.clone(),
                    label_key: text_key(&label),
                    label,
                    preferred,
                    position: super::position(labels.len()),
                });
            }
        }
        let noted = self.on(Subject::Topic, id);
        noted
            .insert([topic::Model {
                id,
                scheme: new.scheme,
                slug: new.slug,
                broader_id: new.broader,
                created_at: now,
                updated_at: now,
            }])
            .await?;
        noted.insert(labels).await?;
        Ok(id)
    }
}
