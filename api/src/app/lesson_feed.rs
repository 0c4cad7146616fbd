//! Someone follows a search with a feed reader: its newest lessons, and what a feed tells of them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{
    city,
    id::{CityId, LessonId},
    kind::Attribution,
    lesson,
};
use search::Order;
use uuid::Uuid;

use crate::{
    app::{KnowledgeBase, error::Error, lookups::Entry},
    domain::{actor::Actor, lesson_filter::LessonFilter, origin::told_time, reach::Reach},
};

/// The newest lessons of a search.
#[derive(Clone, Debug)]
pub struct LessonFeed {
    /// Which database they are from.
    pub instance: Uuid,
    /// The lessons, the last published first.
    pub entries: Vec<FeedEntry>,
}

/// A lesson in a feed.
#[derive(Clone, Debug)]
pub struct FeedEntry {
    /// Its key.
    pub uuid: Uuid,
    /// Its id as clients see it.
    pub global_id: String,
    /// Its title.
    pub title: String,
    /// What was learned.
    pub insight: String,
    /// The language of both.
    pub language: String,
    /// The licence of both.
    pub licence: String,
    /// The city that learned it, if the reader may know.
    pub city: Option<String>,
    /// What it is about: slugs and labels.
    pub topics: Vec<(String, String)>,
    /// When it was first published.
    pub published: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated: DateTime<Utc>,
}

impl KnowledgeBase {
    /// The newest lessons within reach that a search finds; the filter's topics include the
    /// narrower ones. `global_id` writes the ids that clients see.
    pub async fn lesson_feed(
        &self,
        reach: &Reach,
        (query, filter): (&str, LessonFilter),
        first: usize,
        global_id: fn(LessonId) -> String,
    ) -> Result<LessonFeed, Error> {
        let reading = self.reading(reach);
        let vocabulary = reading.vocabulary().await?;
        let filter = vocabulary.widened(filter);
        let search = self.search_lessons(reach, query, &filter, Order::Newest)?;
        let (hits, _) = search.page(None, first).await?;
        let ids: Vec<_> = hits.iter().map(|hit| hit.lesson).collect();
        let mut rows = reading.lessons_by_id(&ids).await?;
        let rows: Vec<_> = ids.iter().filter_map(|id| rows.remove(id)).collect();
        let entries: Vec<_> = rows.iter().map(|row| Entry::Lesson(row.id)).collect();
        let mut topics = reading.topics_of(&entries).await?;
        let cities: Vec<_> = rows.iter().map(|row| row.city_id).collect();
        let cities = reading.cities_by_id(&cities).await?;
        let entries = rows.into_iter().map(|row| {
            let topics = topics.remove(&Entry::Lesson(row.id)).unwrap_or_default();
            let topics = topics.into_iter().filter_map(|id| {
                let slug = vocabulary.topic(id)?.slug.clone();
                let label = vocabulary.label(id, &row.language);
                Some((slug.clone(), label.map_or(slug, str::to_owned)))
            });
            let topics = topics.collect();
            entry(reach, row, topics, &cities, global_id)
        });
        Ok(LessonFeed {
            instance: self.reading(&Reach::of(&Actor::House)).instance().await?,
            entries: entries.collect(),
        })
    }
}

fn entry(
    reach: &Reach,
    row: lesson::Model,
    topics: Vec<(String, String)>,
    cities: &HashMap<CityId, city::Model>,
    global_id: fn(LessonId) -> String,
) -> FeedEntry {
    let known = row.attribution == Attribution::Named || reach.knows_origin_in(row.city_id);
    let city = cities.get(&row.city_id).filter(|_| known);
    FeedEntry {
        uuid: row.id.0,
        global_id: global_id(row.id),
        city: city.map(|city| city.name.clone()),
        topics,
        published: row.published_at.map(|time| told_time(time, known)),
        updated: told_time(row.updated_at, known),
        title: row.title,
        insight: row.insight,
        language: row.language,
        licence: row.licence,
    }
}
