//! Lessons come by themselves: those that bear on a lesson, a project, or a text that someone pastes.

mod plan;
mod similar;

use std::{
    collections::{HashMap, HashSet},
    time::Instant,
};

use entity::{
    city,
    id::{CityId, LessonId, ProjectId, TopicId},
    kind::{Attribution, EntryStatus, RelationKind},
    lesson, relation,
};
use sea_orm::{ColumnTrait as _, DbErr};
use search::{AlikeRequest, Match, Mentions, varied};

use plan::Plan;

use crate::{
    app::{
        KnowledgeBase,
        error::Error,
        lookups::Entry,
        page::padded,
        reading::Reading,
        search_lessons::{in_background, index_filter, scope},
        vocabulary::Vocabulary,
    },
    domain::{bearing::Reason, lesson_filter::LessonFilter, population::Band, reach::Reach},
};

/// Among how many of the best those are picked that are shown.
const POOL: usize = 200;
/// Most keys of one statement.
const MOST_KEYS: usize = 8_192;
/// How many topics are told.
const TOLD: usize = 5;
/// How much each doubling of the reuses that helped lifts a lesson, and at how many it ends.
const REUSE_LIFT: f32 = 0.02;
const REUSE_DOUBLINGS: f32 = 5.0;
/// What is left of the score of a lesson that a newer one replaces.
const REPLACED: f32 = 0.5;

/// A lesson that bears on something.
#[derive(Clone, Debug, PartialEq)]
pub struct Bearing {
    /// The lesson.
    pub lesson: LessonId,
    /// How much.
    pub score: f64,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl KnowledgeBase {
    /// Published lessons that bear on a text, the best first, so many.
    pub async fn briefing(
        &self,
        reach: &Reach,
        text: String,
        filter: &LessonFilter,
        first: usize,
    ) -> Result<Vec<Bearing>, Error> {
        // Someone who belongs to one city asks for that.
        let own = match reach.cities() {
            [city] if !reach.is_everything() => Some(*city),
            _ => None,
        };
        let cities = self
            .reading(reach)
            .cities_by_id(&Vec::from_iter(own))
            .await?;
        let plan = Plan::of_text(text, own.and_then(|city| cities.get(&city)));
        let found = self.bearing(reach, vec![plan], filter, first).await?;
        Ok(found.into_iter().next().unwrap_or_default())
    }

    /// For each of these lessons, published ones that are about the same, the best first, so many.
    pub async fn related_lessons(
        &self,
        reach: &Reach,
        lessons: &[LessonId],
        first: usize,
    ) -> Result<HashMap<LessonId, Vec<Bearing>>, Error> {
        let (ids, plans) = self.lesson_plans(reach, lessons).await?;
        let filter = LessonFilter::default();
        let found = self.bearing(reach, plans, &filter, first).await?;
        Ok(ids.into_iter().zip(found).collect())
    }

    /// For each of these projects, published lessons of others that bear on it, the best first, so
    /// many.
    pub async fn project_briefings(
        &self,
        reach: &Reach,
        projects: &[ProjectId],
        first: usize,
    ) -> Result<HashMap<ProjectId, Vec<Bearing>>, Error> {
        let reading = self.reading(reach);
        let rows = reading.projects_by_id(projects).await?;
        let entries: Vec<_> = rows.keys().map(|id| Entry::Project(*id)).collect();
        let mut topics = reading.topics_of(&entries).await?;
        let cities: HashSet<CityId> = rows.values().filter_map(|row| row.city_id).collect();
        let cities = reading.cities_by_id(&Vec::from_iter(cities)).await?;
        let plans = rows.values().map(|row| {
            let topics = topics.remove(&Entry::Project(row.id)).unwrap_or_default();
            let city = row.city_id.and_then(|id| cities.get(&id));
            Plan::of_project(row, topics, city, reach)
        });
        let plans = plans.collect();
        let filter = LessonFilter::default();
        let found = self.bearing(reach, plans, &filter, first).await?;
        Ok(rows.into_keys().zip(found).collect())
    }

    /// What the lessons say, as something to bear on.
    async fn lesson_plans(
        &self,
        reach: &Reach,
        lessons: &[LessonId],
    ) -> Result<(Vec<LessonId>, Vec<Plan>), Error> {
        let reading = self.reading(reach);
        let rows = reading.lessons_by_id(lessons).await?;
        let entries: Vec<_> = rows.keys().map(|id| Entry::Lesson(*id)).collect();
        let mut topics = reading.topics_of(&entries).await?;
        let origin = |row: &lesson::Model| {
            let known = row.attribution == Attribution::Named || reach.knows_origin_in(row.city_id);
            known.then_some(row.city_id)
        };
        let cities: HashSet<CityId> = rows.values().filter_map(origin).collect();
        let cities: HashMap<CityId, city::Model> =
            reading.cities_by_id(&Vec::from_iter(cities)).await?;
        let plans = rows.values().map(|row| {
            let topics = topics.remove(&Entry::Lesson(row.id)).unwrap_or_default();
            let city = origin(row).and_then(|id| cities.get(&id));
            Plan::of_lesson(row, topics, city)
        });
        let plans = plans.collect();
        Ok((rows.into_keys().collect(), plans))
    }

    /// For each plan the lessons that bear on it, so many, varied.
    async fn bearing(
        &self,
        reach: &Reach,
        plans: Vec<Plan>,
        filter: &LessonFilter,
        first: usize,
    ) -> Result<Vec<Vec<Bearing>>, Error> {
        let (pools, vocabulary) = self.pools(reach, plans, filter, POOL).await?;
        let found: HashSet<LessonId> = pools.iter().flatten().map(|it| LessonId(it.id)).collect();
        let found = Vec::from_iter(found);
        let (mut helped, mut replaced) = (HashMap::new(), HashSet::new());
        for ids in found.chunks(MOST_KEYS) {
            let reading = self.reading(reach);
            let summaries = reading.reuse_summaries(ids).await?;
            helped.extend(
                summaries
                    .into_iter()
                    .map(|(id, summary)| (id, summary.helped)),
            );
            replaced.extend(reading.replaced(ids).await?);
        }
        let picked = pools.into_iter().map(|pool| {
            let lifted = pool.into_iter().map(|mut found| {
                let helped = helped.get(&LessonId(found.id)).copied();
                found.score *= lift(helped.unwrap_or_default());
                found
            });
            let (old, current): (Vec<_>, Vec<_>) =
                lifted.partition(|found| replaced.contains(&LessonId(found.id)));
            let mut picked = varied(current, first);
            let room = first.saturating_sub(picked.len());
            picked.extend(varied(old, room).into_iter().map(|mut found| {
                found.score *= REPLACED;
                found
            }));
            let told = picked.into_iter().map(|found| told(found, &vocabulary));
            told.collect()
        });
        Ok(picked.collect())
    }

    /// For each plan the best of all that bear on it.
    async fn pools(
        &self,
        reach: &Reach,
        plans: Vec<Plan>,
        filter: &LessonFilter,
        limit: usize,
    ) -> Result<(Vec<Vec<Match>>, Vocabulary), Error> {
        let searcher = self.searcher()?;
        let vocabulary = self.reading(reach).vocabulary().await?;
        let (scope, filter) = (scope(reach), index_filter(filter));
        let started = Instant::now();
        let found = in_background(move || {
            let unsaid = plans.iter().any(|plan| plan.topics.is_empty());
            let mentions = if unsaid {
                names(&vocabulary)
            } else {
                Mentions::default()
            };
            let mut pools = Vec::with_capacity(plans.len());
            for plan in &plans {
                pools.push(searcher.alike(&AlikeRequest {
                    texts: &plan.alike_texts(),
                    topics: &plan.about(&vocabulary, &mentions),
                    place: plan.place.as_ref(),
                    except: &plan.except,
                    filter: &filter,
                    scope: &scope,
                    limit,
                })?);
            }
            Ok((pools, vocabulary))
        });
        let found = found.await;
        self.metrics.search(started.elapsed());
        found
    }
}

impl Reading<'_> {
    /// Those of these lessons that a published one takes the place of.
    async fn replaced(&self, lessons: &[LessonId]) -> Result<Vec<LessonId>, DbErr> {
        let published = self
            .lessons()
            .filter(lesson::Column::Status.eq(EntryStatus::Published));
        let rows = self
            .relations()
            .filter(relation::Column::Kind.eq(RelationKind::Replaces))
            .filter(relation::Column::ToLessonId.is_in(padded(lessons)))
            .filter(published.has(relation::Column::FromLessonId));
        let rows = rows.all().await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| row.to_lesson_id)
            .collect())
    }
}

/// All labels of all topics, to be found in texts.
fn names(vocabulary: &Vocabulary) -> Mentions {
    let labels = vocabulary.topics().iter().flat_map(|topic| {
        let labels = vocabulary.labels(topic.id).iter();
        labels.map(|label| (topic.id.0, label.language.as_str(), label.label.as_str()))
    });
    Mentions::of(labels)
}

/// A match with its reasons as they are told.
fn told(found: Match, vocabulary: &Vocabulary) -> Bearing {
    let reasons = found.reasons.into_iter().map(|reason| match reason {
        search::Reason::Topics(ids) => {
            let ids = ids.into_iter().map(TopicId).collect();
            Reason::Topics(narrowest(ids, vocabulary))
        }
        search::Reason::Place { band, region } => Reason::Place {
            band: band.map(|band| Band::of(band.from)),
            region,
        },
        search::Reason::Words(words) => Reason::Words(words),
    });
    Bearing {
        lesson: LessonId(found.id),
        score: f64::from(found.score),
        reasons: reasons.collect(),
    }
}

/// Topics without those that are only broader ones of others.
fn narrowest(ids: Vec<TopicId>, vocabulary: &Vocabulary) -> Vec<TopicId> {
    let broader: HashSet<TopicId> = ids
        .iter()
        .filter_map(|id| vocabulary.topic(*id)?.broader_id)
        .collect();
    let broader: HashSet<TopicId> = vocabulary.with_broader(broader).into_iter().collect();
    let narrow = ids.into_iter().filter(|id| !broader.contains(id));
    narrow.take(TOLD).collect()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 32 reuses the count makes no difference"
)]
fn lift(helped: u64) -> f32 {
    let doublings = (1.0 + helped as f32).log2();
    1.0 + REUSE_LIFT * doublings.min(REUSE_DOUBLINGS)
}
