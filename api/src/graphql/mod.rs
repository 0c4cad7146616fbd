//! Translates: a resolver parses, makes one call, converts.

mod batches;
pub mod completion;
pub mod error;
mod failure;
pub mod global_id;
pub mod guard;
pub mod inputs;
pub mod loaders;
pub mod mutation;
pub mod query;
pub mod subscription;
pub mod types;
pub mod url_search;

use std::sync::Arc;

use async_graphql::{Request, Response, SDLExportOptions};
use futures::StreamExt as _;

use crate::{
    app::{KnowledgeBase, announcements::Published, repeat::Repeat},
    domain::{actor::Actor, problem::Locale, reach::Reach},
    graphql::{
        batches::{Batches, batches},
        loaders::request_loader,
        mutation::Mutation,
        query::Query,
        subscription::Following,
    },
};

/// Who asks, and how they want to be answered.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// In which language they are told what is wrong with a form.
    pub locale: Locale,
}

impl Caller {
    /// Someone who sent no token.
    pub const NOBODY: Self = Self {
        actor: Actor::Anonymous,
        locale: Locale::En,
    };
}

/// How deep a query may nest; the introspection query of GraphiQL needs 15.
const MOST_DEPTH: usize = 24;
/// What a query may cost: roughly, how many fields its answer holds.
const MOST_COMPLEXITY: usize = 100_000;

/// The served schema, which anyone may have executed for any actor.
#[derive(Clone)]
pub struct Schema {
    schema: async_graphql::Schema<Query, Mutation, Following>,
    knowledge_base: Arc<KnowledgeBase>,
}

impl Schema {
    /// The schema around a knowledge base.
    #[must_use]
    pub fn new(knowledge_base: Arc<KnowledgeBase>, introspection: bool) -> Self {
        let mut builder = async_graphql::Schema::build(Query, Mutation::default(), Following)
            .limit_depth(MOST_DEPTH)
            .limit_complexity(MOST_COMPLEXITY);
        if !introspection {
            builder = builder.disable_introspection().disable_suggestions();
        }
        Self {
            schema: builder.finish(),
            knowledge_base,
        }
    }

    /// Executes a request for an actor, with loads of its own.
    ///
    /// The request has passed the [`guard`], and its answer is yet to be put into shape by
    /// [`completion`].
    pub async fn execute(
        &self,
        request: Request,
        caller: Caller,
        repeat: Option<Arc<Repeat>>,
    ) -> Response {
        let (request, batches) = self.with_loads(request, caller);
        batches.run(self.schema.execute(request.data(repeat))).await
    }

    /// Executes a subscription for one event, or without one only checks it. Nothing where the
    /// event is not for the subscriber, or there is nothing to say against the subscription.
    pub async fn execute_event(
        &self,
        request: Request,
        caller: Caller,
        event: Option<Published>,
    ) -> Option<Response> {
        let (request, batches) = self.with_loads(request, caller);
        let mut events = self.schema.execute_stream(request.data(event));
        batches.run(events.next()).await
    }

    /// A request that knows who asks, and the loads that it has to be run with.
    fn with_loads(&self, request: Request, caller: Caller) -> (Request, Batches) {
        let reach = Arc::new(Reach::of(&caller.actor));
        let (queue, batches) = batches();
        let loader = request_loader(&self.knowledge_base, &reach, queue);
        let request = request
            .data(Arc::clone(&self.knowledge_base))
            .data(reach)
            .data(Arc::new(caller.actor))
            .data(caller.locale)
            .data(loader);
        (request, batches)
    }

    /// The knowledge base behind it.
    #[must_use]
    pub fn knowledge_base(&self) -> &Arc<KnowledgeBase> {
        &self.knowledge_base
    }
}

/// The schema in GraphQL's schema definition language.
#[must_use]
pub fn sdl() -> String {
    async_graphql::Schema::build(Query, Mutation::default(), Following)
        .finish()
        .sdl_with_options(
            SDLExportOptions::new()
                .sorted_fields()
                .sorted_arguments()
                .sorted_enum_items(),
        )
}
