//! Clauses as queries of the engine, for one shelf.

mod compounds;
mod proximity;

use std::collections::BTreeMap;

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur,
    PhrasePrefixQuery, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::expand;
use super::plan::Mode;
use super::statistics::Statistics;
use crate::analysis::{Analysed, Forms, Language, Words, analysed, folded};
use crate::error::Result;
use crate::query::{Atom, Clause, Origin, Part, Shape};
use crate::shelf::{LessonFields, SHORT_PREFIX, TextSlot};

/// How much a word's other matches add to its best one. A word in the title and in the text
/// counts more than one in the title, but far less than two words.
const OTHER_MATCHES: f32 = 0.25;

/// What the beginning of a word scores in a part of weight one: about what a word of middling
/// rarity does.
const PREFIX_SCORE: f32 = 2.0;

/// How much another name counts, as against the one that was typed.
const SYNONYM: f32 = 0.5;

/// Makes queries for one shelf, and the statistics by which they are to be scored.
pub(super) struct Translator<'a> {
    fields: &'a LessonFields,
    shelf: &'a Searcher,
    /// The text slots of which the shelf has any.
    slots: Vec<&'a TextSlot>,
    /// For each of its languages what makes forms of words.
    forms: Vec<(Language, Forms)>,
    pub(super) statistics: Statistics<'a>,
    /// How many words a prefix may stand for.
    prefix_words: usize,
    mode: Mode,
    /// Where the atom at hand comes from.
    origin: Origin,
    /// The terms of the clause at hand, each for a single word.
    terms: Vec<Term>,
}

/// Where a word is looked for.
struct Spot {
    part: Part,
    /// The word's terms with their places. Never empty.
    terms: Vec<(usize, Term)>,
}

impl<'a> Translator<'a> {
    pub(super) fn new(
        fields: &'a LessonFields,
        shelf: &'a Searcher,
        present: &dyn Fn(usize) -> bool,
        statistics: Statistics<'a>,
        prefix_words: usize,
    ) -> Self {
        let slots = fields.texts.iter().enumerate();
        let slots: Vec<&TextSlot> = slots
            .filter(|(at, _)| present(*at))
            .map(|(_, slot)| slot)
            .collect();
        let spoken = |language: &Language| slots.iter().any(|slot| slot.language == *language);
        let languages = Language::ALL.into_iter().filter(spoken);
        let forms = languages.map(|language| (language, Forms::new(language, fields.analysis)));
        Self {
            fields,
            shelf,
            forms: forms.collect(),
            slots,
            statistics,
            prefix_words,
            mode: Mode::All,
            origin: Origin::Typed,
            terms: Vec::new(),
        }
    }

    /// What finds the documents that have, or lack, what the clauses say.
    pub(super) fn clauses(&mut self, clauses: &[&Clause], mode: Mode) -> Result<Box<dyn Query>> {
        self.mode = mode;
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(clauses.len());
        for clause in clauses {
            let occur = match (clause.negative, mode) {
                (true, _) => Occur::MustNot,
                (false, Mode::Any) if clause.is_loose() => Occur::Should,
                _ => Occur::Must,
            };
            parts.push((occur, self.clause(clause)?));
            if occur == Occur::Should {
                parts.extend(self.single_words(clause)?);
            }
        }
        parts.extend(self.together(clauses));
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            let everything = ConstScoreQuery::new(Box::new(AllQuery), 0.0);
            parts.push((Occur::Must, Box::new(everything)));
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn clause(&mut self, clause: &Clause) -> Result<Box<dyn Query>> {
        let mut alternatives = Vec::with_capacity(clause.alternatives.len());
        self.terms.clear();
        for atom in &clause.alternatives {
            self.origin = atom.origin;
            let found = match atom.shape {
                Shape::Prefix => self.prefix(atom)?,
                Shape::Each => self.each(atom)?,
                // Whoever puts a word into quotes means it; and who excludes a word does not mean
                // to exclude all its compounds.
                Shape::Phrase => self.whole(atom)?,
                Shape::Word if clause.negative => self.whole(atom)?,
                Shape::Word => self.word(atom)?,
            };
            alternatives.push(match atom.origin {
                Origin::Typed => found,
                Origin::Synonym => boosted(found, SYNONYM / words(atom)),
            });
        }
        self.origin = Origin::Typed;
        let is_synonym = |atom: &Atom| atom.origin == Origin::Synonym;
        if clause.alternatives.iter().any(is_synonym) {
            // They are all names of one thing, which is as common as its most common name.
            self.statistics.blend(&self.terms)?;
        }
        Ok(best_of(alternatives))
    }

    /// What finds several words that belong together, wherever they stand.
    fn each(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        let occur = match self.mode {
            Mode::All => Occur::Must,
            Mode::Any => Occur::Should,
        };
        let mut found = Vec::new();
        for word in atom.single_words() {
            found.push((occur, self.word(&word)?));
        }
        Ok(Box::new(BooleanQuery::new(found)))
    }

    /// The words of a word with signs in it, each by itself. Another name of several words is found as
    /// a whole or not at all: nobody asked for the `of` in it.
    fn single_words(&mut self, clause: &Clause) -> Result<Vec<(Occur, Box<dyn Query>)>> {
        let mut words = Vec::new();
        let typed = |atom: &&Atom| atom.origin == Origin::Typed;
        for atom in clause.alternatives.iter().filter(typed) {
            let pieces: Vec<_> = Words::of(&atom.text).collect();
            if pieces.len() < 2 {
                continue;
            }
            for piece in pieces {
                let word = Atom {
                    part: None,
                    shape: Shape::Word,
                    origin: atom.origin,
                    text: atom.text[piece.from..piece.to].to_owned(),
                };
                words.push((Occur::Should, self.word(&word)?));
            }
        }
        Ok(words)
    }

    /// What finds the words as they are, in a row where there are several.
    fn whole(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        let spots = self.spots(atom);
        let length = spots.iter().map(|spot| spot.terms.len()).max();
        for place in 0..length.unwrap_or_default() {
            let one_word = spots.iter().filter_map(|spot| spot.terms.get(place));
            let one_word: Vec<Term> = one_word.map(|(_, term)| term.clone()).collect();
            self.statistics.blend(&one_word)?;
        }
        let mut found: BTreeMap<Part, Vec<Box<dyn Query>>> = BTreeMap::new();
        for Spot { part, mut terms } in spots {
            let query: Box<dyn Query> = if terms.len() > 1 {
                Box::new(PhraseQuery::new_with_offset(terms))
            } else {
                let (_, term) = terms.swap_remove(0);
                self.terms.push(term.clone());
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            let queries = found.entry(part).or_default();
            queries.push(boosted(query, part.weight()));
        }
        // The languages of one part are readings of the same words, the parts are not.
        Ok(best_of(found.into_values().map(best_of).collect()))
    }

    fn prefix(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        if let Some(start) = short_start(atom) {
            let term = Term::from_field_text(self.fields.starts, &start);
            let found = TermQuery::new(term, IndexRecordOption::Basic);
            return Ok(Box::new(ConstScoreQuery::new(
                Box::new(found),
                PREFIX_SCORE,
            )));
        }
        let mut found = Vec::new();
        let plain = folded(&atom.text);
        for slot in self.asked(Language::Plain, atom.part) {
            let query: Box<dyn Query> = match plain.as_slice() {
                [] => continue,
                [prefix] => {
                    let words = expand::words(self.shelf, slot.field, prefix, self.prefix_words)?;
                    if words.is_empty() {
                        continue;
                    }
                    Box::new(TermSetQuery::new(words))
                }
                words => {
                    let terms = words
                        .iter()
                        .map(|word| Term::from_field_text(slot.field, word));
                    Box::new(PhrasePrefixQuery::new(terms.collect()))
                }
            };
            let score = slot.part.weight() * PREFIX_SCORE;
            found.push(Box::new(ConstScoreQuery::new(query, score)) as Box<dyn Query>);
        }
        Ok(best_of(found))
    }

    /// Where an atom's words could stand on this shelf.
    fn spots(&mut self, atom: &Atom) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (language, words) in self.readings(&atom.text) {
            let asked = self.asked(language, atom.part);
            spots.extend(asked.map(|slot| {
                let terms = words.iter().map(|found| {
                    let term = Term::from_field_text(slot.field, &found.form.stem);
                    (found.word.position, term)
                });
                Spot {
                    part: slot.part,
                    terms: terms.collect(),
                }
            }));
        }
        spots
    }

    /// The words of a text in each language of the shelf; no reading is without words.
    fn readings(&mut self, text: &str) -> Vec<(Language, Vec<Analysed>)> {
        let forms = self.forms.iter_mut();
        forms
            .map(|(language, forms)| (*language, analysed(forms, text)))
            .filter(|(_, words)| !words.is_empty())
            .collect()
    }

    /// The slots of a language in which a part, or any text, is looked for.
    fn asked(&self, language: Language, part: Option<Part>) -> impl Iterator<Item = &'a TextSlot> {
        // A topic is known by all its names, so that the one that was typed is enough.
        let named = self.origin == Origin::Synonym;
        let asked = move |slot: &&TextSlot| {
            slot.language == language
                && match part {
                    Some(part) => slot.part == part,
                    None => slot.part.is_searched_unasked() && !(named && slot.part == Part::Topic),
                }
        };
        self.slots.iter().copied().filter(asked)
    }
}

/// Of how many words an atom is: each of them adds to the score of a phrase, but a name of two words
/// says no more than one of one.
fn words(atom: &Atom) -> f32 {
    let count = u16::try_from(Words::of(&atom.text).count()).unwrap_or(u16::MAX);
    f32::from(count.max(1))
}

/// The letters of a prefix that is short enough to be looked up, in any part.
fn short_start(atom: &Atom) -> Option<String> {
    let mut words = folded(&atom.text);
    let word = words.pop()?;
    let is_short = SHORT_PREFIX.contains(&word.chars().count());
    (atom.part.is_none() && words.is_empty() && is_short).then_some(word)
}

fn boosted(query: Box<dyn Query>, weight: f32) -> Box<dyn Query> {
    Box::new(BoostQuery::new(query, weight))
}

/// Any of these, scored by the best one and a little of the others.
fn best_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.swap_remove(0),
        _ => Box::new(DisjunctionMaxQuery::with_tie_breaker(
            queries,
            OTHER_MATCHES,
        )),
    }
}
