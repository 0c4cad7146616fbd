//! How much work a query may be, whatever it says: words looked for and documents scored.

use super::searching;
use crate::testing::lesson;
use crate::{Document, Filter, MAX_QUERY_CHARS, Order, Query, Request, Scope, Searcher};

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

/// Words and documents that a page of a query took; nothing where it is refused.
fn work(searcher: &Searcher, query: &str) -> (usize, usize) {
    let Ok(query) = Query::parse(query) else {
        return (0, 0);
    };
    let request = Request {
        query: &query,
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
    let (alone, documents) = work(&searcher, "bewerb*");
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
        let (terms, documents) = work(&searcher, &query);
        assert!(terms <= (4_000 + 64) * PLACES, "{terms} terms for {query}");
        assert!(documents <= DOCUMENTS, "{documents} documents for {query}");
    }
    // A short beginning is looked up as it is.
    for query in ["be*", "bew*", "bewe*"] {
        assert_eq!(work(&searcher, query), (1, DOCUMENTS), "{query}");
    }
}

#[test]
fn no_query_is_more_than_its_words_in_each_place() {
    let searcher = searcher();
    for piece in [
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
    ] {
        for query in [
            piece.to_owned(),
            piece.repeat(20),
            full(piece),
            format!("{}?", piece.repeat(20)),
        ] {
            if query.chars().count() > MAX_QUERY_CHARS {
                continue;
            }
            let (terms, documents) = work(&searcher, &query);
            // Besides each word in each place: neighbours, and a word with signs in it once more.
            assert!(
                terms <= 64 * PLACES * 3 + 4_000,
                "{terms} terms for {query:?}"
            );
            assert!(
                documents <= DOCUMENTS,
                "{documents} documents for {query:?}"
            );
        }
    }
}
