//! Clauses as queries of the engine, for one shelf.

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, EmptyQuery, Occur,
    PhrasePrefixQuery, PhraseQuery, Query, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::expand;
use super::plan::Mode;
use super::statistics::Statistics;
use crate::analysis::Language;
use crate::error::Result;
use crate::query::{Atom, Clause, Part, Shape};
use crate::shelf::{LessonFields, SHORT_PREFIX};

/// How much a word's other matches add to its best one. A word in the title and in the text
/// counts more than one in the title, but far less than two words.
const OTHER_MATCHES: f32 = 0.25;

/// What the beginning of a word scores in a part of weight one: about what a word of middling
/// rarity does.
const PREFIX_SCORE: f32 = 2.0;

/// Makes queries for one shelf, and the statistics by which they are to be scored.
pub(super) struct Translator<'a> {
    pub(super) fields: &'a LessonFields,
    pub(super) shelf: &'a Searcher,
    /// Which text slots the shelf has any of.
    pub(super) present: &'a dyn Fn(usize) -> bool,
    pub(super) statistics: Statistics,
    /// How many words a prefix may stand for.
    pub(super) prefix_words: usize,
}

/// Where a word is looked for: a part's weight, and the terms with their places.
type Spot = (f32, Vec<(usize, Term)>);

impl Translator<'_> {
    /// What finds the documents that have, or lack, what the clauses say.
    pub(super) fn clauses(&mut self, clauses: &[&Clause], mode: Mode) -> Result<Box<dyn Query>> {
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
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            let everything = ConstScoreQuery::new(Box::new(AllQuery), 0.0);
            parts.push((Occur::Must, Box::new(everything)));
        }
        Ok(Box::new(BooleanQuery::new(parts)))
    }

    fn clause(&mut self, clause: &Clause) -> Result<Box<dyn Query>> {
        let mut alternatives = Vec::with_capacity(clause.alternatives.len());
        for atom in &clause.alternatives {
            alternatives.push(self.atom(atom)?);
        }
        Ok(best_of(alternatives))
    }

    /// The words of a word with signs in it, each by itself.
    fn single_words(&mut self, clause: &Clause) -> Result<Vec<(Occur, Box<dyn Query>)>> {
        let mut words = Vec::new();
        for atom in &clause.alternatives {
            let tokens = Language::Plain.tokens(&atom.text);
            if tokens.len() < 2 {
                continue;
            }
            for token in tokens {
                let word = Atom {
                    part: None,
                    shape: Shape::Word,
                    text: atom.text[token.offset_from..token.offset_to].to_owned(),
                };
                words.push((Occur::Should, self.atom(&word)?));
            }
        }
        Ok(words)
    }

    fn atom(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        match atom.shape {
            Shape::Word | Shape::Phrase => self.words(atom),
            Shape::Prefix => self.prefix(atom),
        }
    }

    fn words(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        let spots = self.spots(atom, &Language::ALL);
        let length = spots.iter().map(|(_, terms)| terms.len()).max();
        for place in 0..length.unwrap_or_default() {
            let one_word = spots.iter().filter_map(|(_, terms)| terms.get(place));
            let one_word: Vec<Term> = one_word.map(|(_, term)| term.clone()).collect();
            self.statistics.blend(&one_word)?;
        }
        let found = spots.into_iter().map(|(weight, mut terms)| {
            let query: Box<dyn Query> = if terms.len() > 1 {
                Box::new(PhraseQuery::new_with_offset(terms))
            } else {
                let (_, term) = terms.swap_remove(0);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            boosted(query, weight)
        });
        Ok(best_of(found.collect()))
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
        for (weight, terms) in self.spots(atom, &[Language::Plain]) {
            let query: Box<dyn Query> = match terms.as_slice() {
                [(_, term)] => {
                    let prefix = term.value().as_str().unwrap_or_default().to_owned();
                    let words =
                        expand::words(self.shelf, term.field(), &prefix, self.prefix_words)?;
                    if words.is_empty() {
                        continue;
                    }
                    Box::new(TermSetQuery::new(words))
                }
                _ => Box::new(PhrasePrefixQuery::new_with_offset(terms)),
            };
            let score = weight * PREFIX_SCORE;
            found.push(Box::new(ConstScoreQuery::new(query, score)) as Box<dyn Query>);
        }
        Ok(best_of(found))
    }

    /// Where an atom's words could stand on this shelf. No spot is without terms.
    fn spots(&self, atom: &Atom, languages: &[Language]) -> Vec<Spot> {
        let mut spots = Vec::new();
        for language in languages {
            let asked = self.fields.texts.iter().enumerate().filter(|(at, slot)| {
                slot.language == *language && is_asked(slot.part, atom.part) && (self.present)(*at)
            });
            let mut asked = asked.peekable();
            if asked.peek().is_none() {
                continue;
            }
            let tokens = language.tokens(&atom.text);
            if tokens.is_empty() {
                continue;
            }
            spots.extend(asked.map(|(_, slot)| {
                let terms = tokens.iter().map(|token| {
                    (
                        token.position,
                        Term::from_field_text(slot.field, &token.text),
                    )
                });
                (slot.part.weight(), terms.collect())
            }));
        }
        spots
    }
}

/// The letters of a prefix that is short enough to be looked up, in any part.
fn short_start(atom: &Atom) -> Option<String> {
    let mut tokens = Language::Plain.tokens(&atom.text);
    let word = tokens.pop()?.text;
    let is_short = SHORT_PREFIX.contains(&word.chars().count());
    (atom.part.is_none() && tokens.is_empty() && is_short).then_some(word)
}

fn is_asked(part: Part, named: Option<Part>) -> bool {
    match named {
        Some(named) => part == named,
        None => part.is_searched_unasked(),
    }
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
