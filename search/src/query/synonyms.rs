//! Other names for what someone asks for: OZG for Onlinezugangsgesetz.

use std::collections::HashMap;

use super::{Atom, Clause, Origin, Query, Shape};
use crate::analysis::{Analysis, Forms, Language, analysed, is_stop_word};

/// So many other names of a thing are looked for at the most.
const MOST_NAMES: usize = 12;
/// A name of more words than this is not recognised in a query.
const LONGEST_NAME: usize = 6;

/// A name of something, in a language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// BCP 47.
    pub language: String,
    /// The name.
    pub text: String,
}

/// Groups of names, each for one thing.
#[derive(Clone, Debug, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// For the words of a name, as its language reads them, the groups that it is in.
    places: HashMap<(Language, String), Vec<usize>>,
}

impl Synonyms {
    /// Knows these groups of names. Names that are the same but for case are one.
    #[must_use]
    pub fn new(groups: &[Vec<Label>]) -> Self {
        let mut synonyms = Self::default();
        let mut readers = Readers::default();
        for labels in groups {
            let group = synonyms.groups.len();
            let mut names: Vec<String> = Vec::new();
            for label in labels {
                let language = Language::of(&label.language);
                for key in readers.keys(language, &label.text) {
                    let places = synonyms.places.entry((language, key)).or_default();
                    if places.last() != Some(&group) {
                        places.push(group);
                    }
                }
                let is_new = |known: &String| known.to_lowercase() != label.text.to_lowercase();
                if names.iter().all(is_new) {
                    names.push(label.text.clone());
                }
            }
            synonyms.groups.push(names);
        }
        synonyms
    }

    /// The query, looking for other names of what it names as well.
    #[must_use]
    pub(crate) fn widen(&self, query: Query) -> Query {
        if self.groups.is_empty() {
            return query;
        }
        let mut readers = Readers::default();
        let mut wider: Vec<Clause> = Vec::with_capacity(query.clauses.len());
        let mut rest = query.clauses.as_slice();
        while let Some(clause) = rest.first() {
            let named = self.named(rest, &mut readers);
            let (clause, length) = named.unwrap_or_else(|| (clause.clone(), 1));
            wider.push(clause);
            rest = rest.get(length..).unwrap_or_default();
        }
        Query {
            wider: Some(wider),
            ..query
        }
    }

    /// The name with which clauses begin, if they do, together with its other names; and how many
    /// clauses it takes.
    fn named(&self, clauses: &[Clause], readers: &mut Readers) -> Option<(Clause, usize)> {
        let words: Vec<&Atom> = clauses.iter().map_while(typed_word).collect();
        let longest = words.len().min(LONGEST_NAME);
        for length in (1..=longest).rev() {
            let run = clauses.get(..length)?;
            let ends = [run.first(), run.last()].into_iter().flatten();
            if ends
                .into_iter()
                .any(|clause| clause.is_stop_word(&Language::ALL))
            {
                continue;
            }
            let typed: Vec<&str> = words
                .iter()
                .take(length)
                .map(|atom| atom.text.as_str())
                .collect();
            let typed = typed.join(" ");
            let groups = self.groups_of(&typed, readers);
            if groups.is_empty() {
                continue;
            }
            let own = Atom {
                part: None,
                shape: if length == 1 {
                    Shape::Word
                } else {
                    Shape::Each
                },
                text: typed,
                origin: Origin::Typed,
            };
            return Some((self.with_names(own, &groups), length));
        }
        None
    }

    fn groups_of(&self, typed: &str, readers: &mut Readers) -> Vec<usize> {
        let mut groups = Vec::new();
        for language in Language::ALL {
            for key in readers.keys(language, typed) {
                let places = self.places.get(&(language, key));
                groups.extend(places.into_iter().flatten());
            }
        }
        groups.sort_unstable();
        groups.dedup();
        groups
    }

    fn with_names(&self, own: Atom, groups: &[usize]) -> Clause {
        let names = groups.iter().filter_map(|group| self.groups.get(*group));
        let others = names
            .flatten()
            .filter(|name| name.to_lowercase() != own.text.to_lowercase())
            .take(MOST_NAMES);
        let others = others.map(|name| Atom {
            part: None,
            shape: Shape::Word,
            text: name.clone(),
            origin: Origin::Synonym,
        });
        let others: Vec<Atom> = others.collect();
        Clause {
            negative: false,
            alternatives: std::iter::once(own).chain(others).collect(),
        }
    }
}

/// The word of a clause that could be of a name.
fn typed_word(clause: &Clause) -> Option<&Atom> {
    match clause.alternatives.as_slice() {
        [atom] if clause.is_loose() && atom.shape == Shape::Word => Some(atom),
        _ => None,
    }
}

/// What reads names, one for each language.
#[derive(Default)]
struct Readers {
    forms: HashMap<Language, Forms>,
}

impl Readers {
    /// The words of a name in the forms in which it is recognised: one after the other, and where
    /// hyphens join all of them, as one. None where it has no words.
    fn keys(&mut self, language: Language, name: &str) -> Vec<String> {
        let new = || Forms::new(language, Analysis::default());
        let forms = self.forms.entry(language).or_insert_with(new);
        let words = analysed(forms, name);
        let telling = words
            .iter()
            .filter(|found| !is_stop_word(language, &found.word.spelling));
        let mut stems: Vec<&str> = telling.map(|found| found.form.stem.as_str()).collect();
        if stems.is_empty() {
            stems = words.iter().map(|found| found.form.stem.as_str()).collect();
        }
        let mut keys = vec![stems.join(" ")];
        let joined = Analysis::default().words_to_keep(name);
        let joined = joined.max_by_key(|word| word.pieces);
        if let Some(word) = joined.filter(|word| word.pieces > 1 && word.pieces == words.len()) {
            keys.push(forms.of(&word.spelling).stem.clone());
        }
        keys.retain(|key| !key.is_empty());
        keys
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms() -> Synonyms {
        let group = |labels: &[(&str, &str)]| -> Vec<Label> {
            let labels = labels.iter().map(|(language, text)| Label {
                language: (*language).to_owned(),
                text: (*text).to_owned(),
            });
            labels.collect()
        };
        Synonyms::new(&[
            group(&[
                ("de", "Onlinezugangsgesetz"),
                ("de", "OZG"),
                ("de", "Online-Zugangsgesetz"),
            ]),
            group(&[
                ("de", "E-Akte"),
                ("de", "elektronische Akte"),
                ("en", "electronic file"),
            ]),
            group(&[("de", "IT"), ("de", "Informationstechnik")]),
        ])
    }

    fn names(query: &str) -> Vec<Vec<String>> {
        let query = synonyms().widen(Query::parse(query).unwrap());
        let clauses = query.asked().iter();
        clauses
            .map(|clause| {
                clause
                    .alternatives
                    .iter()
                    .map(|atom| atom.text.clone())
                    .collect()
            })
            .collect()
    }

    #[test]
    fn a_name_brings_its_other_names() {
        for query in [
            "OZG",
            "ozg",
            "Onlinezugangsgesetz",
            "Online-Zugangsgesetzes",
        ] {
            let names = names(query);
            assert_eq!(names.len(), 1, "{query}");
            assert!(names[0].len() >= 3, "{query}: {names:?}");
        }
        for query in [
            "E-Akte",
            "eAkte",
            "eakte",
            "E Akte",
            "elektronische Akten",
            "electronic files",
        ] {
            let names = names(query);
            assert!(
                names[0].contains(&"elektronische Akte".to_owned()) || query.starts_with("elek"),
                "{query}: {names:?}"
            );
            assert!(
                names[0].contains(&"electronic file".to_owned()) || query.starts_with("electronic"),
                "{query}: {names:?}"
            );
        }
        let names = names("Einführung der elektronischen Akte");
        assert_eq!(names.len(), 3, "{names:?}");
        assert_eq!(names[2][0], "elektronischen Akte");
    }

    #[test]
    fn what_is_no_name_stays_as_it_is() {
        for query in [
            "Akte",
            "it",
            "\"OZG\"",
            "-OZG",
            "OZG*",
            "title:OZG",
            "OZG OR KI",
            "\"elektronische Akte\"",
        ] {
            let typed = Query::parse(query).unwrap();
            let wider = synonyms().widen(typed.clone());
            assert_eq!(wider.asked(), typed.asked(), "{query}");
        }
        assert_eq!(names("IT")[0].len(), 2);
    }
}
