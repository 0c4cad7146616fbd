//! The vocabulary.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use entity::{id::TopicId, topic};

use crate::{
    app::{lookups::Entry, vocabulary::Vocabulary},
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::{TheVocabulary, TopicCounts, TopicsOf, load},
        types::{
            connection::{int, several},
            enums::TopicScheme,
            scalars::{LanguageTag, label_language},
        },
    },
};

/// A concept of the vocabulary, with its neighbours at hand.
#[derive(Clone, Debug)]
pub struct Topic {
    row: topic::Model,
    vocabulary: Arc<Vocabulary>,
}

impl Topic {
    /// The topic of this id.
    #[must_use]
    pub fn new(vocabulary: &Arc<Vocabulary>, id: TopicId) -> Option<Self> {
        vocabulary.topic(id).map(|row| Self::of(vocabulary, row))
    }

    /// The topic of this row.
    #[must_use]
    pub fn of(vocabulary: &Arc<Vocabulary>, row: &topic::Model) -> Self {
        Self {
            row: row.clone(),
            vocabulary: Arc::clone(vocabulary),
        }
    }
}

/// The vocabulary, read once a request.
pub async fn vocabulary(ctx: &Context<'_>) -> Result<Arc<Vocabulary>, ApiError> {
    Ok(load(ctx, TheVocabulary).await?.unwrap_or_default())
}

/// What an entry is about.
pub async fn topics_of(ctx: &Context<'_>, entry: Entry) -> Result<Vec<Topic>, ApiError> {
    let ids = load(ctx, TopicsOf(entry)).await?.unwrap_or_default();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let vocabulary = vocabulary(ctx).await?;
    Ok(ids
        .into_iter()
        .filter_map(|id| Topic::new(&vocabulary, id))
        .collect())
}

/// A concept of the vocabulary that projects and lessons are tagged with.
#[Object]
impl Topic {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.row.id.global()
    }

    /// Which part of the vocabulary it belongs to.
    async fn scheme(&self) -> TopicScheme {
        self.row.scheme.into()
    }

    /// Its name as part of an address. Unique.
    async fn slug(&self) -> &str {
        &self.row.slug
    }

    #[expect(clippy::unused_async, reason = "resolvers are asynchronous")]
    /// What it is called in a language; where it has no label there, in the language without its region, in German, in English, or in any.
    async fn label(
        &self,
        #[graphql(desc = "The language; German if left out.")] language: Option<LanguageTag>,
    ) -> Result<String, ApiError> {
        let language = label_language(language)?;
        let label = self.vocabulary.label(self.row.id, &language);
        Ok(label.unwrap_or(&self.row.slug).to_owned())
    }

    /// What else it is called, in all languages: synonyms and abbreviations.
    async fn synonyms(&self) -> Vec<String> {
        let labels = self.vocabulary.labels(self.row.id).iter();
        labels
            .filter(|label| !label.preferred)
            .map(|label| label.label.clone())
            .collect()
    }

    /// The next broader topic.
    #[graphql(complexity = "1 + child_complexity")]
    async fn broader(&self) -> Option<Topic> {
        Self::new(&self.vocabulary, self.row.broader_id?)
    }

    /// The next narrower topics, by slug.
    #[graphql(complexity = "several(child_complexity)")]
    async fn narrower(&self) -> Vec<Topic> {
        let ids = self.vocabulary.narrower(self.row.id).iter();
        ids.filter_map(|id| Self::new(&self.vocabulary, *id))
            .collect()
    }

    /// How many lessons that the viewer may read are about it or about a narrower topic.
    async fn lesson_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        let counts = load(ctx, TopicCounts).await?.unwrap_or_default();
        Ok(counts.get(&self.row.id.0).copied().map_or(0, int))
    }
}
