//! What everyone may read: cities, organizations, topics; and accounts, which no one else may.

use api::domain::token::{ENTROPY, Secret};
use entity::{
    access_token, account, city,
    id::{
        AccessTokenId, AccountId, CityId, MembershipId, OrganizationId, SavedSearchId, TopicId,
        TopicLabelId,
    },
    kind::{Audience, OrganizationKind, Role, TopicScheme},
    membership, organization, saved_search, topic, topic_label,
};
use serde_json::json;

use super::{Version, words::words};
use crate::{
    client::Client,
    rows::{Numbered as _, named, row, time},
};

/// How many cities have entries; they are alike in all that may be told of an anonymous lesson. Half of
/// them are larger than the others, which are too few for that to be told.
pub(super) const CITIES: u32 = 8;
/// The city of those readers who work for one. Its entries are the same in all worlds.
pub(super) const HOME: u32 = 9;
/// The organization of the reader who works for one.
pub(super) const PARTNER: u32 = 5;
/// How many topics there are.
pub(super) const TOPICS: u32 = 8;
/// How many accounts wrote what there is.
pub(super) const AUTHORS: u32 = 4;

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Someone without a token.
    Nobody,
    /// Someone who belongs to nothing.
    Stranger,
    /// Someone whose token is for a city to which they do not belong: good for nothing.
    Misplaced,
    /// Someone who works for an organization.
    Partner,
    /// Someone who manages a city that has nothing to do with what is hidden.
    Neighbour,
    /// Someone who may do everything everywhere, with a token that is for such a city alone.
    Steward,
}

impl Reader {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Nobody,
        Self::Stranger,
        Self::Misplaced,
        Self::Partner,
        Self::Neighbour,
        Self::Steward,
    ];

    /// The narrowest audience that they belong to.
    pub(super) fn reads(self) -> Audience {
        match self {
            Self::Nobody | Self::Stranger | Self::Misplaced => Audience::Public,
            Self::Partner => Audience::Partners,
            Self::Neighbour | Self::Steward => Audience::Administrations,
        }
    }

    pub(super) fn client(self, client: &Client) -> Client {
        match self {
            Self::Nobody => client.clone(),
            _ => client.with_token(&self.secret().reveal()),
        }
    }

    /// The number of their account.
    fn account(self) -> u32 {
        AUTHORS + self as u32
    }

    fn secret(self) -> Secret {
        secret(self.account())
    }
}

fn secret(account: u32) -> Secret {
    Secret::of(&[u8::try_from(account).unwrap(); ENTROPY]).unwrap()
}

pub(super) fn cities() -> Vec<city::ActiveModel> {
    let one = |number: u32| {
        let (name, name_key, slug) = named("Ort", number);
        let far = number >= CITIES;
        row!(city {
            id: CityId::numbered(0, number),
            country: if number == 11 { "AT" } else { "DE" },
            key_scheme: "AGS",
            official_key: format!("{number:08}"),
            name,
            name_key,
            slug,
            region: if far { "Bergland" } else { "Küstenland" }.to_owned(),
            population: match number {
                CITIES.. => 1_000,
                4.. => 60_000,
                _ => 30_000,
            } + i64::from(number),
            created_at: time(0),
            updated_at: time(0),
        })
    };
    (0..12).map(one).collect()
}

pub(super) fn organizations() -> Vec<organization::ActiveModel> {
    let one = |number: u32| {
        let (name, name_key, slug) = named("Werk", number);
        let parent = number.checked_sub(4);
        row!(organization {
            id: OrganizationId::numbered(0, number),
            kind: OrganizationKind::Company,
            name,
            name_key,
            slug,
            city_id: CityId::numbered(0, number),
            parent_id: parent.map(|number| OrganizationId::numbered(0, number)),
            created_at: time(0),
            updated_at: time(0),
        })
    };
    (0..=PARTNER).map(one).collect()
}

pub(super) fn topics() -> Vec<topic::ActiveModel> {
    let one = |number: u32| {
        let (scheme, broader) = match number {
            0 => (TopicScheme::ActionField, None),
            1..5 => (TopicScheme::Topic, Some(0)),
            _ => (TopicScheme::Method, Some(number - 4)),
        };
        row!(topic {
            id: TopicId::numbered(0, number),
            scheme,
            slug: format!("thema-{number:02}"),
            broader_id: broader.map(|number| TopicId::numbered(0, number)),
            created_at: time(0),
            updated_at: time(0),
        })
    };
    (0..TOPICS).map(one).collect()
}

pub(super) fn labels() -> Vec<topic_label::ActiveModel> {
    let one = |number: u32| {
        let (label, label_key, _) = named("Thema", number);
        row!(topic_label {
            id: TopicLabelId::numbered(0, number),
            topic_id: TopicId::numbered(0, number),
            language: "de",
            label,
            label_key,
            preferred: true,
            position: 0,
        })
    };
    (0..TOPICS).map(one).collect()
}

/// Those who wrote, those who read, and one who is in one world alone.
fn account_numbers(version: Version) -> impl Iterator<Item = u32> {
    let all = AUTHORS + u32::try_from(Reader::ALL.len()).unwrap();
    (0..all).chain([all + version.closed().salt()])
}

pub(super) fn accounts(version: Version) -> Vec<account::ActiveModel> {
    let one = |number: u32| {
        let salt = if number < AUTHORS {
            version.closed().salt()
        } else {
            0
        };
        row!(account {
            id: AccountId::numbered(0, number),
            name: format!("Konto {number}"),
            email: format!("konto{number}.{salt}@example.org"),
            steward: number == Reader::Steward.account(),
            created_at: time(salt),
            updated_at: time(salt),
        })
    };
    account_numbers(version).map(one).collect()
}

pub(super) fn memberships(version: Version) -> Vec<membership::ActiveModel> {
    let one = |account: u32, city: Option<u32>, organization: Option<u32>, role: Role| {
        row!(membership {
            id: MembershipId::numbered(0, account),
            account_id: AccountId::numbered(0, account),
            city_id: city.map(|number| CityId::numbered(0, number)),
            organization_id: organization.map(|number| OrganizationId::numbered(0, number)),
            role,
            created_at: time(0),
        })
    };
    let salt = version.closed().salt();
    let partner = Reader::Partner.account();
    let neighbour = Reader::Neighbour.account();
    let authors = (0..AUTHORS).map(|number| {
        let city = (number + salt) % CITIES;
        one(number, Some(city), None, Role::Editor)
    });
    let readers = [
        one(partner, None, Some(PARTNER), Role::Contributor),
        one(neighbour, Some(HOME), None, Role::Admin),
    ];
    authors.chain(readers).collect()
}

pub(super) fn tokens(version: Version) -> Vec<access_token::ActiveModel> {
    let one = |account: u32| {
        let kept = secret(account).kept();
        let city = match account {
            it if it == Reader::Misplaced.account() => Some(0),
            it if it == Reader::Steward.account() => Some(HOME),
            _ => None,
        };
        row!(access_token {
            id: AccessTokenId::numbered(0, account),
            account_id: AccountId::numbered(0, account),
            label: "Lesen",
            hint: kept.hint,
            hash: kept.hash.to_vec(),
            role: Role::Editor,
            city_id: city.map(|number| CityId::numbered(0, number)),
            created_at: time(0),
        })
    };
    account_numbers(version).map(one).collect()
}

pub(super) fn saved_searches(version: Version) -> Vec<saved_search::ActiveModel> {
    let one = |number: u32| {
        let salt = if number < AUTHORS {
            version.closed().salt()
        } else {
            0
        };
        row!(saved_search {
            id: SavedSearchId::numbered(0, number),
            account_id: AccountId::numbered(0, number),
            name: format!("Suche {salt}"),
            query: words(number, salt, 1),
            filter: json!({}),
            created_at: time(salt),
        })
    };
    account_numbers(version).map(one).collect()
}
