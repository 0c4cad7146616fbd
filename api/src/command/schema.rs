//! `lehrgeld schema`: prints the GraphQL schema.

use std::process::ExitCode;

use super::{Failure, tell};
use crate::graphql;

/// Prints the SDL, as `/schema.graphql` serves it.
pub(super) fn run() -> Result<ExitCode, Failure> {
    tell(graphql::sdl().trim_end())?;
    Ok(ExitCode::SUCCESS)
}
