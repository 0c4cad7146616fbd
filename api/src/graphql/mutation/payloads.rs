//! What mutations answer.

use async_graphql::{ComplexObject, Context, SimpleObject};

use super::problems::{UserError, apart};
use crate::{
    app::{lessons::LessonDone, projects::ProjectDone, refusal::Refusal},
    domain::paging::encode,
    graphql::{
        error::ApiError,
        loaders::load,
        types::{lesson::Lesson, lesson_match::LessonMatch, project::Project, revision::Proposal},
    },
};

/// What it costs to look for lessons that are alike: one search for dozens of words. So 500 lessons at
/// a call are looked up for nobody, some hundreds are.
const SEARCH_FOR_ALIKE: usize = 250;

/// What became of a lesson.
#[derive(Clone, Debug, Default, SimpleObject)]
#[graphql(complex)]
pub struct LessonPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The lesson as it is now; null where nothing was done.
    lesson: Option<Lesson>,
    /// The change that now waits for an editor, where it did not happen at once.
    proposal: Option<Proposal>,
    /// Pass it as `notBefore` to a search that is to find this change. Null where nothing changed.
    change_token: Option<String>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

#[ComplexObject]
impl LessonPayload {
    /// Published lessons so alike that the contributor should look at them first, the most alike first. Each lesson is searched for by itself, which costs as much as 250 fields.
    #[graphql(complexity = "SEARCH_FOR_ALIKE + 5 * child_complexity")]
    async fn similar(&self, ctx: &Context<'_>) -> Result<Vec<LessonMatch>, ApiError> {
        match &self.lesson {
            Some(lesson) => lesson.alike(ctx).await,
            None => Ok(Vec::new()),
        }
    }
}

impl LessonPayload {
    /// The answer to a mutation of a lesson.
    pub(super) async fn new(
        ctx: &Context<'_>,
        client_mutation_id: Option<String>,
        result: Result<LessonDone, Refusal>,
    ) -> Result<Self, ApiError> {
        let (done, user_errors) = apart(ctx, result)?;
        let Some(done) = done else {
            return Ok(Self {
                client_mutation_id,
                user_errors,
                ..Self::default()
            });
        };
        let proposal = match done.proposal {
            Some(id) => load(ctx, id).await?.map(Proposal::from),
            None => None,
        };
        Ok(Self {
            client_mutation_id,
            lesson: load(ctx, done.lesson).await?.map(Lesson::from),
            proposal,
            change_token: done.change.map(|change| encode(&change)),
            user_errors,
        })
    }
}

/// What became of several lessons.
#[derive(Clone, Debug, SimpleObject)]
pub struct ContributeLessonsPayload {
    /// What was sent.
    pub(super) client_mutation_id: Option<String>,
    /// What became of each, in order.
    pub(super) results: Vec<LessonPayload>,
    /// Pass it as `notBefore` to a search that is to find all these changes. Null where nothing changed.
    pub(super) change_token: Option<String>,
}

/// What became of a project.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProjectPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The project as it is now; null where nothing was done.
    project: Option<Project>,
    /// Pass it as `notBefore` to a search that is to find this change. Null where nothing changed.
    change_token: Option<String>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

impl ProjectPayload {
    /// The answer to a mutation of a project.
    pub(super) async fn new(
        ctx: &Context<'_>,
        client_mutation_id: Option<String>,
        result: Result<ProjectDone, Refusal>,
    ) -> Result<Self, ApiError> {
        let (done, user_errors) = apart(ctx, result)?;
        let project = match done.as_ref() {
            Some(done) => load(ctx, done.project).await?.map(Project::from),
            None => None,
        };
        Ok(Self {
            client_mutation_id,
            project,
            change_token: done
                .and_then(|done| done.change)
                .map(|change| encode(&change)),
            user_errors,
        })
    }
}
