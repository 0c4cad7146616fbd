//! A search leaves as a file: what is in it, for whom, and what becomes of it on the way.

use entity::kind::Role;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tests::{Client, World};
use url::form_urlencoded;

use crate::{
    bulk::{contributor_in, import, lehrgeld, objects, write},
    contributing::{BAMBERG, KONSTANZ},
};

tests::both![
    an_export_holds_what_the_search_finds,
    an_export_tells_no_more_than_the_search,
    people_are_named_in_files_as_they_want_to_be,
    cells_are_no_formulas,
    a_person_and_a_program_get_the_table_they_can_read,
    what_was_exported_can_be_imported,
    what_cannot_be_exported_is_told,
];

const TABLE: &str = "/export/lessons.csv";
pub(crate) const OBJECTS: &str = "/export/lessons.ndjson";

pub(crate) fn at(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut all = form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", all.extend_pairs(parameters).finish())
}

/// The rows of a table as objects.
fn rows(table: &str, separator: u8) -> Vec<Value> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .from_reader(table.as_bytes());
    let names = reader.headers().unwrap().clone();
    let row = |row: csv::StringRecord| -> Value {
        let cells = names.iter().zip(row.iter());
        cells
            .map(|(name, cell)| (name.to_owned(), Value::from(cell)))
            .collect()
    };
    reader.records().map(|it| row(it.unwrap())).collect()
}

pub(crate) fn lines(text: &str) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).unwrap();
    text.lines().map(read).collect()
}

pub(crate) fn column<'r>(rows: &'r [Value], name: &str) -> Vec<&'r str> {
    rows.iter().map(|row| row[name].as_str().unwrap()).collect()
}

/// What the search finds, page by page.
pub(crate) async fn search(
    client: &Client,
    query: &str,
    filter: &Value,
    order: &str,
) -> Vec<Value> {
    let (mut found, mut after) = (Vec::new(), Value::Null);
    loop {
        let text = "query($query: String!, $filter: LessonFilter, $order: SearchOrder, $after: String) {
            searchLessons(query: $query, filter: $filter, orderBy: $order, first: 50, after: $after) {
              nodes { id title insight outcome occurredOn publishedAt updatedAt status language
                city { name } project { slug } topics { slug } }
              pageInfo { hasNextPage endCursor } } }";
        let variables = json!({ "query": query, "filter": filter, "order": order, "after": after });
        let page = client.graphql(text, variables).await["searchLessons"].clone();
        found.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            return found;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

type Case<'a> = (Vec<(&'a str, &'a str)>, Value, &'a str);

/// Parameters, and the filter and the order that they say.
fn cases(topic: &str) -> Vec<Case<'_>> {
    vec![
        (vec![], json!({}), "RELEVANCE"),
        (vec![("query", "Verwaltung")], json!({}), "RELEVANCE"),
        (
            vec![
                ("query", "Beteilig* OR \"Proof of Concept\""),
                ("orderBy", "OLDEST"),
            ],
            json!({}),
            "OLDEST",
        ),
        (
            vec![
                ("countries", "AT"),
                ("outcomes", "WORKED"),
                ("outcomes", "OPEN"),
            ],
            json!({ "countries": ["AT"], "outcomes": ["WORKED", "OPEN"] }),
            "RELEVANCE",
        ),
        (
            vec![("topics", topic)],
            json!({ "topics": [topic] }),
            "RELEVANCE",
        ),
        (
            vec![
                ("regions", "Bayern"),
                ("populationFrom", "500000"),
                ("reused", "false"),
            ],
            json!({ "regions": ["Bayern"], "populationFrom": 500_000, "reused": false }),
            "RELEVANCE",
        ),
        (vec![("query", "Quastenflosser")], json!({}), "RELEVANCE"),
    ]
}

async fn an_export_holds_what_the_search_finds(world: &World) {
    let member = world.member("Lesende", KONSTANZ, Role::Contributor).await;
    let all = search(world.client(), "", &json!({}), "NEWEST").await;
    let topic = "{ searchLessons(query: \"\") { facets(by: [TOPIC]) { buckets { value } } } }";
    let topic = world.client().graphql(topic, json!({})).await;
    let topic = &topic["searchLessons"]["facets"][0]["buckets"][0]["value"];
    let topic = topic.as_str().unwrap();
    let mut sizes = Vec::new();
    for (parameters, filter, order) in &cases(topic) {
        for client in [world.client(), &member] {
            let query = parameters.iter().find(|(name, _)| *name == "query");
            let query = query.map_or("", |(_, query)| query);
            let found = search(client, query, filter, order).await;
            let table = client.text(&at(TABLE, parameters)).await;
            let lines = lines(&client.text(&at(OBJECTS, parameters)).await);
            let rows = rows(&table, b',');
            assert_eq!(column(&rows, "id"), column(&found, "id"), "{parameters:?}");
            assert_eq!(column(&lines, "id"), column(&found, "id"), "{parameters:?}");
            for ((row, line), lesson) in rows.iter().zip(&lines).zip(&found) {
                same(row, line, lesson);
            }
            sizes.push(found.len());
        }
    }
    assert_eq!(sizes[0], all.len());
    assert!(
        sizes[..sizes.len() - 2].iter().all(|size| *size > 0),
        "{sizes:?}"
    );
    assert_eq!(sizes[sizes.len() - 2..], [0, 0]);
}

fn same(row: &Value, line: &Value, lesson: &Value) {
    for name in ["title", "insight", "outcome", "status", "language"] {
        assert_eq!(line[name], lesson[name], "{name}");
    }
    for name in ["title", "insight", "outcome", "status", "language"] {
        assert_eq!(
            row[name].as_str().unwrap().trim_start_matches('\''),
            lesson[name]
        );
    }
    let seconds = |it: &Value| it["publishedAt"].as_str().unwrap()[..19].to_owned();
    assert_eq!(seconds(line), seconds(lesson));
    assert_eq!(line["occurredOn"], lesson["occurredOn"]);
    assert_eq!(line["cityName"], lesson["city"]["name"]);
    assert_eq!(line["project"], lesson["project"]["slug"]);
    let topics = lesson["topics"].as_array().unwrap().iter();
    let topics: Vec<_> = topics
        .map(|topic| topic["slug"].as_str().unwrap())
        .collect();
    assert_eq!(line["topics"], json!(topics));
    assert_eq!(row["topics"], topics.join("|"));
}

/// Lessons of Konstanz that others may not read, or of which they may not know where they come from.
async fn hide(world: &World) {
    let part = json!([{ "organization": "stadt-wien", "role": "PARTNER" }]);
    let hidden = |more: Value| {
        let mut row = json!({ "city": "konstanz", "insight": "Lemurenfest",
            "participations": part, "sources": [{ "kind": "PAGE", "title": "Seite" }],
            "project": "konstanz-digital" });
        crate::contributing::merge(&mut row, more);
        row
    };
    let file = objects(
        world.place(),
        "hidden.ndjson",
        &[
            hidden(
                json!({ "title": "Ohne Namen", "externalId": "KN-1", "attribution": "ANONYMOUS" }),
            ),
            hidden(json!({ "title": "Unter uns", "externalId": "KN-2", "audience": "CITY" })),
            hidden(json!({ "title": "Für alle", "externalId": "KN-3" })),
        ],
    );
    let (code, _, said) = import(world.place(), &file, &["--publish"]);
    assert_eq!(code, Some(0), "{said}");
    let draft = hidden(json!({ "title": "Entwurf", "externalId": "KN-4" }));
    let file = objects(world.place(), "draft.ndjson", &[draft]);
    import(world.place(), &file, &[]);
    world.caught_up().await;
}

async fn an_export_tells_no_more_than_the_search(world: &World) {
    hide(world).await;
    let own = world.member("Eigene", KONSTANZ, Role::Contributor).await;
    let other = world.member("Andere", BAMBERG, Role::Admin).await;
    for (client, expected) in [
        (world.client(), &["Für alle", "Ohne Namen"][..]),
        (&other, &["Für alle", "Ohne Namen"]),
        (&own, &["Entwurf", "Für alle", "Ohne Namen", "Unter uns"]),
    ] {
        let is_own = expected.len() == 4;
        let lines = lines(&client.text(&at(OBJECTS, &[("query", "Lemurenfest")])).await);
        let mut titles = column(&lines, "title");
        titles.sort_unstable();
        assert_eq!(titles, expected);
        for line in &lines {
            let known = is_own || line["title"] == "Für alle";
            for name in ["city", "cityName", "project"] {
                assert_eq!(line[name].is_string(), known, "{name} of {line}");
            }
            for name in ["participations", "sources"] {
                assert_eq!(line[name] != json!([]), known, "{name} of {line}");
            }
            assert_eq!(line["externalId"].is_string(), is_own, "{line}");
            if line["status"] == "PUBLISHED" {
                let published = line["publishedAt"].as_str().unwrap();
                assert_eq!(published.ends_with("T00:00:00Z"), !known, "{line}");
            }
        }
        let table = client.text(&at(TABLE, &[("query", "Lemurenfest")])).await;
        assert_eq!(table.contains("Unter uns"), is_own);
        let rows = rows(&table, b',');
        let row = rows
            .iter()
            .find(|row| row["title"] == "Ohne Namen")
            .unwrap();
        assert_eq!(row["city"] == "", !is_own, "{row}");
        // A filter on the city would tell it as well as a column does.
        let place = [("query", "Lemurenfest"), ("countries", "DE")];
        let filtered = client.text(&at(OBJECTS, &place)).await;
        assert!(!filtered.contains("Ohne Namen"));
    }
}

async fn people_are_named_in_files_as_they_want_to_be(world: &World) {
    let people = [
        ("FULL", "Ada Ganz"),
        ("FIRST_NAME", "Bea Vornamen"),
        ("ROLE_ONLY", "Cem Rolle"),
        ("ANONYMOUS", "Dan Niemand"),
    ];
    let parts = people.map(|(naming, person)| {
        json!({ "person": person, "function": format!("Stelle {naming}"), "role": "AUTHOR",
            "naming": naming })
    });
    let lesson = json!({ "city": "konstanz", "externalId": "KN-P", "title": "Mit Menschen",
        "insight": "Lemurenfest", "participations": parts });
    let file = objects(world.place(), "people.ndjson", &[lesson]);
    let (code, _, said) = import(world.place(), &file, &["--publish"]);
    assert_eq!(code, Some(0), "{said}");
    world.caught_up().await;
    let own = world.member("Eigene", KONSTANZ, Role::Contributor).await;
    let other = world.member("Andere", BAMBERG, Role::Admin).await;
    let (token, place) = (contributor_in(world.place(), BAMBERG), world.place());
    let (_, base) = lehrgeld(place, &["export", "--token", &token]);
    let base: String = base.lines().filter(|it| it.contains("Mit M")).collect();
    let (_, table) = lehrgeld(place, &["export", "--lessons", "--token", &token]);
    let table: String = table.lines().filter(|it| it.contains("Mit M")).collect();
    let mut told = vec![(base, false), (table, false)];
    for (client, is_own) in [(world.client(), false), (&other, false), (&own, true)] {
        for path in [TABLE, OBJECTS] {
            let text = client.text(&at(path, &[("query", "Lemurenfest")])).await;
            told.push((text, is_own));
        }
    }
    for (text, is_own) in told {
        assert!(text.contains("Ada Ganz") && text.contains("Bea"), "{text}");
        for hidden in ["Vornamen", "Cem", "Rolle", "Niemand", "Stelle ANONYMOUS"] {
            assert_eq!(text.contains(hidden), is_own, "{hidden} in {text}");
        }
        assert!(text.contains("Stelle ROLE_ONLY"), "{text}");
    }
}

async fn cells_are_no_formulas(world: &World) {
    let texts = [
        "=HYPERLINK(\"http://a.example\";\"x\")",
        "+49 7531 900",
        "-1",
        "@SUM(A1)",
        "＝1+1",
        "a;=1+1;\",=2+2,\"\r\n=3+3",
        "'=schon geschützt",
        "Äpfel, \"Birnen\"; und mehr",
    ];
    let lessons = texts.iter().enumerate().map(|(number, text)| {
        json!({ "city": "konstanz", "externalId": number, "title": format!("Zelle {number}"),
            "insight": text, "hurdle": "Zwergspinat" })
    });
    let file = objects(world.place(), "cells.ndjson", &lessons.collect::<Vec<_>>());
    let (code, _, said) = import(world.place(), &file, &["--publish"]);
    assert_eq!(code, Some(0), "{said}");
    world.caught_up().await;
    for (separator, byte) in [("comma", b','), ("semicolon", b';')] {
        let parameters = [("query", "Zwergspinat"), ("separator", separator)];
        let table = world.client().text(&at(TABLE, &parameters)).await;
        let table = table.trim_start_matches('\u{feff}');
        let mut rows = rows(table, byte);
        rows.sort_by_key(|row| row["title"].as_str().unwrap().to_owned());
        assert_eq!(rows.len(), texts.len());
        for (row, text) in rows.iter().zip(texts) {
            let text = text.replace("\r\n", "\n");
            let cell = row["insight"].as_str().unwrap();
            let dangerous = |cell: &str| cell.starts_with(['=', '+', '-', '@', '＝']);
            assert!(!dangerous(cell), "{cell}");
            let expected = if dangerous(text.trim_start_matches('\'')) {
                format!("'{text}")
            } else {
                text
            };
            assert_eq!(cell, expected);
        }
    }
}

async fn a_person_and_a_program_get_the_table_they_can_read(world: &World) {
    let with = |language: &str| world.client().with_header("accept-language", language);
    let (german, english) = (with("de-DE,de;q=0.9,en;q=0.5"), with("en-GB"));
    for (client, parameters, mark, separator) in [
        (world.client(), &[][..], false, ','),
        (&german, &[], true, ';'),
        (&english, &[], true, ','),
        (&with("*"), &[], false, ','),
        (&german, &[("separator", "comma")], false, ','),
        (world.client(), &[("separator", "semicolon")], true, ';'),
    ] {
        let response = client.get(&at(TABLE, parameters)).await;
        assert_eq!(response.status(), StatusCode::OK);
        let headers = response.headers().clone();
        assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["transfer-encoding"], "chunked");
        let vary = headers["vary"].to_str().unwrap();
        assert!(
            vary.contains("authorization") && vary.contains("accept-language"),
            "{vary}"
        );
        let name = headers["content-disposition"].to_str().unwrap();
        assert!(
            name.starts_with("attachment; filename=\"lessons-20"),
            "{name}"
        );
        assert!(name.ends_with(".csv\""), "{name}");
        let bytes = response.bytes().await.unwrap();
        let text = std::str::from_utf8(&bytes).unwrap();
        let expected = format!("id{separator}externalId{separator}city{separator}");
        assert_eq!(text.starts_with('\u{feff}'), mark);
        assert!(text.trim_start_matches('\u{feff}').starts_with(&expected));
        assert!(text.contains("\r\n"), "rows end as RFC 4180 has it");
    }
    let response = world.client().get(OBJECTS).await;
    assert_eq!(response.headers()["content-type"], "application/x-ndjson");
    for path in [TABLE, OBJECTS] {
        let head = world.client().request(Method::HEAD, path).await;
        assert_eq!(head.status(), StatusCode::OK);
        assert!(head.headers().contains_key("content-disposition"));
        assert_eq!(head.headers().get("content-length"), None, "{path}");
        let post = world.client().request(Method::POST, path).await;
        assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    }
}

async fn what_was_exported_can_be_imported(world: &World) {
    let steward = world.steward().await;
    for (path, name) in [(TABLE, "again.csv"), (OBJECTS, "again.ndjson")] {
        let text = steward.text(path).await;
        let file = write(world.place(), name, &text);
        let (code, summary, said) = import(world.place(), &file, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert!(summary.starts_with("0 created, 0 updated, "), "{summary}");
        assert!(!summary.contains(" 0 unchanged"), "{summary}");
    }
}

async fn told(client: &Client, path: &str) -> (u16, String) {
    let response = client.get(path).await;
    let (status, kind) = (
        response.status(),
        response.headers()["content-type"].clone(),
    );
    assert_eq!(kind, "application/json; charset=utf-8");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let body: Value = response.json().await.unwrap();
    let code = body["errors"][0]["extensions"]["code"].as_str().unwrap();
    (status.as_u16(), code.to_owned())
}

async fn what_cannot_be_exported_is_told(world: &World) {
    let nobody = world.client();
    let long = format!("query={}", "x".repeat(1_001));
    for path in [TABLE, OBJECTS, "/feeds/lessons.atom"] {
        for (parameters, expected) in [
            ("titel=x", "INVALID_ARGUMENT"),
            ("outcomes=GUT", "INVALID_ARGUMENT"),
            ("cities=1", "INVALID_ID"),
            (&long, "SEARCH_QUERY_TOO_LONG"),
        ] {
            let answer = told(nobody, &format!("{path}?{parameters}")).await;
            assert_eq!(answer, (400, expected.to_owned()), "{path}?{parameters}");
        }
        for token in ["lg_x", "x"] {
            let stranger = nobody.with_token(token);
            let answer = told(&stranger, path).await;
            assert_eq!(answer, (401, "UNAUTHENTICATED".to_owned()));
            let head = stranger.request(Method::HEAD, path).await;
            assert_eq!(head.status(), StatusCode::UNAUTHORIZED);
            assert_eq!(head.headers()["www-authenticate"], "Bearer");
        }
    }
    let invalid = (400, "INVALID_ARGUMENT".to_owned());
    assert_eq!(
        told(nobody, "/export/lessons.csv?separator=tab").await,
        invalid
    );
    assert_eq!(
        told(nobody, "/export/lessons.ndjson?separator=comma").await,
        invalid
    );
    assert_eq!(
        told(nobody, "/feeds/lessons.atom?orderBy=OLDEST").await,
        invalid
    );
    assert_eq!(told(nobody, "/feeds/lessons.atom?first=101").await, invalid);
}
