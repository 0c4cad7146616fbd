//! The lessons of the twins.

use entity::{
    id::{AccountId, CityId, LessonId, TopicId},
    kind::{Attribution, Audience, EntryStatus, LessonKind, Outcome},
    lesson, lesson_topic,
};
use sea_orm::ActiveValue::Set;

use super::{
    Side, Version,
    people::{AUTHORS, CITIES, HOME, TOPICS},
    projects::{self, PROJECTS},
    words::{code, words},
};
use crate::rows::{Numbered as _, row, time};

/// How many there are of the cities that have something to hide.
const LESSONS: u32 = 64;
/// Of the readers' own city: a published one and a draft.
pub(super) const OWN: [u32; 2] = [80, 81];
/// Those in which the readers' organization takes part: two drafts, of which the second is
/// anonymous, and two published ones that are for their city alone. The last belongs to a project that
/// the organization does not know of, and one that it does not know of takes its place.
pub(super) const JOINT: [u32; 4] = [82, 83, 84, 85];
/// That project, and that lesson, which members of administrations read.
const ITS_PROJECT: u32 = 3;
pub(super) const ITS_PLACE_TAKEN_BY: u32 = 30;

/// A lesson as it stands in a world.
///
/// What is public of an anonymous one is the same in all, its days among it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lesson {
    pub(super) number: u32,
    /// Who may read it at most; `City` also where it is not published. Of the readers' own, which
    /// are the same everywhere, it says nothing.
    pub(super) audience: Audience,
    pub(super) side: Side,
    pub(super) anonymous: bool,
    status: EntryStatus,
}

/// All that are there.
pub(super) fn all(version: Version) -> Vec<Lesson> {
    let numbers = (0..LESSONS).chain(OWN).chain(JOINT);
    numbers
        .filter_map(|number| Lesson::find(version, number))
        .collect()
}

impl Lesson {
    fn find(version: Version, number: u32) -> Option<Self> {
        let special = number >= LESSONS;
        let audience = match number % 4 {
            _ if special => Audience::Public,
            2 if number % 8 < 4 => Audience::Partners,
            2 => Audience::Administrations,
            3 => Audience::City,
            _ => Audience::Public,
        };
        let closed = [
            EntryStatus::Draft,
            EntryStatus::InReview,
            EntryStatus::Withdrawn,
            EntryStatus::Published,
        ];
        let status = match number {
            81..=83 => EntryStatus::Draft,
            _ if audience == Audience::City => closed[number as usize / 4 % closed.len()],
            _ => EntryStatus::Published,
        };
        let lesson = Self {
            number,
            audience,
            side: version.side(audience),
            anonymous: number % 5 == 1 || number == JOINT[1],
            status,
        };
        version.has(audience, number / 4).then_some(lesson)
    }

    pub(super) fn id(self) -> LessonId {
        LessonId::numbered(0, self.number)
    }

    /// What of it the readers of it may not know, as a number: of an anonymous one where it comes
    /// from, too.
    pub(super) fn origin_salt(self, version: Version) -> u32 {
        if self.is_nameless() {
            version.closed().salt()
        } else {
            self.side.salt()
        }
    }

    /// Whether no reader knows where it comes from.
    pub(super) fn is_nameless(self) -> bool {
        self.anonymous && !OWN.contains(&self.number)
    }

    pub(super) fn city(self, version: Version) -> u32 {
        match self.number {
            it if OWN.contains(&it) => HOME,
            it => (it + 3 * self.origin_salt(version)) % CITIES,
        }
    }

    fn audience_said(self) -> Audience {
        match self.status {
            _ if JOINT[2..].contains(&self.number) => Audience::City,
            EntryStatus::Published => self.audience,
            _ => Audience::Public,
        }
    }

    /// The row as it is in the end.
    fn row(self, version: Version) -> lesson::ActiveModel {
        let (number, salt) = (self.number, self.side.salt());
        let origin = self.origin_salt(version);
        let project = match number {
            it if it == JOINT[3] => ITS_PROJECT,
            _ => (number + 3 * origin) % PROJECTS,
        };
        // Of an anonymous one they know the day alone, those whose organization takes part in it too.
        let of_day = if self.is_nameless() {
            61 * version.closed().salt()
        } else {
            0
        };
        // Files tell it to the lesson's own city.
        let own_id = if OWN.contains(&number) {
            0
        } else {
            version.closed().salt()
        };
        let secret = self.audience != Audience::Public;
        let title = if secret {
            format!("{} {}", code(number, salt), words(number, salt, 2))
        } else {
            words(number, salt, 3)
        };
        let published = matches!(self.status, EntryStatus::Published | EntryStatus::Withdrawn);
        let year = 2015 + (number + salt) % 8;
        let day = |month, day| sea_orm::prelude::Date::from_ymd_opt(year.cast_signed(), month, day);
        row!(lesson {
            id: self.id(),
            city_id: CityId::numbered(0, self.city(version)),
            project_id: projects::known(version, project),
            external_id: format!("K-{number}-{own_id}"),
            position: i32::try_from(number + origin).unwrap(),
            title_key: title.to_lowercase(),
            title,
            insight: words(number, salt + 2, 12),
            hurdle: (number % 2 == 0).then(|| words(number, salt + 4, 6)),
            tried: (number % 3 == 0).then(|| words(number, salt + 6, 6)),
            kind: LessonKind::ALL[(number + salt) as usize % LessonKind::ALL.len()],
            outcome: Outcome::ALL[(number / 2 + salt) as usize % Outcome::ALL.len()],
            attribution: if self.anonymous {
                Attribution::Anonymous
            } else {
                Attribution::Named
            },
            audience: self.audience_said(),
            status: self.status,
            language: if number % 7 == 0 { "en" } else { "de" },
            occurred_on: (number % 3 != 0).then(|| year.to_string()),
            occurred_earliest: day(1, 1).filter(|_| number % 3 != 0),
            occurred_latest: day(12, 31).filter(|_| number % 3 != 0),
            published_at: published.then(|| time(number * 977 % 400 + salt + of_day)),
            licence: "CC-BY-4.0",
            submitted_by: AccountId::numbered(0, (number + version.closed().salt()) % AUTHORS),
            version: self.versions(),
            created_at: time(number + of_day),
            updated_at: time(number * 7 % 100 + salt + of_day),
        })
    }

    /// Whether there are readers who may read its history.
    pub(super) fn is_known_whole(self) -> bool {
        let own = OWN.contains(&self.number);
        own || (JOINT.contains(&self.number) && !self.anonymous)
    }

    /// How many versions it has. That is no secret, unlike how often it was written again.
    pub(super) fn versions(self) -> i32 {
        1 + i32::try_from(self.number % 3).unwrap()
    }

    /// What the row was before the index of the whole world forgot it.
    pub(super) fn young(self, version: Version) -> lesson::ActiveModel {
        let row = self.row(version);
        if !self.ages(version) {
            return row;
        }
        let once = words(self.number, 9, 6);
        lesson::ActiveModel {
            title: Set(format!("{once} {once}")),
            insight: Set(format!("{once} {}", words(self.number, 10, 30))),
            status: Set(EntryStatus::Published),
            audience: Set(Audience::Public),
            ..row
        }
    }

    /// Whether it was published and withdrawn, or published with other words, in this world alone.
    fn ages(self, version: Version) -> bool {
        let withdrawn = self.status == EntryStatus::Withdrawn;
        let rewritten = self.audience == Audience::Public && self.number % 8 == 4;
        self.number < LESSONS && version.closed() == Side::Same && (withdrawn || rewritten)
    }
}

/// Title and insight of each.
pub(super) fn texts(version: Version) -> Vec<(String, String)> {
    let rows = all(version).into_iter().map(|it| it.row(version));
    rows.map(|row| (row.title.unwrap(), row.insight.unwrap()))
        .collect()
}

/// The lessons that change once the index knows them, with their numbers.
pub(super) fn aged(version: Version) -> Vec<(lesson::ActiveModel, u32)> {
    let aged = all(version).into_iter().filter(|it| it.ages(version));
    aged.map(|it| (it.row(version), it.number)).collect()
}

pub(super) fn topics(version: Version) -> Vec<lesson_topic::ActiveModel> {
    let one = |lesson: Lesson| {
        let topic = 1 + (lesson.number + lesson.side.salt()) % (TOPICS - 1);
        row!(lesson_topic {
            lesson_id: lesson.id(),
            topic_id: TopicId::numbered(0, topic),
            position: 0,
        })
    };
    all(version).into_iter().map(one).collect()
}
