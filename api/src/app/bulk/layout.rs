//! How lessons stand in a file: as a table, or as an object a line.

use std::io;

use super::told::{COLUMNS, Told};
use crate::app::error::Error;

/// By this a spreadsheet knows the encoding.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands between two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separator {
    /// As RFC 4180 has it.
    Comma,
    /// As spreadsheets expect it where the comma stands in numbers.
    Semicolon,
}

/// How lessons stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A row each, under a header.
    Table {
        /// What stands between two cells.
        separator: Separator,
        /// Whether it begins with a mark by which spreadsheets know that it is UTF-8.
        byte_order_mark: bool,
    },
    /// An object in JSON a line.
    Objects,
}

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
        }
    }
}

impl Layout {
    /// What stands before the first lesson.
    pub(super) fn head(self) -> Vec<u8> {
        let Self::Table {
            separator,
            byte_order_mark,
        } = self
        else {
            return Vec::new();
        };
        let mark = if byte_order_mark {
            BYTE_ORDER_MARK
        } else {
            &[]
        };
        let names = COLUMNS.map(str::as_bytes).join(&separator.byte());
        [mark, &names, b"\r\n"].concat()
    }

    /// Lessons.
    pub(super) fn rows(self, lessons: &[Told]) -> Result<Vec<u8>, Error> {
        let written = match self {
            Self::Table { separator, .. } => rows(separator, lessons),
            Self::Objects => objects(lessons),
        };
        // Nothing but memory is written to.
        written.map_err(|error| Error::Inconsistent(error.to_string()))
    }
}

fn rows(separator: Separator, lessons: &[Told]) -> io::Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new()
        .delimiter(separator.byte())
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for lesson in lessons {
        table.write_record(lesson.cells())?;
    }
    table.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn objects(lessons: &[Told]) -> io::Result<Vec<u8>> {
    let mut lines = Vec::new();
    for lesson in lessons {
        serde_json::to_writer(&mut lines, lesson)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
