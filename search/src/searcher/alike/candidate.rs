//! A lesson while the best are picked.

use std::cmp::Reverse;

use uuid::Uuid;

use super::super::bands::POPULATION_BANDS;
use super::telling::Telling;
use super::variety::Traits;
use super::{AlikePlace, Match, Reason};
use crate::PopulationBand;

/// How many words are told as reasons.
const TOLD: usize = 6;

/// Scores are kept as whole numbers of this fraction, so that equal ones are equal.
const UNITS: f32 = 4096.0;

/// A document while the best are picked: what is greater comes later.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) score: Reverse<i64>,
    pub(super) id: Uuid,
    /// The score without what its city counts.
    pub(super) bearing: i64,
    pub(super) text: i64,
    /// Stands for how long its texts are.
    pub(super) lengths: u64,
    pub(super) words: u64,
    pub(super) topics: u64,
    pub(super) band: Option<usize>,
    pub(super) region: bool,
    pub(super) project: Option<String>,
    pub(super) city: Option<String>,
}

impl Candidate {
    /// As it is found, with reasons.
    pub(super) fn into_match(self, telling: &Telling, place: Option<&AlikePlace>) -> Match {
        let mut reasons = Vec::new();
        let topics = bits(self.topics, &telling.topics).map(|topic| topic.id);
        let topics: Vec<Uuid> = topics.collect();
        if !topics.is_empty() {
            reasons.push(Reason::Topics(topics));
        }
        let region = place.filter(|_| self.region);
        let region = region.and_then(|place| place.region.clone());
        let band: Option<PopulationBand> = self
            .band
            .and_then(|band| POPULATION_BANDS.get(band).copied());
        if band.is_some() || region.is_some() {
            reasons.push(Reason::Place { band, region });
        }
        let words = bits(self.words, &telling.words).take(TOLD);
        let words: Vec<String> = words.map(|word| word.written.clone()).collect();
        if !words.is_empty() {
            reasons.push(Reason::Words(words));
        }
        Match {
            id: self.id,
            score: from_units(self.score.0),
            reasons,
            traits: Traits {
                words: self.words,
                topics: self.topics,
                text: self.text,
                lengths: self.lengths,
                project: self.project,
                city: self.city,
            },
        }
    }
}

/// Those of a list whose bits are set.
fn bits<T>(set: u64, of: &[T]) -> impl Iterator<Item = &T> {
    let set = of
        .iter()
        .enumerate()
        .filter(move |(at, _)| set >> at & 1 == 1);
    set.map(|(_, it)| it)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "scores stay far below the range, and a cast saturates"
)]
/// A score in units.
pub(super) fn units(score: f32) -> i64 {
    (score * UNITS).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "scores in units stay far below 2^24"
)]
/// A score of so many units.
pub(super) fn from_units(units: i64) -> f32 {
    units as f32 / UNITS
}
