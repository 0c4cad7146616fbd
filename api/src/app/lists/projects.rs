//! Projects, to page through.

use entity::{
    id::{CityId, ProjectId, TopicId},
    kind::{ProjectKind, ProjectStatus},
    project, project_topic,
};
use sea_orm::{
    ColumnTrait as _, Condition,
    sea_query::{Expr, Query},
};

use super::{List, any_of, column};
use crate::app::{
    page::{KeyKind, Sort, padded},
    reading::{Cut, Reading},
};

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
        // Also of the parent only as much as may be known: a part does not tell of it.
        let parts = self.parent.map(|parent| {
            let parent = reading.projects().filter(project::Column::Id.eq(parent));
            project::Column::ParentId.in_subquery(parent.column(project::Column::Id))
        });
        reading.projects().filter(
            Condition::all()
                .add_option(any_of(project::Column::CityId, self.cities.as_deref()))
                .add_option(any_of(project::Column::Kind, self.kinds.as_deref()))
                .add_option(any_of(project::Column::Status, self.statuses.as_deref()))
                .add_option(topics)
                .add_option(parts),
        )
    }
}
