//! A steward adds a concept to the vocabulary.

use entity::{
    id::{TopicId, TopicLabelId},
    kind::Subject,
    topic, topic_label,
};

use crate::{
    app::{error::Error, writing::Writing},
    domain::{entry::NewTopic, text_key::text_key},
};

impl Writing<'_> {
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
