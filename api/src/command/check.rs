//! `lehrgeld check`: compares the search index with the database.

use std::process::ExitCode;

use clap::Args;
use uuid::Uuid;

use super::{Failure, tell};
use crate::{
    app::check::Differences,
    logging::{self, LogSettings},
    service::assembly::{AssemblyError, Index, Parts},
    settings::Place,
};

/// How many entries are named of each kind of difference.
const NAMED: usize = 10;

/// What `lehrgeld check` is told.
#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

impl Check {
    /// Reads only, so it can be run beside a service, and whatever is wrong is left as it is.
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        logging::start(&self.log);
        let parts = match Parts::assemble_existing(&self.place, Index::Read).await {
            Err(lack @ (AssemblyError::NoIndex(_) | AssemblyError::UnusableIndex { .. })) => {
                return nothing_to_compare(&lack);
            }
            parts => parts?,
        };
        let behind = parts.knowledge_base.changes_behind().await;
        let differences = parts.knowledge_base.check().await;
        parts.close().await?;
        report(behind?, &differences?)
    }
}

fn nothing_to_compare(lack: &AssemblyError) -> Result<ExitCode, Failure> {
    tell(lack)?;
    tell("nothing was changed; lehrgeld reindex makes it anew, and so does the next start")?;
    Ok(ExitCode::FAILURE)
}

fn report(behind: u64, differences: &Differences) -> Result<ExitCode, Failure> {
    if behind > 0 {
        tell(format_args!(
            "changes that the index does not hold yet: {behind}; a running service takes them up, \
             or the next one"
        ))?;
    }
    for (kind, ids) in [
        ("missing", &differences.missing),
        ("surplus", &differences.surplus),
        ("different", &differences.different),
    ] {
        name(kind, ids)?;
    }
    tell(format_args!(
        "compared {} entries: {} missing, {} surplus, {} different",
        differences.compared,
        differences.missing.len(),
        differences.surplus.len(),
        differences.different.len()
    ))?;
    Ok(if differences.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn name(kind: &str, ids: &[Uuid]) -> Result<(), Failure> {
    for id in ids.iter().take(NAMED) {
        tell(format_args!("{kind}: {id}"))?;
    }
    match ids.len().checked_sub(NAMED) {
        None | Some(0) => Ok(()),
        Some(more) => tell(format_args!("{kind}: {more} more")),
    }
}
