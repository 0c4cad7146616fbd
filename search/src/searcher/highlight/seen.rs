//! A text as its reader and the analysis see it.

use super::fragment::Word;
use crate::analysis::{self, Analysed, Form, Forms, fold};

/// The words of a text.
pub(super) struct Seen {
    /// Each piece of what hyphens join by itself.
    pub(super) pieces: Vec<Analysed>,
    /// The same words without accents.
    pub(super) folded: Vec<String>,
    /// What hyphens join.
    pub(super) joined: Vec<Joined>,
}

/// Several pieces in one word.
pub(super) struct Joined {
    /// The first piece, and the first after the last.
    pub(super) pieces: std::ops::Range<usize>,
    pub(super) form: Form,
    pub(super) folded: String,
}

impl Seen {
    pub(super) fn of(text: &str, forms: &mut Forms) -> Self {
        let pieces = analysis::analysed(forms, text);
        let joined = forms.analysis().words_to_keep(text);
        let joined: Vec<_> = joined.filter(|word| word.pieces > 1).collect();
        Self {
            folded: pieces
                .iter()
                .map(|piece| fold(&piece.word.spelling))
                .collect(),
            joined: joined
                .into_iter()
                .filter_map(|word| {
                    let first = pieces
                        .iter()
                        .position(|piece| piece.word.from == word.from)?;
                    Some(Joined {
                        pieces: first..first + word.pieces,
                        form: forms.of(&word.spelling).clone(),
                        folded: fold(&word.spelling),
                    })
                })
                .collect(),
            pieces,
        }
    }

    /// The words as the reader sees them: what a hyphen joins is one, and marked if any piece is.
    pub(super) fn words(&self, text: &str, marked: &[bool]) -> Vec<Word> {
        let mut words: Vec<Word> = Vec::with_capacity(self.pieces.len());
        for (piece, marked) in self.pieces.iter().zip(marked) {
            let (from, to) = (piece.word.from, piece.word.to);
            let between = words.last().and_then(|last| text.get(last.to..from));
            match words.last_mut() {
                Some(last) if between.is_some_and(joins) => {
                    last.to = to;
                    last.marked |= marked;
                }
                _ => words.push(Word {
                    from,
                    to,
                    marked: *marked,
                }),
            }
        }
        words
    }
}

/// Whether two pieces with this between them are one word: `E-Akte`, `eAkte`.
fn joins(between: &str) -> bool {
    matches!(between, "" | "-" | "\u{2010}" | "\u{2011}")
}
