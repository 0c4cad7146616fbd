//! What a WebSocket has running: queries until they are answered, subscriptions until they end.

use std::collections::HashMap;

use actix_web::web;
use actix_ws::Session;
use async_graphql::ServerError;
use async_graphql_parser::types::OperationType;
use futures::{
    FutureExt as _, StreamExt as _,
    future::{AbortHandle, Abortable, LocalBoxFuture},
    stream::FuturesUnordered,
};

use super::{
    super::{
        Executor, Shared, answer::Answer, execution, operation::Operation, request::Parameters,
    },
    closing::Closing,
    message::ServerMessage,
    peer::Peer,
};
use crate::{
    app::announcements::{Missed, News, Published},
    graphql::{
        Caller,
        error::{ApiError, Code},
    },
};

/// What one WebSocket has running, by id.
#[derive(Default)]
pub(super) struct Operations {
    running: FuturesUnordered<Abortable<LocalBoxFuture<'static, Ended>>>,
    handles: HashMap<String, AbortHandle>,
}

/// An operation that ended.
pub(super) struct Ended {
    id: String,
    end: End,
}

/// How an operation ends.
enum End {
    /// With a last message.
    Message(String),
    /// Together with its WebSocket.
    Closing(Closing),
}

impl Operations {
    pub(super) fn count(&self) -> usize {
        self.handles.len()
    }

    pub(super) fn is_running(&self, id: &str) -> bool {
        self.handles.contains_key(id)
    }

    /// Begins one; its id is not that of another.
    pub(super) fn begin<S: Executor>(&mut self, run: Run<S>, parameters: Parameters) {
        let (handle, registration) = AbortHandle::new_pair();
        self.handles.insert(run.id.clone(), handle);
        let operation = run.run(parameters).boxed_local();
        self.running.push(Abortable::new(operation, registration));
    }

    /// Gives one up. It says nothing more, so its id is free at once.
    pub(super) fn give_up(&mut self, id: &str) {
        if let Some(handle) = self.handles.remove(id) {
            handle.abort();
        }
    }

    /// Runs all of them until one ends: its last message, or why the WebSocket has to close. Nothing
    /// where none is running.
    pub(super) async fn next(&mut self) -> Option<Result<String, Closing>> {
        loop {
            // Of what was given up, the id may be that of another by now.
            let Ok(Ended { id, end }) = self.running.next().await? else {
                continue;
            };
            self.handles.remove(&id);
            return Some(match end {
                End::Message(message) => Ok(message),
                End::Closing(closing) => Err(closing),
            });
        }
    }
}

/// What an operation needs to be run.
pub(super) struct Run<S> {
    pub(super) shared: web::Data<Shared<S>>,
    pub(super) session: Session,
    pub(super) peer: Peer,
    pub(super) id: String,
}

impl<S: Executor> Run<S> {
    /// It listens before anything else is done, so that nothing is missed that happens after the
    /// client has asked.
    fn run(mut self, parameters: Parameters) -> impl Future<Output = Ended> {
        let mut news = self.shared.executor.news();
        async move {
            let end = match self.carry_out(parameters, &mut news).await {
                Ok(()) => {
                    let id = &self.id;
                    End::Message(ServerMessage::Complete { id }.write())
                }
                Err(end) => end,
            };
            Ended { id: self.id, end }
        }
    }

    async fn carry_out(&mut self, parameters: Parameters, news: &mut News) -> Result<(), End> {
        let operation = Operation::admit(parameters).map_err(|error| self.failed(error))?;
        match operation.kind() {
            OperationType::Query => self.answer(&operation).await,
            OperationType::Subscription => self.follow(&operation, news).await,
            OperationType::Mutation => {
                // There a client can repeat it safely, with an Idempotency-Key.
                let message = "mutations are taken by POST only";
                Err(self.failed(ApiError::new(Code::MethodNotAllowed, message).at(None)))
            }
        }
    }

    async fn answer(&mut self, operation: &Operation) -> Result<(), End> {
        let caller = self.caller().await?;
        let response = execution::run(&self.shared, operation, caller, None).await;
        let response = response.map_err(|error| self.failed(error))?;
        let answer = Answer::new(response, &self.peer.request_id);
        self.shared.metrics.graphql_request(answer.outcome());
        match answer.refused() {
            Some(errors) => Err(self.error(errors)),
            None => self.say_next(&answer).await,
        }
    }

    /// Tells of each event until there are none any more.
    async fn follow(&mut self, operation: &Operation, news: &mut News) -> Result<(), End> {
        if let Some(answer) = self.answer_to(operation, None).await? {
            self.shared.metrics.graphql_request(answer.outcome());
            return Err(self.error(answer.errors()));
        }
        self.shared.metrics.graphql_request("OK");
        loop {
            let published = match news.next().await {
                Ok(Some(published)) => published,
                Ok(None) => return Ok(()),
                Err(Missed) => return Err(self.lagged()),
            };
            if published.is_empty() {
                self.caller().await?;
            }
            for event in published.iter() {
                if let Some(answer) = self.answer_to(operation, Some(*event)).await? {
                    self.say_next(&answer).await?;
                }
            }
        }
    }

    /// What a subscription is told of an event, for whoever its subscriber is right now.
    async fn answer_to(
        &self,
        operation: &Operation,
        event: Option<Published>,
    ) -> Result<Option<Answer>, End> {
        let caller = self.caller().await?;
        let response = execution::run_event(&self.shared, operation, caller, event).await;
        let response = response.map_err(|error| self.failed(error))?;
        Ok(response.map(|response| Answer::new(response, &self.peer.request_id)))
    }

    async fn caller(&self) -> Result<Caller, End> {
        let caller = self.peer.caller(&self.shared).await;
        caller.map_err(End::Closing)
    }

    /// Waits while the client is slow to read: what is not sent is not made.
    async fn say_next(&mut self, answer: &Answer) -> Result<(), End> {
        let (id, payload) = (&self.id, answer);
        let message = ServerMessage::Next { id, payload }.write();
        let said = self.session.text(message).await;
        said.map_err(|_| End::Closing(Closing::Gone))
    }

    fn lagged(&self) -> End {
        let message =
            "so much was published that some of it was missed: search for it, and subscribe again";
        self.failed(ApiError::new(Code::SubscriptionLagged, message).at(None))
    }

    fn failed(&self, error: ServerError) -> End {
        let answer = Answer::failed(error, &self.peer.request_id);
        self.shared.metrics.graphql_request(answer.outcome());
        self.error(answer.errors())
    }

    fn error(&self, payload: &[ServerError]) -> End {
        let id = &self.id;
        End::Message(ServerMessage::Error { id, payload }.write())
    }
}
