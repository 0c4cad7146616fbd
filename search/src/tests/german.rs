//! What German needs: gendered forms, compounds, hyphens, families of words.

use super::{found, found_sorted, page, searching};
use crate::testing::lesson;
use crate::{Document, Filter, Scope};

/// Lessons with these insights, numbered from one.
fn lessons(insights: &[&str]) -> Vec<Document> {
    let numbered = (1..).zip(insights);
    numbered
        .map(|(number, insight)| lesson(number, "Aus der Praxis", insight))
        .collect()
}

const GENDERED: [&str; 8] = [
    "Bürger:innen",
    "Bürger*innen",
    "Bürger_innen",
    "BürgerInnen",
    "Bürger/-innen",
    "Bürger·innen",
    "Bürgerinnen und Bürger",
    "Bürger",
];

#[test]
fn every_gendered_spelling_finds_every_other() {
    let insights = GENDERED.map(|form| format!("Die {form} fragen."));
    let insights: Vec<&str> = insights.iter().map(String::as_str).collect();
    let searcher = searching(&lessons(&insights));
    for form in GENDERED {
        let expected: Vec<u128> = (1..=8).collect();
        assert_eq!(found_sorted(&searcher, form), expected, "{form}");
    }
    assert_eq!(found(&searcher, "Burg"), []);
    assert_eq!(found(&searcher, "innen"), []);
}

#[test]
fn gendered_forms_inside_words_are_found() {
    let searcher = searching(&lessons(&[
        "Die Referats:leiter:innen kamen.",
        "Ein Bürger*innenrat entschied.",
        "Die MitarbeiterInnenbefragung half.",
    ]));
    for (query, expected) in [
        ("Referatsleiter", vec![1]),
        ("Referatsleiterinnen", vec![1]),
        ("Leiter", vec![1]),
        ("Bürgerrat", vec![2]),
        ("Bürger:innen", vec![2]),
        ("Mitarbeiterbefragung", vec![3]),
        ("Befragung der Mitarbeitenden", vec![3]),
        ("Mitarbeiter:innenbefragung", vec![3]),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn a_compound_is_found_by_its_parts_below_the_whole_word() {
    let searcher = searching(&lessons(&[
        "Die Bürgerbeteiligung kam spät.",
        "Die Beteiligung kam spät.",
        "Die Beteiligung der Bürger kam spät.",
        "Das Verfahren kam spät.",
    ]));
    assert_eq!(found(&searcher, "Beteiligung")[0], 2);
    assert_eq!(found_sorted(&searcher, "Beteiligung"), [1, 2, 3]);
    assert_eq!(found(&searcher, "Bürgerbeteiligung"), [1, 3]);
    assert_eq!(found(&searcher, "Bürgerbeteiligungen"), [1, 3]);
    assert_eq!(found(&searcher, "Beteiligung der Bürger"), [3, 1]);
    assert_eq!(
        found(&searcher, "beteiligt"),
        found(&searcher, "Beteiligung")
    );
}

#[test]
fn compounds_of_the_municipal_day_are_found_by_each_part() {
    for (compound, parts) in [
        ("Antragsmanagement", ["Antrag", "Management"]),
        (
            "Verwaltungsdigitalisierung",
            ["Verwaltung", "Digitalisierung"],
        ),
        ("Haushaltskonsolidierung", ["Haushalt", "Konsolidierung"]),
        (
            "Digitalisierungsstrategie",
            ["Digitalisierung", "Strategie"],
        ),
        (
            "Geschäftsprozessoptimierung",
            ["Geschäftsprozess", "Optimierung"],
        ),
        ("Wartezeiten", ["Warten", "Zeit"]),
        ("Hundesteuer", ["Hund", "Steuer"]),
    ] {
        let text = format!("Über {compound} nachgedacht.");
        let searcher = searching(&lessons(&[&text, "Ohne alles."]));
        for part in parts {
            assert_eq!(found(&searcher, part), [1], "{compound} by {part}");
        }
        let [first, last] = parts;
        let apart = format!("Erst {first}, dann {last}.");
        let searcher = searching(&lessons(&[&apart, first, last]));
        assert_eq!(
            found(&searcher, compound),
            [1],
            "{first}, {last} by {compound}"
        );
    }
}

#[test]
fn what_is_no_part_is_not_found() {
    let searcher = searching(&lessons(&[
        "Der Haushalt, insgesamt: Hundesteuer, Strategie, Rente, Kreis, Termin.",
    ]));
    for query in ["Haus", "Amt", "teuer", "Rat", "Ente", "Eis", "Ter"] {
        assert_eq!(found(&searcher, query), [], "{query}");
    }
}

#[test]
fn hyphens_and_joined_writing_find_each_other() {
    let searcher = searching(&lessons(&[
        "Die E-Akte.",
        "Die eAkte.",
        "Die eakte.",
        "Das Online-Zugangsgesetz.",
        "Das Onlinezugangsgesetz.",
    ]));
    for query in ["E-Akte", "eAkte", "e-Akte", "E Akte", "eakte", "EAkte"] {
        assert_eq!(found_sorted(&searcher, query), [1, 2, 3], "{query}");
    }
    for query in [
        "Online-Zugangsgesetz",
        "Onlinezugangsgesetz",
        "Zugang Gesetz",
    ] {
        assert_eq!(found_sorted(&searcher, query), [4, 5], "{query}");
    }
}

#[test]
fn a_quoted_or_excluded_word_means_the_word_itself() {
    let searcher = searching(&lessons(&["Die Bürgerbeteiligung.", "Die Beteiligung."]));
    assert_eq!(found(&searcher, "\"Beteiligung\""), [2]);
    assert_eq!(found(&searcher, "die -Beteiligung"), [1]);
}

#[test]
fn a_word_counts_less_as_a_part_in_a_title_than_whole() {
    let searcher = searching(&[
        lesson(1, "Straßenbeleuchtung erneuern", "Es wird hell."),
        lesson(2, "Beleuchtung erneuern", "Es wird hell."),
    ]);
    let page = page(
        &searcher,
        "Beleuchtung",
        &Filter::default(),
        &Scope::anonymous(),
    );
    let ids: Vec<u128> = page.hits.iter().map(|hit| hit.id.as_u128()).collect();
    assert_eq!(ids, [2, 1]);
    assert!(page.hits[1].score < page.hits[0].score);
}
