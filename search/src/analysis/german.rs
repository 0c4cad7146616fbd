//! What is special about German.
//!
//! Snowball's German stemmer already takes ä, ae and a for one letter and ß for ss; nothing may
//! be folded on top of it. Whatever else German needs has its place here: the forms of gendered
//! words, the parts of compounds, words joined by hyphens, corrections to single stems.

/// Whether a word is the second half of a gendered form that was cut at its sign, as in
/// `Bürger:innen`, `Bürger*innen` or `Lehrer:in`. There, the sign is no operator.
pub(crate) fn is_gendered_ending(word: &str) -> bool {
    let ending = word.trim_end_matches(|c: char| !c.is_alphanumeric());
    matches!(ending, "in" | "innen" | "r" | "n" | "e" | "en")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Language;

    fn stem(word: &str) -> String {
        let tokens = Language::German.tokens(word);
        assert_eq!(tokens.len(), 1, "{word}");
        tokens[0].text.clone()
    }

    #[test]
    fn spellings_of_a_word_share_a_stem() {
        for (one, other) in [
            ("Bürger", "Buerger"),
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
            ("Projekte", "Projekt"),
            ("Projektes", "Projekt"),
            ("Häuser", "Haus"),
            ("Städten", "Stadt"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn the_second_half_of_a_gendered_form_is_known() {
        assert!(is_gendered_ending("innen"));
        assert!(is_gendered_ending("in,"));
        assert!(!is_gendered_ending("Klima"));
    }
}
