//! Who asks.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};

use crate::{
    app::lists::LessonField,
    domain::paging::size,
    graphql::{
        error::ApiError,
        inputs::lesson_list,
        types::{
            city::City,
            connection::{LessonConnection, Listed, Paging, page_cost, reach},
            enums::{Audience, Role},
            organization::Organization,
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
    async fn account(&self) -> Option<Account> {
        None
    }

    /// The narrowest audience whose published entries the viewer may read, wherever they come from.
    async fn reads_up_to(&self, ctx: &Context<'_>) -> Audience {
        reach(ctx).level().into()
    }

    /// Drafts that the viewer may edit. Empty without a token.
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
        nothing(
            ctx,
            Paging {
                first,
                after,
                last,
                before,
            },
        )
        .await
    }

    /// Lessons that wait for the viewer's review. Empty without a token.
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
        nothing(
            ctx,
            Paging {
                first,
                after,
                last,
                before,
            },
        )
        .await
    }

    /// The searches the viewer has saved. Empty without a token.
    async fn saved_searches(&self) -> Vec<SavedSearch> {
        Vec::new()
    }
}

/// What is nobody's: a list that nothing is in, in the shape of one that something could be in.
async fn nothing(ctx: &Context<'_>, paging: Paging) -> Result<LessonConnection, ApiError> {
    let mut list = lesson_list(ctx, None, None, (LessonField::UpdatedAt, true)).await?;
    list.filter.cities = Some(Vec::new());
    Ok(LessonConnection(Listed::root(ctx, list, paging).await?))
}

/// Someone who may contribute.
#[derive(Clone, SimpleObject)]
pub struct Account {
    /// Its global id.
    #[graphql(owned)]
    pub(super) id: ID,
    /// The name that is shown.
    name: String,
    /// Whether it may do everything everywhere.
    steward: bool,
    /// What it belongs to.
    memberships: Vec<Membership>,
    /// Its access tokens, without their secrets.
    tokens: Vec<AccessToken>,
}

/// What an account belongs to: a city, or an organization that works with cities.
#[derive(Clone, SimpleObject)]
pub struct Membership {
    /// The city.
    city: Option<City>,
    /// The organization.
    organization: Option<Organization>,
    /// What the account may do there.
    role: Role,
}

/// An access token, without its secret.
#[derive(Clone, SimpleObject)]
pub struct AccessToken {
    /// Its global id.
    #[graphql(owned)]
    pub(super) id: ID,
    /// What it is for.
    label: String,
    /// Its first characters, to tell it by.
    hint: String,
    /// What it may do at most.
    role: Role,
    /// The one city it is for, if it is for one.
    city: Option<City>,
    /// When it stops working.
    expires_at: Option<DateTime<Utc>>,
    /// When it was last used.
    last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked.
    revoked_at: Option<DateTime<Utc>>,
    /// When it was made.
    created_at: DateTime<Utc>,
}

/// A search to come back to.
#[derive(Clone)]
pub struct SavedSearch {
    id: ID,
    name: String,
    query: String,
}

/// A search that someone saved to come back to.
#[Object]
impl SavedSearch {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.id.clone()
    }

    /// What it is called.
    async fn name(&self) -> &str {
        &self.name
    }

    /// The query.
    async fn query(&self) -> &str {
        &self.query
    }

    /// How many of its hits were published since a time.
    async fn new_since(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The time.")] since: DateTime<Utc>,
    ) -> Result<i32, ApiError> {
        let filter = crate::domain::lesson_filter::LessonFilter {
            published_since: Some(since),
            ..Default::default()
        };
        LessonSearchConnection::count(ctx, &self.query, &filter).await
    }

    /// Its hits, the newest first.
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many hits, 1 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Only hits after this cursor.")] after: Option<String>,
    ) -> Result<LessonSearchConnection, ApiError> {
        let limit = size("first", first.unwrap_or(crate::domain::paging::DEFAULT))?;
        let filter = crate::domain::lesson_filter::LessonFilter::default();
        LessonSearchConnection::search(
            ctx,
            &self.query,
            &filter,
            search::Order::Newest,
            limit,
            after.as_deref(),
        )
        .await
    }
}
