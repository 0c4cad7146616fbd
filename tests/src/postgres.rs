//! The PostgreSQL server that the tests use, and databases on it.

use std::{
    collections::hash_map::RandomState,
    env,
    hash::BuildHasher as _,
    io::Write as _,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use sea_orm::{ConnectionTrait as _, Database as Connections, DatabaseConnection};
use url::Url;

use crate::cluster::Cluster;

/// Names a server on which databases may be created.
const SERVER: &str = "LEHRGELD_TEST_POSTGRES";
/// What the names of our databases and of our connection to the server start with.
const PREFIX: &str = "lehrgeld_test_";

/// A server, and the one connection to it that creates and drops databases.
#[derive(Debug)]
pub(crate) struct Server {
    url: Url,
    /// Tells the databases of this process from those of others.
    run: String,
    statements: mpsc::Sender<(String, mpsc::Sender<()>)>,
    _cluster: Option<Cluster>,
}

/// A database of one test's own, dropped with it.
#[derive(Debug)]
pub(crate) struct Database {
    name: String,
}

/// The server, where there is one.
pub(crate) fn server() -> Option<&'static Server> {
    static FOUND: OnceLock<Option<Server>> = OnceLock::new();
    FOUND.get_or_init(Server::find).as_ref()
}

impl Server {
    #[expect(
        clippy::disallowed_methods,
        reason = "the tests' setting, not the service's"
    )]
    fn find() -> Option<Self> {
        if let Ok(url) = env::var(SERVER) {
            let url = Url::parse(&url).unwrap_or_else(|error| panic!("{SERVER}: {error}"));
            return Some(Self::connect(url, None));
        }
        if let Some(cluster) = Cluster::start() {
            let url = format!("postgres://lehrgeld@127.0.0.1:{}/postgres", cluster.port);
            return Some(Self::connect(Url::parse(&url).unwrap(), Some(cluster)));
        }
        let missing = format!("no PostgreSQL found: install it, or name a server in {SERVER}");
        assert!(env::var("CI").as_deref() != Ok("true"), "{missing}");
        // Straight to the stream: what a passing test prints is not shown.
        let _ = writeln!(
            std::io::stderr(),
            "\n*** {missing}\n*** these tests cover SQLite alone\n"
        );
        None
    }

    fn connect(url: Url, cluster: Option<Cluster>) -> Self {
        let run = format!("{PREFIX}{:016x}", RandomState::new().hash_one(()));
        let mut own = url.clone();
        own.query_pairs_mut().append_pair("application_name", &run);
        let (statements, queue) = mpsc::channel::<(String, mpsc::Sender<()>)>();
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            let connection = runtime.block_on(connect(own));
            runtime.block_on(drop_orphans(&connection));
            for (statement, done) in queue {
                runtime
                    .block_on(connection.execute_unprepared(&statement))
                    .unwrap_or_else(|error| panic!("{statement}: {error}"));
                let _ = done.send(());
            }
        });
        Self {
            url,
            run,
            statements,
            _cluster: cluster,
        }
    }

    fn execute(&self, statement: String) {
        let (done, wait) = mpsc::channel();
        self.statements.send((statement, done)).unwrap();
        wait.recv().expect("the server did as told");
    }

    /// A new database, empty or a copy.
    pub(crate) fn database(&self, template: Option<&Database>) -> Database {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("{}_{}", self.run, NEXT.fetch_add(1, Ordering::Relaxed));
        self.execute(match template {
            Some(Database { name: template }) => {
                format!("CREATE DATABASE {name} TEMPLATE {template}")
            }
            None => format!("CREATE DATABASE {name}"),
        });
        Database { name }
    }
}

impl Database {
    /// Where it is.
    pub(crate) fn url(&self) -> String {
        let mut url = server().expect("a database has a server").url.clone();
        url.set_path(&self.name);
        url.into()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let server = server().expect("a database has a server");
        server.execute(format!("DROP DATABASE {} WITH (FORCE)", self.name));
    }
}

async fn connect(url: Url) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(String::from(url));
    options
        .max_connections(1)
        .min_connections(1)
        .sqlx_logging(false);
    Connections::connect(options)
        .await
        .unwrap_or_else(|error| panic!("PostgreSQL: {error}"))
}

/// Drops what earlier runs left when they were killed: databases whose run has no connection.
async fn drop_orphans(connection: &DatabaseConnection) {
    let orphans = connection
        .query_all_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            format!(
                "SELECT datname FROM pg_database d WHERE datname LIKE '{PREFIX}%' AND NOT EXISTS \
                 (SELECT FROM pg_stat_activity a WHERE a.application_name LIKE '{PREFIX}%' \
                 AND d.datname LIKE a.application_name || '\\_%')"
            ),
        ))
        .await
        .unwrap();
    for row in orphans {
        let name: String = row.try_get("", "datname").unwrap();
        // Another run may be doing the same.
        let _ = connection
            .execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            .await;
    }
}
