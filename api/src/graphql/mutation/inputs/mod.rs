//! The inputs of contributing, turned into what the use cases take.

pub mod hanging;
pub mod lesson;
pub mod project;
