//! Private keys, to sign what a provider would and what it would not.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair,
        Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaEncoding,
    },
};
use serde_json::{Value, json};

/// The example key of RFC 7515, appendix A.2: *ring* makes no RSA keys.
const RSA_KEY: &str = include_str!("rfc7515-a2.json");

/// Someone who signs.
pub(super) struct Signer {
    id: &'static str,
    secret: Secret,
}

enum Secret {
    Rsa(rsa::KeyPair, &'static dyn RsaEncoding),
    P256(Vec<u8>),
    Ed25519(Ed25519KeyPair),
}

impl Signer {
    pub(super) fn rs256(id: &'static str) -> Self {
        Self::rsa(id, &RSA_PKCS1_SHA256)
    }

    pub(super) fn ps256(id: &'static str) -> Self {
        Self::rsa(id, &RSA_PSS_SHA256)
    }

    fn rsa(id: &'static str, padding: &'static dyn RsaEncoding) -> Self {
        let jwk: Value = serde_json::from_str(RSA_KEY).unwrap();
        let number = |name: &str| decode(jwk[name].as_str().unwrap());
        let pair = rsa::KeyPair::from_components(&rsa::KeyPairComponents {
            public_key: rsa::PublicKeyComponents {
                n: number("n"),
                e: number("e"),
            },
            d: number("d"),
            p: number("p"),
            q: number("q"),
            dP: number("dp"),
            dQ: number("dq"),
            qInv: number("qi"),
        });
        let secret = Secret::Rsa(pair.unwrap(), padding);
        Self { id, secret }
    }

    pub(super) fn es256(id: &'static str) -> Self {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
        let secret = Secret::P256(pair.unwrap().as_ref().to_vec());
        Self { id, secret }
    }

    pub(super) fn ed25519(id: &'static str) -> Self {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        let secret = Secret::Ed25519(Ed25519KeyPair::from_pkcs8(pair.as_ref()).unwrap());
        Self { id, secret }
    }

    /// The public half.
    pub(super) fn jwk(&self) -> Value {
        match &self.secret {
            Secret::Rsa(..) => {
                let jwk: Value = serde_json::from_str(RSA_KEY).unwrap();
                json!({ "kty": "RSA", "kid": self.id, "n": jwk["n"], "e": jwk["e"] })
            }
            Secret::P256(_) => {
                let pair = self.p256();
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                let (x, y) = (encode(x), encode(y));
                json!({ "kty": "EC", "crv": "P-256", "kid": self.id, "x": x, "y": y })
            }
            Secret::Ed25519(pair) => {
                let x = encode(pair.public_key());
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": self.id, "x": x })
            }
        }
    }

    pub(super) fn header(&self) -> Value {
        json!({ "alg": self.algorithm(), "kid": self.id, "typ": "JWT" })
    }

    fn algorithm(&self) -> &'static str {
        match &self.secret {
            Secret::Rsa(_, padding) if format!("{padding:?}").contains("PSS") => "PS256",
            Secret::Rsa(..) => "RS256",
            Secret::P256(_) => "ES256",
            Secret::Ed25519(_) => "EdDSA",
        }
    }

    /// As a provider would hand it out.
    pub(super) fn token(&self, claims: &Value) -> String {
        self.sign(&self.header().to_string(), &claims.to_string())
    }

    /// Signs whatever it is given.
    pub(super) fn sign(&self, header: &str, claims: &str) -> String {
        let message = message(header, claims);
        let signature = self.signature(message.as_bytes());
        format!("{message}.{}", encode(signature))
    }

    fn signature(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.secret {
            Secret::Rsa(pair, padding) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(*padding, &random, message, &mut signature)
                    .unwrap();
                signature
            }
            Secret::P256(_) => self.p256().sign(&random, message).unwrap().as_ref().into(),
            Secret::Ed25519(pair) => pair.sign(message).as_ref().into(),
        }
    }

    fn p256(&self) -> EcdsaKeyPair {
        let Secret::P256(pkcs8) = &self.secret else {
            panic!("not on P-256");
        };
        let random = SystemRandom::new();
        EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8, &random).unwrap()
    }

    /// A good token, but for its signature being written as X.509 would.
    pub(super) fn token_in_der(&self, claims: &Value) -> String {
        let Secret::P256(pkcs8) = &self.secret else {
            panic!("not on P-256");
        };
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8, &random);
        let message = message(&self.header().to_string(), &claims.to_string());
        let signature = pair.unwrap().sign(&random, message.as_bytes()).unwrap();
        format!("{message}.{}", encode(signature))
    }
}

/// What is signed.
pub(super) fn message(header: &str, claims: &str) -> String {
    format!("{}.{}", encode(header), encode(claims))
}

pub(super) fn encode(bytes: impl AsRef<[u8]>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

pub(super) fn decode(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}
