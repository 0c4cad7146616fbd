//! How good a ranking is, by what was judged.

use std::collections::BTreeMap;
use std::fmt;

/// So many hits count.
pub(crate) const DEPTH: usize = 10;

/// From this grade on a document is a right answer; below, it only touches on what was asked. Where
/// nothing better was judged, it is the right answer all the same.
const RELEVANT: u32 = 2;

/// The measures of one query, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Measures {
    /// One through the place of the first right answer. For a query that should find nothing: 1
    /// where nothing is found.
    reciprocal_rank: f64,
    /// Normalised discounted cumulative gain; a grade g is worth 2^g - 1.
    gain: f64,
    /// Which part of the right answers is found.
    recall: f64,
}

impl Measures {
    pub(crate) const HEADINGS: &'static str = "  MRR@10  nDCG@10  recall@10  queries";

    pub(crate) fn of(found: &[String], judged: &BTreeMap<String, u32>) -> Self {
        if judged.is_empty() {
            let nothing = f64::from(u8::from(found.is_empty()));
            return Self {
                reciprocal_rank: nothing,
                gain: nothing,
                recall: nothing,
            };
        }
        let grade = |id: &String| judged.get(id).copied().unwrap_or_default();
        let found = &found[..found.len().min(DEPTH)];
        let best = judged.values().copied().max().unwrap_or_default();
        let first = found.iter().position(|id| grade(id) >= best.min(RELEVANT));
        let mut ideal: Vec<u32> = judged.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        ideal.truncate(DEPTH);
        let right = found.iter().filter(|id| grade(id) > 0).count();
        let grades: Vec<u32> = found.iter().map(grade).collect();
        Self {
            reciprocal_rank: first.map_or(0.0, |at| 1.0 / number(at + 1)),
            gain: gain(&grades) / gain(&ideal),
            recall: number(right) / number(ideal.len()),
        }
    }

    pub(crate) fn is_perfect(&self) -> bool {
        self.reciprocal_rank >= 1.0
    }
}

fn gain(grades: &[u32]) -> f64 {
    let worth =
        |(at, grade): (usize, &u32)| (2f64.powf(f64::from(*grade)) - 1.0) / number(at + 2).log2();
    grades.iter().enumerate().map(worth).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
fn number(count: usize) -> f64 {
    count as f64
}

impl fmt::Display for Measures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reciprocal_rank,
            gain,
            recall,
        } = self;
        write!(f, "{reciprocal_rank:>8.4} {gain:>8.4} {recall:>10.4}")
    }
}

/// The measures of many queries.
#[derive(Default)]
pub(crate) struct Sum {
    sum: Measures,
    count: usize,
}

impl Sum {
    pub(crate) fn add(&mut self, measures: &Measures) {
        self.sum.reciprocal_rank += measures.reciprocal_rank;
        self.sum.gain += measures.gain;
        self.sum.recall += measures.recall;
        self.count += 1;
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = number(self.count.max(1));
        let mean = Measures {
            reciprocal_rank: self.sum.reciprocal_rank / count,
            gain: self.sum.gain / count,
            recall: self.sum.recall / count,
        };
        write!(f, "{mean} {:>8}", self.count)
    }
}
