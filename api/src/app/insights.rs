//! Figures for an analyst's report.

use entity::{lesson, reuse};
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
        let attributed = those(filter, true).select(self).with(|select| {
            select
                .select_only()
                .column_as(
                    lesson::Column::ProjectId.into_expr().count_distinct(),
                    "projects",
                )
                .column_as(
                    lesson::Column::CityId.into_expr().count_distinct(),
                    "cities",
                )
        });
        let counted: Vec<(i64, i64)> = attributed.tuples().await?;
        let (projects, cities) = counted.first().copied().unwrap_or_default();
        Ok(LessonFigures {
            lessons: those(filter, false).select(self).count().await?,
            projects: projects.unsigned_abs(),
            cities: cities.unsigned_abs(),
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
        field: LessonField::PublishedAt,
        descending: true,
    }
}
