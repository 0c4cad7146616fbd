//! Readers say something of a lesson; an editor hides what should not stand there.

use entity::{
    comment,
    id::{CommentId, LessonId},
    kind::Subject,
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{refusal::Refusal, session::Session, writing::Begun},
    domain::{
        parse::long_text,
        policy::{Action, Resource},
        problem::{Fault, Problems, Unfitting},
    },
};

/// What became of a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentDone {
    /// The comment.
    pub comment: CommentId,
}

impl Session<'_> {
    /// Adds a comment, or a reply to one on the same lesson.
    pub async fn add_comment(
        &self,
        lesson: LessonId,
        body: &str,
        parent: Option<CommentId>,
        mut problems: Problems,
    ) -> Result<CommentDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("add comment").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = writing.lesson_at(self.reach(), lesson, "lessonId").await?;
        let verdict = current.with_facts(|it| self.may(Action::Comment, Resource::Entry(it)));
        verdict.map_err(|denial| Refusal::denied(denial, "lessonId"))?;
        let body = problems.take("body", long_text(body)).unwrap_or_default();
        if let Some(parent) = parent {
            let comments = writing.reading(self.reach()).comments();
            let answered = comments
                .filter(comment::Column::Id.eq(parent))
                .one()
                .await?;
            match answered {
                None => problems.add("parentId", Fault::NotFound),
                Some(answered) if answered.lesson_id != lesson => {
                    problems.add("parentId", Fault::Unfitting(Unfitting::OtherLesson));
                }
                Some(_) => {}
            }
        }
        problems.check()?;
        let row = comment::Model {
            id: CommentId(writing.id()),
            lesson_id: lesson,
            author_id: writing.author(),
            body,
            parent_id: parent,
            hidden_at: None,
            hidden_by: None,
            hidden_reason: None,
            created_at: writing.now(),
        };
        let comment = row.id;
        writing.on(Subject::Comment, comment).insert([row]).await?;
        writing.finish(|_| CommentDone { comment }).await
    }

    /// Hides a comment: that there was one, and by whom, stays.
    pub async fn hide_comment(&self, id: CommentId, reason: &str) -> Result<CommentDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("hide comment").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let missing = || Refusal::problem("id", Fault::NotFound);
        let comments = writing.reading(self.reach()).comments();
        let row = comments
            .filter(comment::Column::Id.eq(id))
            .for_update()
            .one()
            .await?;
        let row = row.ok_or_else(missing)?;
        let current = writing.lesson_at(self.reach(), row.lesson_id, "id").await?;
        let verdict = current.with_facts(|it| self.may(Action::HideComment, Resource::Entry(it)));
        verdict.map_err(|denial| Refusal::denied(denial, "id"))?;
        let mut problems = Problems::default();
        let reason = problems.take("reason", long_text(reason));
        problems.check()?;
        if row.hidden_at.is_none() {
            let hidden = comment::Model {
                hidden_at: Some(writing.now()),
                hidden_by: writing.author(),
                hidden_reason: reason,
                ..row
            };
            let hidden = hidden.into_active_model().reset_all();
            writing.on(Subject::Comment, id).update(hidden).await?;
        }
        writing.finish(|_| CommentDone { comment: id }).await
    }
}
