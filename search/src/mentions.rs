//! Which names a text mentions: so that a plan without topics is known to be about some.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use crate::analysis::{self, Language};

/// Names of so many letters or fewer are mentioned only where they are written as they stand:
/// `IT` is not `it`.
const SHORT: usize = 3;

/// Names to look for in texts: as a name inflects, but whole and with all of its words in a row.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    names: HashMap<(Language, String), Vec<Mention>>,
    languages: BTreeSet<Language>,
}

#[derive(Clone, Debug)]
struct Mention {
    id: Uuid,
    words: Vec<String>,
    exact: Option<String>,
    /// A German noun by itself: `führen` shares its stem with Führung, and mentions none.
    is_noun: bool,
}

/// The words of a text by place: what each goes by, and as it is written.
type Places<'t> = BTreeMap<usize, Vec<(String, &'t str)>>;

impl Mentions {
    /// Each name with what it is the name of, and its language, BCP 47.
    pub fn of<'n>(names: impl IntoIterator<Item = (Uuid, &'n str, &'n str)>) -> Self {
        let mut mentions = Self::default();
        for (id, language, name) in names {
            let language = Language::of(language);
            let words = places(language, name).into_values();
            let words = words.filter_map(|words| words.into_iter().next());
            let words: Vec<String> = words.map(|(word, _)| word).collect();
            let Some(first) = words.first() else {
                continue;
            };
            let is_short = name.chars().count() <= SHORT;
            let is_noun = language == Language::German && words.len() == 1 && is_capital(name);
            let key = (language, first.clone());
            mentions.names.entry(key).or_default().push(Mention {
                id,
                words,
                exact: is_short.then(|| name.to_owned()),
                is_noun,
            });
            mentions.languages.insert(language);
        }
        mentions
    }

    /// Whose names a text mentions, and how often, most often first.
    #[must_use]
    pub fn within(&self, text: &str) -> Vec<(Uuid, usize)> {
        // What is known by two names in one place is mentioned there once.
        let mut found: BTreeSet<(Uuid, usize)> = BTreeSet::new();
        // Whoever writes all in small letters writes nouns so too.
        let has_capitals = text.contains(char::is_uppercase);
        for language in &self.languages {
            let places = places(*language, text);
            for (place, words) in &places {
                for (word, written) in words {
                    let named = self.names.get(&(*language, word.clone()));
                    let named = named.into_iter().flatten();
                    let named =
                        named.filter(|it| !it.is_noun || !has_capitals || is_capital(written));
                    let said = named.filter(|it| it.is_at(&places, *place, written));
                    found.extend(said.map(|it| (it.id, *place)));
                }
            }
        }
        let mut counts: BTreeMap<Uuid, usize> = BTreeMap::new();
        for (id, _) in found {
            *counts.entry(id).or_default() += 1;
        }
        let mut counts: Vec<(Uuid, usize)> = counts.into_iter().collect();
        counts.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
        counts
    }
}

impl Mention {
    fn is_at(&self, places: &Places<'_>, from: usize, written: &str) -> bool {
        let is_as_written = self.exact.as_ref().is_none_or(|exact| exact == written);
        let mut words = (from..).zip(&self.words);
        is_as_written
            && words.all(|(place, word)| {
                let there = places.get(&place).into_iter().flatten();
                there.into_iter().any(|(text, _)| text == word)
            })
    }
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

fn places(language: Language, text: &str) -> Places<'_> {
    let mut places = Places::new();
    for found in analysis::read(language, text) {
        if let Some(written) = text.get(found.word.from..found.word.to) {
            let here = places.entry(found.word.position).or_default();
            here.push((found.form.stem, written));
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions() -> Mentions {
        Mentions::of([
            (Uuid::from_u128(1), "de", "E-Akte"),
            (Uuid::from_u128(1), "de", "elektronische Akte"),
            (Uuid::from_u128(2), "de", "IT"),
            (Uuid::from_u128(3), "de", "Strategie-Workshop"),
            (Uuid::from_u128(4), "en", "lesson learned"),
            (Uuid::from_u128(5), "de", ""),
            (Uuid::from_u128(6), "de", "Führung"),
        ])
    }

    fn within(text: &str) -> Vec<(u128, usize)> {
        let found = mentions().within(text);
        found
            .into_iter()
            .map(|(id, times)| (id.as_u128(), times))
            .collect()
    }

    #[test]
    fn names_are_found_as_they_inflect() {
        assert_eq!(
            within("Wir führen elektronische Akten ein. Die E-Akte folgt dem Strategie-Workshop."),
            [(1, 2), (3, 1)]
        );
        assert_eq!(within("Lessons learned, and it works"), [(4, 1)]);
    }

    #[test]
    fn a_name_has_all_its_words_in_a_row() {
        for text in [
            "",
            "Akte",
            "Strategie für den Workshop",
            "E und Akte",
            "learned lesson",
        ] {
            assert_eq!(within(text), [], "{text}");
        }
    }

    #[test]
    fn a_verb_mentions_no_noun() {
        assert_eq!(within("Wir führen das Register weiter."), []);
        assert_eq!(within("Gute Führung hilft"), [(6, 1)]);
        assert_eq!(within("gute führung hilft"), [(6, 1)]);
    }

    #[test]
    fn a_short_name_is_found_as_it_is_written() {
        assert_eq!(within("Die IT hilft"), [(2, 1)]);
        assert_eq!(within("it hilft, It hilft"), []);
    }
}
