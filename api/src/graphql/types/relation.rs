//! What bears on what.

use async_graphql::{Context, SimpleObject};
use futures::future::try_join_all;

use crate::{
    app::lookups::Entry,
    graphql::{
        error::ApiError,
        loaders::{RelationsOf, load},
        types::{enums::RelationKind, lesson::Lesson, node::Node, project::Project},
    },
};

/// How an entry bears on another. Relations to entries that the viewer may not read are left out.
#[derive(Clone, SimpleObject)]
pub struct Relation {
    /// How.
    pub kind: RelationKind,
    /// The other entry: a lesson or a project.
    pub to: Node,
}

/// What an entry bears on.
pub async fn relations_of(ctx: &Context<'_>, entry: Entry) -> Result<Vec<Relation>, ApiError> {
    let related = load(ctx, RelationsOf(entry)).await?.unwrap_or_default();
    let ends = related.iter().map(|(_, to)| async move {
        Ok::<_, ApiError>(match to {
            Entry::Lesson(id) => load(ctx, *id).await?.map(|row| Lesson::from(row).into()),
            Entry::Project(id) => load(ctx, *id).await?.map(|row| Project::from(row).into()),
        })
    });
    // All at once, so that they are loaded together.
    let ends: Vec<Option<Node>> = try_join_all(ends).await?;
    let relations = related.iter().zip(ends).filter_map(|((kind, _), to)| {
        Some(Relation {
            kind: (*kind).into(),
            to: to?,
        })
    });
    Ok(relations.collect())
}
