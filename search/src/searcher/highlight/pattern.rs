//! What to look for in a text, and where it is found there.

use super::seen::Seen;
use crate::analysis::{Analysed, Form, Forms, analysed, fold};
use crate::query::{Atom, Part, Shape};

/// A word that is marked by itself although it was only a piece of what was asked for has at least
/// this many letters.
const TELLING_LETTERS: usize = 3;

/// An atom of a query, as it looks after the analysis of one language.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) part: Option<Part>,
    shape: Shape,
    words: Vec<PatternWord>,
    /// The same words as one, if hyphens joined them.
    joined: Option<PatternWord>,
}

#[derive(Clone, Debug)]
struct PatternWord {
    form: Form,
    folded: String,
}

impl Pattern {
    pub(super) fn of(atom: &Atom, forms: &mut Forms) -> Option<Self> {
        let words = analysed(forms, &atom.text);
        let longest = forms.analysis().words_to_keep(&atom.text);
        let longest = longest.max_by_key(|word| word.pieces);
        let joined = longest
            .filter(|word| word.pieces > 1 && word.pieces == words.len())
            .map(|word| PatternWord {
                folded: fold(&word.spelling),
                form: forms.of(&word.spelling).clone(),
            });
        let words: Vec<PatternWord> = words
            .into_iter()
            .map(|found| PatternWord {
                folded: fold(&found.word.spelling),
                form: found.form,
            })
            .collect();
        (!words.is_empty()).then_some(Self {
            part: atom.part,
            shape: atom.shape,
            words,
            joined,
        })
    }

    /// Marks the pieces of a text in which this is found.
    pub(super) fn mark(&self, seen: &Seen, marked: &mut [bool]) {
        let mut found = self.in_a_row(seen, marked);
        for word in self.as_one() {
            found |= self.joined_in(word, seen, marked);
        }
        if self.shape != Shape::Word {
            return;
        }
        for word in self.as_one() {
            found |= mark_where(seen, marked, |piece| {
                piece.form.parts.contains(&word.form.stem)
            });
        }
        if found {
            return;
        }
        // Where the word itself is not there, what makes it up may be.
        for word in self.as_one() {
            for part in &word.form.parts {
                mark_where(seen, marked, |piece| {
                    piece.form.stem == *part || piece.form.parts.contains(part)
                });
            }
        }
        if self.words.len() > 1 && self.part.is_none() {
            for word in &self.words {
                if word.folded.chars().count() >= TELLING_LETTERS {
                    mark_where(seen, marked, |piece| piece.form.stem == word.form.stem);
                }
            }
        }
    }

    /// The atom as a single word, if it is one or could be written as one.
    fn as_one(&self) -> impl Iterator<Item = &PatternWord> {
        let single = match self.words.as_slice() {
            [word] => Some(word),
            _ => None,
        };
        single.into_iter().chain(&self.joined)
    }

    fn in_a_row(&self, seen: &Seen, marked: &mut [bool]) -> bool {
        let mut found = false;
        let length = self.words.len();
        for at in 0..(seen.pieces.len() + 1).saturating_sub(length) {
            let row = at..at + length;
            let mut pairs = self.words.iter().zip(row.clone()).enumerate();
            let fits = pairs.all(|(place, (word, at))| {
                let is_last = place + 1 == length;
                self.fits(word, &seen.pieces[at].form.stem, &seen.folded[at], is_last)
            });
            if fits {
                marked[row].fill(true);
                found = true;
            }
        }
        found
    }

    fn joined_in(&self, word: &PatternWord, seen: &Seen, marked: &mut [bool]) -> bool {
        if self.shape == Shape::Phrase {
            return false;
        }
        let mut found = false;
        let pieces = seen.pieces.iter().zip(&seen.folded);
        for ((piece, folded), marked) in pieces.zip(marked.iter_mut()) {
            if self.fits(word, &piece.form.stem, folded, true) {
                *marked = true;
                found = true;
            }
        }
        for joined in &seen.joined {
            if self.fits(word, &joined.form.stem, &joined.folded, true) {
                marked[joined.pieces.clone()].fill(true);
                found = true;
            }
        }
        found
    }

    fn fits(&self, word: &PatternWord, stem: &str, folded: &str, is_last: bool) -> bool {
        match (self.shape, is_last) {
            (Shape::Prefix, true) => folded.starts_with(&word.folded),
            (Shape::Prefix, false) => folded == word.folded,
            _ => stem == word.form.stem || folded == word.folded,
        }
    }
}

fn mark_where(seen: &Seen, marked: &mut [bool], is_found: impl Fn(&Analysed) -> bool) -> bool {
    let mut found = false;
    for (piece, marked) in seen.pieces.iter().zip(marked) {
        if is_found(piece) {
            *marked = true;
            found = true;
        }
    }
    found
}
