//! Which key may verify what.

use super::*;

#[tokio::test]
async fn a_key_is_for_its_kind_of_signature_only() {
    let signers = [Signer::rs256("a"), Signer::es256("a"), Signer::ed25519("a")];
    let other = |signer: &Signer| match signer.header()["alg"].as_str() {
        Some("RS256") => "ES256",
        Some("ES256") => "EdDSA",
        _ => "PS256",
    };
    for signer in &signers {
        let header = changed(signer.header(), json!({ "alg": other(signer) })).to_string();
        let token = signer.sign(&header, &claims().to_string());
        let refused = verify(&knowing([signer.jwk()]), &token).await;
        assert_eq!(refused, Err(TokenError::WrongKey), "{header}");
    }
}

#[tokio::test]
async fn two_paddings_of_one_key_are_two_algorithms() {
    let (pkcs1, pss) = (Signer::rs256("a"), Signer::ps256("a"));
    let verifier = knowing([pkcs1.jwk()]);
    for (signer, header) in [(&pkcs1, pss.header()), (&pss, pkcs1.header())] {
        let token = signer.sign(&header.to_string(), &claims().to_string());
        let refused = verify(&verifier, &token).await;
        assert_eq!(refused, Err(TokenError::Signature), "{header}");
    }
    let jwk = changed(pkcs1.jwk(), json!({ "alg": "PS256" }));
    let verifier = knowing([jwk]);
    let refused = verify(&verifier, &pkcs1.token(&claims())).await;
    assert_eq!(refused, Err(TokenError::WrongKey));
    assert!(verify(&verifier, &pss.token(&claims())).await.is_ok());
}

#[tokio::test]
async fn keys_for_something_else_are_not_taken() {
    let (signer, other) = (Signer::rs256("a"), Signer::ed25519("b"));
    let token = signer.token(&claims());
    for right in [
        json!({}),
        json!({ "use": "sig", "alg": "RS256", "key_ops": ["verify"], "x5t": "x" }),
    ] {
        let verifier = knowing([other.jwk(), changed(signer.jwk(), right)]);
        assert!(verify(&verifier, &token).await.is_ok());
    }
    for wrong in [
        json!({ "use": "enc" }),
        json!({ "key_ops": ["encrypt"] }),
        json!({ "key_ops": [] }),
        json!({ "alg": "RSA-OAEP" }),
        json!({ "alg": "RS512" }),
        json!({ "alg": "HS256" }),
        json!({ "alg": "ES256" }),
        json!({ "kty": "oct", "k": "AAAA" }),
        json!({ "kty": "EC" }),
        json!({ "kid": null }),
        json!({ "kid": "" }),
        json!({ "n": null }),
        json!({ "n": "a+b=" }),
        json!({ "n": "AQAB" }),
        json!({ "d": "AQAB" }),
    ] {
        let verifier = knowing([other.jwk(), changed(signer.jwk(), wrong.clone())]);
        let refused = verify(&verifier, &token).await;
        assert_eq!(refused, Err(TokenError::UnknownKey), "{wrong}");
    }
}

#[tokio::test]
async fn a_signature_is_written_in_one_way() {
    let signer = Signer::es256("a");
    let refused = verify(&knowing([signer.jwk()]), &signer.token_in_der(&claims())).await;
    assert_eq!(refused, Err(TokenError::Signature));
}

#[tokio::test]
async fn a_point_off_the_curve_verifies_nothing() {
    let signer = Signer::es256("a");
    let (x, y) = (signer.jwk()["x"].clone(), signer.jwk()["y"].clone());
    let zero = forge::encode([0; 32]);
    for wrong in [json!({ "x": y, "y": x }), json!({ "x": zero, "y": zero })] {
        let jwk = changed(signer.jwk(), wrong);
        let refused = verify(&knowing([jwk]), &signer.token(&claims())).await;
        assert_eq!(refused, Err(TokenError::Signature));
    }
}

#[tokio::test]
async fn two_keys_may_have_one_id() {
    let signers = [
        Signer::es256("a"),
        Signer::ed25519("a"),
        Signer::ed25519("a"),
    ];
    let verifier = knowing(signers.iter().map(Signer::jwk));
    for signer in &signers {
        assert!(verify(&verifier, &signer.token(&claims())).await.is_ok());
    }
}

#[tokio::test]
async fn zeros_before_a_modulus_do_not_count() {
    let signer = Signer::rs256("a");
    let modulus = forge::decode(signer.jwk()["n"].as_str().unwrap());
    let padded = forge::encode([&[0, 0], modulus.as_slice()].concat());
    let jwk = changed(signer.jwk(), json!({ "n": padded }));
    let token = signer.token(&claims());
    assert!(verify(&knowing([jwk]), &token).await.is_ok());
}
