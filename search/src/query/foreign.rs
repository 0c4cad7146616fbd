//! Knows what other search languages have and this one says otherwise, or not at all.

use super::items::{Body, Item};
use super::warning::Warning;

/// Fewer letters before a sign make no word of it, as in km^2.
const FEWEST_LETTERS: usize = 3;

/// What is to be said about signs of other search languages.
pub(super) fn warnings(items: &[Item]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if has_groups(items) {
        warnings.push(Warning::Brackets);
    }
    for (at, item) in items.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        let Body::Bare(text) = &item.body else {
            continue;
        };
        warnings.extend(match text.as_str() {
            "NOT" | "NICHT" => Some(Warning::Not(text.clone())),
            "&&" => Some(Warning::And),
            "||" => Some(Warning::Or),
            "TO" => range(before, items.get(at + 1)),
            _ => sign(text, before).map(|sign| Warning::Foreign {
                sign,
                text: text.clone(),
            }),
        });
    }
    warnings
}

/// Whether brackets seem to say what connectives connect.
fn has_groups(items: &[Item]) -> bool {
    let bare = || items.iter().filter_map(bare);
    let connects = |text: &str| matches!(text, "OR" | "ODER" | "AND" | "UND" | "NOT" | "NICHT");
    bare().any(connects) && bare().any(|text| text.starts_with('(') || text.ends_with(')'))
}

fn bare(item: &Item) -> Option<&str> {
    match &item.body {
        Body::Bare(text) => Some(text),
        _ => None,
    }
}

/// `[a TO b]`.
fn range(before: Option<&Item>, after: Option<&Item>) -> Option<Warning> {
    let (before, after) = (before.and_then(bare)?, after.and_then(bare)?);
    let is_range = value(before).starts_with(['[', '{']) && after.ends_with([']', '}']);
    is_range.then(|| Warning::Foreign {
        sign: "[ TO ]",
        text: format!("{before} TO {after}"),
    })
}

/// The sign in a text: `word~2`, `word^3`, `w?rd` and `/word/`; the first two after a phrase too.
fn sign(text: &str, before: Option<&Item>) -> Option<&'static str> {
    let is_after_phrase = before.is_some_and(|before| matches!(before.body, Body::Quoted { .. }));
    let stem = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let is_word = |stem: &str| letters(stem) || stem.is_empty() && is_after_phrase;
    if stem.strip_suffix('~').is_some_and(is_word) {
        return Some("~");
    }
    if stem.len() < text.len() && stem.strip_suffix('^').is_some_and(is_word) {
        return Some("^");
    }
    let inside = value(text).strip_prefix('/');
    if inside
        .and_then(|text| text.strip_suffix('/'))
        .is_some_and(|text| !text.is_empty())
    {
        return Some("/ /");
    }
    (has_wildcard(text) && !text.contains(['/', '=', '&'])).then_some("?")
}

/// What stands behind the name of a field, or all where there is none.
fn value(text: &str) -> &str {
    text.split_once(':').map_or(text, |(_, value)| value)
}

fn letters(stem: &str) -> bool {
    stem.ends_with(char::is_alphabetic)
        && stem.chars().filter(|c| c.is_alphabetic()).count() >= FEWEST_LETTERS
}

/// Whether a question mark stands between two letters.
fn has_wildcard(text: &str) -> bool {
    let mut halves = text.split('?').peekable();
    while let Some(before) = halves.next() {
        let after = halves.peek();
        if before.ends_with(char::is_alphabetic)
            && after.is_some_and(|after| after.starts_with(char::is_alphabetic))
        {
            return true;
        }
    }
    false
}
