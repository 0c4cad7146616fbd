//! Cuts text into words and brings each into one spelling.
//!
//! Not tantivy's `SimpleTokenizer`: that one takes the marks of decomposed umlauts and the soft
//! hyphens of pasted text for the ends of words. Each word is normalised by itself, so that the
//! offsets stay those of the text as it was given.
//!
//! All languages are cut in the same way. A gendered form is one word, in the form that it shares
//! with the others ([`gender`]). What hyphens join, as in `E-Akte`, is a word for each piece, and
//! where [`Words::joining`] asks for it, one for the pieces written together, in the place of the
//! first: so `eAkte` and `E-Akte` are found by each other.

use std::collections::VecDeque;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::gender;

/// Longer words, in bytes, are not indexed. The longest German words in official use stay below
/// 80; what is longer than this is encoded data or an address without spaces.
const MAX_WORD_BYTES: usize = 128;

/// Of more pieces than this only neighbours are written together, not every run of them.
const FEW_PIECES: usize = 4;

/// A word of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    /// Where it begins in the text, in bytes.
    pub(crate) from: usize,
    /// Where it ends.
    pub(crate) to: usize,
    /// How many pieces stand before it.
    pub(crate) position: usize,
    /// Its spelling: composed, in lower case, with its accents.
    pub(crate) spelling: String,
    /// Of how many pieces it is: one, unless hyphens join them.
    pub(crate) pieces: usize,
}

/// The words of one text, one after the other.
pub(crate) struct Words<'a> {
    text: &'a str,
    at: usize,
    position: usize,
    joining: bool,
    gendered: bool,
    ready: VecDeque<Word>,
}

impl<'a> Words<'a> {
    /// The pieces alone.
    pub(crate) fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            position: 0,
            joining: false,
            gendered: true,
            ready: VecDeque::new(),
        }
    }

    /// The pieces, and what hyphens join in one word.
    pub(crate) fn joining(self) -> Self {
        Self {
            joining: true,
            ..self
        }
    }

    /// Taking the signs of gendered forms for the ends of words.
    pub(crate) fn without_gender(self) -> Self {
        Self {
            gendered: false,
            ..self
        }
    }

    /// Reads the next word with all that hyphens join to it.
    fn read(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..)?;
        let from = self.at + rest.find(char::is_alphanumeric)?;
        let first = self.position;
        let mut next = Some(from);
        let mut pieces = Vec::new();
        while let Some(from) = next {
            let to = end_of_run(self.text, from);
            let gendered = self.gendered.then(|| gender::at(self.text, from, to));
            let (to, written) = match gendered.flatten() {
                Some(form) => (form.to, form.written),
                None => (to, self.text[from..to].to_owned()),
            };
            self.at = to;
            for (from, to, written) in prefixed(from, to, written) {
                // A word that is left out keeps its place, so that its neighbours do not meet.
                let position = self.position;
                self.position += 1;
                let spelling = spelled(&written);
                if !spelling.is_empty() && spelling.len() <= MAX_WORD_BYTES {
                    pieces.push(Word {
                        from,
                        to,
                        position,
                        spelling,
                        pieces: 1,
                    });
                }
            }
            next = after_hyphen(self.text, to);
        }
        let all_there = self.position - first == pieces.len();
        let joined = if self.joining && all_there && pieces.len() > 1 {
            joined(&pieces)
        } else {
            Vec::new()
        };
        for piece in pieces {
            let position = piece.position;
            self.ready.push_back(piece);
            let here = joined.iter().filter(|word| word.position == position);
            self.ready.extend(here.cloned());
        }
        Some(())
    }
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        while self.ready.is_empty() {
            self.read()?;
        }
        self.ready.pop_front()
    }
}

/// The words that neighbouring pieces make when they are written together.
fn joined(pieces: &[Word]) -> Vec<Word> {
    let longest = if pieces.len() > FEW_PIECES {
        2
    } else {
        pieces.len()
    };
    let mut joined = Vec::new();
    for length in 2..=longest {
        for run in pieces.windows(length) {
            let [first, .., last] = run else { continue };
            let spelling: String = run.iter().map(|piece| piece.spelling.as_str()).collect();
            let has_letters = spelling.chars().any(char::is_alphabetic);
            if has_letters && spelling.len() <= MAX_WORD_BYTES {
                joined.push(Word {
                    from: first.from,
                    to: last.to,
                    position: first.position,
                    spelling,
                    pieces: length,
                });
            }
        }
    }
    joined
}

/// `eAkte` and the like are two pieces, as if they were written `E-Akte`.
fn prefixed(from: usize, to: usize, written: String) -> Vec<(usize, usize, String)> {
    let mut letters = written.chars();
    let is_prefixed = letters.next() == Some('e')
        && letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase);
    if is_prefixed {
        let rest = written[1..].to_owned();
        vec![(from, from + 1, "e".to_owned()), (from + 1, to, rest)]
    } else {
        vec![(from, to, written)]
    }
}

/// Where the word that begins here ends.
pub(super) fn end_of_run(text: &str, from: usize) -> usize {
    let rest = &text[from..];
    let length = rest.find(|c: char| !is_word_part(c));
    length.map_or(text.len(), |length| from + length)
}

/// Where the next piece begins, if a hyphen joins one to what ends here.
fn after_hyphen(text: &str, to: usize) -> Option<usize> {
    let mut letters = text[to..].char_indices();
    let (_, hyphen) = letters.next()?;
    let (at, letter) = letters.next()?;
    let joins = matches!(hyphen, '-' | '\u{2010}' | '\u{2011}') && letter.is_alphanumeric();
    joins.then_some(to + at)
}

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

/// A word in lower case and composed characters, without what is not seen of it.
fn spelled(written: &str) -> String {
    if written.is_ascii() {
        return written.to_ascii_lowercase();
    }
    let visible = written.chars().filter(|c| !is_invisible(*c));
    let composed: String = visible.nfkc().collect();
    composed.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: Words<'_>) -> Vec<(String, usize)> {
        words.map(|word| (word.spelling, word.position)).collect()
    }

    fn spellings(text: &str) -> Vec<String> {
        Words::of(text).map(|word| word.spelling).collect()
    }

    #[test]
    fn a_decomposed_umlaut_and_a_soft_hyphen_do_not_cut_a_word() {
        for text in [
            "Bürgerbeteiligung",
            "Bu\u{308}rgerbeteiligung",
            "Bürger\u{ad}beteiligung",
            "B\u{dc}RGERBETEILIGUNG",
        ] {
            assert_eq!(spellings(text), ["bürgerbeteiligung"], "{text:?}");
        }
    }

    #[test]
    fn what_is_left_out_keeps_its_place() {
        let text = format!("vor {} nach", "x".repeat(129));
        let expected = vec![("vor".to_owned(), 0), ("nach".to_owned(), 2)];
        assert_eq!(words(Words::of(&text)), expected);
        let text = format!("vor {} nach", "x".repeat(128));
        assert_eq!(words(Words::of(&text)).len(), 3);
        let text = format!("vor-{}-nach", "x".repeat(129));
        assert_eq!(words(Words::of(&text).joining()), expected);
    }

    #[test]
    fn no_words_no_tokens() {
        for text in ["", " ", "– , „“ \u{308}", "\u{ad}", "- -a"] {
            let expected = usize::from(text.contains('a'));
            assert_eq!(spellings(text).len(), expected, "{text:?}");
        }
    }

    #[test]
    fn what_hyphens_join_is_pieces_and_one_word() {
        let expected = |words: &[(&str, usize)]| -> Vec<(String, usize)> {
            let words = words.iter().map(|(word, at)| ((*word).to_owned(), *at));
            words.collect()
        };
        let akte = expected(&[("e", 0), ("eakte", 0), ("akte", 1), ("an", 2)]);
        for text in ["E-Akte an", "eAkte an", "e‑Akte, an"] {
            assert_eq!(words(Words::of(text).joining()), akte, "{text}");
        }
        assert_eq!(spellings("eAkte"), ["e", "akte"]);
        assert_eq!(spellings("EAkte"), ["eakte"]);
        assert_eq!(
            words(Words::of("Open-Data-Portal").joining()),
            expected(&[
                ("open", 0),
                ("opendata", 0),
                ("opendataportal", 0),
                ("data", 1),
                ("dataportal", 1),
                ("portal", 2),
            ])
        );
        assert_eq!(words(Words::of("2020-2023").joining()).len(), 2);
        assert_eq!(words(Words::of("a-b-c-d-e").joining()).len(), 9);
        assert_eq!(words(Words::of("Bürger- und").joining()).len(), 2);
    }

    #[test]
    fn a_joined_word_spans_all_of_its_pieces() {
        let text = "die E-Akte";
        let joined = Words::of(text).joining().find(|word| word.pieces == 2);
        let joined = joined.map(|word| &text[word.from..word.to]);
        assert_eq!(joined, Some("E-Akte"));
    }
}
