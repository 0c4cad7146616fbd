//! One spelling for all the ways to write a word: without case, accents and umlauts.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word in lower case, without marks, and with ä = ae = a, ö = oe = o, ü = ue = u, ß = ss.
///
/// It is a folding for comparison, not for display: `Bauer` stays, but `aktuell` becomes
/// `aktull`, on both sides alike. The folding of the beginning of a word is the beginning of its
/// folding, which is what prefix queries rest on.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return joined(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    let compatible: String = word.nfkc().collect();
    let lower = compatible.to_lowercase();
    joined(lower.nfd().filter(|c| !is_combining_mark(*c)))
}

/// Letters as a word, with what is written in two letters in one.
fn joined(letters: impl Iterator<Item = char>) -> String {
    let mut folded = String::with_capacity(letters.size_hint().0);
    let mut before = [' '; 2];
    for c in letters {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push('a'),
            'œ' | 'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'þ' => folded.push_str("th"),
            'ı' => folded.push('i'),
            'e' if closes_umlaut(before) => {}
            _ => folded.push(c),
        }
        before = [before[1], c];
    }
    folded
}

/// Whether an `e` after these two letters is half of an umlaut written in two. After a vowel or
/// `q`, `ue` is none: Bauer, neue, Quelle.
fn closes_umlaut(before: [char; 2]) -> bool {
    match before {
        [_, 'a' | 'o'] => true,
        [first, 'u'] => !matches!(first, 'a' | 'e' | 'i' | 'o' | 'u' | 'q'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_a_name_are_one() {
        for name in [
            "München",
            "Muenchen",
            "MÜNCHEN",
            "Munchen",
            "Mu\u{308}nchen",
        ] {
            assert_eq!(fold(name), "munchen");
        }
        assert_eq!(fold("Straße"), fold("STRASSE"));
        assert_eq!(fold("Łódź"), "lodz");
        assert_eq!(fold("Århus"), "arhus");
        assert_eq!(fold("ﬁnanzen"), "finanzen");
    }

    #[test]
    fn not_every_ue_is_an_umlaut() {
        assert_eq!(fold("Bauer"), "bauer");
        assert_eq!(fold("neue"), "neue");
        assert_eq!(fold("Quelle"), "quelle");
        assert_eq!(fold("Raeel"), "rael");
        assert_eq!(fold("Bürger"), fold("Buerger"));
    }

    proptest! {
        #[test]
        fn the_folded_beginning_begins_the_folding(word in "[a-zäöüßéA-ZÄÖÜ]{1,12}", cut in 0usize..12) {
            let beginning: String = word.chars().take(cut).collect();
            prop_assert!(fold(&word).starts_with(&fold(&beginning)));
        }
    }
}
