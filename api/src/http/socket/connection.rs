//! One WebSocket, from its first message to its last.

use std::time::Duration;

use actix_web::web;
use actix_ws::{AggregatedMessage, AggregatedMessageStream, MessageStream, ProtocolError, Session};
use serde_json::{Map, Value};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep_until, timeout};

use super::{
    super::{Executor, Shared, answer::Answer, request::Parameters, settings::SocketSettings},
    closing::Closing,
    message::{ClientMessage, ServerMessage},
    operations::{Operations, Run},
    peer::Peer,
};
use crate::graphql::error::{ApiError, Code};

/// How long a client may be too slow to take what it is sent. Until then nothing more is made for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked at least whether a token is still good. What ends one by a change is heard of
/// at once by those who follow something; that it expires is no change.
const LOOK: Duration = Duration::from_secs(5);

/// A WebSocket that is open.
pub(super) struct Connection<S> {
    shared: web::Data<Shared<S>>,
    session: Session,
    peer: Peer,
    acknowledged: bool,
    operations: Operations,
    opened: Instant,
    /// When something was last heard of the client.
    heard: Instant,
    /// Since when it has had no operation, if it has none.
    idle_since: Instant,
}

impl<S: Executor> Connection<S> {
    pub(super) fn new(shared: web::Data<Shared<S>>, session: Session, peer: Peer) -> Self {
        let now = Instant::now();
        Self {
            shared,
            session,
            peer,
            acknowledged: false,
            operations: Operations::default(),
            opened: now,
            heard: now,
            idle_since: now,
        }
    }

    fn settings(&self) -> &SocketSettings {
        &self.shared.settings.sockets
    }

    /// Serves it until it has to close, and closes it.
    pub(super) async fn run(mut self, messages: MessageStream) {
        let limit = self.settings().socket_message_limit;
        let mut messages = messages
            .max_frame_size(limit)
            .aggregate_continuations()
            .max_continuation_size(limit);
        let closing = self.serve(&mut messages).await;
        tracing::debug!(?closing, "closing a WebSocket");
        drop(self.operations);
        if let Some(reason) = closing.reason() {
            // Whether a client that is slow or gone gets to know is its own affair.
            let _ = timeout(PATIENCE, self.session.close(Some(reason))).await;
        }
    }

    async fn serve(&mut self, messages: &mut AggregatedMessageStream) -> Closing {
        let told_to_close = self.shared.sockets.told_to_close();
        tokio::pin!(told_to_close);
        let keep_alive = self.settings().socket_keep_alive;
        let look = self.settings().socket_look;
        let look = look.unwrap_or_else(|| LOOK.min(keep_alive));
        let (mut rounds, mut looks) = (self.every(keep_alive), self.every(look));
        let introduced_by = self.opened + self.settings().socket_init_timeout;
        loop {
            let step = tokio::select! {
                () = &mut told_to_close => Err(Closing::GoingAway),
                message = messages.recv() => self.hear(message).await,
                Some(ended) = self.operations.next() => self.end(ended).await,
                _ = rounds.tick() => self.look_after().await,
                _ = looks.tick(), if self.acknowledged => self.look_at_token().await,
                () = sleep_until(introduced_by), if !self.acknowledged => {
                    Err(Closing::InitTimeout)
                }
            };
            if let Err(closing) = step {
                return closing;
            }
        }
    }

    fn every(&self, every: Duration) -> Interval {
        let mut rounds = interval_at(self.opened + every, every);
        rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
        rounds
    }

    /// Looks whether someone is still there, may still be, and still wants something.
    async fn look_after(&mut self) -> Result<(), Closing> {
        let SocketSettings {
            socket_keep_alive: every,
            socket_idle_timeout: idle,
            ..
        } = *self.settings();
        if self.heard.elapsed() > every * 2 + PATIENCE {
            return Err(Closing::Gone);
        }
        let ping = timeout(PATIENCE, self.session.ping(b""));
        if !matches!(ping.await, Ok(Ok(()))) {
            return Err(Closing::Gone);
        }
        if self.operations.count() == 0 && self.idle_since.elapsed() > idle {
            return Err(Closing::Idle);
        }
        Ok(())
    }

    /// Looks whether the token is still good.
    async fn look_at_token(&self) -> Result<(), Closing> {
        self.peer.caller(&self.shared).await.map(drop)
    }

    async fn hear(
        &mut self,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), Closing> {
        self.heard = Instant::now();
        match message {
            None => Err(Closing::Gone),
            Some(Ok(AggregatedMessage::Text(text))) => match ClientMessage::read(&text) {
                Ok(message) => self.obey(message).await,
                Err(why) => Err(Closing::Invalid(why)),
            },
            Some(Ok(AggregatedMessage::Binary(_))) => {
                Err(Closing::Invalid("it is not text".to_owned()))
            }
            Some(Ok(AggregatedMessage::Ping(payload))) => {
                let pong = timeout(PATIENCE, self.session.pong(&payload)).await;
                sent(&pong)
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(()),
            Some(Ok(AggregatedMessage::Close(_))) => Err(Closing::Left),
            Some(Err(error)) => Err(closing_for(&error)),
        }
    }

    async fn obey(&mut self, message: ClientMessage) -> Result<(), Closing> {
        match message {
            ClientMessage::ConnectionInit { payload } => self.introduce(payload).await,
            ClientMessage::Ping { payload } => {
                self.say(ServerMessage::Pong { payload }.write()).await
            }
            ClientMessage::Pong => Ok(()),
            ClientMessage::Subscribe { id, payload } => self.begin(id, payload).await,
            ClientMessage::Complete { id } => {
                self.operations.give_up(&id);
                self.note_idle();
                Ok(())
            }
        }
    }

    async fn introduce(&mut self, payload: Option<Map<String, Value>>) -> Result<(), Closing> {
        if self.acknowledged {
            return Err(Closing::TooManyInits);
        }
        self.peer.introduce(&payload.unwrap_or_default())?;
        self.peer.caller(&self.shared).await?;
        self.acknowledged = true;
        self.say(ServerMessage::ConnectionAck.write()).await
    }

    async fn begin(&mut self, id: String, payload: Map<String, Value>) -> Result<(), Closing> {
        if !self.acknowledged {
            return Err(Closing::Unauthorized);
        }
        if self.operations.is_running(&id) {
            return Err(Closing::Duplicate(id));
        }
        let parameters = Parameters::from_members(payload)
            .map_err(|refusal| Closing::Invalid(refusal.message()))?;
        let most = self.settings().socket_operations;
        if self.operations.count() >= most {
            let message = format!("a WebSocket may have {most} operations running at once");
            let error = ApiError::new(Code::TooManyOperations, message).at(None);
            let answer = Answer::failed(error, &self.peer.request_id);
            self.shared.metrics.graphql_request(answer.outcome());
            let (id, payload) = (&id, answer.errors());
            return self.say(ServerMessage::Error { id, payload }.write()).await;
        }
        let run = Run {
            shared: web::Data::clone(&self.shared),
            session: self.session.clone(),
            peer: self.peer.clone(),
            id,
        };
        self.operations.begin(run, parameters);
        Ok(())
    }

    async fn end(&mut self, ended: Result<String, Closing>) -> Result<(), Closing> {
        self.note_idle();
        self.say(ended?).await
    }

    fn note_idle(&mut self) {
        if self.operations.count() == 0 {
            self.idle_since = Instant::now();
        }
    }

    async fn say(&mut self, message: String) -> Result<(), Closing> {
        sent(&timeout(PATIENCE, self.session.text(message)).await)
    }
}

/// Whoever does not take what it is sent is as good as gone.
fn sent<E>(sent: &Result<Result<(), actix_ws::Closed>, E>) -> Result<(), Closing> {
    match sent {
        Ok(Ok(())) => Ok(()),
        _ => Err(Closing::Gone),
    }
}

fn closing_for(error: &ProtocolError) -> Closing {
    match error {
        ProtocolError::Io(error) if error.kind() == std::io::ErrorKind::InvalidData => {
            Closing::NotText
        }
        // One of I/O is that several frames of a message are together too large, or that the
        // connection broke off, and then nobody reads why.
        ProtocolError::Overflow | ProtocolError::Io(_) => Closing::TooLarge,
        other => Closing::Invalid(other.to_string()),
    }
}
