//! `lehrgeld token`: access tokens, made and revoked where the service runs.

use std::process::ExitCode;

use chrono::{DateTime, Utc};
use clap::{Args, Subcommand};
use entity::{
    id::{AccessTokenId, AccountId},
    kind::Role,
};

use super::{
    Failure,
    account::{AccountError, AccountPlace, account, city, key, role},
    tell,
};
use crate::{
    app::{
        KnowledgeBase,
        accounts::{NewAccount, NewToken},
        session::Session,
    },
    domain::{actor::Actor, token::Secret},
};

/// What `lehrgeld token` is told.
#[derive(Args, Debug)]
pub(super) struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Make a token, and print it: it is shown this once
    Create(Create),
    /// List all tokens, without their secrets
    List {
        #[command(flatten)]
        place: AccountPlace,
    },
    /// Revoke a token: it is good for nothing from then on
    Revoke {
        /// The token's id, as list or the API shows it
        #[arg(value_parser = token)]
        id: AccessTokenId,
        #[command(flatten)]
        place: AccountPlace,
    },
}

#[derive(Args, Debug)]
struct Create {
    /// For a steward, who may do everything; makes the account if there is none of that name
    #[arg(long, required_unless_present = "account", conflicts_with = "account")]
    steward: bool,
    /// What the steward's account is called
    #[arg(long, default_value = "Steward", requires = "steward")]
    name: String,
    /// The id of the account it is for, as `lehrgeld account list` or the API shows it
    #[arg(long, value_parser = account)]
    account: Option<AccountId>,
    /// What it is for
    #[arg(long, default_value = "made at the command line")]
    label: String,
    /// What it may do at most: contributor, editor or admin; as much as its account unless said
    #[arg(long, value_parser = role)]
    role: Option<Role>,
    /// The one city it is for, as country and official key: DE:08335043
    #[arg(long)]
    city: Option<String>,
    /// When it stops working, as in 2027-01-01T00:00:00Z
    #[arg(long)]
    expires: Option<DateTime<Utc>>,
    #[command(flatten)]
    place: AccountPlace,
}

impl Token {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        match self.what {
            What::Create(create) => create.run().await?,
            What::List { place } => {
                let parts = place.open().await?;
                let listed = list(&parts.knowledge_base).await;
                parts.close().await?;
                listed?;
            }
            What::Revoke { id, place } => {
                let parts = place.open().await?;
                let (actor, reach) = AccountPlace::house();
                let session = parts.knowledge_base.session(&actor, &reach, None);
                let revoked = session.revoke_token(id).await;
                parts.close().await?;
                revoked.map_err(AccountError::from)?;
                tell("revoked")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn run(self) -> Result<(), Failure> {
        let parts = self.place.open().await?;
        let made = self.make(&parts.knowledge_base).await;
        parts.close().await?;
        // Alone on its line, so that a script can take it.
        tell(made?.reveal())
    }

    async fn make(&self, knowledge_base: &KnowledgeBase) -> Result<Secret, Failure> {
        let (actor, reach) = AccountPlace::house();
        let session = knowledge_base.session(&actor, &reach, None);
        let account = match self.account {
            Some(id) => id,
            None => self.steward(knowledge_base, &session).await?,
        };
        let city = match &self.city {
            Some(name) => Some(city(knowledge_base, name).await?),
            None => None,
        };
        let new = NewToken {
            account: Some(account),
            label: self.label.clone(),
            role: self.role,
            city,
            expires_at: self.expires,
            ..NewToken::default()
        };
        let made = session
            .create_token(new)
            .await
            .map_err(AccountError::from)?;
        Ok(made.secret.ok_or(AccountError::NoSecret)?)
    }

    /// The steward of that name, made if there is none.
    async fn steward(
        &self,
        knowledge_base: &KnowledgeBase,
        session: &Session<'_>,
    ) -> Result<AccountId, Failure> {
        debug_assert!(*session.actor() == Actor::House);
        let known = knowledge_base
            .accounts()
            .await?
            .into_iter()
            .find(|known| known.account.steward && known.account.name == self.name);
        if let Some(known) = known {
            return Ok(known.account.id);
        }
        let new = NewAccount {
            name: self.name.clone(),
            steward: true,
            ..NewAccount::default()
        };
        let made = session
            .create_account(new)
            .await
            .map_err(AccountError::from)?;
        Ok(made.account)
    }
}

/// A token by its id.
fn token(text: &str) -> Result<AccessTokenId, &'static str> {
    key(text, AccessTokenId)
}

async fn list(knowledge_base: &KnowledgeBase) -> Result<(), Failure> {
    for account in knowledge_base.accounts().await? {
        for token in account.tokens {
            let state = match (token.revoked_at, token.expires_at) {
                (Some(time), _) => format!("revoked {}", time.to_rfc3339()),
                (None, Some(time)) => format!("until {}", time.to_rfc3339()),
                (None, None) => "good".to_owned(),
            };
            tell(format_args!(
                "{}  {}…  {:<11}  {}  {}, {}",
                token.id.0,
                token.hint,
                token.role.as_str(),
                state,
                account.account.name,
                token.label
            ))?;
        }
    }
    Ok(())
}
