//! The service started and stopped on a folder of its own.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
};

use tempfile::TempDir;

use super::*;
use crate::app::progress::Unwatched;

fn settings(folder: &Path, more: &[&str]) -> Settings {
    let folder = folder.display().to_string();
    let arguments = ["--workers=1", "--data-dir", &folder];
    let mut settings = Settings::from_arguments(arguments.iter().chain(more)).unwrap();
    settings.listen.set_port(0);
    settings
}

async fn start(folder: &TempDir, more: &[&str]) -> Result<Running, StartError> {
    Service::start(settings(folder.path(), more), Arc::new(Unwatched)).await
}

async fn changes(running: &Running) -> i64 {
    running.caught_up().await.unwrap();
    running
        .knowledge_base()
        .indexing()
        .unwrap()
        .state()
        .position
}

fn files(folder: &TempDir) -> Vec<String> {
    let names = std::fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn get(running: &Running, path: &str) -> String {
    let mut stream = TcpStream::connect(running.address()).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_start_loads_the_sample_and_no_other_does() {
    let folder = TempDir::new().unwrap();
    let first = start(&folder, &[]).await.unwrap();
    let loaded = changes(&first).await;
    assert!(loaded > 10_000, "{loaded}");
    let ready = get(&first, "/health/ready");
    assert!(ready.starts_with("HTTP/1.0 200 "), "{ready}");
    let differences = first.knowledge_base().check().await.unwrap();
    assert!(differences.is_none() && differences.compared > 10_000);
    first.stop().await.unwrap();
    assert_eq!(files(&folder), ["index", "lehrgeld.db"]);

    let second = start(&folder, &[]).await.unwrap();
    assert_eq!(changes(&second).await, loaded);
    second.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_stays_empty_where_that_is_asked() {
    let folder = TempDir::new().unwrap();
    let running = start(&folder, &["--empty"]).await.unwrap();
    assert_eq!(changes(&running).await, 0);
    let ready = get(&running, "/health/ready");
    assert!(ready.starts_with("HTTP/1.0 200 "), "{ready}");
    running.stop().await.unwrap();
    assert_eq!(files(&folder), ["index", "lehrgeld.db"]);
}

#[tokio::test]
async fn a_port_that_is_taken_is_told_before_any_work() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let settings = Settings {
        listen: address,
        ..settings(folder.path(), &[])
    };
    let started = Service::start(settings, Arc::new(Unwatched)).await;
    let error = started.err().unwrap();
    assert!(matches!(error, StartError::Listen { .. }), "{error}");
    assert!(error.to_string().contains(&address.to_string()), "{error}");
    assert!(files(&folder).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_belongs_to_one_service() {
    let folder = TempDir::new().unwrap();
    let first = start(&folder, &["--empty"]).await.unwrap();
    let error = start(&folder, &[]).await.err().unwrap();
    assert!(
        matches!(error, StartError::Assembly(AssemblyError::InUse(_))),
        "{error}"
    );
    // The second one touched nothing.
    assert_eq!(changes(&first).await, 0);
    first.stop().await.unwrap();
    start(&folder, &["--empty"])
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stop_cuts_off_the_next_start_makes_good() {
    let folder = TempDir::new().unwrap();
    // Stopped before the index holds anything, most likely in the midst of filling it.
    start(&folder, &[]).await.unwrap().stop().await.unwrap();
    let running = start(&folder, &[]).await.unwrap();
    running.caught_up().await.unwrap();
    assert!(running.knowledge_base().check().await.unwrap().is_none());
    running.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_the_index_makes_no_folder_for_it() {
    let folder = TempDir::new().unwrap();
    let database = format!("sqlite:{}/elsewhere.db", folder.path().display());
    let elsewhere = ["--empty", "--database-url", &database];
    let served = folder.path().join("served");
    let running = Service::start(settings(&served, &elsewhere), Arc::new(Unwatched)).await;
    running.unwrap().stop().await.unwrap();

    let missing = folder.path().join("missing");
    let place = settings(&missing, &elsewhere).place;
    let read = Parts::assemble_existing(&place, Index::Read).await;
    let error = read.err().unwrap();
    assert!(matches!(error, AssemblyError::NoIndex(_)), "{error}");
    assert_eq!(files(&folder), ["elsewhere.db", "served"]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    let inside = folder.path().join("file/data");
    let started = Service::start(settings(&inside, &[]), Arc::new(Unwatched)).await;
    let error = started.err().unwrap();
    assert!(error.to_string().ends_with("file/data"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_is_deleted_while_the_service_runs_is_made_anew() {
    let folder = TempDir::new().unwrap();
    let running = start(&folder, &[]).await.unwrap();
    changes(&running).await;
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    let table = "country\tofficial_key\tname\nLI\t7001\tVaduz\n";
    let register = crate::app::import_cities::read_register(table.as_bytes()).unwrap();
    let knowledge_base = running.knowledge_base();
    let imported = knowledge_base.import_cities(&register, &Unwatched).await;
    assert_eq!(imported.unwrap().created, 1);
    changes(&running).await;
    let differences = knowledge_base.check().await.unwrap();
    assert!(differences.is_none(), "{differences:?}");
    assert!(differences.compared > 10_000);
    running.stop().await.unwrap();
}
