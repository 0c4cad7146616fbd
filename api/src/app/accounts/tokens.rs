//! Access tokens are made and revoked.

use chrono::{DateTime, Datelike as _, Utc};
use entity::{
    access_token,
    id::{AccessTokenId, AccountId, CityId},
    kind::{Role, Subject},
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};

use super::AccountView;
use crate::{
    app::{
        error::Error,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        actor::Rights,
        parse::short_text,
        policy::{Action, Resource},
        problem::{Fault, Problems, Unfitting},
        token::{ENTROPY, Secret},
    },
};

/// A token to be.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    /// Whose; the actor's own where it is not said.
    pub account: Option<AccountId>,
    /// What it is for.
    pub label: String,
    /// What it may do at most; as much as the account where it is not said.
    pub role: Option<Role>,
    /// The one city it is for.
    pub city: Option<CityId>,
    /// When it stops working.
    pub expires_at: Option<DateTime<Utc>>,
    /// What is already known to be wrong.
    pub problems: Problems,
}

/// What became of a token. Its secret is kept nowhere, so a repeated request does not show it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TokenDone {
    /// The token.
    pub token: AccessTokenId,
    /// The token itself, to be shown this once.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

impl Session<'_> {
    /// Makes an access token, no stronger than its account and, for one's own account, no stronger
    /// and no longer good than the token that is used to make it.
    pub async fn create_token(&self, new: NewToken) -> Result<TokenDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("create token").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let mut problems = new.problems;
        let label = problems
            .take("label", short_text(&new.label))
            .unwrap_or_default();
        let id = new.account.or(self.actor().account());
        let id = id.ok_or_else(|| Refusal::problem("accountId", Fault::Required))?;
        writing.lock_account(id).await?;
        let account = writing.reading_all().account(id).await?;
        let account = account.ok_or_else(|| Refusal::problem("accountId", Fault::NotFound))?;
        let own = self.actor().account() == Some(id);
        // A token for one city makes tokens for that city alone.
        let only = self.actor().rights().and_then(Rights::only);
        let city = new.city.or(only.filter(|_| own));
        let cities = city.as_slice();
        if writing.reading_all().cities_by_id(cities).await?.len() < cities.len() {
            problems.add("cityId", Fault::NotFound);
        }
        let most = self.most(&account, city)?;
        self.check_known(&account, city)?;
        let role = strength(&most, new.role, city, &mut problems);
        let expires_at = self
            .end(&writing, id, new.expires_at, &mut problems)
            .await?;
        problems.check()?;
        let secret = make_secret()?;
        let kept = secret.kept();
        let mut makers = self.actor().hands();
        makers.retain(|maker| *maker != id);
        let row = access_token::Model {
            makers: serde_json::to_value(makers)
                .map_err(|error| Error::Inconsistent(error.to_string()))?,
            id: AccessTokenId(writing.id()),
            account_id: id,
            label,
            hint: kept.hint,
            hash: kept.hash.to_vec(),
            role,
            city_id: city,
            expires_at,
            last_used_at: None,
            revoked_at: None,
            created_at: writing.now(),
        };
        let token = row.id;
        writing
            .on(Subject::AccessToken, token)
            .insert([row])
            .await?;
        let done = writing.finish(|_| TokenDone {
            token,
            secret: Some(secret),
        });
        done.await
    }

    /// Revokes a token: it is good for nothing from then on.
    pub async fn revoke_token(&self, id: AccessTokenId) -> Result<TokenDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("revoke token").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let missing = || Refusal::problem("id", Fault::NotFound);
        let tokens = writing.reading_all().access_tokens();
        let token = tokens.filter(access_token::Column::Id.eq(id)).for_update();
        let row = token.one().await?.ok_or_else(missing)?;
        let account = writing.reading_all().account(row.account_id).await?;
        let account = account.ok_or_else(missing)?;
        self.most(&account, row.city_id).map_err(|_| missing())?;
        // A token that may do less than its account ends itself, and no stronger one.
        let own = self.actor().account() == Some(row.account_id);
        if own && self.actor().is_cut() && self.actor().token() != Some(id) {
            return Err(Refusal::Forbidden);
        }
        if row.revoked_at.is_none() {
            let revoked = access_token::Model {
                revoked_at: Some(writing.now()),
                ..row
            };
            writing
                .on(Subject::AccessToken, id)
                .update(revoked.into_active_model().reset_all())
                .await?;
        }
        let done = writing.finish(|_| TokenDone {
            token: id,
            secret: None,
        });
        done.await
    }

    /// The most that a token which the actor makes for an account may do: what the actor may, for
    /// its own; what the account may, for one that the actor manages. An admin who manages only
    /// some of an account's cities makes tokens for these alone.
    fn most(&self, account: &AccountView, city: Option<CityId>) -> Result<Rights, Refusal> {
        if self.actor().account() == Some(account.account.id) {
            return Ok(self.actor().rights().cloned().unwrap_or_default());
        }
        let whole = account.with_facts(|facts| self.require(Action::ManageAccount, facts));
        let for_city = || {
            let cities = city.as_slice();
            let facts = Resource::Account {
                cities,
                beyond: account.account.steward,
            };
            self.require(Action::ManageAccount, facts)
        };
        match whole.or_else(|_| for_city()) {
            Ok(()) => Ok(account.rights()),
            Err(_) => Err(Refusal::problem("accountId", Fault::NotFound)),
        }
    }

    /// That the actor may know that there is such an account. Whoever manages the city but not the
    /// account learns of it only where it belongs there.
    fn check_known(&self, account: &AccountView, city: Option<CityId>) -> Result<(), Refusal> {
        let belongs = city.is_none_or(|city| account.rights().role_in(Some(city)).is_some());
        if belongs || account.is_seen_by(self.actor()) {
            return Ok(());
        }
        Err(Refusal::problem("accountId", Fault::NotFound))
    }

    /// When a token stops working: in time to come, and for one's own no later than the token
    /// that makes it.
    async fn end(
        &self,
        writing: &Writing<'_>,
        account: AccountId,
        wanted: Option<DateTime<Utc>>,
        problems: &mut Problems,
    ) -> Result<Option<DateTime<Utc>>, Refusal> {
        if wanted.is_some_and(|end| end.year() > 9999) {
            problems.add("expiresAt", Fault::Date);
        }
        if wanted.is_some_and(|end| end <= writing.now()) {
            problems.add("expiresAt", Fault::Unfitting(Unfitting::Past));
        }
        let own = self.actor().account() == Some(account);
        let Some(maker) = self.actor().token().filter(|_| own) else {
            return Ok(wanted);
        };
        let tokens = writing.reading_all().access_tokens();
        let maker = tokens
            .filter(access_token::Column::Id.eq(maker))
            .one()
            .await?;
        let latest = maker.and_then(|maker| maker.expires_at);
        if wanted
            .zip(latest)
            .is_some_and(|(wanted, latest)| wanted > latest)
        {
            problems.add("expiresAt", Fault::Unfitting(Unfitting::StrongerToken));
        }
        Ok(wanted.or(latest))
    }
}

/// The role of a token: what is wanted, or all there is.
fn strength(
    most: &Rights,
    wanted: Option<Role>,
    city: Option<CityId>,
    problems: &mut Problems,
) -> Role {
    let own = match city {
        Some(city) => most.role_in(Some(city)),
        None => most.strongest(),
    };
    let stronger = Fault::Unfitting(Unfitting::StrongerToken);
    if city.is_some() && own.is_none() {
        problems.add("cityId", stronger);
    } else if wanted.is_some_and(|wanted| wanted > own.unwrap_or(Role::Contributor)) {
        problems.add("role", stronger);
    }
    wanted.or(own).unwrap_or(Role::Contributor)
}

fn make_secret() -> Result<Secret, Error> {
    loop {
        let mut entropy = [0; ENTROPY];
        getrandom::fill(&mut entropy).map_err(|error| Error::Entropy(error.to_string()))?;
        if let Some(secret) = Secret::of(&entropy) {
            return Ok(secret);
        }
    }
}
