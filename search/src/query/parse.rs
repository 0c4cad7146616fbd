//! Understands the items of a query, and says what it could not understand.

use super::items::{Body, Item, items};
use super::{
    Atom, Clause, MAX_PREFIXES, MAX_QUERY_CHARS, MAX_QUERY_TERMS, Origin, Part, Query, Shape,
    Warning, foreign,
};
use crate::analysis::{Words, folded, is_gendered_ending};
use crate::error::QueryError;

/// Understands a query.
pub(super) fn query(text: &str) -> Result<Query, QueryError> {
    if text.chars().count() > MAX_QUERY_CHARS {
        return Err(QueryError::TooLong);
    }
    let items = with_prefixes(items(text));
    let browses = items.is_empty();
    let asks = items
        .iter()
        .any(|item| matches!(&item.body, Body::Bare(text) if text.contains('?')));
    let mut parser = Parser::default();
    for warning in foreign::warnings(&items) {
        parser.warn(warning);
    }
    for item in items {
        parser.item(item);
    }
    let mut clauses = distinct(parser.clauses());
    if clauses.is_empty() && !browses {
        parser.warn(Warning::NoWords);
    }
    if terms(&clauses) > MAX_QUERY_TERMS {
        let excluded = exclusions(&clauses);
        clauses = first_terms(clauses)?;
        parser.warn(Warning::ManyWords);
        if exclusions(&clauses) < excluded {
            parser.warn(Warning::ManyExclusions);
        }
    }
    Ok(Query {
        clauses,
        browses,
        asks,
        wider: None,
        warnings: parser.warnings,
    })
}

/// `E Akte` is `E-Akte`.
fn with_prefixes(items: Vec<Item>) -> Vec<Item> {
    let mut joined: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        let before = joined.last().map(|item| &item.body);
        let is_prefixed = matches!(before, Some(Body::Bare(text)) if text == "E" || text == "e");
        match (&item.body, joined.last_mut()) {
            (Body::Bare(word), Some(last))
                if is_prefixed && !item.negative && word.starts_with(char::is_alphabetic) =>
            {
                last.body = Body::Bare(format!("E-{word}"));
            }
            _ => joined.push(item),
        }
    }
    joined
}

/// What an item turned out to be.
enum Sign {
    Atom {
        negative: bool,
        atom: Atom,
    },
    /// A connective as it was typed.
    Or(&'static str),
    And(&'static str),
}

impl Sign {
    fn is_positive_atom(&self) -> bool {
        matches!(
            self,
            Self::Atom {
                negative: false,
                ..
            }
        )
    }
}

#[derive(Default)]
struct Parser {
    signs: Vec<Sign>,
    prefixes: usize,
    warnings: Vec<Warning>,
}

impl Parser {
    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }

    fn item(&mut self, item: Item) {
        let negative = item.negative;
        match item.body {
            Body::LoneMinus => self.warn(Warning::LoneMinus),
            Body::LoneQuote => self.warn(Warning::LoneQuote),
            Body::Quoted { field, text } => self.quoted(negative, field.as_deref(), &text),
            Body::Bare(text) => match text.as_str() {
                "OR" if !negative => self.signs.push(Sign::Or("or")),
                "ODER" if !negative => self.signs.push(Sign::Or("oder")),
                "AND" if !negative => self.signs.push(Sign::And("and")),
                "UND" if !negative => self.signs.push(Sign::And("und")),
                text => {
                    self.bare(negative, text);
                }
            },
        }
    }

    fn quoted(&mut self, negative: bool, field: Option<&str>, text: &str) {
        let part = field.and_then(Part::named);
        if let (Some(field), None) = (field, part) {
            self.unknown_field(field);
            self.push(negative, None, Shape::Word, field);
        }
        if count_words(text) == 0 {
            self.warn(Warning::EmptyPhrase);
        }
        self.push(negative, part, Shape::Phrase, text);
    }

    fn bare(&mut self, negative: bool, text: &str) {
        let Some((name, value)) = text.split_once(':') else {
            return self.word(negative, None, text);
        };
        match Part::named(name) {
            Some(part) if count_words(value) > 0 => self.word(negative, Some(part), value),
            Some(_) => {
                self.warn(Warning::EmptyField(name.to_owned()));
                self.word(negative, None, name);
            }
            None if !looks_like_a_field(name, value) => self.word(negative, None, text),
            None => {
                self.unknown_field(name);
                if negative {
                    // Excluding each half by itself would exclude more than was meant.
                    self.push(negative, None, Shape::Word, text);
                } else {
                    self.word(negative, None, name);
                    self.word(negative, None, value);
                }
            }
        }
    }

    fn unknown_field(&mut self, name: &str) {
        self.warn(Warning::UnknownField(name.to_owned()));
    }

    /// A word, or with a star at its end the beginning of one.
    fn word(&mut self, negative: bool, part: Option<Part>, text: &str) {
        let text = text.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '*');
        let stem = text.trim_end_matches('*');
        let stars_inside = stem.split('*').skip(1);
        let misplaced = stars_inside
            .filter(|rest| !is_gendered_ending(rest))
            .count();
        if misplaced > 0 && count_words(stem) > 0 {
            self.warn(Warning::StarInside);
        }
        if stem.len() == text.len() || misplaced > 0 {
            return self.push(negative, part, Shape::Word, stem);
        }
        let shape = self.prefix_shape(stem);
        self.push(negative, part, shape, stem);
    }

    fn prefix_shape(&mut self, stem: &str) -> Shape {
        let words = folded(stem);
        let Some(last) = words.last() else {
            return Shape::Word;
        };
        if last.chars().count() < 2 {
            self.warn(Warning::ShortPrefix);
            return Shape::Word;
        }
        if self.prefixes == MAX_PREFIXES {
            self.warn(Warning::ManyPrefixes);
            return Shape::Word;
        }
        self.prefixes += 1;
        Shape::Prefix
    }

    /// Takes up an atom, if there are words in it.
    fn push(&mut self, negative: bool, part: Option<Part>, shape: Shape, text: &str) {
        if count_words(text) > 0 {
            let text = text.to_owned();
            let atom = Atom {
                part,
                shape,
                text,
                origin: Origin::Typed,
            };
            self.signs.push(Sign::Atom { negative, atom });
        }
    }

    /// Joins what connectives connect. One that connects nothing is a word like any other.
    fn clauses(&mut self) -> Vec<Clause> {
        let signs = std::mem::take(&mut self.signs);
        let connects: Vec<bool> = (0..signs.len())
            .map(|at| self.connects(&signs, at))
            .collect();
        let mut clauses: Vec<Clause> = Vec::new();
        let mut joins = false;
        for (sign, connects) in signs.into_iter().zip(connects) {
            let (negative, atom) = match sign {
                Sign::Atom { negative, atom } => (negative, atom),
                Sign::Or(_) if connects => {
                    joins = true;
                    continue;
                }
                Sign::And(_) if connects => continue,
                Sign::Or(word) | Sign::And(word) => (false, plain_word(word)),
            };
            match clauses.last_mut() {
                Some(clause) if joins => clause.alternatives.push(atom),
                _ => clauses.push(Clause {
                    negative,
                    alternatives: vec![atom],
                }),
            }
            joins = false;
        }
        clauses
    }

    /// Whether the sign at this place connects what stands before and after it.
    fn connects(&mut self, signs: &[Sign], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| signs.get(before));
        let after = signs.get(at + 1);
        let neighbours = [before, after];
        match &signs[at] {
            Sign::Atom { .. } => false,
            Sign::And(_) => neighbours
                .iter()
                .all(|sign| matches!(sign, Some(Sign::Atom { .. }))),
            Sign::Or(word) => {
                let connects = neighbours
                    .iter()
                    .all(|sign| sign.is_some_and(Sign::is_positive_atom));
                if !connects {
                    self.warn(Warning::LoneOr(word.to_uppercase()));
                }
                connects
            }
        }
    }
}

fn plain_word(word: &str) -> Atom {
    Atom {
        part: None,
        shape: Shape::Word,
        text: word.to_owned(),
        origin: Origin::Typed,
    }
}

fn count_words(text: &str) -> usize {
    Words::of(text).count()
}

/// Whether a name before a colon was meant as a field: not in `Bürger:innen`, `12:30`, `1:n` or
/// an address.
fn looks_like_a_field(name: &str, value: &str) -> bool {
    name.chars().count() > 1
        && name.chars().all(char::is_alphabetic)
        && count_words(value) > 0
        && !value.starts_with("//")
        && !is_gendered_ending(value)
}

fn terms(clauses: &[Clause]) -> usize {
    let atoms = clauses.iter().flat_map(|clause| &clause.alternatives);
    atoms.map(|atom| count_words(&atom.text)).sum()
}

fn exclusions(clauses: &[Clause]) -> usize {
    clauses.iter().filter(|clause| clause.negative).count()
}

/// Of a text that someone pasted, as many words as are searched: what is looked for from the first word
/// on, and then what is excluded.
fn first_terms(clauses: Vec<Clause>) -> Result<Vec<Clause>, QueryError> {
    let mut room = MAX_QUERY_TERMS;
    let mut kept = vec![false; clauses.len()];
    for negative in [false, true] {
        for (clause, kept) in clauses.iter().zip(&mut kept) {
            let words = terms(std::slice::from_ref(clause));
            if clause.negative == negative && words <= room {
                *kept = true;
                room -= words;
            } else if clause.negative == negative {
                break;
            }
        }
    }
    let looks_for_any = |clauses: &[Clause]| clauses.iter().any(|clause| !clause.negative);
    let looked_for_any = looks_for_any(&clauses);
    let clauses = clauses.into_iter().zip(kept);
    let first: Vec<Clause> = clauses
        .filter_map(|(clause, kept)| kept.then_some(clause))
        .collect();
    // One phrase or one choice that is too long cannot be cut without changing what it says; and if
    // nothing stayed but what is excluded, everything else would be found.
    if first.is_empty() || looked_for_any && !looks_for_any(&first) {
        return Err(QueryError::TooManyTerms);
    }
    Ok(first)
}

/// A clause that is said twice is said once: it costs half and means the same.
fn distinct(clauses: Vec<Clause>) -> Vec<Clause> {
    let mut distinct: Vec<Clause> = Vec::with_capacity(clauses.len());
    for clause in clauses {
        if !distinct.contains(&clause) {
            distinct.push(clause);
        }
    }
    distinct
}

#[cfg(test)]
mod tests;
