//! Who is at the other end of a WebSocket.

use actix_web::HttpRequest;
use serde_json::{Map, Value};

use super::{
    super::{
        Executor, Shared,
        auth::{self, bearer},
        observe::request_id,
        refusal::Refusal,
    },
    closing::Closing,
};
use crate::{
    domain::{actor::Actor, problem::Locale},
    graphql::{Caller, error::Code},
};

/// Who is at the other end, by what they sent. What that is worth is asked each time, because a token
/// can be revoked and an account can lose its rights.
#[derive(Clone)]
pub(super) struct Peer {
    token: Option<String>,
    locale: Locale,
    /// Finds what happens here in the log.
    pub(super) request_id: String,
}

impl Peer {
    /// Who asks to open a WebSocket: browsers cannot say it yet, other programs can.
    pub(super) fn of(request: &HttpRequest) -> Result<Self, Refusal> {
        Ok(Self {
            token: auth::token(request.headers())?,
            locale: auth::locale(request),
            request_id: request_id(request),
        })
    }

    /// Takes in what the payload of `connection_init` says: `authorization` as the header would be,
    /// or `token` alone. A token that makes no sense is refused like one that is not known.
    pub(super) fn introduce(&mut self, payload: &Map<String, Value>) -> Result<(), Closing> {
        for (name, value) in payload.iter().filter(|(_, value)| !value.is_null()) {
            let value = value.as_str();
            let token = if name.eq_ignore_ascii_case("authorization") {
                value.and_then(bearer)
            } else if name == "token" {
                value
            } else {
                continue;
            };
            self.token = Some(token.ok_or(Closing::Forbidden)?.to_owned());
        }
        Ok(())
    }

    /// Who that is right now.
    pub(super) async fn caller<S: Executor>(&self, shared: &Shared<S>) -> Result<Caller, Closing> {
        let actor = match &self.token {
            None => Ok(Actor::Anonymous),
            Some(token) => auth::holder(token, shared).await,
        };
        let locale = self.locale;
        match actor {
            Ok(actor) => Ok(Caller { actor, locale }),
            Err(refusal) if refusal.code() == Code::Unauthenticated => Err(Closing::Forbidden),
            Err(_) => Err(Closing::TryAgain),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tokens_come_as_a_header_would_or_alone() {
        let introduced = |payload: Value| {
            let mut peer = Peer {
                token: None,
                locale: Locale::En,
                request_id: String::new(),
            };
            peer.introduce(payload.as_object().unwrap())
                .map(|()| peer.token)
        };
        let lg = Ok(Some("lg_1".to_owned()));
        assert_eq!(introduced(json!({ "authorization": "Bearer lg_1" })), lg);
        assert_eq!(introduced(json!({ "Authorization": "bearer lg_1" })), lg);
        assert_eq!(introduced(json!({ "token": "lg_1" })), lg);
        assert_eq!(introduced(json!({ "token": null, "x": 1 })), Ok(None));
        for wrong in [
            json!({ "authorization": "lg_1" }),
            json!({ "Authorization": "" }),
            json!({ "token": 1 }),
        ] {
            assert_eq!(
                introduced(wrong.clone()),
                Err(Closing::Forbidden),
                "{wrong}"
            );
        }
    }
}
