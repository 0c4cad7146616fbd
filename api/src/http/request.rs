//! From an HTTP request to the parts of a GraphQL request.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    http::{StatusCode, header},
    web,
};
use async_graphql::Variables;
use futures::StreamExt as _;
use serde_json::{Map, Value};

use super::refusal::Refusal;
use crate::graphql::error::Code;

/// The parameters of a GraphQL request, well-formed but not yet looked into.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub(super) query: String,
    pub(super) operation_name: Option<String>,
    pub(super) variables: Variables,
}

impl Parameters {
    /// Reads a POST body. Only JSON is read: a form or plain text can be sent by any web page
    /// without asking first. Batches are not taken.
    pub(super) async fn from_body(
        request: &HttpRequest,
        payload: &mut web::Payload,
        limit: usize,
        timeout: Duration,
    ) -> Result<Self, Refusal> {
        require_json(request)?;
        let body = tokio::time::timeout(timeout, read(request, payload, limit))
            .await
            .map_err(|_| {
                let message = "the body took too long to arrive";
                Refusal::new(StatusCode::REQUEST_TIMEOUT, Code::Timeout, message)
            })??;
        let members = match serde_json::from_slice(&body) {
            Ok(Value::Object(members)) => members,
            Ok(Value::Array(_)) => {
                return Err(Refusal::bad_request("batches of requests are not taken"));
            }
            Ok(_) => return Err(Refusal::bad_request("the body is not a JSON object")),
            Err(error) => {
                return Err(Refusal::bad_request(format!(
                    "the body is not JSON: {error}"
                )));
            }
        };
        Self::from_members(members)
    }

    /// Reads a URL's query string; `None` if it has no `query`.
    pub(super) fn from_url(query_string: &str) -> Result<Option<Self>, Refusal> {
        let mut members = Map::new();
        for (name, value) in url::form_urlencoded::parse(query_string.as_bytes()) {
            let value = match name.as_ref() {
                "query" | "operationName" => Value::String(value.into_owned()),
                "variables" | "extensions" => serde_json::from_str(&value).map_err(|error| {
                    Refusal::bad_request(format!("{name} is not JSON: {error}"))
                })?,
                _ => continue,
            };
            members.insert(name.into_owned(), value);
        }
        if members.contains_key("query") {
            Self::from_members(members).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Reads the members of a request's JSON object.
    pub(super) fn from_members(mut members: Map<String, Value>) -> Result<Self, Refusal> {
        let Some(Value::String(query)) = members.remove("query") else {
            return Err(Refusal::bad_request("query has to be a string"));
        };
        let operation_name = match members.remove("operationName") {
            None | Some(Value::Null) => None,
            // Clients that know no name send an empty one; no operation is called that.
            Some(Value::String(name)) => Some(name).filter(|name| !name.is_empty()),
            Some(_) => return Err(Refusal::bad_request("operationName has to be a string")),
        };
        let mut object = |name: &str| match members.remove(name) {
            None | Some(Value::Null) => Ok(Map::new()),
            Some(Value::Object(object)) => Ok(object),
            Some(_) => Err(Refusal::bad_request(format!("{name} has to be an object"))),
        };
        let variables = object("variables")?;
        // Nothing reads them yet; that they are an object is part of being well-formed.
        object("extensions")?;
        Ok(Self {
            query,
            operation_name,
            variables: Variables::from_json(Value::Object(variables)),
        })
    }
}

/// An answer that keeps something until it is sent, such as what was not read of its request's body.
///
/// Dropped earlier, the rest of a chunked body would be read to its end, however long that is,
/// before the connection is used or closed. Kept, it makes actix close the connection.
pub(super) fn keeping(kept: impl Unpin + 'static, answer: HttpResponse) -> HttpResponse {
    answer.map_body(|_, body| BoxBody::new(Keeping { body, _kept: kept }))
}

struct Keeping<K> {
    body: BoxBody,
    _kept: K,
}

impl<K: Unpin> MessageBody for Keeping<K> {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<web::Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}

fn require_json(request: &HttpRequest) -> Result<(), Refusal> {
    let refuse = |message: &str| {
        Err(Refusal::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Code::UnsupportedMediaType,
            message,
        ))
    };
    let Ok(Some(mime)) = request.mime_type() else {
        return refuse("the body has to be of type application/json");
    };
    if mime.essence_str() != "application/json" {
        return refuse("the body has to be of type application/json");
    }
    if mime
        .get_param("charset")
        .is_some_and(|charset| charset != "utf-8")
    {
        return refuse("the body has to be UTF-8");
    }
    let encodings = request.headers().get_all(header::CONTENT_ENCODING);
    if encodings.into_iter().any(|value| value != "identity") {
        return refuse("the body must not be compressed");
    }
    Ok(())
}

/// Reads a body up to a limit, whether its length was told or not. We read it ourselves so that no
/// extractor's own limit, or lack of one, counts.
async fn read(
    request: &HttpRequest,
    payload: &mut web::Payload,
    limit: usize,
) -> Result<web::BytesMut, Refusal> {
    let too_large = || {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            Code::BodyTooLarge,
            format!("the body is larger than {limit} bytes"),
        )
    };
    let told = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if told.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let mut body = web::BytesMut::with_capacity(told.unwrap_or_default());
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| {
            tracing::debug!(%error, "a body broke off");
            Refusal::bad_request("the body could not be read")
        })?;
        if body.len() + chunk.len() > limit {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
