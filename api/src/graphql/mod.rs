//! Translates between GraphQL and the use cases.

pub mod error;
