//! How what was found is ranked.

use super::{fill, found, id, page, searching};
use crate::testing::{document, lesson, position, text};
use crate::{Document, Filter, Index, Level, Scope, TextField};

#[test]
fn a_title_weighs_more_than_an_insight_and_that_more_than_the_rest() {
    let placed = |number: u128, place: TextField| {
        let mut lesson = document(number);
        let fields = [TextField::Title, TextField::Insight, TextField::Situation];
        lesson.texts = fields
            .into_iter()
            .map(|field| {
                let word = if field == place {
                    "Wärmeplanung"
                } else {
                    "Stadtplanung"
                };
                text(field, &format!("Über die {word} in kleinen Gemeinden"))
            })
            .collect();
        lesson
    };
    let searcher = searching(&[
        placed(1, TextField::Situation),
        placed(2, TextField::Insight),
        placed(3, TextField::Title),
    ]);
    assert_eq!(found(&searcher, "Wärmeplanung"), [3, 2, 1]);
}

#[test]
fn the_word_as_typed_comes_before_its_relatives() {
    let searcher = searching(&[
        lesson(1, "Das Projekt", "Alt."),
        lesson(2, "Die Projekte", "Neu."),
    ]);
    assert_eq!(found(&searcher, "Projekte"), [2, 1]);
    assert_eq!(found(&searcher, "Projekt"), [1, 2]);
}

#[test]
fn a_rare_language_is_neither_a_treasure_nor_worthless() {
    let mut documents: Vec<Document> = (1..=60)
        .map(|number| {
            lesson(
                number,
                "Haushalt planen",
                "Der Haushalt braucht Zeit und Geduld.",
            )
        })
        .collect();
    let mut english = lesson(
        61,
        "Haushalt planning",
        "The Haushalt needs time and patience.",
    );
    english.language = "en".to_owned();
    documents.push(english);
    let searcher = searching(&documents);
    let page = page(
        &searcher,
        "Haushalt",
        &Filter::default(),
        &Scope::anonymous(),
    );
    let best = page.hits[0].score;
    let of_english = page.hits.iter().find(|hit| hit.id.as_u128() == 61).unwrap();
    assert!(
        of_english.score > 0.7 * best,
        "{} of {best}",
        of_english.score
    );
    assert!(of_english.score < 1.4 * page.hits[60].score);
}

#[test]
fn reuse_lifts_a_lesson_among_equals() {
    let mut documents: Vec<Document> = (1..=3)
        .map(|number| lesson(number, "Wärmeplanung", "Früh beginnen."))
        .collect();
    documents[2].helped_count = 5;
    assert_eq!(found(&searching(&documents), "Wärmeplanung"), [3, 1, 2]);
}

/// Lessons that everyone may read; one of them quotes an Italian word.
fn open_lessons() -> Vec<Document> {
    let lessons = (1..=20).map(|number| {
        let more = "Akte ".repeat(usize::try_from(number % 5).unwrap());
        let insight = format!(
            "{more} und Haushalt {}",
            ["", "della"][usize::from(number == 7)]
        );
        lesson(number, &format!("Akte Nummer {number}"), &insight)
    });
    lessons.collect()
}

/// Lessons that outsiders may not read, in languages that no open one has.
fn hidden_lessons() -> Vec<Document> {
    let mut hidden: Vec<Document> = (100..=160)
        .map(|number| lesson(number, "Akte und Haushalt", "Akte, Haushalt, della città"))
        .collect();
    for (at, lesson) in hidden.iter_mut().enumerate() {
        lesson.published = at % 2 == 0;
        lesson.level = Level::ALL[2 + at % 2];
        lesson.language = ["de", "it", "fr"][at % 3].to_owned();
    }
    hidden
}

const QUERIES: [&str; 7] = [
    "Akte",
    "Akte Haushalt",
    "\"Akte Nummer\"",
    "Akt*",
    "Haush*",
    "Akte della",
    "",
];

#[test]
fn hidden_entries_do_not_show_in_scores() {
    let without = searching(&open_lessons());
    let with = searching(&[open_lessons(), hidden_lessons()].concat());
    for query in QUERIES {
        let anonymous = Scope::anonymous();
        let shown = |searcher| page(searcher, query, &Filter::default(), &anonymous);
        assert_eq!(shown(&with), shown(&without), "{query}");
        let mut all = page(&with, query, &Filter::default(), &Scope::All);
        all.hits.retain(|hit| hit.id.as_u128() < 100);
        assert_eq!(all.hits, shown(&without).hits, "{query}");
    }
}

#[test]
fn hidden_entries_do_not_show_in_the_scores_of_others_that_are_not_public() {
    let mut partners: Vec<Document> = (50..60)
        .map(|number| lesson(number, "Akte der Partner", "Haushalt und Akte"))
        .collect();
    for lesson in &mut partners {
        lesson.level = Level::Partners;
    }
    let visible = [open_lessons(), partners].concat();
    let without = searching(&visible);
    let with = searching(&[visible, hidden_lessons()].concat());
    let partner = Scope::Readable {
        level: Level::Partners,
        cities: vec![],
        organizations: vec![],
    };
    for query in QUERIES {
        let shown = |searcher| page(searcher, query, &Filter::default(), &partner);
        assert_eq!(shown(&with), shown(&without), "{query}");
    }
}

#[test]
fn hidden_entries_in_a_language_of_open_ones_do_not_show_in_scores() {
    let mut french: Vec<Document> = (1..=20)
        .map(|number| lesson(number, "Plan de ville", "Un plan de plus."))
        .collect();
    for lesson in &mut french {
        lesson.language = "fr".to_owned();
    }
    let german = (21..=30).map(|number| lesson(number, "Stadt", "Ganz anderes."));
    let mut partners: Vec<Document> = (50..55)
        .map(|number| lesson(number, "Plan der Partner", "Teil des Plans."))
        .collect();
    for lesson in &mut partners {
        lesson.level = Level::Partners;
    }
    let visible = [french, german.collect(), partners].concat();
    let mut hidden = lesson(100, "Plan caché", "Un plan.");
    hidden.language = "fr".to_owned();
    hidden.level = Level::City;
    let without = searching(&visible);
    let with = searching(&[visible, vec![hidden]].concat());
    let partner = Scope::Readable {
        level: Level::Partners,
        cities: vec![],
        organizations: vec![],
    };
    for query in ["Plan", "Plans", "Plans Partner", "\"Plan der\"", "Plan*"] {
        let shown = |searcher| page(searcher, query, &Filter::default(), &partner);
        assert_eq!(shown(&with), shown(&without), "{query}");
    }
}

#[test]
fn a_replaced_lesson_sinks() {
    let mut documents = [
        lesson(1, "Wärmeplanung", "Alt."),
        lesson(2, "Wärmeplanung und mehr davon", "Neu."),
    ];
    let order = |documents: &[Document]| found(&searching(documents), "Wärmeplanung");
    assert_eq!(order(&documents), [1, 2]);
    documents[0].replaced = true;
    assert_eq!(order(&documents), [2, 1]);
}

#[test]
fn what_was_withdrawn_or_written_again_does_not_show_in_scores() {
    let scores = |index: &Index| -> Vec<f32> {
        let filter = Filter::default();
        let page = page(&index.searcher(), "Akte", &filter, &Scope::anonymous());
        page.hits.iter().map(|hit| hit.score).collect()
    };
    let there = [
        lesson(1, "Die Akte", "Papier und Raum."),
        lesson(2, "Papier", "Die Akte wandert, die Akte bleibt."),
        lesson(3, "Ganz anderes", "Ohne das Wort."),
    ];
    let fresh = Index::in_memory().unwrap();
    fill(&fresh, &there);
    let worn = Index::in_memory().unwrap();
    let mut writer = worn.writer().unwrap();
    for number in 1..=9 {
        let text = "Akte ".repeat(20);
        writer.upsert(&lesson(number, "Akte Akte", &text)).unwrap();
    }
    writer.commit(&position(1)).unwrap();
    for number in 4..=9 {
        writer.delete(id(number)).unwrap();
    }
    for document in &there {
        writer.upsert(document).unwrap();
    }
    writer.commit(&position(2)).unwrap();
    assert_eq!(scores(&worn), scores(&fresh));
}
