//! The words of a text, each once, in all the forms in which lessons may have it.

use std::collections::{BTreeMap, HashMap};

use super::super::snapshot::Snapshot;
use super::AlikeText;
use super::fillers::is_filler;
use crate::analysis::{self, Language, Words, is_stop_word};
use crate::shelf::LessonFields;

/// How many ways to write a word are looked for.
const FORMS: usize = 4;
/// What a German word counts that is no noun, or may be none.
const NO_NOUN: f32 = 0.5;
const MAYBE_NOUN: f32 = 0.8;
/// So many words of a text are enough to guess its language, and so many stop words decide.
const GUESSED_BY: usize = 300;
const GUESSED_FROM: usize = 3;

/// The words of some texts, before it is known how rare they are.
#[derive(Default)]
pub(super) struct Found {
    words: Vec<FoundWord>,
    places: HashMap<(Language, String), usize>,
}

/// One of them.
#[derive(Default)]
pub(super) struct FoundWord {
    /// As it is most often written.
    pub(super) written: String,
    /// How often it is there, each time as much as its text counts.
    pub(super) weight: f32,
    /// How much it looks like a noun, 1 where all words count alike.
    pub(super) noun: f32,
    forms: BTreeMap<String, usize>,
    /// What the analysis of each language makes of it.
    pub(super) wholes: Vec<(Language, String)>,
    /// What else it goes by, as the parts of a compound.
    pub(super) parts: Vec<(Language, String)>,
}

impl Found {
    pub(super) fn in_texts(
        fields: &LessonFields,
        snapshot: &Snapshot,
        texts: &[AlikeText<'_>],
    ) -> Self {
        let open = snapshot.languages(fields);
        let mut present: Vec<Language> = Vec::new();
        for (at, slot) in fields.texts.iter().enumerate() {
            let is_open = snapshot.open_parts.get(at).is_some_and(|present| *present);
            let is_closed = snapshot
                .closed_parts
                .get(at)
                .is_some_and(|present| *present);
            if (is_open || is_closed) && !present.contains(&slot.language) {
                present.push(slot.language);
            }
        }
        let mut found = Self::default();
        for text in texts {
            let language = match text.language {
                Some(tag) => Language::of(tag),
                None => guess(text.text),
            };
            found.read(text, language, &present, &open);
        }
        found
    }

    /// Takes in the words of a text.
    fn read(
        &mut self,
        text: &AlikeText<'_>,
        language: Language,
        present: &[Language],
        stopping: &[Language],
    ) {
        let own = spans(language, text.text);
        let mut analysed: Vec<(Language, Spans)> = Vec::with_capacity(present.len());
        for other in present {
            analysed.push((*other, spans(*other, text.text)));
        }
        for ((from, to), tokens) in own {
            let Some(written) = text.text.get(from..to) else {
                continue;
            };
            let Some(key) = tokens.into_iter().next() else {
                continue;
            };
            if !is_telling(written, language, stopping) {
                continue;
            }
            let noun = noun(text.text, from, written, language);
            let word = self.word((language, key));
            word.weight += text.weight;
            word.noun = word.noun.max(noun);
            let forms = word.forms.len();
            let times = word.forms.entry(written.to_owned()).or_default();
            *times += 1;
            if *times > 1 || forms >= FORMS {
                continue;
            }
            for (other, spans) in &analysed {
                let mut tokens = spans.get(&(from, to)).into_iter().flatten();
                let whole = tokens.next().map(|token| (*other, token.clone()));
                word.wholes.extend(whole);
                word.parts
                    .extend(tokens.map(|token| (*other, token.clone())));
            }
        }
    }

    fn word(&mut self, key: (Language, String)) -> &mut FoundWord {
        let next = self.words.len();
        let at = *self.places.entry(key).or_insert(next);
        if at == next {
            self.words.push(FoundWord::default());
        }
        &mut self.words[at]
    }

    /// So many of the words: those that are there most often, and of equals those that come first.
    pub(super) fn first(self, most: usize) -> impl Iterator<Item = FoundWord> {
        let mut words = self.words;
        words.sort_by(|a, b| (b.weight * b.noun).total_cmp(&(a.weight * a.noun)));
        words.truncate(most);
        words.into_iter().map(|mut word| {
            for terms in [&mut word.wholes, &mut word.parts] {
                terms.sort_unstable();
                terms.dedup();
            }
            let wholes = &word.wholes;
            word.parts.retain(|part| !wholes.contains(part));
            let often = word.forms.iter().max_by_key(|(_, times)| **times);
            word.written = often.map(|(form, _)| form.clone()).unwrap_or_default();
            word
        })
    }
}

/// What an analysis makes of each stretch of a text: the word, then what else it goes by.
type Spans = BTreeMap<(usize, usize), Vec<String>>;

fn spans(language: Language, text: &str) -> Spans {
    let mut spans = Spans::new();
    for found in analysis::read(language, text) {
        let terms = spans.entry((found.word.from, found.word.to)).or_default();
        // Not the parts of compounds: of a long text some part is found in any other.
        terms.push(found.form.stem);
    }
    spans
}

/// The language whose stop words a text has most of; none where that is not clear.
fn guess(text: &str) -> Language {
    let words = Words::of(text).take(GUESSED_BY);
    let words: Vec<String> = words.map(|word| word.spelling).collect();
    let mut counts: Vec<(usize, Language)> = Language::ALL
        .into_iter()
        .map(|language| {
            let hits = words.iter().filter(|word| is_stop_word(language, word));
            (hits.count(), language)
        })
        .collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(best, language), (second, _), ..] if *best >= GUESSED_FROM && best > second => *language,
        _ => Language::Plain,
    }
}

/// Whether a word can tell anything: not a number, a letter, or a word that every text has.
fn is_telling(written: &str, language: Language, stopping: &[Language]) -> bool {
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    let is_capital = letters > 1 && !written.chars().any(char::is_lowercase);
    if is_capital {
        return true;
    }
    let lower = written.to_lowercase();
    let stops = |language: &Language| is_stop_word(*language, &lower);
    letters > 2 && !stops(&language) && !stopping.iter().any(stops) && !is_filler(language, written)
}

/// How much a word counts for being a noun, which German writes with a capital.
fn noun(text: &str, from: usize, written: &str, language: Language) -> f32 {
    if language != Language::German {
        return 1.0;
    }
    if !written.chars().next().is_some_and(char::is_uppercase) {
        return NO_NOUN;
    }
    let before = text.get(..from).unwrap_or_default().trim_end();
    match before.chars().next_back() {
        Some(c) if c.is_alphanumeric() || matches!(c, ',' | '-' | '–' | ')' | '„' | '(' | '/') => {
            1.0
        }
        _ => MAYBE_NOUN,
    }
}
