//! What may be meant while someone types.

use async_graphql::{Context, SimpleObject};
use entity::id::{CityId, LessonId, ProjectId, TopicId};
use search::NameKind;
use uuid::Uuid;

use crate::graphql::{
    error::ApiError,
    global_id::NodeId,
    types::{
        connection::{knowledge_base, reach},
        enums::SuggestionKind,
        node::Node,
    },
};

/// What may be meant by what is typed.
#[derive(Clone, SimpleObject)]
pub struct Suggestion {
    /// The text to show and to search for.
    text: String,
    /// What it is.
    kind: SuggestionKind,
    /// What it names; null for a term.
    node: Option<Node>,
}

/// The suggestions for a beginning, without those that name something out of reach by now.
pub async fn suggestions(
    ctx: &Context<'_>,
    prefix: String,
    first: usize,
) -> Result<Vec<Suggestion>, ApiError> {
    let found = knowledge_base(ctx)
        .suggest(reach(ctx), prefix, first)
        .await?;
    let nodes = found.iter().map(async |suggestion| match suggestion.named {
        Some((kind, id)) => Node::find(ctx, node_id(kind, id)).await,
        None => Ok(None),
    });
    let nodes = futures::future::try_join_all(nodes).await?;
    let named = found
        .into_iter()
        .zip(nodes)
        .filter_map(|(suggestion, node)| {
            let kind = match suggestion.named {
                // What it names may be out of reach by now.
                Some(_) if node.is_none() => return None,
                Some((NameKind::Lesson, _)) => SuggestionKind::Lesson,
                Some((NameKind::Project, _)) => SuggestionKind::Project,
                Some((NameKind::City, _)) => SuggestionKind::City,
                Some((NameKind::Topic, _)) => SuggestionKind::Topic,
                None => SuggestionKind::Term,
            };
            Some(Suggestion {
                text: suggestion.text,
                kind,
                node,
            })
        });
    Ok(named.collect())
}

fn node_id(kind: NameKind, id: Uuid) -> NodeId {
    match kind {
        NameKind::Lesson => NodeId::Lesson(LessonId(id)),
        NameKind::Project => NodeId::Project(ProjectId(id)),
        NameKind::City => NodeId::City(CityId(id)),
        NameKind::Topic => NodeId::Topic(TopicId(id)),
    }
}
