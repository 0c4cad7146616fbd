//! The Lehrgeld service: municipalities put here what their projects taught them.
//!
//! Dependencies point one way: [`http`] → [`graphql`] → [`app`] → [`domain`]. [`service`] puts the
//! parts together and [`command`] is the command line around it.

pub mod app;
pub mod command;
pub mod domain;
pub mod graphql;
pub mod http;
pub mod logging;
pub mod metrics;
pub mod service;
pub mod settings;
