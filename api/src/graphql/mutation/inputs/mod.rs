//! The inputs of contributing, turned into what the use cases take.

pub mod filter;
pub mod hanging;
pub mod lesson;
pub mod project;
