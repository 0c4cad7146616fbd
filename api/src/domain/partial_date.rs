//! Dates that are known in part: EDTF (ISO 8601-2) level 0 and 1, without times of day and years
//! of more than four digits; and, from level 2, a day or month of an unknown year (`XXXX-01-17`).

use std::fmt;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

/// A partial or uncertain date or interval, in the text that it was given in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct PartialDate {
    text: String,
    span: Option<(NaiveDate, NaiveDate)>,
    year: Option<i32>,
}

/// The text is not a partial date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "must be a date, partial date or interval such as 2019, 2019-11, 2019-03-19/2019-03-20, 201X or XXXX-01-17"
)]
pub struct NotADate;

impl PartialDate {
    /// Parses EDTF.
    pub fn parse(text: &str) -> Result<Self, NotADate> {
        let text = text.trim();
        let (span, year) = match text.split_once('/') {
            None => {
                let day = Point::parse(text)?;
                (day.span, day.year)
            }
            Some((start, end)) => interval(start, end)?,
        };
        Ok(Self {
            text: text.to_owned(),
            span,
            year,
        })
    }

    /// The EDTF text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first and the last day that it can mean; nothing where the year is unknown.
    ///
    /// An open end reaches to the year 0 or 9999.
    #[must_use]
    pub fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        self.span
    }

    /// The year it is counted under: that of its start, where all four digits are known.
    #[must_use]
    pub fn year(&self) -> Option<i32> {
        self.year
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.text
    }
}

impl TryFrom<String> for PartialDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        Self::parse(&text)
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

type Span = Option<(NaiveDate, NaiveDate)>;

fn interval(start: &str, end: &str) -> Result<(Span, Option<i32>), NotADate> {
    let unsaid = |side: &str| side.is_empty() || side == "..";
    if unsaid(start) && unsaid(end) {
        return Err(NotADate);
    }
    let from = (!unsaid(start)).then(|| Point::parse(start)).transpose()?;
    let to = (!unsaid(end)).then(|| Point::parse(end)).transpose()?;
    let year = from.as_ref().and_then(|from| from.year);
    let span = match (from, to) {
        (Some(from), Some(to)) => match (from.span, to.span) {
            (Some((first, _)), Some((_, last))) if first <= last => Some((first, last)),
            (Some(_), Some(_)) => return Err(NotADate),
            _ => None,
        },
        // `..` is an open end, an empty side an unknown one, which may lie anywhere.
        (Some(from), None) => from.span.map(|(first, last)| {
            let open = end == "..";
            (
                first,
                if open {
                    day(9999, 12, 31).unwrap_or(last)
                } else {
                    last
                },
            )
        }),
        (None, Some(to)) => to.span.map(|(first, last)| {
            let open = start == "..";
            (
                if open {
                    day(0, 1, 1).unwrap_or(first)
                } else {
                    first
                },
                last,
            )
        }),
        (None, None) => None,
    };
    Ok((span, year))
}

/// One date, as precise as it is known.
struct Point {
    span: Span,
    year: Option<i32>,
}

impl Point {
    fn parse(text: &str) -> Result<Self, NotADate> {
        let text = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
        let mut parts = text.split('-');
        let year = parts.next().ok_or(NotADate)?;
        let (first, last) = years(year)?;
        let rest = (parts.next(), parts.next(), parts.next());
        let unknown_year = year == "XXXX";
        let whole_year = first == last;
        let span = match rest {
            (None, ..) | (Some("XX"), None | Some("XX"), None) => {
                day(first, 1, 1).zip(day(last, 12, 31))
            }
            (Some(month), None | Some("XX"), None) if whole_year || unknown_year => {
                month_span(first, two_digits(month)?, rest.1.is_none())
            }
            (Some(month), Some(date), None) if whole_year || unknown_year => {
                // A leap year stands in for an unknown one, so that 29 February is a date.
                let year = if unknown_year { 2000 } else { first };
                let day = day(year, two_digits(month)?, two_digits(date)?);
                day.zip(day)
            }
            _ => return Err(NotADate),
        };
        let span = span.ok_or(NotADate)?;
        Ok(Self {
            span: (!unknown_year).then_some(span),
            year: whole_year.then_some(first),
        })
    }
}

/// The first and the last year that four digits, some of them unknown from the right, can mean.
fn years(text: &str) -> Result<(i32, i32), NotADate> {
    let known = text.trim_end_matches('X');
    if text.len() != 4 || !known.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotADate);
    }
    let parse = |text: String| text.parse().map_err(|_| NotADate);
    Ok((
        parse(text.replace('X', "0"))?,
        parse(text.replace('X', "9"))?,
    ))
}

/// A month, or a season (21 spring to 24 winter, which begins in December of its year).
fn month_span(year: i32, month: u32, seasons: bool) -> Span {
    let (first, year_after, month_after) = match month {
        1..=11 => (day(year, month, 1), year, month + 1),
        12 => (day(year, 12, 1), year + 1, 1),
        21..=23 if seasons => {
            let start = (month - 20) * 3;
            (day(year, start, 1), year, start + 3)
        }
        24 if seasons => (day(year, 12, 1), year + 1, 3),
        _ => return None,
    };
    first.zip(day(year_after, month_after, 1).and_then(|day| day.pred_opt()))
}

fn two_digits(text: &str) -> Result<u32, NotADate> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().map_err(|_| NotADate)
    } else {
        Err(NotADate)
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Days since 1 January 1970, as the index and cursors count them.
#[must_use]
pub fn epoch_day(date: NaiveDate) -> i32 {
    // 719,163 is the day number of 1 January 1970, counted from the year 1.
    date.num_days_from_ce() - 719_163
}

/// The date that [`epoch_day`] counted, if it is one.
#[must_use]
pub fn from_epoch_day(days: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(days.checked_add(719_163)?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> (String, String) {
        let date = PartialDate::parse(text).expect(text);
        let (first, last) = date.span().expect(text);
        (first.to_string(), last.to_string())
    }

    #[test]
    fn spans_reach_from_the_first_to_the_last_possible_day() {
        for (text, first, last) in [
            ("2019", "2019-01-01", "2019-12-31"),
            ("2019-11", "2019-11-01", "2019-11-30"),
            ("2019-12", "2019-12-01", "2019-12-31"),
            ("2020-02", "2020-02-01", "2020-02-29"),
            ("2019-11-05", "2019-11-05", "2019-11-05"),
            ("2019-11-05?", "2019-11-05", "2019-11-05"),
            ("1984~", "1984-01-01", "1984-12-31"),
            ("201X", "2010-01-01", "2019-12-31"),
            ("20XX", "2000-01-01", "2099-12-31"),
            ("2004-XX", "2004-01-01", "2004-12-31"),
            ("2004-06-XX", "2004-06-01", "2004-06-30"),
            ("2004-XX-XX", "2004-01-01", "2004-12-31"),
            ("2001-21", "2001-03-01", "2001-05-31"),
            ("2001-24", "2001-12-01", "2002-02-28"),
            ("2019-03-19/2019-03-20", "2019-03-19", "2019-03-20"),
            ("2004-06/2006", "2004-06-01", "2006-12-31"),
            ("2019/..", "2019-01-01", "9999-12-31"),
            ("../2019", "0000-01-01", "2019-12-31"),
            ("2019/", "2019-01-01", "2019-12-31"),
        ] {
            assert_eq!(span(text), (first.to_owned(), last.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_day_of_an_unknown_year_has_no_span() {
        for text in ["XXXX-01-17", "XXXX-02-29", "XXXX-01", "XXXX"] {
            let date = PartialDate::parse(text).expect(text);
            assert_eq!(
                (date.as_str(), date.span(), date.year()),
                (text, None, None)
            );
        }
    }

    #[test]
    fn the_year_is_that_of_the_start_where_it_is_known() {
        for (text, year) in [
            ("2019-11", Some(2019)),
            ("2019/2021", Some(2019)),
            ("201X", None),
            ("../2019", None),
        ] {
            assert_eq!(PartialDate::parse(text).map(|date| date.year()), Ok(year));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2019-13",
            "2019-02-29",
            "19",
            "2019-1",
            "2019-11-31",
            "2019-11-5",
            "01.02.2019",
            "/",
            "../..",
            "2020/2019",
            "2X19",
            "X019",
            "201X-05",
            "2019-11-05T10:00:00Z",
            "2019-11-05-01",
            "२०१९",
            "2019-25",
            "2019-21-01",
            "2019-XX-05",
            "a/b",
            "-2019",
        ] {
            assert_eq!(PartialDate::parse(text), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn epoch_days_count_from_1970() {
        let date = NaiveDate::from_ymd_opt(1970, 1, 2).expect("a date");
        assert_eq!(epoch_day(date), 1);
        assert_eq!(from_epoch_day(1), Some(date));
    }
}
