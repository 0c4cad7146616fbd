//! Folded text to look up and sort by, and the slugs made from it.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// How many characters a key holds at most.
pub const MOST: usize = 400;

/// Text folded for looking up and sorting: lower case, without marks, ß as ss, single spaces.
///
/// Sorting by it follows DIN 5007-1, where ä stands with a. A key holds [`MOST`] characters at most:
/// some characters fold to many, and two texts that differ beyond are not worth telling apart.
#[must_use]
pub fn text_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        for letter in word.nfkd().filter(|c| !is_combining_mark(*c)) {
            match letter {
                'ß' | 'ẞ' => key.push_str("ss"),
                'æ' | 'Æ' => key.push_str("ae"),
                'ø' | 'Ø' => key.push('o'),
                'ł' | 'Ł' => key.push('l'),
                _ => key.extend(letter.to_lowercase()),
            }
        }
    }
    if let Some((end, _)) = key.char_indices().nth(MOST) {
        key.truncate(end);
    }
    key
}

/// Part of an address: a–z, 0–9 and single hyphens; ä as ae, as German addresses have it.
///
/// Empty when the text has no letter or digit that folds to one of these.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut spelt = String::with_capacity(text.len());
    for letter in text.nfc() {
        match letter {
            'ä' | 'Ä' => spelt.push_str("ae"),
            'ö' | 'Ö' => spelt.push_str("oe"),
            'ü' | 'Ü' => spelt.push_str("ue"),
            _ => spelt.push(letter),
        }
    }
    let mut slug = String::with_capacity(spelt.len());
    for letter in text_key(&spelt).chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_fold_case_marks_and_spaces() {
        assert_eq!(text_key("  Mönchen\u{a0}GLADBACH "), "monchen gladbach");
        assert_eq!(text_key("Straße"), "strasse");
        assert_eq!(text_key("Mu\u{308}nchen"), text_key("München"));
        assert_eq!(text_key(&"\u{fdfa}".repeat(200)).chars().count(), MOST);
    }

    #[test]
    fn slugs_spell_umlauts_out() {
        assert_eq!(slug("Köln"), "koeln");
        assert_eq!(slug("Neuburg a.d. Donau"), "neuburg-a-d-donau");
        assert_eq!(slug("Bergheim, Stadt"), "bergheim-stadt");
        assert_eq!(slug("Großröhrsdorf"), "grossroehrsdorf");
        assert_eq!(slug("—"), "");
    }
}
