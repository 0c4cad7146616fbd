//! How words are written in what someone may read: to correct what is written otherwise.

use std::collections::BTreeSet;

use tantivy::query::{DfaWrapper, FuzzyTermQuery};
use tantivy::schema::Field;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;

use super::plan::Plan;
use super::statistics::living;
use crate::analysis::{Language, fold, is_stop_word, knows};
use crate::error::Result;
use crate::shelf::spelling;

/// Of words that are alike so many are looked at, the most alike first; those that nobody may read here
/// take no place.
const LOOKED_AT: usize = 40;
/// Of each shelf no more than these are looked at, so that hidden texts neither make work without end
/// nor take the place of open ones.
const LOOKED_AT_OF_A_SHELF: usize = 200;
/// A word of so many letters is easily like another good word. So only what fingers do counts as a slip.
const SHORT: usize = 5;
/// The engine looks for words with as many other letters as this at most.
const MOST_DIFFERENT: u8 = 2;

/// A word as it is written somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spelled {
    /// How many letters differ.
    pub(super) distance: usize,
    /// In how many documents.
    pub(super) documents: u64,
    /// The word.
    pub(super) written: String,
}

/// How many letters may be wrong of a word that is not finished yet.
pub(super) fn tolerance(word: &str) -> u8 {
    match word.chars().count() {
        0..=4 => 0,
        5..=8 => 1,
        _ => 2,
    }
}

/// How many letters may be wrong of a word that no text has.
fn tolerance_of_unknown(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// The words most like one that was typed, the likeliest first: those with the fewest other letters,
/// accents and umlauts apart and then with them, of them those in most of the documents that may be
/// read. `known` says whether any text has the word as it was typed.
pub(super) fn alike(plan: &Plan<'_>, typed: &str, known: bool) -> Result<Vec<Spelled>> {
    let field = plan.fields.spelling;
    let mut found = Vec::new();
    for (distance, word) in candidates(plan, typed, known)? {
        if found.len() == LOOKED_AT {
            break;
        }
        let documents = documents(plan, &Term::from_field_text(field, &word))?;
        if let (1.., Some((_, written))) = (documents, spelling::read(&word)) {
            found.push(Spelled {
                distance,
                documents,
                written: written.to_owned(),
            });
        }
    }
    let lower = typed.to_lowercase();
    found.sort_by_cached_key(|word| {
        let as_written = strsim::osa_distance(&lower, &word.written.to_lowercase());
        let often = std::cmp::Reverse(word.documents);
        (word.distance, as_written, often, word.written.clone())
    });
    Ok(found)
}

/// What may have been meant by a word, for all that the shelves tell: how many letters differ, and the
/// spelling as it is kept there.
pub(super) fn candidates(
    plan: &Plan<'_>,
    typed: &str,
    known: bool,
) -> Result<BTreeSet<(usize, String)>> {
    let mut kept = BTreeSet::new();
    let lower = typed.to_lowercase();
    let folded = fold(&lower);
    let folded = folded.as_str();
    let tolerance = if known {
        tolerance(&lower)
    } else {
        tolerance_of_unknown(&lower)
    };
    if tolerance == 0 || knows(&lower) {
        return Ok(kept);
    }
    // A slip may make an umlaut of two letters, as in Vorhaen, and then more of it differs.
    let is_shorter = folded.chars().count() < lower.chars().count();
    let reach = (tolerance + u8::from(is_shorter)).min(MOST_DIFFERENT);
    let field = plan.fields.spelling;
    let query = FuzzyTermQuery::new(Term::from_field_text(field, folded), reach, true);
    for searcher in plan.readable_shelves() {
        let mut nearest = BTreeSet::new();
        for word in words(searcher, field, &query)? {
            let Some((other, written)) = spelling::read(&word) else {
                continue;
            };
            let written = written.to_lowercase();
            let as_written = strsim::osa_distance(&lower, &written);
            let distance = strsim::osa_distance(folded, other).min(as_written);
            let is_slip = lower.chars().count() > SHORT
                || is_slip_of_fingers(&lower, &written)
                || is_slip_of_fingers(folded, other);
            if folded != other && distance <= usize::from(tolerance) && is_slip && tells(&written) {
                nearest.insert((distance, word));
            }
        }
        kept.extend(nearest.into_iter().take(LOOKED_AT_OF_A_SHELF));
    }
    Ok(kept)
}

/// Whether a word says something by itself, in whatever language. Nobody who typed another meant one that
/// does not.
fn tells(word: &str) -> bool {
    let mut languages = Language::ALL.iter();
    !languages.any(|language| is_stop_word(*language, word))
}

/// Whether a word is another one with two neighbouring letters swapped, or with one letter too many or
/// missing, but for the first, which hardly anyone leaves out: Haus is no slip for aus.
fn is_slip_of_fingers(typed: &str, meant: &str) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    let meant: Vec<char> = meant.chars().collect();
    let pairs = || typed.iter().zip(&meant);
    let before = pairs().take_while(|(one, other)| one == other).count();
    let behind = typed.iter().rev().zip(meant.iter().rev());
    let behind = behind.take_while(|(one, other)| one == other).count();
    let shorter = typed.len().min(meant.len());
    match typed.len().abs_diff(meant.len()) {
        0 if before + behind + 2 == shorter => {
            let differing: Vec<_> = pairs().skip(before).take(2).collect();
            matches!(differing.as_slice(), [(a, b), (c, d)] if a == d && b == c)
        }
        1 => before > 0 && before + behind >= shorter,
        _ => false,
    }
}

/// In how many documents that may be read a term stands.
fn documents(plan: &Plan<'_>, term: &Term) -> Result<u64> {
    let open = living(&plan.snapshot.open, term)?;
    if plan.scope.is_anonymous() {
        return Ok(open);
    }
    Ok(open + plan.closed_with(term)?)
}

/// Spellings whose folded form is like a word.
fn words(searcher: &Searcher, field: Field, query: &FuzzyTermQuery) -> Result<Vec<String>> {
    let mut words = Vec::new();
    for segment in searcher.segment_readers() {
        let dictionary = segment.inverted_index(field)?;
        let alike = Alike(query.automaton()?);
        let mut stream = dictionary.terms().search(alike).into_stream()?;
        while stream.advance() {
            if let Ok(word) = std::str::from_utf8(stream.key()) {
                words.push(word.to_owned());
            }
        }
    }
    Ok(words)
}

/// Accepts spellings by their folded form alone.
struct Alike(DfaWrapper);

/// What has been read of a spelling.
#[derive(Clone, Copy)]
enum Read {
    /// Some of the folded form.
    Folded(u32),
    /// All of it, and it was like the word.
    Alike,
    /// All of it, and it was not.
    Other,
}

impl Automaton for Alike {
    type State = Read;

    fn start(&self) -> Read {
        Read::Folded(self.0.start())
    }

    fn is_match(&self, read: &Read) -> bool {
        matches!(read, Read::Alike)
    }

    fn can_match(&self, read: &Read) -> bool {
        match read {
            Read::Folded(state) => self.0.can_match(state),
            Read::Alike => true,
            Read::Other => false,
        }
    }

    fn accept(&self, read: &Read, byte: u8) -> Read {
        match read {
            Read::Folded(state) if byte == 0 && self.0.is_match(state) => Read::Alike,
            Read::Folded(_) if byte == 0 => Read::Other,
            Read::Folded(state) => Read::Folded(self.0.accept(state, byte)),
            Read::Alike => Read::Alike,
            Read::Other => Read::Other,
        }
    }
}
