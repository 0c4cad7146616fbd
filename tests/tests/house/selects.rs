//! Selects of lessons and projects start in one place, which asks for a `Reach`.
//!
//! Elsewhere the entities may be written, and stand in types: a `Cut<lesson::Entity>` comes from that
//! place. A select, a join, a relation, an import or written-out SQL would read them past it.

use tests::sources::{Source, Token, below};

use crate::none;

const READING: &str = "api/src/app/reading";
/// Who else may, and why.
const EXCEPTED: [(&str, &str); 1] = [(
    "api/src/app/import_sample.rs",
    "looks whether there is anything at all, before there is anyone to read it",
)];
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
        let mut here = Vec::new();
        let tokens = source.tokens();
        for table in ["lesson", "project"] {
            mentions(&source, &tokens, table, &mut here);
            statements(&source, &tokens, table, &mut here);
        }
        match EXCEPTED.iter().find(|(path, _)| *path == source.path) {
            None => found.extend(here),
            Some((path, _)) if here.is_empty() => {
                found.push(format!("{path} is excepted for nothing"));
            }
            Some(_) => {}
        }
    }
    none("reads past the Reach", &found);
}

/// `lesson::Entity`, unless a write follows, or it stands in a type or with a column.
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
        let harmless = match text(at + 4) {
            ":" => WRITES.contains(&text(at + 6)),
            "," => text(at + 5) == table && text(at + 8) == "Column",
            after => matches!(after, ">" | ";"),
        };
        let read = text(at + 3) == "Entity" && !harmless;
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
