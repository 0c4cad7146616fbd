//! Following: what a subscription is told of, one event at a time.
//!
//! A subscription is executed anew for each event, as if it were asked then: with the rights that
//! its subscriber has at that moment, and with loads of its own, so that nothing is answered from
//! what an earlier event left behind. Without an event it is only checked.

use async_graphql::{Context, Subscription};
use futures::{Stream, stream};

use crate::{
    app::{announcements::Published, search_lessons::LessonSearch},
    graphql::{
        error::ApiError,
        inputs::{LessonFilter, lesson_filter},
        loaders::load,
        types::{
            connection::{knowledge_base, reach},
            lesson::Lesson,
        },
    },
};

/// Where every subscription starts.
#[derive(Clone, Copy, Debug)]
pub struct Following;

/// Following. Served over WebSocket at the address of everything else, in the protocol `graphql-transport-ws`.
#[Subscription(name = "Subscription")]
impl Following {
    /// Each lesson that becomes findable by being published and matches, on whichever replica it was approved. It is told once for each time it is published, to whoever may read it then.
    async fn lesson_published(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What `searchLessons` would have to find it by; left out, every lesson matches."
        )]
        query: Option<String>,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
    ) -> Result<impl Stream<Item = Lesson>, ApiError> {
        let filter = lesson_filter(ctx, filter).await?;
        let search = knowledge_base(ctx).search_lessons(
            reach(ctx),
            &query.unwrap_or_default(),
            &filter,
            search::Order::Relevance,
        )?;
        let lesson = match ctx.data_unchecked::<Option<Published>>() {
            Some(published) => matching(ctx, *published, &search).await?,
            None => None,
        };
        Ok(stream::iter(lesson))
    }
}

/// The lesson, if the subscriber may read it, it is still published, and the search finds it.
async fn matching(
    ctx: &Context<'_>,
    published: Published,
    search: &LessonSearch,
) -> Result<Option<Lesson>, ApiError> {
    let row = load(ctx, published.lesson()).await?;
    match row.map(Lesson::from).filter(Lesson::is_published) {
        Some(lesson) if search.finds(published.lesson()).await? => Ok(Some(lesson)),
        _ => Ok(None),
    }
}
