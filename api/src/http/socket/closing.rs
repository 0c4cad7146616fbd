//! Why a WebSocket is closed, as its client is told.

use actix_ws::{CloseCode, CloseReason};

/// Why a WebSocket is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Closing {
    /// The client closed it.
    Left,
    /// It had no operation for long.
    Idle,
    /// The service stops; another one may be there.
    GoingAway,
    /// What is not text came.
    NotText,
    /// A message is larger than the service reads.
    TooLarge,
    /// Whether the token is good cannot be told right now.
    TryAgain,
    /// A message is none of the protocol.
    Invalid(String),
    /// An operation came before the connection was acknowledged.
    Unauthorized,
    /// The token is not good, or not any more.
    Forbidden,
    /// The client did not say in time who it is.
    InitTimeout,
    /// An operation has the id of one that runs.
    Duplicate(String),
    /// The client said twice who it is.
    TooManyInits,
    /// Nobody is there to be told.
    Gone,
}

impl Closing {
    /// The code and the sentence for the client, which are those of the protocol where it has some.
    pub(super) fn reason(self) -> Option<CloseReason> {
        let (code, description) = match self {
            Self::Gone => return None,
            Self::Left => (CloseCode::Normal, String::new()),
            Self::Idle => (CloseCode::Normal, "Idle".to_owned()),
            Self::GoingAway => (CloseCode::Away, "The service stops".to_owned()),
            Self::NotText => (CloseCode::Invalid, "Not UTF-8 text".to_owned()),
            Self::TooLarge => (CloseCode::Size, "Message too large".to_owned()),
            Self::TryAgain => (CloseCode::Again, "Try again later".to_owned()),
            Self::Invalid(why) => (CloseCode::Other(4400), format!("Invalid message: {why}")),
            Self::Unauthorized => (CloseCode::Other(4401), "Unauthorized".to_owned()),
            Self::Forbidden => (CloseCode::Other(4403), "Forbidden".to_owned()),
            Self::InitTimeout => {
                let description = "Connection initialisation timeout".to_owned();
                (CloseCode::Other(4408), description)
            }
            Self::Duplicate(id) => {
                let description = format!("Subscriber for {id} already exists");
                (CloseCode::Other(4409), description)
            }
            Self::TooManyInits => {
                let description = "Too many initialisation requests".to_owned();
                (CloseCode::Other(4429), description)
            }
        };
        Some((code, description).into())
    }
}
