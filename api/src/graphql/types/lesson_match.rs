//! Lessons that bear on something.

use async_graphql::SimpleObject;

use crate::graphql::types::lesson::Lesson;

/// A lesson that bears on something, and why.
#[derive(Clone, Debug, SimpleObject)]
pub struct LessonMatch {
    /// The lesson.
    pub lesson: Lesson,
    /// How much it bears on it; higher is more. Comparable within one answer only.
    pub score: f64,
    /// Why, in words: shared topics, a similar city, matching words.
    pub reasons: Vec<String>,
}
