//! Databases to test on: in memory, in a file, and one of its own on a server.

use std::{
    env,
    io::{self, Write as _},
    process,
    sync::{
        Once,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use sea_orm_migration::sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult,
    Statement,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Names a server on which databases can be made, as `postgres://postgres@127.0.0.1/postgres`.
const SERVER: &str = "LEHRGELD_TEST_POSTGRES";

/// A database that goes when this does.
pub(crate) struct Place {
    pub(crate) db: DatabaseConnection,
    url: String,
    home: Home,
}

enum Home {
    Memory,
    File { _folder: TempDir },
    Server { url: String, name: String },
}

impl Place {
    /// One in memory, one in a file and, where a server is named, one there.
    pub(crate) async fn each() -> Vec<Self> {
        let memory = Self::open("sqlite::memory:".to_owned(), Home::Memory).await;
        let mut places = vec![memory];
        places.extend(Self::shared().await);
        places
    }

    /// Those that several processes can open.
    pub(crate) async fn shared() -> Vec<Self> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("lehrgeld.sqlite");
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let mut places = vec![Self::open(url, Home::File { _folder: folder }).await];
        places.extend(Self::server().await);
        places
    }

    #[expect(clippy::disallowed_methods, reason = "no settings reach a test")]
    async fn server() -> Option<Self> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        static SAID: Once = Once::new();
        let Ok(url) = env::var(SERVER) else {
            SAID.call_once(|| {
                // Straight to the stream: what a passing test prints is not shown.
                let _ = writeln!(
                    io::stderr(),
                    "not covered: PostgreSQL ({SERVER} is not set)"
                );
            });
            return None;
        };
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("lehrgeld_migration_{}_{count}", process::id());
        run(&url, &format!("DROP DATABASE IF EXISTS {name}")).await;
        run(&url, &format!("CREATE DATABASE {name}")).await;
        let (server, _) = url.rsplit_once('/').unwrap();
        Some(Self::open(format!("{server}/{name}"), Home::Server { url, name }).await)
    }

    async fn open(url: String, home: Home) -> Self {
        let db = connect(&url).await;
        Self { db, url, home }
    }

    /// Another process's connection.
    pub(crate) async fn connect(&self) -> DatabaseConnection {
        connect(&self.url).await
    }

    pub(crate) fn on_server(&self) -> bool {
        self.db.get_database_backend() == DbBackend::Postgres
    }

    pub(crate) async fn rows(&self, sql: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        self.db.query_all_raw(statement).await.unwrap()
    }

    /// The first column, as texts.
    pub(crate) async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = self.rows(sql).await;
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// The tables, by name, without those that databases and migrators keep for themselves.
    pub(crate) async fn tables(&self) -> Vec<String> {
        let sql = if self.on_server() {
            "SELECT table_name::text FROM information_schema.tables \
             WHERE table_schema = 'public' AND table_name <> 'seaql_migrations' ORDER BY 1"
        } else {
            "SELECT name FROM sqlite_schema WHERE type = 'table' \
             AND name NOT LIKE 'sqlite_%' AND name <> 'seaql_migrations' ORDER BY 1"
        };
        self.texts(sql).await
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let Home::Server { url, name } = &self.home else {
            return;
        };
        let url = url.clone();
        let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        // This thread is inside a runtime and cannot wait for another one.
        let dropping = thread::spawn(move || Runtime::new().unwrap().block_on(run(&url, &sql)));
        if dropping.join().is_err() {
            eprintln!("left behind: the database {name}");
        }
    }
}

async fn run(url: &str, sql: &str) {
    let db = connect(url).await;
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options).await.unwrap()
}
