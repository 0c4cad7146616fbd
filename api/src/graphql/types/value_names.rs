//! What the values of facets are called, in each language that lessons may be searched in.

mod countries;
mod languages;

use crate::domain::population::BANDS;
use countries::COUNTRIES;
use languages::LANGUAGES;

/// The languages, in the order of the names.
const SPOKEN: [&str; 6] = ["de", "en", "fr", "it", "nl", "es"];
/// What is called nothing in the asked language is called what it is in English.
const ENGLISH: usize = 1;

/// A value and its names.
type Named = (&'static str, [&'static str; 6]);

#[rustfmt::skip]
const OUTCOMES: &[Named] = &[
    ("WORKED", ["gelungen", "worked", "réussi", "riuscito", "gelukt", "logrado"]),
    ("PARTLY", ["teilweise gelungen", "worked in part", "réussi en partie", "riuscito in parte", "deels gelukt", "logrado en parte"]),
    ("FAILED", ["gescheitert", "failed", "échoué", "fallito", "mislukt", "fracasado"]),
    ("OPEN", ["offen", "open", "ouvert", "aperto", "open", "abierto"]),
];

#[rustfmt::skip]
const KINDS: &[Named] = &[
    ("SUCCESS_FACTOR", ["Erfolgsfaktor", "success factor", "facteur de réussite", "fattore di successo", "succesfactor", "factor de éxito"]),
    ("PITFALL", ["Stolperstein", "pitfall", "écueil", "insidia", "valkuil", "escollo"]),
    ("METHOD", ["Methode", "method", "méthode", "metodo", "methode", "método"]),
    ("ADVICE", ["Rat", "advice", "conseil", "consiglio", "advies", "consejo"]),
];

/// Which of the names someone wants who asks for a language, BCP 47.
fn place(language: &str) -> usize {
    let primary = language.split('-').next().unwrap_or_default();
    let place = SPOKEN
        .iter()
        .position(|spoken| spoken.eq_ignore_ascii_case(primary));
    place.unwrap_or(ENGLISH)
}

fn name(of: &[Named], value: &str, language: &str) -> Option<String> {
    let (_, names) = of.iter().find(|(known, _)| *known == value)?;
    names.get(place(language)).map(|name| (*name).to_owned())
}

/// What an outcome is called.
pub(super) fn outcome(value: &str, language: &str) -> Option<String> {
    name(OUTCOMES, value, language)
}

/// What a kind of lesson is called.
pub(super) fn kind(value: &str, language: &str) -> Option<String> {
    name(KINDS, value, language)
}

/// What a country is called.
pub(super) fn country(code: &str, language: &str) -> String {
    name(COUNTRIES, code, language).unwrap_or_else(|| {
        rust_iso3166::from_alpha2(code)
            .map_or_else(|| code.to_owned(), |country| country.name.to_owned())
    })
}

/// What a language is called; that of a country with the country: Deutsch (Österreich).
pub(super) fn spoken(tag: &str, language: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let primary = name(LANGUAGES, parts.next()?, language)?;
    match (parts.next(), parts.next()) {
        (None, _) => Some(primary),
        (Some(region), None) if region.len() == 2 => {
            Some(format!("{primary} ({})", country(region, language)))
        }
        _ => None,
    }
}

/// What a band of population is called.
pub(super) fn population(value: &str, language: &str) -> Option<String> {
    let band = BANDS.into_iter().find(|band| band.value() == value)?;
    Some(band.called(SPOKEN.get(place(language))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_called_in_the_asked_language() {
        assert_eq!(country("AT", "de"), "Österreich");
        assert_eq!(country("AT", "fr-CH"), "Autriche");
        assert_eq!(country("FI", "de"), "Finnland");
        assert_eq!(country("GB", "en"), "United Kingdom");
        assert_eq!(country("GB", "de"), "Vereinigtes Königreich");
        assert_eq!(country("GB", "pl"), "United Kingdom");
        assert_eq!(country("US", "fr"), "États-Unis");
        assert_eq!(country("XK", "de"), "XK");
        assert_eq!(outcome("FAILED", "en").as_deref(), Some("failed"));
        assert_eq!(outcome("FAILED", "it").as_deref(), Some("fallito"));
        assert_eq!(outcome("FAILED", "fi").as_deref(), Some("failed"));
        assert_eq!(kind("ADVICE", "nl").as_deref(), Some("advies"));
    }

    #[test]
    fn every_country_and_language_of_a_table_stands_there_once_and_has_a_name() {
        for table in [OUTCOMES, KINDS, COUNTRIES, LANGUAGES] {
            let codes: std::collections::BTreeSet<&str> =
                table.iter().map(|(code, _)| *code).collect();
            assert_eq!(codes.len(), table.len());
            assert!(table.iter().all(|(_, names)| !names.contains(&"")));
        }
        let named = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE \
            IS LI NO CH GB US CA TR UA JP CN AU NZ";
        for code in named.split_whitespace() {
            assert!(COUNTRIES.iter().any(|(known, _)| *known == code), "{code}");
            assert!(rust_iso3166::from_alpha2(code).is_some(), "{code}");
        }
        let spoken_there = "bg hr cs da nl en et fi fr de el hu ga it lv lt mt pl pt ro sk sl es sv \
            no tr uk ru ar";
        for code in spoken_there.split_whitespace() {
            assert!(LANGUAGES.iter().any(|(known, _)| *known == code), "{code}");
        }
    }

    #[test]
    fn a_language_of_a_country_is_called_by_both() {
        assert_eq!(spoken("de", "fr").as_deref(), Some("allemand"));
        assert_eq!(
            spoken("de-AT", "de").as_deref(),
            Some("Deutsch (Österreich)")
        );
        assert_eq!(spoken("de-AT", "en").as_deref(), Some("German (Austria)"));
        assert_eq!(spoken("pl", "de").as_deref(), Some("Polnisch"));
        assert_eq!(spoken("sv", "fi").as_deref(), Some("Swedish"));
        assert_eq!(
            spoken("en-GB", "de").as_deref(),
            Some("Englisch (Vereinigtes Königreich)")
        );
        assert_eq!(spoken("tlh", "de"), None);
        assert_eq!(spoken("de-Latn-AT", "de"), None);
    }

    #[test]
    fn bands_are_called_in_the_asked_language() {
        for (language, smallest, middle, largest) in [
            (
                "de",
                "bis 4.999 Einwohner",
                "5.000 bis 19.999 Einwohner",
                "ab 500.000 Einwohner",
            ),
            (
                "fr",
                "jusqu'à 4\u{202f}999 habitants",
                "de 5\u{202f}000 à 19\u{202f}999 habitants",
                "500\u{202f}000 habitants ou plus",
            ),
            (
                "es",
                "hasta 4.999 habitantes",
                "de 5.000 a 19.999 habitantes",
                "500.000 habitantes o más",
            ),
            (
                "fi",
                "up to 4,999 inhabitants",
                "5,000 to 19,999 inhabitants",
                "500,000 inhabitants or more",
            ),
        ] {
            let called =
                ["0-4999", "5000-19999", "500000-"].map(|band| population(band, language).unwrap());
            assert_eq!(called, [smallest, middle, largest]);
        }
    }
}
