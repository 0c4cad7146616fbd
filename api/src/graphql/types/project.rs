//! Projects.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::project;

use crate::{
    app::{
        lists::{LessonField, LessonParent},
        lookups::Entry,
    },
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        inputs::{LessonFilter, LessonOrder, lesson_list},
        loaders::{BriefingOf, ParticipationsOf, PartsOf, SourcesOf, StatementsOf, load},
        types::{
            city::City,
            connection::{
                LessonConnection, Listed, Paging, list_size, page_cost, search_cost, several,
            },
            enums::{Audience, EntryStatus, ProjectKind, ProjectStatus},
            lesson_match::LessonMatch,
            participation::Participation,
            relation::{Relation, relations_of},
            scalars::{LanguageTag, PartialDate, stored_date},
            source::Source,
            statement::Statement,
            topic::{Topic, topics_of},
        },
    },
};

/// What a city undertakes, or several do together.
#[derive(Clone, Debug)]
pub struct Project(project::Model);

impl From<project::Model> for Project {
    fn from(row: project::Model) -> Self {
        Self(row)
    }
}

/// What a city undertakes, or several do together: a project, programme, strategy, service, format or event.
#[Object]
impl Project {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Its title as part of an address. Unique.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The city that undertakes it; null for what belongs to no single city.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>, ApiError> {
        let Some(id) = self.0.city_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(City::from))
    }

    /// What kind of undertaking it is.
    async fn kind(&self) -> ProjectKind {
        self.0.kind.into()
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What it is, in a few sentences.
    async fn summary(&self) -> Option<&str> {
        self.0.summary.as_deref()
    }

    /// What was the case before.
    async fn initial_situation(&self) -> Option<&str> {
        self.0.initial_situation.as_deref()
    }

    /// What it is to reach.
    async fn goals(&self) -> Option<&str> {
        self.0.goals.as_deref()
    }

    /// How far it is.
    async fn status(&self) -> ProjectStatus {
        self.0.status.into()
    }

    /// The city's own priority, 1 being the highest.
    async fn priority(&self) -> Option<i32> {
        self.0.priority
    }

    /// When it began, as far as that is known; for an event, when it took place.
    async fn started_on(&self) -> Option<PartialDate> {
        stored_date(self.0.started_on.as_deref())
    }

    /// When it ended, as far as that is known.
    async fn ended_on(&self) -> Option<PartialDate> {
        stored_date(self.0.ended_on.as_deref())
    }

    /// Where it took place.
    async fn place(&self) -> Option<&str> {
        self.0.place.as_deref()
    }

    /// The language of its texts.
    async fn language(&self) -> LanguageTag {
        LanguageTag(self.0.language.clone())
    }

    /// Who may read it.
    async fn audience(&self) -> Audience {
        self.0.audience.into()
    }

    /// Where it stands in review.
    async fn entry_status(&self) -> EntryStatus {
        self.0.entry_status.into()
    }

    /// Counts its versions from 1. Send it back as `expectedVersion` when you change it.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// What it is a part of.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Project>, ApiError> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Self))
    }

    /// Its parts, by title.
    #[graphql(complexity = "several(child_complexity)")]
    async fn parts(&self, ctx: &Context<'_>) -> Result<Vec<Project>, ApiError> {
        let parts = load(ctx, PartsOf(self.0.id)).await?.unwrap_or_default();
        Ok(parts.into_iter().map(Self).collect())
    }

    /// What it is about, the most important first.
    #[graphql(complexity = "several(child_complexity)")]
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<Topic>, ApiError> {
        topics_of(ctx, Entry::Project(self.0.id)).await
    }

    /// What it taught: numbered lessons in their own order first, if not said otherwise.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
        #[graphql(desc = "How they are sorted; by their number in the project if left out.")]
        order_by: Option<LessonOrder>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<LessonConnection, ApiError> {
        let mut wanted = lesson_list(ctx, filter, order_by, (LessonField::Position, false)).await?;
        wanted.attributed = true;
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(LessonConnection(
            Listed::under(ctx, wanted, LessonParent::Project, self.0.id.0, paging).await?,
        ))
    }

    /// Who takes part.
    #[graphql(complexity = "several(child_complexity)")]
    async fn participations(&self, ctx: &Context<'_>) -> Result<Vec<Participation>, ApiError> {
        let rows = load(ctx, ParticipationsOf(Entry::Project(self.0.id))).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Participation::from)
            .collect())
    }

    /// What is said of it: outcomes, figures, rankings, awards, quotes.
    #[graphql(complexity = "several(child_complexity)")]
    async fn statements(&self, ctx: &Context<'_>) -> Result<Vec<Statement>, ApiError> {
        let rows = load(ctx, StatementsOf(self.0.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Statement::from)
            .collect())
    }

    /// Where what the entry says can be read.
    #[graphql(complexity = "several(child_complexity)")]
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<Source>, ApiError> {
        let rows = load(ctx, SourcesOf(Entry::Project(self.0.id))).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Source::from)
            .collect())
    }

    /// Which projects it bears on, and how.
    #[graphql(complexity = "several(child_complexity)")]
    async fn relations(&self, ctx: &Context<'_>) -> Result<Vec<Relation>, ApiError> {
        relations_of(ctx, Entry::Project(self.0.id)).await
    }

    /// Published lessons of others that bear on this project, best first: what to read before starting. Of others: neither its own nor other lessons of its city. They share words or topics with it; what says the same again comes later, and what a newer lesson replaces comes last.
    #[graphql(complexity = "search_cost(first, child_complexity)")]
    async fn briefing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(10)")] first: Option<i32>,
    ) -> Result<Vec<LessonMatch>, ApiError> {
        let key = BriefingOf(self.0.id, list_size(first, 10)?);
        let briefing = load(ctx, key).await?.unwrap_or_default();
        LessonMatch::all(ctx, briefing).await
    }

    /// When the entry was first stored.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When the entry was last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}
