//! `lehrgeld export`: writes the base, or its lessons, into a file.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Args;

use super::{Failure, acting::Acting, import::FileFormat, progress};
use crate::{
    app::{
        KnowledgeBase,
        bulk::{Accounts, ExportError},
    },
    domain::reach::Reach,
    graphql::global_id::GlobalId as _,
    logging::{self, LogSettings},
    service::assembly::{Index, Parts},
    settings::Place,
};

/// Who may read the file: what is not public is in it too.
const NOBODY_ELSE: u32 = 0o600;

/// What `lehrgeld export` is told.
#[derive(Args, Debug)]
pub(super) struct Export {
    /// Where to write; to the standard output unless said
    file: Option<PathBuf>,
    /// Only the lessons, as a table for a spreadsheet
    #[arg(long)]
    lessons: bool,
    /// How to write: ndjson for the whole base, csv for lessons
    #[arg(long = "format", value_enum)]
    file_format: Option<FileFormat>,
    /// Also e-mail addresses, saved searches, and access tokens as their hashes
    #[arg(long, conflicts_with = "lessons")]
    with_accounts: bool,
    #[command(flatten)]
    acting: Acting,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    log: LogSettings,
}

/// Why nothing, or not all, was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum ExportFailure {
    #[error(
        "the whole base is written as ndjson, and lessons alone as csv: --lessons --format csv"
    )]
    Format,
    #[error("cannot write {path}")]
    File { path: PathBuf, source: io::Error },
    #[error("cannot export")]
    Export(#[from] ExportError),
}

impl Export {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        logging::start(&self.log);
        let format = if self.lessons {
            FileFormat::Csv
        } else {
            FileFormat::Ndjson
        };
        if self.file_format.is_some_and(|wanted| wanted != format) {
            return Err(ExportFailure::Format.into());
        }
        let parts = Parts::assemble_existing(&self.place, Index::Unused).await?;
        let exported = self.to_file(&parts.knowledge_base).await;
        parts.close().await?;
        exported?;
        Ok(ExitCode::SUCCESS)
    }

    /// A file is there whole or not at all: it takes its name when it is done.
    async fn to_file(&self, knowledge_base: &KnowledgeBase) -> Result<(), Failure> {
        let Some(path) = &self.file else {
            return match self.write(knowledge_base, &mut io::stdout().lock()).await {
                Err(error) if is_broken_pipe(&error) => Ok(()),
                written => written,
            };
        };
        let failed = |source| ExportFailure::File {
            path: path.clone(),
            source,
        };
        let unfinished = unfinished(path);
        let file = create(&unfinished).map_err(failed)?;
        let mut file = BufWriter::new(file);
        let written = self.write(knowledge_base, &mut file).await;
        let written = written.and_then(|()| {
            let file = file.into_inner().map_err(io::IntoInnerError::into_error);
            let kept = file.and_then(|file| file.sync_all());
            let named = kept.and_then(|()| fs::rename(&unfinished, path));
            Ok(named.map_err(failed)?)
        });
        if written.is_err() {
            // What is left of it is of no use to anyone.
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    async fn write(
        &self,
        knowledge_base: &KnowledgeBase,
        file: &mut dyn Write,
    ) -> Result<(), Failure> {
        let actor = self.acting.actor(knowledge_base).await?;
        if self.acting.is_someone() {
            tracing::info!("what the token's account may not read is left out");
        }
        let reach = Reach::of(&actor);
        let session = knowledge_base.session(&actor, &reach, None);
        let progress = progress::watched();
        let written = if self.lessons {
            let id = |id: entity::id::LessonId| id.global().0;
            session.export_table(file, id, &*progress).await
        } else {
            let accounts = if self.with_accounts {
                Accounts::Whole
            } else {
                Accounts::Named
            };
            session.export_base(file, accounts, &*progress).await
        };
        Ok(written.map_err(ExportFailure::Export)?)
    }
}

fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".unfinished");
    name.into()
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    options.mode(NOBODY_ELSE).open(path)
}

/// A reader that has gone, as `head` does, is no failure.
fn is_broken_pipe(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Export(ExportFailure::Export(ExportError::Write(error)))
            if error.kind() == io::ErrorKind::BrokenPipe
    )
}
