//! The words in which the two databases differ. Steps write them in braces.

use sea_orm_migration::sea_orm::{DbBackend, DbErr};

/// A word, what PostgreSQL calls it, and what SQLite does.
///
/// - Every text is collated bytewise, as SQLite does by itself: so both sort alike, and no index
///   depends on the locales of the machine below, which change with its upgrades.
/// - SQLite tables are strict, so that they refuse a wrong type as PostgreSQL does. Strict
///   tables know few types; the driver reads and writes a UUID as a blob, times as RFC 3339 in UTC,
///   dates and JSON as text, all of which compare as they should.
const WORDS: &[(&str, &str, &str)] = &[
    ("{bool}", "boolean", "INTEGER"),
    ("{bytes}", "bytea", "BLOB"),
    ("{date}", "date", "TEXT"),
    ("{float}", "double precision", "REAL"),
    ("{int}", "integer", "INTEGER"),
    ("{json}", "jsonb", "TEXT"),
    ("{long}", "bigint", "INTEGER"),
    ("{text}", "text COLLATE \"C\"", "TEXT"),
    ("{time}", "timestamp with time zone", "TEXT"),
    ("{uuid}", "uuid", "BLOB"),
    // A key that the database counts up and never gives out twice.
    (
        "{counted}",
        "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
    ),
    ("{strict}", "", "STRICT"),
    (
        "{now}",
        "now()",
        "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
    ),
    ("{random_uuid}", "gen_random_uuid()", "randomblob(16)"),
    // The last moment of a day.
    (
        "{end_of_publication}",
        "(date_trunc('day', published_at AT TIME ZONE 'UTC') + interval '86399.999999 s') AT TIME ZONE 'UTC'",
        "substr(published_at, 1, 10) || 'T23:59:59.999999+00:00'",
    ),
    (
        "{end_of_update}",
        "(date_trunc('day', updated_at AT TIME ZONE 'UTC') + interval '86399.999999 s') AT TIME ZONE 'UTC'",
        "substr(updated_at, 1, 10) || 'T23:59:59.999999+00:00'",
    ),
    // A column that follows from others: the one can only keep it, the other only add it unkept.
    ("{derived}", "STORED", "VIRTUAL"),
];

/// A step's SQL, as this database speaks it.
pub(crate) fn speak(sql: &str, backend: DbBackend) -> Result<String, DbErr> {
    let mut spoken = sql.to_owned();
    for (word, postgres, sqlite) in WORDS {
        let said = match backend {
            DbBackend::Postgres => postgres,
            DbBackend::Sqlite => sqlite,
            other => {
                return Err(DbErr::BackendNotSupported {
                    db: other.as_str(),
                    ctx: "migration",
                });
            }
        };
        spoken = spoken.replace(word, said);
    }
    if spoken.contains(['{', '}']) {
        return Err(DbErr::Migration("unknown word in braces".to_owned()));
    }
    Ok(spoken)
}
