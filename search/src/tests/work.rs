//! How much work a query may be, whatever it says: words looked for and documents scored.

use super::searching;
use crate::testing::lesson;
use crate::{Document, Filter, Level, MAX_QUERY_CHARS, Order, Query, Request, Scope, Searcher};

const DOCUMENTS: usize = 300;

/// In how many places a word may stand in these lessons: title and insight, in German and as it is
/// written, as a whole and as a part of a compound.
const PLACES: usize = 6;

/// Lessons of 80 words each, all of which begin alike.
fn searcher() -> Searcher {
    let words = |from: u128| -> String {
        let words = (0..40).map(|word| format!("bewerb{}x{}", from * 40 + word, word % 7));
        words.collect::<Vec<_>>().join(" ")
    };
    let lessons = (1..).map(|number| lesson(number, &words(number), &words(number + 600)));
    let lessons: Vec<Document> = lessons.take(DOCUMENTS).collect();
    searching(&lessons)
}

/// Words and documents that a page of a query took.
fn work(searcher: &Searcher, query: &Query) -> (usize, usize) {
    let request = Request {
        query,
        filter: &Filter::default(),
        scope: &Scope::anonymous(),
        order: Order::Relevance,
        after: None,
        limit: 100,
    };
    let work = searcher.work(&request).unwrap();
    (work.terms, work.documents)
}

/// As many characters as a query may have.
fn full(of: &str) -> String {
    of.chars().cycle().take(MAX_QUERY_CHARS).collect()
}

#[test]
fn beginnings_of_words_stand_for_so_many_words_together() {
    let searcher = searcher();
    let work = |query: &str| work(&searcher, &Query::parse(query).unwrap());
    let (alone, documents) = work("bewerb*");
    assert!((1_000..=1_000 * PLACES).contains(&alone), "{alone}");
    assert!((1..=DOCUMENTS).contains(&documents), "{documents}");
    let sixteen: Vec<String> = (0..16)
        .map(|at| format!("bewer{}*", "b".repeat(at % 2)))
        .collect();
    let many: Vec<String> = (0..64).map(|at| format!("bewerb{at}*")).collect();
    for query in [
        "bewerb* ".repeat(64),
        sixteen.join(" "),
        many.join(" "),
        many.join(" OR "),
        format!("-{}", many.join(" -")),
    ] {
        let (terms, documents) = work(&query);
        assert!(terms <= (4_000 + 64) * PLACES, "{terms} terms for {query}");
        assert!(documents <= DOCUMENTS, "{documents} documents for {query}");
    }
    // A short beginning is looked up as it is.
    for query in ["be*", "bew*", "bewe*"] {
        assert_eq!(work(query), (1, DOCUMENTS), "{query}");
    }
}

/// What someone with bad intentions may repeat.
const PIECES: &[&str] = &[
    "bewerb1x1 ",
    "be* ",
    "b* ",
    "*",
    "a-b",
    "a-b ",
    "Bürger:innen ",
    "\"a ",
    "\"a b\" ",
    "- ",
    "-a ",
    "a OR ",
    "title: ",
    "title:\"b ",
    "und ",
    "der die das ",
    "?! ",
    "😀 ",
    "\u{202e}\u{5d0} ",
    "مرحبا ",
    "\u{308}",
    "e\u{308}\u{301} ",
    "\0",
    "a\0b ",
    "ß",
    "ﷺ ",
    "(",
    "E ",
    "bewerbbewerbbewerb",
];

/// What is taken for one phrase or one choice of more than 64 words, which cannot be cut.
fn may_be_refused(query: &str) -> bool {
    ["a OR ", "a-b"].map(full).contains(&query.to_owned())
}

#[test]
fn no_query_is_more_than_its_words_in_each_place() {
    let searcher = searcher();
    for piece in PIECES {
        for query in [
            (*piece).to_owned(),
            piece.repeat(20),
            full(piece),
            format!("{}?", piece.repeat(20)),
        ] {
            if query.chars().count() > MAX_QUERY_CHARS {
                continue;
            }
            let understood = Query::parse(&query);
            assert_eq!(understood.is_err(), may_be_refused(&query), "{query:?}");
            let Ok(understood) = understood else {
                continue;
            };
            let (terms, documents) = work(&searcher, &understood);
            // Besides each word in each place: neighbours, and a word with signs in it once more.
            assert!(
                terms <= 64 * PLACES * 3 + 4_000,
                "{terms} terms for {query:?}"
            );
            assert!(
                documents <= DOCUMENTS,
                "{documents} documents for {query:?}"
            );
            let looked_at = searcher.work_of_correcting(&understood, &Scope::anonymous());
            let looked_at = looked_at.unwrap();
            assert!(looked_at <= 8 * 200, "{looked_at} spellings for {query:?}");
            let looked_at = searcher.work_of_completing(&query).unwrap();
            assert!(looked_at <= 32 * 8, "{looked_at} spellings for {query:?}");
        }
    }
}

/// All pairs of letters.
fn pairs() -> impl Iterator<Item = (char, char)> {
    ('a'..='z').flat_map(|one| ('a'..='z').map(move |other| (one, other)))
}

#[test]
fn of_words_like_one_that_was_typed_so_many_are_looked_at() {
    let pairs = pairs().map(|(one, other)| format!("verw{one}lt{other}ng"));
    let many: Vec<String> = pairs.collect();
    let searcher = searching(&[lesson(1, "So viele", &many.join(" "))]);
    let correcting = |query: &str| {
        let query = Query::parse(query).unwrap();
        let anonymous = Scope::anonymous();
        searcher.work_of_correcting(&query, &anonymous).unwrap()
    };
    // All these words differ by two letters at most.
    assert_eq!(correcting("verwxltyng"), 200);
    assert_eq!(correcting(&many.join(" ")[..900]), 8 * 200);
    // All of them begin like these, the second of which has a slip in it.
    for typed in ["verw", "veerw"] {
        assert_eq!(searcher.work_of_completing(typed).unwrap(), 32, "{typed}");
    }
    let ways = (0..64).map(|way: u32| {
        let letters = "verwaltung".chars().enumerate();
        let letters = letters.map(|(at, letter)| match way >> at & 1 {
            1 => letter.to_ascii_uppercase(),
            _ => letter,
        });
        letters.collect::<String>()
    });
    let ways: Vec<String> = ways.collect();
    let searcher = searching(&[lesson(1, "So viele", &ways.join(" "))]);
    assert_eq!(searcher.work_of_completing("verwalt").unwrap(), 8);
}

#[test]
fn hidden_words_make_no_work_without_end_and_take_no_place_of_open_ones() {
    let pairs = pairs().map(|(one, other)| format!("ha{one}sb{other}lt"));
    let alike: Vec<String> = pairs.collect();
    let mut hidden = lesson(9, "Geheim", &alike.join(" "));
    hidden.level = Level::City;
    let searcher = searching(&[lesson(1, "Haushalt", "Mehr davon."), hidden]);
    let partner = Scope::Readable {
        level: Level::Partners,
        cities: vec![],
        organizations: vec![],
    };
    let query = Query::parse("Hausbxlt").unwrap();
    let looked_at = searcher.work_of_correcting(&query, &partner).unwrap();
    assert!((100..=400).contains(&looked_at), "{looked_at}");
    let corrected = searcher.did_you_mean("Hausbxlt", &Filter::default(), &partner);
    assert_eq!(corrected.unwrap().as_deref(), Some("Haushalt"));
}
