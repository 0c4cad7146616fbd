//! What lessons may bear on: a text that someone pastes, a project, another lesson.

use entity::{
    city,
    id::{CityId, TopicId},
    lesson, project,
};
use search::{AlikePlace, AlikeText, Except, Mentions};
use uuid::Uuid;

use crate::{app::vocabulary::Vocabulary, domain::reach::Reach};

/// What words count that stand in a title, and in what says the most besides.
const TITLE: f32 = 2.0;
const GIST: f32 = 1.5;
const REST: f32 = 1.0;

/// How many topics a text is taken to be about that says nothing of them.
const MENTIONED: usize = 12;

/// What lessons may bear on.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    texts: Vec<(String, f32)>,
    language: Option<String>,
    /// What it is about; where that is not said, what its texts mention.
    pub(super) topics: Vec<TopicId>,
    pub(super) place: Option<AlikePlace>,
    pub(super) except: Except,
}

impl Plan {
    /// A text, by someone who belongs to a city or not.
    pub(super) fn of_text(text: String, city: Option<&city::Model>) -> Self {
        Self {
            texts: vec![(text, REST)],
            place: city.map(place),
            ..Self::default()
        }
    }

    /// A lesson. Where it comes from counts only for those who may know.
    pub(super) fn of_lesson(
        row: &lesson::Model,
        topics: Vec<TopicId>,
        city: Option<&city::Model>,
    ) -> Self {
        let texts = [
            (Some(&row.title), TITLE),
            (Some(&row.insight), GIST),
            (row.situation.as_ref(), REST),
            (row.hurdle.as_ref(), REST),
            (row.tried.as_ref(), REST),
            (row.worked.as_ref(), REST),
            (row.recommendation.as_ref(), REST),
        ];
        Self {
            texts: said(texts),
            language: Some(row.language.clone()),
            topics,
            place: city.map(place),
            except: Except {
                lesson: Some(row.id.0),
                ..Except::default()
            },
        }
    }

    /// A project, on which lessons of others are to bear: not its own, nor its city's. Anonymous
    /// ones of its city are left out only for those who may know that they are: that they are
    /// missing would tell others.
    pub(super) fn of_project(
        row: &project::Model,
        topics: Vec<TopicId>,
        city: Option<&city::Model>,
        reach: &Reach,
    ) -> Self {
        let texts = [
            (Some(&row.title), TITLE),
            (row.summary.as_ref(), GIST),
            (row.initial_situation.as_ref(), REST),
            (row.goals.as_ref(), REST),
        ];
        let known = |city: &CityId| reach.knows_origin_in(*city);
        Self {
            texts: said(texts),
            language: Some(row.language.clone()),
            topics,
            place: city.map(place),
            except: Except {
                lesson: None,
                project: Some(row.id.0),
                city: row.city_id.map(Uuid::from),
                holder: row.city_id.filter(known).map(Uuid::from),
            },
        }
    }

    /// Its texts as the index takes them.
    pub(super) fn alike_texts(&self) -> Vec<AlikeText<'_>> {
        let texts = self.texts.iter().map(|(text, weight)| AlikeText {
            text,
            language: self.language.as_deref(),
            weight: *weight,
        });
        texts.collect()
    }

    /// What it is about, with all that is broader.
    pub(super) fn about(&self, vocabulary: &Vocabulary, mentions: &Mentions) -> Vec<Uuid> {
        let all = if self.topics.is_empty() {
            let texts: Vec<&str> = self.texts.iter().map(|(text, _)| text.as_str()).collect();
            let found = mentions.within(&texts.join("\n"));
            let found = found.into_iter().take(MENTIONED);
            vocabulary.with_broader(found.map(|(id, _)| TopicId(id)))
        } else {
            vocabulary.with_broader(self.topics.iter().copied())
        };
        all.into_iter().map(Uuid::from).collect()
    }
}

fn place(city: &city::Model) -> AlikePlace {
    AlikePlace {
        country: Some(city.country.clone()),
        region: city.region.clone(),
        population: city.population,
    }
}

fn said<'t>(texts: impl IntoIterator<Item = (Option<&'t String>, f32)>) -> Vec<(String, f32)> {
    let texts = texts.into_iter();
    texts
        .filter_map(|(text, weight)| Some((text?.clone(), weight)))
        .collect()
}
