//! Which words begin with the letters that someone typed.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use crate::error::Result;

/// For how many words of a field all `word*` of a query may stand together, and one of them
/// alone. Where there are more, those in most documents count, and a document is missed only if
/// all its words of this kind are rare ones.
const MAX_WORDS: usize = 4_000;
const MAX_WORDS_OF_ONE: usize = 1_000;

/// How many words each of so many prefixes may stand for.
pub(crate) fn share(prefixes: usize) -> usize {
    (MAX_WORDS / prefixes.max(1)).min(MAX_WORDS_OF_ONE)
}

/// The words of a field that begin with a prefix; of more than `most`, the most common.
pub(crate) fn words(
    searcher: &Searcher,
    field: Field,
    prefix: &str,
    most: usize,
) -> Result<Vec<Term>> {
    let mut frequencies: HashMap<Vec<u8>, u32> = HashMap::new();
    for segment in searcher.segment_readers() {
        let words = segment.inverted_index(field)?;
        let from = words.terms().range().ge(prefix);
        let mut stream = match end_of(prefix) {
            Some(end) => from.lt(end).into_stream()?,
            None => from.into_stream()?,
        };
        while stream.advance() {
            let frequency = stream.value().doc_freq;
            match frequencies.get_mut(stream.key()) {
                Some(sum) => *sum = sum.saturating_add(frequency),
                None => {
                    frequencies.insert(stream.key().to_vec(), frequency);
                }
            }
        }
    }
    let mut words: Vec<(Vec<u8>, u32)> = frequencies.into_iter().collect();
    if words.len() > most {
        words.sort_unstable_by(|(a, often), (b, seldom)| {
            (Reverse(often), a).cmp(&(Reverse(seldom), b))
        });
        words.truncate(most);
    }
    let texts = words
        .iter()
        .filter_map(|(word, _)| std::str::from_utf8(word).ok());
    Ok(texts
        .map(|word| Term::from_field_text(field, word))
        .collect())
}

/// The first text that comes after all those with a prefix.
pub(super) fn end_of(prefix: &str) -> Option<Vec<u8>> {
    let mut end = prefix.as_bytes().to_vec();
    // Bytes of UTF-8 are never 255, so the last one can always be raised.
    let last = end.last_mut()?;
    *last = last.checked_add(1)?;
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_share_what_one_may_have() {
        assert_eq!(share(0), MAX_WORDS_OF_ONE);
        assert_eq!(share(1), MAX_WORDS_OF_ONE);
        assert_eq!(share(crate::query::MAX_PREFIXES), 250);
    }

    #[test]
    fn the_end_comes_after_every_word() {
        let end = end_of("bur").unwrap();
        assert!("bur\u{10ffff}".as_bytes() < end.as_slice());
        assert!("bus".as_bytes() >= end.as_slice());
        assert_eq!(end_of(""), None);
    }
}
