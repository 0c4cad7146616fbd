//! Keeps processes that start together from migrating at once.

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

/// The key of the advisory lock. The keys of a database are one space: others must differ.
const KEY: i64 = i64::from_be_bytes(*b"lg-steps");

/// Begins a transaction that only one process has at a time; the others wait.
///
/// One transaction is one connection, also through a pooler that hands out another with each
/// transaction, and its end releases the lock whatever the end is. So steps cannot contain what
/// PostgreSQL refuses in a transaction, such as `CREATE INDEX CONCURRENTLY`.
pub(crate) async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    if db.get_database_backend() != DbBackend::Postgres {
        // Takes the write lock at once, so that it waits for the busy timeout. A deferred
        // transaction that has read before it writes would fail without waiting.
        return db
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await;
    }
    // A snapshot taken before the wait would not show what the process before us did.
    let transaction = db
        .begin_with_config(Some(IsolationLevel::ReadCommitted), None)
        .await?;
    transaction
        .execute_unprepared(&format!("SELECT pg_advisory_xact_lock({KEY})"))
        .await?;
    Ok(transaction)
}
