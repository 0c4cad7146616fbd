//! Lessons.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{kind, lesson};

use crate::{
    app::{
        lists::{Comments, Reuses, Revisions},
        lookups::Entry,
    },
    domain::origin::told_time,
    domain::policy::{Action, EntryFacts, Resource, may},
    graphql::{
        error::ApiError,
        global_id::GlobalId as _,
        loaders::{
            AlikeTo, OrganizationsIn, OriginOf, ParticipationsOf, ProposalsOf, RelatedTo,
            ReplacedBy, ReuseSummaryOf, SourcesOf, load, load_all,
        },
        types::{
            city::City,
            connection::{
                CommentConnection, Listed, Paging, ReuseConnection, RevisionConnection, actor,
                knowledge_base, list_size, page_cost, reach, search_cost, several,
            },
            enums::{Attribution, Audience, EntryStatus, LessonAction, LessonKind, Outcome},
            lesson_match::LessonMatch,
            origin::Origin,
            participation::Participation,
            project::Project,
            relation::{Relation, relations_of},
            reuse::ReuseSummary,
            revision::Proposal,
            scalars::{LanguageTag, PartialDate, stored_date},
            source::Source,
            topic::{Topic, topics_of},
        },
    },
};

/// What a project taught a city.
#[derive(Clone, Debug)]
pub struct Lesson(lesson::Model);

impl From<lesson::Model> for Lesson {
    fn from(row: lesson::Model) -> Self {
        Self(row)
    }
}

/// What a viewer may be able to do with a lesson.
const LESSON_ACTIONS: [(Action, LessonAction); 8] = [
    (Action::Edit, LessonAction::Edit),
    (Action::Propose, LessonAction::Propose),
    (Action::Submit, LessonAction::Submit),
    (Action::Approve, LessonAction::Approve),
    (Action::Return, LessonAction::Return),
    (Action::Withdraw, LessonAction::Withdraw),
    (Action::Comment, LessonAction::Comment),
    (Action::RecordReuse, LessonAction::RecordReuse),
];

impl Lesson {
    /// Published lessons much like it that the viewer may read.
    pub async fn alike(&self, ctx: &Context<'_>) -> Result<Vec<LessonMatch>, ApiError> {
        let alike = load(ctx, AlikeTo(self.0.id)).await?.unwrap_or_default();
        LessonMatch::all(ctx, alike).await
    }

    /// A time as the viewer may know it.
    fn told(&self, ctx: &Context<'_>, time: DateTime<Utc>) -> DateTime<Utc> {
        told_time(time, self.is_attributed(ctx))
    }

    /// Whether it is published, and not only a draft that its own city may read.
    #[must_use]
    pub fn is_published(&self) -> bool {
        self.0.status == kind::EntryStatus::Published
    }

    /// Whether the viewer may know which city it comes from.
    #[must_use]
    pub fn is_attributed(&self, ctx: &Context<'_>) -> bool {
        self.0.attribution == kind::Attribution::Named || reach(ctx).knows_origin_in(self.0.city_id)
    }
}

/// What a project taught a city: an insight, and where it can be told the hurdle, what was tried and what worked.
#[Object]
impl Lesson {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The city that learned it. Null where it was contributed anonymously and the viewer does not belong to the city.
    async fn city(&self, ctx: &Context<'_>) -> Result<Option<City>, ApiError> {
        if !self.is_attributed(ctx) {
            return Ok(None);
        }
        Ok(load(ctx, self.0.city_id).await?.map(City::from))
    }

    /// The project that taught it. Null where there is none, where the viewer may not read it, and where it was contributed anonymously and the viewer does not belong to the city.
    async fn project(&self, ctx: &Context<'_>) -> Result<Option<Project>, ApiError> {
        match self.0.project_id.filter(|_| self.is_attributed(ctx)) {
            Some(id) => Ok(load(ctx, id).await?.map(Project::from)),
            None => Ok(None),
        }
    }

    /// Where it comes from; for an anonymous lesson, as far as at least five cities share it.
    async fn origin(&self, ctx: &Context<'_>) -> Result<Origin, ApiError> {
        if self.is_attributed(ctx) {
            let city = load(ctx, self.0.city_id).await?;
            return Ok(city.map(|city| Origin::of(&city)).unwrap_or_default());
        }
        Ok(load(ctx, OriginOf(self.0.city_id))
            .await?
            .map(Origin::from)
            .unwrap_or_default())
    }

    /// Its number among the lessons of its project, where these are numbered.
    async fn position(&self, ctx: &Context<'_>) -> Option<i32> {
        self.0.position.filter(|_| self.is_attributed(ctx))
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What was learned.
    async fn insight(&self) -> &str {
        &self.0.insight
    }

    /// When it applies.
    async fn situation(&self) -> Option<&str> {
        self.0.situation.as_deref()
    }

    /// What stood in the way.
    async fn hurdle(&self) -> Option<&str> {
        self.0.hurdle.as_deref()
    }

    /// What was tried.
    async fn tried(&self) -> Option<&str> {
        self.0.tried.as_deref()
    }

    /// What worked best.
    async fn worked(&self) -> Option<&str> {
        self.0.worked.as_deref()
    }

    /// What others should do.
    async fn recommendation(&self) -> Option<&str> {
        self.0.recommendation.as_deref()
    }

    /// What kind of lesson it is.
    async fn kind(&self) -> LessonKind {
        self.0.kind.into()
    }

    /// How what it tells of turned out.
    async fn outcome(&self) -> Outcome {
        self.0.outcome.into()
    }

    /// Whether outsiders learn which city it comes from.
    async fn attribution(&self) -> Attribution {
        self.0.attribution.into()
    }

    /// Who may read it.
    async fn audience(&self) -> Audience {
        self.0.audience.into()
    }

    /// Where it stands in review.
    async fn status(&self) -> EntryStatus {
        self.0.status.into()
    }

    /// The language of its texts.
    async fn language(&self) -> LanguageTag {
        LanguageTag(self.0.language.clone())
    }

    /// When it happened, as far as that is known.
    async fn occurred_on(&self) -> Option<PartialDate> {
        stored_date(self.0.occurred_on.as_deref())
    }

    /// When it was first published; the day alone where outsiders may not know the city.
    async fn published_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.0.published_at.map(|time| self.told(ctx, time))
    }

    /// When it should be looked at again.
    async fn review_by(&self) -> Option<PartialDate> {
        stored_date(self.0.review_by.as_deref())
    }

    /// The licence of its texts, as its SPDX id.
    async fn licence(&self) -> &str {
        &self.0.licence
    }

    /// Counts its versions from 1. Send it back as `expectedVersion` when you change it.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// What it is about, the most important first.
    #[graphql(complexity = "several(child_complexity)")]
    async fn topics(&self, ctx: &Context<'_>) -> Result<Vec<Topic>, ApiError> {
        topics_of(ctx, Entry::Lesson(self.0.id)).await
    }

    /// Who took part. Empty for outsiders where it was contributed anonymously.
    #[graphql(complexity = "several(child_complexity)")]
    async fn participations(&self, ctx: &Context<'_>) -> Result<Vec<Participation>, ApiError> {
        let rows = load(ctx, ParticipationsOf(Entry::Lesson(self.0.id))).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Participation::from)
            .collect())
    }

    /// Where what it says can be read. Empty for outsiders where it was contributed anonymously.
    #[graphql(complexity = "several(child_complexity)")]
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<Source>, ApiError> {
        let rows = load(ctx, SourcesOf(Entry::Lesson(self.0.id))).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Source::from)
            .collect())
    }

    /// Which lessons it bears on, and how.
    #[graphql(complexity = "several(child_complexity)")]
    async fn relations(&self, ctx: &Context<'_>) -> Result<Vec<Relation>, ApiError> {
        relations_of(ctx, Entry::Lesson(self.0.id)).await
    }

    /// Newer lessons that take its place: show these first. Empty where none does, or none that the viewer may read.
    #[graphql(complexity = "several(child_complexity)")]
    async fn replaced_by(&self, ctx: &Context<'_>) -> Result<Vec<Lesson>, ApiError> {
        let newer = load(ctx, ReplacedBy(self.0.id)).await?.unwrap_or_default();
        let rows = load_all(ctx, newer).await?;
        Ok(rows.into_iter().map(Self).collect())
    }

    /// Published lessons that are about the same, best first: they share words or topics. What says the same again comes later, and what a newer lesson replaces comes last.
    #[graphql(complexity = "search_cost(first, child_complexity)")]
    async fn related(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(5)")] first: Option<i32>,
    ) -> Result<Vec<LessonMatch>, ApiError> {
        let key = RelatedTo(self.0.id, list_size(first, 5)?);
        let related = load(ctx, key).await?.unwrap_or_default();
        LessonMatch::all(ctx, related).await
    }

    /// Which cities took it up, the newest first.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn reuses(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<ReuseConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(ReuseConnection(
            Listed::under(ctx, Reuses, (), self.0.id.0, paging).await?,
        ))
    }

    /// What came of its reuses, in numbers.
    async fn reuse_summary(&self, ctx: &Context<'_>) -> Result<ReuseSummary, ApiError> {
        Ok(load(ctx, ReuseSummaryOf(self.0.id))
            .await?
            .unwrap_or_default()
            .into())
    }

    /// What readers say of it, the oldest first.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<CommentConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(CommentConnection(
            Listed::under(ctx, Comments, (), self.0.id.0, paging).await?,
        ))
    }

    /// All its versions, the oldest first. Only for members of the city and stewards; empty for others.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn revisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<RevisionConnection, ApiError> {
        let paging = Paging {
            first,
            after,
            last,
            before,
        };
        Ok(RevisionConnection(
            Listed::under(ctx, Revisions, (), self.0.id.0, paging).await?,
        ))
    }

    /// Edits that wait for an editor, the oldest first. Only for members of the city and stewards; empty for others.
    #[graphql(complexity = "several(child_complexity)")]
    async fn proposals(&self, ctx: &Context<'_>) -> Result<Vec<Proposal>, ApiError> {
        let rows = load(ctx, ProposalsOf(self.0.id)).await?;
        Ok(rows
            .unwrap_or_default()
            .into_iter()
            .map(Proposal::from)
            .collect())
    }

    /// What the viewer can do with it; nothing without a token.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Result<Vec<LessonAction>, ApiError> {
        let part = load(ctx, OrganizationsIn(self.0.id))
            .await?
            .unwrap_or_default();
        let facts = EntryFacts {
            city: Some(self.0.city_id),
            status: self.0.status,
            audience: self.0.audience,
            participants: &part,
            submitted_by: self.0.submitted_by,
        };
        let four_eyes = knowledge_base(ctx).four_eyes();
        let can = LESSON_ACTIONS.into_iter().filter(|(action, _)| {
            may(actor(ctx), *action, Resource::Entry(facts), four_eyes).is_ok()
        });
        Ok(can.map(|(_, action)| action).collect())
    }

    /// When it was first stored; the day alone where outsiders may not know the city.
    async fn created_at(&self, ctx: &Context<'_>) -> DateTime<Utc> {
        self.told(ctx, self.0.created_at)
    }

    /// When it was last changed; the day alone where outsiders may not know the city.
    async fn updated_at(&self, ctx: &Context<'_>) -> DateTime<Utc> {
        self.told(ctx, self.0.updated_at)
    }
}
