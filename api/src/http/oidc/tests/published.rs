//! The signatures that the standards print.

use super::{
    super::{key::KeySet, signed::Signed},
    forge::decode,
    *,
};

const JOE: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

/// Whether a key has signed this; the standards' examples name no key.
fn holds(key: Value, algorithm: Algorithm, message: &str, signature: &str) -> bool {
    let key = changed(key, json!({ "kid": "a" }));
    let keys = KeySet::parse(set([key]).as_bytes()).unwrap();
    let verified = keys.verify(&Signed {
        algorithm,
        key_id: "a".to_owned(),
        message: message.as_bytes(),
        signature: decode(signature),
        payload: "",
    });
    verified.is_ok()
}

/// RFC 7515, appendix A.2.
#[test]
fn rs256() {
    let key: Value = serde_json::from_str(include_str!("rfc7515-a2.json")).unwrap();
    let key = json!({ "kty": key["kty"], "n": key["n"], "e": key["e"] });
    let signature = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_\
                     lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75v\
                     RK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEs\
                     qtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtV\
                     rBp0igcN_IoypGlUPQGe77Rw";
    let message = format!("eyJhbGciOiJSUzI1NiJ9.{JOE}");
    assert!(holds(key.clone(), Algorithm::Rs256, &message, signature));
    assert!(!holds(key, Algorithm::Ps256, &message, signature));
}

/// RFC 7515, appendix A.3.
#[test]
fn es256() {
    let key = json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    let signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-\
                     Kg6NU1Q";
    let message = format!("eyJhbGciOiJFUzI1NiJ9.{JOE}");
    assert!(holds(key.clone(), Algorithm::Es256, &message, signature));
    let zero = "A".repeat(86);
    assert!(!holds(key, Algorithm::Es256, &message, &zero));
}

/// RFC 8037, appendix A.4.
#[test]
fn eddsa() {
    let key = json!({
        "kty": "OKP",
        "crv": "Ed25519",
        "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
    });
    let message = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    let signature = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_\
                     MuM0KAg";
    assert!(holds(key, Algorithm::EdDsa, message, signature));
}
