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

use async_graphql::{
    IntrospectionMode, Name, Request, Response, SDLExportOptions, Value, Variables,
};
use async_graphql_parser::types::{ExecutableDocument, OperationType};
use futures::StreamExt as _;

use crate::{
    app::{KnowledgeBase, announcements::Published, repeat::Repeat, writing::ATTEMPTS},
    domain::{actor::Actor, problem::Locale, reach::Reach},
    graphql::{
        batches::{Batches, batches},
        error::Code,
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
    ///
    /// A mutation that the database gave up because other writes were in its way is executed again,
    /// without what it has already done.
    pub async fn execute(
        &self,
        mut request: Request,
        caller: Caller,
        repeat: Option<Arc<Repeat>>,
    ) -> Response {
        let Some(again) = Again::of(&mut request) else {
            return self.execute_once(request, caller, repeat).await;
        };
        let repeat = repeat.unwrap_or_else(|| Arc::new(Repeat::unkept()));
        let mut attempt = 1;
        loop {
            let caller = caller.clone();
            let execution = self.execute_once(again.request(), caller, Some(Arc::clone(&repeat)));
            let response = Box::pin(execution).await;
            if attempt == ATTEMPTS || !was_given_up(&response) {
                return response;
            }
            attempt += 1;
            repeat.begin_again();
        }
    }

    async fn execute_once(
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

/// A mutation that may have to be executed more than once.
struct Again {
    query: String,
    operation_name: Option<String>,
    variables: Variables,
    document: ExecutableDocument,
    introspection_mode: IntrospectionMode,
}

impl Again {
    /// The mutation that a request is, if it is one.
    fn of(request: &mut Request) -> Option<Self> {
        let name = request.operation_name.clone();
        let document = request.parsed_query().ok()?;
        let mut operations = document.operations.iter();
        let operation =
            operations.find(|(it, _)| name.is_none() || it.map(Name::as_str) == name.as_deref());
        if operation?.1.node.ty != OperationType::Mutation {
            return None;
        }
        Some(Self {
            document: document.clone(),
            query: request.query.clone(),
            operation_name: name,
            variables: request.variables.clone(),
            introspection_mode: request.introspection_mode,
        })
    }

    fn request(&self) -> Request {
        let mut request = Request::new(self.query.clone()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation_name);
        request.introspection_mode = self.introspection_mode;
        request.set_parsed_query(self.document.clone());
        request
    }
}

/// Whether the database gave up what was to be written.
fn was_given_up(response: &Response) -> bool {
    let code = Value::from(Code::WriteConflict.as_str());
    response.errors.iter().any(|error| {
        let extensions = error.extensions.as_ref();
        extensions.and_then(|it| it.get("code")) == Some(&code)
    })
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
