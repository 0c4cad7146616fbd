//! The service seen from outside.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on fails, and says where"
)]

mod anonymity;
mod arguments;
mod arriving;
mod bases;
mod bearing;
mod boundaries;
mod bulk;
mod contention;
mod contract;
mod contributing;
mod exchange;
mod exports;
mod facets;
mod feeds;
mod forms;
mod german;
mod hostile;
mod insights;
mod logs;
mod once;
mod paging;
mod places;
mod readme;
mod restarts;
mod review;
mod rules;
mod sample;
mod searching;
mod statements;
mod streaming;
mod subscriptions;
mod tokens;
mod twins;

/// The command itself, in a process of its own; nothing where nobody asked for it.
#[test]
fn lehrgeld_process() {
    tests::run_if_asked();
}
