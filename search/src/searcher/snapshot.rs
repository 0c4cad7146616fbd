//! The shelves as they were after one and the same commit.

use tantivy::Term;

use super::statistics::PartStatistics;
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
    /// One for each text slot, of the open shelf alone.
    pub(crate) parts: Vec<PartStatistics>,
    /// For each text slot, whether the closed shelf has any of it.
    pub(crate) closed_parts: Vec<bool>,
}

impl Snapshot {
    pub(crate) fn take(
        fields: &LessonFields,
        open: &Shelf,
        closed: &Shelf,
        names: &Shelf,
    ) -> Result<Self> {
        let positions = [open.position()?, closed.position()?, names.position()?];
        let open = open.reader.searcher();
        let closed = closed.reader.searcher();
        let mut parts = Vec::with_capacity(fields.texts.len());
        let mut closed_parts = Vec::with_capacity(fields.texts.len());
        for slot in &fields.texts {
            let mark = Term::from_field_text(fields.present, &slot.mark);
            parts.push(PartStatistics::of(&open, slot.field, &mark)?);
            closed_parts.push(closed.doc_freq(&mark)? > 0);
        }
        Ok(Self {
            open,
            closed,
            names: names.reader.searcher(),
            position: Position::lowest(&positions),
            parts,
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
        let open = having(&|at| self.parts.get(at).is_some_and(|part| part.documents > 0));
        if open.is_empty() {
            return having(&|at| self.closed_parts.get(at).is_some_and(|present| *present));
        }
        open
    }
}
