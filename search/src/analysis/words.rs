//! Cuts text into words and brings each into one spelling.
//!
//! Not tantivy's `SimpleTokenizer`: that one takes the marks of decomposed umlauts and the soft
//! hyphens of pasted text for the ends of words. Each word is normalised by itself, so that the
//! offsets stay those of the text as it was given.

use std::str::CharIndices;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold;

/// Longer words, in bytes, are not indexed. The longest German words in official use stay below
/// 80; what is longer than this is encoded data or an address without spaces.
const MAX_WORD_BYTES: usize = 128;

/// Whether a character belongs to a word rather than between two.
fn is_word_part(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c)
}

/// Characters that steer how a word is set and are no part of its spelling.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

/// The words of a text, in lower case.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    spell: fn(&str) -> String,
}

impl Words {
    /// Words with their accents, ready for a stemmer.
    pub(crate) fn composed() -> Self {
        Self {
            spell: |word| {
                if word.is_ascii() {
                    return word.to_ascii_lowercase();
                }
                let composed: String = word.nfkc().collect();
                composed.to_lowercase().nfc().collect()
            },
        }
    }

    /// Words without accents.
    pub(crate) fn folded() -> Self {
        Self { spell: fold }
    }
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            text,
            rest: text.char_indices(),
            spell: self.spell,
            token: Token::default(),
        }
    }
}

/// The words of one text, one after the other.
pub(crate) struct WordStream<'a> {
    text: &'a str,
    rest: CharIndices<'a>,
    spell: fn(&str) -> String,
    token: Token,
}

impl WordStream<'_> {
    /// Where the next word begins and ends. It begins with a letter or digit.
    fn next_word(&mut self) -> Option<(usize, usize)> {
        let (from, _) = self.rest.find(|(_, c)| c.is_alphanumeric())?;
        let to = self
            .rest
            .find(|(_, c)| !is_word_part(*c))
            .map_or(self.text.len(), |(at, _)| at);
        Some((from, to))
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((from, to)) = self.next_word() {
            // A word that is left out keeps its place, so that its neighbours do not meet.
            self.token.position = self.token.position.wrapping_add(1);
            let written = &self.text[from..to];
            let word = if written.contains(is_invisible) {
                (self.spell)(&written.replace(is_invisible, ""))
            } else {
                (self.spell)(written)
            };
            if word.is_empty() || word.len() > MAX_WORD_BYTES {
                continue;
            }
            self.token.offset_from = from;
            self.token.offset_to = to;
            self.token.text = word;
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(mut tokenizer: Words, text: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        tokenizer
            .token_stream(text)
            .process(&mut |token| found.push((token.text.clone(), token.position)));
        found
    }

    #[test]
    fn a_decomposed_umlaut_and_a_soft_hyphen_do_not_cut_a_word() {
        let expected = vec![("bürgerbeteiligung".to_owned(), 0)];
        for text in [
            "Bürgerbeteiligung",
            "Bu\u{308}rgerbeteiligung",
            "Bürger\u{ad}beteiligung",
            "B\u{dc}RGERBETEILIGUNG",
        ] {
            assert_eq!(words(Words::composed(), text), expected, "{text:?}");
        }
    }

    #[test]
    fn what_is_left_out_keeps_its_place() {
        let text = format!("vor {} nach", "x".repeat(129));
        let expected = vec![("vor".to_owned(), 0), ("nach".to_owned(), 2)];
        assert_eq!(words(Words::composed(), &text), expected);
        let text = format!("vor {} nach", "x".repeat(128));
        assert_eq!(words(Words::composed(), &text).len(), 3);
    }

    #[test]
    fn no_words_no_tokens() {
        for text in ["", " ", "– , „“ \u{308}", "\u{ad}"] {
            assert_eq!(words(Words::folded(), text), vec![], "{text:?}");
        }
    }
}
