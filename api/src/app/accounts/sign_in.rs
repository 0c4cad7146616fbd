//! Someone signs in with an access token.

use chrono::TimeDelta;
use entity::access_token;
use sea_orm::{ActiveValue::Set, ColumnTrait as _};

use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{
        actor::{Actor, Member},
        reach::Reach,
        token::Secret,
    },
};

/// How much later a token has to be used again for that to be noted: not every request writes.
const NOTED_AGAIN: TimeDelta = TimeDelta::minutes(1);

impl KnowledgeBase {
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
        Ok(Some(Member {
            account: row.account_id,
            token: Some(row.id),
            rights: account.rights().under_token(row.role, row.city_id),
        }))
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
