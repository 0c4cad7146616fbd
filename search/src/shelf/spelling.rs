//! How words are written, kept to correct and to complete what someone types.
//!
//! A spelling is kept as its folded form and the form that is shown, so that all that begin alike
//! stand beside each other, whatever their accents: `burger` and `Bürger`.

use std::borrow::Cow;

use crate::analysis::{Words, fold};

/// Between the two forms. No word has it.
const BETWEEN: char = '\u{0}';

/// Shorter words are not worth a correction, and longer ones no one types.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=40;

/// The spellings of the words of a text, as they are kept.
pub(crate) fn of(text: &str) -> impl Iterator<Item = String> {
    Words::of(text).filter_map(|word| {
        let written = written(text.get(word.from..word.to)?, &word.spelling);
        let is_word =
            written.chars().all(char::is_alphabetic) && LETTERS.contains(&written.chars().count());
        is_word.then(|| format!("{}{BETWEEN}{written}", fold(&word.spelling)))
    })
}

/// A word as someone would type it: `Bürger:innen` is `Bürger`.
fn written<'t>(seen: &'t str, spelling: &str) -> Cow<'t, str> {
    if seen.to_lowercase() == spelling {
        return Cow::Borrowed(seen);
    }
    let mut letters = spelling.chars();
    let first = letters.next().into_iter();
    let first: String = if seen.starts_with(char::is_uppercase) {
        first.flat_map(char::to_uppercase).collect()
    } else {
        first.collect()
    };
    Cow::Owned(first + letters.as_str())
}

/// The folded form and the form that is shown of a spelling that was kept.
pub(crate) fn read(kept: &str) -> Option<(&str, &str)> {
    kept.split_once(BETWEEN)
}

/// What all spellings of a folded word begin with.
pub(crate) fn start(folded: &str) -> String {
    format!("{folded}{BETWEEN}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelling_is_read_as_it_was_kept() {
        let kept: Vec<String> = of("Die Bürger:innen, E-Akte 2020, Maßnahmen.").collect();
        let read: Vec<_> = kept.iter().filter_map(|kept| read(kept)).collect();
        assert_eq!(
            read,
            [
                ("die", "Die"),
                ("burger", "Bürger"),
                ("akte", "Akte"),
                ("massnahmen", "Maßnahmen")
            ]
        );
        assert!(kept[2].starts_with(&start("akte")));
    }
}
