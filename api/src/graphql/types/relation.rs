//! What bears on what.

use async_graphql::{Context, SimpleObject};

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
    let mut relations = Vec::new();
    for (kind, to) in load(ctx, RelationsOf(entry)).await?.unwrap_or_default() {
        let node = match to {
            Entry::Lesson(id) => load(ctx, id)
                .await?
                .map(|row| Node::from(Lesson::from(row))),
            Entry::Project(id) => load(ctx, id)
                .await?
                .map(|row| Node::from(Project::from(row))),
        };
        if let Some(to) = node {
            relations.push(Relation {
                kind: kind.into(),
                to,
            });
        }
    }
    Ok(relations)
}
