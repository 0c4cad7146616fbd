//! Keyset paging: a page is found by the key and id of the item before it, never by counting.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{
    DbErr, EntityTrait, FromQueryResult, QueryResult,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait as _, Func, Order, OverStatement as _, Query,
        SelectStatement, WindowStatement,
    },
};
use uuid::Uuid;

use crate::{
    app::reading::Cut,
    domain::{
        paging::{Cursor, Key, PagingError, Window},
        partial_date::{epoch_day, from_epoch_day},
    },
};

/// What kind of value a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Folded text.
    Text,
    /// A number.
    Number,
    /// A time.
    Time,
    /// A day.
    Day,
}

/// How a list is sorted. Rows without a value come last in both directions; the id decides ties.
#[derive(Clone, Debug)]
pub struct Sort {
    /// Names the order, with its direction, in cursors.
    pub name: &'static str,
    key: Expr,
    kind: KeyKind,
    id: Expr,
    descending: bool,
}

impl Sort {
    /// Sorts by a column or expression that is never null.
    #[must_use]
    pub fn by(
        name: &'static str,
        key: impl Into<Expr>,
        kind: KeyKind,
        id: impl Into<Expr>,
        descending: bool,
    ) -> Self {
        Self {
            name,
            key: key.into(),
            kind,
            id: id.into(),
            descending,
        }
    }

    /// Sorts by one that may be null.
    #[must_use]
    pub fn by_nullable(
        name: &'static str,
        key: impl Into<Expr>,
        kind: KeyKind,
        id: impl Into<Expr>,
        descending: bool,
    ) -> Self {
        let key = Self::key_with_last(key, kind, descending);
        Self::by(name, key, kind, id, descending)
    }

    /// What may be null as [`by_nullable`](Self::by_nullable) sorts by it, for bounds that the same index
    /// is to find.
    #[must_use]
    pub fn key_with_last(key: impl Into<Expr>, kind: KeyKind, descending: bool) -> Expr {
        // Literals, and these very ones: the indexes are on the same expressions, and SQLite does
        // not see that a bound value is the same.
        let last = Expr::cust(match (kind, descending) {
            (KeyKind::Text, true) => "''",
            (KeyKind::Text, false) => "'\u{10ffff}'",
            (KeyKind::Number, true) => "-9223372036854775807",
            (KeyKind::Number, false) => "9223372036854775807",
            (KeyKind::Time, true) => "'1970-01-01T00:00:00+00:00'",
            (KeyKind::Time, false) => "'9999-12-31T00:00:00+00:00'",
            (KeyKind::Day, true) => "'0001-01-01'",
            (KeyKind::Day, false) => "'9999-12-31'",
        });
        Expr::from(Func::coalesce([key.into(), last]))
    }

    /// Sorts by the id alone, which grows with time.
    #[must_use]
    pub fn by_id(name: &'static str, id: impl Into<Expr>, descending: bool) -> Self {
        Self::by(name, Expr::value(0_i64), KeyKind::Number, id, descending)
    }

    /// Whether the window's cursors are of this order: what a client sends could be anything.
    pub fn check(&self, window: &Window) -> Result<(), PagingError> {
        for (argument, cursor) in [("after", &window.after), ("before", &window.before)] {
            if cursor
                .as_ref()
                .is_some_and(|cursor| !self.kind.holds(&cursor.key))
            {
                return Err(PagingError::Cursor(argument));
            }
        }
        Ok(())
    }

    fn direction(&self, reversed: bool) -> Order {
        if self.descending == reversed {
            Order::Asc
        } else {
            Order::Desc
        }
    }

    /// The rows on one side of a cursor.
    fn beyond(&self, cursor: &Cursor, forwards: bool) -> Expr {
        let key = key_value(&cursor.key);
        let here = Expr::tuple([self.key.clone(), self.id.clone()]);
        let there = Expr::tuple([key.clone(), Expr::value(cursor.id)]);
        // The bound on the key alone says nothing new, but SQLite can seek by it.
        if forwards == self.descending {
            here.lt(there).and(self.key.clone().lte(key))
        } else {
            here.gt(there).and(self.key.clone().gte(key))
        }
    }
}

fn key_value(key: &Key) -> Expr {
    match key {
        Key::Text(text) => Expr::value(text.clone()),
        Key::Number(number) => Expr::value(*number),
        Key::Micros(micros) => {
            Expr::value(DateTime::from_timestamp_micros(*micros).unwrap_or_default())
        }
        Key::Day(day) => Expr::value(from_epoch_day(*day).unwrap_or_default()),
    }
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Page<T> {
    /// The items, each with its cursor.
    pub items: Vec<(Cursor, T)>,
    /// Whether more come after them.
    pub has_next: bool,
    /// Whether some come before them.
    pub has_previous: bool,
}

impl<T> Page<T> {
    /// A page of nothing.
    #[must_use]
    pub fn empty(window: &Window) -> Self {
        Self::cut(Vec::new(), window)
    }

    fn cut(mut items: Vec<(Cursor, T)>, window: &Window) -> Self {
        let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        if window.from_end {
            items.reverse();
        }
        // What a cursor was made of lies on its far side, so there is something there.
        let (has_next, has_previous) = if window.from_end {
            (window.before.is_some(), more)
        } else {
            (more, window.after.is_some())
        };
        Self {
            items,
            has_next,
            has_previous,
        }
    }
}

/// A row with what it is sorted by.
struct Keyed<M> {
    row: M,
    key: Key,
    id: Uuid,
    parent: Option<Uuid>,
}

const TEXT: &str = "sort_text";
const NUMBER: &str = "sort_number";
const TIME: &str = "sort_time";
const DAY: &str = "sort_day";
const PARENT: &str = "sort_parent";
const NUMBERED: &str = "sort_row";

impl KeyKind {
    /// Whether a key is of this kind, and one that the databases take.
    fn holds(self, key: &Key) -> bool {
        match (self, key) {
            (Self::Text, Key::Text(text)) => !text.contains('\0'),
            (Self::Number, Key::Number(_)) => true,
            (Self::Time, Key::Micros(micros)) => DateTime::from_timestamp_micros(*micros).is_some(),
            (Self::Day, Key::Day(day)) => from_epoch_day(*day).is_some(),
            _ => false,
        }
    }

    /// What the sort key's column is called in the select, by which it is read back.
    fn alias(self) -> Alias {
        Alias::new(match self {
            Self::Text => TEXT,
            Self::Number => NUMBER,
            Self::Time => TIME,
            Self::Day => DAY,
        })
    }
}

impl<M: FromQueryResult> FromQueryResult for Keyed<M> {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let names = result.column_names();
        let has = |name: &str| names.iter().any(|column| column == name);
        let key = if has(TEXT) {
            Key::Text(result.try_get("", TEXT)?)
        } else if has(NUMBER) {
            Key::Number(result.try_get("", NUMBER)?)
        } else if has(TIME) {
            Key::Micros(
                result
                    .try_get::<DateTime<Utc>>("", TIME)?
                    .timestamp_micros(),
            )
        } else {
            Key::Day(i64::from(epoch_day(result.try_get("", DAY)?)))
        };
        Ok(Self {
            row: M::from_query_result(result, prefix)?,
            key,
            id: result.try_get("", "id")?,
            parent: has(PARENT)
                .then(|| result.try_get("", PARENT))
                .transpose()?,
        })
    }
}

/// One page.
pub async fn page<E>(cut: Cut<'_, E>, sort: &Sort, window: &Window) -> Result<Page<E::Model>, DbErr>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let rows: Vec<Keyed<E::Model>> = cut
        .rows(|mut select| {
            bound(&mut select, sort, window);
            select
                .order_by_expr(sort.key.clone(), sort.direction(window.from_end))
                .order_by_expr(sort.id.clone(), sort.direction(window.from_end))
                .limit(window.limit + 1);
            select
        })
        .await?;
    let items = rows
        .into_iter()
        .map(|row| (cursor(sort, &row), row.row))
        .collect();
    Ok(Page::cut(items, window))
}

/// One page for each parent, in one statement; parents without items are missing.
pub async fn pages_by<E>(
    cut: Cut<'_, E>,
    sort: &Sort,
    window: &Window,
    parent: impl Into<Expr>,
    parents: &[Uuid],
) -> Result<HashMap<Uuid, Page<E::Model>>, DbErr>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    let parent = parent.into();
    let rows: Vec<Keyed<E::Model>> = cut
        .rows(|mut select| {
            bound(&mut select, sort, window);
            select.and_where(parent.clone().is_in(padded(parents)));
            numbered(select, sort, window, &parent)
        })
        .await?;
    let mut pages = HashMap::<_, Vec<_>>::new();
    for row in rows {
        if let Some(parent) = row.parent {
            pages
                .entry(parent)
                .or_default()
                .push((cursor(sort, &row), row.row));
        }
    }
    Ok(pages
        .into_iter()
        .map(|(parent, items)| (parent, Page::cut(items, window)))
        .collect())
}

/// How many items each parent has; parents without items are missing.
pub async fn counts_by<E: EntityTrait>(
    cut: Cut<'_, E>,
    parent: impl Into<Expr>,
    parents: &[Uuid],
) -> Result<HashMap<Uuid, u64>, DbErr> {
    let parent = parent.into();
    let rows: Vec<Count> = cut
        .rows(|mut select| {
            select.clear_selects();
            select
                .expr_as(parent.clone(), "parent")
                .expr_as(Func::count(Expr::col(Asterisk)), "count")
                .and_where(parent.clone().is_in(padded(parents)))
                .add_group_by([parent.clone()]);
            select
        })
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.parent, row.count.unsigned_abs()))
        .collect())
}

#[derive(FromQueryResult)]
struct Count {
    parent: Uuid,
    count: i64,
}

/// Ids for an `IN`, repeated up to a power of two, so that few different statements are prepared.
#[must_use]
pub fn padded<T: Clone>(ids: &[T]) -> Vec<T> {
    let mut padded = ids.to_vec();
    if let Some(last) = ids.last() {
        padded.resize(ids.len().next_power_of_two(), last.clone());
    }
    padded
}

fn bound(select: &mut SelectStatement, sort: &Sort, window: &Window) {
    select.expr_as(sort.key.clone(), sort.kind.alias());
    if let Some(after) = &window.after {
        select.and_where(sort.beyond(after, true));
    }
    if let Some(before) = &window.before {
        select.and_where(sort.beyond(before, false));
    }
}

/// Numbers the rows of each parent and keeps as many as the window asks for, and one more.
fn numbered(
    mut select: SelectStatement,
    sort: &Sort,
    window: &Window,
    parent: &Expr,
) -> SelectStatement {
    let mut order = WindowStatement::new();
    order
        .add_partition_by(parent.clone())
        .order_by_expr(sort.key.clone(), sort.direction(window.from_end))
        .order_by_expr(sort.id.clone(), sort.direction(window.from_end));
    select.expr_as(parent.clone(), PARENT).expr_window_as(
        Func::cust("ROW_NUMBER"),
        order,
        NUMBERED,
    );
    Query::select()
        .column(Asterisk)
        .from_subquery(select, "numbered")
        .and_where(Expr::col(NUMBERED).lte(window.limit + 1))
        .order_by(PARENT, Order::Asc)
        .order_by(NUMBERED, Order::Asc)
        .to_owned()
}

fn cursor<M>(sort: &Sort, row: &Keyed<M>) -> Cursor {
    Cursor {
        order: sort.name.to_owned(),
        key: row.key.clone(),
        id: row.id,
    }
}
