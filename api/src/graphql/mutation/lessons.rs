//! Lessons are contributed, changed and reviewed.

use async_graphql::{Context, Object};
use entity::id::{LessonId, ProposalId};

use super::{
    ids::key,
    inputs::lesson::{
        ContributeLessonInput, ContributeLessonsInput, DecideProposalInput, LessonStepInput,
        RelateLessonsInput, RestoreLessonInput, UpdateLessonInput,
    },
    payloads::{ContributeLessonsPayload, LessonPayload},
};
use crate::{
    app::{
        lessons::{Contribution, LessonDone, Step},
        refusal::Refusal,
    },
    domain::{contribution::parse_note, paging::encode, problem::Problems},
    graphql::{
        error::{ApiError, Code},
        types::connection::session,
    },
};

/// How many lessons one call takes.
const MOST: usize = 500;

/// The mutations of lessons.
#[derive(Clone, Copy, Debug, Default)]
pub struct LessonMutation;

#[Object]
impl LessonMutation {
    /// Drafts a lesson for a city, or changes the one with the same `externalId`. What is sent again unchanged changes nothing.
    async fn contribute_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lesson.")] input: ContributeLessonInput,
    ) -> Result<LessonPayload, ApiError> {
        let client_mutation_id = input.client_mutation_id.clone();
        let contribution = contribution(input, Problems::default());
        let done = session(ctx).contribute_lesson(contribution).await;
        LessonPayload::new(ctx, client_mutation_id, done).await
    }

    /// Drafts or changes 500 lessons at most; each succeeds or fails alone, in order. The same `externalId` updates the same lesson.
    #[graphql(complexity = "input.lessons.len() * child_complexity.max(1)")]
    async fn contribute_lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lessons.")] input: ContributeLessonsInput,
    ) -> Result<ContributeLessonsPayload, ApiError> {
        if input.lessons.len() > MOST {
            let message = format!("lessons must not hold more than {MOST} values");
            return Err(ApiError::new(Code::InvalidArgument, message));
        }
        let publish = input.publish.unwrap_or(false);
        let ids: Vec<_> = input
            .lessons
            .iter()
            .map(|it| it.client_mutation_id.clone())
            .collect();
        let contributions = input.lessons.into_iter().map(|lesson| Contribution {
            publish,
            ..contribution(lesson, Problems::default())
        });
        let done = session(ctx)
            .contribute_lessons(contributions.collect())
            .await;
        let (outcomes, change) = done.map_err(ApiError::from)?;
        let results = outcomes
            .into_iter()
            .zip(ids)
            .enumerate()
            .map(|(index, (outcome, id))| {
                let steps = ["lessons".to_owned(), index.to_string()];
                let refused = |problems: Vec<_>| {
                    let problems: Vec<crate::domain::problem::Problem> = problems;
                    let problems = problems.into_iter().map(|problem| problem.under(&steps));
                    Refusal::Problems(problems.collect())
                };
                LessonPayload::new(ctx, id, outcome.map_err(refused))
            });
        Ok(ContributeLessonsPayload {
            client_mutation_id: input.client_mutation_id,
            results: futures::future::try_join_all(results).await?,
            change_token: change.map(|change| encode(&change)),
        })
    }

    /// Changes a lesson. An editor's change of a published lesson is published at once; a contributor's becomes a proposal that readers do not see until an editor accepts it.
    async fn update_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateLessonInput,
    ) -> Result<LessonPayload, ApiError> {
        let mut problems = Problems::default();
        let client_mutation_id = input.client_mutation_id.clone();
        let (id, version) = (key(&mut problems, "id", &input.id), input.expected_version);
        let note = input.note.clone();
        let lesson = input.parsed(&mut problems);
        let done = if let Some(id) = id {
            let session = session(ctx);
            session
                .update_lesson(id, version, lesson, note, problems)
                .await
        } else {
            lesson.look_over(&mut problems);
            Err(with_note(problems, note))
        };
        LessonPayload::new(ctx, client_mutation_id, done).await
    }

    /// Submits a draft for review.
    async fn submit_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft.")] input: LessonStepInput,
    ) -> Result<LessonPayload, ApiError> {
        step(ctx, Step::Submit, input).await
    }

    /// Publishes what was submitted. Whoever submitted it cannot.
    async fn approve_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lesson in review.")] input: LessonStepInput,
    ) -> Result<LessonPayload, ApiError> {
        step(ctx, Step::Approve, input).await
    }

    /// Gives back what was submitted: it is a draft again. Say why in `note`.
    async fn return_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lesson in review.")] input: LessonStepInput,
    ) -> Result<LessonPayload, ApiError> {
        step(ctx, Step::Return, input).await
    }

    /// Takes a published lesson back: only its own city still sees it.
    async fn withdraw_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The published lesson.")] input: LessonStepInput,
    ) -> Result<LessonPayload, ApiError> {
        step(ctx, Step::Withdraw, input).await
    }

    /// Makes an earlier version the newest, as a new version. A withdrawn lesson becomes a draft; a contributor's wish for a published one becomes a proposal.
    async fn restore_lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lesson and the version.")] input: RestoreLessonInput,
    ) -> Result<LessonPayload, ApiError> {
        let mut problems = Problems::default();
        let done = match key::<LessonId>(&mut problems, "id", &input.id) {
            Some(id) => {
                let (expected, to) = (input.expected_version, input.to_version);
                session(ctx)
                    .restore_lesson(id, expected, to, input.note)
                    .await
            }
            None => Err(with_note(problems, input.note)),
        };
        LessonPayload::new(ctx, input.client_mutation_id, done).await
    }

    /// Makes a proposed change. What else changed meanwhile stays; a change of the same field is a `CONFLICT`.
    async fn accept_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal.")] input: DecideProposalInput,
    ) -> Result<LessonPayload, ApiError> {
        decide(ctx, input, true).await
    }

    /// Leaves the lesson as it is.
    async fn decline_proposal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The proposal.")] input: DecideProposalInput,
    ) -> Result<LessonPayload, ApiError> {
        decide(ctx, input, false).await
    }

    /// Says how one lesson bears on another. `REPLACES` marks the other as replaced.
    async fn relate_lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The two lessons.")] input: RelateLessonsInput,
    ) -> Result<LessonPayload, ApiError> {
        let mut problems = Problems::default();
        let from = key::<LessonId>(&mut problems, "fromId", &input.from_id);
        let to = key::<LessonId>(&mut problems, "toId", &input.to_id);
        let done = match from.zip(to) {
            Some((from, to)) => {
                session(ctx)
                    .relate_lessons(from, to, input.kind.into())
                    .await
            }
            None => Err(problems.into_vec().into()),
        };
        LessonPayload::new(ctx, input.client_mutation_id, done).await
    }
}

/// What is wrong, the note included.
pub(super) fn with_note(mut problems: Problems, note: Option<String>) -> Refusal {
    parse_note(note, &mut problems);
    problems.into_vec().into()
}

fn contribution(input: ContributeLessonInput, mut problems: Problems) -> Contribution {
    Contribution {
        city: key(&mut problems, "cityId", &input.city_id),
        id: None,
        external_id: input.external_id.clone(),
        submit: input.submit.unwrap_or(false),
        publish: false,
        lesson: input.parsed(&mut problems),
        problems,
    }
}

async fn step(
    ctx: &Context<'_>,
    step: Step,
    input: LessonStepInput,
) -> Result<LessonPayload, ApiError> {
    let mut problems = Problems::default();
    let done = match key::<LessonId>(&mut problems, "id", &input.id) {
        Some(id) => {
            let session = session(ctx);
            session
                .step_lesson(step, id, input.expected_version, input.note)
                .await
        }
        None => Err(with_note(problems, input.note)),
    };
    LessonPayload::new(ctx, input.client_mutation_id, done).await
}

async fn decide(
    ctx: &Context<'_>,
    input: DecideProposalInput,
    accept: bool,
) -> Result<LessonPayload, ApiError> {
    let mut problems = Problems::default();
    let done: Result<LessonDone, Refusal> = match key::<ProposalId>(&mut problems, "id", &input.id)
    {
        Some(id) if accept => session(ctx).accept_proposal(id, input.note).await,
        Some(id) => session(ctx).decline_proposal(id, input.note).await,
        None => Err(with_note(problems, input.note)),
    };
    LessonPayload::new(ctx, input.client_mutation_id, done).await
}
