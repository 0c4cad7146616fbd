//! What someone asks for: the query language, parsed into a bounded tree.
//!
//! Words, `"a phrase"`, `-word`, `word*`, `a OR b` (or `ODER`) and `field:word`. Nothing in a
//! query nests, so nothing in it can grow without bound.

mod field;
mod foreign;
mod items;
mod parse;
mod synonyms;
mod warning;

pub(crate) use field::Part;
pub use synonyms::{Label, Synonyms};
pub use warning::Warning;

use serde::Serialize;

use crate::analysis::{Language, Word, Words, is_stop_word};
use crate::error::QueryError;

/// The most characters a query may have.
pub const MAX_QUERY_CHARS: usize = 1_000;
/// The most words of a query that are searched, those in phrases included.
pub const MAX_QUERY_TERMS: usize = 64;
/// The most `word*` in a query; each may stand for a thousand words.
pub(crate) const MAX_PREFIXES: usize = 16;

/// A query that was understood, as far as it could be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Query {
    pub(crate) clauses: Vec<Clause>,
    /// Whether nothing was asked for at all, which finds everything.
    pub(crate) browses: bool,
    /// Whether it is a question, which is answered by what fits best rather than by what has
    /// every word of it.
    pub(crate) asks: bool,
    /// The clauses with other names for what they name, where there are any. Not what was asked:
    /// a cursor stays good while names come and go.
    #[serde(skip)]
    wider: Option<Vec<Clause>>,
    #[serde(skip)]
    warnings: Vec<Warning>,
}

impl Query {
    /// Understands a query. An empty one finds everything; what makes no sense is searched as
    /// plain words and told by [`Query::warnings`].
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::query(text)
    }

    /// What could not be understood.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Whether nothing was asked for, so that everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.browses
    }

    /// The clauses to be answered.
    pub(crate) fn asked(&self) -> &[Clause] {
        self.wider.as_deref().unwrap_or(&self.clauses)
    }

    /// What has to match, without what must not.
    pub(crate) fn positive(&self) -> impl Iterator<Item = &Clause> {
        self.asked().iter().filter(|clause| !clause.negative)
    }
}

/// One thing that a lesson must have, or must not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Clause {
    pub(crate) negative: bool,
    /// Any one of these will do. Never empty.
    pub(crate) alternatives: Vec<Atom>,
}

/// A word, a phrase or the beginning of a word, in any text or in one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Atom {
    pub(crate) part: Option<Part>,
    pub(crate) shape: Shape,
    /// As typed. It has at least one word in it.
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// Where an atom comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Origin {
    /// Someone typed it.
    Typed,
    /// It is another name for what someone typed.
    Synonym,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Shape {
    /// A word as it was typed. With signs inside, as in `E-Akte`, it is several words in a row.
    Word,
    /// Several words in a row.
    Phrase,
    /// Several words that belong together, wherever they stand.
    Each,
    /// The beginning of a word.
    Prefix,
}

impl Clause {
    /// Whether it may be missing where not all words can be found. What was put into quotes or
    /// into a field was meant.
    pub(crate) fn is_loose(&self) -> bool {
        let loose = |atom: &Atom| atom.part.is_none() && atom.shape != Shape::Phrase;
        !self.negative && self.alternatives.iter().all(loose)
    }

    /// How many words it has.
    pub(crate) fn words(&self) -> usize {
        let words = |atom: &Atom| Words::of(&atom.text).count();
        let typed = |atom: &&Atom| atom.origin == Origin::Typed;
        self.alternatives.iter().filter(typed).map(words).sum()
    }

    /// Whether it says little by itself: a word on the list of one of these languages. What is
    /// written in capitals is meant, as in `IT`.
    pub(crate) fn is_stop_word(&self, languages: &[Language]) -> bool {
        match self.alternatives.as_slice() {
            [atom] => self.is_loose() && atom.is_stop_word(languages),
            _ => false,
        }
    }
}

impl Atom {
    /// The same of one word.
    fn is_stop_word(&self, languages: &[Language]) -> bool {
        if self.shape != Shape::Word {
            return false;
        }
        let words: Vec<Word> = Words::of(&self.text).collect();
        let [word] = words.as_slice() else {
            return false;
        };
        let typed = &self.text[word.from..word.to];
        let is_capital = typed.chars().count() > 1 && !typed.chars().any(char::is_lowercase);
        let word = typed.to_lowercase();
        !is_capital
            && languages
                .iter()
                .any(|language| is_stop_word(*language, &word))
    }
    /// Each of its words by itself, without those that say little.
    pub(crate) fn single_words(&self) -> Vec<Self> {
        let word = |text: &str| Self {
            part: self.part,
            shape: Shape::Word,
            text: text.to_owned(),
            origin: self.origin,
        };
        let words: Vec<Self> = self.text.split_whitespace().map(word).collect();
        let is_telling = |word: &&Self| !word.is_stop_word(&Language::ALL);
        let telling: Vec<Self> = words.iter().filter(is_telling).cloned().collect();
        if telling.is_empty() { words } else { telling }
    }
}
