//! An editor decides about a change that a contributor proposed.

use entity::{
    id::ProposalId,
    kind::{ProposalStatus, Subject},
    proposal,
};
use sea_orm::{ActiveModelTrait as _, IntoActiveModel as _};
use serde_json::Value;

use super::{Current, LessonDone};
use crate::{
    app::{
        content,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        changes::merged,
        contribution::parse_note,
        entry::LessonContent,
        policy::{Action, Denial, Resource},
        problem::{Fault, Problems},
    },
};

impl Session<'_> {
    /// Makes a proposed change. What changed meanwhile elsewhere in the lesson stays; what changed
    /// in the same field is a conflict.
    pub async fn accept_proposal(
        &self,
        id: ProposalId,
        note: Option<String>,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("accept proposal").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let (current, proposal) = self.decidable(Action::Decide, &writing, id).await?;
        let author = proposal.author_id;
        let own = author.is_some_and(|author| self.actor().hands().contains(&author));
        if own && self.knowledge_base.four_eyes {
            return Err(Refusal::denied(Denial::FourEyes, "id"));
        }
        let mut problems = Problems::default();
        let note = parse_note(note, &mut problems);
        problems.check()?;
        let content = merge(&writing, &current, &proposal).await?;
        let why = note.clone().or_else(|| proposal.note.clone());
        writing
            .save_lesson(&current, &content, current.next(why))
            .await?;
        decide(&mut writing, proposal, ProposalStatus::Accepted, note).await?;
        writing.finish(|change| current.done(change)).await
    }

    /// Leaves a lesson as it is.
    pub async fn decline_proposal(
        &self,
        id: ProposalId,
        note: Option<String>,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("decline proposal").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let (current, proposal) = self.decidable(Action::Decline, &writing, id).await?;
        let mut problems = Problems::default();
        let note = parse_note(note, &mut problems);
        problems.check()?;
        decide(&mut writing, proposal, ProposalStatus::Declined, note).await?;
        let done = LessonDone {
            proposal: Some(id),
            ..current.done(None)
        };
        writing.finish(|change| done.at(change)).await
    }

    /// A proposal that the actor may decide about, and its lesson.
    async fn decidable(
        &self,
        action: Action,
        writing: &Writing<'_>,
        id: ProposalId,
    ) -> Result<(Current, proposal::Model), Refusal> {
        let missing = || Refusal::problem("id", Fault::NotFound);
        let proposal = self.proposal(writing, id).await?.ok_or_else(missing)?;
        let lesson = writing.lesson(self.reach(), proposal.lesson_id).await?;
        let current = lesson.ok_or_else(missing)?;
        let verdict = current.with_facts(|it| self.may(action, Resource::Entry(it)));
        verdict.map_err(|denial| Refusal::denied(denial, "id"))?;
        if proposal.status != ProposalStatus::Pending {
            return Err(Refusal::problem("id", Fault::Decided));
        }
        Ok((current, proposal))
    }
}

/// The lesson as it is now, with what the proposal changes of the version it starts from.
async fn merge(
    writing: &Writing<'_>,
    current: &Current,
    proposal: &proposal::Model,
) -> Result<LessonContent, Refusal> {
    let key = (proposal.lesson_id, proposal.base_version);
    let mut versions = writing.reading_all().revisions_at(&[key]).await?;
    let base = versions
        .remove(&key)
        .map_or(Value::Null, |base| base.content);
    let now = content::lesson(&current.row, &current.content);
    let merged = merged(&base, &now, &proposal.content)
        .ok_or_else(|| Refusal::problem("id", Fault::Overlap))?;
    Ok(content::lesson_content(&merged)?)
}

async fn decide(
    writing: &mut Writing<'_>,
    proposal: proposal::Model,
    status: ProposalStatus,
    note: Option<String>,
) -> Result<(), Refusal> {
    let decided = proposal::Model {
        status,
        decided_by: writing.author(),
        decided_at: Some(writing.now()),
        decision_note: note,
        ..proposal
    };
    let id = decided.id;
    let row = decided.into_active_model().reset_all();
    writing.on(Subject::Proposal, id).update(row).await?;
    Ok(())
}
