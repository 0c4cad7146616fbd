//! Writes that get in each other's way.

use std::time::{Duration, Instant};

use entity::kind::Role;
use sea_orm::{
    ConnectionTrait as _, Database, DatabaseConnection, DatabaseTransaction, DbErr,
    TransactionTrait as _,
};
use serde_json::json;
use tests::{Engine, World};

use crate::contributing::{KONSTANZ, call, city, contribute};

tests::both![a_write_that_the_database_gives_up_is_done_again];

/// The lock that orders the change feed, which a write takes last.
const FEED_LOCK: &str = "SELECT pg_advisory_xact_lock(5504920960100559972)";

/// Someone else's transaction holds what the service's write needs last, and then wants what that
/// write has first: a circle, in which the service's is given up. SQLite has one writer, and no circle.
async fn a_write_that_the_database_gives_up_is_done_again(world: &World) {
    if world.place().engine() == Engine::Sqlite {
        return;
    }
    let writer = world.member("Schreiber", KONSTANZ, Role::Contributor).await;
    let konstanz = city(world.client(), KONSTANZ).await;
    let draft = contribute(&writer, &konstanz, json!({})).await["lesson"].clone();
    let database = Database::connect(world.place().database_url())
        .await
        .unwrap();
    for version in 1..4 {
        let input = json!({ "id": draft["id"], "expectedVersion": version,
            "hurdle": format!("Hürde {version}") });
        let other = database.begin().await.unwrap();
        // Whoever waits long enough first is given up: not this one.
        run(&other, "SET LOCAL deadlock_timeout = '60s'")
            .await
            .unwrap();
        run(&other, FEED_LOCK).await.unwrap();
        let write = call(&writer, "updateLesson", "UpdateLessonInput", input);
        let circle = async {
            until_somebody_waits(&database).await;
            run(
                &other,
                "SELECT 1 FROM lesson WHERE title LIKE 'Früh fragen%' FOR UPDATE",
            )
            .await
            .unwrap();
            other.commit().await.unwrap();
        };
        let (written, ()) = tokio::join!(write, circle);
        assert_eq!(written["lesson"]["version"], version + 1, "{written}");
    }
    database.close().await.unwrap();
}

async fn run(transaction: &DatabaseTransaction, sql: &str) -> Result<(), DbErr> {
    transaction.execute_unprepared(sql).await.map(drop)
}

async fn until_somebody_waits(database: &DatabaseConnection) {
    let waiting = "SELECT 1 / count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    let patience = Instant::now() + Duration::from_mins(1);
    // Nobody is a division by zero.
    while database.execute_unprepared(waiting).await.is_err() {
        assert!(Instant::now() < patience, "nobody waits");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
