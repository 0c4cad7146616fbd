//! The command line.

mod account;
mod acting;
mod check;
mod export;
mod health;
mod import;
mod migrate;
mod progress;
mod reindex;
mod schema;
mod serve;
mod token;

use std::{
    error::Error,
    ffi::OsString,
    io::{self, Write as _},
    process::ExitCode,
    time::Duration,
};

use clap::{Parser, Subcommand};

use self::{check::Check, health::Health, import::Import, migrate::Migrate, reindex::Reindex};
use crate::{
    app, logging,
    service::{StartError, StopError, assembly::AssemblyError},
    settings::Settings,
};

/// How long what runs beside the command may go on when it is done.
const LAST_WAIT: Duration = Duration::from_secs(1);

/// Lehrgeld: what municipalities learned, as a GraphQL service
///
/// Without a command it serves. Every option can be set in the environment too.
#[derive(Debug, Parser)]
#[command(name = "lehrgeld", version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    settings: Settings,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve: what happens without a command
    Serve(Box<Settings>),
    /// Bring the database up to this version, as serve does by itself
    Migrate(Migrate),
    /// Load data into the database
    Import(Import),
    /// Write the whole base, or its lessons as a table, into a file
    Export(export::Export),
    /// Make, list and delete accounts
    Account(account::Account),
    /// Make, list and revoke access tokens
    Token(token::Token),
    /// Make the search index anew from the database
    Reindex(Reindex),
    /// Compare the search index with the database
    Check(Check),
    /// Print the GraphQL schema
    Schema,
    /// Ask a running service whether it is ready
    Health(Health),
}

/// Why a command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("cannot start a runtime")]
    Runtime(#[source] io::Error),
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    #[error(transparent)]
    Start(#[from] StartError),
    #[error(transparent)]
    Stop(#[from] StopError),
    #[error(transparent)]
    Import(#[from] import::ImportError),
    #[error(transparent)]
    Export(#[from] export::ExportFailure),
    #[error(transparent)]
    Account(#[from] account::AccountError),
    #[error(transparent)]
    Acting(#[from] acting::ActingError),
    #[error(transparent)]
    App(#[from] app::error::Error),
    #[error(transparent)]
    Health(#[from] health::HealthError),
    #[error("cannot listen for signals")]
    Signals(#[source] io::Error),
    #[error("cannot write the answer")]
    Output(#[from] io::Error),
}

/// Runs the command with these arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match CommandLine::try_parse_from(arguments) {
        Ok(CommandLine { command, settings }) => {
            command.unwrap_or_else(|| Command::Serve(Box::new(settings)))
        }
        Err(error) => {
            // Nothing is left to tell where even this cannot be printed.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let on_failure = command.on_failure();
    command.run().unwrap_or_else(|failure| {
        let _ = writeln!(io::stderr(), "lehrgeld: {}", in_one_line(&failure));
        on_failure
    })
}

impl Command {
    fn run(self) -> Result<ExitCode, Failure> {
        match self {
            Self::Schema => schema::run(),
            Self::Health(health) => health.run(),
            Self::Serve(settings) => {
                logging::start(&settings.log);
                in_runtime(serve::run(*settings))
            }
            Self::Migrate(migrate) => in_runtime(migrate.run()),
            Self::Import(import) => in_runtime(import.run()),
            Self::Export(export) => in_runtime(export.run()),
            Self::Account(account) => in_runtime(account.run()),
            Self::Token(token) => in_runtime(token.run()),
            Self::Reindex(reindex) => in_runtime(reindex.run()),
            Self::Check(check) => in_runtime(check.run()),
        }
    }

    /// Where 1 is an answer, 2 says that there is none.
    fn on_failure(&self) -> ExitCode {
        match self {
            Self::Check(_) => ExitCode::from(2),
            _ => ExitCode::FAILURE,
        }
    }
}

fn in_runtime(work: impl Future<Output = Result<ExitCode, Failure>>) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let result = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_WAIT);
    result
}

/// Prints a line for whoever called; a reader that has gone, as `head` does, is no failure.
fn tell(line: impl std::fmt::Display) -> Result<(), Failure> {
    match writeln!(io::stdout(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// An error with all that led to it. What a message repeats of its source is said once.
fn in_one_line(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        let text = error.to_string();
        if !line.ends_with(&text) {
            line = format!("{line}: {text}");
        }
        source = error.source();
    }
    line.replace('\n', " ")
}

#[cfg(test)]
mod tests;
