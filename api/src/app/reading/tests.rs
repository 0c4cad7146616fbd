//! How selects are cut to a reach.

use sea_orm::DatabaseBackend;

use super::*;
use crate::domain::actor::Actor;

fn sql<E: EntityTrait>(cut: &Cut<'_, E>) -> String {
    cut.select.build(DatabaseBackend::Sqlite).to_string()
}

#[test]
fn what_hangs_on_entries_is_cut_row_by_row() {
    let db = DatabaseConnection::default();
    let reach = Reach::of(&Actor::Anonymous);
    let reading = Reading::new(Connection::Pool(&db), &reach);
    for (select, ends) in [
        (sql(&reading.relations()), 4),
        (sql(&reading.participations()), 2),
        (sql(&reading.sources()), 2),
        (sql(&reading.statements()), 1),
        (sql(&reading.reuses()), 1),
        (sql(&reading.comments()), 1),
        (sql(&reading.lesson_topics()), 1),
        (sql(&reading.project_topics()), 1),
    ] {
        assert_eq!(select.matches("EXISTS(SELECT").count(), ends, "{select}");
        assert!(!select.contains("IN (SELECT"), "{select}");
    }
}
