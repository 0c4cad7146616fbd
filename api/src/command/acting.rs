//! As whom a command works: whoever may run commands here, unless a token says otherwise.

use std::{convert::Infallible, fmt, str::FromStr};

use clap::Args;

use super::Failure;
use crate::{app::KnowledgeBase, domain::actor::Actor};

/// As whom a command works.
#[derive(Args, Debug)]
pub(super) struct Acting {
    /// Act as the account of this access token, and no further than it may; without one, as whoever
    /// runs the service, who may do everything
    #[arg(
        long,
        env = "LEHRGELD_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    token: Option<Token>,
}

/// An access token as it was typed. Nothing shows it.
#[derive(Clone)]
struct Token(String);

impl FromStr for Token {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.trim().to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Why nobody acts.
#[derive(Debug, thiserror::Error)]
pub(super) enum ActingError {
    #[error("the access token is unknown, expired or revoked")]
    Token,
}

impl Acting {
    /// Whether a token narrows what is done.
    pub(super) fn is_someone(&self) -> bool {
        self.token.is_some()
    }

    /// Who acts.
    pub(super) async fn actor(&self, knowledge_base: &KnowledgeBase) -> Result<Actor, Failure> {
        let Some(Token(token)) = &self.token else {
            return Ok(Actor::House);
        };
        let member = knowledge_base.sign_in(token).await?;
        Ok(Actor::Member(member.ok_or(ActingError::Token)?))
    }
}
