//! The types of the public contract, each around a row.

pub mod account;
pub mod city;
pub mod comment;
pub mod connection;
pub mod enums;
pub mod insights;
pub mod label;
pub mod lesson;
pub mod lesson_match;
pub mod node;
pub mod organization;
pub mod origin;
pub mod participation;
pub mod project;
pub mod relation;
pub mod reuse;
pub mod revision;
pub mod scalars;
pub mod search;
pub mod source;
pub mod statement;
pub mod suggestion;
pub mod topic;
mod value_names;
pub mod viewer;
