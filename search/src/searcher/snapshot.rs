//! The shelves as they were after one and the same commit.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::schema::Field;

use super::lengths::Lengths;
use super::statistics::lives;
use crate::analysis::Language;
use crate::error::Result;
use crate::position::Position;
use crate::shelf::{LessonFields, Shelf};

/// What searchers read from.
pub(crate) struct Snapshot {
    pub(crate) open: tantivy::Searcher,
    pub(crate) closed: tantivy::Searcher,
    pub(crate) names: tantivy::Searcher,
    pub(crate) position: Option<Position>,
    /// How many words each field of texts has on average, on the open shelf alone.
    pub(crate) lengths: HashMap<Field, u64>,
    /// Stands for the texts on the open shelf: by them, scores are made.
    pub(crate) measure: u64,
    /// For each text slot, whether the open shelf has any of it.
    pub(crate) open_parts: Vec<bool>,
    /// For each text slot, whether the closed shelf has any of it.
    pub(crate) closed_parts: Vec<bool>,
}

impl Snapshot {
    pub(crate) fn take(
        fields: &LessonFields,
        [open, closed, names]: [&Shelf; 3],
        lengths: &mut Lengths,
    ) -> Result<Self> {
        let positions = [open.position()?, closed.position()?, names.position()?];
        let open = open.reader.searcher();
        let closed = closed.reader.searcher();
        let mut open_parts = Vec::with_capacity(fields.texts.len());
        let mut closed_parts = Vec::with_capacity(fields.texts.len());
        for slot in &fields.texts {
            let mark = Term::from_field_text(fields.present, &slot.mark);
            open_parts.push(lives(&open, &mark)?);
            closed_parts.push(lives(&closed, &mark)?);
        }
        let averages = lengths.averages(fields, &open)?;
        Ok(Self {
            lengths: averages.lengths,
            measure: averages.mark,
            open,
            closed,
            names: names.reader.searcher(),
            position: Position::lowest(&positions),
            open_parts,
            closed_parts,
        })
    }

    /// The languages whose stop words count: those of the open shelf, so that results do not
    /// tell which languages are hidden. Only where nothing is open, the others speak.
    pub(crate) fn languages(&self, fields: &LessonFields) -> Vec<Language> {
        let having = |present: &dyn Fn(usize) -> bool| -> Vec<Language> {
            let slots = fields.texts.iter().enumerate();
            let mut languages: Vec<Language> = slots
                .filter(|(at, _)| present(*at))
                .map(|(_, slot)| slot.language)
                .collect();
            languages.sort_unstable();
            languages.dedup();
            languages
        };
        let open = having(&|at| self.open_parts.get(at).is_some_and(|present| *present));
        if open.is_empty() {
            return having(&|at| self.closed_parts.get(at).is_some_and(|present| *present));
        }
        open
    }
}
