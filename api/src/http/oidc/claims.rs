//! What a verified token claims, and whether it is meant for this service and for now.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{TokenError, members::Members};
use crate::domain::parse;

/// How many seconds the provider's clock may differ from this machine's.
const LEEWAY: f64 = 60.0;
/// How many characters the name of a person at a provider has at most.
const LONGEST_SUBJECT: usize = 300;
/// How many characters an address of electronic mail has at most.
const LONGEST_EMAIL: usize = 320;

/// Whom a token names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// The provider.
    pub issuer: String,
    /// Its name for the person; never given to another.
    pub subject: String,
    /// What the person is called, if the provider says and it is fit to be shown.
    pub name: Option<String>,
    /// The person's address, if the provider has verified it.
    pub email: Option<String>,
}

impl Claims {
    /// Reads what a token claims whose signature holds.
    pub(super) fn read(
        members: &Members,
        issuer: &str,
        audience: &str,
        now: DateTime<Utc>,
    ) -> Result<Self, TokenError> {
        if members.text("iss").ok_or(TokenError::Claim("iss"))? != issuer {
            return Err(TokenError::Issuer);
        }
        check_audience(members, audience)?;
        check_time(members, now)?;
        // Tells of an event, such as that someone has logged out: RFC 8417.
        if members.has("events") {
            return Err(TokenError::Type);
        }
        Ok(Self {
            issuer: issuer.to_owned(),
            subject: subject(members)?,
            name: members
                .text("name")
                .and_then(|it| parse::short_text(it).ok()),
            email: email(members),
        })
    }
}

/// `aud` is one audience or a list of them.
fn check_audience(members: &Members, ours: &str) -> Result<(), TokenError> {
    let is_ours = match members.get("aud") {
        Some(Value::String(audience)) => audience == ours,
        Some(Value::Array(all)) if all.iter().all(Value::is_string) => {
            all.iter().any(|audience| audience == ours)
        }
        _ => return Err(TokenError::Claim("aud")),
    };
    if is_ours {
        Ok(())
    } else {
        Err(TokenError::Audience)
    }
}

fn check_time(members: &Members, now: DateTime<Utc>) -> Result<(), TokenError> {
    let now = seconds(now);
    let expires = instant(members, "exp")?.ok_or(TokenError::Claim("exp"))?;
    if now >= expires + LEEWAY {
        return Err(TokenError::Expired);
    }
    for name in ["nbf", "iat"] {
        if instant(members, name)?.is_some_and(|begins| now + LEEWAY < begins) {
            return Err(TokenError::NotYetValid);
        }
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "the milliseconds of 285,000 years are exact"
)]
fn seconds(now: DateTime<Utc>) -> f64 {
    now.timestamp_millis() as f64 / 1_000.0
}

/// Seconds since 1970, whole or not: RFC 7519 calls it a `NumericDate`.
fn instant(members: &Members, name: &'static str) -> Result<Option<f64>, TokenError> {
    let Some(value) = members.get(name) else {
        return Ok(None);
    };
    let seconds = value.as_f64().filter(|it| it.is_finite() && *it >= 0.0);
    seconds.map(Some).ok_or(TokenError::Claim(name))
}

/// Taken as it is: to compose or trim it could make two people one.
fn subject(members: &Members) -> Result<String, TokenError> {
    let subject = members
        .text("sub")
        .and_then(|it| plain(it, LONGEST_SUBJECT));
    subject.ok_or(TokenError::Claim("sub"))
}

fn email(members: &Members) -> Option<String> {
    let verified = members.get("email_verified") == Some(&Value::Bool(true));
    let email = members.text("email").filter(|_| verified)?;
    plain(email, LONGEST_EMAIL)
}

fn plain(text: &str, longest: usize) -> Option<String> {
    let is_plain =
        !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control);
    is_plain.then(|| text.to_owned())
}
