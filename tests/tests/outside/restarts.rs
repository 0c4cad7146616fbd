//! Crashes, stops and damage: what is stored stays, and what is found comes back.

use std::fs;

use serde_json::{Value, json};
use tests::{Client, Engine, LehrgeldProcess, Loaded, Place};

tests::both![
    a_service_killed_while_loading_starts_again,
    a_deleted_index_comes_back,
    a_damaged_index_is_made_anew,
    a_service_told_to_stop_stops,
    the_index_can_be_checked_and_made_anew,
    a_second_service_in_a_data_folder_is_refused,
];

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

async fn a_service_killed_while_loading_starts_again(place: &Place) {
    // The longest part of the first start, cut off at several points.
    for line in ["municipalities", "municipalities", "topics", "lessons"] {
        let mut loading = load(place);
        if loading.says(line) {
            loading.signal("KILL");
        }
        let _ = loading.end();
    }
    if place.engine() == Engine::Postgres {
        let (status, said) = load(place).end();
        assert!(status.success() || said.contains("not empty"), "{said}");
    }
    let mut service = LehrgeldProcess::start(&SERVE, place);
    let client = service.client();
    assert_whole(&client).await;
    // And once more, in the middle of the index.
    service.signal("KILL");
    let _ = service.end();
    let mut service = LehrgeldProcess::start(&SERVE, place);
    assert_whole(&service.client()).await;
    stop(service);
    assert_sound(place);
}

/// What loads the sample: the service itself, where the database is embedded.
fn load(place: &Place) -> LehrgeldProcess {
    match place.engine() {
        Engine::Sqlite => LehrgeldProcess::start(&SERVE, place),
        Engine::Postgres => LehrgeldProcess::start(&["import", "sample"], place),
    }
}

async fn a_deleted_index_comes_back(loaded: &Loaded) {
    let Loaded(place) = loaded;
    fs::remove_dir_all(place.folder().join("index")).unwrap();
    let mut service = LehrgeldProcess::start(&SERVE, place);
    assert_whole(&service.client()).await;
    stop(service);
    assert_sound(place);
}

async fn a_damaged_index_is_made_anew(loaded: &Loaded) {
    let Loaded(place) = loaded;
    let mut files = Vec::new();
    files_below(&place.folder().join("index"), &mut files);
    files.sort();
    assert!(files.len() > 10, "{files:?}");
    // One byte in the middle of each of some, and one cut short.
    for (at, path) in files.iter().enumerate() {
        let mut bytes = fs::read(path).unwrap();
        if bytes.len() < 2 || at % 3 != 0 {
            continue;
        }
        let middle = bytes.len() / 2;
        if at % 2 == 0 {
            bytes[middle] ^= 0x55;
        } else {
            bytes.truncate(middle);
        }
        fs::write(path, bytes).unwrap();
    }
    let mut service = LehrgeldProcess::start(&SERVE, place);
    assert_whole(&service.client()).await;
    stop(service);
    assert_sound(place);
}

async fn a_service_told_to_stop_stops(loaded: &Loaded) {
    let Loaded(place) = loaded;
    for signal in ["TERM", "INT"] {
        let mut service = LehrgeldProcess::start(&SERVE, place);
        let client = service.client();
        assert_whole(&client).await;
        service.signal(signal);
        let (status, said) = service.end();
        assert_eq!(status.code(), Some(0), "{signal}: {said}");
        assert!(client.refuses().await, "{signal}: still listening");
    }
}

async fn the_index_can_be_checked_and_made_anew(loaded: &Loaded) {
    let Loaded(place) = loaded;
    assert_sound(place);
    fs::remove_dir_all(place.folder().join("index")).unwrap();
    let (status, said) = LehrgeldProcess::start(&["check"], place).end();
    assert_eq!(status.code(), Some(1), "{said}");
    let (status, said) = LehrgeldProcess::start(&["reindex"], place).end();
    assert_eq!(status.code(), Some(0), "{said}");
    assert_sound(place);
    let mut service = LehrgeldProcess::start(&SERVE, place);
    assert_whole(&service.client()).await;
    stop(service);
}

async fn a_second_service_in_a_data_folder_is_refused(loaded: &Loaded) {
    let Loaded(place) = loaded;
    let mut first = LehrgeldProcess::start(&SERVE, place);
    let client = first.client();
    let (status, said) = LehrgeldProcess::start(&SERVE, place).end();
    assert!(!status.success(), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert_whole(&client).await;
    stop(first);
    assert_sound(place);
}

fn stop(service: LehrgeldProcess) {
    service.signal("TERM");
    let (status, said) = service.end();
    assert_eq!(status.code(), Some(0), "{said}");
}

/// `lehrgeld check` finds nothing.
fn assert_sound(place: &Place) {
    let (status, said) = LehrgeldProcess::start(&["check"], place).end();
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("0 missing, 0 surplus, 0 different"), "{said}");
}

/// Everything is stored, once, and can be found as soon as the service says it is ready.
async fn assert_whole(client: &Client) {
    client.ready().await;
    let data = client
        .graphql(
            r#"{
                cities { totalCount }
                lessons { totalCount }
                projects { totalCount }
                searchLessons(query: "") { totalCount }
                one: searchLessons(query: "Hundesteuer") { nodes { title } }
            }"#,
            json!({}),
        )
        .await;
    let count = |field: &str| -> &Value { &data[field]["totalCount"] };
    assert_eq!(count("cities"), 12_881);
    assert_eq!(count("projects"), 28);
    assert_eq!(count("lessons"), 31);
    assert_eq!(count("searchLessons"), 31);
    assert_eq!(data["one"]["nodes"].as_array().unwrap().len(), 1);
}

fn files_below(folder: &std::path::Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}
