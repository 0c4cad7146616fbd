//! What is claimed: who, by whom, for whom, and until when.

use super::*;

#[tokio::test]
async fn a_token_says_who_someone_is() {
    let claims = claims_with(json!({
        "name": " Ada Mu\u{308}ller",
        "email": "ada@konstanz.example",
        "email_verified": true,
        "events_of_no_interest": {},
    }));
    let expected = Claims {
        issuer: ISSUER.to_owned(),
        subject: SUBJECT.to_owned(),
        name: Some("Ada Müller".to_owned()),
        email: Some("ada@konstanz.example".to_owned()),
    };
    assert_eq!(claimed(&claims).await, Ok(expected));
}

#[tokio::test]
async fn it_is_for_us_and_from_the_provider() {
    for (changes, error) in [
        (json!({ "iss": null }), TokenError::Claim("iss")),
        (json!({ "iss": [ISSUER] }), TokenError::Claim("iss")),
        (json!({ "iss": format!("{ISSUER}/") }), TokenError::Issuer),
        (json!({ "iss": ISSUER.to_uppercase() }), TokenError::Issuer),
        (json!({ "iss": "" }), TokenError::Issuer),
        (json!({ "aud": null }), TokenError::Claim("aud")),
        (json!({ "aud": 1 }), TokenError::Claim("aud")),
        (json!({ "aud": { AUDIENCE: 1 } }), TokenError::Claim("aud")),
        (json!({ "aud": [AUDIENCE, 1] }), TokenError::Claim("aud")),
        (json!({ "aud": [] }), TokenError::Audience),
        (json!({ "aud": "other" }), TokenError::Audience),
        (json!({ "aud": ["other", "lehr"] }), TokenError::Audience),
        (json!({ "aud": "lehrgeld other" }), TokenError::Audience),
        (json!({ "events": {} }), TokenError::Type),
    ] {
        let claims = claims_with(changes.clone());
        assert_eq!(claimed(&claims).await, Err(error), "{changes}");
    }
    for audience in [json!([AUDIENCE]), json!(["other", AUDIENCE])] {
        let claims = claims_with(json!({ "aud": audience }));
        assert!(claimed(&claims).await.is_ok(), "{claims}");
    }
}

#[tokio::test]
async fn it_names_someone() {
    let long = "ä".repeat(300);
    for subject in ["a", " A ", &long] {
        let claims = claims_with(json!({ "sub": subject }));
        assert_eq!(claimed(&claims).await.unwrap().subject, subject);
    }
    for subject in [
        json!(null),
        json!(""),
        json!(7),
        json!(["a"]),
        json!("a\u{0}"),
        json!("a\nb"),
        json!(format!("{long}ä")),
    ] {
        let claims = claims_with(json!({ "sub": subject }));
        assert_eq!(claimed(&claims).await, Err(TokenError::Claim("sub")));
    }
}

#[tokio::test]
async fn it_holds_for_a_while() {
    let at = |offset: i64| now().timestamp() + offset;
    for changes in [
        json!({ "exp": at(1) }),
        json!({ "exp": at(-59) }),
        json!({ "exp": 1e300 }),
        json!({ "exp": u64::MAX }),
        json!({ "iat": null }),
        json!({ "iat": at(60), "nbf": at(60) }),
        json!({ "iat": at(-100_000), "nbf": 0 }),
    ] {
        let claims = claims_with(changes.clone());
        assert!(claimed(&claims).await.is_ok(), "{changes}");
    }
    for (changes, error) in [
        (json!({ "exp": at(-60) }), TokenError::Expired),
        (json!({ "exp": 0 }), TokenError::Expired),
        (json!({ "nbf": at(61) }), TokenError::NotYetValid),
        (json!({ "nbf": 1e300 }), TokenError::NotYetValid),
        (json!({ "iat": at(61) }), TokenError::NotYetValid),
        (json!({ "exp": null }), TokenError::Claim("exp")),
        (json!({ "exp": "1900000000" }), TokenError::Claim("exp")),
        (json!({ "exp": true }), TokenError::Claim("exp")),
        (json!({ "exp": -1 }), TokenError::Claim("exp")),
        (json!({ "nbf": "now" }), TokenError::Claim("nbf")),
        (json!({ "iat": [0] }), TokenError::Claim("iat")),
    ] {
        let claims = claims_with(changes.clone());
        assert_eq!(claimed(&claims).await, Err(error), "{changes}");
    }
}

#[tokio::test]
async fn a_null_is_not_an_absence() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    for name in ["iss", "aud", "sub", "exp", "nbf", "iat"] {
        let mut claims = claims();
        claims[name] = Value::Null;
        let refused = verify(&verifier, &signer.token(&claims)).await;
        assert_eq!(refused, Err(TokenError::Claim(name)));
    }
}

#[tokio::test]
async fn what_is_unfit_to_be_shown_is_left_out() {
    for name in [json!(7), json!(""), json!("a\nb"), json!("a".repeat(201))] {
        let claims = claims_with(json!({ "name": name }));
        assert_eq!(claimed(&claims).await.unwrap().name, None, "{claims}");
    }
    let email = "ada@konstanz.example";
    for changes in [
        json!({ "email": email }),
        json!({ "email": email, "email_verified": false }),
        json!({ "email": email, "email_verified": "true" }),
        json!({ "email": email, "email_verified": 1 }),
        json!({ "email": "", "email_verified": true }),
        json!({ "email": "a\u{0}", "email_verified": true }),
        json!({ "email": "a".repeat(321), "email_verified": true }),
        json!({ "email": [email], "email_verified": true }),
        json!({ "email_verified": true }),
    ] {
        let claims = claims_with(changes);
        assert_eq!(claimed(&claims).await.unwrap().email, None, "{claims}");
    }
}

#[tokio::test]
async fn each_claim_is_made_once() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    let good = claims().to_string();
    let header = signer.header().to_string();
    for twice in [
        r#""sub":"other""#,
        r#""aud":"other""#,
        r#""exp":9999999999"#,
        r#""s\u0075b":"other""#,
        r#""x":1,"x":1"#,
    ] {
        let open = good.strip_suffix('}').unwrap();
        for claims in [
            format!("{open},{twice}}}"),
            format!("{{{twice},{}", &good[1..]),
        ] {
            let refused = verify(&verifier, &signer.sign(&header, &claims)).await;
            assert_eq!(refused, Err(TokenError::Malformed), "{claims}");
        }
    }
}

#[tokio::test]
async fn what_claims_nothing_is_refused() {
    let signer = Signer::ed25519("a");
    let verifier = knowing([signer.jwk()]);
    let header = signer.header().to_string();
    let nested = format!(r#"{{"x":{}1{}}}"#, "[".repeat(500), "]".repeat(500));
    for claims in ["", "null", "[]", "1", "\"a\"", "{", "{} {}", &nested] {
        let refused = verify(&verifier, &signer.sign(&header, claims)).await;
        assert_eq!(refused, Err(TokenError::Malformed), "{claims}");
    }
}
