//! Marks in texts what a query finds there.

mod fragment;
mod pattern;
mod seen;

use std::collections::HashMap;

use super::plan::telling;
use super::snapshot::Snapshot;
use crate::TextField;
use crate::analysis::{Analysis, Forms, Language};
use crate::query::{Atom, Part, Query, Shape};
use crate::shelf::LessonFields;
use pattern::Pattern;
use seen::Seen;

/// Marks what a query finds.
#[derive(Clone, Debug)]
pub struct Highlighter {
    analysis: Analysis,
    patterns: HashMap<Language, Vec<Pattern>>,
}

impl Highlighter {
    pub(crate) fn new(query: &Query, fields: &LessonFields, snapshot: &Snapshot) -> Self {
        let clauses = telling(query, &snapshot.languages(fields));
        let positive = clauses.into_iter().filter(|clause| !clause.negative);
        let atoms = positive.flat_map(|clause| &clause.alternatives);
        let atoms: Vec<Atom> = atoms
            .flat_map(|atom| match atom.shape {
                Shape::Each => atom.single_words(),
                _ => vec![atom.clone()],
            })
            .collect();
        let analysis = fields.analysis;
        let patterns = Language::ALL.into_iter().map(|language| {
            let mut forms = Forms::new(language, analysis);
            let patterns = atoms
                .iter()
                .filter_map(|atom| Pattern::of(atom, &mut forms));
            (language, patterns.collect())
        });
        Self {
            analysis,
            patterns: patterns.collect(),
        }
    }

    /// The text, escaped for HTML, with what was found in `<mark>`: whole words, also where only a
    /// part of a compound was asked for. Of a long text the part with the most of it. `None` where
    /// nothing is found. `language` is that of the text, BCP 47.
    #[must_use]
    pub fn html(&self, field: TextField, language: Option<&str>, text: &str) -> Option<String> {
        let language = language.map_or(Language::Plain, Language::of);
        let parts = Part::of(field);
        let asked = |pattern: &&Pattern| pattern.part.is_none_or(|part| parts.contains(&part));
        let patterns = self.patterns.get(&language)?.iter();
        let patterns: Vec<&Pattern> = patterns.filter(asked).collect();
        if patterns.is_empty() {
            return None;
        }
        let seen = Seen::of(text, &mut Forms::new(language, self.analysis));
        let mut marked = vec![false; seen.pieces.len()];
        for pattern in patterns {
            pattern.mark(&seen, &mut marked);
        }
        if !marked.contains(&true) {
            return None;
        }
        Some(fragment::html(text, &seen.words(text, &marked)))
    }
}

#[cfg(test)]
mod tests;
