//! What is wrong with a row, under the names that the file uses.

use serde::Serialize;

use crate::domain::problem::{Locale, Problem, ProblemCode};

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its line, from 1.
    pub line: u64,
    /// The contributor's own id, where the row has one.
    pub external_id: Option<String>,
    /// All that is wrong with it.
    pub problems: Vec<RowProblem>,
}

/// What is wrong with a field of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowProblem {
    /// The field, or the item of it, as in `sources.0.url`; nothing where it is the whole line.
    pub field: Option<String>,
    /// What kind of problem, as the API calls it.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
}

impl RowProblem {
    /// A field that is not of the form it has to have.
    pub(super) fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::of(field, "INVALID", message)
    }

    /// A name that nothing has.
    pub(super) fn unknown(field: &str, what: &str, name: &str) -> Self {
        Self::of(field, "NOT_FOUND", format!("There is no {what} {name:?}."))
    }

    /// A line that cannot be read.
    pub(super) fn of_line(message: String) -> Self {
        Self {
            field: None,
            code: "INVALID",
            message,
        }
    }

    /// What is left to others.
    pub(super) fn forbidden() -> Self {
        let message = "You may not contribute for this city.";
        Self::of("city", "FORBIDDEN", message)
    }

    fn of(field: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: Some(field.to_owned()),
            code,
            message: message.into(),
        }
    }

    /// The same, as part of something larger.
    pub(super) fn under(self, place: &str) -> Self {
        let field = self.field.map(|field| format!("{place}.{field}"));
        Self { field, ..self }
    }
}

impl From<Problem> for RowProblem {
    fn from(problem: Problem) -> Self {
        let steps: Vec<_> = problem.path.iter().map(|step| in_file(step)).collect();
        let code = code(problem.fault.code());
        Self::of(&steps.join("."), code, problem.fault.message(Locale::En))
    }
}

/// What the file calls a field of the API.
fn in_file(step: &str) -> &str {
    match step {
        "cityId" => "city",
        "projectId" => "project",
        "topicIds" => "topics",
        "organizationId" => "organization",
        step => step,
    }
}

fn code(code: ProblemCode) -> &'static str {
    match code {
        ProblemCode::Required => "REQUIRED",
        ProblemCode::TooLong => "TOO_LONG",
        ProblemCode::Invalid => "INVALID",
        ProblemCode::NotFound => "NOT_FOUND",
        ProblemCode::Taken => "TAKEN",
        ProblemCode::Conflict => "CONFLICT",
        ProblemCode::NotAllowedInStatus => "NOT_ALLOWED_IN_STATUS",
        ProblemCode::FourEyes => "FOUR_EYES",
        ProblemCode::Duplicate => "DUPLICATE",
    }
}
