//! What a form can mend, as clients see it.

use async_graphql::{Context, Enum, SimpleObject};

use crate::{
    app::refusal::Refusal,
    domain::problem::{Locale, Problem, ProblemCode},
    graphql::{error::ApiError, types::connection::locale},
};

/// What a form can mend. Everything else is an error with `extensions.code`.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// What kind of problem it is, for programs.
    code: UserErrorCode,
    /// Where in the input: names of fields and numbers of items, from the outside in. Null where it is no field that is wrong.
    field: Option<Vec<String>>,
    /// A sentence for people, in the language that `Accept-Language` asks for: German or English.
    message: String,
}

/// What kind of problem a form can mend.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum UserErrorCode {
    /// It is missing.
    Required,
    /// It is longer, or holds more, than it may.
    TooLong,
    /// It is not of the form it has to have, or does not go with the rest.
    Invalid,
    /// It is not there, or you may not see it.
    NotFound,
    /// Someone has it already.
    Taken,
    /// Someone else changed it meanwhile: read it again, and send the version you then have.
    Conflict,
    /// Not while the entry stands where it does in review.
    NotAllowedInStatus,
    /// A second person has to do it.
    FourEyes,
    /// It is there already.
    Duplicate,
}

impl From<ProblemCode> for UserErrorCode {
    fn from(code: ProblemCode) -> Self {
        match code {
            ProblemCode::Required => Self::Required,
            ProblemCode::TooLong => Self::TooLong,
            ProblemCode::Invalid => Self::Invalid,
            ProblemCode::NotFound => Self::NotFound,
            ProblemCode::Taken => Self::Taken,
            ProblemCode::Conflict => Self::Conflict,
            ProblemCode::NotAllowedInStatus => Self::NotAllowedInStatus,
            ProblemCode::FourEyes => Self::FourEyes,
            ProblemCode::Duplicate => Self::Duplicate,
        }
    }
}

impl UserError {
    fn new(problem: Problem, locale: Locale) -> Self {
        Self {
            code: problem.fault.code().into(),
            message: problem.fault.message(locale),
            field: Some(problem.path).filter(|path| !path.is_empty()),
        }
    }
}

/// Problems, told in the language of whoever asks.
pub(super) fn told(ctx: &Context<'_>, problems: Vec<Problem>) -> Vec<UserError> {
    let locale = locale(ctx);
    let errors = problems
        .into_iter()
        .map(|problem| UserError::new(problem, locale));
    errors.collect()
}

/// What came of a use case, or the problems that a form can mend; the rest is an error.
pub(super) fn apart<T>(
    ctx: &Context<'_>,
    result: Result<T, Refusal>,
) -> Result<(Option<T>, Vec<UserError>), ApiError> {
    match result {
        Ok(done) => Ok((Some(done), Vec::new())),
        Err(Refusal::Problems(problems)) => Ok((None, told(ctx, problems))),
        Err(refusal) => Err(refusal.into()),
    }
}
