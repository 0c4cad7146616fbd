//! Which lessons a query finds.

use super::{fill, found, found_sorted, id, searching};
use crate::testing::{document, lesson, text};
use crate::{Document, Filter, Index, Label, Query, Scope, Synonyms, Text, TextField};

fn german() -> Vec<Document> {
    vec![
        lesson(
            1,
            "Bürgerbeteiligung früh beginnen",
            "Wer spät fragt, bekommt Widerstand.",
        ),
        lesson(
            2,
            "Radweg an der Straße",
            "Die Maßnahme kam ohne Haushalt nicht voran.",
        ),
        lesson(
            3,
            "Die E-Akte einführen",
            "Schulungen vor dem Start, nicht danach.",
        ),
        lesson(
            4,
            "Projekte klein schneiden",
            "Ein Projektabschnitt je Quartal genügt.",
        ),
        lesson(
            5,
            "IT und Fachamt gemeinsam",
            "Die Akte wandert sonst im Kreis.",
        ),
    ]
}

#[test]
fn inflected_and_respelled_words_are_found() {
    let searcher = searching(&german());
    for (query, expected) in [
        ("Bürgerbeteiligungen", vec![1]),
        ("buergerbeteiligung", vec![1]),
        ("BÜRGERBETEILIGUNG", vec![1]),
        ("Bu\u{308}rgerbeteiligung", vec![1]),
        ("Strasse", vec![2]),
        ("STRASSEN", vec![2]),
        ("Massnahmen", vec![2]),
        ("Projekt", vec![4]),
        ("projekten", vec![4]),
        ("Schulung", vec![3]),
        ("Nichtvorhandenes", vec![]),
    ] {
        assert_eq!(found(&searcher, query), expected, "{query}");
    }
}

#[test]
fn a_document_with_decomposed_umlauts_is_found() {
    let searcher = searching(&[lesson(1, "Fo\u{308}rderung", "Fu\u{308}r alle.")]);
    assert_eq!(found(&searcher, "Förderung"), [1]);
    assert_eq!(found(&searcher, "förd*"), [1]);
}

#[test]
fn phrases_words_with_signs_and_prefixes() {
    let searcher = searching(&german());
    for (query, expected) in [
        ("\"Radweg an der Straße\"", vec![2]),
        ("\"Straße Radweg\"", vec![]),
        ("„ohne Haushalt“", vec![2]),
        ("E-Akte", vec![3]),
        ("Akte", vec![3, 5]),
        ("Beteilig*", vec![]),
        ("Bü*", vec![1]),
        ("sch*", vec![3, 4]),
        ("schu*", vec![3]),
        ("titel:sch*", vec![4]),
        ("erkenntnis:schu*", vec![3]),
        ("Bürgerbeteilig*", vec![1]),
        ("buergerbet*", vec![1]),
        ("Proj*", vec![4]),
        ("E-Akt*", vec![3]),
        ("Stra*", vec![2]),
    ] {
        assert_eq!(found_sorted(&searcher, query), expected, "{query}");
    }
}

#[test]
fn minus_or_and_fields() {
    let searcher = searching(&german());
    for (query, expected) in [
        ("Akte -Schulung", vec![5]),
        ("-Akte", vec![1, 2, 4]),
        ("-Akte -\"an der Straße\"", vec![1, 4]),
        ("-Bürgerbet*", vec![2, 3, 4, 5]),
        ("Radweg OR Schulung", vec![2, 3]),
        ("Radweg ODER Schulung Akte", vec![3]),
        ("title:Akte", vec![3]),
        ("erkenntnis:Akte", vec![5]),
        ("titel:„E-Akte einführen“", vec![3]),
        ("titel:Bürgerb*", vec![1]),
        ("insight:Bürgerb*", vec![]),
        ("-title:Akte Akte", vec![5]),
    ] {
        assert_eq!(found_sorted(&searcher, query), expected, "{query}");
    }
}

#[test]
fn every_text_has_its_field() {
    let mut lesson = document(1);
    lesson.texts = vec![
        text(TextField::Title, "Titelwort"),
        text(TextField::Insight, "Erkenntniswort"),
        text(TextField::Situation, "Lagewort"),
        text(TextField::Hurdle, "Hürdenwort"),
        text(TextField::Tried, "Versuchswort"),
        text(TextField::Worked, "Erfolgswort"),
        text(TextField::Recommendation, "Ratwort"),
        text(TextField::Project, "Projektwort"),
        text(TextField::City, "Stadtwort"),
        text(TextField::Topic, "Themenwort"),
    ];
    let searcher = searching(&[lesson.clone()]);
    for text in &lesson.texts {
        assert_eq!(found(&searcher, &text.text), [1], "{}", text.text);
    }
    for (name, word) in [
        ("title", "Titelwort"),
        ("insight", "Erkenntniswort"),
        ("hürde", "Hürdenwort"),
        ("projekt", "Projektwort"),
        ("stadt", "Stadtwort"),
        ("thema", "Themenwort"),
    ] {
        assert_eq!(found(&searcher, &format!("{name}:{word}")), [1], "{name}");
        assert_eq!(found(&searcher, &format!("{name}:Ratwort")), [], "{name}");
    }
}

#[test]
fn words_may_stand_in_different_texts_and_languages() {
    let mut one = lesson(1, "Radverkehr", "Mehr Platz schafft Sicherheit.");
    one.texts.push(Text {
        field: TextField::Topic,
        language: Some("en".to_owned()),
        text: "urban mobilities".to_owned(),
    });
    let two = lesson(2, "Radverkehr", "Nichts davon.");
    let searcher = searching(&[one, two]);
    assert_eq!(found(&searcher, "Radverkehrs mobility Sicherheiten"), [1]);
    assert_eq!(found(&searcher, "topic:mobility"), [1]);
}

#[test]
fn other_languages_are_found_as_they_are_spelled() {
    let mut polish = lesson(1, "Zażółć gęślą jaźń", "Łódź uczy się");
    polish.language = "pl".to_owned();
    let mut french = lesson(2, "Les administrations", "Échec et réussite");
    french.language = "fr-CH".to_owned();
    let searcher = searching(&[polish, french]);
    assert_eq!(found(&searcher, "zazolc"), [1]);
    assert_eq!(found(&searcher, "lodz"), [1]);
    assert_eq!(found(&searcher, "administration"), [2]);
    assert_eq!(found(&searcher, "echec"), [2]);
    assert_eq!(found(&searcher, "réussites"), [2]);
}

#[test]
fn stop_words_count_only_where_nothing_else_is_said() {
    let searcher = searching(&german());
    assert_eq!(
        found(&searcher, "die Akte und das Nichtwort der Schulung")[0],
        3
    );
    assert_eq!(found(&searcher, "wegen der Radwege für"), [2]);
    assert_eq!(found_sorted(&searcher, "die"), [2, 3, 5]);
    assert_eq!(found(&searcher, "IT"), [5]);
    assert_eq!(found(&searcher, "IT Fachamt"), [5]);
    assert_eq!(found(&searcher, "IT Radweg").len(), 2);
}

#[test]
fn where_not_all_words_are_found_some_will_do() {
    let searcher = searching(&german());
    assert_eq!(found(&searcher, "Radweg Straße Haushalt"), [2]);
    assert_eq!(found_sorted(&searcher, "Radweg Schulung"), [2, 3]);
    assert_eq!(found(&searcher, "Radweg Straße Schulung")[0], 2);
    assert_eq!(
        found(&searcher, "X-Akte Nichtwort"),
        found(&searcher, "Akte")
    );
    // What is in quotes, in a field or behind a minus holds all the same.
    assert_eq!(found(&searcher, "Radweg Schulung -Straße"), [3]);
    assert_eq!(found(&searcher, "Radweg Schulung \"E-Akte\""), [3]);
    assert_eq!(found(&searcher, "Radweg Schulung title:Nichtwort"), []);
}

#[test]
fn another_name_of_several_words_is_found_whole() {
    let index = Index::in_memory().unwrap();
    let label = |language: &str, text: &str| Label {
        language: language.to_owned(),
        text: text.to_owned(),
    };
    index.know(Synonyms::new(&[vec![
        label("de", "Aufgabenkritik"),
        label("en", "review of tasks"),
    ]]));
    let english = |number, title, insight| Document {
        language: "en".to_owned(),
        ..lesson(number, title, insight)
    };
    fill(
        &index,
        &[
            lesson(1, "Aufgabenkritik zuerst", "Vor allem anderen."),
            lesson(2, "Schatten auf dem Platz", "Bäume helfen."),
            english(3, "A strategy of eight pages", "Readers of it are few."),
            english(4, "A review of tasks", "It helps."),
        ],
    );
    let searcher = index.searcher();
    let query = searcher.query("Aufgabenkritik Schatten").unwrap();
    let (filter, scope) = (Filter::default(), Scope::anonymous());
    for (number, is_found) in [(1, true), (2, true), (3, false), (4, true)] {
        let found = searcher.finds(id(number), &query, &filter, &scope).unwrap();
        assert_eq!(found, is_found, "{number}");
    }
}

#[test]
fn a_question_is_answered_by_what_fits_best() {
    let searcher = searching(&german());
    assert_eq!(found_sorted(&searcher, "Straße Akte?"), [2, 3, 5]);
    let text = "Radweg Straße Haushalt Schulung Akte Quartal Kreis Fachamt Widerstand";
    assert_eq!(found(&searcher, text).len(), 5);
}

#[test]
fn a_pasted_sentence_is_answered_by_what_fits_best() {
    let searcher = searching(&[
        lesson(1, "Radweg im Kreis", "Widerstand in jedem Quartal."),
        lesson(2, "Radweg im Kreis", "Widerstand von Anfang an."),
    ]);
    // One has every word; as keywords, it is all that is found.
    assert_eq!(found(&searcher, "Radweg Kreis Widerstand Quartal"), [1]);
    let sentence = "Am Radweg in dem Kreis war der Widerstand im Quartal.";
    assert_eq!(found(&searcher, sentence), [1, 2]);
    // A little word or two make no sentence of two keywords.
    assert_eq!(found(&searcher, "Radweg in dem Quartal"), [1]);
}

#[test]
fn pages_counts_and_facets_agree_on_the_mode() {
    let searcher = searching(&german());
    let query = Query::parse("Radweg Schulung").unwrap();
    let filter = Filter::default();
    let scope = Scope::anonymous();
    assert_eq!(searcher.count(&query, &filter, &scope).unwrap(), 2);
    let by = [crate::Facet::Kind];
    let facets = searcher.facets(&query, &filter, &scope, &by, 10).unwrap();
    assert_eq!(facets[0].buckets[0].count, 2);
}

#[test]
fn a_filter_narrows_what_is_found_and_finds_nothing_else() {
    let mut documents = german();
    for lesson in &mut documents {
        let both = lesson.id.as_u128() == 3;
        lesson.outcome = if both { "WORKED" } else { "FAILED" }.to_owned();
    }
    let searcher = searching(&documents);
    let query = Query::parse("Akte Start").unwrap();
    let scope = Scope::anonymous();
    let filter = |outcome: &str| Filter {
        outcomes: Some(vec![outcome.to_owned()]),
        ..Filter::default()
    };
    let counts = |filter: &Filter| {
        let by = [crate::Facet::Outcome];
        let mut facets = searcher.facets(&query, filter, &scope, &by, 10).unwrap();
        facets.swap_remove(0).buckets
    };
    let all = counts(&Filter::default());
    assert_eq!(all.len(), 1);
    for (outcome, found) in [("WORKED", 1), ("FAILED", 0)] {
        let filter = filter(outcome);
        assert_eq!(searcher.count(&query, &filter, &scope).unwrap(), found);
        assert_eq!(counts(&filter), all, "{outcome}");
    }
}

#[test]
fn an_empty_query_browses_and_signs_find_nothing() {
    let searcher = searching(&german());
    assert_eq!(found(&searcher, "  ").len(), 5);
    assert_eq!(found(&searcher, "?!"), []);
    assert_eq!(found(&searcher, "*"), []);
}

#[test]
fn an_empty_index_finds_nothing() {
    let searcher = searching(&[]);
    for query in ["", "Akte", "Akt*", "-Akte", "\"E Akte\""] {
        assert_eq!(found(&searcher, query), [], "{query}");
    }
}
