//! What Lehrgeld stores: one file a table, typed ids, closed enums; no rules.
//!
//! Keys are `UUIDv7`. Times are UTC and kept to the microsecond, because one of the two databases
//! keeps no more. Columns that end in `_key` hold text folded for looking up and sorting, so that
//! both databases compare alike.

pub mod access_token;
pub mod account;
pub mod change;
pub mod city;
pub mod comment;
pub mod id;
pub mod idempotency_key;
pub mod instance;
pub mod kind;
pub mod lesson;
pub mod lesson_topic;
pub mod membership;
pub mod organization;
pub mod participation;
pub mod project;
pub mod project_topic;
pub mod proposal;
pub mod relation;
pub mod reuse;
pub mod revision;
pub mod saved_search;
pub mod source;
pub mod statement;
pub mod topic;
pub mod topic_label;
