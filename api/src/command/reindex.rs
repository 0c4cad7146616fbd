//! `lehrgeld reindex`: makes the search index anew.

use std::process::ExitCode;

use clap::Args;

use super::{Failure, progress, tell};
use crate::{
    logging::{self, LogSettings},
    service::assembly::{Index, Parts},
    settings::Place,
};

/// What `lehrgeld reindex` is told.
#[derive(Args, Debug)]
pub(super) struct Reindex {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

impl Reindex {
    /// Fails where a service is running, which holds the index.
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        logging::start(&self.log);
        let parts = Parts::assemble_existing(&self.place, Index::Written).await?;
        parts.migrate().await?;
        let rebuilt = parts.knowledge_base.rebuild(&*progress::watched()).await;
        parts.close().await?;
        rebuilt?;
        tell("the search index was made anew")?;
        Ok(ExitCode::SUCCESS)
    }
}
