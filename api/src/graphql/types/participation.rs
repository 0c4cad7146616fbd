//! Who takes part.

use async_graphql::{Context, ID, Object};
use entity::participation;

use crate::{
    domain::naming::{told_function, told_person},
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::load,
        types::{
            enums::{Naming, ParticipationRole},
            lesson::Lesson,
            organization::Organization,
            project::Project,
        },
    },
};

/// Who takes part in a project or lesson.
#[derive(Clone, Debug)]
pub struct Participation(participation::Model);

impl From<participation::Model> for Participation {
    fn from(row: participation::Model) -> Self {
        Self(row)
    }
}

/// An organization or a person that takes part in a project or lesson.
#[Object]
impl Participation {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The project it is a part in; null where it is a part in a lesson.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>, ApiError> {
        let Some(id) = self.0.project_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Project::from))
    }

    /// The lesson it is a part in; null where it is a part in a project.
    async fn lesson(&self, ctx: &Context<'_>) -> Result<Option<Lesson>, ApiError> {
        let Some(id) = self.0.lesson_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Lesson::from))
    }

    /// The organization.
    async fn organization(&self, ctx: &Context<'_>) -> Result<Option<Organization>, ApiError> {
        let Some(id) = self.0.organization_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Organization::from))
    }

    /// The person's name, as far as the person wants to be named; see `naming`.
    async fn person(&self) -> Option<&str> {
        told_person(self.0.naming, self.0.person.as_deref())
    }

    /// The person's function; not told of someone who is not to be named at all.
    async fn function(&self) -> Option<&str> {
        told_function(self.0.naming, self.0.function.as_deref())
    }

    /// What they do.
    async fn role(&self) -> ParticipationRole {
        self.0.role.into()
    }

    /// How the person wants to be named.
    async fn naming(&self) -> Naming {
        self.0.naming.into()
    }

    /// What they contributed.
    async fn contribution(&self) -> Option<&str> {
        self.0.contribution.as_deref()
    }
}
