//! How the database finds lessons.

use sea_orm::{
    ConnectionTrait as _, Database, DbBackend, Statement, sea_query::SqliteQueryBuilder,
};

use super::*;
use crate::{
    app::reading::Connection,
    domain::{actor::Actor, reach::Reach},
};

#[tokio::test]
async fn what_was_published_since_is_sought_in_the_index_of_its_order() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    migration::up(&db).await.unwrap();
    // Without figures SQLite takes every status for rare, and looks for that first.
    let figures = "ANALYZE; INSERT INTO sqlite_stat1 VALUES
        ('lesson', 'lesson_by_reader', '30000 9000 6000 2 1'); ANALYZE sqlite_schema";
    db.execute_unprepared(figures).await.unwrap();
    let reach = Reach::of(&Actor::Anonymous);
    let reading = Reading::new(Connection::Pool(&db), &reach);
    for (descending, order, index) in [
        (
            true,
            "coalesce(\"lesson\".\"told_published_at\", '1970-01-01T00:00:00+00:00') DESC",
            "lesson_by_publication_down",
        ),
        (
            false,
            "coalesce(\"lesson\".\"told_published_at\", '9999-12-31T00:00:00+00:00') ASC",
            "lesson_by_publication_up",
        ),
    ] {
        let lessons = Lessons {
            filter: LessonFilter {
                published_since: Some(chrono::DateTime::UNIX_EPOCH),
                ..LessonFilter::default()
            },
            attributed: false,
            own: None,
            field: LessonField::PublishedAt,
            descending,
        };
        let select = lessons.select(&reading).column(lesson::Column::Id);
        let select = select.to_string(SqliteQueryBuilder);
        let explain = format!("EXPLAIN QUERY PLAN {select} ORDER BY {order} LIMIT 21");
        let explain = Statement::from_string(DbBackend::Sqlite, explain);
        let rows = db.query_all_raw(explain).await.unwrap().into_iter();
        let plan: Vec<String> = rows.map(|row| row.try_get("", "detail").unwrap()).collect();
        let sought = format!("SEARCH lesson USING INDEX {index} (");
        assert!(plan[0].starts_with(&sought), "{plan:?} of {select}");
    }
}
