//! The rules of the house, as tests that read our own source.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

mod crates;
mod layers;
mod policy;
mod selects;
mod style;

/// Fails with all that was found, one a line.
fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n  {}", found.join("\n  "));
}
