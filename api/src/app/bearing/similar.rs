//! Whoever contributes a lesson sees published ones that say much the same.

use std::collections::{HashMap, HashSet};

use entity::{id::LessonId, kind::EntryStatus, lesson};

use super::{Bearing, MOST_KEYS, told};
use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{bearing::Reason, lesson_filter::LessonFilter, reach::Reach, text_key::text_key},
};

/// From which part of words in common on two lessons are alike.
const ALIKE: f64 = 0.5;
/// How many are shown.
const SHOWN: usize = 5;
/// Among how many of those that bear on it most they are looked for.
const LOOKED_AT: usize = 20;

impl KnowledgeBase {
    /// For each of these lessons, published ones within reach that say much the same, scored by the
    /// part of words that they have in common, the most alike first. Nothing while the index is
    /// being built.
    pub async fn similar_lessons(
        &self,
        reach: &Reach,
        lessons: &[LessonId],
    ) -> Result<HashMap<LessonId, Vec<Bearing>>, Error> {
        let (ids, mut plans) = self.lesson_plans(reach, lessons).await?;
        // Who has said it before does not matter here.
        for plan in &mut plans {
            plan.place = None;
        }
        let filter = LessonFilter::default();
        let (pools, vocabulary) = match self.pools(reach, plans, &filter, LOOKED_AT).await {
            Ok(found) => found,
            Err(Error::IndexNotReady) => return Ok(HashMap::new()),
            Err(error) => return Err(error),
        };
        let found = pools.iter().flatten().map(|found| LessonId(found.id));
        let all: HashSet<LessonId> = found.chain(ids.iter().copied()).collect();
        let all = Vec::from_iter(all);
        let mut rows = HashMap::new();
        for some in all.chunks(MOST_KEYS) {
            rows.extend(self.reading(reach).lessons_by_id(some).await?);
        }
        let texts: HashMap<LessonId, HashSet<String>> =
            rows.values().map(|row| (row.id, words_of(row))).collect();
        let alike = ids.into_iter().zip(pools).filter_map(|(id, pool)| {
            let own = texts.get(&id)?;
            let alike = pool.into_iter().filter_map(|found| {
                let row = rows.get(&LessonId(found.id))?;
                let likeness = likeness(own, texts.get(&row.id)?);
                let is_alike = likeness >= ALIKE && row.status == EntryStatus::Published;
                is_alike.then(|| like(told(found, &vocabulary), likeness))
            });
            let mut alike: Vec<Bearing> = alike.collect();
            alike.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.lesson.cmp(&b.lesson)));
            alike.truncate(SHOWN);
            Some((id, alike))
        });
        Ok(alike.collect())
    }
}

/// A lesson that is so much like another, which is the first that is told of it.
fn like(found: Bearing, likeness: f64) -> Bearing {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a part is between 0 and 1"
    )]
    let percent = (likeness * 100.0).round() as u8;
    let mut reasons = vec![Reason::SameWords(percent)];
    reasons.extend(found.reasons);
    Bearing {
        score: likeness,
        reasons,
        ..found
    }
}

fn words_of(row: &lesson::Model) -> HashSet<String> {
    words(&format!("{} {}", row.title, row.insight))
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
