//! What answers the requests that HTTP lets through.

use std::sync::Arc;

use async_graphql::{Request, Response};

use crate::{
    app::{KnowledgeBase, Readiness},
    domain::actor::Actor,
    graphql::{self, Schema},
    http::Executor,
};

/// The schema in front of the knowledge base.
pub(super) struct Answering {
    schema: Schema,
    sdl: String,
}

impl Answering {
    pub(super) fn new(knowledge_base: Arc<KnowledgeBase>, introspection: bool) -> Self {
        Self {
            schema: Schema::new(knowledge_base, introspection),
            sdl: graphql::sdl(),
        }
    }
}

impl Executor for Answering {
    async fn execute(&self, request: Request, actor: Actor) -> Response {
        self.schema.execute(request, &actor).await
    }

    fn sdl(&self) -> &str {
        &self.sdl
    }

    async fn readiness(&self) -> Readiness {
        self.schema.knowledge_base().readiness().await
    }
}
