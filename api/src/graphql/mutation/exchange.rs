//! What passes between cities and people: reuses, comments, saved searches.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use entity::id::{CommentId, SavedSearchId};

use super::{
    accounts::DeletePayload,
    ids::{key, key_if},
    inputs::filter::filter_to_keep,
    lessons::with_note,
    problems::{UserError, apart},
};
use crate::{
    app::reuses::NewReuse,
    domain::{
        contribution::given, paging::encode, parse::long_text, partial_date, problem::Problems,
    },
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        inputs::LessonFilter,
        loaders::load,
        types::{
            comment::Comment,
            connection::session,
            enums::{ReuseResult, ReuseStage},
            reuse::Reuse,
            scalars::PartialDate,
            viewer::SavedSearch,
        },
    },
};

/// What came of a lesson in a city of yours.
#[derive(Clone, Debug, InputObject)]
pub struct RecordReuseInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The lesson.
    lesson_id: ID,
    /// The city that took it up: yours.
    city_id: ID,
    /// The project in which it did: one of that city's.
    project_id: Option<ID>,
    /// How far it is.
    stage: ReuseStage,
    /// What came of it.
    result: ReuseResult,
    /// What came of it, in words; 20,000 characters at most.
    note: Option<String>,
    /// When.
    reused_on: Option<PartialDate>,
}

/// What a reader says.
#[derive(Clone, Debug, InputObject)]
pub struct AddCommentInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The lesson.
    lesson_id: ID,
    /// What is said; 20,000 characters at most.
    body: String,
    /// The comment on the same lesson that it answers.
    parent_id: Option<ID>,
}

/// A comment to hide.
#[derive(Clone, Debug, InputObject)]
pub struct HideCommentInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The comment.
    id: ID,
    /// Why, for the record.
    reason: String,
}

/// A search to come back to.
#[derive(Clone, Debug, InputObject)]
pub struct SaveSearchInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// What it is called, 200 characters at most; none of your others is.
    name: String,
    /// The query, as for `searchLessons`.
    query: String,
    /// Which lessons; all that you may read if left out.
    filter: Option<LessonFilter>,
}

/// A saved search to forget.
#[derive(Clone, Debug, InputObject)]
pub struct DeleteSavedSearchInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The search.
    id: ID,
}

/// What became of a reuse.
#[derive(Clone, Debug, SimpleObject)]
pub struct ReusePayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The reuse; null where nothing was done.
    reuse: Option<Reuse>,
    /// Pass it as `notBefore` to a search that is to find this change. Null where nothing changed.
    change_token: Option<String>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What became of a comment.
#[derive(Clone, Debug, SimpleObject)]
pub struct CommentPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The comment; null where nothing was done.
    comment: Option<Comment>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What became of a saved search.
#[derive(Clone, SimpleObject)]
pub struct SavedSearchPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The search; null where nothing was done.
    saved_search: Option<SavedSearch>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// The mutations of what passes between cities and people.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExchangeMutation;

#[Object]
impl ExchangeMutation {
    /// Records that a city of yours took a lesson up. A city has one reuse of each lesson in each project, or outside of projects: recorded again, it is brought up to date.
    async fn record_reuse(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The reuse.")] input: RecordReuseInput,
    ) -> Result<ReusePayload, ApiError> {
        let mut problems = Problems::default();
        let lesson = key(&mut problems, "lessonId", &input.lesson_id);
        let city = key(&mut problems, "cityId", &input.city_id);
        let project = key_if(&mut problems, "projectId", input.project_id.as_ref());
        let reused_on = input.reused_on.map(|date| date.0);
        let done = if let Some((lesson, city)) = lesson.zip(city) {
            let new = NewReuse {
                lesson,
                city,
                project,
                stage: input.stage.into(),
                result: input.result.into(),
                note: input.note,
                reused_on,
                problems,
            };
            session(ctx).record_reuse(new).await
        } else {
            let parse = partial_date::PartialDate::parse;
            given("reusedOn", reused_on, parse, &mut problems);
            Err(with_note(problems, input.note))
        };
        let (done, user_errors) = apart(ctx, done)?;
        let reuse = match done {
            Some(done) => load(ctx, done.reuse).await?.map(Reuse::from),
            None => None,
        };
        Ok(ReusePayload {
            client_mutation_id: input.client_mutation_id,
            reuse,
            change_token: done
                .and_then(|done| done.change)
                .map(|change| encode(&change)),
            user_errors,
        })
    }

    /// Comments on a lesson that you may read, or answers a comment on it.
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The comment.")] input: AddCommentInput,
    ) -> Result<CommentPayload, ApiError> {
        let mut problems = Problems::default();
        let parent = key_if(&mut problems, "parentId", input.parent_id.as_ref());
        let lesson = key(&mut problems, "lessonId", &input.lesson_id);
        let done = if let Some(lesson) = lesson {
            let session = session(ctx);
            session
                .add_comment(lesson, &input.body, parent, problems)
                .await
        } else {
            problems.take("body", long_text(&input.body));
            Err(problems.into_vec().into())
        };
        let (done, user_errors) = apart(ctx, done)?;
        let comment = match done {
            Some(done) => load(ctx, done.comment).await?.map(Comment::from),
            None => None,
        };
        Ok(CommentPayload {
            client_mutation_id: input.client_mutation_id,
            comment,
            user_errors,
        })
    }

    /// Hides a comment on a lesson of a city where you are an editor. That there was one stays to be seen.
    async fn hide_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The comment.")] input: HideCommentInput,
    ) -> Result<CommentPayload, ApiError> {
        let mut problems = Problems::default();
        let comment = key::<CommentId>(&mut problems, "id", &input.id);
        let done = if let Some(id) = comment {
            session(ctx).hide_comment(id, &input.reason).await
        } else {
            problems.take("reason", long_text(&input.reason));
            Err(problems.into_vec().into())
        };
        let (done, user_errors) = apart(ctx, done)?;
        let comment = match done {
            Some(done) => load(ctx, done.comment).await?.map(Comment::from),
            None => None,
        };
        Ok(CommentPayload {
            client_mutation_id: input.client_mutation_id,
            comment,
            user_errors,
        })
    }

    /// Saves a search to come back to.
    async fn save_search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search.")] input: SaveSearchInput,
    ) -> Result<SavedSearchPayload, ApiError> {
        let mut problems = Problems::default();
        let filter = filter_to_keep(input.filter, &mut problems);
        let session = session(ctx);
        let done = session
            .save_search(&input.name, &input.query, &filter, problems)
            .await;
        let (done, user_errors) = apart(ctx, done)?;
        Ok(SavedSearchPayload {
            client_mutation_id: input.client_mutation_id,
            saved_search: SavedSearch::find(ctx, done.map(|done| done.search)).await?,
            user_errors,
        })
    }

    /// Forgets a search of yours.
    async fn delete_saved_search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The search.")] input: DeleteSavedSearchInput,
    ) -> Result<DeletePayload, ApiError> {
        let mut problems = Problems::default();
        let done = match key::<SavedSearchId>(&mut problems, "id", &input.id) {
            Some(id) => session(ctx).delete_saved_search(id).await,
            None => Err(problems.into_vec().into()),
        };
        let (done, user_errors) = apart(ctx, done)?;
        Ok(DeletePayload {
            client_mutation_id: input.client_mutation_id,
            deleted_id: done.map(|done| done.search.global()),
            user_errors,
        })
    }
}
