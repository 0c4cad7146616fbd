//! The database: one writer beside a pool of readers, on SQLite and PostgreSQL alike.

use std::{
    fmt,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, SqliteTransactionMode, SqlxPostgresConnector, SqlxSqliteConnector,
    TransactionOptions, TransactionTrait as _,
};
use sqlx::{
    ConnectOptions as _, SqliteConnection,
    postgres::{PgConnectOptions, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use crate::{
    app::reading::{Connection, Reading},
    domain::reach::Reach,
    metrics::Metrics,
};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file of this process's own.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Box<url::Url>),
}

/// Without user, password and options: logs are read by more people than may read the database.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(out, "{}", path.display()),
            Self::Postgres(url) => {
                let host = url.host_str().unwrap_or_default();
                write!(out, "{}://{host}", url.scheme())?;
                if let Some(port) = url.port() {
                    write!(out, ":{port}")?;
                }
                out.write_str(url.path())
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Address({self})")
    }
}

/// How long a connection waits for another's write, and a request for a connection.
const PATIENCE: Duration = Duration::from_secs(15);
/// Connections that read at once.
const READERS: u32 = 8;
/// How long SQLite's log waits for those who read to be emptied, at once and when it is tried again:
/// nobody writes meanwhile.
const FOLD: Duration = Duration::from_secs(1);
const FOLD_AGAIN: Duration = Duration::from_millis(20);
/// Connections that write at once on PostgreSQL; SQLite has one writer.
const POSTGRES_WRITERS: u32 = 4;

/// The database. Whoever reads lessons or projects does so through [`Store::reading`].
#[derive(Clone, Debug)]
pub struct Store {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
    /// Whether SQLite's log may hold something that was erased. What a process that was killed left in it
    /// is unknown.
    unfolded: Arc<AtomicBool>,
}

/// The database as it is at one moment, to read.
pub(super) struct Snapshot(DatabaseTransaction);

impl Snapshot {
    /// What is within reach.
    pub(super) fn reading<'a>(&'a self, reach: &'a Reach) -> Reading<'a> {
        Reading::new(Connection::Transaction(&self.0), reach)
    }
}

impl Store {
    /// Connects, creating an SQLite file where there is none.
    pub async fn open(address: &Address, metrics: &Arc<Metrics>) -> Result<Self, DbErr> {
        let (mut readers, mut writer) = match address {
            Address::Sqlite(path) => sqlite(path).await?,
            Address::Postgres(url) => postgres(url).await?,
        };
        for connection in [&mut readers, &mut writer] {
            let metrics = Arc::clone(metrics);
            connection.set_metric_callback(move |info| {
                metrics.sql_statement(info.elapsed, info.failed);
            });
        }
        Ok(Self {
            readers,
            writer,
            unfolded: Arc::new(AtomicBool::new(true)),
        })
    }

    /// Brings the tables up to this version of the service.
    pub async fn migrate(&self) -> Result<(), DbErr> {
        migration::up(&self.writer).await
    }

    /// Takes back that many steps of its history; the data in their tables is lost.
    pub async fn migrate_down(&self, steps: u32) -> Result<(), DbErr> {
        migration::down(&self.writer, Some(steps)).await
    }

    /// What is within reach, to read.
    #[must_use]
    pub fn reading<'a>(&'a self, reach: &'a Reach) -> Reading<'a> {
        Reading::new(Connection::Pool(&self.readers), reach)
    }

    /// A transaction that writes, and on SQLite takes its lock at once: a transaction that first
    /// reads and then writes could otherwise be refused half-way.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: match self.writer.get_database_backend() {
                    DbBackend::Sqlite => Some(SqliteTransactionMode::Immediate),
                    _ => None,
                },
                ..TransactionOptions::default()
            })
            .await
    }

    /// The database as it is now, however long it is read. On SQLite every transaction that reads
    /// sees one moment.
    pub(super) async fn snapshot(&self) -> Result<Snapshot, DbErr> {
        let options = match self.readers.get_database_backend() {
            DbBackend::Sqlite => TransactionOptions::default(),
            _ => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                ..TransactionOptions::default()
            },
        };
        Ok(Snapshot(self.readers.begin_with_options(options).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.readers.execute_unprepared("SELECT 1").await.map(drop)
    }

    /// Folds SQLite's log into its file and empties it: of what was overwritten the log keeps what was
    /// there before, until others write over that. While someone reads that cannot be done; then it is
    /// tried again by whoever follows the changes.
    pub(super) async fn fold_log(&self) {
        self.unfolded.store(true, Ordering::Relaxed);
        match self.try_to_fold_log(FOLD).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!(
                "the log of the database still holds what was erased, because someone reads; it is \
                 emptied when they are done"
            ),
            Err(error) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the log of the database could not be emptied");
            }
        }
    }

    /// Empties SQLite's log if that could not be done when something was erased.
    pub(super) async fn fold_log_if_left(&self) {
        if self.unfolded.load(Ordering::Relaxed)
            && let Err(error) = self.try_to_fold_log(FOLD_AGAIN).await
        {
            let error = &error as &dyn std::error::Error;
            tracing::debug!(error, "the log of the database could not be emptied yet");
        }
    }

    /// Whether SQLite's log is empty now.
    async fn try_to_fold_log(&self, patience: Duration) -> Result<bool, sqlx::Error> {
        if self.writer.get_database_backend() != DbBackend::Sqlite {
            self.unfolded.store(false, Ordering::Relaxed);
            return Ok(true);
        }
        let mut writer = self.writer.get_sqlite_connection_pool().acquire().await?;
        // What is erased from here on asks for itself.
        self.unfolded.store(false, Ordering::Relaxed);
        let folded = fold(&mut writer, patience).await;
        if !matches!(folded, Ok(true)) {
            self.unfolded.store(true, Ordering::Relaxed);
        }
        folded
    }

    /// Ends all connections; SQLite's log is folded into its file.
    pub async fn close(self) -> Result<(), DbErr> {
        self.readers.close().await?;
        self.writer.close().await
    }
}

/// Folds the log by the one connection that writes, and says whether it is empty.
async fn fold(writer: &mut SqliteConnection, patience: Duration) -> Result<bool, sqlx::Error> {
    be_patient(writer, patience).await?;
    let folded = sqlx::query_scalar::<_, i64>("PRAGMA wal_checkpoint(TRUNCATE)");
    let busy = folded.fetch_one(&mut *writer).await;
    be_patient(writer, PATIENCE).await?;
    Ok(busy? == 0)
}

async fn be_patient(writer: &mut SqliteConnection, patience: Duration) -> Result<(), sqlx::Error> {
    let patience = format!("PRAGMA busy_timeout = {}", patience.as_millis());
    let patience = sqlx::raw_sql(sqlx::AssertSqlSafe(patience));
    patience.execute(writer).await.map(drop)
}

async fn sqlite(path: &PathBuf) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // What is erased is overwritten, not only forgotten.
        .pragma("secure_delete", "ON")
        .busy_timeout(PATIENCE)
        .disable_statement_logging();
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.clone())
        .await
        .map_err(connection_error)?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.create_if_missing(false).read_only(true))
        .await
        .map_err(connection_error)?;
    Ok((
        SqlxSqliteConnector::from_sqlx_sqlite_pool(readers),
        SqlxSqliteConnector::from_sqlx_sqlite_pool(writer),
    ))
}

async fn postgres(url: &url::Url) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
    let options: PgConnectOptions = url.as_str().parse().map_err(connection_error)?;
    let options = options
        .application_name("lehrgeld")
        .disable_statement_logging();
    let writer = PgPoolOptions::new()
        .max_connections(POSTGRES_WRITERS)
        .acquire_timeout(PATIENCE)
        .connect_with(
            options
                .clone()
                .options([("idle_in_transaction_session_timeout", "60s")]),
        )
        .await
        .map_err(connection_error)?;
    let readers = PgPoolOptions::new()
        .max_connections(READERS)
        .acquire_timeout(PATIENCE)
        .connect_with(options.options([
            ("default_transaction_read_only", "on"),
            ("statement_timeout", "30s"),
        ]))
        .await
        .map_err(connection_error)?;
    Ok((
        SqlxPostgresConnector::from_sqlx_postgres_pool(readers),
        SqlxPostgresConnector::from_sqlx_postgres_pool(writer),
    ))
}

fn connection_error(error: sqlx::Error) -> DbErr {
    DbErr::Conn(sea_orm::RuntimeErr::SqlxError(Arc::new(error)))
}
