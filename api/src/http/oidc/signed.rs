//! A token, taken apart: what its header says, what is signed, and the signature.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};

use super::{TokenError, algorithm::Algorithm, members::Members};

/// How many bytes a token has at most.
const LONGEST: usize = 8 * 1024;
/// The types that give access, without `application/`, in lower case: RFC 7519 and RFC 9068.
const TYPES: [&str; 2] = ["jwt", "at+jwt"];

/// A JWS in its compact form. Nothing in it is true before its signature is verified.
///
/// A key that a token carries (`jwk`, `x5c`) or points to (`jku`, `x5u`) is not even looked at.
pub(super) struct Signed<'a> {
    /// How it says that it is signed.
    pub(super) algorithm: Algorithm,
    /// Which key it says has signed it.
    pub(super) key_id: String,
    /// What is signed.
    pub(super) message: &'a [u8],
    /// The signature.
    pub(super) signature: Vec<u8>,
    /// What it claims, as it is written.
    pub(super) payload: &'a str,
}

impl<'a> Signed<'a> {
    /// Reads all but the payload.
    pub(super) fn parse(token: &'a str) -> Result<Self, TokenError> {
        if token.len() > LONGEST {
            return Err(TokenError::TooLong);
        }
        let (message, signature) = token.rsplit_once('.').ok_or(TokenError::Malformed)?;
        let (header, payload) = message.split_once('.').ok_or(TokenError::Malformed)?;
        if payload.contains('.') {
            return Err(TokenError::Malformed);
        }
        let header = members(header)?;
        let signature = decode(signature)?;
        if header.has("crit") {
            return Err(TokenError::Critical);
        }
        check_type(&header)?;
        Ok(Self {
            algorithm: algorithm(&header)?,
            key_id: key_id(&header)?,
            message: message.as_bytes(),
            signature,
            payload,
        })
    }

    /// What the token claims. To be asked once the signature is verified.
    pub(super) fn claims(&self) -> Result<Members, TokenError> {
        members(self.payload)
    }
}

fn check_type(header: &Members) -> Result<(), TokenError> {
    let Some(value) = header.get("typ") else {
        return Ok(());
    };
    let name = value.as_str().ok_or(TokenError::Type)?.to_ascii_lowercase();
    let name = name.strip_prefix("application/").unwrap_or(&name);
    if TYPES.contains(&name) {
        Ok(())
    } else {
        Err(TokenError::Type)
    }
}

fn algorithm(header: &Members) -> Result<Algorithm, TokenError> {
    let name = header.text("alg").ok_or(TokenError::Malformed)?;
    name.parse().map_err(|_| TokenError::Algorithm)
}

fn key_id(header: &Members) -> Result<String, TokenError> {
    match header.text("kid") {
        Some(id) if !id.is_empty() => Ok(id.to_owned()),
        _ => Err(TokenError::KeyId),
    }
}

fn members(part: &str) -> Result<Members, TokenError> {
    serde_json::from_slice(&decode(part)?).map_err(|_| TokenError::Malformed)
}

/// Without padding, and with no bit that means nothing: a token is written in one way only.
fn decode(part: &str) -> Result<Vec<u8>, TokenError> {
    let decoded = BASE64_URL_SAFE_NO_PAD.decode(part);
    decoded.map_err(|_| TokenError::Malformed)
}
