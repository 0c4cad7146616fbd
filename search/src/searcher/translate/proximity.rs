//! Words that stand together in a text, as they do in the query, mean more than words apart.

use tantivy::Term;
use tantivy::query::{Occur, PhraseQuery, Query};

use super::{Translator, best_of, boosted};
use crate::analysis::Language;
use crate::query::{Atom, Clause, Origin, Part, Shape};

/// How much it counts that two words stand together, as against each of them.
const TOGETHER: f32 = 0.15;
/// How many other words may stand between them: Beteiligung der Bürger.
const BETWEEN: u32 = 2;
/// So many pairs of neighbours are looked at. A longer query says enough with its words.
const MOST_PAIRS: usize = 6;

impl Translator<'_> {
    /// What finds neighbouring words of the query close to each other, for each two of them.
    pub(super) fn together(&mut self, clauses: &[&Clause]) -> Vec<(Occur, Box<dyn Query>)> {
        let words: Vec<Option<&Atom>> = clauses.iter().map(|clause| word(clause)).collect();
        let pairs = words.windows(2).filter_map(|pair| match pair {
            [Some(one), Some(other)] => Some((*one, *other)),
            _ => None,
        });
        let pairs: Vec<_> = pairs.take(MOST_PAIRS).collect();
        let found = pairs
            .into_iter()
            .filter_map(|(one, other)| self.pair(one, other));
        found.map(|query| (Occur::Should, query)).collect()
    }

    fn pair(&mut self, one: &Atom, other: &Atom) -> Option<Box<dyn Query>> {
        let text = format!("{} {}", one.text, other.text);
        let mut spots = Vec::new();
        for (language, words) in self.readings(&text) {
            if language == Language::Plain || words.len() < 2 {
                continue;
            }
            for slot in self.asked(language, None) {
                if matches!(slot.part, Part::City | Part::Topic) {
                    continue;
                }
                let terms: Vec<Term> = words
                    .iter()
                    .map(|found| Term::from_field_text(slot.field, &found.form.stem))
                    .collect();
                spots.push((slot.part, terms));
            }
        }
        let found = spots.into_iter().map(|(part, terms)| {
            let mut phrase = PhraseQuery::new(terms);
            phrase.set_slop(BETWEEN);
            boosted(Box::new(phrase), part.weight() * TOGETHER)
        });
        let found: Vec<_> = found.collect();
        (!found.is_empty()).then(|| best_of(found))
    }
}

/// The single word that a clause looks for anywhere.
fn word(clause: &Clause) -> Option<&Atom> {
    match clause.alternatives.as_slice() {
        [atom, rest @ ..] if clause.is_loose() && atom.shape == Shape::Word => {
            let others_are_names = rest.iter().all(|atom| atom.origin == Origin::Synonym);
            others_are_names.then_some(atom)
        }
        _ => None,
    }
}
