//! The index as its callers see it.

mod alike;
mod arriving;
mod correcting;
mod cutting;
mod facets;
mod finding;
mod german;
mod keeping;
mod paging;
mod scores;
mod suggesting;
mod work;

use uuid::Uuid;

use crate::testing::position;
use crate::{Document, Filter, Index, Order, Page, Query, Request, Scope, Searcher};

/// A searcher over these documents.
fn searching(documents: &[Document]) -> Searcher {
    let index = Index::in_memory().unwrap();
    fill(&index, documents);
    index.searcher()
}

fn fill(index: &Index, documents: &[Document]) {
    let mut writer = index.writer().unwrap();
    for document in documents {
        writer.upsert(document).unwrap();
    }
    writer.commit(&position(1)).unwrap();
}

/// The first hundred hits.
fn page(searcher: &Searcher, query: &str, filter: &Filter, scope: &Scope) -> Page {
    let query = Query::parse(query).unwrap();
    let request = Request {
        query: &query,
        filter,
        scope,
        order: Order::Relevance,
        after: None,
        limit: 100,
    };
    searcher.page(&request).unwrap()
}

/// The numbers of the lessons that everyone finds, the best first.
fn found(searcher: &Searcher, query: &str) -> Vec<u128> {
    let page = page(searcher, query, &Filter::default(), &Scope::anonymous());
    page.hits.iter().map(|hit| hit.id.as_u128()).collect()
}

/// The same, lowest first: where the order does not matter.
fn found_sorted(searcher: &Searcher, query: &str) -> Vec<u128> {
    let mut found = found(searcher, query);
    found.sort_unstable();
    found
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}
