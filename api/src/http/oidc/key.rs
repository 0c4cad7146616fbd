//! One public key of a provider, and their set.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;

use super::{TokenError, algorithm::Algorithm, signed::Signed};

/// How many bytes the modulus of an RSA key has at least: 2048 bits.
const SHORTEST_MODULUS: usize = 256;

/// The keys of a provider that can verify a token.
#[derive(Debug, Default)]
pub(super) struct KeySet(Vec<Key>);

impl KeySet {
    /// Reads a JSON Web Key Set. As RFC 7517 wants it, keys are left out that are for something
    /// else, or of a kind that is not known.
    pub(super) fn parse(json: &[u8]) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct Set {
            keys: Vec<Value>,
        }
        let Set { keys } = serde_json::from_slice(json)?;
        Ok(Self(keys.into_iter().filter_map(Key::read).collect()))
    }

    /// Whether no token could be verified.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a key of this id.
    pub(super) fn has(&self, id: &str) -> bool {
        self.named(id).next().is_some()
    }

    /// Checks that the key that a token names is for its algorithm and has signed it.
    pub(super) fn verify(&self, signed: &Signed) -> Result<(), TokenError> {
        if !self.has(&signed.key_id) {
            return Err(TokenError::UnknownKey);
        }
        let mut fitting = self
            .named(&signed.key_id)
            .filter(|key| key.fits(signed.algorithm))
            .peekable();
        if fitting.peek().is_none() {
            return Err(TokenError::WrongKey);
        }
        // A set may hold two keys of one id.
        if fitting.any(|key| key.has_signed(signed)) {
            Ok(())
        } else {
            Err(TokenError::Signature)
        }
    }

    fn named(&self, id: &str) -> impl Iterator<Item = &Key> {
        self.0.iter().filter(move |key| key.id == id)
    }
}

#[derive(Debug)]
struct Key {
    id: String,
    /// The one algorithm that it is for, if the provider says so.
    algorithm: Option<Algorithm>,
    material: Material,
}

/// A public key as *ring* takes it.
#[derive(Debug)]
enum Material {
    Rsa(RsaPublicKeyComponents<Vec<u8>>),
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

/// A JSON Web Key as it is written.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<IgnoredAny>,
}

impl Key {
    /// `None` for a key that cannot verify a token.
    fn read(jwk: Value) -> Option<Self> {
        let jwk: Jwk = serde_json::from_value(jwk).ok()?;
        let key = Self {
            id: jwk.kid.clone().filter(|id| !id.is_empty())?,
            algorithm: jwk.alg.as_deref().map(str::parse).transpose().ok()?,
            material: Material::read(&jwk)?,
        };
        let is_coherent = key.algorithm.is_none_or(|it| key.material.is_for(it));
        (jwk.is_for_verifying() && is_coherent).then_some(key)
    }

    fn fits(&self, algorithm: Algorithm) -> bool {
        self.algorithm.is_none_or(|own| own == algorithm) && self.material.is_for(algorithm)
    }

    fn has_signed(&self, signed: &Signed) -> bool {
        match (&self.material, signed.algorithm) {
            (Material::Rsa(key), Algorithm::Rs256) => rsa(key, &RSA_PKCS1_2048_8192_SHA256, signed),
            (Material::Rsa(key), Algorithm::Ps256) => rsa(key, &RSA_PSS_2048_8192_SHA256, signed),
            (Material::P256(key), Algorithm::Es256) => curve(key, &ECDSA_P256_SHA256_FIXED, signed),
            (Material::Ed25519(key), Algorithm::EdDsa) => curve(key, &ED25519, signed),
            _ => false,
        }
    }
}

impl Jwk {
    /// A key that shows its private half is anyone's, so it proves nothing.
    fn is_for_verifying(&self) -> bool {
        let for_signatures = self.usage.as_deref().is_none_or(|usage| usage == "sig");
        let operations = self.key_ops.as_ref();
        let may_verify = operations.is_none_or(|all| all.iter().any(|it| it == "verify"));
        for_signatures && may_verify && self.d.is_none()
    }
}

impl Material {
    /// A shared secret (`kty` is `oct`) is none.
    fn read(jwk: &Jwk) -> Option<Self> {
        match (jwk.kty.as_str(), jwk.crv.as_deref()) {
            ("RSA", _) => {
                let (n, e) = (integer(jwk.n.as_ref()?)?, integer(jwk.e.as_ref()?)?);
                let is_long = n.len() >= SHORTEST_MODULUS;
                is_long.then_some(Self::Rsa(RsaPublicKeyComponents { n, e }))
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (coordinate(jwk.x.as_ref()?)?, coordinate(jwk.y.as_ref()?)?);
                // How SEC 1 writes a point of which both coordinates are told.
                Some(Self::P256([&[4], x.as_slice(), &y].concat()))
            }
            ("OKP", Some("Ed25519")) => Some(Self::Ed25519(coordinate(jwk.x.as_ref()?)?)),
            _ => None,
        }
    }

    fn is_for(&self, algorithm: Algorithm) -> bool {
        match self {
            Self::Rsa(_) => matches!(algorithm, Algorithm::Rs256 | Algorithm::Ps256),
            Self::P256(_) => algorithm == Algorithm::Es256,
            Self::Ed25519(_) => algorithm == Algorithm::EdDsa,
        }
    }
}

fn rsa(key: &RsaPublicKeyComponents<Vec<u8>>, parameters: &RsaParameters, signed: &Signed) -> bool {
    let verified = key.verify(parameters, signed.message, &signed.signature);
    verified.is_ok()
}

fn curve(key: &[u8], algorithm: &'static dyn VerificationAlgorithm, signed: &Signed) -> bool {
    let key = UnparsedPublicKey::new(algorithm, key);
    key.verify(signed.message, &signed.signature).is_ok()
}

/// A number without leading zeros, which some providers write.
fn integer(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    Some(bytes.into_iter().skip_while(|byte| *byte == 0).collect())
}

/// A coordinate on a curve of 256 bits.
fn coordinate(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() == 32).then_some(bytes)
}
