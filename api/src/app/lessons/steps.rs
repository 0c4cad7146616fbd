//! A lesson takes a step in review: submitted, approved, returned, withdrawn.

use entity::{id::LessonId, kind::EntryStatus};

use super::{Current, LessonDone, Version};
use crate::{
    app::{
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        contribution::parse_note,
        policy::{Action, Resource},
        problem::Problems,
    },
};

/// A step in review.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A draft is submitted.
    Submit,
    /// What was submitted is published.
    Approve,
    /// What was submitted becomes a draft again.
    Return,
    /// What is published is taken back.
    Withdraw,
}

impl Step {
    fn action(self) -> Action {
        match self {
            Self::Submit => Action::Submit,
            Self::Approve => Action::Approve,
            Self::Return => Action::Return,
            Self::Withdraw => Action::Withdraw,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit lesson",
            Self::Approve => "approve lesson",
            Self::Return => "return lesson",
            Self::Withdraw => "withdraw lesson",
        }
    }

    /// The version that the step makes.
    fn version(self, current: &Current, writing: &Writing<'_>, note: Option<String>) -> Version {
        let (status, submitted_by) = match self {
            Self::Submit => (EntryStatus::InReview, writing.author()),
            Self::Approve => (EntryStatus::Published, current.row.submitted_by),
            Self::Return => (EntryStatus::Draft, None),
            Self::Withdraw => (EntryStatus::Withdrawn, None),
        };
        Version {
            status,
            submitted_by,
            note,
        }
    }
}

impl Session<'_> {
    /// Takes a lesson a step further.
    pub async fn step_lesson(
        &self,
        step: Step,
        id: LessonId,
        expected_version: i32,
        note: Option<String>,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin(step.name()).await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = writing.lesson_at(self.reach(), id, "id").await?;
        let verdict = current.with_facts(|it| self.may(step.action(), Resource::Entry(it)));
        current.check(verdict, expected_version)?;
        let mut problems = Problems::default();
        let note = parse_note(note, &mut problems);
        problems.check()?;
        let version = step.version(&current, &writing, note);
        writing
            .save_lesson(&current, &current.content, version)
            .await?;
        writing.finish(|change| current.done(change)).await
    }
}
