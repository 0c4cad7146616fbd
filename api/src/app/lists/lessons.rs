//! Lessons, to page through.

use entity::{
    city,
    id::{AccountId, CityId},
    kind::EntryStatus,
    lesson, lesson_topic, participation, project, reuse,
};
use sea_orm::{
    ColumnTrait as _, Condition,
    sea_query::{Expr, ExprTrait as _, Query, SelectStatement},
};

use super::{List, any_of, column};
use crate::{
    app::{
        page::{KeyKind, Sort, padded},
        reading::{Cut, Reading, told_column},
    },
    domain::lesson_filter::LessonFilter,
};

/// What lessons can be listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LessonParent {
    /// Their city.
    City,
    /// Their project.
    Project,
}

/// How lessons can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LessonField {
    /// By when they were published.
    PublishedAt,
    /// By when they happened.
    OccurredOn,
    /// By when the entry was last changed.
    UpdatedAt,
    /// By title.
    Title,
    /// By how many cities took them up.
    ReuseCount,
    /// By their number in their project.
    Position,
}

/// Lessons that are someone's to work on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OwnLessons {
    /// Drafts; those within reach are the reader's to edit.
    Drafts,
    /// Lessons that wait for review.
    ToReview {
        /// In these cities; in all where it is not said.
        cities: Option<Vec<CityId>>,
        /// Not those that one of these accounts submitted.
        except: Vec<AccountId>,
    },
}

/// Lessons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lessons {
    /// Which.
    pub filter: LessonFilter,
    /// Only those of which the city may be known: wherever they are listed under their city or
    /// project, which would tell.
    pub attributed: bool,
    /// Only those that are the reader's to work on.
    pub own: Option<OwnLessons>,
    /// What they are sorted by.
    pub field: LessonField,
    /// In which direction.
    pub descending: bool,
}

impl List for Lessons {
    type Entity = lesson::Entity;
    type Parent = LessonParent;

    fn parent(&self, by: Self::Parent) -> Expr {
        match by {
            LessonParent::City => column(lesson::Column::CityId),
            LessonParent::Project => column(lesson::Column::ProjectId),
        }
    }

    fn order(&self) -> &'static str {
        match (self.field, self.descending) {
            (LessonField::PublishedAt, false) => "lesson+published",
            (LessonField::PublishedAt, true) => "lesson-published",
            (LessonField::OccurredOn, false) => "lesson+occurred",
            (LessonField::OccurredOn, true) => "lesson-occurred",
            (LessonField::UpdatedAt, false) => "lesson+updated",
            (LessonField::UpdatedAt, true) => "lesson-updated",
            (LessonField::Title, false) => "lesson+title",
            (LessonField::Title, true) => "lesson-title",
            (LessonField::ReuseCount, false) => "lesson+reuses",
            (LessonField::ReuseCount, true) => "lesson-reuses",
            (LessonField::Position, false) => "lesson+position",
            (LessonField::Position, true) => "lesson-position",
        }
    }

    fn sort(&self, reading: &Reading<'_>) -> Sort {
        let (name, id, descending) = (self.order(), column(lesson::Column::Id), self.descending);
        match self.field {
            LessonField::PublishedAt => {
                let key = told_column("told_published_at");
                Sort::by_nullable(name, key, KeyKind::Time, id, descending)
            }
            LessonField::OccurredOn => {
                let key = column(lesson::Column::OccurredEarliest);
                Sort::by_nullable(name, key, KeyKind::Day, id, descending)
            }
            LessonField::UpdatedAt => {
                // Also in lists of one's own: a draft may be in there because an organization takes part
                // in it, whose members learn no more of an anonymous one than its day.
                let key = told_column("told_updated_at");
                Sort::by(name, key, KeyKind::Time, id, descending)
            }
            LessonField::Title => Sort::by(
                name,
                column(lesson::Column::TitleKey),
                KeyKind::Text,
                id,
                descending,
            ),
            LessonField::ReuseCount => {
                let this =
                    column(reuse::Column::LessonId).equals((lesson::Entity, lesson::Column::Id));
                let mut count = reading.every_reuse().filter(this).column(reuse::Column::Id);
                count
                    .clear_selects()
                    .expr(column(reuse::Column::Id).count());
                Sort::by(name, Expr::from(count), KeyKind::Number, id, descending)
            }
            LessonField::Position => {
                let key = column(lesson::Column::Position);
                Sort::by_nullable(name, key, KeyKind::Number, id, descending)
            }
        }
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, lesson::Entity> {
        let lessons = if self.attributed || self.filter.asks_for_origin() {
            reading.attributed_lessons()
        } else {
            reading.lessons()
        };
        let own = self.own.as_ref().map(OwnLessons::condition);
        let condition = lesson_condition(&self.filter, reading).add_option(own);
        lessons.filter(condition.add_option(self.since()))
    }
}

impl Lessons {
    /// Says nothing that the filter does not, but the database can seek by it in the index of the order.
    fn since(&self) -> Option<Expr> {
        let since = self.filter.published_since?;
        let descending = self.descending || self.field != LessonField::PublishedAt;
        let told = told_column("told_published_at");
        Some(Sort::key_with_last(told, KeyKind::Time, descending).gte(since))
    }
}

impl OwnLessons {
    fn condition(&self) -> Condition {
        use lesson::Column as L;
        match self {
            Self::Drafts => Condition::all().add(L::Status.eq(EntryStatus::Draft)),
            Self::ToReview { cities, except } => {
                let others = Condition::any()
                    .add(L::SubmittedBy.is_not_in(except.iter().copied()))
                    .add(L::SubmittedBy.is_null());
                Condition::all()
                    .add(L::Status.eq(EntryStatus::InReview))
                    .add_option(any_of(L::CityId, cities.as_deref()))
                    .add(others)
            }
        }
    }
}

/// What a lesson's row must be to pass the filter.
pub(super) fn lesson_condition(filter: &LessonFilter, reading: &Reading<'_>) -> Condition {
    use lesson::Column as L;
    let place = filter
        .asks_for_place()
        .then(|| L::CityId.in_subquery(cities_of(filter, reading)));
    let organizations = filter.organizations.as_deref().map(|organizations| {
        let part = reading
            .participations()
            .filter(participation::Column::OrganizationId.is_in(padded(organizations)))
            .filter(participation::Column::LessonId.is_not_null());
        L::Id.in_subquery(part.column(participation::Column::LessonId))
    });
    let topics = filter.topics.as_deref().map(|topics| {
        let about = Query::select()
            .column(lesson_topic::Column::LessonId)
            .from(lesson_topic::Entity)
            .and_where(lesson_topic::Column::TopicId.is_in(padded(topics)))
            .take();
        L::Id.in_subquery(about)
    });
    let reused = filter.reused.map(|reused| {
        let lessons = reading.every_reuse().column(reuse::Column::LessonId);
        if reused {
            L::Id.in_subquery(lessons)
        } else {
            L::Id.not_in_subquery(lessons)
        }
    });
    Condition::all()
        .add_option(any_of(L::CityId, filter.cities.as_deref()))
        .add_option(place)
        .add_option(filter.projects.as_deref().map(|projects| {
            let readable = reading
                .projects()
                .filter(project::Column::Id.is_in(padded(projects)));
            L::ProjectId.in_subquery(readable.column(project::Column::Id))
        }))
        .add_option(organizations)
        .add_option(topics)
        .add_option(any_of(L::Kind, filter.kinds.as_deref()))
        .add_option(any_of(L::Outcome, filter.outcomes.as_deref()))
        .add_option(filter.languages.as_deref().map(in_languages))
        .add_option(filter.occurred_from.map(|from| L::OccurredLatest.gte(from)))
        .add_option(filter.occurred_to.map(|to| L::OccurredEarliest.lte(to)))
        .add_option(
            filter
                .published_since
                .map(|since| told_column("told_published_at").gte(since)),
        )
        .add_option(reused)
}

/// The cities that the filter's places mean.
fn cities_of(filter: &LessonFilter, reading: &Reading<'_>) -> SelectStatement {
    let cities = reading.cities().filter(
        Condition::all()
            .add_option(any_of(city::Column::Country, filter.countries.as_deref()))
            .add_option(any_of(city::Column::Region, filter.regions.as_deref()))
            .add_option(
                filter
                    .population_from
                    .map(|from| city::Column::Population.gte(from)),
            )
            .add_option(
                filter
                    .population_to
                    .map(|to| city::Column::Population.lte(to)),
            ),
    );
    cities.column(city::Column::Id)
}

/// Whether the language is one of these, or a variety of one.
fn in_languages(tags: &[String]) -> Condition {
    let mut any = Condition::any().add(Expr::value(false));
    for tag in tags {
        let language = lesson::Column::Language;
        any = any
            .add(language.eq(tag))
            .add(language.starts_with(format!("{tag}-")));
    }
    any
}

#[cfg(test)]
mod tests;
