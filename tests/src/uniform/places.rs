//! Accounts, cities, organizations and topics.

use entity::{
    account, city,
    id::{AccountId, CityId, OrganizationId, TopicId, TopicLabelId},
    kind::{OrganizationKind, TopicScheme},
    organization, topic, topic_label,
};

use super::Uniform;
use crate::rows::{Numbered as _, named, row, time};

pub(super) fn account(number: u32) -> account::ActiveModel {
    row!(account {
        id: AccountId::numbered(0, number),
        name: format!("Konto {number}"),
        steward: false,
        created_at: time(0),
        updated_at: time(0),
    })
}

pub(super) fn city(number: u32) -> city::ActiveModel {
    let (name, name_key, slug) = named("Ort", number);
    row!(city {
        id: CityId::numbered(0, number),
        country: "DE",
        key_scheme: "AGS",
        official_key: format!("{number:08}"),
        name,
        name_key,
        slug,
        region: "Land".to_owned(),
        population: 1_000 + i64::from(number),
        created_at: time(0),
        updated_at: time(0),
    })
}

/// Three levels; the one in the middle has both a parent and a unit.
pub(super) fn organizations(number: u32) -> [organization::ActiveModel; 3] {
    let at = |level: u32, kind: OrganizationKind, word: &str| {
        let (name, name_key, slug) = named(word, number);
        let parent = level.checked_sub(1);
        row!(organization {
            id: OrganizationId::numbered(level, number),
            kind,
            name,
            name_key,
            slug,
            city_id: CityId::numbered(0, number),
            parent_id: parent.map(|level| OrganizationId::numbered(level, number)),
            created_at: time(0),
            updated_at: time(0),
        })
    };
    [
        at(0, OrganizationKind::Administration, "Dezernat"),
        at(1, OrganizationKind::Unit, "Amt"),
        at(2, OrganizationKind::Other, "Referat"),
    ]
}

/// What all topics are narrower than.
pub(super) fn field() -> topic::ActiveModel {
    row!(topic {
        id: TopicId::numbered(1, 0),
        scheme: TopicScheme::ActionField,
        slug: "feld",
        created_at: time(0),
        updated_at: time(0),
    })
}

pub(super) fn topic(number: u32) -> topic::ActiveModel {
    row!(topic {
        id: TopicId::numbered(0, number),
        scheme: if number < Uniform::METHODS {
            TopicScheme::Method
        } else {
            TopicScheme::Topic
        },
        slug: format!("thema-{number:02}"),
        broader_id: TopicId::numbered(1, 0),
        created_at: time(0),
        updated_at: time(0),
    })
}

pub(super) fn label(number: u32) -> topic_label::ActiveModel {
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
}
