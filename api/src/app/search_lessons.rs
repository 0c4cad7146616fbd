//! An analyst searches lessons: hits, counts and facets of one query on one snapshot of the index.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::{Duration, Instant},
};

use entity::{id::LessonId, kind::Audience};
use search::{
    Facet, FacetCounts, Filter, Highlighter, Level, Order, Page, Query, Request, Scope, Searcher,
    SortKey, Suggestion, Warning,
};

use uuid::Uuid;

use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{lesson_filter::LessonFilter, partial_date::epoch_day, reach::Reach},
    metrics::Metrics,
};

/// How long a search waits for a change to be findable.
const PATIENCE: Duration = Duration::from_secs(2);

/// A search on one snapshot of the index: whatever is asked of it fits together.
#[derive(Clone)]
pub struct LessonSearch {
    searcher: Searcher,
    metrics: Arc<Metrics>,
    question: Arc<Question>,
}

struct Question {
    /// As it was typed.
    text: String,
    query: Query,
    filter: Filter,
    scope: Scope,
    order: Order,
}

/// A hit: the lesson, its score, and its place in the order.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The lesson.
    pub lesson: LessonId,
    /// How well it matches.
    pub score: f32,
    /// Its place in the order.
    pub key: SortKey,
}

impl KnowledgeBase {
    /// Prepares a search of what is within reach.
    pub fn search_lessons(
        &self,
        reach: &Reach,
        query: &str,
        filter: &LessonFilter,
        order: Order,
    ) -> Result<LessonSearch, Error> {
        let searcher = self.searcher()?;
        let understood = searcher.query(query)?;
        Ok(LessonSearch {
            searcher,
            metrics: Arc::clone(&self.metrics),
            question: Arc::new(Question {
                text: query.to_owned(),
                query: understood,
                filter: index_filter(filter),
                scope: scope(reach),
                order,
            }),
        })
    }

    /// Waits until a change can be found, but not for long.
    pub async fn findable(&self, position: i64) -> bool {
        match &self.indexing {
            Some(indexing) => indexing.reaches(position, PATIENCE).await,
            None => false,
        }
    }

    /// Names within reach that begin as typed, and words of public texts.
    pub async fn suggest(
        &self,
        reach: &Reach,
        prefix: String,
        first: usize,
    ) -> Result<Vec<Suggestion>, Error> {
        let (searcher, scope) = (self.searcher()?, scope(reach));
        in_background(move || searcher.suggest(&prefix, &scope, first)).await
    }

    /// How many lessons within reach each topic has, those of narrower topics included.
    pub async fn topic_counts(&self, reach: &Reach) -> Result<HashMap<Uuid, u64>, Error> {
        let everything =
            self.search_lessons(reach, "", &LessonFilter::default(), Order::Relevance)?;
        let facets = everything
            .facets(vec![Facet::Topic, Facet::ActionField], usize::MAX)
            .await?;
        let buckets = facets.into_iter().flat_map(|facet| facet.buckets);
        let counts = buckets.filter_map(|bucket| Some((bucket.value.parse().ok()?, bucket.count)));
        Ok(counts.collect())
    }

    /// The index as it is now.
    pub(super) fn searcher(&self) -> Result<Searcher, Error> {
        self.indexing
            .as_ref()
            .ok_or(Error::IndexNotReady)?
            .searcher()
    }
}

impl LessonSearch {
    /// Some hits, and whether there are more.
    pub async fn page(
        &self,
        after: Option<SortKey>,
        limit: usize,
    ) -> Result<(Vec<Hit>, bool), Error> {
        let Page { hits, has_more } = self
            .ask(move |searcher, it| {
                searcher.page(&Request {
                    query: &it.query,
                    filter: &it.filter,
                    scope: &it.scope,
                    order: it.order,
                    after: after.as_ref(),
                    limit,
                })
            })
            .await?;
        let hits = hits.into_iter().map(|hit| Hit {
            lesson: LessonId(hit.id),
            score: hit.score,
            key: hit.key,
        });
        Ok((hits.collect(), has_more))
    }

    /// How many hits there are.
    pub async fn count(&self) -> Result<u64, Error> {
        self.ask(|searcher, it| searcher.count(&it.query, &it.filter, &it.scope))
            .await
    }

    /// Whether a lesson is among the hits.
    pub async fn finds(&self, lesson: LessonId) -> Result<bool, Error> {
        self.ask(move |searcher, it| searcher.finds(lesson.0, &it.query, &it.filter, &it.scope))
            .await
    }

    /// How many hits have each value.
    pub async fn facets(&self, by: Vec<Facet>, first: usize) -> Result<Vec<FacetCounts>, Error> {
        self.ask(move |searcher, it| searcher.facets(&it.query, &it.filter, &it.scope, &by, first))
            .await
    }

    /// How many lessons of each year and outcome the filter lets through.
    pub async fn timeline(&self) -> Result<Vec<(i32, BTreeMap<String, u64>)>, Error> {
        self.ask(|searcher, it| searcher.timeline(&it.filter, &it.scope))
            .await
    }

    /// A corrected query that finds more, where the words as typed find little.
    pub async fn did_you_mean(&self) -> Result<Option<String>, Error> {
        self.ask(|searcher, it| searcher.did_you_mean(&it.text, &it.filter, &it.scope))
            .await
    }

    /// Marks what the query finds in a text.
    #[must_use]
    pub fn highlighter(&self) -> Highlighter {
        self.searcher.highlighter(&self.question.query)
    }

    /// What in the query was not understood.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        self.question.query.warnings()
    }

    async fn ask<T, F>(&self, question: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Searcher, &Question) -> Result<T, search::Error> + Send + 'static,
    {
        let (searcher, it) = (self.searcher.clone(), Arc::clone(&self.question));
        let started = Instant::now();
        let answer = in_background(move || question(&searcher, &it)).await;
        self.metrics.search(started.elapsed());
        answer
    }
}

/// Searches away from the threads that answer requests.
pub(super) async fn in_background<T, F>(work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, search::Error> + Send + 'static,
{
    Ok(tokio::task::spawn_blocking(work).await??)
}

/// What may be read, in the index's terms.
pub(super) fn scope(reach: &Reach) -> Scope {
    if reach.is_everything() {
        return Scope::All;
    }
    Scope::Readable {
        level: match reach.level() {
            Audience::Public => Level::Public,
            Audience::Partners => Level::Partners,
            Audience::Administrations => Level::Administrations,
            Audience::City => Level::City,
        },
        cities: reach.cities().iter().map(|id| id.0).collect(),
        organizations: reach.organizations().iter().map(|id| id.0).collect(),
    }
}

/// Which lessons are wanted, in the index's terms.
pub(super) fn index_filter(filter: &LessonFilter) -> Filter {
    fn bare<I: Copy + Into<uuid::Uuid>>(ids: Option<&Vec<I>>) -> Option<Vec<uuid::Uuid>> {
        ids.map(|ids| ids.iter().map(|id| (*id).into()).collect())
    }
    Filter {
        cities: bare(filter.cities.as_ref()),
        countries: filter.countries.clone(),
        regions: filter.regions.clone(),
        population_from: filter.population_from,
        population_to: filter.population_to,
        projects: bare(filter.projects.as_ref()),
        organizations: bare(filter.organizations.as_ref()),
        topics: bare(filter.topics.as_ref()),
        kinds: filter
            .kinds
            .as_ref()
            .map(|kinds| kinds.iter().map(|kind| kind.as_str().to_owned()).collect()),
        outcomes: filter.outcomes.as_ref().map(|all| {
            all.iter()
                .map(|outcome| outcome.as_str().to_owned())
                .collect()
        }),
        languages: filter.languages.clone(),
        occurred_from: filter.occurred_from.map(epoch_day),
        occurred_to: filter.occurred_to.map(epoch_day),
        published_since: filter.published_since.map(|since| since.timestamp_micros()),
        reused: filter.reused,
    }
}
