//! What someone asks for: the query language, parsed into a bounded tree.
//!
//! Words, `"a phrase"`, `-word`, `word*`, `a OR b` (or `ODER`) and `field:word`. Nothing in a
//! query nests, so nothing in it can grow without bound.

mod field;
mod items;
mod parse;

pub(crate) use field::Part;

use serde::Serialize;

use crate::analysis::{Language, Word, Words, is_stop_word};
use crate::error::QueryError;

/// The most characters a query may have.
pub const MAX_QUERY_CHARS: usize = 1_000;
/// The most words a query may have, those in phrases included.
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
    #[serde(skip)]
    warnings: Vec<String>,
}

impl Query {
    /// Understands a query. An empty one finds everything; what makes no sense is searched as
    /// plain words and told by [`Query::warnings`].
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::query(text)
    }

    /// What could not be understood, in short sentences.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Whether nothing was asked for, so that everything is found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.browses
    }

    /// What has to match, without what must not.
    pub(crate) fn positive(&self) -> impl Iterator<Item = &Clause> {
        self.clauses.iter().filter(|clause| !clause.negative)
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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Shape {
    /// A word as it was typed. With signs inside, as in `E-Akte`, it is several words in a row.
    Word,
    /// Several words in a row.
    Phrase,
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
        self.alternatives.iter().map(words).sum()
    }

    /// Whether it says little by itself: a word on the list of one of these languages. What is
    /// written in capitals is meant, as in `IT`.
    pub(crate) fn is_stop_word(&self, languages: &[Language]) -> bool {
        let [atom] = self.alternatives.as_slice() else {
            return false;
        };
        if !self.is_loose() || atom.shape != Shape::Word {
            return false;
        }
        let words: Vec<Word> = Words::of(&atom.text).collect();
        let [word] = words.as_slice() else {
            return false;
        };
        let typed = &atom.text[word.from..word.to];
        let is_capital = typed.chars().count() > 1 && !typed.chars().any(char::is_lowercase);
        let word = typed.to_lowercase();
        !is_capital
            && languages
                .iter()
                .any(|language| is_stop_word(*language, &word))
    }
}
