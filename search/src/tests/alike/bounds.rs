//! What bears on nothing, what is hidden, and how much work an answer is.

use super::super::{fill, id, searching};
use super::{Ask, with, words};
use crate::testing::{document, lesson};
use crate::{Document, Except, Index, Level, Scope};

#[test]
fn what_says_nothing_finds_nothing() {
    let searcher = with(&[lesson(1, "Der Haushalt", "Wir und die anderen, 2024.")]);
    let long = "x".repeat(20_001);
    for plan in [
        "",
        " \n\t",
        "\0\0",
        "– , „“ … !",
        "und oder der die das",
        "2024 17 4",
        "a b c",
        "😀 🎉",
        "\u{202e}\u{308}",
        &long,
    ] {
        for language in [None, Some("de"), Some("xx")] {
            let mut asked = Ask::about(plan);
            asked.texts[0].1 = language;
            let (matches, [terms, ..]) = asked.counted(&searcher);
            assert_eq!(matches, [], "{plan:?}");
            assert!(terms <= 60, "{terms} terms looked up for {plan:?}");
        }
    }
    assert_eq!(Ask::about("Ein\0Haushalt").found(&searcher), [1]);
}

#[test]
fn work_has_bounds_whatever_the_text() {
    let everything: Vec<Document> = (1..=600)
        .map(|number| {
            let title = format!("Wort{number} Gemeinsam");
            let own: String = (0..40).fold(String::new(), |text, at| {
                format!("{text} Wort{} ", (number + at * 15) % 3_000)
            });
            let often = ["Gemeinsam", "Gemeinsam Halbwegs"][usize::from(number % 2 == 0)];
            lesson(number, &title, &format!("{often} {own}"))
        })
        .collect();
    let searcher = searching(&everything);
    let plan: String = (0..2_400).fold(String::new(), |text, at| {
        format!("{text} Wort{at} Gemeinsam Halbwegs")
    });
    let mut asked = Ask::about(&plan);
    asked.topics = (1..=500).collect();
    let (matches, [terms, probes, documents]) = asked.counted(&searcher);
    assert!(!matches.is_empty());
    // 800 words in three texts, in German and as they stand, and 500 topics in two fields.
    assert!(terms <= 800 * 6 + 1_000, "{terms}");
    // 60 words and 64 topics, each once a segment at most.
    assert!(probes <= (60 * 6 + 128) * 16, "{probes}");
    // A common word is not looked for: of 600 lessons, 120 at most have one that is.
    assert!(documents <= 60 * 6 * 120, "{documents}");
    // What every lesson has, or every second one, is no reason, and no work.
    for found in &matches {
        let often = words(found);
        let often = often
            .iter()
            .any(|word| ["Gemeinsam", "Halbwegs"].contains(&word.as_str()));
        assert!(!often, "{found:?}");
    }
}

#[test]
fn what_is_left_out_is_left_out() {
    let of = |number: u128| {
        let mut lesson = lesson(number, "Wärmeplanung", "Früh beginnen.");
        lesson.project = Some(id(60 + number));
        lesson.city = Some(id(70 + number));
        lesson.holder = id(80 + number);
        lesson
    };
    let mut withdrawn = of(5);
    withdrawn.published = false;
    let mut deleted = of(6);
    deleted.outcome = "FAILED".to_owned();
    let index = Index::in_memory().unwrap();
    fill(
        &index,
        &[of(1), of(2), of(3), of(4), withdrawn, deleted.clone()],
    );
    let mut writer = index.writer().unwrap();
    writer.delete(deleted.id).unwrap();
    writer.commit(&crate::testing::position(2)).unwrap();
    let searcher = index.searcher();
    let mut asked = Ask::about("Wärmeplanung");
    asked.scope = Scope::All;
    assert_eq!(asked.found(&searcher), [1, 2, 3, 4]);
    asked.except = Except {
        lesson: Some(id(1)),
        project: Some(id(62)),
        city: Some(id(73)),
        holder: Some(id(84)),
    };
    assert_eq!(asked.found(&searcher), []);
    asked.except = Except::default();
    asked.filter.projects = Some(vec![id(62), id(63)]);
    assert_eq!(asked.found(&searcher), [2, 3]);
    asked.filter.cities = Some(vec![]);
    assert_eq!(asked.found(&searcher), []);
}

#[test]
fn unpublished_lessons_bear_on_nothing_even_for_those_who_read_them() {
    let mut draft = lesson(1, "Wärmeplanung", "Früh beginnen.");
    draft.published = false;
    let mut inner = lesson(2, "Wärmeplanung", "Früh beginnen.");
    inner.level = Level::City;
    let searcher = with(&[draft, inner]);
    let own = Scope::Readable {
        level: Level::Public,
        cities: vec![id(900)],
        organizations: vec![],
    };
    for (scope, expected) in [
        (Scope::All, vec![2]),
        (own, vec![2]),
        (Scope::anonymous(), vec![]),
    ] {
        let mut asked = Ask::about("Wärmeplanung früh beginnen");
        asked.scope = scope;
        assert_eq!(asked.found(&searcher), expected);
    }
}

#[test]
fn hidden_lessons_show_neither_in_choice_nor_score_nor_order() {
    let open: Vec<Document> = (1..=30)
        .map(|number| {
            let insight = format!("Akte und Haushalt {}", "Wärmeplanung ".repeat(number % 4));
            let number = u128::try_from(number).unwrap();
            let mut lesson = lesson(number, &format!("Akte {number}"), &insight);
            lesson.topics = vec![id(50), id(51 + number % 10)];
            lesson
        })
        .collect();
    let mut partners: Vec<Document> = (40..50)
        .map(|number| lesson(number, "Wärmeplanung der Partner", "Nahwärme und Akte"))
        .collect();
    for lesson in &mut partners {
        lesson.level = Level::Partners;
    }
    let mut hidden: Vec<Document> = (100..180)
        .map(|number| {
            lesson(
                number,
                "Wärmeplanung und Akte",
                "Nahwärme, Haushalt, della città",
            )
        })
        .collect();
    for (at, lesson) in hidden.iter_mut().enumerate() {
        lesson.published = at % 2 == 0;
        lesson.level = Level::ALL[2 + at % 2];
        lesson.language = ["de", "it", "fr"][at % 3].to_owned();
        lesson.topics = vec![id(50), id(51)];
    }
    let without = searching(&[open.clone(), partners.clone()].concat());
    let with = searching(&[open, partners, hidden].concat());
    let partner = Scope::Readable {
        level: Level::Partners,
        cities: vec![],
        organizations: vec![],
    };
    for scope in [Scope::anonymous(), partner] {
        for plan in [
            "Wärmeplanung",
            "Nahwärme und die Akte im Haushalt",
            "città della Akte",
            "",
        ] {
            let mut asked = Ask::about(plan);
            asked.texts[0].1 = None;
            asked.topics = vec![50, 51, 52];
            asked.scope = scope.clone();
            let shown = asked.matches(&without);
            assert!(!shown.is_empty());
            assert_eq!(asked.matches(&with), shown, "{plan}");
        }
    }
}

#[test]
fn a_word_that_only_inner_lessons_have_finds_them_for_those_who_may() {
    let mut inner = lesson(1, "Wärmeplanung", "Früh beginnen.");
    inner.level = Level::Partners;
    let searcher = with(&[inner]);
    let mut asked = Ask::about("Eine Wärmeplanung");
    assert_eq!(asked.found(&searcher), []);
    asked.scope = Scope::All;
    assert_eq!(asked.found(&searcher), [1]);
}

#[test]
fn a_document_without_texts_is_no_trouble() {
    assert_eq!(
        Ask::about("Wärmeplanung").found(&searching(&[document(1)])),
        []
    );
    assert_eq!(Ask::about("Wärmeplanung").found(&searching(&[])), []);
}
