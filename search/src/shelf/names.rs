//! The fields under which names stand on their shelf.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::{Field, Schema, TextOptions};

use super::fields::{CommonFields, Reach, column, whole};
use crate::Name;
use crate::analysis::folded;

/// How many letters of a word or name are indexed as its beginning. So every prefix is one term,
/// whatever its length, and typing a single letter costs no more than typing ten.
pub(crate) const START_LENGTH: usize = 16;

/// The fields of a name.
#[derive(Clone, Debug)]
pub(crate) struct NameFields {
    pub(crate) schema: Schema,
    pub(crate) common: CommonFields,
    /// The beginnings of the name and of its alternatives.
    pub(crate) name_start: Field,
    /// The beginnings of all their words.
    pub(crate) word_start: Field,
    kind: Field,
    text: Field,
    weight: Field,
}

impl NameFields {
    pub(crate) fn new() -> Self {
        let mut schema = Schema::builder();
        Self {
            common: CommonFields::add_to(&mut schema),
            name_start: schema.add_text_field("name_start", whole()),
            word_start: schema.add_text_field("word_start", whole()),
            kind: schema.add_u64_field("kind", column()),
            text: schema.add_text_field("text", TextOptions::default().set_fast("raw")),
            weight: schema.add_u64_field("weight", column()),
            schema: schema.build(),
        }
    }

    /// A name as it stands on its shelf.
    pub(crate) fn document(&self, name: &Name) -> TantivyDocument {
        let reach = Reach {
            published: name.published,
            level: name.level,
            holder: name.holder,
            participants: &name.participants,
        };
        let mut document = self.common.document(name.id, name.digest(), &reach);
        let mut name_starts = BTreeSet::new();
        let mut word_starts = BTreeSet::new();
        for text in std::iter::once(&name.text).chain(&name.alternatives) {
            let words = folded_words(text);
            name_starts.extend(starts(&words.join(" ")));
            word_starts.extend(words.iter().flat_map(|word| starts(word)));
        }
        for start in name_starts {
            document.add_text(self.name_start, start);
        }
        for start in word_starts {
            document.add_text(self.word_start, start);
        }
        document.add_u64(self.kind, name.kind.number());
        document.add_text(self.text, &name.text);
        document.add_u64(self.weight, name.weight);
        document
    }
}

/// The words of a text as names are compared by.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    folded(text)
}

fn starts(text: &str) -> impl Iterator<Item = String> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take(START_LENGTH).map(|end| text[..end].to_owned())
}

/// As much of a typed text as is indexed.
pub(crate) fn start_of(text: &str) -> String {
    text.chars().take(START_LENGTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_has_a_start_for_each_letter() {
        let all: Vec<String> = starts("kön").collect();
        assert_eq!(all, ["k", "kö", "kön"]);
        assert_eq!(starts("abcdefghijklmnopqrstuvwxyz").count(), START_LENGTH);
        assert_eq!(start_of("abcdefghijklmnopqrstuvwxyz").len(), START_LENGTH);
    }
}
