//! A front end that follows: a client of `graphql-transport-ws`.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _},
};

use crate::client::Client;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A WebSocket to a service.
#[derive(Debug)]
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens one with these headers, or is told a status.
    pub async fn try_open(client: &Client, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        let address = client.address("/graphql").replace("http://", "ws://");
        let mut request = address.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no WebSocket: {error}"),
        }
    }

    /// Opens one that has not said who it is.
    pub async fn open(client: &Client) -> Self {
        let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
        let opened = Self::try_open(client, &[protocol]).await;
        opened.unwrap_or_else(|status| panic!("no WebSocket: {status}"))
    }

    /// Opens one as a client, whose token it sends as browsers have to.
    pub async fn of(client: &Client) -> Self {
        let payload = json!({ "authorization": client.header("authorization") });
        let mut socket = Self::open(client).await;
        socket
            .send(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.next().await, json!({ "type": "connection_ack" }));
        socket
    }

    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        self.send_text(&message.to_string()).await;
    }

    /// Sends a text, whatever it is.
    pub async fn send_text(&mut self, text: &str) {
        self.0.send(Message::text(text)).await.unwrap();
    }

    /// Asks for an operation.
    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.send(json!({ "type": "subscribe", "id": id, "payload": payload }))
            .await;
    }

    /// Asks for a subscription, and waits until it listens.
    pub async fn follow(&mut self, id: &str, query: &str, variables: Value) {
        self.subscribe(id, query, variables).await;
        // Messages are taken in their order, and a subscription listens from when it is taken.
        self.send(json!({ "type": "ping" })).await;
        assert_eq!(self.next().await, json!({ "type": "pong" }));
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        match self.frame().await {
            Message::Text(text) => serde_json::from_str(&text).unwrap(),
            other => panic!("no message: {other:?}"),
        }
    }

    /// The data of the next message, which belongs to this operation.
    pub async fn data(&mut self, id: &str) -> Value {
        let mut message = self.next().await;
        assert_eq!(
            (
                &message["type"],
                &message["id"],
                &message["payload"]["errors"]
            ),
            (&json!("next"), &json!(id), &Value::Null),
            "{message}"
        );
        message["payload"]["data"].take()
    }

    /// The code of the error with which this operation ends.
    pub async fn code(&mut self, id: &str) -> Value {
        let mut message = self.next().await;
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("error"), &json!(id)),
            "{message}"
        );
        message["payload"][0]["extensions"]["code"].take()
    }

    /// The code and the reason with which the service closes it.
    pub async fn closed(mut self) -> (u16, String) {
        match self.frame().await {
            Message::Close(Some(frame)) => (frame.code.into(), frame.reason.to_string()),
            other => panic!("not closed: {other:?}"),
        }
    }

    /// Closes it, and waits until it is.
    pub async fn close(mut self) {
        self.0.close(None).await.unwrap();
        while self.0.next().await.is_some() {}
    }

    /// The next frame that says something.
    async fn frame(&mut self) -> Message {
        let frame = async {
            loop {
                match self.0.next().await.expect("the WebSocket is open").unwrap() {
                    Message::Ping(_) | Message::Pong(_) => {}
                    frame => return frame,
                }
            }
        };
        let frame = tokio::time::timeout(PATIENCE, frame).await;
        frame.expect("a message in time")
    }
}
