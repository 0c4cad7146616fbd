//! Which web pages may open a WebSocket: browsers ask nobody before they do.

use actix_web::http::header::{HOST, HeaderMap, ORIGIN};

/// Whether a request may come from where it says. What is no browser says nothing; a browser's page
/// is one of our own, or of an origin that the operator allows.
pub(super) fn may_ask(headers: &HeaderMap, allowed: &[String]) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    headers.get_all(ORIGIN).all(|origin| {
        let Ok(origin) = origin.to_str() else {
            return false;
        };
        // Whether a proxy in front of us speaks TLS cannot be seen, so the scheme may be either.
        let own = origin
            .strip_prefix("https://")
            .or_else(|| origin.strip_prefix("http://"))
            .is_some_and(|own| host.is_some_and(|host| host.eq_ignore_ascii_case(own)));
        own || allowed.iter().any(|it| it == "*" || it == origin)
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn pages_of_our_own_and_allowed_ones_may() {
        let allowed = ["https://amt.example".to_owned()];
        for (origins, expected) in [
            (&[][..], true),
            (&["http://lehrgeld.example:8080"], true),
            (&["https://lehrgeld.example:8080"], true),
            (&["https://amt.example"], true),
            (&["http://amt.example"], false),
            (&["http://lehrgeld.example"], false),
            (&["https://lehrgeld.example:8080.evil.example"], false),
            (&["https://evil.example"], false),
            (&["null"], false),
            (&[""], false),
            (&["https://amt.example", "https://evil.example"], false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("Lehrgeld.example:8080"));
            for origin in origins {
                headers.append(ORIGIN, HeaderValue::from_static(origin));
            }
            assert_eq!(may_ask(&headers, &allowed), expected, "{origins:?}");
            assert!(may_ask(&headers, &["*".to_owned()]), "{origins:?}");
        }
        let mut nowhere = HeaderMap::new();
        nowhere.insert(ORIGIN, HeaderValue::from_static("http://"));
        assert!(!may_ask(&nowhere, &[]));
    }
}
