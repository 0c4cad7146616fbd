//! Words of the texts that begin as someone is typing.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::expand::end_of;
use super::statistics::living;
use crate::analysis::{Language, Words, fold, is_stop_word};
use crate::error::Result;
use crate::shelf::spelling;

/// Fewer letters say too little.
const FEWEST_LETTERS: usize = 3;
/// Of the words that begin as typed so many are looked at, those in most documents first.
const LOOKED_AT: usize = 32;

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
    let mut words: Vec<(String, Spellings)> = spellings(searcher, field, &start)?
        .into_iter()
        .filter(|(word, _)| {
            !Language::ALL
                .iter()
                .any(|language| is_stop_word(*language, word))
        })
        .collect();
    words.sort_by_cached_key(|(word, written)| {
        (Reverse(written.values().sum::<u64>()), word.clone())
    });
    words.truncate(LOOKED_AT);
    let mut counted = Vec::new();
    for (word, written) in words {
        let mut documents = 0;
        let mut best = None;
        for text in written.into_keys() {
            let kept = format!("{}{text}", spelling::start(&word));
            let here = living(searcher, &Term::from_field_text(field, &kept))?;
            documents += here;
            best = best.max(Some((here, Reverse(text))));
        }
        if let Some((1.., Reverse(text))) = best {
            counted.push((Reverse(documents), text));
        }
    }
    counted.sort_unstable();
    let before = &typed[..last.from];
    let texts = counted.into_iter().take(first);
    Ok(texts.map(|(_, text)| format!("{before}{text}")).collect())
}

/// The words that begin so, with the ways in which they are written.
fn spellings(
    searcher: &Searcher,
    field: Field,
    start: &str,
) -> Result<BTreeMap<String, Spellings>> {
    let mut words: BTreeMap<String, Spellings> = BTreeMap::new();
    for segment in searcher.segment_readers() {
        let dictionary = segment.inverted_index(field)?;
        let from = dictionary.terms().range().ge(start);
        let mut stream = match end_of(start) {
            Some(end) => from.lt(end).into_stream()?,
            None => from.into_stream()?,
        };
        while stream.advance() {
            let kept = std::str::from_utf8(stream.key())
                .ok()
                .and_then(spelling::read);
            if let Some((word, written)) = kept {
                let written = written.to_owned();
                let documents = u64::from(stream.value().doc_freq);
                *words
                    .entry(word.to_owned())
                    .or_default()
                    .entry(written)
                    .or_default() += documents;
            }
        }
    }
    Ok(words)
}
