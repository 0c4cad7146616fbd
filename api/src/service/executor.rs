//! What answers the requests that HTTP lets through.

use std::sync::Arc;

use async_graphql::{Request, Response};
use chrono::{DateTime, Utc};
use entity::id::{AccountId, LessonId};
use sha2::{Digest as _, Sha256};

use crate::{
    app::{
        KnowledgeBase, Readiness,
        accounts::Vouched,
        announcements::{News, Published},
        bulk::{Layout, LessonExport},
        error::Error,
        lesson_feed::LessonFeed,
        repeat::Repeated,
    },
    domain::{
        actor::{Actor, Member},
        reach::Reach,
        token::Secret,
    },
    graphql::{
        self, Caller, Schema,
        error::{ApiError, Code},
        global_id::GlobalId as _,
        types::enums::SearchOrder,
        url_search::UrlSearch,
    },
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

impl Answering {
    /// Executes a request once: if it comes again, it gets the first answer.
    async fn execute_once(
        &self,
        request: Request,
        caller: Caller,
        account: AccountId,
        key: &str,
    ) -> Response {
        let knowledge_base = self.schema.knowledge_base();
        let hash = fingerprint(&request, &caller.actor);
        let repeat = match knowledge_base.take_up(account, key, &hash).await {
            Ok(Repeated::Open(repeat)) => Arc::new(repeat),
            Ok(Repeated::Answered(answer)) => return read_answer(answer),
            Err(refusal) => return failed(refusal.into()),
        };
        let response = self
            .schema
            .execute(request, caller, Some(Arc::clone(&repeat)))
            .await;
        let answer = is_final(&response)
            .then(|| kept_answer(&response))
            .flatten();
        if let Err(error) = knowledge_base.keep_answer(&repeat, answer).await {
            // What was done is noted; a repeat does only the rest.
            let error = &error as &dyn std::error::Error;
            tracing::warn!(error, "an answer was not kept for a repeated request");
        }
        response
    }
}

/// What makes a request the same one. Also who asks and what they may: an answer that was kept for
/// someone who may read more is not for someone who may read less.
fn fingerprint(request: &Request, actor: &Actor) -> [u8; 32] {
    let mut hash = Sha256::new();
    let variables = serde_json::to_string(&request.variables).unwrap_or_default();
    let operation = request.operation_name.as_deref().unwrap_or_default();
    let actor = format!("{actor:?}");
    for part in [request.query.as_str(), operation, &variables, &actor] {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

/// Whether the same request would be answered alike: not where something broke.
fn is_final(response: &Response) -> bool {
    let transient = [
        Code::Internal,
        Code::Timeout,
        Code::IndexNotReady,
        Code::WriteConflict,
        Code::RequestInProgress,
    ];
    !response.errors.iter().any(|error| {
        let code = error.extensions.as_ref().and_then(|it| it.get("code"));
        code.is_none_or(|code| {
            transient
                .iter()
                .any(|it| *code == async_graphql::Value::from(it.as_str()))
        })
    })
}

/// An answer as it is kept: without secrets, which are shown once.
fn kept_answer(response: &Response) -> Option<serde_json::Value> {
    let mut answer = serde_json::to_value(response).ok()?;
    without_secrets(&mut answer);
    Some(answer)
}

fn without_secrets(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::String(text) if Secret::parse(text).is_some() => {
            *value = serde_json::Value::Null;
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(without_secrets),
        serde_json::Value::Object(fields) => fields.values_mut().for_each(without_secrets),
        _ => {}
    }
}

fn read_answer(answer: serde_json::Value) -> Response {
    serde_json::from_value(answer).unwrap_or_else(|error| failed(ApiError::internal(&error)))
}

/// A lesson's id as clients see it.
fn global(id: LessonId) -> String {
    id.global().0
}

fn failed(error: ApiError) -> Response {
    Response::from_errors(vec![error.at(None)])
}

impl Executor for Answering {
    async fn execute(
        &self,
        request: Request,
        caller: Caller,
        idempotency_key: Option<String>,
    ) -> Response {
        match (caller.actor.account(), idempotency_key) {
            (Some(account), Some(key)) => self.execute_once(request, caller, account, &key).await,
            _ => self.schema.execute(request, caller, None).await,
        }
    }

    async fn execute_event(
        &self,
        request: Request,
        caller: Caller,
        event: Option<Published>,
    ) -> Option<Response> {
        self.schema.execute_event(request, caller, event).await
    }

    fn news(&self) -> News {
        self.schema.knowledge_base().news()
    }

    async fn export_lessons(
        &self,
        search: UrlSearch,
        layout: Layout,
        actor: &Actor,
    ) -> Result<LessonExport, ApiError> {
        let UrlSearch {
            query,
            filter,
            order,
            ..
        } = search;
        let order = order.unwrap_or(SearchOrder::Relevance).into();
        let knowledge_base = self.schema.knowledge_base();
        let search = (query.as_str(), filter, order);
        let export = knowledge_base.export_search(Reach::of(actor), search, layout, global);
        Ok(export.await?)
    }

    async fn lesson_feed(
        &self,
        search: UrlSearch,
        first: usize,
        actor: &Actor,
    ) -> Result<LessonFeed, ApiError> {
        let knowledge_base = self.schema.knowledge_base();
        let (reach, search) = (Reach::of(actor), (search.query.as_str(), search.filter));
        let feed = knowledge_base.lesson_feed(&reach, search, first, global);
        Ok(feed.await?)
    }

    async fn sign_in(&self, token: &str) -> Result<Option<Member>, Error> {
        self.schema.knowledge_base().sign_in(token).await
    }

    async fn sign_in_vouched(&self, vouched: Vouched) -> Result<Member, Error> {
        let knowledge_base = self.schema.knowledge_base();
        knowledge_base.sign_in_vouched(vouched).await
    }

    fn now(&self) -> DateTime<Utc> {
        self.schema.knowledge_base().now()
    }

    fn sdl(&self) -> &str {
        &self.sdl
    }

    async fn readiness(&self) -> Readiness {
        self.schema.knowledge_base().readiness().await
    }
}
