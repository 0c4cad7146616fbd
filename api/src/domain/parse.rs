//! Input becomes a type that cannot be wrong: texts, names, addresses, languages, countries.

use oxilangtag::LanguageTag as Tag;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

/// How many characters a title or name holds at most.
pub const SHORT: usize = 200;
/// How many characters any other text holds at most.
pub const LONG: usize = 20_000;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum Wrong {
    /// Nothing but white space.
    #[error("must not be empty")]
    Empty,
    /// More characters than this.
    #[error("must not be longer than {0} characters")]
    TooLong(usize),
    /// Contains control characters.
    #[error("must not contain control characters")]
    Control,
    /// Not an http or https address.
    #[error("must be an address that begins with http:// or https://")]
    Address,
    /// Not a language tag.
    #[error("must be a BCP 47 language tag such as de or en-GB")]
    Language,
    /// Not a country.
    #[error("must be an ISO 3166-1 alpha-2 country code such as DE")]
    Country,
}

/// A title or name: one line, trimmed, in NFC, 1 to [`SHORT`] characters.
pub fn short_text(text: &str) -> Result<String, Wrong> {
    text_of(text, SHORT, char::is_control)
}

/// Any other text: may have several lines, trimmed, in NFC, 1 to [`LONG`] characters.
pub fn long_text(text: &str) -> Result<String, Wrong> {
    let text = text.replace("\r\n", "\n");
    text_of(&text, LONG, |c| c.is_control() && !matches!(c, '\n' | '\t'))
}

fn text_of(text: &str, limit: usize, refused: fn(char) -> bool) -> Result<String, Wrong> {
    let text: String = text.trim().nfc().collect();
    if text.chars().all(is_unseen) {
        return Err(Wrong::Empty);
    }
    if text.chars().any(|c| refused(c) || turns_around(c)) {
        return Err(Wrong::Control);
    }
    if text.chars().count() > limit {
        return Err(Wrong::TooLong(limit));
    }
    Ok(text)
}

/// White space, and what takes no room at all.
fn is_unseen(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// What makes the text behind it be shown the other way round, so that it seems to say another thing.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An http or https address.
pub fn web_address(text: &str) -> Result<String, Wrong> {
    let url = Url::parse(text.trim()).map_err(|_| Wrong::Address)?;
    if !matches!(url.scheme(), "http" | "https")
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(Wrong::Address);
    }
    let address = String::from(url);
    if address.len() > LONG {
        return Err(Wrong::TooLong(LONG));
    }
    Ok(address)
}

/// A BCP 47 language tag, in its usual case.
pub fn language_tag(text: &str) -> Result<String, Wrong> {
    let tag = Tag::parse_and_normalize(text.trim()).map_err(|_| Wrong::Language)?;
    if tag.len() > 35 {
        return Err(Wrong::Language);
    }
    Ok(tag.into_inner())
}

/// An ISO 3166-1 alpha-2 code, in capitals.
pub fn country_code(text: &str) -> Result<String, Wrong> {
    let code = text.trim().to_ascii_uppercase();
    rust_iso3166::from_alpha2(&code)
        .map(|_| code)
        .ok_or(Wrong::Country)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_trimmed_and_composed() {
        assert_eq!(short_text("  Mu\u{308}nchen "), Ok("München".to_owned()));
        assert_eq!(long_text("a\r\nb"), Ok("a\nb".to_owned()));
        assert_eq!(short_text("a\nb"), Err(Wrong::Control));
        assert_eq!(long_text("a\0b"), Err(Wrong::Control));
        for empty in ["", " \u{a0}", "\u{200b}", "\u{feff} \u{ad}"] {
            assert_eq!(short_text(empty), Err(Wrong::Empty), "{empty:?}");
        }
        assert_eq!(short_text("\u{202e}gnp.exe"), Err(Wrong::Control));
        assert_eq!(short_text(&"ä".repeat(200)).map(|text| text.len()), Ok(400));
        assert_eq!(short_text(&"ä".repeat(201)), Err(Wrong::TooLong(200)));
    }

    #[test]
    fn only_web_addresses_pass() {
        assert_eq!(
            web_address("https://smartcity.bamberg.de"),
            Ok("https://smartcity.bamberg.de/".to_owned())
        );
        for wrong in [
            "javascript:alert(1)",
            "ftp://a.de",
            "a.de",
            "",
            "https://u:p@a.de",
            "http://",
        ] {
            assert_eq!(web_address(wrong), Err(Wrong::Address), "{wrong}");
        }
    }

    #[test]
    fn tags_and_codes_take_their_usual_case() {
        assert_eq!(language_tag("DE-at"), Ok("de-AT".to_owned()));
        assert_eq!(language_tag("deutsch!"), Err(Wrong::Language));
        assert_eq!(country_code("de"), Ok("DE".to_owned()));
        for wrong in ["XX", "DEU", "D", "", "ÖS"] {
            assert_eq!(country_code(wrong), Err(Wrong::Country), "{wrong}");
        }
    }
}
