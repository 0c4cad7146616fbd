//! `lehrgeld migrate`: moves the database along its history.

use std::process::ExitCode;

use clap::Args;

use super::{Failure, tell};
use crate::{
    logging::{self, LogSettings},
    service::assembly::{Index, Parts},
    settings::Place,
};

/// What `lehrgeld migrate` is told.
#[derive(Args, Debug)]
pub(super) struct Migrate {
    /// Take back that many steps instead; the data in their tables is lost
    #[arg(long, value_name = "STEPS")]
    down: Option<u32>,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        logging::start(&self.log);
        let parts = match self.down {
            None => Parts::assemble(&self.place, Index::Unused).await?,
            Some(_) => Parts::assemble_existing(&self.place, Index::Unused).await?,
        };
        match self.down {
            None => {
                parts.migrate().await?;
                tell(format_args!("{} is up to date", parts.address))?;
            }
            Some(steps) => {
                parts.migrate_down(steps).await?;
                tell(format_args!("{}: steps taken back: {steps}", parts.address))?;
            }
        }
        parts.close().await?;
        Ok(ExitCode::SUCCESS)
    }
}
