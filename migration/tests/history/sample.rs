//! At least one good row for each table.

use sea_orm_migration::sea_orm::{ConnectionTrait as _, DbBackend, DbErr};

use crate::place::Place;

/// The rows, in an order in which they can be entered. `<7>` is the id that ends in 7, `<t>` a
/// time, `<b32>` that many bytes.
const ROWS: &[&str] = &[
    "INSERT INTO city (id, country, key_scheme, official_key, name, name_key, slug, region, \
     population, latitude, longitude, created_at, updated_at) VALUES \
     (<1>, 'AT', 'GKZ', '90001', 'Wien', 'wien', 'wien', 'Wien', 2000000, 48.2, 16.4, <t>, <t>), \
     (<2>, 'DE', 'AGS', NULL, 'Köln', 'koln', 'koeln', NULL, NULL, NULL, NULL, <t>, <t>)",
    "INSERT INTO organization (id, kind, name, name_key, slug, city_id, parent_id, created_at, \
     updated_at) VALUES \
     (<1>, 'ADMINISTRATION', 'Stadt Wien', 'stadt wien', 'stadt-wien', <1>, NULL, <t>, <t>), \
     (<2>, 'UNIT', 'PACE', 'pace', 'pace', <1>, <1>, <t>, <t>)",
    "INSERT INTO topic (id, scheme, slug, broader_id, created_at, updated_at) VALUES \
     (<1>, 'ACTION_FIELD', 'verwaltung', NULL, <t>, <t>), (<2>, 'TOPIC', 'e-akte', <1>, <t>, <t>)",
    "INSERT INTO topic_label (id, topic_id, language, label, label_key, preferred, position) \
     VALUES (<1>, <2>, 'de', 'E-Akte', 'e-akte', true, 0), \
     (<2>, <2>, 'de', 'eAkte', 'eakte', false, 1)",
    "INSERT INTO account (id, name, steward, issuer, subject, created_at, updated_at) VALUES \
     (<1>, 'Ada', true, 'https://id.example', 'ada', <t>, <t>), \
     (<2>, 'Bert', false, NULL, NULL, <t>, <t>), (<3>, 'Cleo', false, NULL, NULL, <t>, <t>)",
    "INSERT INTO membership (id, account_id, city_id, organization_id, role, created_at) VALUES \
     (<1>, <1>, <1>, NULL, 'EDITOR', <t>), (<2>, <1>, NULL, <1>, 'ADMIN', <t>)",
    "INSERT INTO access_token (id, account_id, label, hint, hash, role, city_id, created_at) \
     VALUES (<1>, <1>, 'script', 'lg_abc', <b32>, 'EDITOR', <1>, <t>)",
    "INSERT INTO project (id, slug, city_id, kind, title, title_key, status, priority, \
     started_on, started_earliest, language, audience, entry_status, version, parent_id, \
     created_at, updated_at) VALUES \
     (<1>, 'a', <1>, 'PROGRAMME', 'A', 'a', 'RUNNING', 1, '2019-11', '2019-11-01', 'de', \
      'PUBLIC', 'PUBLISHED', 1, NULL, <t>, <t>), \
     (<2>, 'b', NULL, 'PROJECT', 'B', 'b', 'IDEA', NULL, NULL, NULL, 'de', \
      'CITY', 'DRAFT', 1, <1>, <t>, <t>)",
    "INSERT INTO lesson (id, city_id, project_id, external_id, position, title, title_key, \
     insight, kind, outcome, attribution, audience, status, language, occurred_on, \
     occurred_earliest, occurred_latest, published_at, licence, submitted_by, version, \
     created_at, updated_at) VALUES \
     (<1>, <1>, <1>, 'x-1', 1, 'Früh fragen', 'fruh fragen', 'Wer früh fragt, baut einmal.', \
      'ADVICE', 'WORKED', 'NAMED', 'PUBLIC', 'PUBLISHED', 'de', '2019-11', '2019-11-01', \
      '2019-11-30', <t>, 'CC-BY-4.0', <1>, 1, <t>, <t>), \
     (<2>, <1>, NULL, NULL, NULL, 'Spät fragen', 'spat fragen', 'Wer spät fragt, baut zweimal.', \
      'PITFALL', 'FAILED', 'ANONYMOUS', 'CITY', 'DRAFT', 'de', NULL, NULL, NULL, NULL, \
      'CC-BY-4.0', NULL, 1, <t>, <t>)",
    "INSERT INTO lesson_topic (lesson_id, topic_id, position) VALUES (<1>, <2>, 0)",
    "INSERT INTO project_topic (project_id, topic_id, position) VALUES (<1>, <2>, 0)",
    "INSERT INTO participation (id, project_id, lesson_id, organization_id, person, role, \
     naming, position) VALUES (<1>, <1>, NULL, <1>, NULL, 'LEAD', 'FULL', 0), \
     (<2>, NULL, <1>, NULL, 'Ada L.', 'AUTHOR', 'FIRST_NAME', 0)",
    "INSERT INTO statement (id, project_id, kind, text, value, rank, achieved, issuer_id, \
     position) VALUES (<1>, <1>, 'FIGURE', 'Kosten', 1.5, NULL, NULL, NULL, 0), \
     (<2>, <1>, 'RANKING', 'Smart City Index', NULL, 1, true, <1>, 1)",
    "INSERT INTO source (id, project_id, lesson_id, kind, title, position) VALUES \
     (<1>, <1>, NULL, 'PAGE', 'Agenda', 0), (<2>, NULL, <1>, 'TALK', 'Vortrag', 0)",
    "INSERT INTO relation (id, kind, from_lesson_id, to_lesson_id, from_project_id, \
     to_project_id, created_at) VALUES (<1>, 'REPLACES', <1>, <2>, NULL, NULL, <t>), \
     (<2>, 'GREW_FROM', NULL, NULL, <2>, <1>, <t>)",
    "INSERT INTO reuse (id, lesson_id, city_id, project_id, stage, result, author_id, \
     created_at) VALUES (<1>, <1>, <2>, <2>, 'ADOPTED', 'HELPED', <1>, <t>)",
    "INSERT INTO comment (id, lesson_id, author_id, body, parent_id, hidden_at, hidden_by, \
     hidden_reason, created_at) VALUES (<1>, <1>, <1>, 'Gilt auch hier.', NULL, NULL, NULL, \
     NULL, <t>), (<2>, <1>, <2>, 'Nein!!!', <1>, <t>, <1>, 'Ton', <t>)",
    "INSERT INTO revision (id, project_id, lesson_id, version, status, content, author_id, \
     created_at) VALUES (<1>, <1>, NULL, 1, 'DRAFT', '{\"title\":\"A\"}', NULL, <t>), \
     (<2>, NULL, <1>, 1, 'PUBLISHED', '{}', <1>, <t>)",
    "INSERT INTO proposal (id, lesson_id, base_version, content, author_id, status, decided_by, \
     decided_at, created_at) VALUES (<1>, <1>, 1, '{}', <2>, 'ACCEPTED', <1>, <t>, <t>), \
     (<2>, <1>, 1, '{}', <2>, 'PENDING', NULL, NULL, <t>)",
    "INSERT INTO saved_search (id, account_id, name, query, filter, created_at) VALUES \
     (<1>, <1>, 'Akten', 'e-akte', '{}', <t>)",
    "INSERT INTO idempotency_key (account_id, key, request_hash, answer, expires_at, \
     created_at) VALUES (<1>, 'k', <b32>, '{}', <t>, <t>)",
    "INSERT INTO change (at, actor_id, action, subject, subject_id) VALUES \
     (<t>, <1>, 'contribute_lesson', 'LESSON', <1>), (<t>, NULL, 'create_city', 'CITY', <1>)",
];

/// Enters the rows.
pub(crate) async fn fill(place: &Place) {
    for row in ROWS {
        if let Err(error) = run(place, row).await {
            panic!("{error}: {row}");
        }
    }
}

/// Runs a statement in which values are written as in [`ROWS`].
pub(crate) async fn run(place: &Place, sql: &str) -> Result<(), DbErr> {
    let mut spoken = sql.replace("<t>", "'2026-11-21T08:00:00.123456+00:00'");
    for number in 0..10 {
        let digits = format!("0193a000000070008000{number:012}");
        let id = match place.db.get_database_backend() {
            DbBackend::Postgres => format!("'{digits}'::uuid"),
            _ => format!("x'{digits}'"),
        };
        spoken = spoken.replace(&format!("<{number}>"), &id);
    }
    for length in [31, 32] {
        let bytes = match place.db.get_database_backend() {
            DbBackend::Postgres => format!("decode(repeat('ab', {length}), 'hex')"),
            _ => format!("x'{}'", "ab".repeat(length)),
        };
        spoken = spoken.replace(&format!("<b{length}>"), &bytes);
    }
    place.db.execute_unprepared(&spoken).await.map(|_| ())
}
