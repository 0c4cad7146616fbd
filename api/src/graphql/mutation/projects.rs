//! Projects are recorded and changed.

use async_graphql::{Context, Object};
use entity::id::ProjectId;

use super::{
    ids::{key, key_if},
    inputs::project::{CreateProjectInput, ProjectStepInput, UpdateProjectInput},
    lessons::with_note,
    payloads::ProjectPayload,
};
use crate::{
    domain::problem::Problems,
    graphql::{error::ApiError, types::connection::session},
};

/// The mutations of projects.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProjectMutation;

#[Object]
impl ProjectMutation {
    /// Records a project. An editor's is published; a contributor's is a draft until an editor publishes it.
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: CreateProjectInput,
    ) -> Result<ProjectPayload, ApiError> {
        let mut problems = Problems::default();
        let client_mutation_id = input.client_mutation_id.clone();
        let city = key_if(&mut problems, "cityId", input.city_id.as_ref());
        let project = input.parsed(&mut problems);
        let done = session(ctx).create_project(city, project, problems).await;
        ProjectPayload::new(ctx, client_mutation_id, done).await
    }

    /// Changes a project: a draft by whoever may contribute, a published one by an editor.
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateProjectInput,
    ) -> Result<ProjectPayload, ApiError> {
        let mut problems = Problems::default();
        let client_mutation_id = input.client_mutation_id.clone();
        let (id, version) = (key(&mut problems, "id", &input.id), input.expected_version);
        let project = input.parsed(&mut problems);
        let done = if let Some(id) = id {
            session(ctx)
                .update_project(id, version, project, problems)
                .await
        } else {
            project.look_over(&mut problems);
            Err(problems.into_vec().into())
        };
        ProjectPayload::new(ctx, client_mutation_id, done).await
    }

    /// Publishes a draft of a project.
    async fn publish_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: ProjectStepInput,
    ) -> Result<ProjectPayload, ApiError> {
        let mut problems = Problems::default();
        let done = match key::<ProjectId>(&mut problems, "id", &input.id) {
            Some(id) => {
                let session = session(ctx);
                session
                    .publish_project(id, input.expected_version, input.note)
                    .await
            }
            None => Err(with_note(problems, input.note)),
        };
        ProjectPayload::new(ctx, input.client_mutation_id, done).await
    }
}
