//! Who asks.

use std::collections::BTreeMap;

use entity::{
    id::{AccessTokenId, AccountId, CityId, OrganizationId},
    kind::Role,
};

/// How many places an account belongs to at most; who works for more is a steward.
pub const MOST_MEMBERSHIPS: usize = 500;

/// Who a request comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// Someone who sent no token.
    Anonymous,
    /// Whoever runs the service, at its command line.
    House,
    /// Someone who signed in.
    Member(Member),
}

/// An account that signed in, and what it may do in this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The account.
    pub account: AccountId,
    /// The access token, unless an identity provider vouches.
    pub token: Option<AccessTokenId>,
    /// What it may do.
    pub rights: Rights,
    /// Whether that is less than the account may, because of the token.
    pub cut: bool,
    /// The other accounts through whose hands the token came, and who may therefore be using it.
    pub makers: Vec<AccountId>,
}

/// Where someone may do what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// The one city that a token is for.
    only: Option<CityId>,
    everywhere: Option<Role>,
    steward: bool,
    cities: BTreeMap<CityId, Role>,
    organizations: BTreeMap<OrganizationId, Role>,
}

impl Actor {
    /// The account that acts; nobody for the house and for someone who sent no token.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        match self {
            Self::Member(member) => Some(member.account),
            Self::Anonymous | Self::House => None,
        }
    }

    /// Whose hand this may be: the account's, and whoever's its token came from. None of them is a
    /// second person beside another.
    #[must_use]
    pub fn hands(&self) -> Vec<AccountId> {
        match self {
            Self::Anonymous | Self::House => Vec::new(),
            Self::Member(member) => {
                let makers = member.makers.iter().copied();
                std::iter::once(member.account).chain(makers).collect()
            }
        }
    }

    /// The access token that was sent.
    #[must_use]
    pub fn token(&self) -> Option<AccessTokenId> {
        match self {
            Self::Member(member) => member.token,
            Self::Anonymous | Self::House => None,
        }
    }

    /// Whether it may do less than its account, because of the token.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        matches!(self, Self::Member(member) if member.cut)
    }

    /// What someone who signed in may do.
    #[must_use]
    pub fn rights(&self) -> Option<&Rights> {
        match self {
            Self::Member(member) => Some(&member.rights),
            Self::Anonymous | Self::House => None,
        }
    }

    /// Whether it may do everything.
    #[must_use]
    pub fn is_steward(&self) -> bool {
        *self == Self::House || self.rights().is_some_and(Rights::is_steward)
    }

    /// Its role in a city; what belongs to no city is a steward's.
    #[must_use]
    pub fn role_in(&self, city: Option<CityId>) -> Option<Role> {
        match self {
            Self::Anonymous => None,
            Self::House => Some(Role::Admin),
            Self::Member(member) => member.rights.role_in(city),
        }
    }

    /// Whether one of its organizations is among these.
    #[must_use]
    pub fn takes_part(&self, organizations: &[OrganizationId]) -> bool {
        let own = self.rights().map(|rights| &rights.organizations);
        own.is_some_and(|own| organizations.iter().any(|id| own.contains_key(id)))
    }
}

#[cfg(test)]
impl Member {
    /// Someone who signed in and belongs to nothing.
    pub(crate) fn without_rights() -> Self {
        Self {
            account: AccountId(uuid::Uuid::nil()),
            token: None,
            rights: Rights::default(),
            cut: false,
            makers: Vec::new(),
        }
    }
}

impl Rights {
    /// What an account may do by what it belongs to.
    #[must_use]
    pub fn of_account(
        steward: bool,
        cities: impl IntoIterator<Item = (CityId, Role)>,
        organizations: impl IntoIterator<Item = (OrganizationId, Role)>,
    ) -> Self {
        Self {
            only: None,
            everywhere: steward.then_some(Role::Admin),
            steward,
            cities: cities.into_iter().collect(),
            organizations: organizations.into_iter().collect(),
        }
    }

    /// What is left of it under a token of this role and for this city alone, if it is for one.
    /// Never more than there was: a token for a city that the account does not belong to is good
    /// for nothing but what everyone may.
    #[must_use]
    pub fn under_token(self, role: Role, city: Option<CityId>) -> Self {
        let weaker = |own: Role| own.min(role);
        match city {
            Some(city) => Self {
                only: Some(city),
                cities: self
                    .role_in(Some(city))
                    .map(|own| (city, weaker(own)))
                    .into_iter()
                    .collect(),
                ..Self::default()
            },
            None => Self {
                only: self.only,
                everywhere: self.everywhere.map(weaker),
                steward: self.steward && role == Role::Admin,
                cities: weakened(self.cities, weaker),
                organizations: weakened(self.organizations, weaker),
            },
        }
    }

    /// The one city that it was cut down to by a token.
    #[must_use]
    pub fn only(&self) -> Option<CityId> {
        self.only
    }

    /// Whether it is a steward's, in full.
    #[must_use]
    pub fn is_steward(&self) -> bool {
        self.steward
    }

    /// The role in every city, which a steward's weaker token has.
    #[must_use]
    pub fn everywhere(&self) -> Option<Role> {
        self.everywhere
    }

    /// The role in a city; what belongs to no city is a steward's.
    #[must_use]
    pub fn role_in(&self, city: Option<CityId>) -> Option<Role> {
        let own = city.and_then(|city| self.cities.get(&city).copied());
        own.max(self.everywhere)
    }

    /// The cities it is good in, with the role there.
    pub fn cities(&self) -> impl Iterator<Item = (CityId, Role)> {
        self.cities.iter().map(|(city, role)| (*city, *role))
    }

    /// The organizations it is good in, with the role there.
    pub fn organizations(&self) -> impl Iterator<Item = (OrganizationId, Role)> {
        self.organizations.iter().map(|(id, role)| (*id, *role))
    }

    /// Whether it belongs to a city or an organization, or to all.
    #[must_use]
    pub fn belongs_somewhere(&self) -> bool {
        self.everywhere.is_some() || !self.cities.is_empty() || !self.organizations.is_empty()
    }

    /// The strongest role it has anywhere.
    #[must_use]
    pub fn strongest(&self) -> Option<Role> {
        let cities = self.cities.values().copied().max();
        let organizations = self.organizations.values().copied().max();
        self.everywhere.max(cities).max(organizations)
    }
}

fn weakened<K: Ord>(roles: BTreeMap<K, Role>, weaker: impl Fn(Role) -> Role) -> BTreeMap<K, Role> {
    let weakened = roles.into_iter().map(|(key, role)| (key, weaker(role)));
    weakened.collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const HOME: CityId = CityId(Uuid::from_u128(1));
    const AWAY: CityId = CityId(Uuid::from_u128(2));

    #[test]
    fn a_token_never_adds_to_its_account() {
        let account = || Rights::of_account(false, [(HOME, Role::Editor)], []);
        let same = account().under_token(Role::Admin, None);
        assert_eq!(same, account());
        let weaker = account().under_token(Role::Contributor, None);
        assert_eq!(weaker.role_in(Some(HOME)), Some(Role::Contributor));
        let elsewhere = account().under_token(Role::Editor, Some(AWAY));
        assert_eq!(elsewhere.strongest(), None);
        assert_eq!(elsewhere.only(), Some(AWAY));
        assert_eq!(elsewhere.role_in(Some(AWAY)), None);
    }

    #[test]
    fn a_stewards_weaker_token_is_no_stewards() {
        let account = || Rights::of_account(true, [], []);
        assert!(account().under_token(Role::Admin, None).is_steward());
        let editor = account().under_token(Role::Editor, None);
        assert!(!editor.is_steward());
        assert_eq!(editor.role_in(Some(AWAY)), Some(Role::Editor));
        let home = account().under_token(Role::Admin, Some(HOME));
        assert!(!home.is_steward());
        assert_eq!(home.role_in(Some(HOME)), Some(Role::Admin));
        assert_eq!(home.role_in(Some(AWAY)), None);
    }
}
