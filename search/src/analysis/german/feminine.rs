//! The feminine of a word for people leads to the word: Bürgerinnen to Bürger.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use super::compound::is_part;
use super::list::entries;
use crate::analysis::fold;

/// What takes -in and -innen without one of the [`AGENTS`]' endings.
pub(super) const ROOTS: &str = include_str!("gender_roots.txt");
/// What ends like a feminine and is none.
pub(super) const OTHERS: &str = include_str!("not_gendered.txt");

/// How words for people end.
const AGENTS: [&str; 11] = [
    "er", "or", "ent", "ant", "ist", "eur", "at", "og", "ekt", "ert", "und",
];

/// How many letters a word for a person has at the least, by its ending alone: Autor, Maler.
const FEWEST_LETTERS: usize = 5;

/// How many letters must follow a feminine inside a word.
const FEWEST_LETTERS_AFTER: usize = 3;

static ROOT_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| entries(ROOTS).map(|(root, _)| fold(root)).collect());
static OTHER_WORDS: LazyLock<HashSet<String>> =
    LazyLock::new(|| entries(OTHERS).map(|(word, _)| fold(word)).collect());

/// A word in lower case without the ending of a feminine, at its end or inside of it.
pub(in crate::analysis) fn without_gender(word: &str) -> Cow<'_, str> {
    let Some(at) = word.find("in") else {
        return Cow::Borrowed(word);
    };
    if at == 0 && !word[2..].contains("in") || OTHER_WORDS.contains(&fold(word)) {
        return Cow::Borrowed(word);
    }
    for ending in ["innen", "in"] {
        if let Some(base) = word.strip_suffix(ending).filter(|base| is_agent(base)) {
            return Cow::Borrowed(base);
        }
    }
    for (at, _) in word.match_indices("innen") {
        let (base, rest) = (&word[..at], &word[at + 5..]);
        if rest.chars().count() >= FEWEST_LETTERS_AFTER && is_agent(base) {
            return Cow::Owned(format!("{base}{rest}"));
        }
    }
    Cow::Borrowed(word)
}

/// Whether someone can be called so.
fn is_agent(base: &str) -> bool {
    let by_ending = AGENTS.iter().any(|ending| base.ends_with(ending))
        && base.chars().count() >= FEWEST_LETTERS;
    by_ending || {
        let folded = fold(base);
        let mut splits = folded.char_indices().map(|(at, _)| folded.split_at(at));
        splits.any(|(before, root)| {
            // A short root ends many a word that it has nothing to do with.
            let stands = root.len() >= FEWEST_LETTERS || before.is_empty() || is_part(before);
            stands && ROOT_WORDS.contains(root)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feminines_lead_to_their_word() {
        for (word, expected) in [
            ("bürgerinnen", "bürger"),
            ("bürgerin", "bürger"),
            ("projektleiterinnen", "projektleiter"),
            ("autorin", "autor"),
            ("studentinnen", "student"),
            ("kolleginnen", "kolleg"),
            ("fachärztinnen", "fachärzt"),
            ("bürgerinnenbeteiligung", "bürgerbeteiligung"),
        ] {
            assert_eq!(without_gender(word), expected);
        }
    }

    #[test]
    fn what_looks_like_a_feminine_stays() {
        for word in [
            "innen",
            "innenstadt",
            "termin",
            "beginnen",
            "gewinnen",
            "erinnern",
            "berlin",
            "medizin",
            "verein",
            "disziplin",
            "in",
            "darin",
            "worin",
            "hinein",
            "bewohnerinteressen",
        ] {
            assert_eq!(without_gender(word), word);
        }
    }
}
