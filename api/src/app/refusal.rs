//! Why a use case that changes something did not.

use sea_orm::DbErr;

use crate::{
    app::error::Error,
    domain::{
        policy::Denial,
        problem::{Fault, Problem},
    },
};

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Something is wrong that whoever asks can mend.
    #[error("{}", listed(.0))]
    Problems(Vec<Problem>),
    /// Whoever asks has to sign in first.
    #[error("sign in first: send an access token")]
    Unauthenticated,
    /// Others may.
    #[error("you may not do this")]
    Forbidden,
    /// A repeated request is still being answered for the first time.
    #[error("the same request is still being carried out; try again in a moment")]
    InProgress,
    /// A key for repeated requests was used for another request.
    #[error("this Idempotency-Key was used for another request")]
    KeyReused,
    /// It failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl Refusal {
    /// One thing is wrong.
    #[must_use]
    pub fn problem(field: &str, fault: Fault) -> Self {
        Self::Problems(vec![Problem::of(field, fault)])
    }

    /// What the policy says, of what the input names in `field`.
    #[must_use]
    pub fn denied(denial: Denial, field: &str) -> Self {
        match denial {
            Denial::Unauthenticated => Self::Unauthenticated,
            Denial::Forbidden => Self::Forbidden,
            Denial::Unseen => Self::problem(field, Fault::NotFound),
            Denial::Status(status) => Self::problem(field, Fault::NotAllowedInStatus(status)),
            Denial::FourEyes => Self::problem(field, Fault::FourEyes),
        }
    }
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Vec<Problem>> for Refusal {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Problems(problems)
    }
}

fn listed(problems: &[Problem]) -> String {
    let problems: Vec<_> = problems.iter().map(ToString::to_string).collect();
    problems.join(" ")
}
