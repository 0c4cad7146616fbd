//! How selects are cut to a reach.

use entity::{id::OrganizationId, kind::Role};
use sea_orm::DatabaseBackend;
use uuid::Uuid;

use super::*;
use crate::domain::actor::{Actor, Member, Rights};

fn sql<E: EntityTrait>(cut: &Cut<'_, E>) -> String {
    cut.select.build(DatabaseBackend::Sqlite).to_string()
}

#[test]
fn what_hangs_on_entries_is_cut_row_by_row() {
    let db = DatabaseConnection::default();
    let organization = OrganizationId(Uuid::from_u128(1));
    let rights = Rights::of_account(false, [], [(organization, Role::Contributor)]);
    let member = Actor::Member(Member {
        rights,
        ..Member::without_rights()
    });
    for reach in [Reach::of(&Actor::Anonymous), Reach::of(&member)] {
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
            (sql(&reading.revisions()), 1),
            (sql(&reading.proposals()), 1),
        ] {
            assert_eq!(select.matches("EXISTS(SELECT").count(), ends, "{select}");
            // What the reader's own organizations take part in is a short list.
            let rest = select.replace(r#"IN (SELECT "participation"."#, "");
            assert!(!rest.contains("IN (SELECT"), "{select}");
        }
    }
}
