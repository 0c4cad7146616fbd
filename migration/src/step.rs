//! A step of the history: a name and the SQL that leads there and back.

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager,
    async_trait::async_trait,
    sea_orm::{ConnectionTrait, DbErr},
};

use crate::dialect;

/// A step.
pub(crate) struct Step {
    /// What the database remembers it by: the name of its file.
    pub(crate) name: &'static str,
    /// Leads there.
    pub(crate) up: &'static str,
    /// Leads back.
    pub(crate) down: &'static str,
}

impl Step {
    async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
        let sql = dialect::speak(sql, manager.get_database_backend())?;
        manager
            .get_connection()
            .execute_unprepared(&sql)
            .await
            .map(|_| ())
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Self::run(manager, self.up).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        Self::run(manager, self.down).await
    }

    /// Both databases take back a half-done step; by default only one is asked to.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
