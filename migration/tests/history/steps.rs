//! Up, down and up again; alone, step by step, and many at once.

use migration::{Migrator, down, up};
use sea_orm_migration::{MigratorTrait as _, sea_orm::ConnectionTrait as _};

use crate::{place::Place, sample};

const TABLES: &[&str] = &[
    "access_token",
    "account",
    "change",
    "city",
    "comment",
    "idempotency_key",
    "instance",
    "lesson",
    "lesson_topic",
    "membership",
    "organization",
    "participation",
    "project",
    "project_topic",
    "proposal",
    "relation",
    "reuse",
    "revision",
    "saved_search",
    "source",
    "statement",
    "topic",
    "topic_label",
];

#[tokio::test]
async fn leads_there_and_back_and_there_again() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        assert_eq!(place.tables().await, TABLES);
        sample::fill(&place).await;

        down(&place.db, None).await.unwrap();
        assert_eq!(place.tables().await, Vec::<String>::new());

        up(&place.db).await.unwrap();
        assert_eq!(place.tables().await, TABLES);
        sample::fill(&place).await;
    }
}

/// All columns, by their tables.
async fn columns(place: &Place) -> Vec<String> {
    let sql = if place.on_server() {
        "SELECT table_name || '.' || column_name FROM information_schema.columns \
         WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' ORDER BY 1"
    } else {
        "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_xinfo(t.name) c \
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'seaql_migrations' \
         ORDER BY 1"
    };
    place.texts(sql).await
}

#[tokio::test]
async fn each_step_leads_back_by_itself() {
    for place in Place::each().await {
        for _ in Migrator::migrations() {
            let before = columns(&place).await;
            Migrator::up(&place.db, Some(1)).await.unwrap();
            assert_ne!(columns(&place).await, before);
            down(&place.db, Some(1)).await.unwrap();
            assert_eq!(columns(&place).await, before);
            Migrator::up(&place.db, Some(1)).await.unwrap();
        }
        assert_eq!(place.tables().await, TABLES);
    }
}

#[tokio::test]
async fn a_second_time_changes_nothing() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        sample::fill(&place).await;
        up(&place.db).await.unwrap();
        assert_eq!(place.rows("SELECT id FROM lesson").await.len(), 2);
    }
}

#[tokio::test]
async fn all_or_nothing() {
    for place in Place::each().await {
        // In the way of one of the last steps.
        let obstacle = "CREATE TABLE instance (id integer)";
        place.db.execute_unprepared(obstacle).await.unwrap();
        up(&place.db).await.unwrap_err();
        assert_eq!(place.tables().await, ["instance"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 8)]
async fn many_may_start_at_once() {
    for place in Place::shared().await {
        for _ in 0..5 {
            let mut starting = Vec::new();
            for _ in 0..8 {
                let db = place.connect().await;
                starting.push(tokio::spawn(async move { up(&db).await }));
            }
            for started in starting {
                started.await.unwrap().unwrap();
            }
            assert_eq!(place.rows("SELECT id FROM instance").await.len(), 1);
            down(&place.db, None).await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_newer_database_is_refused() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        let newer =
            "INSERT INTO seaql_migrations VALUES ('m29991231_000001_create_flying_cars', 0)";
        place.db.execute_unprepared(newer).await.unwrap();
        let error = up(&place.db).await.unwrap_err();
        assert!(error.to_string().contains("flying_cars"), "{error}");
    }
}

#[test]
fn steps_are_in_order() {
    let names: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    assert!(names.is_sorted_by(|a, b| a < b), "{names:?}");
}
