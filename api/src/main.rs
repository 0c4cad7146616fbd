//! The `lehrgeld` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    api::command::run(std::env::args_os())
}
