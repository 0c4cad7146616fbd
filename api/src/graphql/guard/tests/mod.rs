//! What the guard lets through and what it refuses.

mod cost;

use std::fmt::Write as _;
use std::time::Instant;

use async_graphql::Value;
use proptest::prelude::*;

use super::*;

/// The code that a document is refused with, or `Ok`.
fn verdict(query: &str) -> Result<(), String> {
    verdict_with(query, &Variables::default())
}

fn verdict_with(query: &str, variables: &Variables) -> Result<(), String> {
    admit(query, None, variables)
        .map(drop)
        .map_err(|error| code(&error))
}

fn code(error: &ServerError) -> String {
    match error
        .extensions
        .as_ref()
        .and_then(|values| values.get("code"))
    {
        Some(Value::String(code)) => code.clone(),
        _ => "none".to_owned(),
    }
}

fn too_large() -> Result<(), String> {
    Err("QUERY_TOO_LARGE".to_owned())
}

fn parse_failed() -> Result<(), String> {
    Err("GRAPHQL_PARSE_FAILED".to_owned())
}

fn invalid() -> Result<(), String> {
    Err("GRAPHQL_VALIDATION_FAILED".to_owned())
}

/// Fragments of which each spreads the next twice.
fn doubling(levels: usize, around: &str) -> String {
    let mut query = "{ ...F0 }".to_owned();
    for level in 0..levels {
        let body = around.replace('#', &format!("...F{0} ...F{0}", level + 1));
        write!(query, " fragment F{level} on Query {{ {body} }}").unwrap();
    }
    write!(query, " fragment F{levels} on Query {{ __typename }}").unwrap();
    query
}

#[test]
fn doubling_fragments_are_refused_at_once() {
    for around in ["#", "... { # }", "a { # }"] {
        let start = Instant::now();
        assert_eq!(verdict(&doubling(29, around)), too_large());
        assert_eq!(verdict(&doubling(13, around)), too_large());
        assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
        assert_eq!(verdict(&doubling(6, around)), Ok(()));
    }
}

#[test]
fn fragments_that_spread_themselves() {
    assert_eq!(verdict("{ ...A } fragment A on Query { ...A }"), invalid());
    assert_eq!(
        verdict("{ a } fragment A on Q { ...B ...B } fragment B on Q { b { ...A } }"),
        invalid()
    );
    assert_eq!(
        verdict("{ ...A ...B } fragment A on Q { ...B } fragment B on Q { a }"),
        Ok(())
    );
    assert_eq!(verdict("{ ...Unknown }"), Ok(()), "left to validation");
}

#[test]
fn deep_lists_never_reach_the_parser() {
    for (open, close) in [("[", "]"), ("{a:", "}")] {
        let deep = |levels: usize| {
            format!(
                "{{ a(b: {}1{}) }}",
                open.repeat(levels),
                close.repeat(levels)
            )
        };
        assert_eq!(verdict(&deep(2_000)), too_large());
        assert_eq!(verdict(&deep(limits::NESTING - 2)), Ok(()));
        assert_eq!(verdict(&deep(limits::NESTING - 1)), too_large());
    }
    assert_eq!(verdict(&"{a".repeat(2_000)), too_large());
    assert_eq!(verdict(&"[".repeat(2_000)), too_large());
}

/// An unclosed block string is two strings to the parser: an empty one and one that may end.
#[test]
fn nothing_hides_in_strings_and_comments() {
    let deep = "[".repeat(2_000);
    for query in [
        format!("{{ a(b: [\"\"\" x \" {deep}"),
        format!("{{ a(b: \"x\n\" {deep}"),
        format!("{{ a(b: \"\\\" {deep}"),
        format!("{{ a(b: \"\\u0022 {deep}"),
    ] {
        assert_eq!(verdict(&query), parse_failed(), "{}", &query[..20]);
    }
    for query in [
        format!("{{ a # \"\n {deep}"),
        format!("{{ a # \"\"\"\r {deep}"),
        format!("{{ a(b: [\"\"\"\\\"\"\" \"\"\" {deep}"),
        format!("{{ a(b: [\"\" {deep}"),
        format!("{{ a(b: [\"\\\\\" {deep}"),
    ] {
        assert_eq!(verdict(&query), too_large(), "{}", &query[..20]);
    }
    assert_eq!(verdict(&format!("{{ a(b: \"{deep}\") }}")), Ok(()));
    assert_eq!(
        verdict(&format!("{{ a(b: \"\"\"{deep}\n\" \\\"\"\" \"\"\") }}")),
        Ok(())
    );
    assert_eq!(verdict(&format!("{{ a # {deep}\n }}")), Ok(()));
}

#[test]
fn sizes() {
    let long = |length: usize| format!("{{ {} }}", "a".repeat(length));
    assert_eq!(verdict(&long(limits::WORD)), Ok(()));
    assert_eq!(verdict(&long(limits::WORD + 1)), too_large());
    assert_eq!(verdict(&"# ".repeat(limits::BYTES / 2 + 1)), too_large());
    assert_eq!(
        verdict(&format!("{{{}}}", "a ".repeat(limits::TOKENS))),
        too_large()
    );
    let around = |before: &str, item: &str, after: &str, limit: usize| {
        let query = |count| format!("{before}{}{after}", many(count, item));
        assert_eq!(verdict(&query(limit)), Ok(()), "{item}");
        assert_eq!(verdict(&query(limit + 1)), too_large(), "{item}");
    };
    around("{ a ", "@x ", "}", limits::DIRECTIVES);
    around("query ", "@x ", "{ a }", limits::DIRECTIVES);
    around("query ($v: Int ", "@x ", ") { a }", limits::DIRECTIVES);
    around(
        "{ ...F } fragment F on Q ",
        "@x ",
        "{ a }",
        limits::DIRECTIVES,
    );
    around(
        "{ ...F ",
        "@x ",
        "} fragment F on Q { a }",
        limits::DIRECTIVES,
    );
    around("{ a { ", "a#: a ", "} }", limits::ALIASES);
    around("{ a(", "a#: 1 ", ") }", limits::ARGUMENTS);
    around("{", "a ", "}", limits::ROOT_FIELDS);
    around(
        "{ ... { ...F } } fragment F on Q {",
        "a ",
        "}",
        limits::ROOT_FIELDS,
    );
    around("query(", "$v#: Int ", ") { a }", limits::VARIABLES);
    around("{ a } ", "fragment F# on Q { a } ", "", limits::FRAGMENTS);
    let operations = |count| many(count, "query Q# { a } ");
    assert_eq!(
        verdict(&operations(limits::OPERATIONS)),
        invalid(),
        "none is named"
    );
    assert_eq!(verdict(&operations(limits::OPERATIONS + 1)), too_large());
}

#[test]
fn depth_counts_fragments() {
    let deep = |levels: usize| format!("{}a{}", "{ a ".repeat(levels), "}".repeat(levels));
    assert_eq!(verdict(&deep(33)), Ok(()));
    assert_eq!(verdict(&deep(34)), too_large());
    let chained = |levels: usize| {
        let fragment = deep(levels).replacen("{ a a", "{ a ...G a", 1);
        format!(
            "{{ ...F }} fragment F on Q {fragment} fragment G on Q {}",
            deep(levels)
        )
    };
    assert_eq!(verdict(&chained(15)), Ok(()));
    assert_eq!(verdict(&chained(17)), too_large());
}

#[test]
fn a_large_variable_may_be_used_but_not_often() {
    let list = serde_json::json!({ "v": vec![0; 60_000] });
    let variables = Variables::from_json(list);
    let query = |uses: usize| format!("query ($v: [Int]) {{ {} }}", "a(b: $v) ".repeat(uses));
    assert_eq!(verdict_with(&query(3), &variables), Ok(()));
    assert_eq!(verdict_with(&query(4), &variables), too_large());
    let default = format!(
        "query ($v: [Int] = [{}]) {{ {} }}",
        "0 ".repeat(10_000),
        "a(b: $v) ".repeat(50)
    );
    assert_eq!(verdict(&default), too_large());
}

#[test]
fn introspection_passes_once_and_not_multiplied() {
    assert_eq!(verdict(INTROSPECTION), Ok(()));
    let nested =
        "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(
        verdict(&nested.replace("name", "type { fields { name } }")),
        too_large()
    );
    let spread = "{ __schema { types { fields { type { ...T } } } } }
        fragment T on __Type { fields { type { ...U } } } fragment U on __Type { fields { type { fields { name } } } }";
    assert_eq!(verdict(spread), too_large());
    assert_eq!(
        verdict(
            "{ types { fields { types { fields { types { fields { types { fields { a } } } } } } } } }"
        ),
        Ok(()),
        "the same names elsewhere"
    );
}

#[test]
fn operations_are_chosen_before_validation() {
    let none = Variables::default();
    let admitted = admit("query A { a } mutation B { b }", Some("B"), &none).unwrap();
    assert_eq!(admitted.operation, OperationType::Mutation);
    assert_eq!(verdict("query A { a } mutation B { b }"), invalid());
    assert_eq!(
        code(&admit("{ a }", Some("A"), &none).unwrap_err()),
        "GRAPHQL_VALIDATION_FAILED"
    );
    assert!(admit("query A { a }", None, &none).is_ok());
    assert_eq!(verdict("fragment F on Q { a }"), parse_failed());
}

#[test]
fn required_variables() {
    let given = |json| Variables::from_json(json);
    let query = "query ($v: ID!) { a(b: $v) }";
    assert_eq!(verdict(query), invalid());
    assert_eq!(
        verdict_with(query, &given(serde_json::json!({ "v": null }))),
        invalid()
    );
    assert_eq!(
        verdict_with(query, &given(serde_json::json!({ "v": "x" }))),
        Ok(())
    );
    assert_eq!(verdict("query ($v: ID! = 1) { a(b: $v) }"), Ok(()));
    assert_eq!(verdict("query ($v: ID) { a(b: $v) }"), Ok(()));
}

#[test]
fn parse_errors_are_short_and_say_where() {
    let error = admit(
        &format!("{{\n  ä{} }}", " a".repeat(9_000)),
        None,
        &Variables::default(),
    )
    .unwrap_err();
    assert_eq!(error.message, "syntax error: expected selection");
    assert_eq!((error.locations[0].line, error.locations[0].column), (2, 3));
    let error = admit("{ a }\n { \u{e4}ä(b: \"x", None, &Variables::default()).unwrap_err();
    assert_eq!(error.message, "syntax error: a string that does not end");
    assert_eq!(
        (error.locations[0].line, error.locations[0].column),
        (2, 10)
    );
}

/// Repeats a piece with its number in place of `#`.
fn many(count: usize, item: &str) -> String {
    (0..count).fold(String::new(), |text, number| {
        text + &item.replace('#', &number.to_string())
    })
}

const INTROSPECTION: &str = "
    query IntrospectionQuery { __schema { description
        queryType { name kind } mutationType { name kind } subscriptionType { name kind }
        types { ...FullType }
        directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
    fragment FullType on __Type { kind name description specifiedByURL isOneOf
        fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue }
            type { ...TypeRef } isDeprecated deprecationReason }
        inputFields(includeDeprecated: true) { ...InputValue }
        interfaces { ...TypeRef }
        enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
        possibleTypes { ...TypeRef } }
    fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue
        isDeprecated deprecationReason }
    fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
        ofType { kind name } } } } } } } } } }";

/// Runs on a quarter of the stack that the service's threads have; an overflow aborts the tests.
fn on_a_small_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(512 * 1024)
            .spawn_scoped(scope, work)
            .unwrap()
            .join()
            .unwrap()
    })
}

#[test]
fn what_passes_fits_on_a_small_stack() {
    let levels = limits::NESTING - 2;
    for query in [
        format!("{{ a(b: {}1{}) }}", "[".repeat(levels), "]".repeat(levels)),
        format!(
            "{{ a(b: {}1{}) }}",
            "{a:".repeat(levels),
            "}".repeat(levels)
        ),
        format!("{{ a(b: {}", "[".repeat(levels)),
        format!(
            "query ($v: {}Int{}) {{ a }}",
            "[".repeat(levels),
            "]".repeat(levels)
        ),
        format!("{}a{}", "{a".repeat(levels), "}".repeat(levels)),
        format!("{{ a {}a{}}}", "...@a{".repeat(levels), "}".repeat(levels)),
    ] {
        on_a_small_stack(|| {
            let _ = verdict(&query);
        });
    }
}

proptest! {
    /// Whatever comes in is answered, and never by more stack than there is: behind each text
    /// stands what overflows it if the text makes the scanner and the parser disagree.
    #[test]
    fn answers_everything(text in r#"[\[\]{}()"\\#\n ,:!$@.a1|=&]{0,400}"#) {
        on_a_small_stack(|| {
            let _ = verdict(&text);
        });
    }

    #[test]
    fn strings_and_comments_hide_nothing(text in r#"("{1,7}|[\[\\#\n\r a]){0,12}"#) {
        let deep = format!("{{ a(b: [{text} {}", "[".repeat(5_000));
        on_a_small_stack(|| {
            let _ = verdict(&deep);
        });
    }
}
