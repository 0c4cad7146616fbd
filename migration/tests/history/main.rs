//! The history, walked on every database there is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

mod constraints;
mod deletion;
mod place;
mod sample;
mod steps;
mod structure;
