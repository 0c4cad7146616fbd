//! What readers say.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::comment;

use crate::graphql::{
    error::ApiError, global_id::GlobalId as _, loaders::load, types::revision::author_name,
};

/// What a reader says of a lesson.
#[derive(Clone, Debug)]
pub struct Comment(comment::Model);

impl From<comment::Model> for Comment {
    fn from(row: comment::Model) -> Self {
        Self(row)
    }
}

/// What a reader says of a lesson.
#[Object]
impl Comment {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The display name of who wrote it, or "former member" in the language of `Accept-Language`.
    async fn author(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        author_name(ctx, self.0.author_id).await
    }

    /// What was written; empty where it was hidden.
    async fn body(&self) -> &str {
        if self.0.hidden_at.is_some() {
            ""
        } else {
            &self.0.body
        }
    }

    /// The comment it answers.
    async fn parent(&self, ctx: &Context<'_>) -> Result<Option<Comment>, ApiError> {
        let Some(id) = self.0.parent_id else {
            return Ok(None);
        };
        Ok(load(ctx, id).await?.map(Self))
    }

    /// Whether an editor has hidden it.
    async fn hidden(&self) -> bool {
        self.0.hidden_at.is_some()
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
