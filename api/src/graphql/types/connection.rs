//! Relay connections over the lists of the knowledge base.

use std::sync::Arc;

use async_graphql::{Context, connection::PageInfo};
use sea_orm::EntityTrait;
use uuid::Uuid;

use crate::{
    app::{
        KnowledgeBase,
        lists::{
            Cities, Comments, Lessons, List, Organizations, Participations, Projects, Reuses,
            Revisions,
        },
        page::{Page, Sort, page},
        repeat::Repeat,
        session::Session,
    },
    domain::{
        actor::Actor,
        paging::{DEFAULT, Window, size},
        problem::Locale,
        reach::Reach,
    },
    graphql::{
        error::ApiError,
        loaders::{CountUnder, PageUnder, load},
        types::{
            city::City, comment::Comment, lesson::Lesson, organization::Organization,
            participation::Participation, project::Project, reuse::Reuse, revision::Revision,
        },
    },
};

/// Relay's paging arguments, as they came.
#[derive(Clone, Debug, Default)]
pub struct Paging {
    /// So many from the start.
    pub first: Option<i32>,
    /// After this cursor.
    pub after: Option<String>,
    /// So many from the end.
    pub last: Option<i32>,
    /// Before this cursor.
    pub before: Option<String>,
}

impl Paging {
    /// The window on a list, and how the list is sorted.
    fn window(&self, ctx: &Context<'_>, list: &impl List) -> Result<(Window, Sort), ApiError> {
        let (after, before) = (self.after.as_deref(), self.before.as_deref());
        let window = Window::parse(list.order(), self.first, after, self.last, before)?;
        let sort = list.sort(&knowledge_base(ctx).reading(reach(ctx)));
        sort.check(&window)?;
        Ok((window, sort))
    }
}

/// What a connection costs: each item as much as what is asked of it.
#[must_use]
pub fn page_cost(first: Option<i32>, last: Option<i32>, child: usize) -> usize {
    let items = usize::try_from(first.or(last).unwrap_or(DEFAULT)).unwrap_or(0);
    items.saturating_mul(child.max(1)).saturating_add(1)
}

/// What a list costs that takes `first` alone.
#[must_use]
pub fn list_cost(first: Option<i32>, child: usize) -> usize {
    page_cost(first, None, child)
}

/// What a list costs that is searched for: as much as a hundred fields before the first item.
#[must_use]
pub fn search_cost(first: Option<i32>, child: usize) -> usize {
    list_cost(first, child).saturating_add(100)
}

/// What a list costs that has no pages because it is short.
#[must_use]
pub fn several(child: usize) -> usize {
    page_cost(Some(10), None, child)
}

/// What the whole vocabulary costs.
#[must_use]
pub fn vocabulary_cost(child: usize) -> usize {
    page_cost(Some(100), None, child)
}

/// The length of a list that takes `first` alone.
pub fn list_size(first: Option<i32>, default: i32) -> Result<usize, ApiError> {
    let size = size("first", first.unwrap_or(default))?;
    Ok(usize::try_from(size).unwrap_or_default())
}

type Model<L> = <<L as List>::Entity as EntityTrait>::Model;

/// A page of a list, which can also tell how long the whole list is.
#[derive(Clone, Debug)]
pub struct Listed<L: List> {
    list: L,
    under: Option<(L::Parent, Uuid)>,
    page: Page<Model<L>>,
}

impl<L: List> Listed<L>
where
    Model<L>: Clone + Send + Sync,
{
    /// A page of the whole list.
    pub async fn root(ctx: &Context<'_>, list: L, paging: Paging) -> Result<Self, ApiError> {
        let (window, sort) = paging.window(ctx, &list)?;
        let reading = knowledge_base(ctx).reading(reach(ctx));
        let page = page(list.select(&reading), &sort, &window).await?;
        Ok(Self {
            list,
            under: None,
            page,
        })
    }

    /// A page of what the list holds under one parent; siblings are read together.
    pub async fn under(
        ctx: &Context<'_>,
        list: L,
        by: L::Parent,
        parent: Uuid,
        paging: Paging,
    ) -> Result<Self, ApiError> {
        let (window, _) = paging.window(ctx, &list)?;
        let key = PageUnder {
            list: list.clone(),
            window: window.clone(),
            by,
            parent,
        };
        let page = load(ctx, key)
            .await?
            .unwrap_or_else(|| Page::empty(&window));
        Ok(Self {
            list,
            under: Some((by, parent)),
            page,
        })
    }

    /// The rows of the page.
    pub fn rows(self) -> impl Iterator<Item = Model<L>> {
        self.page.items.into_iter().map(|(_, row)| row)
    }

    async fn total(&self, ctx: &Context<'_>) -> Result<u64, ApiError> {
        if let Some((by, parent)) = self.under {
            let key = CountUnder {
                list: self.list.clone(),
                by,
                parent,
            };
            return Ok(load(ctx, key).await?.unwrap_or_default());
        }
        let reading = knowledge_base(ctx).reading(reach(ctx));
        Ok(self.list.select(&reading).count().await?)
    }

    fn page_info(&self) -> PageInfo {
        let cursor = |item: Option<&(crate::domain::paging::Cursor, Model<L>)>| {
            item.map(|(cursor, _)| cursor.encode())
        };
        PageInfo {
            has_previous_page: self.page.has_previous,
            has_next_page: self.page.has_next,
            start_cursor: cursor(self.page.items.first()),
            end_cursor: cursor(self.page.items.last()),
        }
    }
}

/// The knowledge base that this request asks.
#[must_use]
pub fn knowledge_base<'a>(ctx: &Context<'a>) -> &'a Arc<KnowledgeBase> {
    ctx.data_unchecked()
}

/// What this request may read.
#[must_use]
pub fn reach<'a>(ctx: &Context<'a>) -> &'a Arc<Reach> {
    ctx.data_unchecked()
}

/// Who asks.
#[must_use]
pub fn actor<'a>(ctx: &Context<'a>) -> &'a Arc<Actor> {
    ctx.data_unchecked()
}

/// The language in which whoever asks is told what is wrong.
#[must_use]
pub fn locale(ctx: &Context<'_>) -> Locale {
    *ctx.data_unchecked::<Locale>()
}

/// What whoever asks does in this request.
#[must_use]
pub fn session<'a>(ctx: &Context<'a>) -> Session<'a> {
    let repeat = ctx.data_unchecked::<Option<Arc<Repeat>>>();
    knowledge_base(ctx).session(actor(ctx), reach(ctx), repeat.as_deref())
}

/// A number as GraphQL's 32-bit `Int` holds it.
#[must_use]
pub fn int(number: impl TryInto<i32>) -> i32 {
    number.try_into().unwrap_or(i32::MAX)
}

macro_rules! connections {
    ($($connection:ident $edge:ident $node:ident $list:ident: $desc:tt, $edge_desc:tt;)+) => {$(
        #[doc = $desc]
        #[derive(Clone, Debug)]
        pub struct $connection(pub Listed<$list>);

        #[doc = $desc]
        #[async_graphql::Object]
        impl $connection {
            /// The items of this page, each with its cursor.
            async fn edges(&self) -> Vec<$edge> {
                let items = self.0.page.items.iter();
                items
                    .map(|(cursor, row)| $edge {
                        cursor: cursor.encode(),
                        node: $node::from(row.clone()),
                    })
                    .collect()
            }

            /// The items of this page.
            async fn nodes(&self) -> Vec<$node> {
                self.0.page.items.iter().map(|(_, row)| $node::from(row.clone())).collect()
            }

            /// Whether there are more pages, and where they begin.
            async fn page_info(&self) -> PageInfo {
                self.0.page_info()
            }

            /// How many items there are on all pages. Counted only when asked for.
            async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
                Ok(int(self.0.total(ctx).await?))
            }
        }

        #[doc = $edge_desc]
        #[derive(Clone, Debug, async_graphql::SimpleObject)]
        pub struct $edge {
            /// The item's place in the list: pass it as `after` or `before` to page on from it.
            cursor: String,
            /// The item.
            node: $node,
        }
    )+};
}

connections! {
    LessonConnection LessonEdge Lesson Lessons: "A page of lessons.", "A lesson in a list.";
    ProjectConnection ProjectEdge Project Projects: "A page of projects.", "A project in a list.";
    CityConnection CityEdge City Cities: "A page of cities.", "A city in a list.";
    OrganizationConnection OrganizationEdge Organization Organizations: "A page of organizations.", "An organization in a list.";
    ParticipationConnection ParticipationEdge Participation Participations: "A page of participations.", "A participation in a list.";
    ReuseConnection ReuseEdge Reuse Reuses: "A page of reuses.", "A reuse in a list.";
    CommentConnection CommentEdge Comment Comments: "A page of comments.", "A comment in a list.";
    RevisionConnection RevisionEdge Revision Revisions: "A page of revisions.", "A revision in a list.";
}
