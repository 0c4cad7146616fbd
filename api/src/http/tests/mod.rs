//! The HTTP side in front of a stand-in service.

mod graphql;
mod service;
