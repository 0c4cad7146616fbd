//! The HTTP side in front of a stand-in service.

mod execution;
mod graphql;
mod limits;
mod pages;
mod service;

/// What [`service::Answer::error`] tells of a refused request.
fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
