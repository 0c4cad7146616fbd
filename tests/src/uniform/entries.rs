//! Projects, lessons, and what hangs on them.

use entity::{
    comment,
    id::{
        AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId, ProjectId,
        RelationId, ReuseId, RevisionId, SourceId, StatementId, TopicId,
    },
    kind::{
        Attribution, Audience, EntryStatus, LessonKind, Naming, Outcome, ParticipationRole,
        ProjectKind, ProjectStatus, RelationKind, ReuseResult, ReuseStage, SourceKind,
        StatementKind,
    },
    lesson, lesson_topic, participation, project, project_topic, relation, reuse, revision, source,
    statement,
};
use serde_json::json;

use super::next;
use crate::rows::{Numbered as _, named, row, time};

/// Three levels; the one in the middle has both a parent and a part.
pub(super) fn projects(number: u32) -> [project::ActiveModel; 3] {
    let at = |level: u32, kind: ProjectKind, word: &str| {
        let (title, title_key, slug) = named(word, number);
        let parent = level.checked_sub(1);
        row!(project {
            id: ProjectId::numbered(level, number),
            slug,
            city_id: CityId::numbered(0, number),
            kind,
            title,
            title_key,
            status: ProjectStatus::Running,
            language: "de",
            audience: Audience::Public,
            entry_status: EntryStatus::Published,
            version: 1,
            parent_id: parent.map(|level| ProjectId::numbered(level, number)),
            created_at: time(0),
            updated_at: time(number),
        })
    };
    [
        at(0, ProjectKind::Programme, "Programm"),
        at(1, ProjectKind::Project, "Vorhaben"),
        at(2, ProjectKind::Measure, "Schritt"),
    ]
}

fn project_id(number: u32) -> ProjectId {
    ProjectId::numbered(1, number)
}

/// One that tells where it comes from, and one that does not.
pub(super) fn lessons(number: u32) -> [lesson::ActiveModel; 2] {
    let at = |part: u32, kind: LessonKind, attribution: Attribution, word: &str| {
        let (title, title_key, _) = named(word, number);
        row!(lesson {
            id: LessonId::numbered(part, number),
            city_id: CityId::numbered(0, number),
            project_id: project_id(number),
            title,
            title_key,
            insight: "Wer früh fragt, baut einmal.",
            kind,
            outcome: Outcome::Worked,
            attribution,
            audience: Audience::Public,
            status: EntryStatus::Published,
            language: "de",
            published_at: time(number),
            licence: "CC-BY-4.0",
            version: 2,
            created_at: time(0),
            updated_at: time(number),
        })
    };
    [
        at(0, LessonKind::Advice, Attribution::Named, "Lehre"),
        at(1, LessonKind::Pitfall, Attribution::Anonymous, "Falle"),
    ]
}

fn lesson_id(number: u32) -> LessonId {
    LessonId::numbered(0, number)
}

pub(super) fn project_topic(number: u32) -> project_topic::ActiveModel {
    row!(project_topic {
        project_id: project_id(number),
        topic_id: TopicId::numbered(0, number),
        position: 0,
    })
}

pub(super) fn lesson_topic(number: u32) -> lesson_topic::ActiveModel {
    row!(lesson_topic {
        lesson_id: lesson_id(number),
        topic_id: TopicId::numbered(0, number),
        position: 0,
    })
}

/// The ends of what hangs on a project or on a lesson: one of the two.
fn ends(number: u32) -> [(u32, Option<ProjectId>, Option<LessonId>); 2] {
    [
        (0, Some(project_id(number)), None),
        (1, None, Some(lesson_id(number))),
    ]
}

pub(super) fn participations(number: u32) -> [participation::ActiveModel; 2] {
    ends(number).map(|(part, project, lesson)| {
        row!(participation {
            id: ParticipationId::numbered(part, number),
            project_id: project,
            lesson_id: lesson,
            organization_id: OrganizationId::numbered(1, number),
            role: ParticipationRole::Lead,
            naming: Naming::Full,
            position: 0,
        })
    })
}

pub(super) fn sources(number: u32) -> [source::ActiveModel; 2] {
    ends(number).map(|(part, project, lesson)| {
        row!(source {
            id: SourceId::numbered(part, number),
            project_id: project,
            lesson_id: lesson,
            kind: SourceKind::Page,
            title: "Bericht",
            position: 0,
        })
    })
}

pub(super) fn statement(number: u32) -> statement::ActiveModel {
    row!(statement {
        id: StatementId::numbered(0, number),
        project_id: project_id(number),
        kind: StatementKind::Quote,
        text: "Gut so.",
        issuer_id: OrganizationId::numbered(1, number),
        position: 0,
    })
}

pub(super) fn relations(number: u32) -> [relation::ActiveModel; 2] {
    let to = ends(next(number));
    let both = ends(number).into_iter().zip(to);
    let rows = both.map(|((part, project, lesson), (_, to_project, to_lesson))| {
        row!(relation {
            id: RelationId::numbered(part, number),
            kind: RelationKind::Similar,
            from_project_id: project,
            from_lesson_id: lesson,
            to_project_id: to_project,
            to_lesson_id: to_lesson,
            created_at: time(0),
        })
    });
    rows.collect::<Vec<_>>().try_into().unwrap()
}

pub(super) fn reuses(number: u32) -> [reuse::ActiveModel; 2] {
    [(0, next(number)), (1, next(next(number)))].map(|(part, by)| {
        row!(reuse {
            id: ReuseId::numbered(part, number),
            lesson_id: lesson_id(number),
            city_id: CityId::numbered(0, by),
            project_id: project_id(by),
            stage: ReuseStage::Adopted,
            result: ReuseResult::Helped,
            created_at: time(part),
        })
    })
}

/// The second answers the first.
pub(super) fn comments(number: u32) -> [comment::ActiveModel; 2] {
    [0, 1].map(|part: u32| {
        let answered = part.checked_sub(1);
        row!(comment {
            id: CommentId::numbered(part, number),
            lesson_id: lesson_id(number),
            author_id: AccountId::numbered(0, number),
            body: "Das kennen wir.",
            parent_id: answered.map(|part| CommentId::numbered(part, number)),
            created_at: time(part),
        })
    })
}

pub(super) fn revisions(number: u32) -> [revision::ActiveModel; 2] {
    [1, 2].map(|version: u32| {
        row!(revision {
            id: RevisionId::numbered(version, number),
            lesson_id: lesson_id(number),
            version: i32::try_from(version).unwrap(),
            status: EntryStatus::Published,
            content: json!({ "lesson": { "title": format!("Lehre, Fassung {version}") } }),
            author_id: AccountId::numbered(0, number),
            created_at: time(version),
        })
    })
}
