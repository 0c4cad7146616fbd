//! Relay's four paging arguments, parsed into a window on an ordered list.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How many items a page holds at most.
pub const MOST: i32 = 100;
/// How many items a page holds where nothing is said.
pub const DEFAULT: i32 = 20;

/// What is wrong with the paging arguments.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PagingError {
    /// `first` or `last` is not from 1 to [`MOST`].
    #[error("{0} must be between 1 and {MOST}")]
    OutOfRange(&'static str),
    /// Both ends were asked for.
    #[error("first and last cannot be combined")]
    BothEnds,
    /// Not a cursor of this list in this order.
    #[error("{0} is not a cursor of this list in this order")]
    Cursor(&'static str),
}

/// What a list is sorted by, for one of its items.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Key {
    /// Folded text.
    #[serde(rename = "t")]
    Text(String),
    /// A number.
    #[serde(rename = "n")]
    Number(i64),
    /// Microseconds since the epoch.
    #[serde(rename = "u")]
    Micros(i64),
    /// Days since the epoch.
    #[serde(rename = "d")]
    Day(i64),
}

/// A place in a list: the sort key and the id of the item there.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cursor {
    /// Which list order it belongs to.
    #[serde(rename = "o")]
    pub order: String,
    /// The item's sort key.
    #[serde(rename = "k")]
    pub key: Key,
    /// The item's id, which decides between equal keys.
    #[serde(rename = "i")]
    pub id: Uuid,
}

impl Cursor {
    /// The cursor as clients see it.
    #[must_use]
    pub fn encode(&self) -> String {
        encode(self)
    }
}

/// Makes something an opaque, URL-safe text.
#[must_use]
pub fn encode(content: &impl Serialize) -> String {
    // Cursors hold strings, numbers and ids alone, which always become JSON.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(content).unwrap_or_default())
}

/// Reads what [`encode`] made.
#[must_use]
pub fn decode<T: for<'a> Deserialize<'a>>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

/// A window on an ordered list.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// Only what comes after it.
    pub after: Option<Cursor>,
    /// Only what comes before it.
    pub before: Option<Cursor>,
    /// How many items.
    pub limit: u64,
    /// Counted from the end.
    pub from_end: bool,
}

impl Window {
    /// Parses Relay's arguments for a list in the order that `order` names.
    pub fn parse(
        order: &str,
        first: Option<i32>,
        after: Option<&str>,
        last: Option<i32>,
        before: Option<&str>,
    ) -> Result<Self, PagingError> {
        if first.is_some() && last.is_some() {
            return Err(PagingError::BothEnds);
        }
        let limit = match last {
            Some(last) => size("last", last)?,
            None => size("first", first.unwrap_or(DEFAULT))?,
        };
        Ok(Self {
            after: cursor("after", order, after)?,
            before: cursor("before", order, before)?,
            limit,
            from_end: last.is_some(),
        })
    }
}

/// Parses a page's or list's size, which the argument of that name gives.
pub fn size(argument: &'static str, size: i32) -> Result<u64, PagingError> {
    if (1..=MOST).contains(&size) {
        Ok(u64::from(size.unsigned_abs()))
    } else {
        Err(PagingError::OutOfRange(argument))
    }
}

fn cursor(
    argument: &'static str,
    order: &str,
    text: Option<&str>,
) -> Result<Option<Cursor>, PagingError> {
    text.map(|text| {
        decode::<Cursor>(text)
            .filter(|cursor| cursor.order == order)
            .ok_or(PagingError::Cursor(argument))
    })
    .transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_outside_of_1_to_100_are_refused() {
        for wrong in [i32::MIN, -1, 0, 101, i32::MAX] {
            assert_eq!(
                Window::parse("n", Some(wrong), None, None, None),
                Err(PagingError::OutOfRange("first"))
            );
            assert_eq!(
                Window::parse("n", None, None, Some(wrong), None),
                Err(PagingError::OutOfRange("last"))
            );
        }
        assert_eq!(
            Window::parse("n", Some(1), None, Some(1), None),
            Err(PagingError::BothEnds)
        );
        let window = Window::parse("n", None, None, None, None);
        assert_eq!(window.map(|window| window.limit), Ok(20));
    }

    #[test]
    fn cursors_belong_to_one_order() {
        let cursor = Cursor {
            order: "n".to_owned(),
            key: Key::Text("konstanz".to_owned()),
            id: Uuid::from_u128(7),
        };
        let text = cursor.encode();
        let window = Window::parse("n", None, Some(&text), None, None);
        assert_eq!(window.map(|window| window.after), Ok(Some(cursor)));
        for (order, text) in [("p", text.as_str()), ("n", ""), ("n", "%"), ("n", "e30")] {
            assert_eq!(
                Window::parse(order, None, None, None, Some(text)),
                Err(PagingError::Cursor("before"))
            );
        }
    }
}
