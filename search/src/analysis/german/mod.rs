//! What is special about German: gendered words, compounds, families of words.
//!
//! Snowball's German stemmer already takes ä, ae and a for one letter and ß for ss, and makes one
//! of inflected forms. What it does not know stands in lists beside this file, which are meant to be
//! read and added to: the parts of compounds, what looks like a compound and is none, what is gendered
//! without one of the usual endings and what only looks so, families of words that share a meaning but
//! no stem, and forms that would share a stem but no meaning.

mod compound;
mod family;
mod feminine;
mod list;
mod stems;

pub(super) use compound::{knows, parts};
pub(super) use family::family;
pub(super) use feminine::without_gender;
pub(super) use stems::{own_stem, stands_for};

/// All lists, for whoever has to know whether they changed.
pub(super) fn lists() -> [&'static str; 6] {
    [
        compound::PARTS,
        compound::WHOLE,
        family::FAMILIES,
        feminine::ROOTS,
        feminine::OTHERS,
        stems::STEMS,
    ]
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Analysis, Forms, Language};

    fn stem(word: &str) -> String {
        let mut forms = Forms::new(Language::German, Analysis::default());
        let words = crate::analysis::analysed(&mut forms, word);
        assert_eq!(words.len(), 1, "{word}");
        words[0].form.stem.clone()
    }

    fn parts(word: &str) -> String {
        let mut forms = Forms::new(Language::German, Analysis::default());
        forms.of(&word.to_lowercase()).parts.join(" ")
    }

    #[test]
    fn spellings_of_a_word_share_a_stem() {
        for (one, other) in [
            ("Bürger", "Buerger"),
            ("Bürger", "Burger"),
            ("Straße", "Strasse"),
            ("Maßnahme", "Massnahme"),
            ("Förderung", "FÖRDERUNG"),
            ("Förderung", "Fo\u{308}rderung"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn inflected_forms_share_a_stem() {
        for (one, other) in [
            ("Bürgerbeteiligungen", "Bürgerbeteiligung"),
            ("Bürgern", "Bürger"),
            ("Projekte", "Projekt"),
            ("Projektes", "Projekt"),
            ("Häuser", "Haus"),
            ("Städten", "Stadt"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn words_of_other_meaning_do_not_share_a_stem() {
        for (one, other) in [
            ("Bürger", "Burg"),
            ("Burgen", "Bürgern"),
            ("Bauern", "Bauten"),
            ("Schule", "Schulung"),
            ("Zahlen", "Zahlung"),
            ("Räume", "Räumung"),
            ("Gründe", "Gründung"),
            ("Lose", "Lösung"),
            ("Steuer", "Steuerung"),
            ("Noten", "Not"),
            ("Rate", "Räte"),
        ] {
            assert_ne!(stem(one), stem(other), "{one}, {other}");
        }
        for (word, part) in [("Grundschule", "Schulung"), ("Einwohnerzahl", "Zahlung")] {
            assert!(!parts(word).contains(&stem(part)), "{word}, {part}");
        }
    }

    #[test]
    fn gendered_forms_share_a_stem() {
        for form in [
            "Bürger:innen",
            "Bürger*innen",
            "Bürger_innen",
            "BürgerInnen",
            "Bürger/-innen",
            "Bürger·innen",
            "Bürgerinnen",
            "Bürgerin",
            "Buergerinnen",
        ] {
            assert_eq!(stem(form), stem("Bürger"), "{form}");
        }
        for (one, other) in [
            ("Referats:leiter:innen", "Referatsleiter"),
            ("Referatsleiterinnen", "Referatsleiter"),
            ("Kolleg:innen", "Kollegen"),
            ("Kolleginnen", "Kollege"),
            ("Kund*innen", "Kunde"),
            ("Expertinnen", "Experte"),
            ("Ärzt:innen", "Arzt"),
            ("Ärztinnen", "Ärzte"),
            ("Beamtinnen", "Beamte"),
            ("Bürger:innenbeteiligung", "Bürgerbeteiligung"),
            ("Bürgerinnenbeteiligung", "Bürgerbeteiligung"),
            ("Mitarbeiter*innenbefragung", "Mitarbeiterbefragung"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn families_share_a_stem() {
        for (one, other) in [
            ("scheitern", "gescheitert"),
            ("verzögert", "Verzögerung"),
            ("eingeführt", "Einführung"),
            ("lösen", "Lösung"),
            ("loesen", "gelöst"),
            ("Wahlern", "Wähler"),
            ("Zustandigkeiten", "zuständig"),
            ("Kammerer", "Kämmerei"),
            ("geschult", "Schulungen"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn compounds_have_parts() {
        for (word, expected) in [
            ("Bürgerbeteiligung", "bürger beteil"),
            ("Bürgerbeteiligungen", "bürger beteil"),
            ("Buergerbeteiligung", "bürger beteil"),
            ("Onlinezugangsgesetz", "onlin zugang gesetz"),
            ("Wartezeiten", "wart zeit"),
            ("Hundesteuer", "hund steu"),
            ("Haushalt", ""),
            ("Bürger", ""),
            ("insgesamt", ""),
            ("Rheinbrücke", "rhein bruck"),
            ("Nobelpreisträgern", "nobelpreis träger"),
            ("bereitzustellen", ""),
            ("insbesondere", ""),
        ] {
            assert_eq!(parts(word), expected, "{word}");
        }
    }
}
