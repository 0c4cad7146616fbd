//! The command line.

use std::{ffi::OsString, process::ExitCode};

/// Runs the command with these arguments, the program's name first.
pub fn run(_arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    ExitCode::SUCCESS
}
