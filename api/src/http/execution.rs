//! Runs a GraphQL request apart from the connection that it came on.

use std::{sync::Arc, time::Duration};

use async_graphql::{Response, ServerError};
use async_graphql_parser::types::OperationType;
use tokio::task::{AbortHandle, JoinError};
use tracing::Instrument as _;

use super::{Executor, Shared, operation::Operation};
use crate::{
    app::announcements::Published,
    graphql::{
        Caller,
        error::{ApiError, Code},
    },
};

/// Executes a query or a mutation in a task of its own, so that a panic is answered, and so that a
/// mutation is finished even if its client goes away half-way. A query is given up then, or when its
/// time is up.
pub(super) async fn run<S: Executor>(
    shared: &Shared<S>,
    operation: &Operation,
    caller: Caller,
    idempotency_key: Option<String>,
) -> Result<Response, ServerError> {
    let request = operation.request(shared.settings.introspection);
    let executor = Arc::clone(&shared.executor);
    let mut response = if operation.kind() == OperationType::Mutation {
        let work = async move { executor.execute(request, caller, idempotency_key).await };
        let task = shared.runtime.spawn(work.in_current_span());
        task.await.map_err(broken)?
    } else {
        let work = async move { executor.execute(request, caller, None).await };
        in_time(shared, work).await?
    };
    operation.complete(&shared.shapes, &mut response);
    Ok(response)
}

/// Executes a subscription for one event, or without one only checks it, as a query is executed.
/// Nothing where the event is not for the subscriber.
pub(super) async fn run_event<S: Executor>(
    shared: &Shared<S>,
    operation: &Operation,
    caller: Caller,
    event: Option<Published>,
) -> Result<Option<Response>, ServerError> {
    let request = operation.request(shared.settings.introspection);
    let executor = Arc::clone(&shared.executor);
    let work = async move { executor.execute_event(request, caller, event).await };
    let mut response = in_time(shared, work).await?;
    if let Some(response) = &mut response {
        operation.complete(&shared.shapes, response);
    }
    Ok(response)
}

/// Runs what is given up when nobody waits for it any more, or when its time is up.
pub(super) async fn in_time<S, T: Send + 'static>(
    shared: &Shared<S>,
    work: impl Future<Output = T> + Send + 'static,
) -> Result<T, ServerError> {
    let timeout = shared.settings.query_timeout;
    let task = shared.runtime.spawn(work.in_current_span());
    let _abort = AbortOnDrop(task.abort_handle());
    tokio::time::timeout(timeout, task)
        .await
        .map_err(|_| timed_out(timeout))?
        .map_err(broken)
}

struct AbortOnDrop(AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn timed_out(after: Duration) -> ServerError {
    ApiError::new(
        Code::Timeout,
        format!("the query took longer than {} seconds", after.as_secs()),
    )
    .at(None)
}

/// The message is for the log; the answer takes it out.
fn broken(error: JoinError) -> ServerError {
    let message = match error.try_into_panic() {
        Ok(payload) => format!("a resolver panicked: {}", panic_message(payload.as_ref())),
        Err(error) => error.to_string(),
    };
    ApiError::new(Code::Internal, message).at(None)
}

fn panic_message(payload: &(dyn std::any::Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}
