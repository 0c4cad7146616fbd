//! The vocabulary, read whole: it is small, and every use of it needs its neighbours.

use std::collections::{HashMap, HashSet};

use entity::{id::TopicId, topic, topic_label};
use sea_orm::{DbErr, QueryOrder as _};
use search::{Label, Synonyms};

use crate::{app::reading::Reading, domain::lesson_filter::LessonFilter};

/// All topics with their labels.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    topics: Vec<topic::Model>,
    labels: HashMap<TopicId, Vec<topic_label::Model>>,
    places: HashMap<TopicId, usize>,
    narrower: HashMap<TopicId, Vec<TopicId>>,
}

impl Reading<'_> {
    /// The vocabulary.
    pub async fn vocabulary(&self) -> Result<Vocabulary, DbErr> {
        let by_slug =
            |select: sea_orm::Select<topic::Entity>| select.order_by_asc(topic::Column::Slug);
        let by_position = |select: sea_orm::Select<topic_label::Entity>| {
            select
                .order_by_asc(topic_label::Column::TopicId)
                .order_by_asc(topic_label::Column::Position)
        };
        let topics = self.topics().with(by_slug).all().await?;
        let labels = self.topic_labels().with(by_position).all().await?;
        Ok(Vocabulary::new(topics, labels))
    }
}

impl Vocabulary {
    fn new(topics: Vec<topic::Model>, all: Vec<topic_label::Model>) -> Self {
        let mut labels = HashMap::<_, Vec<_>>::new();
        for label in all {
            labels.entry(label.topic_id).or_default().push(label);
        }
        let mut narrower = HashMap::<_, Vec<_>>::new();
        for topic in &topics {
            if let Some(broader) = topic.broader_id {
                narrower.entry(broader).or_default().push(topic.id);
            }
        }
        Self {
            places: topics
                .iter()
                .enumerate()
                .map(|(place, topic)| (topic.id, place))
                .collect(),
            topics,
            labels,
            narrower,
        }
    }

    /// What else things are called, for those who search.
    #[must_use]
    pub fn synonyms(&self) -> Synonyms {
        let groups = self.topics.iter().map(|topic| {
            let labels = self.labels(topic.id).iter().map(|label| Label {
                language: label.language.clone(),
                text: label.label.clone(),
            });
            labels.collect()
        });
        Synonyms::new(&groups.collect::<Vec<_>>())
    }

    /// All topics, by slug.
    #[must_use]
    pub fn topics(&self) -> &[topic::Model] {
        &self.topics
    }

    /// A topic.
    #[must_use]
    pub fn topic(&self, id: TopicId) -> Option<&topic::Model> {
        self.places
            .get(&id)
            .and_then(|place| self.topics.get(*place))
    }

    /// A topic by its slug.
    #[must_use]
    pub fn by_slug(&self, slug: &str) -> Option<&topic::Model> {
        self.topics
            .binary_search_by(|topic| topic.slug.as_str().cmp(slug))
            .ok()
            .and_then(|place| self.topics.get(place))
    }

    /// All labels of a topic.
    #[must_use]
    pub fn labels(&self, id: TopicId) -> &[topic_label::Model] {
        self.labels.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The preferred label in a language; where there is none, in the language without its region,
    /// then in German, in English, or in any.
    #[must_use]
    pub fn label(&self, id: TopicId, language: &str) -> Option<&str> {
        let preferred = || self.labels(id).iter().filter(|label| label.preferred);
        let primary = language.split('-').next().unwrap_or_default();
        [language, primary, "de", "en"]
            .into_iter()
            .find_map(|language| {
                preferred().find(|label| label.language.eq_ignore_ascii_case(language))
            })
            .or_else(|| preferred().next())
            .map(|label| label.label.as_str())
    }

    /// The topics directly below one.
    #[must_use]
    pub fn narrower(&self, id: TopicId) -> &[TopicId] {
        self.narrower.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Topics with all narrower ones.
    #[must_use]
    pub fn with_narrower(&self, ids: impl IntoIterator<Item = TopicId>) -> Vec<TopicId> {
        let mut waiting: Vec<_> = ids.into_iter().collect();
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                all.push(id);
                waiting.extend(self.narrower(id));
            }
        }
        all.sort_unstable();
        all
    }

    /// A filter with the topics narrower than those it names.
    #[must_use]
    pub fn widened(&self, filter: LessonFilter) -> LessonFilter {
        let topics = filter.topics.map(|topics| self.with_narrower(topics));
        LessonFilter { topics, ..filter }
    }

    /// Topics with all broader ones.
    #[must_use]
    pub fn with_broader(&self, ids: impl IntoIterator<Item = TopicId>) -> Vec<TopicId> {
        let mut waiting: Vec<_> = ids.into_iter().collect();
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                all.push(id);
                waiting.extend(self.topic(id).and_then(|topic| topic.broader_id));
            }
        }
        all.sort_unstable();
        all
    }
}
