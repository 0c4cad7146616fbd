//! Someone changes a lesson: at once, or as a proposal.

use entity::{
    id::{LessonId, ProposalId},
    kind::{Attribution, ProposalStatus, Subject},
    proposal,
};
use sea_orm::ColumnTrait as _;

use super::{Current, LessonDone};
use crate::{
    app::{
        content,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        contribution::{Field, LessonInput, parse_note},
        entry::LessonContent,
        policy::{Action, Denial, Resource},
        problem::Problems,
    },
};

impl Session<'_> {
    /// Lays an input over a lesson. An editor's change of a published lesson is published at once;
    /// a contributor's becomes a proposal.
    pub async fn update_lesson(
        &self,
        id: LessonId,
        expected_version: i32,
        lesson: LessonInput,
        note: Option<String>,
        mut problems: Problems,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("update lesson").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let note = parse_note(note, &mut problems);
        let current = writing.lesson_at(self.reach(), id, "id").await?;
        current.check(self.may_change(&current), expected_version)?;
        self.check_origin(&current, &lesson)?;
        let content = lesson.over(current.content.clone(), &mut problems);
        self.check_references(&writing, &current, &content, &mut problems)
            .await?;
        problems.check()?;
        if content == current.content {
            return Ok(current.done(None));
        }
        let done = self
            .change(&mut writing, &current, content, note, "id")
            .await?;
        writing.finish(|change| done.at(change)).await
    }

    /// That whoever may not know where an anonymous lesson comes from does not find out by changing
    /// what tells it: whether it is anonymous, and its project.
    pub(super) fn check_origin(
        &self,
        current: &Current,
        lesson: &LessonInput,
    ) -> Result<(), Refusal> {
        let tells = lesson.attribution != Field::Absent || lesson.project != Field::Absent;
        let knows = current.with_facts(|it| self.may(Action::ReadOrigin, Resource::Entry(it)));
        if current.row.attribution == Attribution::Anonymous && tells && knows.is_err() {
            return Err(Refusal::Forbidden);
        }
        Ok(())
    }

    /// That whoever may not know where an anonymous lesson comes from does not find out by going
    /// back to a version that tells it. They do not see its versions either.
    pub(super) fn check_history(&self, current: &Current) -> Result<(), Refusal> {
        let knows = current.with_facts(|it| self.may(Action::ReadOrigin, Resource::Entry(it)));
        if current.row.attribution == Attribution::Anonymous && knows.is_err() {
            return Err(Refusal::Forbidden);
        }
        Ok(())
    }

    /// Whether the actor may change a lesson, at once or by a proposal.
    pub(super) fn may_change(&self, current: &Current) -> Result<(), Denial> {
        current.with_facts(|facts| {
            let edit = self.may(Action::Edit, Resource::Entry(facts));
            match edit {
                Err(Denial::Forbidden) => self.may(Action::Propose, Resource::Entry(facts)),
                verdict => verdict,
            }
        })
    }

    /// Makes a change that is known to be well formed, or proposes it.
    pub(super) async fn change(
        &self,
        writing: &mut Writing<'_>,
        current: &Current,
        content: LessonContent,
        note: Option<String>,
        field: &str,
    ) -> Result<LessonDone, Refusal> {
        let edit = current.with_facts(|facts| self.may(Action::Edit, Resource::Entry(facts)));
        if edit.is_ok() {
            writing
                .save_lesson(current, &content, current.next(note))
                .await?;
            return Ok(current.done(None));
        }
        self.may_change(current)
            .map_err(|denial| Refusal::denied(denial, field))?;
        let proposal = self.propose(writing, current, &content, note).await?;
        Ok(LessonDone {
            proposal: Some(proposal),
            ..current.done(None)
        })
    }

    /// Keeps a change until an editor decides; the same change by the same account once.
    async fn propose(
        &self,
        writing: &mut Writing<'_>,
        current: &Current,
        wanted: &LessonContent,
        note: Option<String>,
    ) -> Result<ProposalId, Refusal> {
        let wanted = content::lesson(&current.row, wanted);
        let pending = writing
            .reading_all()
            .proposals_of(&[current.row.id])
            .await?;
        let same = pending.into_values().flatten().find(|waiting| {
            waiting.author_id == writing.author()
                && waiting.base_version == current.row.version
                && waiting.content == wanted
        });
        if let Some(same) = same {
            return Ok(same.id);
        }
        let row = proposal::Model {
            id: ProposalId(writing.id()),
            lesson_id: current.row.id,
            base_version: current.row.version,
            content: wanted,
            author_id: writing.author(),
            note,
            status: ProposalStatus::Pending,
            decided_by: None,
            decided_at: None,
            decision_note: None,
            created_at: writing.now(),
        };
        let id = row.id;
        writing.on(Subject::Proposal, id).insert([row]).await?;
        Ok(id)
    }

    /// A proposal within reach that waits for a decision.
    pub(super) async fn proposal(
        &self,
        writing: &Writing<'_>,
        id: ProposalId,
    ) -> Result<Option<proposal::Model>, Refusal> {
        let proposals = writing.reading(self.reach()).proposals();
        let this = proposals.filter(proposal::Column::Id.eq(id)).for_update();
        Ok(this.one().await?)
    }
}
