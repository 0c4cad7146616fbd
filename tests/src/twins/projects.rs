//! The projects of the twins.

use entity::{
    id::{CityId, ProjectId, TopicId},
    kind::{Audience, EntryStatus, ProjectKind, ProjectStatus},
    project, project_topic,
};

use super::{
    Version,
    people::{CITIES, HOME, TOPICS},
    words::{code, words},
};
use crate::rows::{Numbered as _, row, time};

/// How many there are of the cities that have something to hide.
pub(super) const PROJECTS: u32 = 24;
/// One that belongs to the city of readers, and is its own.
const OWN: u32 = 40;

/// Who may read it at most; `City` where it is a draft, too.
pub(super) fn audience(number: u32) -> Audience {
    match number % 8 {
        _ if number == OWN => Audience::Public,
        2 => Audience::Partners,
        3 => Audience::Administrations,
        6 | 7 => Audience::City,
        _ => Audience::Public,
    }
}

/// Whether there is such a project.
pub(super) fn is_there(version: Version, number: u32) -> bool {
    number == OWN || (number < PROJECTS && version.has(audience(number), number / 2))
}

/// The project, if it is there.
pub(super) fn known(version: Version, number: u32) -> Option<ProjectId> {
    is_there(version, number).then(|| ProjectId::numbered(0, number))
}

/// The numbers of all that are there. What is a part of another comes after it.
pub(super) fn numbers(version: Version) -> impl Iterator<Item = u32> {
    let all = (0..PROJECTS).rev().chain([OWN]);
    let mut there: Vec<_> = all.filter(|it| is_there(version, *it)).collect();
    there.sort_by_key(|number| parent(version, *number).is_some());
    there.into_iter()
}

/// Public parts of hidden projects, hidden parts of public ones, and the others.
fn parent(version: Version, number: u32) -> Option<ProjectId> {
    match number % 8 {
        1 => known(version, number - 1),
        3 => known(version, number - 3),
        4 | 5 => known(version, number + 2),
        _ => None,
    }
}

/// How it stands here, as a number.
pub(super) fn salt(version: Version, number: u32) -> u32 {
    version.side(audience(number)).salt()
}

pub(super) fn projects(version: Version) -> Vec<project::ActiveModel> {
    numbers(version)
        .map(|number| project(version, number))
        .collect()
}

fn project(version: Version, number: u32) -> project::ActiveModel {
    let salt = salt(version, number);
    let audience = audience(number);
    let secret = audience != Audience::Public;
    let name = if secret {
        code(number, salt)
    } else {
        "Vorhaben"
    };
    let title = format!("{name} {number:02} {}", words(number, salt, 2));
    let draft = audience == Audience::City && number % 16 < 8;
    let city = if number == OWN {
        HOME
    } else {
        (number + 3 * salt) % CITIES
    };
    row!(project {
        id: ProjectId::numbered(0, number),
        slug: format!("{}-{number:02}", name.to_lowercase().replace('ö', "oe")),
        city_id: CityId::numbered(0, city),
        kind: ProjectKind::ALL[(number + salt) as usize % ProjectKind::ALL.len()],
        title_key: title.to_lowercase(),
        title,
        summary: words(number, salt + 2, 8),
        status: ProjectStatus::ALL[(number + salt) as usize % ProjectStatus::ALL.len()],
        priority: Some(1 + i32::try_from(number % 3 + salt).unwrap()),
        language: "de",
        audience: if draft { Audience::Public } else { audience },
        entry_status: if draft || number == OWN {
            EntryStatus::Draft
        } else {
            EntryStatus::Published
        },
        version: 1,
        parent_id: parent(version, number),
        created_at: time(number),
        updated_at: time(number * 3 % 50 + salt),
    })
}

pub(super) fn topics(version: Version) -> Vec<project_topic::ActiveModel> {
    let one = |number: u32| {
        let topic = 1 + (number + salt(version, number)) % (TOPICS - 1);
        row!(project_topic {
            project_id: ProjectId::numbered(0, number),
            topic_id: TopicId::numbered(0, topic),
            position: 0,
        })
    };
    numbers(version).map(one).collect()
}
