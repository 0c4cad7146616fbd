//! Decides. Pure: no async, no I/O, no sea-orm.

pub mod actor;
