//! Families of words that an analyst takes for one, but the stemmer does not.

use std::collections::HashMap;
use std::sync::LazyLock;

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer};

/// A family a line, its head first.
pub(super) const FAMILIES: &str = include_str!("families.txt");

/// Stems, and the stem of the head of their family.
static HEADS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut stemmer = TextAnalyzer::builder(RawTokenizer::default())
        .filter(Stemmer::new(Language::German))
        .build();
    let mut stem = |word: &str| {
        let mut stream = stemmer.token_stream(word);
        if stream.advance() {
            stream.token().text.clone()
        } else {
            word.to_owned()
        }
    };
    let mut heads = HashMap::new();
    for (line, _) in super::list::entries(FAMILIES) {
        let mut words = line.split_whitespace();
        let Some(head) = words.next().map(&mut stem) else {
            continue;
        };
        for word in words {
            let stem = stem(word);
            if stem != head {
                heads.insert(stem, head.clone());
            }
        }
    }
    heads
});

/// The stem of the head of the family that a stem is of.
pub(in crate::analysis) fn family(stem: &str) -> Option<&'static str> {
    HEADS.get(stem).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_head_is_of_another_family() {
        for (stem, head) in HEADS.iter() {
            assert!(!HEADS.contains_key(head), "{stem} leads to {head} and on");
        }
    }
}
