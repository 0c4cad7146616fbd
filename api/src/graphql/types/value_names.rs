//! What the values of facets are called, in each language that lessons may be searched in.

use crate::domain::population::{BANDS, Band};

/// The languages, in the order of the names.
const SPOKEN: [&str; 6] = ["de", "en", "fr", "it", "nl", "es"];
/// What is called nothing in the asked language is called what it is in English.
const ENGLISH: usize = 1;

/// A value and its names.
type Named = (&'static str, [&'static str; 6]);

#[rustfmt::skip]
const OUTCOMES: [Named; 4] = [
    ("WORKED", ["gelungen", "worked", "réussi", "riuscito", "gelukt", "logrado"]),
    ("PARTLY", ["teilweise gelungen", "worked in part", "réussi en partie", "riuscito in parte", "deels gelukt", "logrado en parte"]),
    ("FAILED", ["gescheitert", "failed", "échoué", "fallito", "mislukt", "fracasado"]),
    ("OPEN", ["offen", "open", "ouvert", "aperto", "open", "abierto"]),
];

#[rustfmt::skip]
const KINDS: [Named; 4] = [
    ("SUCCESS_FACTOR", ["Erfolgsfaktor", "success factor", "facteur de réussite", "fattore di successo", "succesfactor", "factor de éxito"]),
    ("PITFALL", ["Stolperstein", "pitfall", "écueil", "insidia", "valkuil", "escollo"]),
    ("METHOD", ["Methode", "method", "méthode", "metodo", "methode", "método"]),
    ("ADVICE", ["Rat", "advice", "conseil", "consiglio", "advies", "consejo"]),
];

#[rustfmt::skip]
const LANGUAGES: [Named; 6] = [
    ("de", ["Deutsch", "German", "allemand", "tedesco", "Duits", "alemán"]),
    ("en", ["Englisch", "English", "anglais", "inglese", "Engels", "inglés"]),
    ("fr", ["Französisch", "French", "français", "francese", "Frans", "francés"]),
    ("it", ["Italienisch", "Italian", "italien", "italiano", "Italiaans", "italiano"]),
    ("nl", ["Niederländisch", "Dutch", "néerlandais", "olandese", "Nederlands", "neerlandés"]),
    ("es", ["Spanisch", "Spanish", "espagnol", "spagnolo", "Spaans", "español"]),
];

/// The countries of these languages and those next door; others are called in English.
#[rustfmt::skip]
const COUNTRIES: [Named; 13] = [
    ("AT", ["Österreich", "Austria", "Autriche", "Austria", "Oostenrijk", "Austria"]),
    ("BE", ["Belgien", "Belgium", "Belgique", "Belgio", "België", "Bélgica"]),
    ("CH", ["Schweiz", "Switzerland", "Suisse", "Svizzera", "Zwitserland", "Suiza"]),
    ("CZ", ["Tschechien", "Czechia", "Tchéquie", "Cechia", "Tsjechië", "Chequia"]),
    ("DE", ["Deutschland", "Germany", "Allemagne", "Germania", "Duitsland", "Alemania"]),
    ("DK", ["Dänemark", "Denmark", "Danemark", "Danimarca", "Denemarken", "Dinamarca"]),
    ("ES", ["Spanien", "Spain", "Espagne", "Spagna", "Spanje", "España"]),
    ("FR", ["Frankreich", "France", "France", "Francia", "Frankrijk", "Francia"]),
    ("IT", ["Italien", "Italy", "Italie", "Italia", "Italië", "Italia"]),
    ("LI", ["Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein", "Liechtenstein"]),
    ("LU", ["Luxemburg", "Luxembourg", "Luxembourg", "Lussemburgo", "Luxemburg", "Luxemburgo"]),
    ("NL", ["Niederlande", "Netherlands", "Pays-Bas", "Paesi Bassi", "Nederland", "Países Bajos"]),
    ("PL", ["Polen", "Poland", "Pologne", "Polonia", "Polen", "Polonia"]),
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
    name(&OUTCOMES, value, language)
}

/// What a kind of lesson is called.
pub(super) fn kind(value: &str, language: &str) -> Option<String> {
    name(&KINDS, value, language)
}

/// What a country is called.
pub(super) fn country(code: &str, language: &str) -> String {
    name(&COUNTRIES, code, language).unwrap_or_else(|| {
        rust_iso3166::from_alpha2(code)
            .map_or_else(|| code.to_owned(), |country| country.name.to_owned())
    })
}

/// What a language is called; that of a country with the country: Deutsch (Österreich).
pub(super) fn spoken(tag: &str, language: &str) -> Option<String> {
    let mut parts = tag.split('-');
    let primary = name(&LANGUAGES, parts.next()?, language)?;
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
    Some(band_name(band, place(language)))
}

fn band_name(band: Band, place: usize) -> String {
    let (up_to, between, and_more) = match place {
        0 | ENGLISH => return band.label(place == 0),
        2 => (
            "jusqu'à {to} habitants",
            "de {from} à {to} habitants",
            "{from} habitants ou plus",
        ),
        3 => (
            "fino a {to} abitanti",
            "da {from} a {to} abitanti",
            "{from} abitanti o più",
        ),
        4 => (
            "tot en met {to} inwoners",
            "{from} tot en met {to} inwoners",
            "{from} inwoners of meer",
        ),
        _ => (
            "hasta {to} habitantes",
            "de {from} a {to} habitantes",
            "{from} habitantes o más",
        ),
    };
    // The French set thousands apart by a narrow space that does not break.
    let separator = if place == 2 { '\u{202f}' } else { '.' };
    let (from, to) = (band.from_grouped(separator), band.to_grouped(separator));
    let said = match (&to, band.from) {
        (Some(_), 0) => up_to,
        (Some(_), _) => between,
        (None, _) => and_more,
    };
    said.replace("{from}", &from)
        .replace("{to}", &to.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_called_in_the_asked_language() {
        assert_eq!(country("AT", "de"), "Österreich");
        assert_eq!(country("AT", "fr-CH"), "Autriche");
        assert_eq!(country("JP", "de"), "Japan");
        assert_eq!(outcome("FAILED", "en").as_deref(), Some("failed"));
        assert_eq!(outcome("FAILED", "it").as_deref(), Some("fallito"));
        assert_eq!(outcome("FAILED", "fi").as_deref(), Some("failed"));
        assert_eq!(kind("ADVICE", "nl").as_deref(), Some("advies"));
    }

    #[test]
    fn a_language_of_a_country_is_called_by_both() {
        assert_eq!(spoken("de", "fr").as_deref(), Some("allemand"));
        assert_eq!(
            spoken("de-AT", "de").as_deref(),
            Some("Deutsch (Österreich)")
        );
        assert_eq!(spoken("de-AT", "en").as_deref(), Some("German (Austria)"));
        assert_eq!(spoken("fi", "de"), None);
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
