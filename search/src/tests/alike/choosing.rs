//! What bears on a text, why, and in which order.

use super::super::{id, searching};
use super::{Ask, numbers, with, words};
use crate::testing::{lesson, text};
use crate::{AlikePlace, Document, Index, Reason, TextField, varied};

#[test]
fn what_shares_telling_words_bears_on_a_text() {
    let searcher = with(&[
        lesson(
            1,
            "Wärmeplanung früh beginnen",
            "Die Stadtwerke gehören an den Tisch.",
        ),
        lesson(
            2,
            "Stadtwerke beteiligen",
            "Ohne die Stadtwerke gelingt keine Wärmeplanung.",
        ),
        lesson(3, "Spielplätze sanieren", "Kinder wissen, was fehlt."),
    ]);
    let plan = "Wir beginnen mit einer kommunalen Wärmeplanung und fragen die Stadtwerke.";
    let matches = Ask::about(plan).matches(&searcher);
    let mut found = numbers(&matches);
    found.sort_unstable();
    assert_eq!(found, [1, 2]);
    for found in &matches {
        let words = words(found);
        assert!(words.contains(&"Wärmeplanung".to_owned()), "{words:?}");
        assert!(words.contains(&"Stadtwerke".to_owned()), "{words:?}");
        assert!(!words.contains(&"Wir".to_owned()), "{words:?}");
    }
}

#[test]
fn a_reason_shows_words_as_they_stand_in_the_text() {
    let searcher = with(&[lesson(1, "Ein Haus für Vereine", "Häuser kosten.")]);
    let matches = Ask::about("Was kosten uns die alten Häuser der Vereine?").matches(&searcher);
    assert_eq!(numbers(&matches), [1]);
    let found = words(&matches[0]);
    assert!(found.contains(&"Häuser".to_owned()), "{found:?}");
    assert!(found.contains(&"Vereine".to_owned()), "{found:?}");
    assert!(!found.iter().any(|word| word == "Haus" || word == "haus"));
}

#[test]
fn words_meet_each_language_by_its_own_analysis() {
    let mut english = lesson(1, "Workshops", "The municipalities met in workshops.");
    english.language = "en".to_owned();
    let mut polish = lesson(2, "Warsztaty", "Warsztaty i Workshop");
    polish.language = "pl".to_owned();
    let searcher = with(&[english, polish]);
    let mut found = Ask::about("Ein Workshop mit allen Gemeinden").found(&searcher);
    found.sort_unstable();
    assert_eq!(found, [1, 2]);
    assert_eq!(Ask::about("Die Gemeinden trafen sich").found(&searcher), []);
    let mut asked = Ask::about("A municipality plans its heating.");
    asked.texts[0].1 = Some("en");
    assert_eq!(asked.found(&searcher), [1]);
}

#[test]
fn one_chance_word_of_a_long_plan_is_not_enough() {
    let plan = "Die Stadtbibliothek zieht in den Bahnhof. Leserinnen, Bücherbusse, Kinderabende, \
        Ausleihe, Öffnungszeiten, Lesecafé, Magazin, Zeitschriften, Vorlesestunden und Lernplätze \
        stehen im Mittelpunkt, dazu Medienkisten, Hausaufgabenhilfe und ein Lieferdienst.";
    let library = "Öffnungszeiten und Lernplätze entscheiden, ob die Stadtbibliothek genutzt wird.";
    let mut lessons = vec![lesson(1, "Bibliothek am Sonntag", library)];
    // All words of the plan are known, so that none is left out for being unheard of.
    for (number, word) in (10..).zip(plan.split(|c: char| !c.is_alphanumeric())) {
        lessons.push(lesson(
            number,
            "Anderes",
            &format!("{word} {}", "Füllung ".repeat(9)),
        ));
    }
    let chance = format!(
        "Das Magazin der Verwaltung {}",
        "erscheint monatlich ".repeat(12)
    );
    lessons.push(lesson(2, "Personal gewinnen", &chance));
    let found = Ask::about(plan).found(&searching(&lessons));
    assert_eq!(found.first(), Some(&1));
    assert!(!found.contains(&2), "{found:?}");
}

#[test]
fn shared_topics_count_without_any_word() {
    let about = |number: u128, topics: &[u128]| {
        let mut lesson = lesson(number, "Etwas", "Anderes");
        lesson.topics = topics.iter().map(|topic| id(*topic)).collect();
        lesson
    };
    let mut field = about(3, &[]);
    field.action_fields = vec![id(53)];
    let searcher = with(&[about(1, &[50]), about(2, &[50, 51]), field]);
    let mut asked = Ask::about("");
    asked.topics = vec![50, 51, 53];
    let matches = asked.matches(&searcher);
    assert_eq!(numbers(&matches)[0], 2);
    let reasons = |number: u128| {
        let found = matches.iter().find(|it| it.id == id(number)).unwrap();
        found.reasons.clone()
    };
    assert_eq!(reasons(1), [Reason::Topics(vec![id(50)])]);
    assert_eq!(reasons(2), [Reason::Topics(vec![id(51), id(50)])]);
    assert_eq!(reasons(3), [Reason::Topics(vec![id(53)])]);
}

#[test]
fn a_like_city_comes_first_among_equals_but_is_no_reason_alone() {
    let from = |number: u128, country: &str, region: &str, people: i64| {
        let mut lesson = lesson(number, "Wärmeplanung", "Früh beginnen.");
        lesson.country = Some(country.to_owned());
        lesson.region = Some(region.to_owned());
        lesson.population = Some(people);
        lesson
    };
    let mut unrelated = from(5, "DE", "Bayern", 70_000);
    unrelated.texts = vec![text(TextField::Title, "Spielplatz")];
    let searcher = with(&[
        from(1, "DE", "Hessen", 900_000),
        from(2, "AT", "Tirol", 60_000),
        from(3, "DE", "Bayern", 70_000),
        from(4, "DE", "Hessen", 70_000),
        unrelated,
        lesson(6, "Wärmeplanung", "Früh beginnen."),
        from(7, "XX", "Bayern", 1),
    ]);
    let mut asked = Ask::about("Wärmeplanung");
    asked.place = Some(AlikePlace {
        country: Some("DE".to_owned()),
        region: Some("Bayern".to_owned()),
        population: Some(50_000),
    });
    let matches = asked.matches(&searcher);
    assert_eq!(numbers(&matches), [3, 4, 2, 1, 6, 7]);
    let place = |number: u128| {
        let found = matches.iter().find(|it| it.id == id(number)).unwrap();
        found.reasons.iter().find_map(|reason| match reason {
            Reason::Place { band, region } => Some((band.map(|band| band.value), region.clone())),
            _ => None,
        })
    };
    let band = Some("50000-99999");
    assert_eq!(place(3), Some((band, Some("Bayern".to_owned()))));
    assert_eq!(place(4), Some((band, None)));
    assert_eq!(place(2), Some((band, None)));
    for far in [1, 6, 7] {
        assert_eq!(place(far), None, "{far}");
    }
}

#[test]
fn equals_come_in_a_fixed_order_however_they_are_stored() {
    let equal = |number| lesson(number, "Wärmeplanung", "Früh beginnen.");
    let index = Index::in_memory().unwrap();
    let mut writer = index.writer().unwrap();
    for number in [5, 1, 4, 2, 3] {
        writer.upsert(&equal(number)).unwrap();
        let at = i64::try_from(number).unwrap();
        writer.commit(&crate::testing::position(at)).unwrap();
    }
    let searcher = index.searcher();
    let mut asked = Ask::about("Wärmeplanung");
    assert_eq!(asked.found(&searcher), [1, 2, 3, 4, 5]);
    asked.limit = 2;
    assert_eq!(asked.found(&searcher), [1, 2]);
}

/// Twelve copies of a lesson, of one project and city or of none that is known, and three others.
fn copies_and_others(known: bool) -> Vec<Document> {
    let mut lessons: Vec<Document> = (1..=12)
        .map(|number| {
            let mut copy = lesson(number, "Wärmeplanung mit Stadtwerken", "Stadtwerke fragen.");
            copy.project = known.then(|| id(60));
            copy.city = known.then(|| id(70));
            copy
        })
        .collect();
    for (number, word) in [
        (20, "Wärmeplanung"),
        (21, "Stadtwerke"),
        (22, "Wärmeplanung und Stadtwerken"),
    ] {
        let insight = format!("Kosten und Fristen bestimmen den Ablauf, auch bei {word}.");
        let mut other = lesson(number, "Ablauf", &insight);
        other.city = Some(id(60 + number));
        lessons.push(other);
    }
    lessons
}

const COPIED: &str = "Wärmeplanung mit den Stadtwerken";

#[test]
fn ten_answers_are_not_ten_times_the_same() {
    for known in [true, false] {
        let matches = Ask::about(COPIED).matches(&with(&copies_and_others(known)));
        assert_eq!(matches.len(), 15);
        assert!(numbers(&matches)[..10].iter().all(|number| *number <= 12));
        let picked = numbers(&varied(matches.clone(), 5));
        assert!(picked[0] <= 12, "{picked:?}");
        for other in [20, 21, 22] {
            assert!(picked.contains(&other), "{known}: {picked:?}");
        }
        // Those of which there are too many are not lost: they come when there is nothing else.
        let all = numbers(&varied(matches.clone(), 100));
        assert_eq!(all.len(), 15);
        for first in 0..15 {
            assert_eq!(numbers(&varied(matches.clone(), first)), all[..first]);
        }
    }
}

#[test]
fn one_project_and_one_city_have_their_share() {
    // Each says something else, so that nothing but the share holds them back.
    let words = [
        "Akte", "Bahnhof", "Chor", "Deich", "Esel", "Fähre", "Garten", "Hafen",
    ];
    let own = (1..).zip(words).map(|(number, word)| {
        let mut lesson = lesson(number, word, &format!("{word} und {word}."));
        lesson.city = Some(id(70));
        lesson.project = Some(id(60 + number % 2));
        lesson
    });
    let mut lessons: Vec<Document> = own.collect();
    for (number, word) in (20..).zip(words) {
        lessons.push(lesson(
            number,
            "Anderes",
            &format!("Auch ein {word} ist mit dabei."),
        ));
    }
    let matches = Ask::about(&words.join(", ")).matches(&with(&lessons));
    assert_eq!(matches.len(), 16);
    assert!(numbers(&matches)[..8].iter().all(|number| *number <= 8));
    let picked = numbers(&varied(matches, 10));
    let of_city = picked.iter().filter(|number| **number <= 8).count();
    assert_eq!(of_city, 4, "{picked:?}");
}

#[test]
fn what_says_something_else_comes_before_more_of_the_same() {
    let searcher = with(&[
        lesson(1, "Wärmeplanung, Stadtwerke", "Fragen und gute Antworten."),
        lesson(2, "Wärmeplanung, Stadtwerke", "Erst danach entscheiden."),
        lesson(
            3,
            "Bürgerforum, Ortsbeirat, und anderes",
            "Erst danach entscheiden.",
        ),
    ]);
    let plan = "Wärmeplanung, Stadtwerke, Bürgerforum, Ortsbeirat";
    let matches = Ask::about(plan).matches(&searcher);
    assert_eq!(numbers(&matches)[2..], [2]);
    let mut lessons = matches;
    lessons.sort_by_key(|it| it.id);
    lessons[2].score = lessons[1].score * 0.6;
    assert_eq!(numbers(&varied(lessons, 3)), [1, 3, 2]);
}
