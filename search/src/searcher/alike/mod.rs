//! Lessons that bear on a text: found by the words and topics that they share with it.
//!
//! What a text is about is decided from the open shelf alone: which of its words tell something,
//! and how much. So neither the choice of lessons nor their scores or order say anything of what
//! the reader may not find. How much work it is has bounds that do not depend on the text.

mod candidate;
mod fillers;
mod places;
mod shares;
mod tally;
mod telling;
mod variety;
mod words;

use uuid::Uuid;

use super::PopulationBand;
use super::snapshot::Snapshot;
use super::statistics::Statistics;
use crate::error::Result;
use crate::shelf::LessonFields;
use crate::{Filter, Scope};
use tally::Tally;
use telling::Telling;

pub use variety::varied;

/// A text that lessons may bear on, or a part of one.
#[derive(Clone, Copy, Debug)]
pub struct AlikeText<'a> {
    /// The text.
    pub text: &'a str,
    /// BCP 47, where it is known; otherwise it is guessed.
    pub language: Option<&'a str>,
    /// How much its words count, 1 for a text like others.
    pub weight: f32,
}

/// Where the text comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlikePlace {
    /// Its country.
    pub country: Option<String>,
    /// Its region.
    pub region: Option<String>,
    /// How many people live there.
    pub population: Option<i64>,
}

/// Which lessons are left out besides those that the filter leaves out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Except {
    /// This one.
    pub lesson: Option<Uuid>,
    /// Those of this project, as far as that may be known of them.
    pub project: Option<Uuid>,
    /// Those of this city, as far as that may be known of them.
    pub city: Option<Uuid>,
    /// Those of this city, known or not: only for those who may know.
    pub holder: Option<Uuid>,
}

/// What to look for, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct AlikeRequest<'a> {
    /// What they are to bear on.
    pub texts: &'a [AlikeText<'a>],
    /// What that is about: topics and fields of action, with all broader ones.
    pub topics: &'a [Uuid],
    /// Where it comes from.
    pub place: Option<&'a AlikePlace>,
    /// What is left out.
    pub except: &'a Except,
    /// How they are narrowed.
    pub filter: &'a Filter,
    /// What may be read. Whatever it is, only what is published is found.
    pub scope: &'a Scope,
    /// At most this many.
    pub limit: usize,
}

/// Why a lesson bears on a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Both are about these topics, the most telling first.
    Topics(Vec<Uuid>),
    /// It comes from a city like the one of the text.
    Place {
        /// The band of population that both cities are in.
        band: Option<PopulationBand>,
        /// The region that both cities are in.
        region: Option<String>,
    },
    /// It has these words of the text, written as they are there, the most telling first.
    Words(Vec<String>),
}

/// A lesson that bears on a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// The lesson's id.
    pub id: Uuid,
    /// How much it bears on the text: about 1 where all that is telling is shared. Whoever knows
    /// more of the lesson may change it before [`varied`] picks.
    pub score: f32,
    /// Why.
    pub reasons: Vec<Reason>,
    traits: variety::Traits,
}

/// What an answer took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Work {
    /// Terms that were looked up to learn how rare they are.
    pub(crate) terms: usize,
    /// Terms of which the documents were read.
    pub(crate) probes: usize,
    /// How many documents these had.
    pub(crate) documents: usize,
}

/// The lessons that bear on a text, the best first; and what it took to find them.
pub(super) fn find(
    fields: &LessonFields,
    snapshot: &Snapshot,
    request: &AlikeRequest<'_>,
) -> Result<(Vec<Match>, Work)> {
    let mut work = Work::default();
    let mut statistics = Statistics::new(&snapshot.lengths, &snapshot.open);
    let telling = Telling::of(fields, snapshot, &mut statistics, request, &mut work)?;
    if telling.is_empty() || request.limit == 0 {
        return Ok((Vec::new(), work));
    }
    let mut tally = Tally::new(fields, &statistics, &telling, request, work);
    // All that stands on the open shelf is published and public, so that nothing is cut.
    tally.count(&snapshot.open, &Scope::All)?;
    if !request.scope.is_anonymous() {
        tally.count(&snapshot.closed, request.scope)?;
    }
    Ok(tally.best())
}
