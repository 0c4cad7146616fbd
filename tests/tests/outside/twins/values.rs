//! What is asked with: ids, words and numbers, of what is there and of what is not.

use serde_json::{Value, json};
use tests::{CODES, Dice, WORDS, global_id};

/// Rows of a type are numbered below this; the last numbers are nobody's.
pub(super) fn numbers(name: &str) -> u32 {
    match name {
        "City" => 13,
        "Organization" => 7,
        "Topic" => 9,
        "Project" => 42,
        "Account" | "AccessToken" | "SavedSearch" => 14,
        "Participation" => 350,
        _ => 90,
    }
}

/// The sorts of a type's rows.
pub(super) fn sorts(name: &str) -> std::ops::Range<u32> {
    match name {
        "Participation" | "Source" => 0..2,
        "Reuse" | "Comment" => 0..3,
        "Revision" => 1..4,
        _ => 0..1,
    }
}

/// The id of something of this type, if not by mistake of another.
pub(super) fn id(dice: &mut Dice, name: &str) -> Value {
    let name = if dice.chance(3) { "Comment" } else { name };
    let sorts = sorts(name);
    let sort = sorts.start + dice.below(sorts.end - sorts.start);
    json!(global_id(name, sort, dice.below(numbers(name))))
}

/// A word that entries have; of what is hidden, too.
pub(super) fn word(dice: &mut Dice) -> String {
    let from: &[&str] = if dice.chance(30) { &CODES } else { &WORDS };
    (*dice.pick(from)).to_owned()
}

/// A query.
pub(super) fn query(dice: &mut Dice) -> String {
    let fields = ["title", "insight", "hurdle", "project", "topic", "city"];
    let terms: Vec<_> = (0..dice.below(4))
        .map(|_| {
            let word = word(dice);
            match dice.below(12) {
                0 => format!("-{word}"),
                1 => format!("{}*", part(dice, &word)),
                2 => format!("\"{word} {}\"", self::word(dice)),
                3 => format!("OR {word}"),
                4 => format!("{}:{word}", dice.pick(&fields)),
                5 => format!("city:\"Ort {:02}\"", dice.below(12)),
                6 => format!("{word}?"),
                7 => word.to_lowercase(),
                _ => word,
            }
        })
        .collect();
    terms.join(" ")
}

/// How something begins.
pub(super) fn prefix(dice: &mut Dice) -> String {
    let word = match dice.below(4) {
        0 => "Ort".to_owned(),
        1 => "Thema".to_owned(),
        _ => word(dice),
    };
    part(dice, &word)
}

fn part(dice: &mut Dice, word: &str) -> String {
    let letters = 1 + dice.below(5);
    word.chars().take(letters as usize).collect()
}

/// Part of the address of something of this type.
pub(super) fn slug(dice: &mut Dice, name: &str) -> String {
    let number = dice.below(24);
    let begin = match name {
        "City" => "ort".to_owned(),
        "Organization" => "werk".to_owned(),
        "Topic" => "thema".to_owned(),
        _ if dice.chance(40) => "vorhaben".to_owned(),
        _ => dice.pick(&CODES).to_lowercase().replace('ö', "oe"),
    };
    let number = match name {
        "City" => number % 13,
        "Organization" => number % 7,
        "Topic" => number % 9,
        _ => number,
    };
    format!("{begin}-{number:02}")
}

/// A value of a scalar, for an argument or a field of an input of this name.
pub(super) fn scalar(dice: &mut Dice, kind: &str, name: &str) -> Value {
    match (kind, name) {
        ("Boolean", _) => json!(dice.chance(50)),
        ("DateTime", _) => {
            let minute = dice.below(9);
            json!(format!("2023-11-14T22:1{minute}:20Z"))
        }
        ("PartialDate", _) => json!((2014 + dice.below(10)).to_string()),
        ("CountryCode", _) => json!(dice.pick(&["DE", "AT", "CH"])),
        ("LanguageTag", _) => json!(dice.pick(&["de", "en", "fr"])),
        ("Int", "first" | "last") => json!(1 + dice.below(6)),
        ("Int", _) => json!(dice.pick(&[0, 1_000, 5_000, 30_003, 50_000])),
        (_, "query" | "text") => json!(query(dice)),
        (_, "prefix") => json!(prefix(dice)),
        (_, "regions") => json!(dice.pick(&["Küstenland", "Bergland"])),
        (_, "key") => json!(format!("{:08}", dice.below(13))),
        (_, "name") => json!(dice.pick(&["Ort", "Werk", "0", "xyz"])),
        _ => panic!("no value of {kind} for {name}"),
    }
}
