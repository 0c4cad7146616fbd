//! The form under which a word of one language is kept and looked for.

use std::collections::HashMap;

use serde::Serialize;
use tantivy::tokenizer::{RawTokenizer, Stemmer, TextAnalyzer};

use super::{Analysis, Device, Language, fold, german};

/// So many words are remembered. A text repeats itself, and so do the texts of a base.
const MEMORY: usize = 20_000;

/// The form of no word.
static NONE: Form = Form {
    stem: String::new(),
    parts: Vec::new(),
};

/// What a word is kept and looked for by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Form {
    /// What it shares with its inflected forms.
    pub(crate) stem: String,
    /// The stems of what it is compounded of, in their order; none where it is no compound.
    pub(crate) parts: Vec<String>,
}

/// Makes forms, and remembers those that it made.
#[derive(Clone)]
pub(crate) struct Forms {
    language: Language,
    analysis: Analysis,
    stemmer: Option<TextAnalyzer>,
    known: HashMap<String, Form>,
}

impl Forms {
    pub(crate) fn new(language: Language, analysis: Analysis) -> Self {
        let stemmer = language
            .snowball()
            .filter(|_| analysis.uses(Device::Stems))
            .map(|snowball| {
                TextAnalyzer::builder(RawTokenizer::default())
                    .filter(Stemmer::new(snowball))
                    .build()
            });
        Self {
            language,
            analysis,
            stemmer,
            known: HashMap::new(),
        }
    }

    pub(crate) fn analysis(&self) -> Analysis {
        self.analysis
    }

    /// The form of a word in lower case.
    pub(crate) fn of(&mut self, word: &str) -> &Form {
        if !self.known.contains_key(word) {
            let form = self.make(word);
            if self.known.len() >= MEMORY {
                self.known.clear();
            }
            self.known.insert(word.to_owned(), form);
        }
        self.known.get(word).unwrap_or(&NONE)
    }

    fn make(&mut self, word: &str) -> Form {
        match self.language {
            Language::Plain => Form {
                stem: fold(word),
                parts: Vec::new(),
            },
            Language::German => self.german(word),
            _ => Form {
                stem: self.stem(word),
                parts: Vec::new(),
            },
        }
    }

    fn german(&mut self, word: &str) -> Form {
        let base = if self.analysis.uses(Device::Gender) {
            german::without_gender(word)
        } else {
            word.into()
        };
        let parts = if self.analysis.uses(Device::Compounds) {
            german::parts(&base)
        } else {
            Vec::new()
        };
        Form {
            stem: self.german_stem(&base),
            parts: parts.iter().map(|part| self.german_stem(part)).collect(),
        }
    }

    fn german_stem(&mut self, word: &str) -> String {
        let families = self.analysis.uses(Device::Families);
        let head = german::stands_for(word).filter(|_| families);
        let word = head.unwrap_or(word);
        if self.analysis.uses(Device::Stems)
            && let Some(stem) = german::own_stem(word)
        {
            return stem.to_owned();
        }
        let stem = self.stem(word);
        let head = german::family(&stem).filter(|_| families);
        head.map_or(stem, str::to_owned)
    }

    fn stem(&mut self, word: &str) -> String {
        let Some(stemmer) = &mut self.stemmer else {
            return word.to_owned();
        };
        let mut stem = String::new();
        stemmer
            .token_stream(word)
            .process(&mut |token| stem.clone_from(&token.text));
        stem
    }
}
