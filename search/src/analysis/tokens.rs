//! Hands the words of a text to the engine, in the form under which they are kept.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::{Analysis, Forms, Language, Words};

/// What of a text is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    /// The words.
    Whole,
    /// The parts of compounds.
    Parts,
}

/// Cuts texts of one language.
#[derive(Clone)]
pub(super) struct Tokens {
    forms: Forms,
    view: View,
}

impl Tokens {
    /// The words of a text, and what hyphens join in one.
    pub(super) fn whole(language: Language, analysis: Analysis) -> Self {
        Self {
            forms: Forms::new(language, analysis),
            view: View::Whole,
        }
    }

    /// The parts of its compounds.
    pub(super) fn parts(language: Language, analysis: Analysis) -> Self {
        Self {
            forms: Forms::new(language, analysis),
            view: View::Parts,
        }
    }
}

impl Tokenizer for Tokens {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        let analysis = self.forms.analysis();
        let words = match self.view {
            View::Whole => analysis.words_to_keep(text),
            View::Parts => analysis.words(text),
        };
        Stream {
            words,
            forms: &mut self.forms,
            view: self.view,
            parts: Vec::new(),
            token: Token::default(),
        }
    }
}

/// The tokens of one text.
pub(super) struct Stream<'a> {
    words: Words<'a>,
    forms: &'a mut Forms,
    view: View,
    /// What is left of the last compound, the last part first.
    parts: Vec<String>,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(part) = self.parts.pop() {
                self.token.text = part;
                return true;
            }
            let Some(word) = self.words.next() else {
                return false;
            };
            self.token.offset_from = word.from;
            self.token.offset_to = word.to;
            self.token.position = word.position;
            let form = self.forms.of(&word.spelling);
            if self.view == View::Whole {
                self.token.text.clone_from(&form.stem);
                return true;
            }
            self.parts.extend(form.parts.iter().rev().cloned());
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
