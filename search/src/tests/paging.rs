//! Paging through everything.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{fill, id, searching};
use crate::testing::lesson;
use crate::{Document, Error, Filter, Index, Order, Query, Request, Scope, Searcher, SortKey};

const ORDERS: [Order; 4] = [
    Order::Relevance,
    Order::Newest,
    Order::Oldest,
    Order::MostReused,
];

fn documents() -> Vec<Document> {
    (1..=57u128)
        .map(|number| {
            let akten = "Akte ".repeat(usize::try_from(number % 4).unwrap());
            let mut lesson = lesson(number, "Akte", &akten);
            lesson.published = number % 5 != 0;
            lesson.published_at = (number % 7 != 0).then_some(i64::try_from(number % 9).unwrap());
            lesson.reuse_count = u64::try_from(number % 6).unwrap();
            lesson
        })
        .collect()
}

/// All hits, page by page; cursors go through JSON as callers keep them.
fn all(searcher: &Searcher, query: &str, order: Order, limit: usize) -> Vec<u128> {
    let query = Query::parse(query).unwrap();
    let mut all = Vec::new();
    let mut after: Option<SortKey> = None;
    loop {
        let request = Request {
            query: &query,
            filter: &Filter::default(),
            scope: &Scope::All,
            order,
            after: after.as_ref(),
            limit,
        };
        let page = searcher.page(&request).unwrap();
        assert!(page.hits.len() <= limit);
        all.extend(page.hits.iter().map(|hit| hit.id.as_u128()));
        let Some(last) = page.hits.last() else {
            return all;
        };
        assert_eq!(page.has_more, all.len() < 57);
        let cursor = serde_json::to_string(&last.key).unwrap();
        after = Some(serde_json::from_str(&cursor).unwrap());
    }
}

#[test]
fn every_lesson_comes_once_in_every_order() {
    let index = Index::in_memory().unwrap();
    // Several segments, with deletions among them.
    for part in documents().chunks(10) {
        fill(&index, part);
    }
    fill(&index, &documents()[..20]);
    let searcher = index.searcher();
    for query in ["", "Akte"] {
        for order in ORDERS {
            let whole = all(&searcher, query, order, 1_000);
            assert_eq!(whole.iter().collect::<BTreeSet<_>>().len(), 57);
            assert_eq!(whole.len(), 57);
            for limit in [1, 2, 7, 56, 57] {
                assert_eq!(
                    all(&searcher, query, order, limit),
                    whole,
                    "{query} {order:?} {limit}"
                );
            }
        }
    }
}

#[test]
fn orders_are_what_they_say() {
    let documents = documents();
    let searcher = searching(&documents);
    let by = |key: &dyn Fn(&Document) -> i64| -> Vec<u128> {
        let mut sorted: Vec<&Document> = documents.iter().collect();
        sorted.sort_by_key(|lesson| (key(lesson), lesson.id));
        sorted.iter().map(|lesson| lesson.id.as_u128()).collect()
    };
    let newest = by(&|lesson| lesson.published_at.map_or(i64::MAX, |time| -time));
    let oldest = by(&|lesson| lesson.published_at.unwrap_or(i64::MAX));
    let reused = by(&|lesson| -i64::try_from(lesson.reuse_count).unwrap());
    for query in ["", "Akte"] {
        assert_eq!(all(&searcher, query, Order::Newest, 10), newest);
        assert_eq!(all(&searcher, query, Order::Oldest, 10), oldest);
        assert_eq!(all(&searcher, query, Order::MostReused, 10), reused);
    }
    assert_eq!(all(&searcher, "", Order::Relevance, 10), newest);
}

/// The third hit's key under a request, or why there is none.
fn third(
    searcher: &Searcher,
    query: &str,
    filter: &Filter,
    order: Order,
    after: Option<&SortKey>,
) -> Result<SortKey, Error> {
    let query = Query::parse(query).unwrap();
    let page = searcher.page(&Request {
        query: &query,
        filter,
        scope: &Scope::All,
        order,
        after,
        limit: 3,
    })?;
    Ok(page.hits[2].key.clone())
}

fn of_cities(numbers: &[u128]) -> Filter {
    Filter {
        cities: Some(numbers.iter().copied().map(id).collect()),
        ..Filter::default()
    }
}

#[test]
fn a_cursor_of_another_search_is_refused() {
    let mut documents = documents();
    for lesson in &mut documents {
        lesson.city = Some(id(lesson.id.as_u128() % 2));
    }
    let searcher = searching(&documents);
    let ask = |query, filter: &Filter, order, after: Option<&SortKey>| {
        third(&searcher, query, filter, order, after)
    };
    let (own, newest) = (of_cities(&[0, 1]), Order::Newest);
    let key = ask("Akte", &own, newest, None).unwrap();
    assert!(ask("Akte", &own, newest, Some(&key)).is_ok());
    assert!(ask("Akte ", &of_cities(&[1, 0, 1]), newest, Some(&key)).is_ok());
    for other in [
        ask("Akten", &own, newest, Some(&key)),
        ask("", &own, newest, Some(&key)),
        ask("Akte", &of_cities(&[0]), newest, Some(&key)),
        ask("Akte", &Filter::default(), newest, Some(&key)),
        ask("Akte", &own, Order::Relevance, Some(&key)),
    ] {
        assert!(matches!(other, Err(Error::ForeignCursor)), "{other:?}");
    }
    // Without a query the best match comes down to the newest.
    let key = ask("", &own, Order::Relevance, None).unwrap();
    assert!(ask("", &own, newest, Some(&key)).is_ok());
}

#[test]
fn a_cursor_outlives_what_is_written_meanwhile() {
    let index = Index::in_memory().unwrap();
    fill(&index, &documents());
    let filter = Filter::default();
    let key = third(&index.searcher(), "Akte", &filter, Order::Relevance, None).unwrap();
    fill(&index, &[lesson(99, "Akte", "Akte")]);
    let next = third(
        &index.searcher(),
        "Akte",
        &filter,
        Order::Relevance,
        Some(&key),
    );
    assert!(next.is_ok(), "{next:?}");
}

#[test]
fn a_page_of_none_says_whether_there_is_more() {
    let searcher = searching(&documents());
    let query = Query::parse("").unwrap();
    let request = Request {
        query: &query,
        filter: &Filter::default(),
        scope: &Scope::All,
        order: Order::Newest,
        after: None,
        limit: 0,
    };
    let page = searcher.page(&request).unwrap();
    assert!(page.hits.is_empty() && page.has_more);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn equal_documents_are_paged_by_id(numbers in prop::collection::btree_set(1u128..10_000, 1..40), limit in 1usize..9) {
        let documents: Vec<Document> = numbers.iter().map(|number| lesson(*number, "Akte", "Gleich")).collect();
        let searcher = searching(&documents);
        let query = Query::parse("Akte").unwrap();
        let mut seen = Vec::new();
        let mut after = None;
        loop {
            let request = Request {
                query: &query,
                filter: &Filter::default(),
                scope: &Scope::anonymous(),
                order: Order::Relevance,
                after: after.as_ref(),
                limit,
            };
            let page = searcher.page(&request).unwrap();
            seen.extend(page.hits.iter().map(|hit| hit.id));
            if !page.has_more {
                break;
            }
            after = page.hits.last().map(|hit| hit.key.clone());
        }
        let expected: Vec<_> = numbers.into_iter().map(id).collect();
        prop_assert_eq!(seen, expected);
    }
}
