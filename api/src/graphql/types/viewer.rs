//! Who asks.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};

use entity::{
    id::{CityId, SavedSearchId},
    kind::Role,
};

use crate::{
    app::{
        lists::{LessonField, Lessons, OwnLessons},
        saved_searches,
    },
    domain::{
        actor::Actor,
        lesson_filter::LessonFilter,
        paging::{DEFAULT, size},
    },
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        inputs::{known_time, lesson_list, widened},
        types::{
            account::Account,
            connection::{
                LessonConnection, Listed, Paging, actor, knowledge_base, page_cost, reach, several,
            },
            enums::Audience,
            search::LessonSearchConnection,
        },
    },
};

/// Who asks, as far as the token tells.
#[derive(Clone, Copy, Debug)]
pub struct Viewer;

/// Who asks, and what is theirs.
#[Object]
impl Viewer {
    /// The account behind the token. Null for someone who sent no token.
    async fn account(&self, ctx: &Context<'_>) -> Result<Option<Account>, ApiError> {
        Account::find(ctx, actor(ctx).account()).await
    }

    /// The narrowest audience whose published entries the viewer may read, wherever they come from.
    async fn reads_up_to(&self, ctx: &Context<'_>) -> Audience {
        reach(ctx).level().into()
    }

    /// Drafts that the viewer may edit, the last changed first. Empty without a token.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn drafts(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<LessonConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        own(ctx, OwnLessons::Drafts, paging).await
    }

    /// Lessons that wait for a review which the viewer may make, the last changed first. Empty without a token.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn review_queue(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<LessonConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        let except = if knowledge_base(ctx).four_eyes() {
            actor(ctx).hands()
        } else {
            Vec::new()
        };
        let cities = reviewable(actor(ctx));
        own(ctx, OwnLessons::ToReview { cities, except }, paging).await
    }

    /// The searches the viewer has saved, the oldest first. Empty without a token.
    #[graphql(complexity = "several(child_complexity)")]
    async fn saved_searches(&self, ctx: &Context<'_>) -> Result<Vec<SavedSearch>, ApiError> {
        let saved = knowledge_base(ctx).saved_searches(actor(ctx)).await?;
        Ok(saved.into_iter().map(SavedSearch).collect())
    }
}

/// A list of lessons that are the viewer's to work on.
async fn own(
    ctx: &Context<'_>,
    own: OwnLessons,
    paging: Paging,
) -> Result<LessonConnection, ApiError> {
    let list = lesson_list(ctx, None, None, (LessonField::UpdatedAt, true)).await?;
    let list = Lessons {
        own: Some(own),
        ..list
    };
    Ok(LessonConnection(Listed::root(ctx, list, paging).await?))
}

/// The cities whose lessons an actor may review; all if that is not said.
fn reviewable(actor: &Actor) -> Option<Vec<CityId>> {
    let Some(rights) = actor.rights() else {
        return Some(Vec::new());
    };
    let reviews = |role: Role| role >= Role::Editor;
    if rights.everywhere().is_some_and(reviews) {
        return None;
    }
    let cities = rights.cities().filter(|(_, role)| reviews(*role));
    Some(cities.map(|(city, _)| city).collect())
}

/// A search to come back to.
#[derive(Clone)]
pub struct SavedSearch(saved_searches::SavedSearch);

/// A search that someone saved to come back to.
#[Object]
impl SavedSearch {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The query.
    async fn query(&self) -> &str {
        &self.0.query
    }

    /// How many of its hits were published at this time or later.
    async fn new_since(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The time.")] since: DateTime<Utc>,
    ) -> Result<i32, ApiError> {
        let since = known_time("since", since)?;
        let filter = widened(ctx, self.0.filter.clone()).await?;
        let filter = LessonFilter {
            published_since: Some(filter.published_since.map_or(since, |from| from.max(since))),
            ..filter
        };
        LessonSearchConnection::count(ctx, &self.0.query, &filter).await
    }

    /// Its hits, the newest first.
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many hits, 1 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Only hits after this cursor.")] after: Option<String>,
    ) -> Result<LessonSearchConnection, ApiError> {
        let limit = size("first", first.unwrap_or(DEFAULT))?;
        let filter = widened(ctx, self.0.filter.clone()).await?;
        let (query, order) = (&self.0.query, search::Order::Newest);
        LessonSearchConnection::search(ctx, query, &filter, order, limit, after.as_deref()).await
    }
}

impl SavedSearch {
    /// The search, if it is the viewer's.
    pub async fn find(
        ctx: &Context<'_>,
        id: Option<SavedSearchId>,
    ) -> Result<Option<Self>, ApiError> {
        let Some(id) = id else {
            return Ok(None);
        };
        let saved = knowledge_base(ctx).saved_search(actor(ctx), id).await?;
        Ok(saved.map(Self))
    }
}
