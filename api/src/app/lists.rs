//! The lists that can be paged through: what they hold and how they are sorted.

use std::{fmt::Debug, hash::Hash};

use entity::{
    city, comment,
    id::{CityId, ProjectId, TopicId},
    kind::{OrganizationKind, ProjectKind, ProjectStatus},
    lesson, lesson_topic, organization, participation, project, project_topic, reuse, revision,
};
use sea_orm::{
    ColumnTrait as _, Condition, EntityTrait,
    sea_query::{Expr, ExprTrait as _, LikeExpr, Query},
};

use crate::{
    app::{
        page::{KeyKind, Sort, padded},
        reading::{Cut, Reading},
    },
    domain::{lesson_filter::LessonFilter, text_key::text_key},
};

/// A list that can be paged through, by itself or for each of several parents.
pub trait List: Clone + Debug + Eq + Hash + Send + Sync + 'static {
    /// What it lists.
    type Entity: EntityTrait;

    /// What it can be listed under, for many of these at once.
    type Parent: Copy + Debug + Eq + Hash + Send + Sync + 'static;

    /// The column that names the parent.
    fn parent(&self, by: Self::Parent) -> Expr;

    /// Names the order in cursors.
    fn order(&self) -> &'static str;

    /// How it is sorted.
    fn sort(&self, reading: &Reading<'_>) -> Sort;

    /// What it holds.
    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, Self::Entity>;
}

/// For lists that are under nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Never {}

/// What lessons can be listed under.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LessonParent {
    /// Their city.
    City,
    /// Their project.
    Project,
}

/// How cities can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CityField {
    /// By name.
    Name,
    /// By population.
    Population,
    /// By the number of lessons within reach.
    LessonCount,
}

/// Cities.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cities {
    /// Whose name contains this.
    pub name: Option<String>,
    /// In these countries.
    pub countries: Option<Vec<String>>,
    /// In these regions.
    pub regions: Option<Vec<String>>,
    /// With so many inhabitants or more.
    pub population_from: Option<i64>,
    /// With so many inhabitants or fewer.
    pub population_to: Option<i64>,
    /// That have lessons within reach, or that have none.
    pub with_lessons: Option<bool>,
    /// What they are sorted by.
    pub field: CityField,
    /// In which direction.
    pub descending: bool,
}

impl List for Cities {
    type Entity = city::Entity;
    type Parent = Never;

    fn parent(&self, by: Self::Parent) -> Expr {
        match by {}
    }

    fn order(&self) -> &'static str {
        match (self.field, self.descending) {
            (CityField::Name, false) => "city+name",
            (CityField::Name, true) => "city-name",
            (CityField::Population, false) => "city+population",
            (CityField::Population, true) => "city-population",
            (CityField::LessonCount, false) => "city+lessons",
            (CityField::LessonCount, true) => "city-lessons",
        }
    }

    fn sort(&self, reading: &Reading<'_>) -> Sort {
        let (name, id, descending) = (self.order(), column(city::Column::Id), self.descending);
        match self.field {
            CityField::Name => Sort::by(
                name,
                column(city::Column::NameKey),
                KeyKind::Text,
                id,
                descending,
            ),
            CityField::Population => {
                let key = column(city::Column::Population);
                Sort::by_nullable(name, key, KeyKind::Number, id, descending)
            }
            CityField::LessonCount => {
                let here = column(lesson::Column::CityId).equals((city::Entity, city::Column::Id));
                let counted = reading.attributed_lessons().filter(here);
                let mut count = counted.column(lesson::Column::Id);
                count
                    .clear_selects()
                    .expr(column(lesson::Column::Id).count());
                Sort::by(name, Expr::from(count), KeyKind::Number, id, descending)
            }
        }
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, city::Entity> {
        let mut condition = Condition::all()
            .add_option(
                self.name
                    .as_deref()
                    .map(|name| contains(city::Column::NameKey, name)),
            )
            .add_option(any_of(city::Column::Country, self.countries.as_deref()))
            .add_option(any_of(city::Column::Region, self.regions.as_deref()))
            .add_option(
                self.population_from
                    .map(|from| city::Column::Population.gte(from)),
            )
            .add_option(
                self.population_to
                    .map(|to| city::Column::Population.lte(to)),
            );
        if let Some(with_lessons) = self.with_lessons {
            let taught = reading.attributed_lessons().column(lesson::Column::CityId);
            condition = condition.add(if with_lessons {
                city::Column::Id.in_subquery(taught)
            } else {
                city::Column::Id.not_in_subquery(taught)
            });
        }
        reading.cities().filter(condition)
    }
}

/// Organizations, by name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Organizations {
    /// Whose name contains this.
    pub name: Option<String>,
    /// Of these kinds.
    pub kinds: Option<Vec<OrganizationKind>>,
    /// Of this city.
    pub city: Option<CityId>,
}

impl List for Organizations {
    type Entity = organization::Entity;
    type Parent = Never;

    fn parent(&self, by: Self::Parent) -> Expr {
        match by {}
    }

    fn order(&self) -> &'static str {
        "organization+name"
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let key = column(organization::Column::NameKey);
        Sort::by(
            self.order(),
            key,
            KeyKind::Text,
            column(organization::Column::Id),
            false,
        )
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, organization::Entity> {
        reading.organizations().filter(
            Condition::all()
                .add_option(
                    self.name
                        .as_deref()
                        .map(|name| contains(organization::Column::NameKey, name)),
                )
                .add_option(any_of(organization::Column::Kind, self.kinds.as_deref()))
                .add_option(self.city.map(|city| organization::Column::CityId.eq(city))),
        )
    }
}

/// How projects can be sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProjectField {
    /// By title.
    Title,
    /// By when they began.
    StartedOn,
    /// By when the entry was last changed.
    UpdatedAt,
    /// By the city's own priority.
    Priority,
}

/// Projects.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Projects {
    /// Of these cities.
    pub cities: Option<Vec<CityId>>,
    /// Of these kinds.
    pub kinds: Option<Vec<ProjectKind>>,
    /// In these states.
    pub statuses: Option<Vec<ProjectStatus>>,
    /// About these topics; narrower ones are already added.
    pub topics: Option<Vec<TopicId>>,
    /// That are part of this project.
    pub parent: Option<ProjectId>,
    /// What they are sorted by.
    pub field: ProjectField,
    /// In which direction.
    pub descending: bool,
}

impl List for Projects {
    type Entity = project::Entity;
    type Parent = ();

    fn parent(&self, (): Self::Parent) -> Expr {
        column(project::Column::CityId)
    }

    fn order(&self) -> &'static str {
        match (self.field, self.descending) {
            (ProjectField::Title, false) => "project+title",
            (ProjectField::Title, true) => "project-title",
            (ProjectField::StartedOn, false) => "project+started",
            (ProjectField::StartedOn, true) => "project-started",
            (ProjectField::UpdatedAt, false) => "project+updated",
            (ProjectField::UpdatedAt, true) => "project-updated",
            (ProjectField::Priority, false) => "project+priority",
            (ProjectField::Priority, true) => "project-priority",
        }
    }

    fn sort(&self, _: &Reading<'_>) -> Sort {
        let (name, id, descending) = (self.order(), column(project::Column::Id), self.descending);
        match self.field {
            ProjectField::Title => Sort::by(
                name,
                column(project::Column::TitleKey),
                KeyKind::Text,
                id,
                descending,
            ),
            ProjectField::StartedOn => {
                let key = column(project::Column::StartedEarliest);
                Sort::by_nullable(name, key, KeyKind::Day, id, descending)
            }
            ProjectField::UpdatedAt => Sort::by(
                name,
                column(project::Column::UpdatedAt),
                KeyKind::Time,
                id,
                descending,
            ),
            ProjectField::Priority => {
                let key = column(project::Column::Priority);
                Sort::by_nullable(name, key, KeyKind::Number, id, descending)
            }
        }
    }

    fn select<'a>(&self, reading: &Reading<'a>) -> Cut<'a, project::Entity> {
        let topics = self.topics.as_deref().map(|topics| {
            let about = Query::select()
                .column(project_topic::Column::ProjectId)
                .from(project_topic::Entity)
                .and_where(project_topic::Column::TopicId.is_in(padded(topics)))
                .take();
            project::Column::Id.in_subquery(about)
        });
        reading.projects().filter(
            Condition::all()
                .add_option(any_of(project::Column::CityId, self.cities.as_deref()))
                .add_option(any_of(project::Column::Kind, self.kinds.as_deref()))
                .add_option(any_of(project::Column::Status, self.statuses.as_deref()))
                .add_option(topics)
                .add_option(
                    self.parent
                        .map(|parent| project::Column::ParentId.eq(parent)),
                ),
        )
    }
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

/// Lessons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lessons {
    /// Which.
    pub filter: LessonFilter,
    /// Only those of which the city may be known: wherever they are listed under their city or
    /// project, which would tell.
    pub attributed: bool,
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
                let key = column(lesson::Column::PublishedAt);
                Sort::by_nullable(name, key, KeyKind::Time, id, descending)
            }
            LessonField::OccurredOn => {
                let key = column(lesson::Column::OccurredEarliest);
                Sort::by_nullable(name, key, KeyKind::Day, id, descending)
            }
            LessonField::UpdatedAt => Sort::by(
                name,
                column(lesson::Column::UpdatedAt),
                KeyKind::Time,
                id,
                descending,
            ),
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
        lessons.filter(lesson_condition(&self.filter, reading))
    }
}

/// What a lesson's row must be to pass the filter.
pub(super) fn lesson_condition(filter: &LessonFilter, reading: &Reading<'_>) -> Condition {
    use lesson::Column as L;
    let place = filter.asks_for_place().then(|| {
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
        L::CityId.in_subquery(cities.column(city::Column::Id))
    });
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
        .add_option(any_of(L::ProjectId, filter.projects.as_deref()))
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
                .map(|since| L::PublishedAt.gte(since)),
        )
        .add_option(reused)
}

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

/// A column under its table's name.
fn column<C: sea_orm::ColumnTrait>(column: C) -> Expr {
    column.into_expr()
}

/// Whether a folded column contains a text, folded likewise.
fn contains(column: impl sea_orm::ColumnTrait, text: &str) -> Expr {
    let key = text_key(text);
    let mut pattern = String::with_capacity(key.len() + 2);
    pattern.push('%');
    for letter in key.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    column.into_expr().like(LikeExpr::new(pattern).escape('\\'))
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

fn any_of<C, V>(column: C, values: Option<&[V]>) -> Option<Expr>
where
    C: sea_orm::ColumnTrait,
    V: Clone + Into<sea_orm::Value>,
{
    values.map(|values| column.is_in(padded(values)))
}
