//! Splits compounds into the words that they are made of.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::list::entries;
use crate::analysis::fold;

/// What compounds are made of. With `>`, a form that stands for another word: `schul > schule`.
pub(super) const PARTS: &str = include_str!("parts.txt");
/// What could be split into parts and must not be.
pub(super) const WHOLE: &str = include_str!("whole.txt");

/// The shortest part, in letters.
const SHORTEST: usize = 3;
/// The longest part, in bytes.
const LONGEST: usize = 24;

/// What may stand between two parts.
const LINKS: [&str; 9] = ["", "s", "es", "n", "en", "er", "e", "ns", "ens"];
/// How the last part may be inflected.
const ENDINGS: [&str; 12] = [
    "", "s", "e", "n", "en", "er", "es", "em", "ern", "nen", "se", "sen",
];

/// What stands before the last part of a compound without being in the list, in letters at the least:
/// Rhein in Rheinbrücke.
const SHORTEST_UNKNOWN: usize = 4;

/// How long a last part is, in letters, if it is to be told from a mere ending: Brücke, but not Recht.
const CLEAR: usize = 6;

/// How no unknown first part ends, because these are prefixes of the word that is taken for the last
/// part: in bereitzustellen, zu is no end of one word, but the middle of another.
const PREFIXES: [&str; 15] = [
    "ab", "auf", "aus", "be", "ent", "ge", "im", "nein", "rein", "uber", "unter", "ver", "vor",
    "zer", "zu",
];

/// How an unknown first part may end if there is no vowel among its last two letters: as German words
/// do, so that none is torn at a place where no word ends (Wohlh|abende).
const ENDS: [&str; 49] = [
    "bs", "ch", "ck", "cht", "ff", "fs", "ft", "gs", "hl", "hm", "hn", "hr", "ks", "kt", "ld",
    "lf", "lk", "ll", "lm", "ls", "lt", "lz", "mm", "mp", "ms", "nd", "ng", "nk", "nn", "ns", "nt",
    "nz", "pf", "pp", "ps", "pt", "rd", "rf", "rg", "rk", "rm", "rn", "rr", "rs", "rt", "rz", "ss",
    "st", "tt",
];

/// Spellings without accents, and the word that each stands for.
static LEXICON: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut lexicon = HashMap::new();
    for (form, word) in entries(PARTS) {
        lexicon.insert(unaccented(form), word);
        lexicon.entry(fold(form)).or_insert(word);
    }
    for (word, _) in entries(WHOLE) {
        // A word that stands for itself is not split, and is no part either.
        lexicon.entry(unaccented(word)).or_insert("");
    }
    lexicon
});

/// The words that a word in lower case is made of, in their order; none if it is no compound.
pub(in crate::analysis) fn parts(word: &str) -> Vec<Cow<'static, str>> {
    let unaccented = unaccented(word);
    let mut split = Split::of(&unaccented);
    if split.is_empty() && unaccented.contains('e') {
        // Perhaps the umlauts are written in two letters.
        let folded = fold(word);
        if folded != unaccented {
            split = Split::of(&folded);
        }
    }
    if split.is_empty() {
        return with_unknown(&unaccented).unwrap_or_default();
    }
    split.into_iter().map(Cow::Borrowed).collect()
}

/// A word of which only the last part is in the list, as in Rheinbrücke.
fn with_unknown(word: &str) -> Option<Vec<Cow<'static, str>>> {
    if !word.bytes().all(|letter| letter.is_ascii_lowercase()) || is_known(word) {
        return None;
    }
    let longest = (SHORTEST_UNKNOWN..word.len().saturating_sub(CLEAR - 1)).find_map(|at| {
        let (first, last) = word.split_at(at);
        let (form, part) = inflected(last)?;
        (form.len() >= CLEAR && can_stand_first(first)).then_some((first, part))
    });
    let (first, part) = longest?;
    let first = first
        .strip_suffix('s')
        .filter(|first| takes_s(first))
        .unwrap_or(first);
    Some(vec![Cow::Owned(first.to_owned()), Cow::Borrowed(part)])
}

/// Whether this could be a word of which nothing is known.
fn can_stand_first(first: &str) -> bool {
    let is_vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let has_late_vowel = first.chars().rev().take(2).any(is_vowel);
    (has_late_vowel || ENDS.iter().any(|end| first.ends_with(end)))
        && first.contains(is_vowel)
        && !PREFIXES.iter().any(|prefix| first.ends_with(prefix))
}

/// A word without accents, with ß as ss. Unlike [`fold`] it leaves ae, oe and ue as they are: where
/// two parts meet they are no umlauts (Büroeinrichtung).
fn unaccented(word: &str) -> String {
    word.nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect::<String>()
        .replace('ß', "ss")
}

/// The best way to split a beginning of a word.
#[derive(Clone, Copy)]
struct Split {
    /// How many parts it has. Fewer are better.
    parts: usize,
    /// How long the last one is. Longer is better.
    last: usize,
    /// Where the last one begins, and where the one before it ends.
    from: usize,
    before: usize,
    word: &'static str,
}

impl Split {
    fn of(word: &str) -> Vec<&'static str> {
        if word.len() < 2 * SHORTEST || is_known(word) {
            return Vec::new();
        }
        // For each place in the word, how the beginning up to there is split best.
        let mut best: Vec<Option<Self>> = vec![None; word.len() + 1];
        for from in 0..=word.len() - SHORTEST {
            let Some((before, split)) = reached(word, from, &best) else {
                continue;
            };
            for to in from + SHORTEST..=word.len().min(from + LONGEST) {
                let part = word.get(from..to);
                let Some(part) = part.and_then(|part| at(part, to == word.len())) else {
                    continue;
                };
                let found = Self {
                    parts: split.map_or(0, |split| split.parts) + 1,
                    last: to - from,
                    from,
                    before,
                    word: part,
                };
                if let Some(known) = best.get_mut(to)
                    && known.is_none_or(|known| rank(Some(found)) < rank(Some(known)))
                {
                    *known = Some(found);
                }
            }
        }
        let words = words(&best);
        if words.len() < 2 { Vec::new() } else { words }
    }
}

/// How what stands before a place is split best: where it ends, with what may stand between left
/// out, and its last part. At the beginning of the word nothing stands before.
fn reached(word: &str, from: usize, best: &[Option<Split>]) -> Option<(usize, Option<Split>)> {
    if from == 0 {
        return Some((0, None));
    }
    let before = LINKS.iter().filter_map(|link| {
        let end = word.get(..from)?.strip_suffix(link)?.len();
        let split = best.get(end).copied().flatten()?;
        let last = word.get(split.from..end)?;
        let is_torn = link.is_empty() && word[from..].starts_with('s') && takes_s(last);
        (!is_torn).then_some((end, Some(split)))
    });
    before.min_by_key(|(_, split)| rank(*split))
}

/// Whether an s after a part can only be a link: Handlungsorte are no sorts.
fn takes_s(part: &str) -> bool {
    const ENDINGS: [&str; 6] = ["ung", "heit", "keit", "schaft", "ion", "tat"];
    part.len() >= 7 && ENDINGS.iter().any(|ending| part.ends_with(ending))
}

/// The parts of the whole word, from the last one back to the first.
fn words(best: &[Option<Split>]) -> Vec<&'static str> {
    let mut words = Vec::new();
    let mut last = best.last().copied().flatten();
    while let Some(split) = last {
        words.push(split.word);
        let is_first = split.from == 0;
        last = best.get(split.before).copied().flatten();
        if is_first {
            break;
        }
    }
    words.reverse();
    words
}

/// Lower is better.
fn rank(split: Option<Split>) -> (usize, usize) {
    split.map_or((0, 0), |split| {
        (split.parts, LONGEST - split.last.min(LONGEST))
    })
}

/// The word that a part stands for; the last one may be inflected.
fn at(part: &str, is_last: bool) -> Option<&'static str> {
    if is_last {
        return inflected(part).map(|(_, word)| word);
    }
    known(part)
}

/// A part without its inflection, and the word that it stands for.
fn inflected(part: &str) -> Option<(&str, &'static str)> {
    ENDINGS.iter().find_map(|ending| {
        let form = part.strip_suffix(ending)?;
        let word = known(form).filter(|_| form.len() >= SHORTEST)?;
        Some((form, word))
    })
}

fn known(form: &str) -> Option<&'static str> {
    LEXICON.get(form).copied().filter(|word| !word.is_empty())
}

/// Whether a compound may begin so.
pub(super) fn is_part(beginning: &str) -> bool {
    LINKS.iter().any(|link| {
        beginning
            .strip_suffix(link)
            .is_some_and(|form| LEXICON.get(form).is_some_and(|word| !word.is_empty()))
    })
}

/// Whether a word in lower case is German for all that the lists say: one of theirs, in any inflection,
/// or made of theirs.
pub(in crate::analysis) fn knows(word: &str) -> bool {
    let stands = |word: &str| {
        ENDINGS.iter().any(|ending| {
            let form = word.strip_suffix(ending);
            // What ends with an s takes no other: Preiss is a slip.
            let form = form.filter(|form| *ending != "s" || !form.ends_with('s'));
            form.is_some_and(|form| LEXICON.contains_key(form))
        })
    };
    let written = [unaccented(word), fold(word)];
    written
        .iter()
        .any(|word| stands(word) || !Split::of(word).is_empty())
}

/// Whether a word stands in a list by itself, in any inflection.
fn is_known(word: &str) -> bool {
    ENDINGS.iter().any(|ending| {
        word.strip_suffix(ending)
            .is_some_and(|form| LEXICON.contains_key(form))
    })
}
