//! Lessons come in by files, beside a running service.

use std::{
    collections::BTreeMap,
    fs,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tests::{Client, LehrgeldProcess, Place, World};

use crate::contributing::KONSTANZ;

tests::both![
    lessons_come_in_as_objects,
    a_file_that_comes_again_changes_nothing,
    lessons_come_in_as_a_table,
    a_token_goes_no_further_than_its_account,
    an_import_that_is_killed_is_taken_up_again,
];

/// Runs the command to its end: its code, and all it said.
pub(crate) fn lehrgeld(place: &Place, arguments: &[&str]) -> (Option<i32>, String) {
    let (status, said) = LehrgeldProcess::start(arguments, place).end();
    assert!(!said.contains("panicked"), "{said}");
    (status.code(), said)
}

pub(crate) fn write(place: &Place, name: &str, text: &str) -> String {
    let path = place.folder().join(name);
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

pub(crate) fn path(place: &Place, name: &str) -> String {
    place.folder().join(name).display().to_string()
}

/// A file of objects, one a line.
pub(crate) fn objects(place: &Place, name: &str, lines: &[Value]) -> String {
    let lines: Vec<_> = lines.iter().map(ToString::to_string).collect();
    let lines = lines.join("\n") + "\n";
    write(place, name, &lines)
}

/// Contributes a file: its code, its last line, and all it said.
pub(crate) fn import(place: &Place, file: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["import", "lessons", file][..], more].concat();
    let (code, said) = lehrgeld(place, &arguments);
    let summary = said.lines().find(|line| line.ends_with(" refused"));
    let summary = summary.unwrap_or_else(|| panic!("no summary: {said}"));
    (code, summary.to_owned(), said)
}

/// The drafts and other lessons of Konstanz by title, as a steward reads them.
async fn lessons(steward: &Client) -> BTreeMap<String, Value> {
    let by = json!({ "officialKey": { "country": "DE", "key": KONSTANZ } });
    let query = "query($by: CityBy!) { city(by: $by) { lessons(first: 100) { nodes {
        title insight hurdle status version occurredOn outcome attribution
        topics { label } project { slug }
        participations { role naming person organization { slug } }
        sources { title url } } } } }";
    let data = steward.graphql(query, json!({ "by": by })).await;
    let nodes = data["city"]["lessons"]["nodes"].as_array().unwrap();
    let titled = nodes.iter();
    let titled = titled.map(|it| (it["title"].as_str().unwrap().to_owned(), it.clone()));
    titled.collect()
}

fn rows() -> [Value; 6] {
    [
        json!({
            "externalId": "N-1", "city": "DE:08335043", "title": "Früh üben",
            "insight": "Wer übt,\nkann es.", "hurdle": "Zeit", "occurredOn": "2024-05",
            "outcome": "worked", "project": "konstanz-digital",
            "topics": ["e-government", "digitale VERWALTUNG"],
            "participations": [
                { "organization": "stadt-wien", "role": "PARTNER" },
                { "person": "Erika Muster", "role": "SPEAKER", "naming": "FIRST_NAME" },
            ],
            "sources": [{ "kind": "PAGE", "title": "Seite", "url": "https://a.example/b" }],
        }),
        json!({
            "externalId": "N-2", "city": "DE:08335043", "title": "x".repeat(201),
            "insight": "I", "topics": ["gibt-es-nicht"], "outcome": "gut", "titel": "T",
            "sources": [{ "kind": "PAGE", "title": "Q", "url": "javascript:alert(1)" }],
        }),
        json!("kein Objekt"),
        json!({ "city": "konstanz", "title": "Ohne Kennung", "insight": "Geht auch." }),
        json!({ "externalId": 7, "title": "Ohne Ort", "insight": "Wo?" }),
        json!({ "externalId": 8, "city": "DE:99999999", "title": "Nirgends", "insight": "Wo?" }),
    ]
}

async fn lessons_come_in_as_objects(world: &World) {
    let place = world.place();
    let steward = world.steward().await;
    let file = objects(place, "lessons.ndjson", &rows());
    let report = path(place, "report.ndjson");

    let (code, summary, said) = import(place, &file, &["--report", &report]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(summary, "2 created, 0 updated, 0 unchanged, 4 refused");
    let refused = "line 2, title: This is longer than 200 characters.";
    assert!(said.contains(refused), "{said}");
    let told: Vec<_> = fs::read_to_string(&report)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|it| {
            format!(
                "{} {} {} {}",
                it["line"], it["externalId"], it["field"], it["code"]
            )
        })
        .collect();
    let told: Vec<_> = told.iter().map(|line| line.replace('"', "")).collect();
    let expected = [
        "2 N-2 outcome INVALID",
        "2 N-2 topics.0 NOT_FOUND",
        "2 N-2 titel INVALID",
        "2 N-2 title TOO_LONG",
        "2 N-2 sources.0.url INVALID",
        "3 null null INVALID",
        "5 7 city REQUIRED",
        "6 8 city NOT_FOUND",
    ];
    assert_eq!(told, expected);

    let now = lessons(&steward).await;
    let one = &now["Früh üben"];
    assert_eq!(one["status"], "DRAFT");
    assert_eq!(one["insight"], "Wer übt,\nkann es.");
    assert_eq!(one["outcome"], "WORKED");
    assert_eq!(one["project"]["slug"], "konstanz-digital");
    assert_eq!(one["topics"].as_array().unwrap().len(), 2);
    let parts = &one["participations"];
    assert_eq!(parts[0]["organization"]["slug"], "stadt-wien");
    assert_eq!(parts[1]["naming"], "FIRST_NAME");
    assert_eq!(one["sources"][0]["url"], "https://a.example/b");
}

async fn a_file_that_comes_again_changes_nothing(world: &World) {
    let place = world.place();
    let steward = world.steward().await;
    let file = objects(place, "lessons.ndjson", &rows());
    let (_, summary, _) = import(place, &file, &[]);
    assert_eq!(summary, "2 created, 0 updated, 0 unchanged, 4 refused");
    let (_, summary, _) = import(place, &file, &[]);
    assert_eq!(summary, "0 created, 0 updated, 2 unchanged, 4 refused");
    let (_, summary, said) = import(place, &file, &["--submit", "--city", "konstanz"]);
    assert_eq!(
        summary, "1 created, 2 updated, 0 unchanged, 3 refused",
        "{said}"
    );
    let (_, summary, _) = import(place, &file, &["--submit", "--city", "konstanz"]);
    assert_eq!(summary, "0 created, 0 updated, 3 unchanged, 3 refused");
    let (_, summary, _) = import(place, &file, &["--publish", "--city", "konstanz"]);
    assert_eq!(summary, "0 created, 3 updated, 0 unchanged, 3 refused");
    let now = lessons(&steward).await;
    assert_eq!(now["Früh üben"]["status"], "PUBLISHED");
    assert_eq!(now["Früh üben"]["version"], 3);
    assert_eq!(now["Ohne Kennung"]["version"], 3);

    // Within a file the later row counts, and what is imported can be found.
    let twice = ["Erst", "Dann"].map(|hurdle| {
        json!({ "externalId": "N-9", "city": "konstanz", "title": "Zweimal", "insight": "Ukulele",
            "hurdle": hurdle })
    });
    let file = objects(place, "twice.ndjson", &twice);
    let (code, summary, _) = import(place, &file, &["--publish"]);
    assert_eq!(
        (code, summary.as_str()),
        (Some(0), "1 created, 1 updated, 0 unchanged, 0 refused")
    );
    assert_eq!(lessons(&steward).await["Zweimal"]["hurdle"], "Dann");
    world.caught_up().await;
    let query = "{ searchLessons(query: \"Ukulele\") { totalCount } }";
    let found = world.client().graphql(query, json!({})).await;
    assert_eq!(found["searchLessons"]["totalCount"], 1);
}

async fn lessons_come_in_as_a_table(world: &World) {
    let place = world.place();
    let steward = world.steward().await;
    let table = "\u{feff}externalId;city;title;insight;hurdle;topics;participations;sources;occurredOn\r\n\
        T-1;DE:08335043;Über Größe;\"Zeile eins;\r\nsagte sie: \"\"Zeile zwei\"\"\";'-zu teuer;\
        e-government | prozess;stadt-wien=LEAD|pace;https://a.example/x;2024\r\n\
        \r\n\
        T-2;DE:08335043;;Ohne Titel;;;;;\r\n\
        T-3;DE:08335043;Zu kurz\r\n\
        T-4;konstanz;Leer;Fast leer;;;;;\r\n\
        ;;;;;;;;\r\n";
    let file = write(place, "lessons.csv", table);
    let (code, summary, said) = import(place, &file, &[]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(summary, "2 created, 0 updated, 0 unchanged, 2 refused");
    assert!(
        said.contains("line 5, title: Please fill this in."),
        "{said}"
    );
    assert!(said.contains("line 6: This row has 3 cells"), "{said}");
    let now = lessons(&steward).await;
    let one = &now["Über Größe"];
    assert_eq!(one["insight"], "Zeile eins;\nsagte sie: \"Zeile zwei\"");
    assert_eq!(one["hurdle"], "-zu teuer");
    assert_eq!(one["topics"].as_array().unwrap().len(), 2);
    assert_eq!(one["participations"][0]["role"], "LEAD");
    assert_eq!(one["participations"][1]["organization"]["slug"], "pace");
    assert_eq!(one["sources"][0]["url"], "https://a.example/x");
    let (_, summary, _) = import(place, &file, &[]);
    assert_eq!(summary, "0 created, 0 updated, 2 unchanged, 2 refused");

    // A column that is left out changes nothing; an empty cell empties.
    let table = "externalId,city,hurdle\nT-1,konstanz,\n";
    let file = write(place, "changes.csv", table);
    let (code, summary, _) = import(place, &file, &[]);
    assert_eq!(
        (code, summary.as_str()),
        (Some(0), "0 created, 1 updated, 0 unchanged, 0 refused")
    );
    let now = lessons(&steward).await;
    assert_eq!(now["Über Größe"]["hurdle"], Value::Null);
    assert_eq!(now["Über Größe"]["topics"].as_array().unwrap().len(), 2);

    let file = write(place, "wrong.csv", "Titel;insight\nA;B\n");
    let (code, said) = lehrgeld(place, &["import", "lessons", &file]);
    assert_eq!(code, Some(1));
    assert!(said.contains("the header names \"Titel\""), "{said}");
}

/// An access token of a new contributor in Konstanz.
pub(crate) fn contributor(place: &Place) -> String {
    contributor_in(place, KONSTANZ)
}

/// One of a new contributor in a city of Germany, which its official key names.
pub(crate) fn contributor_in(place: &Place, city: &str) -> String {
    let last = |said: String| said.lines().last().unwrap().to_owned();
    let member = format!("DE:{city}=contributor");
    let (_, said) = lehrgeld(
        place,
        &["account", "create", "Schreiber", "--member", &member],
    );
    let account = last(said);
    let (_, said) = lehrgeld(place, &["token", "create", "--account", &account]);
    last(said)
}

async fn a_token_goes_no_further_than_its_account(world: &World) {
    let place = world.place();
    let token = contributor(place);
    let row = |city: &str, id: &str| json!({ "externalId": id, "city": city, "title": id, "insight": "Einsicht" });
    let file = objects(
        place,
        "lessons.ndjson",
        &[row("DE:08335043", "Eigene"), row("DE:09461000", "Fremde")],
    );
    let (code, said) = lehrgeld(
        place,
        &["import", "lessons", &file, "--publish", "--token", &token],
    );
    assert_eq!(code, Some(1));
    assert!(said.contains("you may not do this"), "{said}");
    assert!(!said.contains(&token), "{said}");

    let (code, summary, said) = import(place, &file, &["--token", &token]);
    assert_eq!(
        (code, summary.as_str()),
        (Some(1), "1 created, 0 updated, 0 unchanged, 1 refused")
    );
    assert!(
        said.contains("line 2, city: You may not contribute for this city."),
        "{said}"
    );

    let (code, said) = lehrgeld(place, &["import", "lessons", &file, "--token", "lg_x"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("unknown, expired or revoked"), "{said}");
}

async fn an_import_that_is_killed_is_taken_up_again(world: &World) {
    const ALL: usize = 3_000;
    let place = world.place();
    let rows = (0..ALL).map(|number| {
        json!({ "city": "konstanz", "title": format!("Lehre {number}"), "topics": ["prozess"],
            "insight": format!("Einsicht {number}") })
    });
    let file = objects(place, "lessons.ndjson", &rows.collect::<Vec<_>>());
    let steward = world.steward().await;
    let count = async || {
        let query = "{ lessons { totalCount } }";
        let data = steward.graphql(query, json!({})).await;
        usize::try_from(data["lessons"]["totalCount"].as_u64().unwrap()).unwrap()
    };
    let before = count().await;
    let importing = LehrgeldProcess::start(&["import", "lessons", &file], place);
    let patience = Instant::now() + Duration::from_mins(1);
    while count().await == before {
        assert!(Instant::now() < patience, "nothing comes in");
    }
    importing.signal("KILL");
    let (status, said) = importing.end();
    assert!(!status.success(), "{said}");
    let done = count().await - before;
    assert!(0 < done && done < ALL, "{done}");
    let (code, summary, said) = import(place, &file, &[]);
    assert_eq!(code, Some(0), "{said}");
    let rest = ALL - done;
    assert_eq!(
        summary,
        format!("{rest} created, 0 updated, {done} unchanged, 0 refused")
    );
    assert_eq!(count().await - before, ALL);
}
