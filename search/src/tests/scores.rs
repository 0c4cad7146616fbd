//! How what was found is ranked.

use super::{fill, found, page, searching};
use crate::testing::{document, lesson, text};
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
        lesson(1, "Die Burg", "Alt."),
        lesson(2, "Die Bürger", "Neu."),
    ]);
    assert_eq!(found(&searcher, "Bürger"), [2, 1]);
    assert_eq!(found(&searcher, "Burg"), [1, 2]);
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
    documents[2].reuse_count = 5;
    assert_eq!(found(&searching(&documents), "Wärmeplanung"), [3, 1, 2]);
}

/// Scores of what everyone may read, with and without hidden entries beside it.
#[test]
fn hidden_entries_do_not_show_in_scores() {
    let open: Vec<Document> = (1..=20)
        .map(|number| {
            let more = "Akte ".repeat(usize::try_from(number % 5).unwrap());
            lesson(
                number,
                &format!("Akte Nummer {number}"),
                &format!("{more} und Haushalt"),
            )
        })
        .collect();
    let mut hidden: Vec<Document> = (100..=160)
        .map(|number| lesson(number, "Akte und Haushalt", "Akte, Haushalt, della città"))
        .collect();
    for (at, lesson) in hidden.iter_mut().enumerate() {
        lesson.published = at % 2 == 0;
        lesson.level = Level::ALL[1 + at % 3];
        lesson.language = ["de", "it", "fr"][at % 3].to_owned();
    }
    let without = searching(&open);
    let index = Index::in_memory().unwrap();
    fill(&index, &open);
    fill(&index, &hidden);
    let with = index.searcher();
    for query in [
        "Akte",
        "Akte Haushalt",
        "\"Akte Nummer\"",
        "Akt*",
        "Akte della Nummer",
        "",
    ] {
        let anonymous = Scope::anonymous();
        let shown = |searcher| page(searcher, query, &Filter::default(), &anonymous);
        assert_eq!(shown(&with), shown(&without), "{query}");
        let mut all = page(&with, query, &Filter::default(), &Scope::All);
        all.hits.retain(|hit| hit.id.as_u128() < 100);
        assert_eq!(all.hits, shown(&without).hits, "{query}");
    }
}
