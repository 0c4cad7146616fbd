//! What is said about a query that could not be understood as it stands, in English and in German.

use super::{MAX_PREFIXES, MAX_QUERY_TERMS};

/// Something in a query that was not understood, or not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// Brackets that seem to say what connectives connect.
    Brackets,
    /// A minus with nothing to exclude.
    LoneMinus,
    /// A quotation mark without a partner.
    LoneQuote,
    /// Quotation marks with no words between them.
    EmptyPhrase,
    /// A query of signs alone.
    NoWords,
    /// More words than are searched.
    ManyWords,
    /// More excluded words than there was room for.
    ManyExclusions,
    /// The `NOT` of other search languages, as it was typed.
    Not(String),
    /// Their `&&`.
    And,
    /// Their `||`.
    Or,
    /// Any other sign of theirs, and what it was typed in.
    Foreign {
        /// The sign.
        sign: &'static str,
        /// What it was typed in.
        text: String,
    },
    /// A name before a colon that is no field's.
    UnknownField(String),
    /// A field without a word to look for in it.
    EmptyField(String),
    /// A star elsewhere than at the end of a word.
    StarInside,
    /// A star after fewer than two letters.
    ShortPrefix,
    /// More words with a star than are understood.
    ManyPrefixes,
    /// A connective that connects nothing, in capitals.
    LoneOr(String),
}

impl Warning {
    /// A short sentence in English.
    #[must_use]
    pub fn in_english(&self) -> String {
        match self {
            Self::Brackets => "Brackets were ignored.".to_owned(),
            Self::LoneMinus => "A minus without a word was ignored.".to_owned(),
            Self::LoneQuote => "A quotation mark without a partner was ignored.".to_owned(),
            Self::EmptyPhrase => "A phrase without words was ignored.".to_owned(),
            Self::NoWords => "The query has no words in it.".to_owned(),
            Self::ManyWords => format!("Only the first {MAX_QUERY_TERMS} words were searched."),
            Self::ManyExclusions => "Not all that stands behind a minus was excluded.".to_owned(),
            Self::Not(text) => {
                format!("{text} was searched as a word; a minus right before a word excludes it.")
            }
            Self::And => "&& was ignored: all words are looked for anyway.".to_owned(),
            Self::Or => "|| was ignored; OR between two words looks for either.".to_owned(),
            Self::Foreign { sign, text } => {
                format!("{sign} means nothing here; {text} was searched as plain words.")
            }
            Self::UnknownField(name) => {
                format!("There is no field {name}; it was searched as a word.")
            }
            Self::EmptyField(name) => {
                format!("The field {name} was named without a word to look for.")
            }
            Self::StarInside => "A * is understood only at the end of a word.".to_owned(),
            Self::ShortPrefix => "A * needs two letters before it.".to_owned(),
            Self::ManyPrefixes => {
                format!("Only the first {MAX_PREFIXES} words with a * were understood.")
            }
            Self::LoneOr(word) => format!("{word} must stand between two words."),
        }
    }

    /// A short sentence in German.
    #[must_use]
    pub fn in_german(&self) -> String {
        match self {
            Self::Brackets => "Klammern wurden nicht beachtet.".to_owned(),
            Self::LoneMinus => "Ein Minus ohne Wort wurde nicht beachtet.".to_owned(),
            Self::LoneQuote => {
                "Ein Anführungszeichen ohne Gegenstück wurde nicht beachtet.".to_owned()
            }
            Self::EmptyPhrase => "Eine Wortfolge ohne Wörter wurde nicht beachtet.".to_owned(),
            Self::NoWords => "Die Suchanfrage enthält keine Wörter.".to_owned(),
            Self::ManyWords => {
                format!("Gesucht wurde nur nach den ersten {MAX_QUERY_TERMS} Wörtern.")
            }
            Self::ManyExclusions => {
                "Nicht alles, was hinter einem Minus steht, wurde ausgeschlossen.".to_owned()
            }
            Self::Not(text) => format!(
                "{text} wurde als Wort gesucht; ein Minus direkt vor einem Wort schließt es aus."
            ),
            Self::And => {
                "&& wurde nicht beachtet: Gesucht wird ohnehin nach allen Wörtern.".to_owned()
            }
            Self::Or => {
                "|| wurde nicht beachtet; ODER zwischen zwei Wörtern sucht nach einem von beiden."
                    .to_owned()
            }
            Self::Foreign { sign, text } => format!(
                "{sign} hat hier keine Bedeutung; {text} wurde als gewöhnlicher Text gesucht."
            ),
            Self::UnknownField(name) => {
                format!("Ein Feld {name} gibt es nicht; es wurde als Wort gesucht.")
            }
            Self::EmptyField(name) => format!("Beim Feld {name} fehlt das Wort, das gesucht wird."),
            Self::StarInside => "Ein * wird nur am Ende eines Wortes verstanden.".to_owned(),
            Self::ShortPrefix => "Vor einem * müssen zwei Buchstaben stehen.".to_owned(),
            Self::ManyPrefixes => {
                format!("Nur die ersten {MAX_PREFIXES} Wörter mit einem * wurden verstanden.")
            }
            Self::LoneOr(word) => format!("{word} muss zwischen zwei Wörtern stehen."),
        }
    }
}
