//! Crashes, stops and damage: what is stored stays, and what is found comes back.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tests::{Client, Engine, LehrgeldProcess, Loaded, Place};

tests::both![
    a_service_killed_while_loading_starts_again,
    a_deleted_index_comes_back,
    a_damaged_index_is_made_anew,
    a_service_told_to_stop_stops,
    a_service_whose_index_was_deleted_stops_too,
    a_check_changes_nothing,
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

async fn a_service_whose_index_was_deleted_stops_too(loaded: &Loaded) {
    let Loaded(place) = loaded;
    let mut service = LehrgeldProcess::start(&SERVE, place);
    assert_whole(&service.client()).await;
    fs::remove_dir_all(place.folder().join("index")).unwrap();
    service.signal("TERM");
    let (status, said) = service.end();
    assert_eq!(status.code(), Some(0), "{said}");
    assert!(said.contains("WARN"), "nothing is said of it: {said}");
}

/// What it finds it tells, and leaves as it is for whoever wants to look closer.
async fn a_check_changes_nothing(loaded: &Loaded) {
    let Loaded(place) = loaded;
    let index = place.folder().join("index");
    assert_only_told(place, 0, "0 missing, 0 surplus, 0 different");
    let mut files = Vec::new();
    files_below(&index.join("open"), &mut files);
    let segment = files
        .iter()
        .find(|file| file.extension().is_some_and(|it| it == "store"));
    fs::write(segment.unwrap(), "cut short").unwrap();
    assert_only_told(place, 1, "cannot be used: shelf open: ");
    fs::remove_dir_all(index.join("names")).unwrap();
    fs::remove_file(index.join("format.json")).unwrap();
    assert_only_told(
        place,
        1,
        "cannot be used: it does not say which format it has",
    );
    fs::remove_dir_all(&index).unwrap();
    assert_only_told(place, 1, "there is no search index");
}

/// `lehrgeld check` ends with this code, says this, and changes nothing in the data folder.
fn assert_only_told(place: &Place, code: i32, told: &str) {
    let before = contents(place);
    let (status, said) = LehrgeldProcess::start(&["check"], place).end();
    assert_eq!(status.code(), Some(code), "{said}");
    assert!(said.contains(told), "not said: {told}\n{said}");
    assert!(before == contents(place), "the data folder changed: {said}");
}

fn contents(place: &Place) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = Vec::new();
    files_below(place.folder(), &mut files);
    let read = |path: PathBuf| fs::read(&path).map(|bytes| (path, bytes)).unwrap();
    files.into_iter().map(read).collect()
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

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}
