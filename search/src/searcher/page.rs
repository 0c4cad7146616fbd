//! One page of hits, in an order in which none is repeated or skipped.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::columnar::Column;
use tantivy::index::SegmentReader;
use tantivy::{DocId, Score};
use uuid::Uuid;

use super::Request;
use super::plan::{Mode, Plan};
use crate::digest;
use crate::error::{Error, Result};
use crate::shelf::IdColumns;
use crate::{Filter, Order, SortKey};

/// A document that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The lesson's id.
    pub id: Uuid,
    /// How well it matches; 0 where nothing was asked for.
    pub score: f32,
    /// Its place in the order: where the next page goes on.
    pub key: SortKey,
}

/// Some hits, in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The hits.
    pub hits: Vec<Hit>,
    /// Whether more come after them.
    pub has_more: bool,
}

/// Scores are kept as whole numbers of this fraction: the order in which an engine adds up
/// floating point numbers must not tell equal documents apart.
const SCORE_UNITS: f32 = 1024.0;

/// How much each doubling of the reuses that helped lifts a lesson's score, and at how many doublings
/// it ends.
const REUSE_LIFT: f32 = 0.02;
const REUSE_DOUBLINGS: f32 = 5.0;

/// What is left of the score of a lesson that a newer one takes the place of.
const REPLACED: f32 = 0.5;

/// The hits of a query, a filter and an order, in that order: what a cursor is a place in. Whom the
/// hits are for is no part of it, nor is what the index holds: both may change between two pages.
#[derive(Clone, Copy)]
pub(super) struct List {
    order: Order,
    digest: u64,
}

impl List {
    pub(super) fn of(request: &Request<'_>) -> Self {
        let order = effective_order(request);
        let filter = request.filter.clone().normal();
        Self {
            order,
            digest: digest::of(&(request.query, filter, order)),
        }
    }

    pub(super) fn check(self, key: &SortKey) -> Result<()> {
        if key.list == self.digest {
            Ok(())
        } else {
            Err(Error::ForeignCursor)
        }
    }

    fn hit(self, candidate: &Candidate, plan: &Plan<'_>) -> Hit {
        Hit {
            id: candidate.id,
            score: from_units(candidate.score),
            key: SortKey {
                list: self.digest,
                any: plan.mode() == Mode::Any,
                measure: plan.measure(),
                rank: candidate.rank.0,
                id: candidate.id,
            },
        }
    }
}

/// The order that a request comes down to: without a query nothing is more relevant than
/// another, and the newest come first.
fn effective_order(request: &Request<'_>) -> Order {
    match request.order {
        Order::Relevance if request.query.is_empty() => Order::Newest,
        order => order,
    }
}

/// A found document while the best are picked: what is greater comes later.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    rank: Reverse<i64>,
    id: Uuid,
    score: i64,
}

/// The best documents so far, as many as a page needs and one more.
struct Best {
    candidates: BinaryHeap<Candidate>,
    room: usize,
    after: Option<Place>,
}

/// Where a hit stands in its list.
pub(super) type Place = (Reverse<i64>, Uuid);

/// Where the hit of a key stood when the key was made.
pub(super) fn place(key: &SortKey) -> Place {
    (Reverse(key.rank), key.id)
}

impl Best {
    /// Whether a document of this rank could still be among the best, whatever its id.
    fn could_take(&self, rank: Reverse<i64>) -> bool {
        let comes_after = self.after.is_none_or(|(after, _)| rank >= after);
        let has_room = self.candidates.len() < self.room;
        comes_after
            && (has_room
                || self
                    .candidates
                    .peek()
                    .is_some_and(|worst| rank <= worst.rank))
    }

    fn offer(&mut self, candidate: Candidate) {
        let place = (candidate.rank, candidate.id);
        if self.after.is_some_and(|after| place <= after) {
            return;
        }
        self.candidates.push(candidate);
        if self.candidates.len() > self.room {
            self.candidates.pop();
        }
    }
}

/// Picks the hits after a place, so many at most.
pub(super) fn collect(
    plan: &Plan<'_>,
    list: List,
    filter: &Filter,
    after: Option<Place>,
    limit: usize,
) -> Result<Page> {
    let mut best = Best {
        candidates: BinaryHeap::new(),
        room: limit.saturating_add(1),
        after,
    };
    for shelf in plan.shelves(filter)? {
        let weight = shelf.scored()?;
        for segment in shelf.searcher.segment_readers() {
            let ranking = Ranking::of(segment, list.order)?;
            let ids = IdColumns::of(segment)?;
            weight.for_each(segment, &mut |document, score| {
                let score = ranking.score(document, score);
                let rank = Reverse(ranking.rank(document, score));
                if best.could_take(rank) && !segment.is_deleted(document) {
                    let id = ids.id(document);
                    best.offer(Candidate { rank, id, score });
                }
            })?;
        }
    }
    let candidates = best.candidates.into_sorted_vec();
    let has_more = candidates.len() > limit;
    let hits = candidates.into_iter().take(limit);
    let hits = hits.map(|candidate| list.hit(&candidate, plan)).collect();
    Ok(Page { hits, has_more })
}

/// What a segment's documents are ranked by.
struct Ranking {
    order: Order,
    reuse_count: Option<Column<u64>>,
    helped_count: Option<Column<u64>>,
    replaced: Option<Column<bool>>,
    published_at: Option<Column<i64>>,
}

impl Ranking {
    fn of(segment: &SegmentReader, order: Order) -> Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            order,
            reuse_count: columns.column_opt("reuse_count")?,
            helped_count: columns.column_opt("helped_count")?,
            replaced: columns.column_opt("replaced")?,
            published_at: columns.column_opt("published_at")?,
        })
    }

    /// A document's score in units, lifted a little by how often it helped, and lowered where
    /// another takes its place.
    fn score(&self, document: DocId, score: Score) -> i64 {
        let first = |column: &Column<u64>| column.first(document);
        let helped = self.helped_count.as_ref().and_then(first);
        let replaced = self.replaced.as_ref();
        let replaced = replaced.and_then(|column| column.first(document));
        let standing = if replaced == Some(true) {
            REPLACED
        } else {
            1.0
        };
        to_units(score * lift(helped.unwrap_or_default()) * standing)
    }

    fn reuse_count(&self, document: DocId) -> u64 {
        let column = self.reuse_count.as_ref();
        column
            .and_then(|column| column.first(document))
            .unwrap_or_default()
    }

    /// A document's place: higher comes first.
    fn rank(&self, document: DocId, score: i64) -> i64 {
        let published_at = || self.published_at.as_ref()?.first(document);
        match self.order {
            Order::Relevance => score,
            Order::Newest => published_at().unwrap_or(i64::MIN),
            Order::Oldest => published_at().map_or(i64::MIN, i64::saturating_neg),
            Order::MostReused => i64::try_from(self.reuse_count(document)).unwrap_or(i64::MAX),
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 32 reuses the count makes no difference"
)]
fn lift(helped_count: u64) -> f32 {
    let doublings = (1.0 + helped_count as f32).log2();
    1.0 + REUSE_LIFT * doublings.min(REUSE_DOUBLINGS)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "scores stay far below the range, and a cast saturates"
)]
fn to_units(score: Score) -> i64 {
    (score * SCORE_UNITS).round() as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "scores in units stay far below 2^24"
)]
fn from_units(units: i64) -> f32 {
    units as f32 / SCORE_UNITS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reuse_lifts_a_little() {
        let lifts = [0, 1, 3, 31, 1_000_000].map(lift);
        assert!(lifts.is_sorted());
        assert!((lifts[0] - 1.0).abs() < f32::EPSILON);
        assert!((lifts[4] - 1.1).abs() < 1e-6);
    }

    #[test]
    fn almost_equal_scores_are_equal() {
        assert_eq!(to_units(3.000_001), to_units(2.999_999));
        assert_ne!(to_units(3.0), to_units(3.01));
    }
}
