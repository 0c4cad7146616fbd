//! Reads a file line by line: an object in JSON each, or a row of a table under its header.

use std::io::{self, BufRead, Cursor, Read as _};

use serde_json::{Map, Value};

use super::row::{FIELDS, IGNORED};

/// How many bytes a line holds at most: room for every text at its longest, and far from what would
/// fill a machine.
const LONGEST: u64 = 16 * 1024 * 1024;
const BOM: &[u8] = b"\xef\xbb\xbf";

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An object in JSON a line.
    Ndjson,
    /// A table with a header line, its cells apart by `;` or `,`.
    Csv,
}

/// A line of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u64,
    /// Its fields by name, or why it cannot be read.
    pub fields: Result<Map<String, Value>, String>,
}

/// The lines of a file.
pub type Lines<'f> = Box<dyn Iterator<Item = Result<Line, FileError>> + 'f>;

/// Why a file cannot be read further.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system says so.
    #[error("the file cannot be read")]
    Io(#[from] io::Error),
    /// It is no table.
    #[error("the table cannot be read")]
    Table(#[from] csv::Error),
    /// A column that nobody knows: every row would be wrong.
    #[error("the header names {0:?}, which is no field of a lesson; these are: {all}", all = FIELDS.join(", "))]
    Column(String),
    /// A column that is there twice.
    #[error("the header names {0:?} twice")]
    Twice(String),
}

/// The lines of a file that holds something. A byte order mark and both kinds of line ends are
/// taken as they come.
pub fn read_lines<'f>(
    format: Format,
    mut input: impl BufRead + 'f,
) -> Result<Lines<'f>, FileError> {
    if input.fill_buf()?.starts_with(BOM) {
        input.consume(BOM.len());
    }
    Ok(match format {
        Format::Ndjson => Box::new(objects(input)),
        Format::Csv => Box::new(cells(input)?),
    })
}

fn objects(mut input: impl BufRead) -> impl Iterator<Item = Result<Line, FileError>> {
    let mut number = 0;
    std::iter::from_fn(move || {
        loop {
            let mut bytes = Vec::new();
            match input.by_ref().take(LONGEST).read_until(b'\n', &mut bytes) {
                Err(error) => return Some(Err(error.into())),
                Ok(0) => return None,
                Ok(_) => number += 1,
            }
            let text = bytes.trim_ascii();
            if !text.is_empty() {
                let fields = object(text);
                return Some(Ok(Line { number, fields }));
            }
        }
    })
}

fn object(text: &[u8]) -> Result<Map<String, Value>, String> {
    serde_json::from_slice(text).map_err(|error| {
        let why = if error.is_data() {
            "something else"
        } else {
            "not JSON"
        };
        format!(
            "This must be an object in JSON, but is {why} in column {}.",
            error.column()
        )
    })
}

fn cells<'f>(
    mut input: impl BufRead + 'f,
) -> Result<impl Iterator<Item = Result<Line, FileError>> + 'f, FileError> {
    let mut header = Vec::new();
    input
        .by_ref()
        .take(LONGEST)
        .read_until(b'\n', &mut header)?;
    let delimiter = if header.contains(&b';') { b';' } else { b',' };
    // Lines end with a line feed alone, the last one too: so their numbers can be told.
    let whole = Cursor::new(header).chain(input).chain(&b"\n"[..]);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .terminator(csv::Terminator::Any(b'\n'))
        .flexible(true)
        .from_reader(whole);
    let names = columns(reader.headers()?)?;
    Ok(std::iter::from_fn(move || {
        let mut row = csv::ByteRecord::new();
        loop {
            match reader.read_byte_record(&mut row) {
                Err(error) => return Some(Err(error.into())),
                Ok(false) => return None,
                Ok(true) => {}
            }
            let cells: Vec<_> = row.iter().map(without_return).collect();
            // Spreadsheets leave rows of nothing at the end.
            if cells.iter().any(|cell| !cell.is_empty()) {
                let within = row.as_slice().iter().filter(|byte| **byte == b'\n');
                let number = reader.position().line() - 1 - within.count() as u64;
                let fields = fields(&names, &cells);
                return Some(Ok(Line { number, fields }));
            }
        }
    }))
}

/// A cell without the rest of the end of its line.
fn without_return(cell: &[u8]) -> &[u8] {
    cell.strip_suffix(b"\r").unwrap_or(cell)
}

fn columns(header: &csv::StringRecord) -> Result<Vec<String>, FileError> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    for name in header.iter().map(str::trim) {
        if !FIELDS.contains(&name) && !IGNORED.contains(&name) {
            return Err(FileError::Column(name.to_owned()));
        }
        if names.iter().any(|known| known == name) {
            return Err(FileError::Twice(name.to_owned()));
        }
        names.push(name.to_owned());
    }
    Ok(names)
}

fn fields(names: &[String], row: &[&[u8]]) -> Result<Map<String, Value>, String> {
    if row.len() != names.len() {
        let (here, there) = (row.len(), names.len());
        return Err(format!(
            "This row has {here} cells, but the header names {there}."
        ));
    }
    let cells = names.iter().zip(row);
    let cells = cells.filter(|(name, _)| !is_ignored(name));
    let fields = cells.map(|(name, cell)| {
        let text = std::str::from_utf8(cell).map_err(|_| {
            "This is not UTF-8; save the table as \"CSV UTF-8\" in your spreadsheet.".to_owned()
        })?;
        Ok((name.clone(), cell_value(text)))
    });
    fields.collect()
}

fn is_ignored(name: &str) -> bool {
    IGNORED.contains(&name)
}

/// An empty cell empties the field.
fn cell_value(text: &str) -> Value {
    match unprotected(text) {
        "" => Value::Null,
        text => Value::String(text.to_owned()),
    }
}

/// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn unprotected(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_like_formula(rest) => rest,
        _ => text,
    }
}

/// Whether a spreadsheet could take a cell for a formula, also behind apostrophes: what was not
/// protected must not lose one on its way back.
pub(super) fn is_like_formula(text: &str) -> bool {
    let text = text.trim_start_matches('\'');
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(format: Format, text: &str) -> Vec<Line> {
        let lines = read_lines(format, text.as_bytes()).unwrap();
        lines.map(Result::unwrap).collect()
    }

    #[test]
    fn objects_are_read_with_the_numbers_of_their_lines() {
        let lines = read(
            Format::Ndjson,
            "\u{feff}{\"title\":\"Ä\"}\r\n\n[1]\n{\"title\":\nnull",
        );
        let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 3, 4, 5]);
        let first = lines[0].fields.clone().unwrap();
        assert_eq!(first["title"], "Ä");
        assert!(lines[1..].iter().all(|line| line.fields.is_err()));
    }

    #[test]
    fn tables_are_read_with_the_numbers_of_their_lines() {
        for (separator, end) in [(';', "\r\n"), (',', "\n")] {
            let table = "\u{feff}title|insight|status\nA|\"zwei\nZeilen, \"\"so\"\"; und\"|X\n\
                         \n||\nB||\nC|zu wenig\n'=1|''@x|";
            let table = table
                .replace('|', &separator.to_string())
                .replace('\n', end);
            let lines = read(Format::Csv, &table);
            let numbers: Vec<_> = lines.iter().map(|line| line.number).collect();
            assert_eq!(numbers, [2, 6, 7, 8]);
            let row = |at: usize| Value::Object(lines[at].fields.clone().unwrap());
            let insight = format!("zwei{end}Zeilen, \"so\"; und");
            assert_eq!(
                row(0),
                serde_json::json!({"title": "A", "insight": insight})
            );
            assert_eq!(row(1), serde_json::json!({"title": "B", "insight": null}));
            assert!(lines[2].fields.is_err());
            assert_eq!(row(3), serde_json::json!({"title": "=1", "insight": "'@x"}));
        }
    }

    #[test]
    fn a_header_of_something_else_is_refused() {
        for header in ["titel;insight\n", "title;title\n"] {
            assert!(
                read_lines(Format::Csv, header.as_bytes()).is_err(),
                "{header}"
            );
        }
    }

    #[test]
    fn a_table_in_another_encoding_is_told_so() {
        let mut lines = read_lines(Format::Csv, &b"title\nB\xfcrger\n"[..]).unwrap();
        let told = lines.next().unwrap().unwrap().fields.unwrap_err();
        assert!(told.contains("UTF-8"), "{told}");
    }
}
