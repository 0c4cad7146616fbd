//! Someone signs in with an access token.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{access_token, account, id::AccountId, kind::Subject};
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{
        actor::{Actor, Member},
        parse::short_text,
        reach::Reach,
        token::Secret,
    },
};

/// How much later a token has to be used again for that to be noted: not every request writes.
const NOTED_AGAIN: TimeDelta = TimeDelta::minutes(1);

/// What someone is called of whom the identity provider says no name.
const UNNAMED: &str = "member";

/// Whom an identity provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The provider.
    pub issuer: String,
    /// The person's name there: stable, and no one else's.
    pub subject: String,
    /// The name to show.
    pub name: Option<String>,
    /// An address that the provider has verified.
    pub email: Option<String>,
}

impl KnowledgeBase {
    /// Now, by this knowledge base's clock.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Who holds this token; nobody where it is malformed, unknown, expired or revoked. The
    /// database is asked each time, so that what is revoked is so at once on every replica.
    pub async fn sign_in(&self, token: &str) -> Result<Option<Member>, Error> {
        let Some(secret) = Secret::parse(token) else {
            return Ok(None);
        };
        let everything = Reach::of(&Actor::House);
        let reading = self.reading(&everything);
        let by_hash = access_token::Column::Hash.eq(secret.kept().hash.to_vec());
        let Some(row) = reading.access_tokens().filter(by_hash).one().await? else {
            return Ok(None);
        };
        let now = self.clock.now();
        if row.revoked_at.is_some() || row.expires_at.is_some_and(|end| end <= now) {
            return Ok(None);
        }
        let Some(account) = reading.account(row.account_id).await? else {
            return Ok(None);
        };
        if row
            .last_used_at
            .is_none_or(|last| last + NOTED_AGAIN <= now)
        {
            self.note_use(&row).await;
        }
        let rights = account.rights().under_token(row.role, row.city_id);
        Ok(Some(Member {
            account: row.account_id,
            token: Some(row.id),
            cut: rights != account.rights(),
            makers: serde_json::from_value(row.makers)
                .map_err(|error| Error::Inconsistent(error.to_string()))?,
            rights,
        }))
    }

    /// Whoever an identity provider vouches for. Someone who comes for the first time gets an
    /// account that belongs to nothing yet, for a steward to place.
    pub async fn sign_in_vouched(&self, vouched: Vouched) -> Result<Member, Error> {
        let known = self.vouched(&vouched).await?;
        let id = match known {
            Some(id) => id,
            None => match self.welcome(&vouched).await {
                Ok(id) => id,
                // Two first requests at once: the other one made the account.
                Err(error) => self.vouched(&vouched).await?.ok_or(error)?,
            },
        };
        let everything = Reach::of(&Actor::House);
        let account = self.reading(&everything).account(id).await?;
        let rights = account.map(|account| account.rights());
        Ok(Member {
            account: id,
            token: None,
            rights: rights.unwrap_or_default(),
            cut: false,
            makers: Vec::new(),
        })
    }

    async fn vouched(&self, vouched: &Vouched) -> Result<Option<AccountId>, Error> {
        let everything = Reach::of(&Actor::House);
        let accounts = self.reading(&everything).every_account();
        let known = accounts
            .filter(account::Column::Issuer.eq(vouched.issuer.as_str()))
            .filter(account::Column::Subject.eq(vouched.subject.as_str()));
        Ok(known.one().await?.map(|account| account.id))
    }

    async fn welcome(&self, vouched: &Vouched) -> Result<AccountId, Error> {
        let mut writing = self.write("sign in for the first time").await?;
        let name = vouched
            .name
            .as_deref()
            .and_then(|name| short_text(name).ok());
        let row = account::Model {
            id: AccountId(writing.id()),
            name: name.unwrap_or_else(|| UNNAMED.to_owned()),
            email: vouched.email.clone(),
            steward: false,
            issuer: Some(vouched.issuer.clone()),
            subject: Some(vouched.subject.clone()),
            closed_at: None,
            created_at: writing.now(),
            updated_at: writing.now(),
        };
        let id = row.id;
        writing.on(Subject::Account, id).insert([row]).await?;
        writing.commit().await?;
        Ok(id)
    }

    /// When a token was last used is worth knowing, but no request fails for it.
    async fn note_use(&self, row: &access_token::Model) {
        let noted = async {
            let writing = self.write("use token").await?;
            let used = access_token::ActiveModel {
                id: Set(row.id),
                last_used_at: Set(Some(writing.now())),
                ..Default::default()
            };
            writing.unnoted().update(used).await?;
            writing.commit().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "a token's use was not noted"
            );
        }
    }
}
