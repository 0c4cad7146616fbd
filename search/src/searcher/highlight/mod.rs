//! Marks in texts what a query finds there.

mod fragment;

use std::collections::HashMap;

use tantivy::tokenizer::Token;

use super::plan::telling;
use super::snapshot::Snapshot;
use crate::TextField;
use crate::analysis::Language;
use crate::query::{Atom, Part, Query, Shape};
use crate::shelf::LessonFields;
use fragment::Word;

/// A word that is marked by itself although it was only part of what was asked for has at least
/// this many letters.
const TELLING_LETTERS: usize = 3;

/// Marks what a query finds.
#[derive(Clone, Debug)]
pub struct Highlighter {
    patterns: HashMap<Language, Vec<Pattern>>,
}

/// Words in a row, as they look after the analysis of one language.
#[derive(Clone, Debug)]
struct Pattern {
    part: Option<Part>,
    words: Vec<PatternWord>,
    /// Whether the last word is only the beginning of one.
    is_prefix: bool,
}

#[derive(Clone, Debug)]
struct PatternWord {
    stem: String,
    folded: String,
}

impl Highlighter {
    pub(crate) fn new(query: &Query, fields: &LessonFields, snapshot: &Snapshot) -> Self {
        let clauses = telling(query, &snapshot.languages(fields));
        let positive = clauses.into_iter().filter(|clause| !clause.negative);
        let atoms: Vec<&Atom> = positive.flat_map(|clause| &clause.alternatives).collect();
        let patterns = Language::ALL.into_iter().map(|language| {
            let patterns = atoms.iter().flat_map(|atom| patterns(atom, language));
            (language, patterns.collect())
        });
        Self {
            patterns: patterns.collect(),
        }
    }

    /// The text, escaped for HTML, with what was found in `<mark>`; of a long text the part with
    /// the most of it. `None` where nothing is found. `language` is that of the text, BCP 47.
    #[must_use]
    pub fn html(&self, field: TextField, language: Option<&str>, text: &str) -> Option<String> {
        let language = language.map_or(Language::Plain, Language::of);
        let patterns: Vec<&Pattern> = self.patterns.get(&language)?.iter().collect();
        let parts = Part::of(field);
        let asked = |pattern: &&Pattern| pattern.part.is_none_or(|part| parts.contains(&part));
        let patterns: Vec<&Pattern> = patterns.into_iter().filter(asked).collect();
        if patterns.is_empty() {
            return None;
        }
        let stems = language.tokens(text);
        let folded = Language::Plain.tokens(text);
        let marked = marked(&patterns, &stems, &folded);
        if !marked.contains(&true) {
            return None;
        }
        let words = stems.iter().zip(marked);
        let words = words.map(|(token, marked)| Word {
            from: token.offset_from,
            to: token.offset_to,
            marked,
        });
        Some(fragment::html(text, &words.collect::<Vec<_>>()))
    }
}

/// What to look for in texts of a language: the words in a row, and where they were only put
/// together by a sign, each by itself.
fn patterns(atom: &Atom, language: Language) -> Vec<Pattern> {
    let stems = language.tokens(&atom.text);
    let folded = Language::Plain.tokens(&atom.text);
    let words: Vec<PatternWord> = stems
        .into_iter()
        .zip(folded)
        .map(|(stem, folded)| PatternWord {
            stem: stem.text,
            folded: folded.text,
        })
        .collect();
    let mut patterns = Vec::new();
    if atom.shape == Shape::Word && words.len() > 1 && atom.part.is_none() {
        let telling = |word: &&PatternWord| word.folded.chars().count() >= TELLING_LETTERS;
        patterns.extend(words.iter().filter(telling).map(|word| Pattern {
            part: None,
            words: vec![word.clone()],
            is_prefix: false,
        }));
    }
    if !words.is_empty() {
        patterns.push(Pattern {
            part: atom.part,
            words,
            is_prefix: atom.shape == Shape::Prefix,
        });
    }
    patterns
}

/// For each word of a text whether it is marked.
fn marked(patterns: &[&Pattern], stems: &[Token], folded: &[Token]) -> Vec<bool> {
    let words: Vec<(&str, &str)> = stems
        .iter()
        .zip(folded)
        .map(|(stem, folded)| (stem.text.as_str(), folded.text.as_str()))
        .collect();
    let mut marked = vec![false; stems.len()];
    for pattern in patterns {
        for (at, row) in words.windows(pattern.words.len()).enumerate() {
            if pattern.matches(row) {
                marked[at..at + row.len()].fill(true);
            }
        }
    }
    marked
}

impl Pattern {
    fn matches(&self, row: &[(&str, &str)]) -> bool {
        let last = self.words.len() - 1;
        let pairs = self.words.iter().zip(row).enumerate();
        pairs.into_iter().all(|(at, (word, (stem, folded)))| {
            if self.is_prefix && at == last {
                folded.starts_with(&word.folded)
            } else if self.is_prefix {
                word.folded == *folded
            } else {
                word.stem == *stem || word.folded == *folded
            }
        })
    }
}

#[cfg(test)]
mod tests;
