//! Selects of lessons and projects start in one place, which asks for a `Reach`.
//!
//! Elsewhere the entities may be written, and named nowhere else: a join, a relation or a rename
//! would read them past the Reach too.

use tests::sources::{Source, Token, below};

use crate::none;

const READING: &str = "api/src/app/reading";
const WRITES: [&str; 8] = [
    "insert",
    "insert_many",
    "update",
    "update_many",
    "update_many_by_key",
    "delete",
    "delete_by_id",
    "delete_many",
];

#[test]
fn lessons_and_projects_are_read_in_one_place() {
    let mut found = Vec::new();
    for source in below(&["api/src"]) {
        if source.path.starts_with(READING) {
            continue;
        }
        let tokens = source.tokens();
        for table in ["lesson", "project"] {
            mentions(&source, &tokens, table, &mut found);
            statements(&source, &tokens, table, &mut found);
        }
    }
    none("reads past the Reach", &found);
}

/// `lesson::Entity`, unless a write follows.
fn mentions(source: &Source, tokens: &[Token], table: &str, found: &mut Vec<String>) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    for at in 0..tokens.len() {
        if tokens[at].test || text(at) != table || text(at + 1) != ":" || text(at + 2) != ":" {
            continue;
        }
        let from_group = text(at + 3) == "{"
            && tokens[at + 3..]
                .iter()
                .take_while(|token| token.text != "}")
                .any(|token| token.text == "Entity");
        let read = text(at + 3) == "Entity" && !WRITES.contains(&text(at + 6));
        if from_group || read {
            found.push(format!(
                "{}:{} names {table}::Entity",
                source.path, tokens[at].line
            ));
        }
    }
}

/// SQL written out.
fn statements(source: &Source, tokens: &[Token], table: &str, found: &mut Vec<String>) {
    for token in tokens.iter().filter(|token| !token.test) {
        if !token.text.contains('"') {
            continue;
        }
        let text = token.text.to_lowercase();
        let words: Vec<&str> = text
            .split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
            .filter(|word| !word.is_empty())
            .collect();
        let selects = words.contains(&"select")
            && words
                .windows(2)
                .any(|pair| matches!(pair[0], "from" | "join") && pair[1] == table);
        if selects {
            found.push(format!(
                "{}:{} selects from {table}",
                source.path, token.line
            ));
        }
    }
}
