//! Constraints bite, each for its own reason.

use migration::up;
use sea_orm_migration::sea_orm::SqlErr;

use crate::{place::Place, sample};

/// Against a check, and a word that the refusal contains on both databases.
const CHECKS: &[(&str, &str)] = &[
    ("UPDATE city SET country = 'de'", "country"),
    ("UPDATE city SET country = 'DEU'", "country"),
    ("UPDATE city SET country = 'ÖS'", "country"),
    ("UPDATE city SET population = -1", "population"),
    ("UPDATE city SET latitude = 90.1", "latitude"),
    ("UPDATE city SET longitude = -180.1", "longitude"),
    ("UPDATE organization SET kind = 'CLUB'", "kind"),
    (
        "UPDATE organization SET parent_id = id",
        "organization_not_its_own_parent",
    ),
    ("UPDATE topic SET scheme = 'topic'", "scheme"),
    (
        "UPDATE topic SET broader_id = id",
        "topic_not_broader_than_itself",
    ),
    (
        "UPDATE account SET issuer = NULL WHERE id = <1>",
        "account_issuer_with_subject",
    ),
    ("UPDATE membership SET role = 'STEWARD'", "role"),
    (
        "UPDATE membership SET city_id = <1>, organization_id = <1>",
        "membership_in_one",
    ),
    (
        "UPDATE membership SET city_id = NULL, organization_id = NULL",
        "membership_in_one",
    ),
    ("UPDATE access_token SET hash = <b31>", "hash"),
    ("UPDATE project SET kind = ''", "kind"),
    ("UPDATE project SET version = 0", "version"),
    ("UPDATE project SET priority = 0", "priority"),
    (
        "UPDATE project SET parent_id = id",
        "project_not_its_own_parent",
    ),
    ("UPDATE lesson SET outcome = 'worked'", "outcome"),
    ("UPDATE lesson SET audience = 'NOBODY'", "audience"),
    ("UPDATE lesson SET status = 'DELETED'", "status"),
    (
        "UPDATE lesson SET status = 'PUBLISHED'",
        "lesson_published_has_time",
    ),
    (
        "UPDATE lesson SET occurred_latest = '2019-10-31'",
        "lesson_occurred_in_order",
    ),
    ("UPDATE lesson SET title = ''", "title"),
    (
        "UPDATE participation SET project_id = <1>, lesson_id = <1>",
        "participation_in_one",
    ),
    (
        "UPDATE participation SET project_id = NULL, lesson_id = NULL",
        "participation_in_one",
    ),
    ("UPDATE participation SET naming = 'NICK'", "naming"),
    ("UPDATE statement SET rank = 0", "rank"),
    (
        "UPDATE source SET project_id = <1>, lesson_id = <1>",
        "source_of_one",
    ),
    (
        "UPDATE source SET project_id = NULL, lesson_id = NULL",
        "source_of_one",
    ),
    (
        "UPDATE relation SET to_lesson_id = <1> WHERE id = <1>",
        "relation_not_to_the_same_l",
    ),
    (
        "UPDATE relation SET to_project_id = <2> WHERE id = <2>",
        "relation_not_to_the_same_p",
    ),
    (
        "UPDATE relation SET to_lesson_id = NULL WHERE id = <1>",
        "relation_between_equals",
    ),
    (
        "UPDATE relation SET to_lesson_id = NULL, to_project_id = <1> WHERE id = <1>",
        "relation_between_equals",
    ),
    (
        "UPDATE relation SET from_project_id = <1>, to_project_id = <2> WHERE id = <1>",
        "relation_between_equals",
    ),
    (
        "UPDATE relation SET from_lesson_id = NULL, to_lesson_id = NULL",
        "relation_between_equals",
    ),
    ("UPDATE reuse SET stage = 'DONE'", "stage"),
    (
        "UPDATE comment SET hidden_at = NULL WHERE id = <2>",
        "comment_hidden_has_time",
    ),
    (
        "UPDATE revision SET project_id = <1>, lesson_id = <1>",
        "revision_of_one",
    ),
    (
        "UPDATE revision SET project_id = NULL, lesson_id = NULL",
        "revision_of_one",
    ),
    ("UPDATE revision SET version = 0", "version"),
    (
        "UPDATE proposal SET status = 'PENDING'",
        "proposal_decided_has_time",
    ),
    (
        "UPDATE idempotency_key SET request_hash = <b31>",
        "request_hash",
    ),
    ("UPDATE change SET subject = 'DOG'", "subject"),
];

/// Against a key, and a word that the refusal contains on both databases.
const KEYS: &[(&str, &str)] = &[
    ("UPDATE city SET slug = 'wien'", "slug"),
    (
        "UPDATE city SET country = 'AT', key_scheme = 'GKZ', official_key = '90001'",
        "key",
    ),
    ("UPDATE organization SET slug = 'pace'", "slug"),
    ("UPDATE topic SET slug = 'e-akte'", "slug"),
    ("UPDATE topic_label SET label = 'E-Akte'", "label"),
    ("UPDATE topic_label SET preferred = true", "topic_label"),
    (
        "UPDATE account SET issuer = 'https://id.example', subject = 'ada'",
        "subject",
    ),
    (
        "INSERT INTO membership (id, account_id, city_id, role, created_at) VALUES \
      (<3>, <1>, <1>, 'ADMIN', <t>)",
        "city",
    ),
    (
        "INSERT INTO membership (id, account_id, organization_id, role, created_at) VALUES \
      (<3>, <1>, <1>, 'EDITOR', <t>)",
        "organization",
    ),
    (
        "INSERT INTO access_token (id, account_id, label, hint, hash, role, created_at) VALUES \
      (<3>, <2>, 'copy', 'lg_abc', <b32>, 'EDITOR', <t>)",
        "hash",
    ),
    ("UPDATE project SET slug = 'b'", "slug"),
    ("UPDATE lesson SET external_id = 'x-1'", "external_id"),
    (
        "INSERT INTO lesson_topic VALUES (<1>, <2>, 1)",
        "lesson_topic",
    ),
    (
        "INSERT INTO relation (id, kind, from_lesson_id, to_lesson_id, created_at) VALUES \
      (<3>, 'REPLACES', <1>, <2>, <t>)",
        "lesson",
    ),
    (
        "INSERT INTO relation (id, kind, from_project_id, to_project_id, created_at) VALUES \
      (<3>, 'GREW_FROM', <2>, <1>, <t>)",
        "project",
    ),
    (
        "INSERT INTO revision (id, lesson_id, version, status, content, created_at) VALUES \
      (<3>, <1>, 1, 'DRAFT', '{}', <t>)",
        "lesson",
    ),
    (
        "INSERT INTO revision (id, project_id, version, status, content, created_at) VALUES \
      (<3>, <1>, 1, 'DRAFT', '{}', <t>)",
        "project",
    ),
    ("INSERT INTO instance VALUES (<3>, <t>)", "instance"),
];

/// Against a foreign key; SQLite does not say which.
const REFERENCES: &[&str] = &[
    "UPDATE lesson SET city_id = <9>",
    "UPDATE project SET parent_id = <9>",
    "UPDATE change SET actor_id = <9>",
    "DELETE FROM city WHERE id = <1>",
    "DELETE FROM city WHERE id = <2>",
    "DELETE FROM organization WHERE id = <1>",
    "DELETE FROM topic WHERE id = <1>",
    "DELETE FROM topic WHERE id = <2>",
];

/// What a database says to a statement that it is to refuse.
async fn refusal(place: &Place, sql: &str) -> (Option<SqlErr>, String) {
    let Err(error) = sample::run(place, sql).await else {
        panic!("accepted: {sql}");
    };
    (error.sql_err(), error.to_string())
}

async fn assert_checked(place: &Place, sql: &str, word: &str) {
    let (_, message) = refusal(place, sql).await;
    let checked = message.to_lowercase().contains("check constraint");
    assert!(checked && message.contains(word), "{message}: {sql}");
}

#[tokio::test]
async fn what_must_not_be_is_refused() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        sample::fill(&place).await;
        for (sql, word) in CHECKS {
            assert_checked(&place, sql, word).await;
        }
        for (sql, word) in KEYS {
            let (kind, message) = refusal(&place, sql).await;
            let unique = matches!(kind, Some(SqlErr::UniqueConstraintViolation(_)));
            assert!(unique && message.contains(word), "{message}: {sql}");
        }
        for sql in REFERENCES {
            let (kind, message) = refusal(&place, sql).await;
            let foreign = matches!(kind, Some(SqlErr::ForeignKeyConstraintViolation(_)));
            assert!(foreign, "{message}: {sql}");
        }
    }
}

#[tokio::test]
async fn texts_are_as_long_as_they_may_be() {
    let limits = [
        ("lesson", "title", 200),
        ("lesson", "title_key", 400),
        ("lesson", "insight", 20_000),
        ("project", "summary", 20_000),
        ("city", "name", 200),
        ("participation", "person", 200),
        ("comment", "body", 20_000),
    ];
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        sample::fill(&place).await;
        for (table, column, limit) in limits {
            // Characters count, not bytes.
            let fill = |length| format!("UPDATE {table} SET {column} = '{}'", "ß".repeat(length));
            sample::run(&place, &fill(limit)).await.unwrap();
            assert_checked(&place, &fill(limit + 1), column).await;
        }
    }
}
