//! Accounts, what they belong to, and their tokens.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{
    access_token,
    id::{AccessTokenId, AccountId},
    membership,
};

use crate::{
    app::accounts::AccountView,
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::load,
        types::{
            city::City,
            connection::{actor, knowledge_base},
            enums::Role,
            organization::Organization,
        },
    },
};

/// Someone who may contribute.
#[derive(Clone)]
pub struct Account(AccountView);

/// Someone who may contribute.
#[Object]
impl Account {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.account.id.global()
    }

    /// The name that is shown.
    async fn name(&self) -> &str {
        &self.0.account.name
    }

    /// Whether it may do everything everywhere.
    async fn steward(&self) -> bool {
        self.0.account.steward
    }

    /// What it belongs to.
    async fn memberships(&self) -> Vec<Membership> {
        self.0.memberships.iter().cloned().map(Membership).collect()
    }

    /// Its access tokens, without their secrets, the oldest first. A token that may do less than its account sees of that account's tokens itself alone.
    async fn tokens(&self) -> Vec<AccessToken> {
        self.0.tokens.iter().cloned().map(AccessToken).collect()
    }
}

impl Account {
    /// The account, if the viewer may see it: its own, or one that it manages.
    pub async fn find(ctx: &Context<'_>, id: Option<AccountId>) -> Result<Option<Self>, ApiError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let account = knowledge_base(ctx).account(actor(ctx), id).await?;
        Ok(account.map(Self))
    }
}

/// What an account belongs to.
#[derive(Clone)]
pub struct Membership(membership::Model);

/// What an account belongs to: a city, or an organization that works with cities.
#[Object]
impl Membership {
    /// The city.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>, ApiError> {
        let Some(id) = self.0.city_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(City::from))
    }

    /// The organization.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>, ApiError> {
        let Some(id) = self.0.organization_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Organization::from))
    }

    /// What the account may do there.
    async fn role(&self) -> Role {
        self.0.role.into()
    }
}

/// An access token, without its secret.
#[derive(Clone)]
pub struct AccessToken(access_token::Model);

/// An access token, without its secret.
#[Object]
impl AccessToken {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// What it is for.
    async fn label(&self) -> &str {
        &self.0.label
    }

    /// Its first characters, to tell it by.
    async fn hint(&self) -> &str {
        &self.0.hint
    }

    /// What it may do at most.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// The one city it is for, if it is for one.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>, ApiError> {
        let Some(id) = self.0.city_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(City::from))
    }

    /// When it stops working.
    async fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// When it was last used, give or take a minute.
    async fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

impl AccessToken {
    /// The token, if the viewer may see its account.
    pub async fn find(
        ctx: &Context<'_>,
        id: Option<AccessTokenId>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let token = knowledge_base(ctx).access_token(actor(ctx), id).await?;
        Ok(token.map(Self))
    }

    /// The token that the viewer has just made.
    pub async fn made(
        ctx: &Context<'_>,
        id: Option<AccessTokenId>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let token = knowledge_base(ctx).made_token(actor(ctx), id).await?;
        Ok(token.map(Self))
    }
}
