//! `lehrgeld check`: compares the search index with the database.

use std::process::ExitCode;

use clap::Args;
use search::Fate;
use uuid::Uuid;

use super::{Failure, tell};
use crate::{
    app::check::Differences,
    logging::{self, LogSettings},
    service::assembly::{Index, Parts},
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
    /// Reads only, so it can be run beside a service.
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        logging::start(&self.log);
        let parts = Parts::assemble_existing(&self.place, Index::Read).await?;
        let behind = parts.knowledge_base.changes_behind().await;
        let differences = parts.knowledge_base.check().await;
        let fate = parts.fate.clone();
        parts.close().await?;
        report(fate, behind?, &differences?)
    }
}

fn report(fate: Option<Fate>, behind: u64, differences: &Differences) -> Result<ExitCode, Failure> {
    match fate {
        Some(Fate::Created) => tell("there was no index")?,
        Some(Fate::Rebuilt(why)) => tell(format_args!("the index could not be used: {why}"))?,
        Some(Fate::Kept) | None => {}
    }
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
