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
    text_of(text, SHORT, |c| c.is_control() || ends_a_line(c))
}

/// Any other text: may have several lines, trimmed, in NFC, 1 to [`LONG`] characters.
pub fn long_text(text: &str) -> Result<String, Wrong> {
    // Lines end in each of these ways, depending on where a text was written.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
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

/// What ends a line and is no control character.
fn ends_a_line(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// What makes the text behind it be shown the other way round, so that it seems to say another thing.
fn turns_around(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// An http or https address.
pub fn web_address(text: &str) -> Result<String, Wrong> {
    let text = text.trim();
    // A parser of addresses would leave them out, or write them with a percent sign.
    if text.contains(char::is_control) {
        return Err(Wrong::Control);
    }
    let url = Url::parse(text).map_err(|_| Wrong::Address)?;
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
///
/// The grammar lets "german" pass, and "xx": so the language of two letters has to be one of ISO
/// 639-1, and the country one of ISO 3166-1. Those of three letters are thousands; we know none better
/// than whoever writes in them.
pub fn language_tag(text: &str) -> Result<String, Wrong> {
    let tag = Tag::parse_and_normalize(text.trim()).map_err(|_| Wrong::Language)?;
    let language = tag.primary_language();
    let known = match language.len() {
        2 => LANGUAGES.split_whitespace().any(|known| known == language),
        3 => true,
        // For private use, or registered before there was a grammar.
        _ => tag.starts_with("x-") || tag.starts_with("i-"),
    };
    let country = tag.region().filter(|region| region.len() == 2);
    if tag.len() > 35 || !known || country.is_some_and(|it| country_code(it).is_err()) {
        return Err(Wrong::Language);
    }
    Ok(tag.into_inner())
}

/// The languages of ISO 639-1.
const LANGUAGES: &str = "\
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik \
    io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml \
    mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd \
    se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve \
    vi vo wa wo xh yi yo za zh zu";

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
        assert_eq!(long_text("a\r\nb\rc"), Ok("a\nb\nc".to_owned()));
        assert_eq!(short_text("a\nb"), Err(Wrong::Control));
        assert_eq!(short_text("a\u{2028}b"), Err(Wrong::Control));
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
        for hidden in ["https://a.de/\0", "https://a\n.de", "java\tscript:alert(1)"] {
            assert_eq!(web_address(hidden), Err(Wrong::Control), "{hidden:?}");
        }
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
        for right in [
            "gsw-CH",
            "zh-Hant-TW",
            "es-419",
            "x-amt",
            "sl-rozaj",
            "i-klingon",
        ] {
            assert!(language_tag(right).is_ok(), "{right}");
        }
        for wrong in [
            "deutsch!", "deutsch", "german", "xx", "de-XX", "de_DE", "", "d", "de-",
        ] {
            assert_eq!(language_tag(wrong), Err(Wrong::Language), "{wrong}");
        }
        assert_eq!(country_code("de"), Ok("DE".to_owned()));
        for wrong in ["XX", "DEU", "D", "", "ÖS"] {
            assert_eq!(country_code(wrong), Err(Wrong::Country), "{wrong}");
        }
    }
}
