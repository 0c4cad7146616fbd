//! Bearer tokens of an identity provider: from a JWT to whom it names.
//!
//! RFC 8725 is the checklist. What may sign is fixed here and in the settings, never in a token:
//! keys come from the provider's set alone, and each of them is good for one kind of signature.

mod algorithm;
mod claims;
mod fetch;
mod key;
mod keys;
mod members;
pub mod settings;
mod signed;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};

pub use self::{
    algorithm::{Algorithm, UnknownAlgorithm},
    claims::Claims,
    fetch::{JwksUrl, WrongJwksUrl},
    keys::KeysError,
};
use self::{keys::Keys, settings::Provider, signed::Signed};

/// Decides which tokens of one provider hold.
#[derive(Debug)]
pub struct Verifier {
    issuer: String,
    audience: String,
    algorithms: Vec<Algorithm>,
    keys: Keys,
}

/// Why a token does not hold. It says nothing of what the token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is longer than any that a provider would hand out.
    #[error("the token is too long")]
    TooLong,
    /// It is not a JWS in its compact form, or a member occurs twice.
    #[error("the token is not a signed JWT")]
    Malformed,
    /// It demands that something be understood that is not.
    #[error("the token demands an extension that is not understood")]
    Critical,
    /// It is a JWT for something else.
    #[error("the token is not of a type that gives access")]
    Type,
    /// Its algorithm is none of those that are accepted.
    #[error("the token is signed with an algorithm that is not accepted")]
    Algorithm,
    /// Its header has no `kid`.
    #[error("the token does not name its key")]
    KeyId,
    /// The provider has no such key.
    #[error("the token's key is none of its provider")]
    UnknownKey,
    /// The key is for something else than the token's algorithm.
    #[error("the token's key is not for its algorithm")]
    WrongKey,
    /// The key did not sign this.
    #[error("the token's signature does not hold")]
    Signature,
    /// This claim is missing, or is not what it has to be.
    #[error("the token has no usable claim {0}")]
    Claim(&'static str),
    /// Someone else handed it out.
    #[error("the token comes from another issuer")]
    Issuer,
    /// It was handed out for someone else.
    #[error("the token is for another audience")]
    Audience,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYetValid,
    /// Nothing can be said of it: the provider's keys cannot be had. The one error that is not the
    /// token's fault.
    #[error("the keys of the identity provider cannot be had")]
    NoKeys,
}

impl Verifier {
    /// Prepares to verify. Keys in a file are read at once, so that a mistake in them is told when
    /// the service starts; keys at an address are fetched for the first token.
    pub fn new(provider: Provider, now: DateTime<Utc>) -> Result<Self, KeysError> {
        Ok(Self {
            issuer: provider.issuer,
            audience: provider.audience,
            algorithms: provider.algorithms,
            keys: Keys::open(provider.keys, now)?,
        })
    }

    /// Whom a token names, if it holds now. Has to be called within a tokio runtime.
    pub async fn verify(&self, token: &str, now: DateTime<Utc>) -> Result<Claims, TokenError> {
        let signed = Signed::parse(token)?;
        if !self.algorithms.contains(&signed.algorithm) {
            return Err(TokenError::Algorithm);
        }
        let keys = self.keys.current(&signed.key_id, now).await?;
        keys.verify(&signed)?;
        Claims::read(&signed.claims()?, &self.issuer, &self.audience, now)
    }
}
