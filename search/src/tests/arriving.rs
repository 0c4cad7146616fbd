//! Paging through hits while lessons are written.

use std::collections::BTreeSet;

use super::fill;
use crate::testing::lesson;
use crate::{Document, Filter, Index, Order, Query, Request, Scope, SortKey};

/// Lessons with two words, each now and then, in texts of many lengths: no two score alike for
/// long, and neighbours change places as soon as one word grows more common.
fn documents() -> Vec<Document> {
    let document = |number: u128| {
        let [radwege, schulen, others] = [number * 7 % 5, number * 3 % 4, number * 11 % 23]
            .map(|count| usize::try_from(count).unwrap());
        let radwege = "Radweg ".repeat(radwege + usize::from(schulen == 0));
        let schulen = "Schule ".repeat(schulen);
        let others = "Gelände ".repeat(others);
        lesson(number, "Erfahrung", &format!("{radwege}{schulen}{others}"))
    };
    (1..=120).map(document).collect()
}

/// What arrives after a page: short texts with one of the words, and one without.
fn arriving(page: u128) -> Vec<Document> {
    let from = 1_000 + page * 10;
    let new = |(number, text): (u128, &str)| lesson(from + number, "Neu", text);
    let texts = ["Radweg Radweg", "Radweg", "Radweg am Ufer", "Anderes"];
    (0..).zip(texts).map(new).collect()
}

/// The next hits, and the key of the last one, gone through JSON as callers keep it.
fn next(index: &Index, query: &str, after: Option<&SortKey>) -> (Vec<u128>, Option<SortKey>) {
    let searcher = index.searcher();
    let page = searcher.page(&Request {
        query: &Query::parse(query).unwrap(),
        filter: &Filter::default(),
        scope: &Scope::anonymous(),
        order: Order::Relevance,
        after,
        limit: 7,
    });
    let page = page.unwrap();
    let key = page.hits.last().filter(|_| page.has_more).map(|last| {
        let kept = serde_json::to_string(&last.key).unwrap();
        serde_json::from_str(&kept).unwrap()
    });
    (page.hits.iter().map(|hit| hit.id.as_u128()).collect(), key)
}

/// All hits; before each page but the first, `meanwhile` happens.
fn all(index: &Index, query: &str, meanwhile: impl Fn(u128)) -> Vec<u128> {
    let mut all = Vec::new();
    let mut after = None;
    for page in 0.. {
        let (hits, key) = next(index, query, after.as_ref());
        all.extend(hits);
        if key.is_none() {
            break;
        }
        after = key;
        meanwhile(page);
    }
    all
}

fn old(found: &[u128]) -> Vec<u128> {
    let old = found.iter().filter(|number| **number < 1_000);
    old.copied().collect()
}

#[test]
fn what_was_there_comes_once_in_its_order_while_more_arrives() {
    for query in [
        "Radweg",
        "Radweg Schule",
        "Radweg Schule?",
        "Schule OR Ufer",
    ] {
        let index = Index::in_memory().unwrap();
        fill(&index, &documents());
        let expected = all(&index, query, |_| {});
        let found = all(&index, query, |page| fill(&index, &arriving(page)));
        assert_eq!(old(&found), expected, "{query}");
    }
}

#[test]
fn what_others_look_at_meanwhile_makes_no_difference() {
    let index = Index::in_memory().unwrap();
    let documents = documents();
    fill(&index, &documents);
    let expected = all(&index, "Radweg", |_| {});
    let found = all(&index, "Radweg", |page| {
        // Lessons without the word get it, in place of another one: no text grows longer.
        let from = usize::try_from(page).unwrap() * 2 + 20;
        let edited = documents[from..from + 2].iter().map(|lesson| {
            let mut lesson = lesson.clone();
            for text in &mut lesson.texts {
                text.text = text.text.replace("Gelände", "Radweg");
            }
            lesson
        });
        fill(&index, &edited.collect::<Vec<_>>());
        next(&index, "Radweg", None);
    });
    let unique: BTreeSet<u128> = found.iter().copied().collect();
    assert_eq!(unique.len(), found.len(), "{found:?}");
    let unedited = |number: &&u128| !(20..60).contains(*number);
    let found: Vec<_> = found.iter().filter(unedited).collect();
    let expected: Vec<_> = expected.iter().filter(unedited).collect();
    assert_eq!(found, expected);
}

#[test]
fn another_process_goes_on_after_the_same_hit() {
    let [one, other] = [Index::in_memory().unwrap(), Index::in_memory().unwrap()];
    fill(&one, &documents());
    fill(&other, &documents());
    let expected = all(&one, "Radweg", |_| {});
    let (first, key) = next(&one, "Radweg", None);
    // It never saw what the first page was measured by.
    fill(&other, &arriving(0));
    let (second, _) = next(&other, "Radweg", key.as_ref());
    let follow: Vec<u128> = expected.iter().skip(first.len()).copied().collect();
    let second = old(&second);
    assert!(!second.is_empty());
    assert_eq!(second, follow[..second.len()], "after {first:?}");
}

#[test]
fn what_was_lenient_stays_so_when_a_lesson_with_all_words_arrives() {
    let index = Index::in_memory().unwrap();
    let one = |number: u128| {
        lesson(
            number,
            "Erfahrung",
            ["Radweg", "Schule"][usize::from(number.is_multiple_of(2))],
        )
    };
    fill(&index, &(1..=20).map(one).collect::<Vec<_>>());
    let both = lesson(1_000, "Neu", "Radweg Schule");
    let found = all(&index, "Radweg Schule", |_| {
        fill(&index, std::slice::from_ref(&both));
    });
    assert_eq!(old(&found).len(), 20);
}
