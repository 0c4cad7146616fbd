//! An earlier version of a lesson becomes its newest.

use entity::{id::LessonId, kind::EntryStatus};

use super::{LessonDone, Version};
use crate::{
    app::{content, refusal::Refusal, session::Session, writing::Begun},
    domain::{
        contribution::parse_note,
        policy::{Action, Denial, Resource},
        problem::{Fault, Problems},
        remark::Remark,
    },
};

impl Session<'_> {
    /// Makes an earlier version the newest. A withdrawn lesson becomes a draft again, and goes
    /// through review; a contributor's wish for a published one becomes a proposal.
    pub async fn restore_lesson(
        &self,
        id: LessonId,
        expected_version: i32,
        to_version: i32,
        note: Option<String>,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("restore lesson").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = writing.lesson_at(self.reach(), id, "id").await?;
        let restore = current.with_facts(|it| self.may(Action::Restore, Resource::Entry(it)));
        let verdict = match restore {
            Err(Denial::Forbidden) => self.may_change(&current),
            verdict => verdict,
        };
        current.check(verdict, expected_version)?;
        self.check_history(&current)?;
        let mut problems = Problems::default();
        let note = parse_note(note, &mut problems);
        let mut versions = writing
            .reading_all()
            .revisions_at(&[(id, to_version)])
            .await?;
        let Some(version) = versions.remove(&(id, to_version)) else {
            problems.add("toVersion", Fault::NotFound);
            return Err(problems.into_vec().into());
        };
        problems.check()?;
        let content = content::lesson_content(&version.content)?;
        let note = note.or_else(|| Some(Remark::Restored(to_version).kept()));
        if restore.is_err() {
            let done = self
                .change(&mut writing, &current, content, note, "id")
                .await?;
            return writing.finish(|change| done.at(change)).await;
        }
        let next = match current.row.status {
            EntryStatus::Withdrawn => Version {
                status: EntryStatus::Draft,
                submitted_by: None,
                note,
            },
            _ => current.next(note),
        };
        writing.save_lesson(&current, &content, next).await?;
        writing.finish(|change| current.done(change)).await
    }
}
