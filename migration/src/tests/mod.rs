//! The history, walked on every database there is.

mod constraints;
mod deletion;
mod history;
mod place;
mod sample;
mod structure;
