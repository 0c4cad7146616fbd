//! `lehrgeld import`: loads data that is not contributed entry by entry.

mod lessons;

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Subcommand};

pub(super) use lessons::FileFormat;

use super::{Failure, progress, tell};
use crate::{
    app::{
        bulk::{BaseCounts, ImportBaseError, ImportLessonsError},
        import_cities::{ImportCitiesError, embedded_register, read_register},
        import_sample::ImportSampleError,
    },
    domain::register::Municipality,
    logging::{self, LogSettings},
    service::{
        assembly::{Index, Parts},
        sample::Sample,
    },
    settings::Place,
};

/// What `lehrgeld import` is told.
#[derive(Args, Debug)]
pub(super) struct Import {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Load a register of municipalities: what is new is added, what changed is updated
    Cities {
        /// A tab-separated table with a header that names country, `official_key` and name, and
        /// maybe region, population, lat and lon; - reads it from the standard input; the register
        /// of Germany and Austria unless said
        file: Option<PathBuf>,
        #[command(flatten)]
        to: Destination,
    },
    /// Contribute a file of lessons: what is new is added, what changed is updated, and a file that
    /// comes again changes nothing
    Lessons(lessons::Lessons),
    /// Load a base that `lehrgeld export` has written into an empty database
    Base {
        /// The file; - reads it from the standard input
        file: PathBuf,
        #[command(flatten)]
        to: Destination,
    },
    /// Load the sample knowledge base into an empty database
    Sample {
        #[command(flatten)]
        to: Destination,
    },
}

#[derive(Args, Debug)]
struct Destination {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub(super) enum ImportError {
    #[error("cannot read {path}")]
    File { path: PathBuf, source: io::Error },
    #[error("cannot write the report {path}")]
    Report { path: PathBuf, source: io::Error },
    #[error("cannot import the lessons, or not all of them")]
    Lessons(#[source] ImportLessonsError),
    #[error("cannot import the base")]
    Base(#[source] ImportBaseError),
    #[error("cannot import the municipalities")]
    Cities(#[source] ImportCitiesError),
    #[error("cannot import the sample")]
    Sample(#[from] ImportSampleError),
}

impl Import {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        match self.what {
            What::Cities { file, to } => {
                // Before anything is opened, so that a wrong file leaves nothing behind.
                let register = register(file)?;
                let parts = to.open().await?;
                let imported = parts
                    .knowledge_base
                    .import_cities(&register, &*progress::watched())
                    .await;
                let counts = imported.map_err(|error| ImportError::Cities(error.into()))?;
                parts.close().await?;
                tell(format_args!(
                    "{} created, {} updated, {} unchanged",
                    counts.created, counts.updated, counts.unchanged
                ))?;
            }
            What::Lessons(lessons) => return lessons.run().await,
            What::Base { file, to } => {
                let BaseCounts { lines, lessons } = load_base(&file, &to).await?;
                let others = lines - lessons;
                tell(format_args!(
                    "loaded {lessons} lessons and {others} other things"
                ))?;
            }
            What::Sample { to } => {
                let parts = to.open().await?;
                let imported = parts
                    .knowledge_base
                    .import_sample(&*progress::watched())
                    .await;
                let counts = imported.map_err(ImportError::Sample)?;
                parts.close().await?;
                tell(format_args!("loaded {}", Sample(counts)))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Destination {
    /// The database alone: a service that runs, or the next that starts, takes the changes up.
    async fn open(&self) -> Result<Parts, Failure> {
        logging::start(&self.log);
        let parts = Parts::assemble(&self.place, Index::Unused).await?;
        parts.migrate().await?;
        Ok(parts)
    }
}

async fn load_base(path: &Path, to: &Destination) -> Result<BaseCounts, Failure> {
    let file: Box<dyn BufRead> = if path.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(path).map_err(|source| {
            ImportError::File {
                path: path.to_owned(),
                source,
            }
        })?))
    };
    let parts = to.open().await?;
    let progress = progress::watched();
    progress.begin("lines", 0);
    let loaded = parts.knowledge_base.import_base(file, &*progress).await;
    progress.finish();
    parts.close().await?;
    Ok(loaded.map_err(ImportError::Base)?)
}

fn register(file: Option<PathBuf>) -> Result<Vec<Municipality>, ImportError> {
    let register = match file {
        None => read_register(embedded_register()),
        Some(path) if path.as_os_str() == "-" => read_register(io::stdin().lock()),
        Some(path) => match File::open(&path) {
            Ok(file) => read_register(file),
            Err(source) => return Err(ImportError::File { path, source }),
        },
    };
    register.map_err(ImportError::Cities)
}
