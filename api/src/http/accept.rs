//! Which media type to answer in: content negotiation for GraphQL over HTTP.

use actix_web::http::header::{ACCEPT, HeaderMap};

/// A media type of GraphQL answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MediaType {
    /// `application/graphql-response+json`, whose status codes say how the request went.
    GraphQlResponse,
    /// `application/json`, for older clients: a well-formed request is answered with 200.
    Json,
}

impl MediaType {
    pub(super) fn content_type(self) -> &'static str {
        match self {
            Self::GraphQlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// What a client accepts most, or `None` if that is nothing that we write.
    ///
    /// Without the header the answer is `application/graphql-response+json`, as the GraphQL over
    /// HTTP draft has it since its watershed of 2025; the same where a client likes both as much.
    pub(super) fn negotiate(headers: &HeaderMap) -> Option<Self> {
        let ranges = ranges(headers);
        if ranges.is_empty() {
            return Some(Self::GraphQlResponse);
        }
        let modern = quality(&ranges, "application", "graphql-response+json");
        let legacy = quality(&ranges, "application", "json");
        match (modern, legacy) {
            (0, 0) => None,
            (modern, legacy) if modern >= legacy => Some(Self::GraphQlResponse),
            _ => Some(Self::Json),
        }
    }
}

/// Whether the client names web pages among what it accepts, as browsers do and programs do not.
pub(super) fn is_browser(headers: &HeaderMap) -> bool {
    ranges(headers)
        .iter()
        .any(|range| range.kind == "text" && range.subtype == "html" && range.quality > 0)
}

/// One entry of an Accept header.
struct Range {
    kind: String,
    subtype: String,
    /// In thousandths.
    quality: u16,
}

fn ranges(headers: &HeaderMap) -> Vec<Range> {
    headers
        .get_all(ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter(|entry| !entry.trim().is_empty())
        .map(Range::parse)
        .collect()
}

impl Range {
    /// Reads an entry; one that makes no sense becomes a range that matches nothing.
    fn parse(entry: &str) -> Self {
        let mut parts = entry.split(';').map(str::trim);
        let (kind, subtype) = parts
            .next()
            .and_then(|range| range.split_once('/'))
            .unwrap_or_default();
        let mut quality = 1_000;
        for parameter in parts {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            if name.eq_ignore_ascii_case("q") {
                quality = thousandths(value);
                // What follows belongs to the header, not to the media type.
                break;
            }
            if name.eq_ignore_ascii_case("charset") && !value.eq_ignore_ascii_case("utf-8") {
                quality = 0;
                break;
            }
        }
        Self {
            kind: kind.to_ascii_lowercase(),
            subtype: subtype.to_ascii_lowercase(),
            quality,
        }
    }

    /// How closely the range names a media type; `None` if it does not cover it.
    fn specificity(&self, kind: &str, subtype: &str) -> Option<u8> {
        match (self.kind.as_str(), self.subtype.as_str()) {
            (k, s) if k == kind && s == subtype => Some(2),
            (k, "*") if k == kind => Some(1),
            ("*", "*") => Some(0),
            _ => None,
        }
    }
}

/// The quality that the most specific range gives a media type.
fn quality(ranges: &[Range], kind: &str, subtype: &str) -> u16 {
    ranges
        .iter()
        .filter_map(|range| Some((range.specificity(kind, subtype)?, range.quality)))
        .max()
        .map_or(0, |(_, quality)| quality)
}

/// Reads `0.7` as 700. What is no quality counts as none given, as servers commonly do.
fn thousandths(text: &str) -> u16 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    match (whole, digits.parse::<u16>()) {
        ("0", Ok(digits)) => digits,
        _ => 1_000,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn headers(accept: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in accept {
            headers.append(ACCEPT, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn negotiation() {
        use MediaType::{GraphQlResponse, Json};
        for (accept, expected) in [
            ("", Some(GraphQlResponse)),
            ("*/*", Some(GraphQlResponse)),
            ("application/*", Some(GraphQlResponse)),
            ("application/json", Some(Json)),
            ("Application/JSON; Charset=\"UTF-8\"", Some(Json)),
            ("application/graphql-response+json", Some(GraphQlResponse)),
            (
                "application/json, application/graphql-response+json",
                Some(GraphQlResponse),
            ),
            (
                "application/graphql-response+json;q=0.5, application/json",
                Some(Json),
            ),
            (
                "application/graphql-response+json; q=0.5, application/json; q=0.51",
                Some(Json),
            ),
            ("application/json;q=0.5, */*;q=0.1", Some(Json)),
            ("application/json;q=0, */*", Some(GraphQlResponse)),
            ("application/graphql-response+json;q=0, */*", Some(Json)),
            (
                "application/*;q=0.2, application/json;q=0.1",
                Some(GraphQlResponse),
            ),
            (
                "text/html,application/xhtml+xml,*/*;q=0.8",
                Some(GraphQlResponse),
            ),
            ("text/html", None),
            ("application/json;q=0", None),
            ("application/json;q=0.000", None),
            ("application/json;charset=latin1", None),
            ("application/jsonx", None),
            ("nonsense", None),
        ] {
            assert_eq!(
                MediaType::negotiate(&headers(&[accept])),
                expected,
                "{accept}"
            );
        }
        assert_eq!(MediaType::negotiate(&headers(&[])), Some(GraphQlResponse));
        assert_eq!(
            MediaType::negotiate(&headers(&["text/html", "application/json"])),
            Some(Json),
            "several headers are one list"
        );
    }

    #[test]
    fn browsers() {
        assert!(is_browser(&headers(&[
            "text/html,application/xhtml+xml,*/*;q=0.8"
        ])));
        assert!(!is_browser(&headers(&["text/html;q=0"])));
        assert!(!is_browser(&headers(&["*/*"])));
        assert!(!is_browser(&headers(&[])));
    }
}
