//! Accounts and their tokens are made and taken back.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::id::{AccessTokenId, AccountId};

use super::{
    ids::{key, key_if},
    problems::{UserError, apart},
};
use crate::{
    app::accounts::{NewAccount, NewMembership, NewToken},
    domain::{
        actor::MOST_MEMBERSHIPS,
        problem::{Fault, Problems},
        token::Secret,
    },
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        types::{
            account::{AccessToken, Account},
            connection::session,
            enums::Role,
        },
    },
};

/// An account to be.
#[derive(Clone, Debug, InputObject)]
pub struct CreateAccountInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The name to show, 200 characters at most.
    name: String,
    /// For notices.
    email: Option<String>,
    /// Whether it may do everything everywhere. Only stewards make stewards.
    steward: Option<bool>,
    /// What it belongs to; 500 at most.
    memberships: Vec<MembershipInput>,
}

/// What an account belongs to: a city or an organization.
#[derive(Clone, Debug, InputObject)]
pub struct MembershipInput {
    /// The city, or
    city_id: Option<ID>,
    /// the organization: one of the two.
    organization_id: Option<ID>,
    /// What the account may do there.
    role: Role,
}

/// Other places for an account.
#[derive(Clone, Debug, InputObject)]
pub struct SetMembershipsInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The account.
    id: ID,
    /// What it belongs to from now on, and to nothing else; 500 at most.
    memberships: Vec<MembershipInput>,
}

/// An account to delete.
#[derive(Clone, Debug, InputObject)]
pub struct DeleteAccountInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The account.
    id: ID,
}

/// A token to be.
#[derive(Clone, Debug, InputObject)]
pub struct CreateAccessTokenInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// Whose it is to be: yours, or that of an account which you manage.
    account_id: ID,
    /// What it is for, 200 characters at most.
    label: String,
    /// What it may do at most; as much as its account if left out.
    role: Option<Role>,
    /// The one city it is for; for all that its account belongs to if left out.
    city_id: Option<ID>,
    /// When it stops working; no later than the token with which you make one of your own.
    expires_at: Option<DateTime<Utc>>,
}

/// A token to revoke.
#[derive(Clone, Debug, InputObject)]
pub struct RevokeAccessTokenInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The token.
    id: ID,
}

/// What became of an account.
#[derive(Clone, SimpleObject)]
pub struct AccountPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The account; null where nothing was done.
    account: Option<Account>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What became of a token.
#[derive(Clone, SimpleObject)]
pub struct AccessTokenPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The token, without its secret; null where nothing was done.
    token: Option<AccessToken>,
    /// The token itself, to send as `Authorization: Bearer …`. It is shown this once; only its hash is kept. A request that is repeated with the same `Idempotency-Key` does not show it again.
    secret: Option<String>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What was deleted.
#[derive(Clone, Debug, SimpleObject)]
pub struct DeletePayload {
    /// What was sent.
    pub(super) client_mutation_id: Option<String>,
    /// The id of what was deleted; null where nothing was.
    pub(super) deleted_id: Option<ID>,
    /// What a form can mend; empty where all went well.
    pub(super) user_errors: Vec<UserError>,
}

/// The mutations of accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct AccountMutation;

#[Object]
impl AccountMutation {
    /// Makes an account: an admin for cities of one's own, a steward for any.
    async fn create_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: CreateAccountInput,
    ) -> Result<AccountPayload, ApiError> {
        let mut problems = Problems::default();
        let memberships = memberships(input.memberships, &mut problems);
        let new = NewAccount {
            name: input.name,
            email: input.email,
            steward: input.steward.unwrap_or(false),
            memberships,
            problems,
        };
        let (done, user_errors) = apart(ctx, session(ctx).create_account(new).await)?;
        Ok(AccountPayload {
            client_mutation_id: input.client_mutation_id,
            account: Account::find(ctx, done.map(|done| done.account)).await?,
            user_errors,
        })
    }

    /// Puts an account into other places, instead of those it belongs to.
    async fn set_memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account and its places.")] input: SetMembershipsInput,
    ) -> Result<AccountPayload, ApiError> {
        let mut problems = Problems::default();
        let memberships = memberships(input.memberships, &mut problems);
        let done = match key(&mut problems, "id", &input.id) {
            Some(id) => {
                session(ctx)
                    .set_memberships(id, memberships, problems)
                    .await
            }
            None => Err(problems.into_vec().into()),
        };
        let (done, user_errors) = apart(ctx, done)?;
        Ok(AccountPayload {
            client_mutation_id: input.client_mutation_id,
            account: Account::find(ctx, done.map(|done| done.account)).await?,
            user_errors,
        })
    }

    /// Deletes an account: one's own, or one that one manages. Its tokens stop working; what it contributed stays, by a "former member".
    async fn delete_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] input: DeleteAccountInput,
    ) -> Result<DeletePayload, ApiError> {
        let mut problems = Problems::default();
        let done = match key::<AccountId>(&mut problems, "id", &input.id) {
            Some(id) => session(ctx).delete_account(id).await,
            None => Err(problems.into_vec().into()),
        };
        let (done, user_errors) = apart(ctx, done)?;
        Ok(DeletePayload {
            client_mutation_id: input.client_mutation_id,
            deleted_id: done.map(|done| done.account.global()),
            user_errors,
        })
    }

    /// Makes an access token: for oneself, no stronger than the one that is sent; for another, no stronger than that account.
    async fn create_access_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: CreateAccessTokenInput,
    ) -> Result<AccessTokenPayload, ApiError> {
        let mut problems = Problems::default();
        let new = NewToken {
            account: key(&mut problems, "accountId", &input.account_id),
            label: input.label,
            role: input.role.map(Into::into),
            city: key_if(&mut problems, "cityId", input.city_id.as_ref()),
            expires_at: input.expires_at,
            problems,
        };
        let (done, user_errors) = apart(ctx, session(ctx).create_token(new).await)?;
        let token = done.as_ref().map(|done| done.token);
        Ok(AccessTokenPayload {
            client_mutation_id: input.client_mutation_id,
            token: AccessToken::made(ctx, token).await?,
            secret: done.and_then(|done| done.secret).map(Secret::reveal),
            user_errors,
        })
    }

    /// Revokes an access token: from now on it is good for nothing, on every replica.
    async fn revoke_access_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: RevokeAccessTokenInput,
    ) -> Result<AccessTokenPayload, ApiError> {
        let mut problems = Problems::default();
        let done = match key::<AccessTokenId>(&mut problems, "id", &input.id) {
            Some(id) => session(ctx).revoke_token(id).await,
            None => Err(problems.into_vec().into()),
        };
        let (done, user_errors) = apart(ctx, done)?;
        Ok(AccessTokenPayload {
            client_mutation_id: input.client_mutation_id,
            token: AccessToken::find(ctx, done.map(|done| done.token)).await?,
            secret: None,
            user_errors,
        })
    }
}

fn memberships(inputs: Vec<MembershipInput>, problems: &mut Problems) -> Vec<NewMembership> {
    if inputs.len() > MOST_MEMBERSHIPS {
        problems.add("memberships", Fault::TooMany(MOST_MEMBERSHIPS));
        return Vec::new();
    }
    problems.below("memberships", |problems| {
        let inputs = inputs.into_iter().enumerate();
        let memberships = inputs.map(|(index, input)| {
            problems.below(index.to_string(), |problems| NewMembership {
                city: key_if(problems, "cityId", input.city_id.as_ref()),
                organization: key_if(problems, "organizationId", input.organization_id.as_ref()),
                role: input.role.into(),
            })
        });
        memberships.collect()
    })
}
