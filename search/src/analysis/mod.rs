//! How text becomes the words by which it is found.
//!
//! Every text is analysed twice: in its own language, where inflected forms meet in a stem, and
//! by [`Language::Plain`], which folds case, accents and umlauts and leaves the word otherwise as
//! it stands. A query meets each of these forms.
//!
//! What is special about one language belongs into a file of its own; see [`german`].

mod devices;
mod folding;
mod forms;
mod gender;
mod german;
mod stopwords;
mod tokens;
mod words;

pub use devices::{Analysis, Device};
pub(crate) use folding::fold;
pub(crate) use forms::{Form, Forms};
pub(crate) use gender::is_ending as is_gendered_ending;
pub(crate) use stopwords::is_stop_word;
pub(crate) use words::{Word, Words};

use tantivy::tokenizer::{self, TokenizerManager};

use crate::digest;
use tokens::Tokens;

/// To be raised with every change to what this module makes of a text. (Changes in the stemmer
/// and in the word lists are noticed without it: see [`fingerprint`].)
const VERSION: u32 = 3;

/// A language with an analysis of its own, or [`Language::Plain`] for all the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Language {
    German,
    English,
    French,
    Italian,
    Dutch,
    Spanish,
    Plain,
}

impl Language {
    pub(crate) const ALL: [Self; 7] = [
        Self::German,
        Self::English,
        Self::French,
        Self::Italian,
        Self::Dutch,
        Self::Spanish,
        Self::Plain,
    ];

    /// The language of a BCP 47 tag; its region makes no difference here.
    pub(crate) fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
            .unwrap_or(Self::Plain)
    }

    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::German => "de",
            Self::English => "en",
            Self::French => "fr",
            Self::Italian => "it",
            Self::Dutch => "nl",
            Self::Spanish => "es",
            Self::Plain => "und",
        }
    }

    /// The name of the tokenizer of compounds' parts, where the language has any.
    pub(crate) fn parts_code(self) -> Option<&'static str> {
        (self == Self::German).then_some("de_parts")
    }

    fn snowball(self) -> Option<tokenizer::Language> {
        match self {
            Self::German => Some(tokenizer::Language::German),
            Self::English => Some(tokenizer::Language::English),
            Self::French => Some(tokenizer::Language::French),
            Self::Italian => Some(tokenizer::Language::Italian),
            Self::Dutch => Some(tokenizer::Language::Dutch),
            Self::Spanish => Some(tokenizer::Language::Spanish),
            Self::Plain => None,
        }
    }
}

/// A word of a text, and the form under which it is kept.
#[derive(Clone, Debug)]
pub(crate) struct Analysed {
    pub(crate) word: Word,
    pub(crate) form: Form,
}

/// The words of a text, in their order, each piece of what hyphens join by itself.
pub(crate) fn analysed(forms: &mut Forms, text: &str) -> Vec<Analysed> {
    let words = forms.analysis().words(text);
    words
        .map(|word| Analysed {
            form: forms.of(&word.spelling).clone(),
            word,
        })
        .collect()
}

/// The same, with forms made for this text alone.
pub(crate) fn read(language: Language, text: &str) -> Vec<Analysed> {
    analysed(&mut Forms::new(language, Analysis::default()), text)
}

/// Whether the German lists know a word, in lower case: so it is no slip.
pub(crate) fn knows(word: &str) -> bool {
    german::knows(word)
}

/// The folded words of a text, as names are compared by and prefixes looked for.
pub(crate) fn folded(text: &str) -> Vec<String> {
    Words::of(text).map(|word| fold(&word.spelling)).collect()
}

/// The analyzers under the names by which the schema knows them.
pub(crate) fn tokenizers(analysis: Analysis) -> TokenizerManager {
    let manager = TokenizerManager::default();
    for language in Language::ALL {
        manager.register(language.code(), Tokens::whole(language, analysis));
        if let Some(name) = language.parts_code() {
            manager.register(name, Tokens::parts(language, analysis));
        }
    }
    manager
}

/// Stands for what the analysis makes of text: an index written under another one must be
/// written anew. A stemmer that changes without notice changes what it makes of the sample.
pub(crate) fn fingerprint() -> String {
    let analysed: Vec<Vec<Form>> = Language::ALL
        .into_iter()
        .map(|language| {
            let mut forms = Forms::new(language, Analysis::default());
            let words = analysed(&mut forms, SAMPLE);
            words.into_iter().map(|word| word.form).collect()
        })
        .collect();
    let made = (german::lists(), analysed);
    format!("{VERSION}-{:016x}", digest::of(&made))
}

const SAMPLE: &str = "Bürgerbeteiligungen in Straßen, Maßnahmen der Verwaltungen scheiterten; \
    gescheiterte Vergaben, Häuser, Förderungen, Schulträgerinnen. The municipalities' lessons \
    were running generously, organisations and policies. Les administrations municipales \
    travaillaient généreusement, échecs et réussites. Le amministrazioni comunali lavoravano, \
    città e lezioni. De gemeentelijke vergunningen mislukten, burgers en lichamelijke. \
    Los ayuntamientos trabajaban rápidamente, lecciones y fracasos.";

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<String> {
        let mut forms = Forms::new(language, Analysis::default());
        let words = analysed(&mut forms, text);
        words.into_iter().map(|word| word.form.stem).collect()
    }

    #[test]
    fn a_tag_leads_to_its_language() {
        assert_eq!(Language::of("de"), Language::German);
        assert_eq!(Language::of("de-AT"), Language::German);
        assert_eq!(Language::of("DE_ch"), Language::German);
        assert_eq!(Language::of("fr-CH"), Language::French);
        assert_eq!(Language::of("den"), Language::Plain);
        assert_eq!(Language::of("und"), Language::Plain);
        assert_eq!(Language::of(""), Language::Plain);
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        let pairs = [
            (Language::English, "municipalities", "municipality"),
            (Language::French, "administrations", "administration"),
            (Language::Italian, "lezioni", "lezione"),
            (Language::Dutch, "vergunningen", "vergunning"),
            (Language::Spanish, "lecciones", "lección"),
        ];
        for (language, one, other) in pairs {
            assert_eq!(stems(language, one), stems(language, other), "{language:?}");
        }
    }

    #[test]
    fn offsets_point_into_the_text_as_given() {
        let text = "die Bu\u{308}rger, die STRASSE";
        for language in Language::ALL {
            let mut forms = Forms::new(language, Analysis::default());
            let words = analysed(&mut forms, text);
            let words: Vec<&str> = words
                .iter()
                .map(|found| &text[found.word.from..found.word.to])
                .collect();
            assert_eq!(words, ["die", "Bu\u{308}rger", "die", "STRASSE"]);
        }
    }

    #[test]
    fn the_fingerprint_is_stable() {
        assert_eq!(fingerprint(), fingerprint());
        assert!(fingerprint().starts_with("3-"));
    }
}
