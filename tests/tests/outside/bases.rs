//! Whole bases and tables of lessons go out by files, and come back.

use std::fs;

use entity::kind::Role;
use serde_json::{Value, json};
use tests::{LehrgeldProcess, Place, World};

use crate::{
    bulk::{contributor, import, lehrgeld, path, write},
    contributing::{BAMBERG, KONSTANZ, call, city, contribute, published},
};

tests::both![
    a_base_goes_out_and_comes_back_the_same,
    a_table_goes_out_and_comes_back_the_same,
    what_a_token_exports_ends_where_its_reach_does,
];

/// Everything that a base can hold.
async fn furnish(world: &World) {
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let editor = world.member("Redaktion", KONSTANZ, Role::Editor).await;
    let other = world.member("Ändere", BAMBERG, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let bamberg = city(world.client(), BAMBERG).await;
    let lesson = published(&writer, &editor, &konstanz).await;
    let secret = json!({
        "title": "=1+1 \"Formel\"; 'so'", "attribution": "ANONYMOUS", "hurdle": "-\n+\r\n@",
        "participations": [{ "person": "Erika Muster", "role": "AUTHOR", "naming": "ROLE_ONLY" }],
    });
    contribute(&writer, &konstanz, secret).await;
    let change = json!({ "id": lesson["id"], "expectedVersion": lesson["version"],
        "hurdle": "Zeit", "note": "weil" });
    let proposed = call(&writer, "updateLesson", "UpdateLessonInput", change.clone()).await;
    let declined = json!({ "id": proposed["proposal"]["id"], "note": "nein" });
    call(&editor, "declineProposal", "DecideProposalInput", declined).await;
    call(&writer, "updateLesson", "UpdateLessonInput", change).await;
    for (client, name, kind, input) in [
        (
            &other,
            "recordReuse",
            "RecordReuseInput",
            json!({ "lessonId": lesson["id"],
            "cityId": bamberg, "stage": "TRIED", "result": "HELPED", "reusedOn": "2025" }),
        ),
        (
            &other,
            "addComment",
            "AddCommentInput",
            json!({ "lessonId": lesson["id"], "body": "Bei uns\nauch so." }),
        ),
        (
            &other,
            "saveSearch",
            "SaveSearchInput",
            json!({ "name": "Neues", "query": "Amt" }),
        ),
    ] {
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ userErrors {{ code field }} }} }}"
        );
        let data = client.graphql(&query, json!({ "input": input })).await;
        assert_eq!(data[name]["userErrors"], json!([]), "{name}");
    }
}

/// The arguments of a place are those of an empty one beside it.
fn elsewhere(world: &World) -> Place {
    let place = Place::empty(world.place().engine());
    let (code, said) = lehrgeld(&place, &["migrate"]);
    assert_eq!(code, Some(0), "{said}");
    place
}

async fn a_base_goes_out_and_comes_back_the_same(world: &World) {
    furnish(world).await;
    let (here, there) = (world.place(), elsewhere(world));
    for more in [&[][..], &["--with-accounts"]] {
        let there = if more.is_empty() {
            &there
        } else {
            &elsewhere(world)
        };
        let (one, two) = (path(here, "one.ndjson"), path(here, "two.ndjson"));
        let (code, said) = lehrgeld(here, &[&["export", &one][..], more].concat());
        assert_eq!(code, Some(0), "{said}");
        let (code, said) = lehrgeld(there, &["import", "base", &one]);
        assert_eq!(code, Some(0), "{said}");
        let (code, said) = lehrgeld(there, &[&["export", &two][..], more].concat());
        assert_eq!(code, Some(0), "{said}");
        assert_same(&one, &two);
        let (code, said) = lehrgeld(there, &["import", "base", &one]);
        assert_eq!(code, Some(1));
        assert!(said.contains("not empty"), "{said}");
    }
    let whole = fs::read_to_string(path(here, "one.ndjson")).unwrap();
    for kind in [
        "topic",
        "city",
        "organization",
        "account",
        "project",
        "lesson",
        "relation",
    ] {
        let line = format!("{{\"type\":\"{kind}\"");
        assert!(whole.contains(&line), "{kind}");
    }
    for text in [
        "Bei uns\\nauch so.",
        "DECLINED",
        "PENDING",
        "HELPED",
        "Neues",
        "\"hash\"",
    ] {
        assert!(whole.contains(text), "{text}");
    }
    let (_, plain) = lehrgeld(here, &["export"]);
    assert!(!plain.contains("\"hash\"") && !plain.contains("savedSearches"));

    // What came back is served and found like what went out.
    let query = "{ searchLessons(query: \"\") { totalCount } lessons { totalCount } }";
    world.caught_up().await;
    let expected = world.client().graphql(query, json!({})).await;
    let mut service = LehrgeldProcess::start(&["serve", "--listen", "127.0.0.1:0"], &there);
    let client = service.client();
    client.ready().await;
    assert_eq!(client.graphql(query, json!({})).await, expected);
}

/// That two files hold the same, told by their first lines that do not.
fn assert_same(one: &str, two: &str) {
    let (one, two) = (
        fs::read_to_string(one).unwrap(),
        fs::read_to_string(two).unwrap(),
    );
    for (one, two) in one.lines().zip(two.lines()) {
        assert_eq!(one, two);
    }
    assert!(one == two, "one file is longer");
}

async fn a_table_goes_out_and_comes_back_the_same(world: &World) {
    furnish(world).await;
    let here = world.place();
    let (table, base) = (path(here, "lessons.csv"), path(here, "base.ndjson"));
    let (code, said) = lehrgeld(here, &["export", &table, "--lessons", "--format", "csv"]);
    assert_eq!(code, Some(0), "{said}");
    let text = fs::read_to_string(&table).unwrap();
    assert!(text.starts_with("\u{feff}id;externalId;city;"), "{text}");
    assert!(text.contains(";\"'=1+1 \"\"Formel\"\"; 'so'\";"), "{text}");
    let all = rows_of(&text);

    // Into the same base: everything is there, whoever gave it an id of their own or not.
    let unchanged = format!("0 created, 0 updated, {all} unchanged, 0 refused");
    let (code, summary, said) = import(here, &table, &[]);
    assert_eq!((code, summary), (Some(0), unchanged), "{said}");

    // Into one that knows the cities, projects and topics, but no lessons.
    let there = elsewhere(world);
    lehrgeld(here, &["export", &base]);
    let whole = fs::read_to_string(&base).unwrap();
    let kept = whole.lines().filter(|line| {
        !line.contains("\"type\":\"lesson\"") && !line.contains("\"type\":\"relation\"")
    });
    let kept = kept.collect::<Vec<_>>().join("\n") + "\n";
    let without = write(&there, "bare.ndjson", &kept);
    let (code, said) = lehrgeld(&there, &["import", "base", &without]);
    assert_eq!(code, Some(0), "{said}");
    let (code, summary, said) = import(&there, &table, &[]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(
        summary,
        format!("{all} created, 0 updated, 0 unchanged, 0 refused")
    );
    let back = path(&there, "back.csv");
    lehrgeld(&there, &["export", &back, "--lessons"]);
    let back = fs::read_to_string(back).unwrap();
    assert_eq!(contents(&back), contents(&text));
}

fn rows_of(table: &str) -> usize {
    records(table).len() - 1
}

/// What a table says of lessons: all but their ids, where they stand in review, and what an import
/// leaves alone.
fn contents(table: &str) -> Vec<Vec<String>> {
    let records = records(table).into_iter();
    let contents = records.map(|mut row| {
        // The lesson without a contributor's id has got one.
        row.truncate(row.len() - 2);
        row.drain(..2);
        row.remove(2);
        row
    });
    let mut contents: Vec<_> = contents.collect();
    contents.sort();
    contents
}

/// A table's rows: our own reader of what RFC 4180 says, so that two mistakes do not agree.
fn records(table: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut quoted = false;
    let mut signs = table.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                cell.push('"');
                signs.next();
            }
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            sign => cell.push(sign),
        }
    }
    assert!(cell.is_empty() && row.is_empty() && !quoted);
    rows
}

async fn what_a_token_exports_ends_where_its_reach_does(world: &World) {
    let place = world.place();
    let token = contributor(place);
    let konstanz = city(world.client(), KONSTANZ).await;
    let steward = world.steward().await;
    let bamberg = city(world.client(), BAMBERG).await;
    contribute(&steward, &bamberg, json!({ "title": "Fremder Entwurf" })).await;
    contribute(&steward, &konstanz, json!({ "title": "Eigene" })).await;
    let secret = json!({ "title": "Ungenannt", "attribution": "ANONYMOUS", "externalId": "B-7" });
    let draft = contribute(&steward, &bamberg, secret).await;
    let input = json!({ "id": draft["lesson"]["id"], "expectedVersion": 1 });
    let submitted = call(&steward, "submitLesson", "LessonStepInput", input).await;
    assert_eq!(submitted["lesson"]["status"], "IN_REVIEW");
    let editor = world.member("Redaktion", BAMBERG, Role::Editor).await;
    let input = json!({ "id": draft["lesson"]["id"], "expectedVersion": 2 });
    let approved = call(&editor, "approveLesson", "LessonStepInput", input).await;
    assert_eq!(approved["lesson"]["status"], "PUBLISHED");
    let (code, said) = lehrgeld(place, &["export", "--token", &token]);
    assert_eq!(code, Some(0), "{said}");
    let lines = said
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let lines: Vec<_> = lines.collect();
    let of = |kind: &str| lines.iter().filter(|it| it["type"] == kind).count();
    assert_eq!(of("account"), 0);
    let titled = |title: &str| lines.iter().find(|it| it["content"]["title"] == title);
    assert!(titled("Eigene").is_some());
    assert!(titled("Fremder Entwurf").is_none());
    let secret = titled("Ungenannt").unwrap();
    assert_eq!(secret["cityId"], Value::Null);
    assert_eq!(secret["externalId"], Value::Null);
    assert_eq!(secret["revisions"], json!([]));
    let (_, said) = lehrgeld(place, &["export", "--lessons", "--token", &token]);
    let row = said
        .lines()
        .find(|line| line.contains("Ungenannt"))
        .unwrap();
    assert!(!row.contains("B-7") && !row.contains("Bamberg"), "{row}");
}
