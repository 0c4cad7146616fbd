//! The messages of `graphql-transport-ws`.

use async_graphql::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::answer::Answer;

/// What a client says.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// Who it is.
    ConnectionInit { payload: Option<Map<String, Value>> },
    /// Whether someone is there.
    Ping { payload: Option<Map<String, Value>> },
    /// That it is there.
    Pong,
    /// It asks for an operation.
    Subscribe {
        id: String,
        payload: Map<String, Value>,
    },
    /// It does not care for an operation any more.
    Complete { id: String },
}

/// What a client is told.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    /// It may go on.
    ConnectionAck,
    /// Someone is there.
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    /// An answer of an operation.
    Next { id: &'a str, payload: &'a Answer },
    /// An operation was not executed, or cannot go on; nothing follows.
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    /// An operation is done; nothing follows.
    Complete { id: &'a str },
}

impl ClientMessage {
    /// Reads a message; what is wrong with it where it is none.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let message = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match &message {
            Self::Subscribe { id, .. } if id.is_empty() => Err("the id is empty".to_owned()),
            _ => Ok(message),
        }
    }
}

impl ServerMessage<'_> {
    pub(super) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|error| {
            tracing::error!(%error, "a message could not be written as JSON");
            String::new()
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_none_of_the_protocol_is_no_message() {
        for good in [
            json!({ "type": "connection_init" }),
            json!({ "type": "connection_init", "payload": null }),
            json!({ "type": "ping", "payload": { "a": 1 } }),
            json!({ "type": "pong", "payload": {} }),
            json!({ "type": "subscribe", "id": "1", "payload": { "query": 7 } }),
            json!({ "type": "complete", "id": "1" }),
        ] {
            assert!(ClientMessage::read(&good.to_string()).is_ok(), "{good}");
        }
        for bad in [
            json!({}),
            json!([]),
            json!({ "type": "start", "id": "1", "payload": {} }),
            json!({ "type": "connection_init", "payload": "lg_1" }),
            json!({ "type": "subscribe", "id": "", "payload": {} }),
            json!({ "type": "subscribe", "id": 1, "payload": {} }),
            json!({ "type": "subscribe", "id": "1" }),
            json!({ "type": "complete" }),
        ] {
            assert!(ClientMessage::read(&bad.to_string()).is_err(), "{bad}");
        }
        assert!(ClientMessage::read("{").is_err());
    }

    #[test]
    fn messages_are_written_as_the_protocol_has_them() {
        assert_eq!(
            ServerMessage::ConnectionAck.write(),
            r#"{"type":"connection_ack"}"#
        );
        assert_eq!(
            ServerMessage::Pong { payload: None }.write(),
            r#"{"type":"pong"}"#
        );
        let errors = [ServerError::new("no", None)];
        let payload = errors.as_slice();
        assert_eq!(
            ServerMessage::Error { id: "1", payload }.write(),
            r#"{"type":"error","id":"1","payload":[{"message":"no"}]}"#
        );
    }
}
