//! Arguments that are wrong, and what the service says of them.

use serde_json::json;
use tests::World;

tests::both![
    sizes_are_from_1_to_100,
    cursors_are_taken_only_by_their_own_list,
    ids_are_typed_and_opaque,
    ids_of_another_type_are_refused,
    what_is_not_there_is_null,
    documents_that_cannot_be_answered_say_why,
    searches_are_bounded,
];

async fn sizes_are_from_1_to_100(world: &World) {
    let connections = [
        "cities",
        "lessons",
        "projects",
        "organizations",
        r#"searchLessons(query: "")"#,
    ];
    for field in connections {
        let search = field.starts_with("search");
        let argument = |argument: &str| match field.strip_suffix(')') {
            Some(open) => format!("{{ {open}, {argument}) {{ totalCount }} }}"),
            None => format!("{{ {field}({argument}) {{ totalCount }} }}"),
        };
        let mut wrong = vec!["first: 0", "first: 101", "first: -1", "first: -2147483648"];
        if !search {
            wrong.extend(["last: 0", "last: 101", "last: -1", "first: 1, last: 1"]);
        }
        for wrong in wrong {
            let codes = world.client().codes(&argument(wrong), json!({})).await;
            assert_eq!(codes, ["INVALID_ARGUMENT"], "{field} {wrong}");
        }
        for right in ["first: 1", "first: 100"] {
            world.client().graphql(&argument(right), json!({})).await;
        }
    }
    for query in [
        r#"{ suggest(prefix: "a", first: 0) { text } }"#,
        r#"{ suggest(prefix: "a", first: 101) { text } }"#,
        r#"{ briefing(text: "a", first: -1) { score } }"#,
        r#"{ searchLessons(query: "") { facets(by: [CITY], first: 101) { by } } }"#,
        "{ insights { mostReused(first: 0) { id } } }",
    ] {
        let codes = world.client().codes(query, json!({})).await;
        assert_eq!(codes, ["INVALID_ARGUMENT"], "{query}");
    }
}

async fn cursors_are_taken_only_by_their_own_list(world: &World) {
    let data = world
        .client()
        .graphql(
            r#"{
                byName: cities(first: 1) { edges { cursor } }
                lessons(first: 1) { edges { cursor } }
                searchLessons(query: "", first: 1) { edges { cursor } }
            }"#,
            json!({}),
        )
        .await;
    let cursor = |field: &str| {
        data[field]["edges"][0]["cursor"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let (city, lesson, hit) = (cursor("byName"), cursor("lessons"), cursor("searchLessons"));
    let altered = format!("{}A", &city[..city.len() - 1]);
    for (list, cursor) in [
        ("cities(after: $c)", "x"),
        ("cities(after: $c)", ""),
        ("cities(after: $c)", "ä\u{0}"),
        ("cities(after: $c)", &altered),
        ("cities(after: $c)", &lesson),
        ("cities(before: $c)", &lesson),
        ("cities(after: $c)", &hit),
        (
            "cities(after: $c, orderBy: {field: POPULATION, direction: ASC})",
            &city,
        ),
        (
            "cities(after: $c, orderBy: {field: NAME, direction: DESC})",
            &city,
        ),
        ("lessons(after: $c)", &city),
        (
            "lessons(after: $c, orderBy: {field: TITLE, direction: ASC})",
            &lesson,
        ),
        ("projects(after: $c)", &city),
        (r#"searchLessons(query: "", after: $c)"#, &lesson),
        (r#"searchLessons(query: "", after: $c)"#, "x"),
    ] {
        let query = format!("query($c: String) {{ {list} {{ nodes {{ id }} }} }}");
        let codes = world.client().codes(&query, json!({ "c": cursor })).await;
        assert_eq!(codes, ["INVALID_CURSOR"], "{list} {cursor}");
    }
}

async fn ids_are_typed_and_opaque(world: &World) {
    let (lesson, city) = a_lesson_and_a_city(world).await;
    for id in [&lesson, &city] {
        let safe = id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        assert!(safe, "{id} is not safe in an address");
    }
    let longer = format!("{lesson}A");
    let wrong = [
        "",
        "1",
        "x y",
        "ä",
        "Lesson:1",
        "00000000-0000-0000-0000-000000000000",
        &longer,
    ];
    for id in wrong {
        for field in ["node(id: $id)", "nodes(ids: [$id])", "lesson(id: $id)"] {
            let query = format!("query($id: ID!) {{ {field} {{ __typename }} }}");
            let codes = world.client().codes(&query, json!({ "id": id })).await;
            assert_eq!(codes, ["INVALID_ID"], "{field} {id:?}");
        }
    }
    let mine = world
        .client()
        .graphql(
            "query($a: ID!, $b: ID!) { nodes(ids: [$a, $b, $a]) { __typename id } }",
            json!({ "a": lesson, "b": city }),
        )
        .await;
    assert_eq!(
        mine["nodes"],
        json!([
            { "__typename": "Lesson", "id": lesson },
            { "__typename": "City", "id": city },
            { "__typename": "Lesson", "id": lesson },
        ])
    );
}

async fn ids_of_another_type_are_refused(world: &World) {
    let (lesson, city) = a_lesson_and_a_city(world).await;
    let (lesson, city) = (lesson.as_str(), city.as_str());
    for (query, id) in [
        ("query($id: ID!) { lesson(id: $id) { id } }", city),
        ("query($id: ID!) { city(by: {id: $id}) { id } }", lesson),
        ("query($id: ID!) { project(by: {id: $id}) { id } }", lesson),
        (
            "query($id: ID!) { lessons(filter: {cities: [$id]}) { totalCount } }",
            lesson,
        ),
        (
            "query($id: ID!) { lessons(filter: {topics: [$id]}) { totalCount } }",
            lesson,
        ),
        (
            "query($id: ID!) { organizations(filter: {city: $id}) { totalCount } }",
            lesson,
        ),
    ] {
        let codes = world.client().codes(query, json!({ "id": id })).await;
        assert_eq!(codes, ["INVALID_ID"], "{query}");
    }
}

async fn a_lesson_and_a_city(world: &World) -> (String, String) {
    let data = world
        .client()
        .graphql(
            "{ lessons(first: 1) { nodes { id } } cities(first: 1) { nodes { id } } }",
            json!({}),
        )
        .await;
    let id = |list: &str| data[list]["nodes"][0]["id"].as_str().unwrap().to_owned();
    (id("lessons"), id("cities"))
}

async fn what_is_not_there_is_null(world: &World) {
    let data = world
        .client()
        .graphql(
            r#"{
                city(by: {slug: "nirgends"}) { id }
                key: city(by: {officialKey: {country: "DE", key: "00000000"}}) { id }
                project(by: {slug: "keines"}) { id }
                organization(by: {slug: "keine"}) { id }
                topic(slug: "keins") { id }
            }"#,
            json!({}),
        )
        .await;
    for (field, value) in data.as_object().unwrap() {
        assert!(value.is_null(), "{field}: {value}");
    }
}

async fn documents_that_cannot_be_answered_say_why(world: &World) {
    for (query, code) in [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ lessons(first: \"1\") { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ lessons { totalCount }", "GRAPHQL_PARSE_FAILED"),
        (
            "query($x: Int!) { lessons(first: $x) { totalCount } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        ("{ city(by: {}) { id } }", "GRAPHQL_VALIDATION_FAILED"),
        (
            "{ city(by: {slug: \"a\", id: \"b\"}) { id } }",
            "GRAPHQL_VALIDATION_FAILED",
        ),
        (
            "{ lessons(filter: {countries: [\"Germany\"]}) { totalCount } }",
            "INVALID_ARGUMENT",
        ),
        (
            "{ lessons(filter: {occurredFrom: \"gestern\"}) { totalCount } }",
            "INVALID_ARGUMENT",
        ),
    ] {
        let codes = world.client().codes(query, json!({})).await;
        assert!(
            !codes.is_empty() && codes.iter().all(|given| given == code),
            "{query}: {codes:?}, not {code}"
        );
    }
}

async fn searches_are_bounded(world: &World) {
    for (query, codes) in [
        ("a".repeat(1_001), &["SEARCH_QUERY_TOO_LONG"][..]),
        ("wort ".repeat(400), &["SEARCH_QUERY_TOO_LONG"]),
    ] {
        let given = world
            .client()
            .codes(
                "query($q: String!) { searchLessons(query: $q) { totalCount } }",
                json!({ "q": query }),
            )
            .await;
        assert_eq!(given, codes, "{} characters", query.len());
    }
    // Whatever is typed is answered.
    for query in [
        "(((((((((((((((((((((((((((((((((",
        "\"",
        "\"\"",
        "-",
        "--",
        "*",
        "a*b*",
        ":",
        "title:",
        "title:*",
        "OR",
        "a OR",
        "OR b",
        "AND",
        "\\",
        "[a TO b]",
        "~",
        "^",
        "a^9",
        "\u{0}",
        "\u{202e}abc",
        "😀",
        "' OR 1=1 --",
        "%",
        "_",
        "<script>",
        "field:x",
        "-title:\"x\"",
        "a -a",
    ] {
        world
            .client()
            .graphql(
                "query($q: String!) { searchLessons(query: $q) {
                    totalCount warnings nodes { id } edges { highlights { html } }
                } suggest(prefix: $q) { text } }",
                json!({ "q": query }),
            )
            .await;
    }
}
