//! From the Authorization header to who asks.

use actix_web::{
    HttpRequest,
    http::{
        StatusCode,
        header::{AUTHORIZATION, AcceptLanguage, Header as _, HeaderMap, Quality},
    },
};

use super::{Executor, Shared, oidc::TokenError, refusal::Refusal};
use crate::{
    app::accounts::Vouched,
    domain::{actor::Actor, problem::Locale, token::PREFIX},
    graphql::error::Code,
};

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
                .and_then(bearer)
                .map_or(Self::Malformed, |token| Self::Token(token.to_owned())),
            _ => Self::Malformed,
        }
    }
}

/// The token in the value of an Authorization header, if it is one.
pub(super) fn bearer(value: &str) -> Option<&str> {
    value
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token.trim_start_matches(' '))
        .filter(|token| !token.is_empty() && token.bytes().all(|b| b.is_ascii_graphic()))
}

/// The token that a request is sent with, if it is sent with one.
pub(super) fn token(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    match Credentials::read(headers) {
        Credentials::None => Ok(None),
        Credentials::Token(token) => Ok(Some(token)),
        Credentials::Malformed => Err(Refusal::unauthenticated(
            "the Authorization header is not of the form: Bearer token",
        )),
    }
}

/// Who sends a request. A token that does not hold is an error and never nobody: whoever sends one
/// means to see more than nobody does, and must not take a public answer for all there is.
pub(super) async fn actor<S: Executor>(
    headers: &HeaderMap,
    shared: &Shared<S>,
) -> Result<Actor, Refusal> {
    match token(headers)? {
        None => Ok(Actor::Anonymous),
        Some(token) => holder(&token, shared).await,
    }
}

/// Who holds a token: one of ours by its prefix, or one of the identity provider.
pub(super) async fn holder<S: Executor>(token: &str, shared: &Shared<S>) -> Result<Actor, Refusal> {
    let signed_in = match &shared.verifier {
        Some(verifier) if !token.starts_with(PREFIX) => {
            let claims = verifier.verify(token, shared.executor.now()).await;
            let claims = claims.map_err(not_vouched)?;
            let vouched = Vouched {
                issuer: claims.issuer,
                subject: claims.subject,
                name: claims.name,
                email: claims.email,
            };
            shared.executor.sign_in_vouched(vouched).await.map(Some)
        }
        _ => shared.executor.sign_in(token).await,
    };
    match signed_in {
        Ok(Some(member)) => Ok(Actor::Member(member)),
        // Which of these it is would help those alone who try tokens out.
        Ok(None) => Err(Refusal::unauthenticated(
            "the access token is not known, has expired or was revoked",
        )),
        Err(error) => {
            let error = &error as &dyn std::error::Error;
            tracing::error!(error, "nobody can sign in");
            Err(unavailable("the access token cannot be checked right now"))
        }
    }
}

fn not_vouched(error: TokenError) -> Refusal {
    match error {
        TokenError::NoKeys => unavailable("the identity provider's keys are not to be had now"),
        error => Refusal::unauthenticated(error.to_string()),
    }
}

fn unavailable(message: &str) -> Refusal {
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, Code::Internal, message)
}

/// The language in which to say what is wrong with a form: the first that we speak of those that
/// the client prefers.
pub(super) fn locale(request: &HttpRequest) -> Locale {
    let Ok(languages) = AcceptLanguage::parse(request) else {
        return Locale::En;
    };
    // What is worth nothing to the client is what it does not want.
    let wanted = languages.0.into_iter();
    let wanted = AcceptLanguage(wanted.filter(|it| it.quality != Quality::ZERO).collect());
    let spoken = wanted.ranked().into_iter().find_map(|language| {
        let language = language.to_string();
        match language.split('-').next()?.to_ascii_lowercase().as_str() {
            "de" => Some(Locale::De),
            "en" => Some(Locale::En),
            _ => None,
        }
    });
    spoken.unwrap_or_default()
}

/// The longest key that is kept.
const LONGEST_KEY: usize = 200;

/// The key under which a repeated request finds its first answer.
pub(super) fn idempotency_key(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let mut values = headers.get_all("idempotency-key");
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().ok().map(str::trim);
    let good = |key: &&str| !key.is_empty() && key.len() <= LONGEST_KEY;
    match (key.filter(good), values.next()) {
        (Some(key), None) => Ok(Some(key.to_owned())),
        _ => Err(Refusal::bad_request(
            "Idempotency-Key has to be one header of 1 to 200 visible ASCII characters",
        )),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

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
    fn people_are_told_in_the_language_they_prefer() {
        for (header, expected) in [
            ("de-AT,de;q=0.9,en;q=0.8", Locale::De),
            ("fr, en;q=0.5, de;q=0.3", Locale::En),
            ("en;q=0.3, de;q=0.7", Locale::De),
            ("fr", Locale::En),
            ("de;q=0", Locale::En),
            ("de;q=0, *", Locale::En),
            ("*", Locale::En),
        ] {
            let request = actix_web::test::TestRequest::default()
                .insert_header((actix_web::http::header::ACCEPT_LANGUAGE, header))
                .to_http_request();
            assert_eq!(locale(&request), expected, "{header}");
        }
    }
}
