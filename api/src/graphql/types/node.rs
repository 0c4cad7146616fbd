//! Whatever has a global id.

use async_graphql::{Context, ID, Interface};

use crate::graphql::{
    error::ApiError,
    global_id::NodeId,
    loaders::load,
    types::{
        account::{AccessToken, Account},
        city::City,
        comment::Comment,
        lesson::Lesson,
        organization::Organization,
        participation::Participation,
        project::Project,
        reuse::Reuse,
        revision::{Proposal, Revision},
        source::Source,
        statement::Statement,
        topic::{Topic, vocabulary},
        viewer::SavedSearch,
    },
};

/// Anything that has a global id, by which `node` and `nodes` find it again.
#[derive(Clone, Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The global id: opaque, unique over all types, and safe in addresses."
))]
pub enum Node {
    /// A city.
    City(City),
    /// An organization.
    Organization(Organization),
    /// A project.
    Project(Project),
    /// A lesson.
    Lesson(Lesson),
    /// A topic.
    Topic(Topic),
    /// A participation.
    Participation(Participation),
    /// A statement.
    Statement(Statement),
    /// A source.
    Source(Source),
    /// A reuse.
    Reuse(Reuse),
    /// A comment.
    Comment(Comment),
    /// A revision.
    Revision(Revision),
    /// A proposal.
    Proposal(Proposal),
    /// An account.
    Account(Account),
    /// An access token.
    AccessToken(AccessToken),
    /// A saved search.
    SavedSearch(SavedSearch),
}

impl Node {
    /// The node of this id, or nothing where it is not there or out of reach.
    pub async fn find(ctx: &Context<'_>, id: NodeId) -> Result<Option<Self>, ApiError> {
        Ok(match id {
            NodeId::City(id) => load(ctx, id).await?.map(|row| City::from(row).into()),
            NodeId::Organization(id) => load(ctx, id)
                .await?
                .map(|row| Organization::from(row).into()),
            NodeId::Project(id) => load(ctx, id).await?.map(|row| Project::from(row).into()),
            NodeId::Lesson(id) => load(ctx, id).await?.map(|row| Lesson::from(row).into()),
            NodeId::Topic(id) => Topic::new(&vocabulary(ctx).await?, id).map(Self::from),
            NodeId::Participation(id) => load(ctx, id)
                .await?
                .map(|row| Participation::from(row).into()),
            NodeId::Statement(id) => load(ctx, id).await?.map(|row| Statement::from(row).into()),
            NodeId::Source(id) => load(ctx, id).await?.map(|row| Source::from(row).into()),
            NodeId::Reuse(id) => load(ctx, id).await?.map(|row| Reuse::from(row).into()),
            NodeId::Comment(id) => load(ctx, id).await?.map(|row| Comment::from(row).into()),
            NodeId::Revision(id) => load(ctx, id).await?.map(|row| Revision::from(row).into()),
            NodeId::Proposal(id) => load(ctx, id).await?.map(|row| Proposal::from(row).into()),
            NodeId::Account(id) => Account::find(ctx, Some(id)).await?.map(Self::from),
            NodeId::AccessToken(id) => AccessToken::find(ctx, Some(id)).await?.map(Self::from),
            NodeId::SavedSearch(id) => SavedSearch::find(ctx, Some(id)).await?.map(Self::from),
        })
    }
}
