//! Figures for an analyst's report.

use entity::{lesson, project, reuse};
use sea_orm::{ColumnTrait as _, DbErr, QuerySelect as _, sea_query::ExprTrait as _};

use crate::{
    app::{
        lists::{LessonField, Lessons, List as _},
        reading::Reading,
    },
    domain::lesson_filter::LessonFilter,
};

/// How many lessons there are, and how many projects and cities they come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LessonFigures {
    /// Lessons.
    pub lessons: u64,
    /// Projects that may be known.
    pub projects: u64,
    /// Cities that may be known.
    pub cities: u64,
}

impl Reading<'_> {
    /// Counts the lessons that the filter lets through.
    pub async fn lesson_figures(&self, filter: &LessonFilter) -> Result<LessonFigures, DbErr> {
        let attributed = || those(filter, true).select(self);
        let cities: Vec<(i64,)> = attributed()
            .with(|select| {
                let cities = lesson::Column::CityId.into_expr().count_distinct();
                select.select_only().column_as(cities, "cities")
            })
            .tuples()
            .await?;
        let taught = attributed()
            .filter(lesson::Column::ProjectId.is_not_null())
            .column(lesson::Column::ProjectId);
        let projects = self
            .projects()
            .filter(project::Column::Id.in_subquery(taught));
        Ok(LessonFigures {
            lessons: those(filter, false).select(self).count().await?,
            projects: projects.count().await?,
            cities: cities.first().map_or(0, |(cities,)| cities.unsigned_abs()),
        })
    }

    /// Counts the reuses of the lessons that the filter lets through.
    pub async fn reuse_count(&self, filter: &LessonFilter) -> Result<u64, DbErr> {
        let lessons = those(filter, false).select(self).column(lesson::Column::Id);
        let reuses = self
            .reuses()
            .filter(reuse::Column::LessonId.in_subquery(lessons));
        reuses.count().await
    }
}

fn those(filter: &LessonFilter, attributed: bool) -> Lessons {
    Lessons {
        filter: filter.clone(),
        attributed,
        own: None,
        field: LessonField::PublishedAt,
        descending: true,
    }
}
