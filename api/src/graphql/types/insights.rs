//! Figures for an analyst's report.

use async_graphql::{Context, Object, SimpleObject};
use search::Order;

use crate::{
    app::{
        insights::LessonFigures,
        lists::{LessonField, Lessons},
        search_lessons::LessonSearch,
    },
    domain::lesson_filter::LessonFilter,
    graphql::{
        error::{ApiError, Code},
        loaders::{FiguresOf, load},
        types::{
            connection::{Listed, Paging, int, knowledge_base, list_cost, list_size, reach},
            enums::LessonFacet,
            label::Facet,
            lesson::Lesson,
        },
    },
};

/// Figures about the lessons that a filter lets through.
#[derive(Clone, Debug)]
pub struct Insights {
    filter: LessonFilter,
}

impl Insights {
    /// Figures about these lessons.
    #[must_use]
    pub fn of(filter: LessonFilter) -> Self {
        Self { filter }
    }

    fn search(&self, ctx: &Context<'_>) -> Result<LessonSearch, ApiError> {
        Ok(knowledge_base(ctx).search_lessons(reach(ctx), "", &self.filter, Order::Relevance)?)
    }

    /// The figures, counted once however many of them are asked for.
    async fn figures(&self, ctx: &Context<'_>) -> Result<LessonFigures, ApiError> {
        let figures = load(ctx, FiguresOf(self.filter.clone())).await?;
        Ok(figures.unwrap_or_default())
    }

    fn most_reused_list(&self) -> Lessons {
        Lessons {
            filter: LessonFilter {
                reused: Some(true),
                ..self.filter.clone()
            },
            attributed: false,
            own: None,
            field: LessonField::ReuseCount,
            descending: true,
        }
    }
}

/// Figures about the lessons that the filter lets through and the viewer may read.
#[Object]
impl Insights {
    /// How many lessons.
    async fn lesson_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(int(self.figures(ctx).await?.lessons))
    }

    /// How many projects taught them.
    async fn project_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(int(self.figures(ctx).await?.projects))
    }

    /// How many cities learned them; anonymous lessons are counted for their own members only.
    async fn city_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        Ok(int(self.figures(ctx).await?.cities))
    }

    /// How often they were taken up.
    async fn reuse_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        let count = knowledge_base(ctx)
            .reading(reach(ctx))
            .reuse_count(&self.filter)
            .await?;
        Ok(int(count))
    }

    /// How many of them have each value of a facet, the most frequent first. As in a search, the filter on the facet's own field does not narrow it.
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn by_facet(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to count by.")] by: LessonFacet,
        #[graphql(desc = "How many values at most, 1 to 100.", default_with = "Some(20)")]
        first: Option<i32>,
    ) -> Result<Facet, ApiError> {
        let first = list_size(first, 20)?;
        let counted = self.search(ctx)?.facets(vec![by.into()], first).await?;
        let counts = counted.into_iter().next();
        counts
            .map(|counts| Facet::new(by, counts))
            .ok_or_else(|| ApiError::new(Code::Internal, "internal error"))
    }

    /// Published lessons by year of occurrence, split by outcome, the first year first. Lessons whose year is not known are left out.
    async fn timeline(&self, ctx: &Context<'_>) -> Result<Vec<TimelineYear>, ApiError> {
        let years = self.search(ctx)?.timeline().await?;
        let years = years.into_iter().map(|(year, outcomes)| {
            let of = |outcome: &str| outcomes.get(outcome).copied().map_or(0, int);
            TimelineYear {
                year,
                total: int(outcomes.values().sum::<u64>()),
                worked: of("WORKED"),
                partly: of("PARTLY"),
                failed: of("FAILED"),
            }
        });
        Ok(years.collect())
    }

    /// Those that were taken up most often, the most often first. Lessons that nobody took up are left out.
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn most_reused(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(10)")] first: Option<i32>,
    ) -> Result<Vec<Lesson>, ApiError> {
        list_size(first, 10)?;
        if self.filter.reused == Some(false) {
            return Ok(Vec::new());
        }
        let paging = Paging {
            first: Some(first.unwrap_or(10)),
            ..Paging::default()
        };
        let listed = Listed::root(ctx, self.most_reused_list(), paging).await?;
        Ok(listed.rows().map(Lesson::from).collect())
    }
}

/// The lessons of a year.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct TimelineYear {
    /// The year.
    year: i32,
    /// How many lessons, those of open outcome included.
    total: i32,
    /// How many of them worked.
    worked: i32,
    /// How many of them worked in part.
    partly: i32,
    /// How many of them failed.
    failed: i32,
}
