//! Picks lessons so that they do not all say the same.

use std::collections::HashMap;

use super::Match;

/// How much of its score a lesson loses that says what one before it says.
const SAMENESS: f32 = 0.6;
/// How much a copy says the same; it comes after all that are none.
const COPY: f32 = 1.0;
const ALMOST: f32 = 0.95;
/// What sharing words, topics and a project count in that.
const SAME_WORDS: f32 = 0.5;
const SAME_TOPICS: f32 = 0.3;
const SAME_PROJECT: f32 = 0.2;
/// One of so many may be of the same project or city, before others had their turn.
const SHARE_OF_PROJECT: usize = 5;
const SHARE_OF_CITY: usize = 3;
/// At least so many may.
const LEAST: usize = 2;

/// What matches are compared by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Traits {
    /// Which words of the text it has, one bit each.
    pub(super) words: u64,
    /// Which topics of the text it is about, one bit each.
    pub(super) topics: u64,
    /// What its words come to, and how long its texts are: the same for copies of a lesson.
    pub(super) text: i64,
    pub(super) lengths: u64,
    /// Its project, as far as that may be known.
    pub(super) project: Option<String>,
    /// Its city, as far as that may be known.
    pub(super) city: Option<String>,
}

impl Traits {
    /// How much two lessons say the same of the text, 0 to 1.
    fn sameness(&self, other: &Self) -> f32 {
        let all = |it: &Self| (it.words, it.topics, it.text, it.lengths);
        if all(self) == all(other) {
            return COPY;
        }
        let same = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        let project = f32::from(u8::from(same(&self.project, &other.project)));
        // Where one of the two has nothing to compare, the other one decides.
        let (words, topics) = match (self.words | other.words, self.topics | other.topics) {
            (_, 0) => (SAME_WORDS + SAME_TOPICS, 0.0),
            (0, _) => (0.0, SAME_WORDS + SAME_TOPICS),
            _ => (SAME_WORDS, SAME_TOPICS),
        };
        let sameness = words * overlap(self.words, other.words)
            + topics * overlap(self.topics, other.topics)
            + SAME_PROJECT * project;
        sameness.min(ALMOST)
    }
}

/// How many of all bits two numbers share.
#[expect(clippy::cast_precision_loss, reason = "there are at most 64 bits")]
fn overlap(one: u64, other: u64) -> f32 {
    match (one | other).count_ones() {
        0 => 0.0,
        all => (one & other).count_ones() as f32 / all as f32,
    }
}

/// The first of these lessons, best first, but after each one those before others that say
/// something else: none that is a copy of one before it, and of those so far at most a fifth of one
/// project and a third of one city, unless there are no others. How many are asked for makes no difference to which comes first.
#[must_use]
pub fn varied(matches: Vec<Match>, first: usize) -> Vec<Match> {
    let mut picked = Vec::with_capacity(first.min(matches.len()));
    let mut shares = Shares::default();
    // Beside each one that waits, how much it is like the nearest of those picked.
    let mut waiting: Vec<(Match, f32)> = matches.into_iter().map(|it| (it, 0.0)).collect();
    while picked.len() < first {
        let ranks = waiting.iter().enumerate().map(|(at, (it, sameness))| {
            let score = it.score * (1.0 - SAMENESS * sameness);
            let is_copy = *sameness >= COPY;
            let is_open = !is_copy && shares.is_open(&it.traits, picked.len());
            (at, is_open, score, it.id)
        });
        let best = ranks.max_by(|(_, open, score, id), (_, other, next, later)| {
            let by_score = open.cmp(other).then(score.total_cmp(next));
            by_score.then(later.cmp(id))
        });
        let Some((at, ..)) = best else { break };
        let (chosen, _) = waiting.remove(at);
        for (candidate, sameness) in &mut waiting {
            *sameness = sameness.max(chosen.traits.sameness(&candidate.traits));
        }
        shares.take(&chosen.traits);
        picked.push(chosen);
    }
    picked
}

/// How many were picked of each project and city.
#[derive(Default)]
struct Shares {
    projects: HashMap<String, usize>,
    cities: HashMap<String, usize>,
}

impl Shares {
    /// Whether a lesson's project and city still have room among one more than so many.
    fn is_open(&self, traits: &Traits, picked: usize) -> bool {
        let has_room = |of: &Option<String>, taken: &HashMap<String, usize>, share: usize| {
            let taken = of.as_ref().and_then(|of| taken.get(of)).copied();
            taken.unwrap_or_default() < (picked + share).div_euclid(share).max(LEAST)
        };
        has_room(&traits.project, &self.projects, SHARE_OF_PROJECT)
            && has_room(&traits.city, &self.cities, SHARE_OF_CITY)
    }

    fn take(&mut self, traits: &Traits) {
        for (of, taken) in [
            (&traits.project, &mut self.projects),
            (&traits.city, &mut self.cities),
        ] {
            if let Some(of) = of {
                *taken.entry(of.clone()).or_default() += 1;
            }
        }
    }
}
