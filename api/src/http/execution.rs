//! Runs a GraphQL request apart from the connection that it came on.

use std::{sync::Arc, time::Duration};

use async_graphql::{Request, Response, ServerError};
use async_graphql_parser::types::OperationType;
use tokio::task::{AbortHandle, JoinError};
use tracing::Instrument as _;

use super::Executor;
use crate::graphql::{
    Caller,
    error::{ApiError, Code},
};

/// Executes a request in a task of its own, so that a panic is answered, and so that a mutation is
/// finished even if its client goes away half-way. A query is given up then, or when its time is up.
pub(super) async fn run<S: Executor>(
    executor: Arc<S>,
    runtime: &tokio::runtime::Handle,
    request: Request,
    operation: OperationType,
    (caller, idempotency_key): (Caller, Option<String>),
    query_timeout: Duration,
) -> Result<Response, ServerError> {
    let key = idempotency_key.filter(|_| operation == OperationType::Mutation);
    let work = async move { executor.execute(request, caller, key).await };
    let task = runtime.spawn(work.in_current_span());
    let joined = if operation == OperationType::Query {
        let _abort = AbortOnDrop(task.abort_handle());
        tokio::time::timeout(query_timeout, task)
            .await
            .map_err(|_| timed_out(query_timeout))?
    } else {
        task.await
    };
    joined.map_err(broken)
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
