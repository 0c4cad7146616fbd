//! Lehrgeld seen from outside: what the tests in `tests/` stand on.
//!
//! A test is an `async fn` that takes what it needs by reference, and [`both!`] runs it once on
//! SQLite and once on PostgreSQL, each time with a database and a data folder of its own:
//!
//! ```text
//! tests::both![finds_a_word];
//!
//! async fn finds_a_word(world: &World) {
//!     let found = world.client().graphql("{ … }", json!({})).await;
//! }
//! ```
//!
//! [`World`] is a running service with the sample knowledge base, [`Loaded`] the same before it is
//! started, and [`Place`] an empty database and an empty folder.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test that cannot go on fails, and says where"
)]

mod both;
mod client;
mod cluster;
mod dice;
mod place;
mod postgres;
mod process;
mod rows;
mod scratch;
mod socket;
pub mod sources;
mod twins;
mod uniform;
mod world;

pub use both::{Prepare, prepare};
pub use client::Client;
pub use dice::Dice;
pub use place::{Engine, Loaded, Place};
pub use process::{LehrgeldProcess, run_if_asked};
pub use rows::{global_id, node_types};
pub use socket::Socket;
pub use twins::{CODES, Reader, Twins, WORDS};
pub use uniform::Uniform;
pub use world::World;
