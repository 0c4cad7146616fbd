//! Documents to test with.

use uuid::Uuid;

use crate::{Document, Level, Name, NameKind, Position, Text, TextField};

/// A published, public German lesson without any text.
pub(crate) fn document(number: u128) -> Document {
    Document {
        id: Uuid::from_u128(number),
        published: true,
        level: Level::Public,
        holder: Uuid::from_u128(900),
        participants: vec![],
        language: "de".to_owned(),
        texts: vec![],
        city: None,
        country: None,
        region: None,
        population: None,
        project: None,
        organizations: vec![],
        topics: vec![],
        action_fields: vec![],
        kind: "PROCESS".to_owned(),
        outcome: "WORKED".to_owned(),
        occurred: None,
        year: None,
        published_at: Some(1_000_000),
        updated_at: 0,
        reuse_count: 0,
        helped_count: 0,
        replaced: false,
    }
}

/// A text in the document's own language.
pub(crate) fn text(field: TextField, text: &str) -> Text {
    Text {
        field,
        language: None,
        text: text.to_owned(),
    }
}

/// A German lesson with a title and an insight.
pub(crate) fn lesson(number: u128, title: &str, insight: &str) -> Document {
    let mut lesson = document(number);
    lesson.texts = vec![
        text(TextField::Title, title),
        text(TextField::Insight, insight),
    ];
    lesson
}

/// A city's name.
pub(crate) fn name(number: u128, words: &str, weight: u64) -> Name {
    Name {
        id: Uuid::from_u128(number),
        kind: NameKind::City,
        text: words.to_owned(),
        alternatives: vec![],
        weight,
        published: true,
        level: Level::Public,
        holder: None,
        participants: vec![],
    }
}

/// A position of a made-up database.
pub(crate) fn position(change: i64) -> Position {
    Position {
        instance: Uuid::from_u128(77),
        change,
        mark: String::new(),
    }
}
