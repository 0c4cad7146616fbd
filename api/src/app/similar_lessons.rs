//! Whoever contributes a lesson sees published ones that say much the same.

use std::collections::HashSet;

use entity::{id::LessonId, kind::EntryStatus};
use search::Order;

use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{lesson_filter::LessonFilter, reach::Reach, text_key::text_key},
};

/// From which part of words in common on two lessons are alike.
const ALIKE: f64 = 0.5;
/// How many are shown.
const SHOWN: usize = 5;
/// Among how many of those that match best they are looked for.
const LOOKED_AT: usize = 20;
/// How many words of a lesson are searched for.
const WORDS: usize = 40;

impl KnowledgeBase {
    /// Published lessons within reach that say much the same, with the part of words that they have
    /// in common, the most alike first. Nothing while the index is being built.
    pub async fn similar_lessons(
        &self,
        reach: &Reach,
        id: LessonId,
        title: &str,
        insight: &str,
    ) -> Result<Vec<(LessonId, f64)>, Error> {
        let text = format!("{title} {insight}");
        let own = words(&text);
        let filter = LessonFilter::default();
        let search = match self.search_lessons(reach, &question(&text), &filter, Order::Relevance) {
            Ok(search) => search,
            Err(Error::IndexNotReady) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let (hits, _) = search.page(None, LOOKED_AT).await?;
        let ids: Vec<_> = hits.iter().map(|hit| hit.lesson).collect();
        let rows = self.reading(reach).lessons_by_id(&ids).await?;
        let published = rows
            .into_values()
            .filter(|row| row.id != id && row.status == EntryStatus::Published);
        let mut alike: Vec<_> = published
            .map(|row| {
                (
                    row.id,
                    likeness(&own, &words(&format!("{} {}", row.title, row.insight))),
                )
            })
            .filter(|(_, likeness)| *likeness >= ALIKE)
            .collect();
        alike.sort_by(|(a, one), (b, other)| other.total_cmp(one).then(a.cmp(b)));
        alike.truncate(SHOWN);
        Ok(alike)
    }
}

/// The words of a text, folded, without the short ones that every text has.
fn words(text: &str) -> HashSet<String> {
    let key: String = text
        .split_whitespace()
        .map(text_key)
        .collect::<Vec<_>>()
        .join(" ");
    let words = key.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 3)
        .map(str::to_owned)
        .collect()
}

/// A query for any of the words.
fn question(text: &str) -> String {
    let mut asked = String::new();
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 3);
    for word in words.take(WORDS) {
        if asked.chars().count() + word.chars().count() > 900 {
            break;
        }
        asked.push_str(word);
        asked.push(' ');
    }
    asked.push('?');
    asked
}

/// How many words two texts have in common, of all that they have.
fn likeness(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let common = one.intersection(other).count();
    let all = one.len() + other.len() - common;
    if all == 0 {
        return 0.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a text has fewer words than a float holds"
    )]
    let part = common as f64 / all as f64;
    part
}
