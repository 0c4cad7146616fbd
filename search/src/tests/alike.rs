//! What bears on a text without being searched for.

use super::{fill, id, searching};
use crate::testing::{document, lesson, text};
use crate::{
    AlikePlace, AlikeRequest, AlikeText, Document, Except, Filter, Index, Level, Match, Reason,
    Scope, Searcher, TextField, varied,
};

/// What is asked, and what is changed of it by a test.
struct Ask<'a> {
    texts: Vec<(&'a str, Option<&'a str>)>,
    topics: Vec<u128>,
    place: Option<AlikePlace>,
    except: Except,
    filter: Filter,
    scope: Scope,
    limit: usize,
}

impl<'a> Ask<'a> {
    fn about(text: &'a str) -> Self {
        Self {
            texts: vec![(text, Some("de"))],
            topics: vec![],
            place: None,
            except: Except::default(),
            filter: Filter::default(),
            scope: Scope::anonymous(),
            limit: 100,
        }
    }

    fn counted(&self, searcher: &Searcher) -> (Vec<Match>, [usize; 3]) {
        let texts = self.texts.iter().map(|(text, language)| AlikeText {
            text,
            language: *language,
            weight: 1.0,
        });
        let topics: Vec<_> = self.topics.iter().map(|number| id(*number)).collect();
        let request = AlikeRequest {
            texts: &texts.collect::<Vec<_>>(),
            topics: &topics,
            place: self.place.as_ref(),
            except: &self.except,
            filter: &self.filter,
            scope: &self.scope,
            limit: self.limit,
        };
        let (matches, work) = searcher.alike_counted(&request).unwrap();
        (matches, [work.terms, work.probes, work.documents])
    }

    fn matches(&self, searcher: &Searcher) -> Vec<Match> {
        self.counted(searcher).0
    }

    fn found(&self, searcher: &Searcher) -> Vec<u128> {
        numbers(&self.matches(searcher))
    }
}

fn numbers(matches: &[Match]) -> Vec<u128> {
    matches.iter().map(|it| it.id.as_u128()).collect()
}

fn words(found: &Match) -> Vec<String> {
    let words = found.reasons.iter().find_map(|reason| match reason {
        Reason::Words(words) => Some(words.clone()),
        _ => None,
    });
    words.unwrap_or_default()
}

/// Lessons on other things, so that words are rare.
fn others() -> Vec<Document> {
    let about = |number: u128| {
        lesson(
            number,
            &format!("Satzung {number} über Gebühren"),
            "Der Gemeinderat beschließt die Gebühren und das Verfahren jedes Jahr neu.",
        )
    };
    (100..140).map(about).collect()
}

fn with(own: &[Document]) -> Searcher {
    searching(&[own, &others()].concat())
}

#[test]
fn what_shares_telling_words_bears_on_a_text() {
    let searcher = with(&[
        lesson(1, "Wärmeplanung früh beginnen", "Die Stadtwerke gehören an den Tisch."),
        lesson(2, "Stadtwerke beteiligen", "Ohne die Stadtwerke gelingt keine Wärmeplanung."),
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
fn what_says_nothing_finds_nothing() {
    let searcher = with(&[lesson(1, "Der Haushalt", "Wir und die anderen, 2024.")]);
    let long = "x".repeat(20_001);
    for plan in [
        "", " \n\t", "\0\0", "– , „“ … !", "und oder der die das", "2024 17 4", "a b c", "😀 🎉",
        "\u{202e}\u{308}", &long,
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
            lesson(number, &title, &format!("Gemeinsam {own}"))
        })
        .collect();
    let searcher = searching(&everything);
    let plan: String = (0..2_400).fold(String::new(), |text, at| {
        format!("{text} Wort{at} Gemeinsam")
    });
    let mut asked = Ask::about(&plan);
    asked.topics = (1..=500).collect();
    let (matches, [terms, probes, documents]) = asked.counted(&searcher);
    assert!(!matches.is_empty());
    // 800 words in three texts, in German and as they stand, with four forms at most; 500 topics.
    assert!(terms <= 800 * 6 * 4 + 1_000, "{terms}");
    // 60 words and 64 topics, each once a segment at most.
    assert!(probes <= (60 * 6 * 4 + 128) * 16, "{probes}");
    // A common word is not looked for: of 600 lessons, 120 at most have one that is.
    assert!(documents <= 60 * 6 * 120, "{documents}");
    // What every lesson has is no reason, and no work.
    assert!(matches.iter().all(|it| !words(it).contains(&"Gemeinsam".to_owned())));
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
        lessons.push(lesson(number, "Anderes", &format!("{word} {}", "Füllung ".repeat(9))));
    }
    let chance = format!("Das Magazin der Verwaltung {}", "erscheint monatlich ".repeat(12));
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
            Reason::Place { band, region } => {
                Some((band.map(|band| band.value), region.clone()))
            }
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
    fill(&index, &[of(1), of(2), of(3), of(4), withdrawn, deleted.clone()]);
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
            lesson.topics = vec![id(50), id(51 + number % 3)];
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
        .map(|number| lesson(number, "Wärmeplanung und Akte", "Nahwärme, Haushalt, della città"))
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
        for plan in ["Wärmeplanung", "Nahwärme und die Akte im Haushalt", "città della Akte", ""] {
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

#[test]
fn ten_answers_are_not_ten_times_the_same() {
    let mut lessons: Vec<Document> = (1..=12)
        .map(|number| {
            let mut copy = lesson(number, "Wärmeplanung mit Stadtwerken", "Stadtwerke fragen.");
            copy.project = Some(id(60));
            copy.city = Some(id(70));
            copy
        })
        .collect();
    for (number, word) in [(20, "Wärmeplanung"), (21, "Stadtwerke"), (22, "Wärmeplanungen")] {
        let insight = format!("Kosten und Fristen bestimmen den Ablauf, auch bei {word}.");
        let mut other = lesson(number, "Ablauf", &insight);
        other.city = Some(id(60 + number));
        lessons.push(other);
    }
    let plan = "Wärmeplanung mit den Stadtwerken";
    let matches = Ask::about(plan).matches(&with(&lessons));
    assert_eq!(matches.len(), 15);
    assert!(numbers(&matches)[..10].iter().all(|number| *number <= 12));
    let picked = numbers(&varied(matches.clone(), 5));
    assert!(picked[0] <= 12, "{picked:?}");
    for other in [20, 21, 22] {
        assert!(picked.contains(&other), "{picked:?}");
    }
    // Those of which there are too many are not lost: they come when there is nothing else.
    let all = numbers(&varied(matches.clone(), 100));
    assert_eq!(all.len(), 15);
    for first in 0..15 {
        assert_eq!(numbers(&varied(matches.clone(), first)), all[..first]);
    }
}

#[test]
fn a_document_without_texts_is_no_trouble() {
    assert_eq!(Ask::about("Wärmeplanung").found(&searching(&[document(1)])), []);
    assert_eq!(Ask::about("Wärmeplanung").found(&searching(&[])), []);
}
