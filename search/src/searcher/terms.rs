//! Words of the texts that begin as someone is typing, or nearly so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::expand::end_of;
use super::spellings::tolerance;
use super::statistics::living;
use crate::analysis::{Language, Words, fold, is_stop_word};
use crate::error::Result;
use crate::shelf::spelling;

/// Fewer letters say too little.
const FEWEST_LETTERS: usize = 3;
/// Of the words that begin as typed so many are looked at, those in most documents first.
const LOOKED_AT: usize = 32;

/// Of the ways to write a word so many are looked at, likewise.
const SPELLINGS_LOOKED_AT: usize = 8;

/// A word with how many of its letters differ from what was typed, and the ways in which it is written.
pub(super) type Likely = (usize, String, Vec<String>);

/// The ways to write a word, each with the number of its documents.
type Spellings = BTreeMap<String, u64>;

/// What was typed, with its last word completed in the likeliest ways. Words of the open shelf, which
/// everyone may read.
pub(super) fn completed(
    searcher: &Searcher,
    field: Field,
    typed: &str,
    first: usize,
) -> Result<Vec<String>> {
    let Some(last) = Words::of(typed)
        .last()
        .filter(|last| last.to == typed.len())
    else {
        return Ok(Vec::new());
    };
    let start = fold(&last.spelling);
    if start.chars().count() < FEWEST_LETTERS {
        return Ok(Vec::new());
    }
    let mut counted = Vec::new();
    for (distance, word, written) in likeliest(searcher, field, &start)? {
        let mut documents = 0;
        let mut best = None;
        for text in written {
            let kept = format!("{}{text}", spelling::start(&word));
            let here = living(searcher, &Term::from_field_text(field, &kept))?;
            documents += here;
            best = best.max(Some((here, Reverse(text))));
        }
        if let Some((1.., Reverse(text))) = best {
            counted.push((distance, Reverse(documents), text));
        }
    }
    counted.sort_unstable();
    let before = &typed[..last.from];
    let texts = counted.into_iter().take(first);
    Ok(texts.map(|(.., text)| format!("{before}{text}")).collect())
}

/// The words that begin so, or nearly so where none does, the likeliest first: as many as are looked at.
pub(super) fn likeliest(searcher: &Searcher, field: Field, start: &str) -> Result<Vec<Likely>> {
    let mut words = spellings(searcher, field, start)?;
    if words.is_empty() {
        words = nearly(searcher, field, start)?;
    }
    let is_telling = |word: &str| {
        let mut languages = Language::ALL.iter();
        !languages.any(|language| is_stop_word(*language, word))
    };
    words.retain(|word, _| is_telling(word));
    let mut words: Vec<(usize, String, Spellings)> = words
        .into_iter()
        .map(|(word, written)| (distance(start, &word), word, written))
        .collect();
    words.sort_by_cached_key(|(distance, word, written)| {
        let often = Reverse(written.values().sum::<u64>());
        (*distance, often, word.clone())
    });
    words.truncate(LOOKED_AT);
    let of = |written: Spellings| {
        let mut written: Vec<(String, u64)> = written.into_iter().collect();
        written.sort_by_key(|(_, documents)| Reverse(*documents));
        written.truncate(SPELLINGS_LOOKED_AT);
        written.into_iter().map(|(text, _)| text).collect()
    };
    let words = words.into_iter();
    Ok(words
        .map(|(distance, word, written)| (distance, word, of(written)))
        .collect())
}

/// How many letters of what was typed differ from the beginning of a word that is most like it.
fn distance(typed: &str, word: &str) -> usize {
    let letters = typed.chars().count();
    let most = usize::from(tolerance(typed));
    let ends = letters.saturating_sub(most)..=letters + most;
    let beginnings = ends.map(|end| word.chars().take(end).collect::<String>());
    let distances = beginnings.map(|beginning| strsim::osa_distance(typed, &beginning));
    distances.min().unwrap_or_default()
}

/// The words that begin so, with the ways in which they are written.
fn spellings(
    searcher: &Searcher,
    field: Field,
    start: &str,
) -> Result<BTreeMap<String, Spellings>> {
    let mut words = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let dictionary = segment.inverted_index(field)?;
        let from = dictionary.terms().range().ge(start);
        let mut stream = match end_of(start) {
            Some(end) => from.lt(end).into_stream()?,
            None => from.into_stream()?,
        };
        while stream.advance() {
            take_up(&mut words, stream.key(), stream.value().doc_freq);
        }
    }
    Ok(words)
}

/// The words that begin nearly so.
fn nearly(searcher: &Searcher, field: Field, start: &str) -> Result<BTreeMap<String, Spellings>> {
    let mut words = BTreeMap::new();
    let most = tolerance(start);
    if most == 0 {
        return Ok(words);
    }
    let query = FuzzyTermQuery::new_prefix(Term::from_field_text(field, start), most, true);
    for segment in searcher.segment_readers() {
        let dictionary = segment.inverted_index(field)?;
        let mut stream = dictionary
            .terms()
            .search(query.automaton()?)
            .into_stream()?;
        while stream.advance() {
            take_up(&mut words, stream.key(), stream.value().doc_freq);
        }
    }
    Ok(words)
}

fn take_up(words: &mut BTreeMap<String, Spellings>, kept: &[u8], documents: u32) {
    let kept = std::str::from_utf8(kept).ok().and_then(spelling::read);
    if let Some((word, written)) = kept {
        let spellings = words.entry(word.to_owned()).or_default();
        *spellings.entry(written.to_owned()).or_default() += u64::from(documents);
    }
}
