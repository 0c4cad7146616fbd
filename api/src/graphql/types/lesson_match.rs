//! Lessons that bear on something.

use async_graphql::{Context, Object};

use crate::{
    app::bearing::Bearing,
    domain::{bearing::Reason, problem::Locale},
    graphql::{
        error::ApiError,
        loaders::load_all,
        types::{connection::locale, lesson::Lesson, topic::vocabulary},
    },
};

/// A lesson that bears on something, and why.
#[derive(Clone, Debug)]
pub struct LessonMatch {
    lesson: Lesson,
    score: f64,
    reasons: Vec<Reason>,
}

impl LessonMatch {
    /// What was found, with the rows of the lessons, which are cut to the reach once more.
    pub async fn all(ctx: &Context<'_>, found: Vec<Bearing>) -> Result<Vec<Self>, ApiError> {
        let ids = found.iter().map(|it| it.lesson).collect();
        let mut rows = load_all(ctx, ids).await?.into_iter().peekable();
        let mut matches = Vec::with_capacity(found.len());
        for bearing in found {
            let Some(row) = rows.next_if(|row| row.id == bearing.lesson) else {
                continue;
            };
            let lesson = Lesson::from(row);
            if lesson.is_published() {
                matches.push(Self {
                    lesson,
                    score: bearing.score,
                    reasons: bearing.reasons,
                });
            }
        }
        Ok(matches)
    }
}

/// A lesson that bears on something, and why.
#[Object]
impl LessonMatch {
    /// The lesson.
    async fn lesson(&self) -> &Lesson {
        &self.lesson
    }

    /// How much it bears on it; higher is more. Comparable within one answer only. Lessons that say the same as one before them come later than their scores say.
    async fn score(&self) -> f64 {
        self.score
    }

    /// Why, in words: shared topics, a similar city, matching words as they are written in what it bears on. In German or English, by `Accept-Language`.
    async fn reasons(&self, ctx: &Context<'_>) -> Result<Vec<String>, ApiError> {
        let locale = locale(ctx);
        let language = match locale {
            Locale::De => "de",
            Locale::En => "en",
        };
        let vocabulary = vocabulary(ctx).await?;
        let reasons = self.reasons.iter().filter_map(|reason| {
            reason.sentence(locale, |topic| {
                vocabulary.label(topic, language).map(str::to_owned)
            })
        });
        Ok(reasons.collect())
    }
}
