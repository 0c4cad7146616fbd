//! `lehrgeld import lessons`: contributes a file of lessons.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use async_graphql::ID;
use clap::{Args, ValueEnum};
use entity::id::{CityId, LessonId};
use serde_json::json;

use super::{Destination, ImportError};
use crate::{
    app::{
        KnowledgeBase,
        bulk::{Format, GlobalIds, ImportLessons, Lines, Refused, RowProblem, read_lines},
    },
    command::{Failure, acting::Acting, progress, tell},
    domain::reach::Reach,
    graphql::global_id::GlobalId as _,
    logging,
};

/// What `lehrgeld import lessons` is told.
#[derive(Args, Debug)]
pub(super) struct Lessons {
    /// A lesson a line, as an object in JSON or as a row under a header; - reads it from the
    /// standard input
    file: PathBuf,
    /// What the file looks like; by its name unless said
    #[arg(long = "format", value_enum)]
    file_format: Option<FileFormat>,
    /// The city of lessons that name none: DE:08335043, or its slug
    #[arg(long)]
    city: Option<String>,
    /// Submit drafts for review
    #[arg(long)]
    submit: bool,
    /// Publish without review by a second person; the revisions say so
    #[arg(long, conflicts_with = "submit")]
    publish: bool,
    /// Also write what is wrong with rows that are left out here, an object in JSON a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    #[command(flatten)]
    acting: Acting,
    #[command(flatten)]
    to: Destination,
}

/// What a file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::command) enum FileFormat {
    /// An object in JSON a line
    Ndjson,
    /// A table with a header line, its cells apart by ; or ,
    Csv,
}

impl Lessons {
    pub(super) async fn run(self) -> Result<ExitCode, Failure> {
        // Before anything is opened, so that a wrong file leaves nothing behind.
        let (lines, count) = self.lines()?;
        let mut report = Report::create(self.report.as_deref())?;
        let parts = self.to.open().await?;
        let imported = self
            .import(&parts.knowledge_base, lines, count, &mut report)
            .await;
        parts.close().await?;
        report.finish()?;
        imported
    }

    async fn import(
        &self,
        knowledge_base: &KnowledgeBase,
        lines: Lines<'_>,
        count: u64,
        report: &mut Report,
    ) -> Result<ExitCode, Failure> {
        let actor = self.acting.actor(knowledge_base).await?;
        let reach = Reach::of(&actor);
        let how = ImportLessons {
            city: self.city.clone(),
            submit: self.submit,
            publish: self.publish,
            ids: global_ids(),
        };
        let progress = progress::watched();
        progress.begin("lines", count);
        let session = knowledge_base.session(&actor, &reach, None);
        let imported = session
            .import_lessons(lines, &how, &*progress, &mut |row| report.add(&row))
            .await;
        progress.finish();
        let counts = imported.map_err(ImportError::Lessons)?;
        let proposed = match counts.proposed {
            0 => String::new(),
            count => format!("{count} proposed, "),
        };
        tell(format_args!(
            "{} created, {} updated, {proposed}{} unchanged, {} refused",
            counts.created, counts.updated, counts.unchanged, counts.refused
        ))?;
        Ok(match counts.refused {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        })
    }

    /// The lines of the file, and how many there are where that can be known.
    fn lines(&self) -> Result<(Lines<'static>, u64), ImportError> {
        let format = self.format();
        if self.file.as_os_str() == "-" {
            let lines = read_lines(format, io::stdin().lock());
            return Ok((
                lines.map_err(|error| ImportError::Lessons(error.into()))?,
                0,
            ));
        }
        let count = count_lines(&self.file).map_err(|source| self.unreadable(source))?;
        let file = File::open(&self.file).map_err(|source| self.unreadable(source))?;
        let lines = read_lines(format, BufReader::new(file));
        let lines = lines.map_err(|error| ImportError::Lessons(error.into()))?;
        Ok((lines, count))
    }

    fn format(&self) -> Format {
        let named = self.file.extension();
        let is_table = named.is_some_and(|name| name.eq_ignore_ascii_case("csv"));
        match self.file_format {
            Some(FileFormat::Csv) => Format::Csv,
            None if is_table => Format::Csv,
            Some(FileFormat::Ndjson) | None => Format::Ndjson,
        }
    }

    fn unreadable(&self, source: io::Error) -> ImportError {
        ImportError::File {
            path: self.file.clone(),
            source,
        }
    }
}

/// Ids as the API hands them out.
fn global_ids() -> GlobalIds {
    GlobalIds {
        city: |id| CityId::parse(&ID(id.to_owned())).ok(),
        lesson: |id| LessonId::parse(&ID(id.to_owned())).ok(),
    }
}

fn count_lines(path: &Path) -> io::Result<u64> {
    let mut file = BufReader::new(File::open(path)?);
    let mut count = 0;
    loop {
        let bytes = file.fill_buf()?;
        if bytes.is_empty() {
            return Ok(count);
        }
        count += bytes
            .iter()
            .map(|byte| u64::from(*byte == b'\n'))
            .sum::<u64>();
        let read = bytes.len();
        file.consume(read);
    }
}

/// Tells what is wrong with rows that are left out.
struct Report {
    file: Option<(PathBuf, BufWriter<File>)>,
    failed: Option<io::Error>,
}

impl Report {
    fn create(path: Option<&Path>) -> Result<Self, ImportError> {
        let create = |path: &Path| match File::create(path) {
            Ok(file) => Ok((path.to_owned(), BufWriter::new(file))),
            Err(source) => Err(ImportError::Report {
                path: path.to_owned(),
                source,
            }),
        };
        Ok(Self {
            file: path.map(create).transpose()?,
            failed: None,
        })
    }

    fn add(&mut self, row: &Refused) {
        for problem in &row.problems {
            let place = problem.field.as_ref();
            let place = place.map(|field| format!(", {field}")).unwrap_or_default();
            let line = format!("line {}{place}: {}", row.line, problem.message);
            // Whoever closed the standard error does not want to know.
            let _ = logging::bars().suspend(|| writeln!(io::stderr(), "{line}"));
            if let Err(error) = self.write(row, problem) {
                self.failed.get_or_insert(error);
            }
        }
    }

    fn write(&mut self, row: &Refused, problem: &RowProblem) -> io::Result<()> {
        let Some((_, file)) = &mut self.file else {
            return Ok(());
        };
        let object = json!({
            "line": row.line,
            "externalId": row.external_id,
            "field": problem.field,
            "code": problem.code,
            "message": problem.message,
        });
        writeln!(file, "{object}")
    }

    /// Whether all of it was written.
    fn finish(self) -> Result<(), ImportError> {
        let Some((path, mut file)) = self.file else {
            return Ok(());
        };
        let written = match self.failed {
            Some(error) => Err(error),
            None => file.flush(),
        };
        written.map_err(|source| ImportError::Report { path, source })
    }
}
