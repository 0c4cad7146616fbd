//! The frozen history of the database.
//!
//! A step that has been released never changes; what is wrong with it is mended by a later one.
//! So this crate knows no entity, whose columns move on, and steps are SQL, whose meaning no
//! upgrade of a library moves. A test of the package `tests` compares where the history leads with
//! what the entities expect.

mod dialect;
mod lock;
mod m20261121_000001_create_places;
mod m20261121_000002_create_vocabulary;
mod m20261121_000003_create_accounts;
mod m20261121_000004_create_knowledge;
mod m20261121_000005_create_exchange;
mod m20261121_000006_create_feed;
mod m20261122_000007_add_token_makers;
mod m20261127_000009_add_change_reason;
mod step;

use sea_orm_migration::{
    MigrationTrait, MigratorTrait,
    async_trait::async_trait,
    sea_orm::{DatabaseConnection, DbErr},
};

/// The steps, first to last.
///
/// Start it by [`up`] and [`down`], which keep two processes from migrating at once; its own
/// methods do not.
#[derive(Clone, Copy, Debug)]
pub struct Migrator;

#[async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_create_places::STEP),
            Box::new(m20261121_000002_create_vocabulary::STEP),
            Box::new(m20261121_000003_create_accounts::STEP),
            Box::new(m20261121_000004_create_knowledge::STEP),
            Box::new(m20261121_000005_create_exchange::STEP),
            Box::new(m20261121_000006_create_feed::STEP),
            Box::new(m20261122_000007_add_token_makers::STEP),
            Box::new(m20261127_000009_add_change_reason::STEP),
        ]
    }
}

/// Brings the database to the newest state: all pending steps, or none if one of them fails.
///
/// Where nothing is pending it only reads. It fails on a database that a newer release migrated.
pub async fn up(db: &DatabaseConnection) -> Result<(), DbErr> {
    if Migrator::get_pending_migrations_read_only(db)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    // What is pending is read again behind the lock: another process may have been faster.
    let locked = lock::begin(db).await?;
    Migrator::up(&locked, None).await?;
    locked.commit().await
}

/// Takes back that many steps, or all of them; the data in their tables is lost.
pub async fn down(db: &DatabaseConnection, steps: Option<u32>) -> Result<(), DbErr> {
    let locked = lock::begin(db).await?;
    Migrator::down(&locked, steps).await?;
    locked.commit().await
}
