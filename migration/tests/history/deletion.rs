//! What goes with a row that is deleted, and what stays.

use migration::up;

use crate::{place::Place, sample};

#[tokio::test]
async fn what_hangs_on_an_entry_goes_with_it() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        sample::fill(&place).await;
        sample::run(&place, "DELETE FROM lesson").await.unwrap();
        for table in ["lesson_topic", "reuse", "comment", "proposal"] {
            let left = place.rows(&format!("SELECT 1 FROM {table}")).await;
            assert!(left.is_empty(), "{table}");
        }
        for table in ["participation", "source", "relation", "revision"] {
            let left = place.rows(&format!("SELECT 1 FROM {table}")).await;
            assert_eq!(left.len(), 1, "{table}");
        }
        sample::run(&place, "DELETE FROM project").await.unwrap();
        for table in [
            "project_topic",
            "participation",
            "statement",
            "source",
            "relation",
            "revision",
        ] {
            let left = place.rows(&format!("SELECT 1 FROM {table}")).await;
            assert!(left.is_empty(), "{table}");
        }
    }
}

#[tokio::test]
async fn what_an_account_did_outlives_it() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        sample::fill(&place).await;
        sample::run(&place, "DELETE FROM account").await.unwrap();
        for (table, rows) in [("lesson", 2), ("comment", 2), ("reuse", 1), ("change", 2)] {
            let left = place.rows(&format!("SELECT 1 FROM {table}")).await;
            assert_eq!(left.len(), rows, "{table}");
        }
        for table in [
            "membership",
            "access_token",
            "saved_search",
            "idempotency_key",
        ] {
            let left = place.rows(&format!("SELECT 1 FROM {table}")).await;
            assert!(left.is_empty(), "{table}");
        }
    }
}

#[tokio::test]
async fn positions_are_never_given_out_twice() {
    let append = "INSERT INTO change (at, action, subject, subject_id) \
                  VALUES (<t>, 'a', 'CITY', <1>)";
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        for _ in 0..3 {
            sample::run(&place, append).await.unwrap();
        }
        sample::run(&place, "DELETE FROM change").await.unwrap();
        sample::run(&place, append).await.unwrap();
        let row = &place.rows("SELECT position FROM change").await[0];
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 4);
    }
}
