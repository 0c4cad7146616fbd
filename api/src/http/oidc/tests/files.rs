//! Keys in a file: read at the start, and again when it may have changed.

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::{super::KeysError, *};

struct Place {
    folder: TempDir,
}

impl Place {
    fn new(keys: impl IntoIterator<Item = Value>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Self { folder };
        place.hold(keys);
        place
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("keys.json")
    }

    fn hold(&self, keys: impl IntoIterator<Item = Value>) {
        fs::write(self.path(), set(keys)).unwrap();
    }

    fn verifier(&self) -> Result<Verifier, KeysError> {
        Verifier::new(provider(KeySource::File(self.path())), now())
    }
}

/// A token that holds for two days.
fn lasting(signer: &Signer) -> String {
    signer.token(&claims_with(json!({ "exp": now().timestamp() + 172_800 })))
}

async fn after(verifier: &Verifier, token: &str, offset: i64) -> Result<Claims, TokenError> {
    verifier.verify(token, now() + seconds(offset)).await
}

#[tokio::test]
async fn a_file_that_changes_is_read_again_after_a_minute() {
    let (old, new) = (Signer::ed25519("old"), Signer::ed25519("new"));
    let place = Place::new([old.jwk()]);
    let verifier = place.verifier().unwrap();
    place.hold([new.jwk()]);
    let (old, new) = (lasting(&old), lasting(&new));
    assert!(after(&verifier, &old, 59).await.is_ok());
    let refused = after(&verifier, &new, 59).await;
    assert_eq!(refused, Err(TokenError::UnknownKey));
    let withdrawn = after(&verifier, &old, 60).await;
    assert_eq!(withdrawn, Err(TokenError::UnknownKey));
    assert!(after(&verifier, &new, 60).await.is_ok());
}

#[tokio::test]
async fn a_file_that_breaks_leaves_its_keys_for_a_day() {
    let signer = Signer::ed25519("a");
    let place = Place::new([signer.jwk()]);
    let verifier = place.verifier().unwrap();
    fs::write(place.path(), "{").unwrap();
    let token = lasting(&signer);
    assert!(after(&verifier, &token, 120).await.is_ok());
    fs::remove_file(place.path()).unwrap();
    assert!(after(&verifier, &token, 86_399).await.is_ok());
    let refused = after(&verifier, &token, 86_400).await;
    assert_eq!(refused, Err(TokenError::NoKeys));
    place.hold([signer.jwk()]);
    assert!(after(&verifier, &token, 86_460).await.is_ok());
}

#[test]
fn a_file_that_is_of_no_use_is_told_at_the_start() {
    let place = Place::new([]);
    let told = || place.verifier().unwrap_err().to_string();
    assert!(told().ends_with("holds no public key with an id for RS256, PS256, ES256 or EdDSA"));
    for wrong in [
        "",
        "[]",
        "{}",
        r#"{"keys":1}"#,
        "-----BEGIN PUBLIC KEY-----",
    ] {
        fs::write(place.path(), wrong).unwrap();
        assert!(told().ends_with("are not a JSON Web Key Set"), "{wrong}");
    }
    fs::write(place.path(), " ".repeat(1024 * 1024 + 1)).unwrap();
    assert!(told().ends_with("are larger than a mebibyte"));
    fs::remove_file(place.path()).unwrap();
    assert!(told().starts_with("cannot read the keys"), "{}", told());
}

/// A whole private set, by mistake: what it signs is anyone's.
#[test]
fn a_file_of_private_keys_is_refused() {
    let private: Value = serde_json::from_str(include_str!("rfc7515-a2.json")).unwrap();
    let place = Place::new([changed(private, json!({ "kid": "a" }))]);
    assert!(matches!(place.verifier(), Err(KeysError::Empty { .. })));
}
