//! The fields under which lessons stand on their shelves.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use tantivy::TantivyDocument;
use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};
use uuid::Uuid;

use super::fields::{CommonFields, Reach, column, whole};
use super::spelling;
use crate::Document;
use crate::analysis::{Analysis, Language, folded};
use crate::digest;
use crate::query::Part;

/// How many letters a `word*` has that is looked up rather than expanded. Longer ones stand for
/// few words.
pub(crate) const SHORT_PREFIX: RangeInclusive<usize> = 2..=4;

/// The column of what stands for the texts of a document.
pub(crate) const WORDING: &str = "wording";

/// One part of the documents in one language.
#[derive(Clone, Debug)]
pub(crate) struct TextSlot {
    pub(crate) part: Part,
    pub(crate) language: Language,
    pub(crate) field: Field,
    /// The parts of its compounds, where the language has any.
    pub(crate) parts: Option<Field>,
    /// What documents that have this part in this language are marked with.
    pub(crate) mark: String,
}

/// The fields of a lesson.
#[derive(Clone, Debug)]
pub(crate) struct LessonFields {
    pub(crate) schema: Schema,
    /// How texts, and the queries for them, become words.
    pub(crate) analysis: Analysis,
    pub(crate) common: CommonFields,
    pub(crate) texts: Vec<TextSlot>,
    pub(crate) present: Field,
    /// The first letters of all words of all parts, so that a short `word*` need not go through
    /// half the dictionary.
    pub(crate) starts: Field,
    /// How the words of its texts are written; see [`crate::shelf::spelling`].
    pub(crate) spelling: Field,
    pub(crate) city: Field,
    pub(crate) country: Field,
    pub(crate) region: Field,
    pub(crate) population: Field,
    pub(crate) project: Field,
    pub(crate) organization: Field,
    pub(crate) topic: Field,
    pub(crate) action_field: Field,
    pub(crate) kind: Field,
    pub(crate) outcome: Field,
    pub(crate) language: Field,
    pub(crate) earliest: Field,
    pub(crate) latest: Field,
    pub(crate) year: Field,
    pub(crate) published_at: Field,
    wording: Field,
    pub(crate) reuse_count: Field,
    helped_count: Field,
    replaced: Field,
}

impl LessonFields {
    pub(crate) fn new(analysis: Analysis) -> Self {
        let mut schema = Schema::builder();
        let common = CommonFields::add_to(&mut schema);
        let texts = text_slots(&mut schema);
        let present = schema.add_text_field("present", whole());
        let starts = schema.add_text_field("starts", whole());
        let spelling = schema.add_text_field("spelling", whole());
        let mut counted = |name| schema.add_text_field(name, whole().set_fast("raw"));
        let city = counted("city");
        let country = counted("country");
        let region = counted("region");
        let project = counted("project");
        let organization = counted("organization");
        let topic = counted("topic");
        let action_field = counted("action_field");
        let kind = counted("kind");
        let outcome = counted("outcome");
        let language = counted("language");
        let number = || column().set_indexed();
        Self {
            analysis,
            common,
            texts,
            present,
            starts,
            spelling,
            city,
            country,
            region,
            population: schema.add_i64_field("population", number()),
            project,
            organization,
            topic,
            action_field,
            kind,
            outcome,
            language,
            earliest: schema.add_i64_field("earliest", number()),
            latest: schema.add_i64_field("latest", number()),
            year: schema.add_i64_field("year", NumericOptions::default().set_fast()),
            published_at: schema.add_i64_field("published_at", number()),
            wording: schema.add_u64_field(WORDING, column()),
            reuse_count: schema.add_u64_field("reuse_count", number()),
            helped_count: schema.add_u64_field("helped_count", column()),
            replaced: schema.add_bool_field("replaced", column()),
            schema: schema.build(),
        }
    }

    /// A lesson as it stands on its shelf.
    pub(crate) fn document(&self, lesson: &Document) -> TantivyDocument {
        let reach = Reach {
            published: lesson.published,
            level: lesson.level,
            holder: Some(lesson.holder),
            participants: &lesson.participants,
        };
        let mut document = self.common.document(lesson.id, lesson.digest(), &reach);
        self.add_texts(lesson, &mut document);
        self.add_values(lesson, &mut document);
        self.add_numbers(lesson, &mut document);
        document
    }

    fn add_texts(&self, lesson: &Document, document: &mut TantivyDocument) {
        let mut marks = BTreeSet::new();
        let mut starts = BTreeSet::new();
        let mut spellings = BTreeSet::new();
        for text in &lesson.texts {
            if text.text.trim().is_empty() {
                continue;
            }
            let language = Language::of(text.language.as_deref().unwrap_or(&lesson.language));
            for part in Part::of(text.field) {
                for slot in self.slots(*part, language) {
                    document.add_text(slot.field, &text.text);
                    if let Some(parts) = slot.parts {
                        document.add_text(parts, &text.text);
                    }
                    marks.insert(&slot.mark);
                }
            }
            spellings.extend(spelling::of(&text.text));
            for word in folded(&text.text) {
                starts.extend(SHORT_PREFIX.filter_map(|length| start_of(&word, length)));
            }
        }
        for spelling in spellings {
            document.add_text(self.spelling, spelling);
        }
        for start in starts {
            document.add_text(self.starts, start);
        }
        for mark in marks {
            document.add_text(self.present, mark);
        }
    }

    /// Where a text goes: under its own language, and under none.
    fn slots(&self, part: Part, language: Language) -> impl Iterator<Item = &TextSlot> {
        self.texts.iter().filter(move |slot| {
            slot.part == part && (slot.language == language || slot.language == Language::Plain)
        })
    }

    fn add_values(&self, lesson: &Document, document: &mut TantivyDocument) {
        let ids = |ids: &[Uuid]| -> BTreeSet<String> { ids.iter().map(Uuid::to_string).collect() };
        let id =
            |id: Option<Uuid>| -> BTreeSet<String> { id.iter().map(Uuid::to_string).collect() };
        let text = |text: &Option<String>| -> BTreeSet<String> { text.iter().cloned().collect() };
        for (field, values) in [
            (self.city, id(lesson.city)),
            (self.country, text(&lesson.country)),
            (self.region, text(&lesson.region)),
            (self.project, id(lesson.project)),
            (self.organization, ids(&lesson.organizations)),
            (self.topic, ids(&lesson.topics)),
            (self.action_field, ids(&lesson.action_fields)),
            (self.kind, BTreeSet::from([lesson.kind.clone()])),
            (self.outcome, BTreeSet::from([lesson.outcome.clone()])),
            (self.language, ranges(&lesson.language)),
        ] {
            for value in values {
                document.add_text(field, value);
            }
        }
    }

    fn add_numbers(&self, lesson: &Document, document: &mut TantivyDocument) {
        for (field, value) in [
            (self.population, lesson.population),
            (
                self.earliest,
                lesson.occurred.map(|(day, _)| i64::from(day)),
            ),
            (self.latest, lesson.occurred.map(|(_, day)| i64::from(day))),
            (self.year, lesson.year.map(i64::from)),
            (self.published_at, lesson.published_at),
        ] {
            if let Some(value) = value {
                document.add_i64(field, value);
            }
        }
        document.add_u64(self.wording, digest::of(&lesson.texts));
        document.add_u64(self.reuse_count, lesson.reuse_count);
        document.add_u64(self.helped_count, lesson.helped_count);
        document.add_bool(self.replaced, lesson.replaced);
    }
}

/// A field for every part in every language. Names of cities have no language.
fn text_slots(schema: &mut SchemaBuilder) -> Vec<TextSlot> {
    let mut slots = Vec::new();
    for part in Part::ALL {
        for language in Language::ALL {
            if part == Part::City && language != Language::Plain {
                continue;
            }
            let mark = format!("{}_{}", part.code(), language.code());
            let options = |tokenizer: &str, option: IndexRecordOption| {
                let indexing = TextFieldIndexing::default()
                    .set_tokenizer(tokenizer)
                    .set_index_option(option);
                TextOptions::default().set_indexing_options(indexing)
            };
            let whole = options(language.code(), IndexRecordOption::WithFreqsAndPositions);
            slots.push(TextSlot {
                part,
                language,
                field: schema.add_text_field(&mark, whole),
                parts: language.parts_code().map(|tokenizer| {
                    let parts = options(tokenizer, IndexRecordOption::WithFreqs);
                    schema.add_text_field(&format!("{mark}_parts"), parts)
                }),
                mark,
            });
        }
    }
    slots
}

/// The first letters of a word, if it has so many.
fn start_of(word: &str, length: usize) -> Option<String> {
    let (last, c) = word.char_indices().nth(length.checked_sub(1)?)?;
    Some(word[..last + c.len_utf8()].to_owned())
}

/// A language tag with all that it belongs to: `de-AT` is also `de`.
fn ranges(tag: &str) -> BTreeSet<String> {
    let ends = tag.match_indices('-').map(|(end, _)| end);
    ends.chain([tag.len()])
        .map(|end| tag[..end].to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_has_its_length() {
        assert_eq!(start_of("жизнь", 2).as_deref(), Some("жи"));
        assert_eq!(start_of("ab", 2).as_deref(), Some("ab"));
        assert_eq!(start_of("ab", 3), None);
    }

    #[test]
    fn a_tag_belongs_to_its_ranges() {
        let expected = ["de", "de-AT"].map(str::to_owned);
        assert_eq!(ranges("de-AT"), BTreeSet::from(expected));
        assert_eq!(ranges("de"), BTreeSet::from(["de".to_owned()]));
    }
}
