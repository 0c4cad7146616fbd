//! Reading: the fields that a query starts from.

use async_graphql::{Context, ID, Object};

use crate::{
    app::lists::{LessonField, ProjectField},
    domain::{
        paging::{DEFAULT, MOST, decode, size},
        parse::LONG,
    },
    graphql::{
        error::{ApiError, Code},
        global_id::{GlobalId as _, NodeId},
        inputs::{
            CityBy, CityFilter, CityOrder, LessonFilter, LessonOrder, OrganizationBy,
            OrganizationFilter, ProjectBy, ProjectFilter, ProjectOrder, city_list, lesson_filter,
            lesson_list, organization_list, plain, project_list,
        },
        loaders::load,
        types::{
            city::City,
            connection::{
                CityConnection, LessonConnection, Listed, OrganizationConnection, Paging,
                ProjectConnection, knowledge_base, list_cost, list_size, page_cost, reach,
                search_cost, vocabulary_cost,
            },
            enums::{SearchOrder, TopicScheme},
            insights::Insights,
            lesson::Lesson,
            lesson_match::LessonMatch,
            node::Node,
            organization::Organization,
            project::Project,
            search::LessonSearchConnection,
            suggestion::{Suggestion, suggestions},
            topic::{Topic, vocabulary},
            viewer::Viewer,
        },
    },
};

/// Where every query starts.
#[derive(Clone, Copy, Debug)]
pub struct Query;

/// Reading. Whatever the viewer may not know of is null or missing, never forbidden.
#[Object]
impl Query {
    /// Anything by its global id; null where it is not there.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id.")] id: ID,
    ) -> Result<Option<Node>, ApiError> {
        Node::find(ctx, NodeId::parse(&id)?).await
    }

    /// Several things by their global ids, in the same order; null where one is not there.
    #[graphql(complexity = "ids.len() * child_complexity.max(1)")]
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global ids, 100 at most.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, ApiError> {
        if ids.len() > usize::try_from(MOST).unwrap_or_default() {
            let message = format!("ids must not hold more than {MOST} values");
            return Err(ApiError::new(Code::InvalidArgument, message));
        }
        let ids = ids
            .iter()
            .map(NodeId::parse)
            .collect::<Result<Vec<_>, _>>()?;
        futures::future::try_join_all(ids.into_iter().map(|id| Node::find(ctx, id))).await
    }

    /// Who asks.
    async fn viewer(&self) -> Viewer {
        Viewer
    }

    /// A city; null where it is not there.
    async fn city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] by: CityBy,
    ) -> Result<Option<City>, ApiError> {
        let reading = knowledge_base(ctx).reading(reach(ctx));
        let city = match by {
            CityBy::Id(id) => load(ctx, entity::id::CityId::parse(&id)?).await?,
            CityBy::Slug(slug) => reading.city_by_slug(&plain("slug", slug)?).await?,
            CityBy::OfficialKey(by) => {
                let key = plain("key", by.key)?;
                let country = by.country.parse("country")?;
                reading.city_by_key(&country, &key).await?
            }
        };
        Ok(city.map(City::from))
    }

    /// Cities, by name if not said otherwise.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cities; all if left out.")] filter: Option<CityFilter>,
        #[graphql(desc = "How they are sorted; by name if left out.")] order_by: Option<CityOrder>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<CityConnection, ApiError> {
        let cities = city_list(filter, order_by)?;
        Ok(CityConnection(
            Listed::root(
                ctx,
                cities,
                Paging {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await?,
        ))
    }

    /// An organization; null where it is not there.
    async fn organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] by: OrganizationBy,
    ) -> Result<Option<Organization>, ApiError> {
        let organization = match by {
            OrganizationBy::Id(id) => load(ctx, entity::id::OrganizationId::parse(&id)?).await?,
            OrganizationBy::Slug(slug) => {
                knowledge_base(ctx)
                    .reading(reach(ctx))
                    .organization_by_slug(&plain("slug", slug)?)
                    .await?
            }
        };
        Ok(organization.map(Organization::from))
    }

    /// Organizations, by name.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn organizations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which organizations; all if left out.")] filter: Option<
            OrganizationFilter,
        >,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<OrganizationConnection, ApiError> {
        let organizations = organization_list(filter)?;
        Ok(OrganizationConnection(
            Listed::root(
                ctx,
                organizations,
                Paging {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await?,
        ))
    }

    /// A project; null where it is not there.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which.")] by: ProjectBy,
    ) -> Result<Option<Project>, ApiError> {
        let project = match by {
            ProjectBy::Id(id) => load(ctx, entity::id::ProjectId::parse(&id)?).await?,
            ProjectBy::Slug(slug) => {
                knowledge_base(ctx)
                    .reading(reach(ctx))
                    .project_by_slug(&plain("slug", slug)?)
                    .await?
            }
        };
        Ok(project.map(Project::from))
    }

    /// Projects, by title if not said otherwise.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which projects; all that the viewer may read if left out.")]
        filter: Option<ProjectFilter>,
        #[graphql(desc = "How they are sorted; by title if left out.")] order_by: Option<
            ProjectOrder,
        >,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<ProjectConnection, ApiError> {
        let projects = project_list(ctx, filter, order_by, (ProjectField::Title, false)).await?;
        Ok(ProjectConnection(
            Listed::root(
                ctx,
                projects,
                Paging {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await?,
        ))
    }

    /// A lesson; null where it is not there.
    async fn lesson(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its global id.")] id: ID,
    ) -> Result<Option<Lesson>, ApiError> {
        Ok(load(ctx, entity::id::LessonId::parse(&id)?)
            .await?
            .map(Lesson::from))
    }

    /// Lessons, the last published first if not said otherwise.
    #[graphql(complexity = "page_cost(first, last, child_complexity)")]
    async fn lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
        #[graphql(desc = "How they are sorted; the last published first if left out.")]
        order_by: Option<LessonOrder>,
        #[graphql(
            desc = "How many items from the start, 1 to 100; 20 if neither `first` nor `last` is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the end, 1 to 100. Not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only items before this cursor.")] before: Option<String>,
    ) -> Result<LessonConnection, ApiError> {
        let lessons = lesson_list(ctx, filter, order_by, (LessonField::PublishedAt, true)).await?;
        Ok(LessonConnection(
            Listed::root(
                ctx,
                lessons,
                Paging {
                    first,
                    after,
                    last,
                    before,
                },
            )
            .await?,
        ))
    }

    /// Full-text search of lessons. Words are stemmed in each entry's language, and ä, ae and a find each other. All words have to match; where that finds nothing, or a question is asked or a sentence pasted, any of them will do, and what fits best comes first. "a phrase", -word, word*, a OR b, and field:word for title, insight, hurdle, city, project and topic. An empty query finds everything that the filter lets through.
    #[graphql(complexity = "page_cost(first, None, child_complexity)")]
    async fn search_lessons(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What to search for: at most 1,000 characters. Of more than 64 words the first 64 are searched, which `warnings` tells."
        )]
        query: String,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
        #[graphql(desc = "How the hits are sorted; the best match first if left out.")]
        order_by: Option<SearchOrder>,
        #[graphql(desc = "How many hits, 1 to 100; 20 if left out.")] first: Option<i32>,
        #[graphql(desc = "Only hits after this cursor of the same query, filter and order.")]
        after: Option<String>,
        #[graphql(
            desc = "The `changeToken` of a write: waits, 2 seconds at most, until that write can be found."
        )]
        not_before: Option<String>,
    ) -> Result<LessonSearchConnection, ApiError> {
        let limit = size("first", first.unwrap_or(DEFAULT))?;
        let filter = lesson_filter(ctx, filter).await?;
        if let Some(token) = not_before {
            let position = decode(&token).ok_or_else(|| {
                ApiError::new(
                    Code::InvalidArgument,
                    "notBefore must be the changeToken of a write",
                )
            })?;
            // Whether it is there in time or not, what is there is searched.
            let _ = knowledge_base(ctx).findable(position).await;
        }
        let order = order_by.unwrap_or(SearchOrder::Relevance).into();
        LessonSearchConnection::search(ctx, &query, &filter, order, limit, after.as_deref()).await
    }

    /// What may be meant by what someone has typed so far: names of cities and topics, titles of lessons and projects that have a word beginning so.
    #[graphql(complexity = "list_cost(first, child_complexity)")]
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed, at most 200 characters.")] prefix: String,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(8)")] first: Option<i32>,
    ) -> Result<Vec<Suggestion>, ApiError> {
        let first = list_size(first, 8)?;
        if prefix.chars().count() > 200 {
            return Err(ApiError::new(
                Code::SearchQueryTooLong,
                "prefix must not be longer than 200 characters",
            ));
        }
        suggestions(ctx, prefix, first).await
    }

    /// Lessons that bear on a text: paste a plan, and get what to read before starting, best first. They share words or topics with it; what says the same again comes later, and what a newer lesson replaces comes last. For someone who belongs to one city, cities like that come a little before others. Empty where the text says nothing that any lesson does.
    #[graphql(complexity = "search_cost(first, child_complexity)")]
    async fn briefing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The plan, at most 20,000 characters.")] text: String,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
        #[graphql(desc = "How many, 1 to 100.", default_with = "Some(10)")] first: Option<i32>,
    ) -> Result<Vec<LessonMatch>, ApiError> {
        let first = list_size(first, 10)?;
        let filter = lesson_filter(ctx, filter).await?;
        if text.chars().count() > LONG {
            return Err(ApiError::new(
                Code::InvalidArgument,
                "text must not be longer than 20,000 characters",
            ));
        }
        let briefing = knowledge_base(ctx).briefing(reach(ctx), text, &filter, first);
        LessonMatch::all(ctx, Box::pin(briefing).await?).await
    }

    /// The vocabulary, by slug.
    #[graphql(complexity = "vocabulary_cost(child_complexity)")]
    async fn topics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this part of it.")] scheme: Option<TopicScheme>,
    ) -> Result<Vec<Topic>, ApiError> {
        let vocabulary = vocabulary(ctx).await?;
        let scheme = scheme.map(entity::kind::TopicScheme::from);
        let wanted = vocabulary
            .topics()
            .iter()
            .filter(|topic| scheme.is_none_or(|scheme| topic.scheme == scheme));
        Ok(wanted.map(|topic| Topic::of(&vocabulary, topic)).collect())
    }

    /// A topic; null where it is not there.
    async fn topic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its slug.")] slug: String,
    ) -> Result<Option<Topic>, ApiError> {
        let vocabulary = vocabulary(ctx).await?;
        Ok(vocabulary
            .by_slug(&slug)
            .map(|topic| Topic::of(&vocabulary, topic)))
    }

    /// Figures for a report: how many lessons, from where, when, and what came of them.
    async fn insights(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lessons; all that the viewer may read if left out.")]
        filter: Option<LessonFilter>,
    ) -> Result<Insights, ApiError> {
        Ok(Insights::of(lesson_filter(ctx, filter).await?))
    }
}

impl From<SearchOrder> for search::Order {
    fn from(order: SearchOrder) -> Self {
        match order {
            SearchOrder::Relevance => Self::Relevance,
            SearchOrder::Newest => Self::Newest,
            SearchOrder::Oldest => Self::Oldest,
            SearchOrder::MostReused => Self::MostReused,
        }
    }
}
