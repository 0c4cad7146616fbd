//! What has to hold of every table.

use migration::up;

use crate::place::Place;

#[tokio::test]
async fn every_foreign_key_is_the_start_of_an_index() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        // Without one, deleting a row reads all of each table that points to it.
        let sql = if place.on_server() {
            "SELECT f.conrelid::regclass || '.' || a.attname FROM pg_constraint f \
             JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1] \
             WHERE f.contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i \
             WHERE i.indrelid = f.conrelid AND i.indkey[0] = f.conkey[1])"
        } else {
            "SELECT t.name || '.' || f.\"from\" \
             FROM sqlite_schema t, pragma_foreign_key_list(t.name) f \
             WHERE t.type = 'table' AND NOT EXISTS (SELECT 1 \
             FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c \
             WHERE c.seqno = 0 AND c.name = f.\"from\")"
        };
        assert_eq!(place.texts(sql).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn every_id_of_another_row_is_a_foreign_key() {
    for place in Place::each().await {
        up(&place.db).await.unwrap();
        let sql = if place.on_server() {
            "SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c \
             WHERE c.table_schema = 'public' AND c.column_name ~ '(_id|_by)$' \
             AND c.data_type = 'uuid' AND NOT EXISTS (SELECT 1 FROM pg_constraint f \
             JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1] \
             WHERE f.contype = 'f' AND f.conrelid = c.table_name::regclass \
             AND a.attname = c.column_name)"
        } else {
            "SELECT t.name || '.' || c.name FROM sqlite_schema t, pragma_table_info(t.name) c \
             WHERE t.type = 'table' AND c.type = 'BLOB' \
             AND (c.name LIKE '%\\_id' ESCAPE '\\' OR c.name LIKE '%\\_by' ESCAPE '\\') \
             AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f \
             WHERE f.\"from\" = c.name)"
        };
        // The feed names rows of any table, also of those that are gone.
        assert_eq!(place.texts(sql).await, ["change.subject_id"]);
    }
}

#[tokio::test]
async fn on_a_server_texts_are_bytewise_and_times_absolute() {
    for place in Place::shared()
        .await
        .iter()
        .filter(|place| place.on_server())
    {
        up(&place.db).await.unwrap();
        let sql = "SELECT table_name || '.' || column_name FROM information_schema.columns \
                   WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' \
                   AND (data_type = 'text' AND collation_name IS DISTINCT FROM 'C' \
                   OR data_type NOT IN ('bigint', 'boolean', 'bytea', 'date', 'double precision', \
                   'integer', 'jsonb', 'text', 'timestamp with time zone', 'uuid'))";
        assert_eq!(place.texts(sql).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn embedded_tables_are_strict() {
    for place in Place::each()
        .await
        .iter()
        .filter(|place| !place.on_server())
    {
        up(&place.db).await.unwrap();
        let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 \
                   AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> 'seaql_migrations'";
        assert_eq!(place.texts(sql).await, Vec::<String>::new());
    }
}
