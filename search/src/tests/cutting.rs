//! What a scope cuts off: everywhere.

use super::{found, id, page, searching};
use crate::testing::{document, lesson};
use crate::{Document, Facet, Filter, Level, Query, Scope, Searcher};

const CITY: u128 = 501;
const OTHER_CITY: u128 = 502;
const ORGANIZATION: u128 = 601;

/// One lesson for each level, published and not, of two cities.
fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for city in [CITY, OTHER_CITY] {
        for published in [true, false] {
            for level in Level::ALL {
                let mut lesson = lesson(documents.len() as u128 + 1, "Geheimnis", "Tief");
                lesson.published = published;
                lesson.level = level;
                lesson.holder = id(city);
                lesson.year = Some(2020);
                if level == Level::City {
                    lesson.participants = vec![id(ORGANIZATION)];
                }
                documents.push(lesson);
            }
        }
    }
    documents
}

/// What a scope lets through, told without the index.
fn may_read(scope: &Scope, document: &Document) -> bool {
    match scope {
        Scope::All => true,
        Scope::Readable {
            level,
            cities,
            organizations,
        } => {
            (document.published && document.level <= *level)
                || cities.contains(&document.holder)
                || document
                    .participants
                    .iter()
                    .any(|id| organizations.contains(id))
        }
    }
}

fn scopes() -> Vec<Scope> {
    let readable = |level, cities: &[u128], organizations: &[u128]| Scope::Readable {
        level,
        cities: cities.iter().copied().map(id).collect(),
        organizations: organizations.iter().copied().map(id).collect(),
    };
    vec![
        Scope::All,
        Scope::anonymous(),
        readable(Level::Partners, &[], &[]),
        readable(Level::Administrations, &[], &[]),
        readable(Level::City, &[], &[]),
        readable(Level::Public, &[CITY], &[]),
        readable(Level::Administrations, &[CITY, OTHER_CITY], &[]),
        readable(Level::Partners, &[], &[ORGANIZATION]),
        readable(Level::Partners, &[999], &[998]),
    ]
}

fn assert_cut(searcher: &Searcher, query: &str, scope: &Scope, readable: &[&Document]) {
    let expected = readable.len() as u64;
    let filter = Filter::default();
    let told = format!("{query:?} {scope:?}");
    let page = page(searcher, query, &filter, scope);
    assert_eq!(page.hits.len() as u64, expected, "{told}");
    let query = Query::parse(query).unwrap();
    assert_eq!(
        searcher.count(&query, &filter, scope).unwrap(),
        expected,
        "{told}"
    );
    let facets = searcher
        .facets(&query, &filter, scope, &[Facet::Kind], 9)
        .unwrap();
    let counted: u64 = facets[0].buckets.iter().map(|bucket| bucket.count).sum();
    assert_eq!(counted, expected, "{told}");
    let timeline = searcher.timeline(&filter, scope).unwrap();
    let counted: u64 = timeline.iter().flat_map(|(_, year)| year.values()).sum();
    let published = readable.iter().filter(|document| document.published);
    assert_eq!(counted, published.count() as u64, "{told}");
}

#[test]
fn every_answer_is_cut_alike() {
    let documents = documents();
    let searcher = searching(&documents);
    for scope in scopes() {
        for document in &documents {
            let query = Query::parse("Geheimnis").unwrap();
            let found = searcher.finds(document.id, &query, &Filter::default(), &scope);
            assert_eq!(found.unwrap(), may_read(&scope, document), "{scope:?}");
        }
        let expected = documents
            .iter()
            .filter(|document| may_read(&scope, document));
        let expected: Vec<&Document> = expected.collect();
        for query in ["", "Geheimnis", "Geheim*", "\"Geheimnis\"", "-Nichts"] {
            assert_cut(&searcher, query, &scope, &expected);
        }
    }
    assert_eq!(found(&searcher, "").len(), 2);
}

#[test]
fn a_hidden_entry_does_not_decide_how_a_query_is_answered() {
    let open = [
        lesson(1, "Radweg", "Gebaut"),
        lesson(2, "Schulung", "Gehalten"),
    ];
    let mut hidden = lesson(3, "Radweg und Schulung", "Beides");
    hidden.published = false;
    let without = searching(&open);
    let with = searching(&[open[0].clone(), open[1].clone(), hidden]);
    assert_eq!(
        found(&with, "Radweg Schulung"),
        found(&without, "Radweg Schulung")
    );
    assert_eq!(found(&with, "Radweg Schulung").len(), 2);
}

#[test]
fn a_document_alone_is_found_as_among_all() {
    let searcher = searching(&[
        lesson(1, "Radweg", "Gebaut"),
        lesson(2, "Radweg und Schulung", "Beides"),
    ]);
    let filter = Filter::default();
    for (query, expected) in [
        ("", [true, true]),
        ("Radweg", [true, true]),
        // Both words have to match, because somewhere they do.
        ("Radweg Schulung", [false, true]),
        ("Radweg Wasserstoff", [true, true]),
        ("Wasserstoff", [false, false]),
    ] {
        let parsed = Query::parse(query).unwrap();
        let finds = |number| searcher.finds(id(number), &parsed, &filter, &Scope::anonymous());
        assert_eq!([1, 2].map(|it| finds(it).unwrap()), expected, "{query}");
        let among_all = found(&searcher, query);
        assert_eq!(
            [1, 2].map(|it| among_all.contains(&it)),
            expected,
            "{query}"
        );
    }
    let query = Query::parse("").unwrap();
    let gone = searcher.finds(id(3), &query, &filter, &Scope::All);
    assert!(!gone.unwrap());
}

#[test]
fn the_holder_and_the_participants_cannot_be_searched() {
    let mut hidden = document(1);
    hidden.holder = id(CITY);
    hidden.participants = vec![id(ORGANIZATION)];
    let searcher = searching(&[hidden]);
    for filter in [
        Filter {
            cities: Some(vec![id(CITY)]),
            ..Filter::default()
        },
        Filter {
            organizations: Some(vec![id(ORGANIZATION)]),
            ..Filter::default()
        },
    ] {
        assert!(page(&searcher, "", &filter, &Scope::All).hits.is_empty());
    }
    let query = Query::parse("").unwrap();
    let by = [Facet::City, Facet::Organization];
    let facets = searcher
        .facets(&query, &Filter::default(), &Scope::All, &by, 9)
        .unwrap();
    assert!(facets.iter().all(|counts| counts.buckets.is_empty()));
}
