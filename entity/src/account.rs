//! Who may do what.

use sea_orm::entity::prelude::*;

use crate::id::AccountId;

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    /// Key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AccountId,
    /// The name to show.
    pub name: String,
    /// For notices.
    pub email: Option<String>,
    /// May do everything.
    pub steward: bool,
    /// The identity provider that vouches for it.
    pub issuer: Option<String>,
    /// Its name there; unique with the issuer.
    pub subject: Option<String>,
    /// When it was closed.
    pub closed_at: Option<DateTimeUtc>,
    /// When it was first stored.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub updated_at: DateTimeUtc,
}

/// What its rows point to.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
