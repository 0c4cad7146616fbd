//! From the Authorization header to who asks.

use actix_web::http::header::{AUTHORIZATION, HeaderMap};

use super::refusal::Refusal;
use crate::domain::actor::Actor;

/// What a request says about who sends it.
#[derive(Debug, PartialEq, Eq)]
enum Credentials {
    /// No Authorization header.
    None,
    /// `Authorization: Bearer <token>`.
    Token(String),
    /// An Authorization header that is something else.
    Malformed,
}

impl Credentials {
    /// The scheme's name is not case-sensitive; one header is allowed, with one token.
    fn read(headers: &HeaderMap) -> Self {
        let mut values = headers.get_all(AUTHORIZATION);
        let (first, second) = (values.next(), values.next());
        match (first, second) {
            (None, _) => Self::None,
            (Some(value), None) => value
                .to_str()
                .ok()
                .and_then(|value| value.split_once(' '))
                .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
                .map(|(_, token)| token.trim_start_matches(' '))
                .filter(|token| !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()))
                .map_or(Self::Malformed, |token| Self::Token(token.to_owned())),
            _ => Self::Malformed,
        }
    }
}

/// Who sends a request. A token that does not hold is an error and never nobody: whoever sends one
/// means to see more than nobody does, and must not take a public answer for all there is.
pub(super) fn actor(headers: &HeaderMap) -> Result<Actor, Refusal> {
    match Credentials::read(headers) {
        Credentials::None => Ok(Actor::Anonymous),
        Credentials::Malformed => Err(Refusal::unauthenticated(
            "the Authorization header is not of the form: Bearer token",
        )),
        // The place to look tokens up once they are handed out.
        Credentials::Token(_) => Err(Refusal::unauthenticated("the access token is not known")),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;
    use crate::graphql::error::Code;

    fn headers(values: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(AUTHORIZATION, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn credentials() {
        let read = |values: &[&'static str]| Credentials::read(&headers(values));
        assert_eq!(read(&[]), Credentials::None);
        for token in ["Bearer lg_1", "bearer lg_1", "BEARER  lg_1"] {
            assert_eq!(read(&[token]), Credentials::Token("lg_1".to_owned()));
        }
        for wrong in ["", "Bearer", "Bearer ", "Basic eDp5", "lg_1", "Bearer a b"] {
            assert_eq!(read(&[wrong]), Credentials::Malformed, "{wrong}");
        }
        assert_eq!(read(&["Bearer a", "Bearer a"]), Credentials::Malformed);
    }

    #[test]
    fn whoever_sends_anything_is_not_nobody() {
        assert_eq!(actor(&headers(&[])).unwrap(), Actor::Anonymous);
        for value in ["", "Bearer lg_1", "Basic eDp5"] {
            assert_eq!(
                actor(&headers(&[value])).unwrap_err().code(),
                Code::Unauthenticated
            );
        }
    }
}
