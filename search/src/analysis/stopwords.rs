//! Words that say little by themselves: kept in the index, left out of queries that say more.

use std::sync::LazyLock;

use tantivy::tokenizer::{RawTokenizer, StopWordFilter, TextAnalyzer};

use super::Language;

/// What tantivy's short English list leaves out and questions are made of.
const MORE_ENGLISH: [&str; 36] = [
    "about", "am", "been", "can", "could", "did", "do", "does", "from", "had", "has", "have", "he",
    "her", "his", "how", "i", "its", "me", "my", "our", "she", "should", "so", "than", "them",
    "we", "were", "what", "when", "where", "which", "who", "why", "would", "you",
];

/// What the German list leaves out and questions are made of.
const MORE_GERMAN: [&str; 22] = [
    "beim", "bereits", "bzw", "dabei", "dafür", "gibt", "hätte", "sollen", "sollten", "sowie",
    "wann", "warum", "wem", "wen", "wer", "weshalb", "wieso", "wofür", "womit", "wurde", "wurden",
    "wäre",
];

/// What is on a list and a word of its own as well: der Weg.
const MEANT_IN_GERMAN: [&str; 1] = ["weg"];

/// For each language, what lets through every word but its stop words.
static SIEVES: LazyLock<Vec<Option<TextAnalyzer>>> =
    LazyLock::new(|| Language::ALL.into_iter().map(sieve).collect());

fn sieve(language: Language) -> Option<TextAnalyzer> {
    let stop_words = StopWordFilter::new(language.snowball()?)?;
    Some(
        TextAnalyzer::builder(RawTokenizer::default())
            .filter(stop_words)
            .build(),
    )
}

/// Whether a word, in lower case, is a stop word of a language.
pub(crate) fn is_stop_word(language: Language, word: &str) -> bool {
    match language {
        Language::English if MORE_ENGLISH.contains(&word) => return true,
        Language::German if MORE_GERMAN.contains(&word) => return true,
        Language::German if MEANT_IN_GERMAN.contains(&word) => return false,
        _ => {}
    }
    let sieve = Language::ALL
        .iter()
        .position(|known| *known == language)
        .and_then(|at| SIEVES.get(at)?.clone());
    sieve.is_some_and(|mut sieve| !sieve.token_stream(word).advance())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own() {
        for (language, word) in [
            (Language::German, "für"),
            (Language::German, "warum"),
            (Language::English, "the"),
            (Language::English, "how"),
            (Language::French, "les"),
            (Language::Italian, "della"),
            (Language::Dutch, "het"),
            (Language::Spanish, "para"),
        ] {
            assert!(is_stop_word(language, word), "{word}");
            assert!(!is_stop_word(Language::Plain, word), "{word}");
        }
        assert!(!is_stop_word(Language::German, "the"));
        assert!(!is_stop_word(Language::German, "bürger"));
        assert!(!is_stop_word(Language::German, "weg"));
    }
}
