//! How a file looks.

use std::io::Write as _;

use tests::sources::{below, find};

use crate::none;

const ALL: [&str; 6] = [
    "api",
    "entity",
    "migration",
    "search",
    "tests/src",
    "tests/tests",
];
const PROGRAM: [&str; 4] = ["api/src", "entity/src", "migration/src", "search/src"];

/// Past this many lines there is a missing noun.
const LONG: usize = 450;
/// From here on it is worth a look.
const LONGISH: usize = 400;

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    let found: Vec<String> = below(&ALL)
        .into_iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path)
        .collect();
    none("files that do not open with `//! `", &found);
}

#[test]
fn no_file_is_long() {
    let mut found = Vec::new();
    for source in below(&ALL) {
        let lines = source.text.lines().count();
        if lines > LONG {
            found.push(format!("{}: {lines} lines", source.path));
        } else if lines > LONGISH {
            // Straight to the stream: what a passing test prints is not shown.
            let _ = writeln!(std::io::stderr(), "longish: {}, {lines} lines", source.path);
        }
    }
    none("files too long to read at once", &found);
}

#[test]
fn no_module_is_a_drawer_for_odds_and_ends() {
    let drawers = [
        "common", "helper", "helpers", "manager", "managers", "misc", "util", "utils",
    ];
    let mut found = Vec::new();
    for source in below(&ALL) {
        let named = source
            .path
            .trim_end_matches(".rs")
            .split('/')
            .any(|part| drawers.contains(&part));
        if named {
            found.push(source.path.clone());
        }
        let tokens = source.tokens();
        for drawer in drawers {
            for token in find(&tokens, &format!("mod {drawer}")) {
                found.push(format!("{}:{} mod {drawer}", source.path, token.line));
            }
        }
    }
    none("modules without a noun", &found);
}

/// Clippy finds the calls; this finds what would silence it without a word.
#[test]
fn nothing_unwraps_without_a_reason() {
    let mut found = Vec::new();
    for source in below(&PROGRAM) {
        let tokens = source.tokens();
        for (call, lint) in [
            (". unwrap (", "unwrap_used"),
            (". expect (", "expect_used"),
            ("panic ! (", "panic"),
        ] {
            let excepted = !find(&tokens, &format!("clippy : : {lint}")).is_empty();
            for token in find(&tokens, call).into_iter().filter(|token| !token.test) {
                if !excepted {
                    found.push(format!("{}:{} {call}", source.path, token.line));
                }
            }
        }
        for token in find(&tokens, "# [ allow (") {
            found.push(format!("{}:{} allow, not expect", source.path, token.line));
        }
        for token in find(&tokens, "# ! [ allow (") {
            found.push(format!("{}:{} allow, not expect", source.path, token.line));
        }
    }
    none("exceptions", &found);
}
