//! A word is found in other words too: written together or with hyphens, as a part of a compound,
//! and a compound by its parts. None of them counts as much as the word itself.

use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::{Translator, best_of, boosted};
use crate::analysis::{Device, Form, Language};
use crate::error::Result;
use crate::query::{Atom, Part};
use crate::searcher::plan::Mode;

/// How much a word counts that is a part of a compound, as against the word itself.
const AS_PART: f32 = 0.5;
/// How much a compound counts of which all parts are found, as against the compound itself.
const BY_PARTS: f32 = 0.5;

impl Translator<'_> {
    /// What finds a word, and what is as good or nearly as good.
    pub(super) fn word(&mut self, atom: &Atom) -> Result<Box<dyn Query>> {
        let mut found = vec![self.whole(atom)?];
        for (language, form) in self.as_one_word(atom) {
            let stem = self.whole_term(language, &form, atom.part)?;
            found.extend(stem);
        }
        for form in self.compounds(atom) {
            found.extend(self.as_part(&form, atom.part)?);
            found.extend(self.by_parts(&form, atom.part)?);
        }
        Ok(best_of(found))
    }

    /// A word with hyphens in it as it would be without, in each language.
    fn as_one_word(&mut self, atom: &Atom) -> Vec<(Language, Form)> {
        if !self.fields.analysis.uses(Device::Hyphens) {
            return Vec::new();
        }
        let words = self.fields.analysis.words_to_keep(&atom.text);
        let Some(joined) = words.max_by_key(|word| word.pieces) else {
            return Vec::new();
        };
        let covers_all =
            joined.pieces > 1 && joined.pieces == self.fields.analysis.words(&atom.text).count();
        if !covers_all {
            return Vec::new();
        }
        let forms = self.forms.iter_mut();
        forms
            .map(|(language, forms)| (*language, forms.of(&joined.spelling).clone()))
            .collect()
    }

    fn whole_term(
        &mut self,
        language: Language,
        form: &Form,
        part: Option<Part>,
    ) -> Result<Option<Box<dyn Query>>> {
        let spots = self.whole_spots(language, &form.stem, part);
        self.any(spots)
    }

    /// The forms of a single word, or of one with hyphens, in languages that have compounds.
    fn compounds(&mut self, atom: &Atom) -> Vec<Form> {
        if !self.fields.analysis.uses(Device::Compounds) {
            return Vec::new();
        }
        let has_parts = |language: Language| language.parts_code().is_some();
        let joined = self.as_one_word(atom);
        let mut forms: Vec<Form> = joined
            .into_iter()
            .filter(|(language, _)| has_parts(*language))
            .map(|(_, form)| form)
            .collect();
        for (language, mut words) in self.readings(&atom.text) {
            if has_parts(language) && words.len() == 1 {
                forms.extend(words.pop().map(|found| found.form));
            }
        }
        forms
    }

    /// What finds a word in compounds.
    fn as_part(&mut self, form: &Form, part: Option<Part>) -> Result<Option<Box<dyn Query>>> {
        let spots = self.part_spots(&form.stem, part, AS_PART);
        self.any(spots)
    }

    /// What finds all parts of a compound, each by itself or in another compound.
    fn by_parts(&mut self, form: &Form, part: Option<Part>) -> Result<Option<Box<dyn Query>>> {
        let mut all = Vec::with_capacity(form.parts.len());
        for stem in &form.parts {
            let mut spots = self.part_spots(stem, part, 1.0);
            spots.extend(self.whole_spots(Language::German, stem, part));
            let Some(found) = self.any(spots)? else {
                return Ok(None);
            };
            // A question is answered by what fits best, and a part of a word is better than nothing.
            let occur = match self.mode {
                Mode::All => Occur::Must,
                Mode::Any => Occur::Should,
            };
            all.push((occur, found));
        }
        if all.is_empty() {
            return Ok(None);
        }
        #[expect(clippy::cast_precision_loss, reason = "a word has few parts")]
        let weight = BY_PARTS / (all.len() as f32).sqrt();
        Ok(Some(boosted(Box::new(BooleanQuery::new(all)), weight)))
    }

    fn whole_spots(&self, language: Language, stem: &str, part: Option<Part>) -> Vec<(f32, Term)> {
        let asked = self.asked(language, part);
        let spots = asked.map(|slot| {
            let term = Term::from_field_text(slot.field, stem);
            (slot.part.weight(), term)
        });
        spots.collect()
    }

    fn part_spots(&self, stem: &str, part: Option<Part>, weight: f32) -> Vec<(f32, Term)> {
        let asked = self.asked(Language::German, part);
        let spots = asked.filter_map(|slot| {
            let term = Term::from_field_text(slot.parts?, stem);
            Some((weight * slot.part.weight(), term))
        });
        spots.collect()
    }

    /// What finds any of these terms, which are taken for one word.
    fn any(&mut self, spots: Vec<(f32, Term)>) -> Result<Option<Box<dyn Query>>> {
        let terms: Vec<Term> = spots.iter().map(|(_, term)| term.clone()).collect();
        self.statistics.blend(&terms)?;
        self.terms.extend(terms);
        let found = spots.into_iter().map(|(weight, term)| {
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            boosted(Box::new(query), weight)
        });
        let found: Vec<_> = found.collect();
        Ok((!found.is_empty()).then(|| best_of(found)))
    }
}
