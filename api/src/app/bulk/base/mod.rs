//! A whole base as a file, and a file as a whole base.

mod export_base;
mod import_base;
mod line;
mod pending;

pub use export_base::{Accounts, ExportError};
pub use import_base::{BaseCounts, ImportBaseError};
