//! What may be meant while someone types.

use async_graphql::{Context, SimpleObject};
use entity::id::{CityId, LessonId, ProjectId, TopicId};
use search::NameKind;

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
    let nodes = found.iter().map(|suggestion| {
        let id = suggestion.id;
        Node::find(
            ctx,
            match suggestion.kind {
                NameKind::Lesson => NodeId::Lesson(LessonId(id)),
                NameKind::Project => NodeId::Project(ProjectId(id)),
                NameKind::City => NodeId::City(CityId(id)),
                NameKind::Topic => NodeId::Topic(TopicId(id)),
            },
        )
    });
    let nodes = futures::future::try_join_all(nodes).await?;
    let named = found
        .into_iter()
        .zip(nodes)
        .filter_map(|(suggestion, node)| {
            Some(Suggestion {
                text: suggestion.text,
                kind: match suggestion.kind {
                    NameKind::Lesson => SuggestionKind::Lesson,
                    NameKind::Project => SuggestionKind::Project,
                    NameKind::City => SuggestionKind::City,
                    NameKind::Topic => SuggestionKind::Topic,
                },
                node: Some(node?),
            })
        });
    Ok(named.collect())
}
