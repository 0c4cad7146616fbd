//! What hangs on lessons and organizations, to page through.

use entity::{comment, participation, reuse, revision};
use sea_orm::sea_query::Expr;

use super::{List, column};
use crate::app::{
    page::{KeyKind, Sort},
    reading::{Cut, Reading},
};

/// Participations of an organization, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Participations;

impl List for Participations {
    type Entity = participation::Entity;
    type Parent = ();

    fn parent(&self, (): Self::Parent) -> Expr {
        column(participation::Column::OrganizationId)
    }

    fn order(&self) -> &'static str {
        "participation-id"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        Sort::by_id(self.order(), column(participation::Column::Id), true)
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, participation::Entity> {
        reading.participations()
    }
}

/// Reuses of a lesson, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reuses;

impl List for Reuses {
    type Entity = reuse::Entity;
    type Parent = ();

    fn parent(&self, (): Self::Parent) -> Expr {
        column(reuse::Column::LessonId)
    }

    fn order(&self) -> &'static str {
        "reuse-created"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let key = column(reuse::Column::CreatedAt);
        Sort::by(
            self.order(),
            key,
            KeyKind::Time,
            column(reuse::Column::Id),
            true,
        )
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, reuse::Entity> {
        reading.reuses()
    }
}

/// Comments on a lesson, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Comments;

impl List for Comments {
    type Entity = comment::Entity;
    type Parent = ();

    fn parent(&self, (): Self::Parent) -> Expr {
        column(comment::Column::LessonId)
    }

    fn order(&self) -> &'static str {
        "comment+created"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let key = column(comment::Column::CreatedAt);
        Sort::by(
            self.order(),
            key,
            KeyKind::Time,
            column(comment::Column::Id),
            false,
        )
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, comment::Entity> {
        reading.comments()
    }
}

/// Revisions of a lesson, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Revisions;

impl List for Revisions {
    type Entity = revision::Entity;
    type Parent = ();

    fn parent(&self, (): Self::Parent) -> Expr {
        column(revision::Column::LessonId)
    }

    fn order(&self) -> &'static str {
        "revision+version"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let key = column(revision::Column::Version);
        Sort::by_nullable(
            self.order(),
            key,
            KeyKind::Number,
            column(revision::Column::Id),
            false,
        )
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, revision::Entity> {
        reading.revisions()
    }
}
