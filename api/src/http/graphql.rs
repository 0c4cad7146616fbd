//! `/graphql`: GraphQL over HTTP, as its draft of 2025 has it.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{Method, StatusCode, header},
    web,
};
use async_graphql::{Response, ServerError};
use async_graphql_parser::types::OperationType;

use super::{
    Executor, Shared,
    accept::{MediaType, is_browser},
    answer::Answer,
    auth, execution,
    observe::request_id,
    operation::Operation,
    refusal::Refusal,
    request::{Parameters, keeping},
};
use crate::{
    domain::actor::Actor,
    graphql::{
        Caller,
        error::{ApiError, Code},
    },
};

/// `POST /graphql`: queries and mutations.
pub(super) async fn post<S: Executor>(
    request: HttpRequest,
    mut payload: web::Payload,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let settings = &shared.settings;
    let (asked, body) = (&request, &mut payload);
    let parameters = move |actor: &Actor| {
        let (body, limit) = (body, settings.body_limit_of(actor));
        Parameters::from_body(asked, body, limit, settings.request_timeout)
    };
    let answer = respond(&request, &shared, parameters).await;
    keeping(payload, answer)
}

/// `GET /graphql`: queries, and for a browser that brings none the page to write one on.
pub(super) async fn get<S: Executor>(
    request: HttpRequest,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let parameters = Parameters::from_url(request.query_string());
    if let Some(graphiql) = &shared.graphiql
        && matches!(parameters, Ok(None))
        && is_browser(request.headers())
    {
        return graphiql.respond();
    }
    let missing = || Refusal::bad_request("the URL has no query");
    let parameters = parameters.and_then(|parameters| parameters.ok_or_else(missing));
    respond(&request, &shared, |_| std::future::ready(parameters)).await
}

/// Every other method.
pub(super) async fn other<S: Executor>(
    request: HttpRequest,
    shared: web::Data<Shared<S>>,
) -> HttpResponse {
    let media = MediaType::negotiate(request.headers()).unwrap_or(MediaType::GraphQlResponse);
    let message = "GraphQL is served to GET and POST";
    refuse(
        &shared,
        Refusal::method_not_allowed("GET, POST", message),
        media,
    )
}

fn negotiate(request: &HttpRequest) -> Result<MediaType, Refusal> {
    MediaType::negotiate(request.headers()).ok_or_else(|| {
        Refusal::new(
            StatusCode::NOT_ACCEPTABLE,
            Code::NotAcceptable,
            "answers are application/graphql-response+json or application/json",
        )
    })
}

/// Answers with what HTTP says by itself.
pub(super) fn refuse<S>(shared: &Shared<S>, refusal: Refusal, media: MediaType) -> HttpResponse {
    shared.metrics.graphql_request(refusal.code().as_str());
    uncached(refusal.respond(media))
}

/// Answers a request. Who asks is settled before its body is read, and how much of it.
async fn respond<S: Executor, P: Future<Output = Result<Parameters, Refusal>>>(
    request: &HttpRequest,
    shared: &Shared<S>,
    parameters: impl FnOnce(&Actor) -> P,
) -> HttpResponse {
    let media = match negotiate(request) {
        Ok(media) => media,
        Err(refusal) => return refuse(shared, refusal, MediaType::GraphQlResponse),
    };
    let execution = async {
        let caller = Caller {
            actor: auth::actor(request.headers(), shared).await?,
            locale: auth::locale(request),
        };
        let key = auth::idempotency_key(request.headers())?;
        let parameters = parameters(&caller.actor).await?;
        execute(request.method(), shared, caller, key, parameters).await
    };
    let result = match execution.await {
        Ok(result) => result,
        Err(refusal) => return refuse(shared, refusal, media),
    };
    let id = request_id(request);
    let answer = match result {
        Ok(response) => Answer::new(response, &id),
        Err(error) => Answer::failed(error, &id),
    };
    shared.metrics.graphql_request(answer.outcome());
    uncached(answer.respond(media))
}

/// Has a request executed. The outer error is one of HTTP, the inner one of GraphQL.
async fn execute<S: Executor>(
    method: &Method,
    shared: &Shared<S>,
    caller: Caller,
    idempotency_key: Option<String>,
    parameters: Parameters,
) -> Result<Result<Response, ServerError>, Refusal> {
    let operation = match Operation::admit(parameters) {
        Ok(operation) => operation,
        Err(error) => return Ok(Err(error)),
    };
    match operation.kind() {
        OperationType::Mutation if method != Method::POST => {
            let message = "mutations are taken by POST only";
            return Err(Refusal::method_not_allowed("POST", message));
        }
        // In one place, so that no mutation can forget it.
        OperationType::Mutation if caller.actor == Actor::Anonymous => {
            let message = "sign in first: a mutation needs an access token";
            return Ok(Err(ApiError::new(Code::Unauthenticated, message).at(None)));
        }
        OperationType::Subscription => {
            let message = "subscriptions are served over WebSocket, in graphql-transport-ws";
            return Ok(Err(ApiError::new(Code::ValidationFailed, message).at(None)));
        }
        OperationType::Query | OperationType::Mutation => {}
    }
    Ok(execution::run(shared, &operation, caller, idempotency_key).await)
}

fn uncached(mut response: HttpResponse) -> HttpResponse {
    let headers = response.headers_mut();
    headers.insert(
        header::CACHE_CONTROL,
        header::HeaderValue::from_static("no-store"),
    );
    headers.append(
        header::VARY,
        header::HeaderValue::from_static("accept, accept-language, authorization"),
    );
    response
}
