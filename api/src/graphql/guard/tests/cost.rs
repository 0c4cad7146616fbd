//! What the dearest documents cost that the guard lets through.

use std::{fmt::Write as _, time::Instant};

use async_graphql::{EmptyMutation, EmptySubscription, Object, Request, Schema};

use super::*;

struct Query;

#[Object]
impl Query {
    async fn a(&self, b: Option<i32>, d: Option<Vec<i32>>) -> Option<Self> {
        let _ = (b, d);
        Some(Self)
    }
    async fn organizations(&self, first: Option<i32>, after: Option<String>) -> i32 {
        first.unwrap_or_default() + after.map_or(0, |_| 1)
    }
    async fn search_lessons(&self, query: String) -> String {
        query
    }
}

/// Has the guard and async-graphql check a document as the service would.
fn check(query: &str, operation: Option<&str>) {
    let Ok(admitted) = admit(query, operation, &Variables::default()) else {
        return;
    };
    // A name that no operation has: validated whole, executed not at all.
    let mut request = Request::new(query).operation_name("none");
    request.set_parsed_query(admitted.document);
    let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.unwrap().block_on(schema.execute(request));
}

/// Documents of fields just below the limits, each dear in its own way.
fn fields() -> Vec<String> {
    let inside = |body: &str| format!("{{ a {{ {body} }} }}");
    let mut chain = "{ ...F0 } fragment F30 on Query { a }".to_owned();
    for level in 0..30 {
        let next = level + 1;
        write!(chain, " fragment F{level} on Query {{ a a ...F{next} }}").unwrap();
    }
    let definitions = many(50, "query Q# { ...F# } ")
        + &many(
            50,
            &format!("fragment F# on Query {{ {} }} ", "a ".repeat(45)),
        );
    let unknown_arguments = many(49, &format!("x#{}: 1 ", "y".repeat(70)));
    let nested = format!(
        "{} {} {}",
        "... {".repeat(28),
        "a ".repeat(560),
        "}".repeat(28)
    );
    vec![
        chain,
        definitions,
        inside(&"a ".repeat(4_900)),
        inside(&"abcdefg ".repeat(4_900)),
        inside(&format!("{} ", "x".repeat(199)).repeat(200)),
        inside(&format!("a({unknown_arguments}) ").repeat(10)),
        inside(&format!("a: organizations {}", "a ".repeat(4_900))),
        inside(&format!("a: organizations {nested}")),
        format!(
            "{{ a {{ {} }} }} fragment F on Query {{ {} }}",
            "a { ...F } ".repeat(40),
            "a ".repeat(100)
        ),
    ]
}

/// Documents of values and of what is no field.
fn values() -> Vec<String> {
    let list = |items: &str| format!("{{ a(d: [{items}]) }}");
    let deep = format!("{}1{} ", "[".repeat(36), "]".repeat(36));
    let directive = format!("... @x({}) ", many(40, "a#: [1 1] "));
    vec![
        list(&"1 ".repeat(4_900)),
        list(&deep.repeat(130)),
        list(&"\"\"\"\"\"\"".repeat(4_900)),
        list(&format!("\"{}\"", "ä".repeat(60_000))),
        list(&format!("{} !", "1 ".repeat(11_000))),
        format!("{{ a(d: {{{}}}) }}", many(3_900, "k#: 1 ")),
        format!("{{ {} a }}", "#\n".repeat(11_000)),
        format!("{{ {} a }}", " ".repeat(130_000)),
        format!("{{ {} }} !", directive.repeat(40)),
    ]
}

/// Half a second in a debug build on an idle machine; what has no limit takes minutes.
#[test]
fn no_document_holds_the_service_up() {
    for query in fields().into_iter().chain(values()) {
        let start = Instant::now();
        check(&query, query.starts_with("query Q0").then_some("Q0"));
        let taken = start.elapsed();
        let beginning: String = query.chars().take(60).collect();
        eprintln!("{taken:?} {} bytes {beginning}", query.len());
        assert!(taken.as_secs() < 5, "{taken:?}: {beginning}");
    }
}
