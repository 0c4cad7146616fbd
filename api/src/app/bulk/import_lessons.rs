//! Someone contributes a file of lessons.

use super::{
    file::{FileError, Line, Lines},
    names::{GlobalIds, Names},
    refused::{Refused, RowProblem},
    row::Row,
};
use crate::{
    app::{
        error::Error,
        lessons::{Became, Contribution, place},
        progress::Progress,
        refusal::Refusal,
        session::Session,
        writing::ATTEMPTS,
    },
    domain::policy::Action,
};

/// How many rows one transaction takes up: a service beside it gets to write in between.
const BATCH: usize = 500;

/// How a file of lessons is to be contributed.
#[derive(Clone, Debug)]
pub struct ImportLessons {
    /// The city of rows that name none, as rows name theirs.
    pub city: Option<String>,
    /// Whether drafts are submitted for review at once.
    pub submit: bool,
    /// Whether they are published without review, which only stewards may.
    pub publish: bool,
    /// How ids are read.
    pub ids: GlobalIds,
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LessonCounts {
    /// New lessons.
    pub created: u64,
    /// Lessons that have a new version.
    pub updated: u64,
    /// Changes that an editor has to decide about.
    pub proposed: u64,
    /// Lessons that were just so before.
    pub unchanged: u64,
    /// Rows that were left out.
    pub refused: u64,
}

/// Why the rest of a file was not contributed. What came before it is.
#[derive(Debug, thiserror::Error)]
pub enum ImportLessonsError {
    /// Nothing of it may be contributed so.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The city of rows that name none is not there.
    #[error("there is no city {0:?}; name it as in DE:08335043, or by its slug")]
    City(String),
    /// The file cannot be read further.
    #[error(transparent)]
    File(#[from] FileError),
    /// Storing failed.
    #[error(transparent)]
    App(#[from] Error),
}

impl ImportLessonsError {
    fn is_contended(&self) -> bool {
        match self {
            Self::App(error) | Self::Refused(Refusal::Failed(error)) => error.is_contended(),
            Self::Refused(_) | Self::City(_) | Self::File(_) => false,
        }
    }
}

/// A row that can be contributed.
#[derive(Clone)]
struct Ready {
    line: u64,
    external_id: Option<String>,
    contribution: Contribution,
}

impl Session<'_> {
    /// Contributes the lessons of a file, batch by batch. A file can be contributed again: rows that
    /// say what is there already change nothing. `refused` is told of each row that is left out.
    pub async fn import_lessons(
        &self,
        mut lines: Lines<'_>,
        how: &ImportLessons,
        progress: &dyn Progress,
        refused: &mut dyn FnMut(Refused),
    ) -> Result<LessonCounts, ImportLessonsError> {
        self.signed_in()?;
        if how.publish {
            self.require(Action::PublishAtOnce, place(None, &[]))?;
        }
        let reading = self.knowledge_base.reading(self.reach());
        let names = Names::of(reading, how.ids).await.map_err(Error::from)?;
        let default = |name: &String| {
            let city = names.city("city", name);
            city.map_err(|_| ImportLessonsError::City(name.clone()))
        };
        let city = how.city.as_ref().map(default).transpose()?;
        let mut counts = LessonCounts::default();
        let mut at = 0;
        loop {
            let (mut ready, mut taken) = (Vec::with_capacity(BATCH), 0);
            let mut left_out = Vec::new();
            for line in lines.by_ref().take(BATCH) {
                let line = line?;
                taken = line.number;
                match read(&names, line, city) {
                    Ok(row) => ready.push(row),
                    Err(row) => left_out.push(row),
                }
            }
            if taken == 0 {
                return Ok(counts);
            }
            left_out.extend(Box::pin(self.import_batch_again(how, ready, &mut counts)).await?);
            left_out.sort_by_key(|row| row.line);
            counts.refused += left_out.len() as u64;
            left_out.into_iter().for_each(&mut *refused);
            progress.advance(taken.saturating_sub(at));
            at = taken;
        }
    }

    /// Contributes rows, and again where other writes were in the way.
    async fn import_batch_again(
        &self,
        how: &ImportLessons,
        rows: Vec<Ready>,
        counts: &mut LessonCounts,
    ) -> Result<Vec<Refused>, ImportLessonsError> {
        for _ in 1..ATTEMPTS {
            match self.import_batch(how, rows.clone(), counts).await {
                Err(error) if error.is_contended() => {}
                done => return done,
            }
        }
        self.import_batch(how, rows, counts).await
    }

    /// Contributes rows in one transaction. Those that are refused do not keep the others back.
    async fn import_batch(
        &self,
        how: &ImportLessons,
        rows: Vec<Ready>,
        counts: &mut LessonCounts,
    ) -> Result<Vec<Refused>, ImportLessonsError> {
        let mut contributions = Vec::with_capacity(rows.len());
        let mut lines = Vec::with_capacity(rows.len());
        for row in rows {
            let submit = row.contribution.submit || how.submit;
            lines.push((row.line, row.external_id));
            contributions.push(Contribution {
                submit,
                publish: how.publish,
                ..row.contribution
            });
        }
        let account = self.actor().account();
        let mut writing = self
            .knowledge_base
            .write_as(account, "import lessons")
            .await?;
        let mut batch = self.batch(&writing, &contributions).await?;
        let (mut refused, mut done) = (Vec::new(), LessonCounts::default());
        for (contribution, (line, external_id)) in contributions.into_iter().zip(lines) {
            let outcome = self.contribute(&mut writing, &mut batch, contribution);
            let problems = match Box::pin(outcome).await {
                Ok((_, became)) => {
                    done.add(became);
                    continue;
                }
                Err(Refusal::Problems(problems)) => problems.into_iter().map(Into::into).collect(),
                Err(Refusal::Forbidden) => vec![RowProblem::forbidden()],
                Err(other) => return Err(other.into()),
            };
            refused.push(Refused {
                line,
                external_id,
                problems,
            });
        }
        batch.flush(&mut writing).await?;
        writing.commit().await?;
        counts.created += done.created;
        counts.updated += done.updated;
        counts.proposed += done.proposed;
        counts.unchanged += done.unchanged;
        Ok(refused)
    }
}

impl LessonCounts {
    fn add(&mut self, became: Became) {
        let count = match became {
            Became::Created => &mut self.created,
            Became::Changed => &mut self.updated,
            Became::Proposed => &mut self.proposed,
            Became::Unchanged => &mut self.unchanged,
        };
        *count += 1;
    }
}

fn read(names: &Names, line: Line, city: Option<entity::id::CityId>) -> Result<Ready, Refused> {
    let number = line.number;
    let fields = line.fields.map_err(|why| Refused {
        line: number,
        external_id: None,
        problems: vec![RowProblem::of_line(why)],
    })?;
    let row = Row::new(names, fields).read(city);
    match row.contribution {
        Ok(contribution) => Ok(Ready {
            line: number,
            external_id: row.external_id,
            contribution,
        }),
        Err(problems) => Err(Refused {
            line: number,
            external_id: row.external_id,
            problems,
        }),
    }
}
