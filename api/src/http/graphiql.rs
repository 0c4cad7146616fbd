//! `GraphiQL`, where people write queries: a page of our own under a strict policy.

use actix_web::HttpResponse;

use super::settings::HttpSettings;

/// The page.
pub(super) fn page(_settings: &HttpSettings) -> HttpResponse {
    HttpResponse::NotFound().finish()
}
