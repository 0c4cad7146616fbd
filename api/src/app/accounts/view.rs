//! An account as others see it: who sees what of it.

use entity::{access_token, account, id::AccessTokenId, membership};

use crate::domain::{
    actor::{Actor, Rights},
    policy::{Action, Resource, may},
};

/// An account, what it belongs to, and its tokens, the oldest first.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// The account.
    pub account: account::Model,
    /// What it belongs to.
    pub memberships: Vec<membership::Model>,
    /// Its tokens, without their secrets.
    pub tokens: Vec<access_token::Model>,
}

impl AccountView {
    /// What it may do.
    #[must_use]
    pub fn rights(&self) -> Rights {
        let cities = self.memberships.iter();
        let cities = cities.filter_map(|it| Some((it.city_id?, it.role)));
        let organizations = self.memberships.iter();
        let organizations = organizations.filter_map(|it| Some((it.organization_id?, it.role)));
        Rights::of_account(self.account.steward, cities, organizations)
    }

    /// What the policy has to know of it.
    pub(super) fn with_facts<T>(&self, decide: impl FnOnce(Resource<'_>) -> T) -> T {
        let cities: Vec<_> = self
            .memberships
            .iter()
            .filter_map(|it| it.city_id)
            .collect();
        let elsewhere = self
            .memberships
            .iter()
            .any(|it| it.organization_id.is_some());
        decide(Resource::Account {
            cities: &cities,
            beyond: self.account.steward || elsewhere,
        })
    }

    /// Whether someone may see it: its owner, and who manages it.
    pub(super) fn is_seen_by(&self, actor: &Actor) -> bool {
        actor.account() == Some(self.account.id)
            || self.with_facts(|it| may(actor, Action::ManageAccount, it, true).is_ok())
    }

    /// Whether someone who sees the account sees one of its tokens too. A token that may do less than
    /// its account cannot end the others, and does not learn of them: what they are for and where
    /// else they are good would tell more than it was given.
    pub(super) fn shows_token(&self, actor: &Actor, token: AccessTokenId) -> bool {
        let own = actor.account() == Some(self.account.id);
        !own || !actor.is_cut() || actor.token() == Some(token)
    }

    /// The tokens that someone who sees the account sees.
    pub(super) fn tokens_seen_by(&self, actor: &Actor) -> Vec<access_token::Model> {
        let tokens = self.tokens.iter();
        let seen = tokens.filter(|token| self.shows_token(actor, token.id));
        seen.cloned().collect()
    }
}
