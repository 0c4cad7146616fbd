//! The lists that can be paged through: what they hold and how they are sorted.

mod cities;
mod hanging;
mod lessons;
mod organizations;
mod projects;

pub use cities::{Cities, CityField};
pub use hanging::{Comments, Participations, Reuses, Revisions};
pub use lessons::{LessonField, LessonParent, Lessons, OwnLessons};
pub use organizations::Organizations;
pub use projects::{ProjectField, Projects};

use std::{fmt::Debug, hash::Hash};

use sea_orm::{
    EntityTrait,
    sea_query::{Expr, ExprTrait as _, LikeExpr},
};

use crate::{
    app::{
        page::{Sort, padded},
        reading::{Cut, Reading},
    },
    domain::text_key::text_key,
};

/// A list that can be paged through, by itself or for each of several parents.
pub trait List: Clone + Debug + Eq + Hash + Send + Sync + 'static {
    /// What it lists.
    type Entity: EntityTrait;

    /// What it can be listed under, for many of these at once.
    type Parent: Copy + Debug + Eq + Hash + Send + Sync + 'static;

    /// The column that names the parent.
    fn parent(&self, by: Self::Parent) -> Expr;

    /// Names the order in cursors.
    fn order(&self) -> &'static str;

    /// How it is sorted.
    fn sort(&self, reading: &Reading<'_>) -> Sort;

    /// What it holds.
    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, Self::Entity>;
}

/// For lists that are under nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Never {}

/// A column under its table's name.
fn column<C: sea_orm::ColumnTrait>(column: C) -> Expr {
    column.into_expr()
}

/// Whether a folded column contains a text, folded likewise.
fn contains(column: impl sea_orm::ColumnTrait, text: &str) -> Expr {
    let key = text_key(text);
    let mut pattern = String::with_capacity(key.len() + 2);
    pattern.push('%');
    for letter in key.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    column.into_expr().like(LikeExpr::new(pattern).escape('\\'))
}

fn any_of<C, V>(column: C, values: Option<&[V]>) -> Option<Expr>
where
    C: sea_orm::ColumnTrait,
    V: Clone + Into<sea_orm::Value>,
{
    values.map(|values| column.is_in(padded(values)))
}
