//! Tokens that hold, and each way in which one does not.

mod addresses;
mod claims;
mod files;
mod forge;
mod headers;
mod keys;
mod published;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use self::forge::Signer;
use super::{
    Algorithm, Claims, TokenError, Verifier,
    settings::{KeySource, Provider},
};

const ISSUER: &str = "https://login.konstanz.example/realms/stadt";
const AUDIENCE: &str = "lehrgeld";
const SUBJECT: &str = "f3c1-geheim";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}

/// What a provider claims of someone.
fn claims() -> Value {
    json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": SUBJECT,
        "exp": now().timestamp() + 300,
        "iat": now().timestamp(),
    })
}

/// The same, with some of it changed; null takes away.
fn claims_with(changes: Value) -> Value {
    changed(claims(), changes)
}

fn changed(mut object: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else {
        panic!("{changes} changes nothing");
    };
    let members = object.as_object_mut().unwrap();
    for (name, value) in changes {
        match value {
            Value::Null => members.remove(&name),
            value => members.insert(name, value),
        };
    }
    object
}

fn set(keys: impl IntoIterator<Item = Value>) -> String {
    json!({ "keys": keys.into_iter().collect::<Vec<_>>() }).to_string()
}

fn provider(keys: KeySource) -> Provider {
    Provider {
        issuer: ISSUER.to_owned(),
        audience: AUDIENCE.to_owned(),
        keys,
        algorithms: Algorithm::ALL.to_vec(),
    }
}

/// Knows a provider by the keys in a file. The file is gone when this returns.
fn knowing(keys: impl IntoIterator<Item = Value>) -> Verifier {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.json");
    std::fs::write(&path, set(keys)).unwrap();
    Verifier::new(provider(KeySource::File(path)), now()).unwrap()
}

async fn verify(verifier: &Verifier, token: &str) -> Result<Claims, TokenError> {
    let outcome = verifier.verify(token, now()).await;
    if let Err(error) = &outcome {
        let told = format!("{error} {error:?}");
        for secret in [token, SUBJECT, ISSUER] {
            assert!(secret.is_empty() || !told.contains(secret), "{told}");
        }
    }
    outcome
}

/// What becomes of claims that a known key has signed.
async fn claimed(claims: &Value) -> Result<Claims, TokenError> {
    let signer = Signer::ed25519("a");
    verify(&knowing([signer.jwk()]), &signer.token(claims)).await
}

/// What becomes of good claims under a header with some of it changed.
async fn headed(changes: Value) -> Result<Claims, TokenError> {
    let signer = Signer::ed25519("a");
    let header = changed(signer.header(), changes).to_string();
    let token = signer.sign(&header, &claims().to_string());
    verify(&knowing([signer.jwk()]), &token).await
}
