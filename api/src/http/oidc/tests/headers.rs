//! What a header may say, and what it must not decide.

use ring::hmac;

use super::{
    forge::{decode, encode, message},
    *,
};

#[tokio::test]
async fn a_token_is_accepted_in_each_algorithm() {
    for signer in [
        Signer::rs256("a"),
        Signer::ps256("a"),
        Signer::es256("a"),
        Signer::ed25519("a"),
    ] {
        let token = signer.token(&claims());
        let outcome = verify(&knowing([signer.jwk()]), &token).await;
        assert_eq!(outcome.unwrap().subject, SUBJECT, "{}", signer.header());
    }
}

#[tokio::test]
async fn other_algorithms_are_refused() {
    for name in [
        "none", "None", "NONE", "nOnE", "", "HS256", "HS384", "HS512", "RS384", "RS512", "PS512",
        "ES384", "ES512", "ES256K", "rs256", "eddsa", "RSA1_5", "dir",
    ] {
        let refused = headed(json!({ "alg": name })).await;
        assert_eq!(refused, Err(TokenError::Algorithm), "{name}");
    }
    for alg in [json!(null), json!(1), json!(["EdDSA"])] {
        let refused = headed(json!({ "alg": alg })).await;
        assert_eq!(refused, Err(TokenError::Malformed), "{alg}");
    }
}

#[tokio::test]
async fn settings_shorten_the_list() {
    let (shunned, accepted) = (Signer::rs256("a"), Signer::es256("b"));
    let mut verifier = knowing([shunned.jwk(), accepted.jwk()]);
    verifier.algorithms = vec![Algorithm::Es256];
    let refused = verify(&verifier, &shunned.token(&claims())).await;
    assert_eq!(refused, Err(TokenError::Algorithm));
    assert!(verify(&verifier, &accepted.token(&claims())).await.is_ok());
}

#[tokio::test]
async fn a_token_without_a_signature_is_refused() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    for alg in ["none", "EdDSA"] {
        let header = changed(signer.header(), json!({ "alg": alg }));
        let token = format!("{}.", message(&header.to_string(), &claims().to_string()));
        assert!(verify(&verifier, &token).await.is_err(), "{token}");
    }
}

/// The classic: the public key is no secret, so it must not serve as one.
#[tokio::test]
async fn an_hmac_with_the_public_key_is_refused() {
    for signer in [Signer::rs256("a"), Signer::es256("a"), Signer::ed25519("a")] {
        let jwk = signer.jwk();
        let verifier = knowing([jwk.clone()]);
        let mut secrets = vec![jwk.to_string().into_bytes(), Vec::new()];
        secrets.extend(
            ["n", "x"]
                .iter()
                .filter_map(|it| jwk[it].as_str())
                .map(decode),
        );
        for secret in secrets {
            let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
            let own = signer.header()["alg"].clone();
            for (alg, error) in [
                (json!("HS256"), TokenError::Algorithm),
                (own, TokenError::Signature),
            ] {
                let header = changed(signer.header(), json!({ "alg": alg })).to_string();
                let message = message(&header, &claims().to_string());
                let signature = encode(hmac::sign(&key, message.as_bytes()));
                let refused = verify(&verifier, &format!("{message}.{signature}")).await;
                assert_eq!(refused, Err(error), "{header}");
            }
        }
    }
}

/// Whoever signs with a key of their own and sends it along is not the provider.
#[tokio::test]
async fn a_key_that_a_token_brings_along_is_not_used() {
    let (provider, other) = (Signer::ed25519("a"), Signer::ed25519("a"));
    let stranger = Signer::ed25519("b");
    let verifier = knowing([provider.jwk()]);
    for along in [
        json!({ "jwk": other.jwk() }),
        json!({ "jku": "https://attacker.example/keys" }),
        json!({ "x5u": "https://attacker.example/chain" }),
        json!({ "x5c": ["MII"] }),
    ] {
        for (signer, error) in [
            (&other, TokenError::Signature),
            (&stranger, TokenError::UnknownKey),
        ] {
            let header = changed(signer.header(), along.clone()).to_string();
            let token = signer.sign(&header, &claims().to_string());
            assert_eq!(verify(&verifier, &token).await, Err(error), "{header}");
        }
        // Some providers say where their keys are. It changes nothing.
        assert!(headed(along).await.is_ok());
    }
}

#[tokio::test]
async fn a_token_names_its_key() {
    for kid in [json!(null), json!(""), json!(1), json!(["a"])] {
        let refused = headed(json!({ "kid": kid })).await;
        assert_eq!(refused, Err(TokenError::KeyId), "{kid}");
    }
    for kid in ["b", "A", "a ", "../../dev/null", "a' OR '1'='1"] {
        let refused = headed(json!({ "kid": kid })).await;
        assert_eq!(refused, Err(TokenError::UnknownKey), "{kid}");
    }
}

#[tokio::test]
async fn extensions_that_must_be_understood_are_refused() {
    for crit in [
        json!(["exp"]),
        json!(["b64"]),
        json!([]),
        json!("x"),
        json!(1),
    ] {
        let refused = headed(json!({ "crit": crit, "b64": false })).await;
        assert_eq!(refused, Err(TokenError::Critical), "{crit}");
    }
}

#[tokio::test]
async fn only_types_that_give_access_are_accepted() {
    for typ in ["JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"] {
        assert!(headed(json!({ "typ": typ })).await.is_ok(), "{typ}");
    }
    assert!(headed(json!({ "typ": null })).await.is_ok());
    for typ in [
        "",
        "dpop+jwt",
        "logout+jwt",
        "secevent+jwt",
        "JOSE",
        "text/jwt",
    ] {
        let refused = headed(json!({ "typ": typ })).await;
        assert_eq!(refused, Err(TokenError::Type), "{typ}");
    }
    assert_eq!(headed(json!({ "typ": 1 })).await, Err(TokenError::Type));
}

#[tokio::test]
async fn each_member_of_a_header_is_there_once() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    for header in [
        r#"{"alg":"EdDSA","alg":"EdDSA","kid":"a"}"#,
        r#"{"alg":"none","kid":"a","alg":"EdDSA"}"#,
        r#"{"alg":"EdDSA","kid":"b","kid":"a"}"#,
        r#"{"alg":"EdDSA","kid":"b","\u006bid":"a"}"#,
    ] {
        let token = signer.sign(header, &claims().to_string());
        let refused = verify(&verifier, &token).await;
        assert_eq!(refused, Err(TokenError::Malformed), "{header}");
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    let good = signer.token(&claims());
    let unsigned = good.rsplit_once('.').unwrap().0;
    for wrong in [
        "",
        ".",
        "..",
        "lg_1",
        unsigned,
        &format!("{good}."),
        &format!(".{good}"),
        &format!("{good}=="),
        &format!(" {good}"),
        &format!("{good}\n"),
        &format!("{unsigned}.+/+/"),
        &format!("{unsigned}.AB"),
        // A JWE has five parts.
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA",
        r#"{"payload":"e30","protected":"e30","signature":"AA"}"#,
    ] {
        let refused = verify(&verifier, wrong).await;
        assert_eq!(refused, Err(TokenError::Malformed), "{wrong}");
    }
}

#[tokio::test]
async fn a_token_has_an_end() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    let sized = |size: usize| signer.token(&claims_with(json!({ "x": "x".repeat(size) })));
    let longest = (5_000..7_000).map(sized).rfind(|it| it.len() <= 8 * 1024);
    let longest = longest.unwrap();
    assert!(longest.len() > 8 * 1024 - 4);
    assert!(verify(&verifier, &longest).await.is_ok());
    for long in [sized(7_000), "a".repeat(8 * 1024 + 1), ".".repeat(1 << 20)] {
        let refused = verify(&verifier, &long).await;
        assert_eq!(refused, Err(TokenError::TooLong));
    }
}

#[tokio::test]
async fn no_letter_of_a_token_can_be_changed() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    let good = signer.token(&claims());
    assert!(verify(&verifier, &good).await.is_ok());
    for at in 0..good.len() {
        for letter in ["A", "B", "_"] {
            let mut other = good.clone();
            other.replace_range(at..=at, letter);
            if other != good {
                assert!(verify(&verifier, &other).await.is_err(), "{other}");
            }
        }
    }
}
