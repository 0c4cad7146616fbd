//! A lesson bears on another.

use entity::{
    id::{LessonId, RelationId},
    kind::{RelationKind, Subject},
    relation,
};

use super::LessonDone;
use crate::{
    app::{lookups::Entry, refusal::Refusal, session::Session, writing::Begun},
    domain::{
        policy::{Action, Resource},
        problem::{Fault, Unfitting},
    },
};

impl Session<'_> {
    /// Says how one lesson bears on another that the actor may read.
    pub async fn relate_lessons(
        &self,
        from: LessonId,
        to: LessonId,
        kind: RelationKind,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("relate lessons").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = writing.lesson_at(self.reach(), from, "fromId").await?;
        let verdict = current.with_facts(|it| self.may(Action::Relate, Resource::Entry(it)));
        verdict.map_err(|denial| Refusal::denied(denial, "fromId"))?;
        if from == to {
            let fault = Fault::Unfitting(Unfitting::Itself);
            return Err(Refusal::problem("toId", fault));
        }
        let other = writing.lesson_at(self.reach(), to, "toId").await?;
        // To take a lesson's place is to say something of it too.
        if kind == RelationKind::Replaces {
            self.may_change(&other)
                .map_err(|denial| Refusal::denied(denial, "toId"))?;
        }
        let (start, end) = (Entry::Lesson(from), Entry::Lesson(to));
        let known = writing.reading_all().relations_of(&[start, end]).await?;
        let bears = |one, other| {
            let known = known.get(&one);
            known.is_some_and(|known| known.contains(&(kind, other)))
        };
        if bears(start, end) {
            return Err(Refusal::problem("toId", Fault::Duplicate));
        }
        // Of two lessons one is the newer.
        if kind == RelationKind::Replaces && bears(end, start) {
            let fault = Fault::Unfitting(Unfitting::TakesItsPlace);
            return Err(Refusal::problem("toId", fault));
        }
        let row = relation::Model {
            id: RelationId(writing.id()),
            kind,
            from_lesson_id: Some(from),
            to_lesson_id: Some(to),
            from_project_id: None,
            to_project_id: None,
            created_at: writing.now(),
        };
        let ends = [from.0, to.0];
        writing.on_each(Subject::Lesson, ends).insert([row]).await?;
        writing.finish(|change| current.done(change)).await
    }
}
