//! Batched loads: whatever a request asks of many rows is asked of the database once. Made anew
//! for each request, because what it may read belongs to who asks.

mod bearing;

use std::{collections::HashMap, hash::Hash, sync::Arc, time::Duration};

use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader},
};
use entity::{
    city, comment,
    id::{
        AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId, ProjectId,
        ProposalId, ReuseId, RevisionId, SourceId, StatementId, TopicId,
    },
    kind::RelationKind,
    lesson, organization, participation, project, proposal, reuse, revision, source, statement,
};
use sea_orm::{DbErr, EntityTrait};
use uuid::Uuid;

use crate::{
    app::{
        KnowledgeBase,
        insights::LessonFigures,
        lists::List,
        lookups::{Entry, ReuseSummary},
        page::{Page, counts_by, pages_by},
        reading::Reading,
        vocabulary::Vocabulary,
    },
    domain::{lesson_filter::LessonFilter, paging::Window, reach::Reach},
    graphql::{batches::Queue, error::ApiError},
};

pub use bearing::{AlikeTo, BriefingOf, RelatedTo};

/// Most keys of one statement; SQLite binds 32,766 values.
const MOST_KEYS: usize = 8_192;

/// Loads rows within a reach.
pub struct Loads {
    knowledge_base: Arc<KnowledgeBase>,
    reach: Arc<Reach>,
}

/// The loads of one request.
pub type RequestLoader = DataLoader<Loads>;

/// Makes the loader of one request.
#[must_use]
pub(super) fn request_loader(
    knowledge_base: &Arc<KnowledgeBase>,
    reach: &Arc<Reach>,
    queue: Queue,
) -> RequestLoader {
    let loads = Loads {
        knowledge_base: Arc::clone(knowledge_base),
        reach: Arc::clone(reach),
    };
    // No delay: the queue waits until all who could ask have asked.
    DataLoader::new(loads, move |batch| queue.push(batch))
        .delay(Duration::ZERO)
        .max_batch_size(MOST_KEYS)
}

/// One row, or nothing where it is out of reach.
pub async fn load<K>(
    ctx: &Context<'_>,
    key: K,
) -> Result<Option<<Loads as Loader<K>>::Value>, ApiError>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loads: Loader<K, Error = ApiError>,
{
    ctx.data_unchecked::<RequestLoader>().load_one(key).await
}

/// Several rows, in the order of their keys, without those out of reach.
pub async fn load_all<K>(
    ctx: &Context<'_>,
    keys: Vec<K>,
) -> Result<Vec<<Loads as Loader<K>>::Value>, ApiError>
where
    K: Send + Sync + Hash + Eq + Clone + 'static,
    Loads: Loader<K, Error = ApiError>,
{
    let mut rows = ctx
        .data_unchecked::<RequestLoader>()
        .load_many(keys.clone())
        .await?;
    Ok(keys.iter().filter_map(|key| rows.remove(key)).collect())
}

impl Loads {
    fn reading(&self) -> Reading<'_> {
        self.knowledge_base.reading(&self.reach)
    }
}

macro_rules! loads {
    ($($key:ty => $value:ty: $method:ident;)+) => {$(
        impl Loader<$key> for Loads {
            type Value = $value;
            type Error = ApiError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, ApiError> {
                Ok(self.reading().$method(keys).await?)
            }
        }
    )+};
}

loads! {
    CityId => city::Model: cities_by_id;
    OrganizationId => organization::Model: organizations_by_id;
    ProjectId => project::Model: projects_by_id;
    LessonId => lesson::Model: lessons_by_id;
    ParticipationId => participation::Model: participations_by_id;
    StatementId => statement::Model: statements_by_id;
    SourceId => source::Model: sources_by_id;
    ReuseId => reuse::Model: reuses_by_id;
    CommentId => comment::Model: comments_by_id;
    AccountId => String: account_names;
    RevisionId => revision::Model: revisions_by_id;
    ProposalId => proposal::Model: proposals_by_id;
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident($inner:ty) => $value:ty: $method:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub $inner);

        impl Loader<$name> for Loads {
            type Value = $value;
            type Error = ApiError;

            async fn load(&self, keys: &[$name]) -> Result<HashMap<$name, $value>, ApiError> {
                let keys: Vec<_> = keys.iter().map(|key| key.0).collect();
                let rows = self.reading().$method(&keys).await?;
                Ok(rows.into_iter().map(|(key, value)| ($name(key), value)).collect())
            }
        }
    )+};
}

keys! {
    /// The topics of an entry.
    TopicsOf(Entry) => Vec<TopicId>: topics_of;
    /// The participations of an entry.
    ParticipationsOf(Entry) => Vec<participation::Model>: participations_of;
    /// The sources of an entry.
    SourcesOf(Entry) => Vec<source::Model>: sources_of;
    /// Those of the reader's own organizations that take part in a lesson.
    OrganizationsIn(LessonId) => Vec<OrganizationId>: organizations_in;
    /// The lessons that take the place of a lesson.
    ReplacedBy(LessonId) => Vec<LessonId>: replaced_by;
    /// The relations of an entry.
    RelationsOf(Entry) => Vec<(RelationKind, Entry)>: relations_of;
    /// The statements of a project.
    StatementsOf(ProjectId) => Vec<statement::Model>: statements_of;
    /// The parts of a project.
    PartsOf(ProjectId) => Vec<project::Model>: parts_of;
    /// The units of an organization.
    UnitsOf(OrganizationId) => Vec<organization::Model>: units_of;
    /// The edits of a lesson that wait for an editor.
    ProposalsOf(LessonId) => Vec<proposal::Model>: proposals_of;
    /// The reuses of a lesson, summed up.
    ReuseSummaryOf(LessonId) => ReuseSummary: reuse_summaries;
}

/// A version of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RevisionAt(pub LessonId, pub i32);

impl Loader<RevisionAt> for Loads {
    type Value = revision::Model;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[RevisionAt],
    ) -> Result<HashMap<RevisionAt, revision::Model>, ApiError> {
        let keys: Vec<_> = keys.iter().map(|key| (key.0, key.1)).collect();
        let rows = self.reading().revisions_at(&keys).await?;
        Ok(rows
            .into_iter()
            .map(|((lesson, version), row)| (RevisionAt(lesson, version), row))
            .collect())
    }
}

/// The cities most like one, so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SimilarTo(pub CityId, pub usize);

impl Loader<SimilarTo> for Loads {
    type Value = Vec<CityId>;
    type Error = ApiError;

    async fn load(&self, keys: &[SimilarTo]) -> Result<HashMap<SimilarTo, Vec<CityId>>, ApiError> {
        let cities: Vec<_> = keys.iter().map(|key| key.0).collect();
        let most = keys.iter().map(|key| key.1).max().unwrap_or_default();
        let similar = self.reading().similar_cities(&cities, most).await?;
        let found = keys.iter().filter_map(|key| {
            let all = similar.get(&key.0)?;
            Some((*key, all.iter().take(key.1).copied().collect()))
        });
        Ok(found.collect())
    }
}

/// The vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TheVocabulary;

impl Loader<TheVocabulary> for Loads {
    type Value = Arc<Vocabulary>;
    type Error = ApiError;

    async fn load(
        &self,
        _: &[TheVocabulary],
    ) -> Result<HashMap<TheVocabulary, Arc<Vocabulary>>, ApiError> {
        let vocabulary = self.reading().vocabulary().await?;
        Ok(HashMap::from([(TheVocabulary, Arc::new(vocabulary))]))
    }
}

/// How many lessons each topic has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopicCounts;

impl Loader<TopicCounts> for Loads {
    type Value = Arc<HashMap<Uuid, u64>>;
    type Error = ApiError;

    async fn load(&self, _: &[TopicCounts]) -> Result<HashMap<TopicCounts, Self::Value>, ApiError> {
        let counts = self.knowledge_base.topic_counts(&self.reach).await?;
        Ok(HashMap::from([(TopicCounts, Arc::new(counts))]))
    }
}

/// Figures about the lessons that a filter lets through.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FiguresOf(pub LessonFilter);

impl Loader<FiguresOf> for Loads {
    type Value = LessonFigures;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[FiguresOf],
    ) -> Result<HashMap<FiguresOf, LessonFigures>, ApiError> {
        let mut figures = HashMap::with_capacity(keys.len());
        for key in keys {
            let counted = self.reading().lesson_figures(&key.0).await?;
            figures.insert(key.clone(), counted);
        }
        Ok(figures)
    }
}

/// Whether each city shares what it is with enough others to be told of an anonymous lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OriginOf(pub CityId);

impl Loader<OriginOf> for Loads {
    type Value = crate::domain::origin::Origin;
    type Error = ApiError;

    async fn load(&self, keys: &[OriginOf]) -> Result<HashMap<OriginOf, Self::Value>, ApiError> {
        let cities: Vec<_> = keys.iter().map(|key| key.0).collect();
        let origins = self.reading().origins(&cities).await?;
        Ok(origins
            .into_iter()
            .map(|(city, origin)| (OriginOf(city), origin))
            .collect())
    }
}

/// A page of a list below one of its parents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageUnder<L: List> {
    /// The list.
    pub list: L,
    /// Which part of it.
    pub window: Window,
    /// What kind of parent.
    pub by: L::Parent,
    /// Which parent.
    pub parent: Uuid,
}

/// The length of a list below one of its parents.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CountUnder<L: List> {
    /// The list.
    pub list: L,
    /// What kind of parent.
    pub by: L::Parent,
    /// Which parent.
    pub parent: Uuid,
}

impl<L: List> Loader<PageUnder<L>> for Loads
where
    <L::Entity as EntityTrait>::Model: Clone + Send + Sync,
{
    type Value = Page<<L::Entity as EntityTrait>::Model>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[PageUnder<L>],
    ) -> Result<HashMap<PageUnder<L>, Self::Value>, ApiError> {
        let reading = self.reading();
        let mut found = HashMap::with_capacity(keys.len());
        let alike = grouped(keys, |key| (&key.list, &key.window, key.by));
        for ((list, window, by), keys) in alike {
            let parents: Vec<_> = keys.iter().map(|key| key.parent).collect();
            let mut pages = pages_by(
                list.select(&reading),
                &list.sort(&reading),
                window,
                list.parent(by),
                &parents,
            )
            .await?;
            for key in keys {
                let page = pages
                    .remove(&key.parent)
                    .unwrap_or_else(|| Page::empty(window));
                found.insert(key.clone(), page);
            }
        }
        Ok(found)
    }
}

impl<L: List> Loader<CountUnder<L>> for Loads {
    type Value = u64;
    type Error = ApiError;

    async fn load(&self, keys: &[CountUnder<L>]) -> Result<HashMap<CountUnder<L>, u64>, ApiError> {
        let reading = self.reading();
        let mut found = HashMap::with_capacity(keys.len());
        for ((list, by), keys) in grouped(keys, |key| (&key.list, key.by)) {
            let parents: Vec<_> = keys.iter().map(|key| key.parent).collect();
            let counts = counts_by(list.select(&reading), list.parent(by), &parents).await?;
            for key in keys {
                found.insert(
                    key.clone(),
                    counts.get(&key.parent).copied().unwrap_or_default(),
                );
            }
        }
        Ok(found)
    }
}

/// Keys that one statement can answer.
fn grouped<'k, K, G: Eq + Hash>(keys: &'k [K], by: impl Fn(&'k K) -> G) -> HashMap<G, Vec<&'k K>> {
    let mut groups = HashMap::<_, Vec<_>>::new();
    for key in keys {
        groups.entry(by(key)).or_default().push(key);
    }
    groups
}

impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        Self::internal(&error)
    }
}
