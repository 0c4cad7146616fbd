//! What hangs on the lessons and projects of the twins.

use entity::{
    comment,
    id::{
        AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId, ProjectId,
        ProposalId, RelationId, ReuseId, RevisionId, SourceId, StatementId,
    },
    kind::{
        Audience, EntryStatus, Naming, ParticipationRole, ProposalStatus, RelationKind,
        ReuseResult, ReuseStage, SourceKind, StatementKind,
    },
    participation, proposal, relation, reuse, revision, source, statement,
};
use serde_json::json;

use super::{
    Version,
    lessons::{self, ITS_PLACE_TAKEN_BY, JOINT, Lesson},
    people::{AUTHORS, CITIES, PARTNER},
    projects::{self, PROJECTS},
    words::words,
};
use crate::rows::{Numbered as _, row, time};

/// The ends of what hangs on a project (0) or on a lesson (1): sort and number, both ends, and a
/// number for what the readers of the one end may not know.
type End = (u32, u32, Option<ProjectId>, Option<LessonId>, u32);

fn ends(version: Version) -> Vec<End> {
    let projects = projects::numbers(version).map(|number| {
        let id = ProjectId::numbered(0, number);
        (0, number, Some(id), None, projects::salt(version, number))
    });
    let lessons = lessons::all(version).into_iter().map(|lesson| {
        let salt = lesson.origin_salt(version);
        (1, lesson.number, None, Some(lesson.id()), salt)
    });
    projects.chain(lessons).collect()
}

/// Of each entry one by an organization and one by a person, of whom is hidden what they do not want
/// to be known; that of the readers takes part in its own besides. Of the readers' own lessons they may
/// take the whole names with them.
pub(super) fn participations(version: Version) -> Vec<participation::ActiveModel> {
    let one = |(sort, number, project, lesson, salt): End, part: u32| {
        let organization = match part {
            0 => Some((number + salt) % PARTNER),
            1 => None,
            _ => Some(PARTNER),
        };
        let naming = Naming::ALL[number as usize % Naming::ALL.len()];
        let own = sort == 1 && lessons::OWN.contains(&number);
        let closed = if own { 0 } else { version.closed().salt() };
        let (first, last) = match naming {
            Naming::Full => (salt, salt),
            Naming::FirstName => (salt, closed),
            Naming::RoleOnly | Naming::Anonymous => (closed, closed),
        };
        let person = || format!("Vorname{} Nachname{}", (number + first) % 7, last);
        let nobody = naming == Naming::Anonymous;
        let function = || format!("Stelle {}", if nobody { closed } else { salt });
        row!(participation {
            id: ParticipationId::numbered(sort, number * 4 + part),
            project_id: project,
            lesson_id: lesson,
            organization_id: organization.map(|number| OrganizationId::numbered(0, number)),
            person: (part == 1).then(person),
            function: (part == 1).then(function),
            role: ParticipationRole::ALL[(number + salt) as usize % ParticipationRole::ALL.len()],
            naming,
            position: i32::try_from(part).unwrap(),
        })
    };
    let parts = ends(version).into_iter().flat_map(|end| {
        let joint = end.0 == 1 && JOINT.contains(&end.1);
        (0..if joint { 3 } else { 2 }).map(move |part| one(end, part))
    });
    parts.collect()
}

pub(super) fn sources(version: Version) -> Vec<source::ActiveModel> {
    let one = |(sort, number, project, lesson, salt): End| {
        row!(source {
            id: SourceId::numbered(sort, number),
            project_id: project,
            lesson_id: lesson,
            kind: SourceKind::Report,
            title: words(number, 20 + salt, 3),
            publisher: format!("Stadt {salt}"),
            position: 0,
        })
    };
    ends(version).into_iter().map(one).collect()
}

pub(super) fn statements(version: Version) -> Vec<statement::ActiveModel> {
    let one = |number: u32| {
        let salt = projects::salt(version, number);
        row!(statement {
            id: StatementId::numbered(0, number),
            project_id: ProjectId::numbered(0, number),
            kind: StatementKind::Quote,
            text: words(number, 30 + salt, 5),
            issuer_id: OrganizationId::numbered(0, (number + salt) % PARTNER),
            person: format!("Person {salt}"),
            position: 0,
        })
    };
    projects::numbers(version).map(one).collect()
}

/// From each entry to the next ones that are there.
pub(super) fn relations(version: Version) -> Vec<relation::ActiveModel> {
    let kind = |number: u32| RelationKind::ALL[number as usize % RelationKind::ALL.len()];
    let lessons = lessons::all(version);
    let mut rows = Vec::new();
    for from in &lessons {
        for step in [1, 2, 5] {
            let to = lessons.iter().find(|it| it.number == from.number + step);
            let Some(to) = to else { continue };
            // What hangs on two ends shows who reads both, and knows where both come from.
            let both = if from.is_nameless() || to.is_nameless() {
                version.closed()
            } else {
                version.side(from.audience.max(to.audience))
            };
            rows.push(row!(relation {
                id: RelationId::numbered(1, from.number * 8 + step),
                kind: kind(from.number + step + both.salt()),
                from_project_id: Option::<ProjectId>::None,
                from_lesson_id: Some(from.id()),
                to_project_id: Option::<ProjectId>::None,
                to_lesson_id: Some(to.id()),
                created_at: time(0),
            }));
        }
    }
    let replaces = [RelationKind::Replaces, RelationKind::Similar];
    rows.push(row!(relation {
        id: RelationId::numbered(1, 4_000),
        kind: replaces[version.side(Audience::Administrations).salt() as usize],
        from_project_id: Option::<ProjectId>::None,
        from_lesson_id: Some(LessonId::numbered(0, ITS_PLACE_TAKEN_BY)),
        to_project_id: Option::<ProjectId>::None,
        to_lesson_id: Some(LessonId::numbered(0, JOINT[3])),
        created_at: time(0),
    }));
    // Nobody knows of an anonymous lesson that another one takes its place.
    rows.push(row!(relation {
        id: RelationId::numbered(1, 4_001),
        kind: replaces[version.closed().salt() as usize],
        from_project_id: Option::<ProjectId>::None,
        from_lesson_id: Some(LessonId::numbered(0, 20)),
        to_project_id: Option::<ProjectId>::None,
        to_lesson_id: Some(LessonId::numbered(0, 21)),
        created_at: time(0),
    }));
    for from in projects::numbers(version) {
        for step in [1, 3] {
            let Some(to) = projects::known(version, from + step) else {
                continue;
            };
            let audience = projects::audience(from).max(projects::audience(from + step));
            rows.push(row!(relation {
                id: RelationId::numbered(0, from * 8 + step),
                kind: kind(from + step + version.side(audience).salt()),
                from_project_id: Some(ProjectId::numbered(0, from)),
                from_lesson_id: Option::<LessonId>::None,
                to_project_id: Some(to),
                to_lesson_id: Option::<LessonId>::None,
                created_at: time(0),
            }));
        }
    }
    rows
}

/// In projects that not everyone may read, among others; who recorded it, nobody learns.
pub(super) fn reuses(version: Version) -> Vec<reuse::ActiveModel> {
    let one = |lesson: Lesson, part: u32| {
        let (number, salt) = (lesson.number, lesson.side.salt());
        let by = (number + 1 + part + salt) % CITIES;
        row!(reuse {
            id: ReuseId::numbered(part, number),
            lesson_id: lesson.id(),
            city_id: CityId::numbered(0, by),
            project_id: projects::known(version, (number + part) % PROJECTS),
            stage: ReuseStage::ALL[(number + part) as usize % ReuseStage::ALL.len()],
            result: ReuseResult::ALL[(number + salt) as usize % ReuseResult::ALL.len()],
            note: words(number, 40 + salt, 3),
            author_id: AccountId::numbered(0, version.closed().salt()),
            created_at: time(number + part),
        })
    };
    let all = lessons::all(version).into_iter();
    let reuses = all.flat_map(|it| (0..(it.number + it.side.salt()) % 3).map(move |p| one(it, p)));
    reuses.collect()
}

/// The second answers the first; of some nobody may read any more what they said.
pub(super) fn comments(version: Version) -> Vec<comment::ActiveModel> {
    let one = |lesson: Lesson, part: u32| {
        let (number, salt) = (lesson.number, lesson.side.salt());
        let hidden = (number + part).is_multiple_of(3);
        let closed = version.closed().salt();
        let said = if hidden { closed } else { salt };
        let answered = part.checked_sub(1);
        row!(comment {
            id: CommentId::numbered(part, number),
            lesson_id: lesson.id(),
            author_id: AccountId::numbered(0, (number + salt) % AUTHORS),
            body: words(number, 50 + said, 4),
            parent_id: answered.map(|part| CommentId::numbered(part, number)),
            hidden_at: hidden.then(|| time(1_000 + closed)),
            hidden_by: hidden.then(|| AccountId::numbered(0, closed)),
            hidden_reason: hidden.then(|| words(number, 60 + closed, 2)),
            created_at: time(part),
        })
    };
    let all = lessons::all(version).into_iter();
    let comments = all.flat_map(|it| (0..2 + it.side.salt()).map(move |part| one(it, part)));
    // An answer comes after what it answers.
    let mut comments: Vec<_> = comments.collect();
    comments.sort_by_key(|it| it.created_at.clone().unwrap());
    comments
}

/// Who may read the history of a lesson, reads the same one; of all others less is kept.
fn history(version: Version, lesson: Lesson) -> u32 {
    if lesson.is_known_whole() {
        0
    } else {
        version.closed().salt()
    }
}

pub(super) fn revisions(version: Version) -> Vec<revision::ActiveModel> {
    let one = |lesson: Lesson, number: i32| {
        let salt = history(version, lesson);
        row!(revision {
            id: RevisionId::numbered(number.unsigned_abs(), lesson.number),
            lesson_id: lesson.id(),
            version: number,
            status: EntryStatus::Published,
            content: json!({ "title": words(lesson.number, 70 + salt, 3) }),
            author_id: AccountId::numbered(0, salt),
            note: words(lesson.number, 80 + salt, 2),
            created_at: time(number.unsigned_abs() + salt),
        })
    };
    let all = lessons::all(version).into_iter();
    let kept = all.flat_map(|it| {
        let salt = i32::try_from(history(version, it)).unwrap();
        (1 + salt..=it.versions()).map(move |number| one(it, number))
    });
    kept.collect()
}

pub(super) fn proposals(version: Version) -> Vec<proposal::ActiveModel> {
    let one = |lesson: Lesson| {
        let salt = history(version, lesson);
        row!(proposal {
            id: ProposalId::numbered(0, lesson.number),
            lesson_id: lesson.id(),
            base_version: 1,
            content: json!({ "title": words(lesson.number, 90 + salt, 3) }),
            author_id: AccountId::numbered(0, salt),
            note: words(lesson.number, 95, 2),
            status: ProposalStatus::Pending,
            created_at: time(salt),
        })
    };
    let all = lessons::all(version).into_iter();
    let some = all.filter(|it| {
        let salt = history(version, *it);
        it.is_known_whole() || it.number % 2 == salt
    });
    some.map(one).collect()
}
