//! What a text is about: those of its words, and of its topics, that tell it from other texts.

use tantivy::Term;
use tantivy::query::Bm25StatisticsProvider;
use uuid::Uuid;

use super::super::snapshot::Snapshot;
use super::super::statistics::Statistics;
use super::words::{Found, FoundWord};
use super::{AlikeRequest, Work};
use crate::analysis::Language;
use crate::error::Result;
use crate::query::Part;
use crate::shelf::LessonFields;

/// How many words of a text are looked for. Both kinds together have to fit into 64 bits.
const MOST_WORDS: usize = 40;
/// How many more of those that no open lesson has: a lesson of the other shelf may have them.
const MOST_UNSEEN: usize = 20;
/// How many topics, which have to fit into 64 bits as well.
const MOST_TOPICS: usize = 64;
/// Of how many words of a text it is looked up how rare they are.
const LOOKED_UP: usize = 800;
/// What is in more than this part of all lessons tells nothing, unless it is in few all the same.
const COMMON: f32 = 0.2;
const FEW: f32 = 50.0;
/// How many common words are looked for where a text has no others.
const COMMON_WORDS: usize = 3;
/// What a part of a compound counts beside the whole word.
const PART: f32 = 0.4;
/// How many of the best words, or topics, a lesson has to share for the full score.
const ENOUGH_WORDS: usize = 8;
const ENOUGH_TOPICS: usize = 4;
/// That many topics of one lesson each are the least that is enough: a topic that many lessons are
/// about is not much to share.
const RARE_TOPICS: f32 = 2.0;
/// What a match in a text of middling weight is taken to count.
const USUAL_WEIGHT: f32 = 1.6;

/// Where words of lessons are looked for: in what they say themselves.
pub(super) const PARTS: [Part; 3] = [Part::Title, Part::Insight, Part::Body];

/// A word to look for.
pub(super) struct Word {
    /// As it is most often written in the text.
    pub(super) written: String,
    /// How much it counts in the text.
    pub(super) frequency: f32,
    /// Where it may stand.
    pub(super) probes: Vec<Probe>,
    /// What it is worth, at most.
    value: f32,
}

/// A term in a field, and what finding it is worth.
pub(super) struct Probe {
    pub(super) term: Term,
    pub(super) weight: f32,
    pub(super) worth: f32,
}

/// A topic to look for.
pub(super) struct Topic {
    pub(super) id: Uuid,
    pub(super) terms: [Term; 2],
    pub(super) worth: f32,
    /// Whether it is too common to find lessons by it alone.
    pub(super) common: bool,
}

/// What tells a text from others. Of a text without words and topics, nothing.
pub(super) struct Telling {
    /// The most telling first; then those that no open lesson has.
    pub(super) words: Vec<Word>,
    /// The most telling first.
    pub(super) topics: Vec<Topic>,
    /// What a lesson has to come to for the full score.
    pub(super) enough_words: f32,
    pub(super) enough_topics: f32,
}

impl Telling {
    pub(super) fn of(
        fields: &LessonFields,
        snapshot: &Snapshot,
        statistics: &mut Statistics,
        request: &AlikeRequest<'_>,
        work: &mut Work,
    ) -> Result<Self> {
        let found = Found::in_texts(fields, snapshot, request.texts);
        let mut lookup = Lookup {
            fields,
            statistics,
            work,
        };
        let words = lookup.words(found)?;
        let topics = lookup.topics(request.topics)?;
        // What no open lesson has counts as well: the less of a text is known, the less any lesson
        // bears on it.
        let mut values: Vec<f32> = words.iter().map(|word| word.value).collect();
        values.sort_by(|a, b| b.total_cmp(a));
        let enough_words: f32 = values.iter().take(ENOUGH_WORDS).sum();
        let best = topics.iter().take(ENOUGH_TOPICS);
        let enough_topics: f32 = best.map(|topic| topic.worth).sum();
        Ok(Self {
            words,
            topics,
            enough_words: enough_words * USUAL_WEIGHT,
            enough_topics: enough_topics.max(RARE_TOPICS * lookup.rarity(1)),
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.topics.is_empty()
    }
}

/// Looks up how rare something is.
struct Lookup<'a, 'b> {
    fields: &'a LessonFields,
    statistics: &'a mut Statistics<'b>,
    work: &'a mut Work,
}

impl Lookup<'_, '_> {
    /// The words to look for, of all that were found.
    fn words(&mut self, found: Found) -> Result<Vec<Word>> {
        let common = self.common();
        let (mut telling, mut usual, mut unseen) = (Vec::new(), Vec::new(), Vec::new());
        for found in found.first(LOOKED_UP) {
            let (word, documents) = self.word(found)?;
            if documents == 0 {
                unseen.push(word);
            } else if documents > common {
                usual.push(word);
            } else {
                telling.push(word);
            }
        }
        // Sorting is stable: of equals, the one that comes first in the text.
        let by_value = |a: &Word, b: &Word| b.value.total_cmp(&a.value);
        telling.sort_by(by_value);
        telling.truncate(MOST_WORDS);
        if telling.is_empty() {
            usual.sort_by(by_value);
            usual.truncate(COMMON_WORDS);
            telling = usual;
        }
        unseen.sort_by(|a, b| b.frequency.total_cmp(&a.frequency));
        unseen.truncate(MOST_UNSEEN);
        telling.extend(unseen);
        Ok(telling)
    }

    /// A word, and in how many open lessons it is, in one form or in parts.
    fn word(&mut self, found: FoundWord) -> Result<(Word, u64)> {
        let often = if found.weight > 1.0 {
            1.0 + found.weight.ln()
        } else {
            found.weight
        };
        let mut word = Word {
            written: found.written,
            frequency: often * found.noun,
            probes: Vec::new(),
            value: 0.0,
        };
        let wholes = self.terms(found.wholes.iter());
        let whole = self.documents(&wholes)?;
        let mut most = whole;
        word.add(wholes, self.rarity(whole), whole > 0);
        for part in &found.parts {
            let terms = self.terms([part].into_iter());
            let documents = self.documents(&terms)?;
            // A part that is everywhere says nothing of the compound.
            if documents <= self.common() {
                most = most.max(documents);
                word.add(terms, PART * self.rarity(documents), documents > 0);
            }
        }
        if most == 0 {
            word.value = word.frequency * self.rarity(0);
        }
        Ok((word, most))
    }

    fn terms<'w>(&self, words: impl Iterator<Item = &'w (Language, String)>) -> Vec<(Part, Term)> {
        let mut terms = Vec::new();
        for (language, text) in words {
            let slots = self.fields.texts.iter();
            let slots =
                slots.filter(|slot| slot.language == *language && PARTS.contains(&slot.part));
            terms.extend(slots.map(|slot| (slot.part, Term::from_field_text(slot.field, text))));
        }
        terms
    }

    /// In how many open lessons a word is, where it is most common.
    fn documents(&mut self, terms: &[(Part, Term)]) -> Result<u64> {
        self.work.terms += terms.len();
        let terms: Vec<Term> = terms.iter().map(|(_, term)| term.clone()).collect();
        self.statistics.blend(&terms)?;
        match terms.first() {
            Some(term) => Ok(self.statistics.doc_freq(term)?),
            None => Ok(0),
        }
    }

    fn topics(&mut self, ids: &[Uuid]) -> Result<Vec<Topic>> {
        let common = self.common();
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        ids.dedup();
        let mut topics = Vec::with_capacity(ids.len());
        for id in ids {
            let fields = [self.fields.topic, self.fields.action_field];
            let terms = fields.map(|field| Term::from_field_text(field, &id.to_string()));
            self.work.terms += terms.len();
            let mut documents = 0;
            for term in &terms {
                documents += self.statistics.doc_freq(term)?;
            }
            topics.push(Topic {
                id,
                terms,
                worth: self.rarity(documents),
                common: documents > common,
            });
        }
        topics.sort_by(|a, b| b.worth.total_cmp(&a.worth).then(a.id.cmp(&b.id)));
        topics.truncate(MOST_TOPICS);
        Ok(topics)
    }

    /// BM25's weight of what is in so many open lessons.
    fn rarity(&self, documents: u64) -> f32 {
        let (all, having) = (self.all(), float(documents));
        (1.0 + (all - having + 0.5).max(0.5) / (having + 0.5)).ln()
    }

    fn all(&self) -> f32 {
        float(self.statistics.total_num_docs().unwrap_or_default())
    }

    /// Above how many lessons something is common.
    fn common(&self) -> u64 {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of a count is one"
        )]
        let common = (self.all() * COMMON).max(FEW) as u64;
        common
    }
}

impl Word {
    fn add(&mut self, terms: Vec<(Part, Term)>, worth: f32, seen: bool) {
        if seen {
            self.value = self.value.max(self.frequency * worth);
        }
        let probes = terms.into_iter().map(|(part, term)| Probe {
            term,
            weight: part.weight(),
            worth,
        });
        self.probes.extend(probes);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of lessons stay below what a float holds"
)]
fn float(count: u64) -> f32 {
    count as f32
}
