//! The inputs of reading, parsed into what the use cases take.

use async_graphql::{Context, ID, InputObject, OneofObject};
use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

use crate::{
    app::lists::{Cities, CityField, LessonField, Lessons, Organizations, ProjectField, Projects},
    domain::lesson_filter,
    graphql::{
        error::{ApiError, Code},
        global_id::GlobalId,
        types::{
            enums::{
                CityOrderField, LessonKind, LessonOrderField, OrderDirection, OrganizationKind,
                Outcome, ProjectKind, ProjectOrderField, ProjectStatus,
            },
            scalars::{CountryCode, LanguageTag, PartialDate},
            topic::vocabulary,
        },
    },
};

/// How many values a list in a filter holds at most.
pub const MOST_VALUES: usize = 500;

/// What tells one city from all others. Exactly one field.
#[derive(Clone, Debug, OneofObject)]
pub enum CityBy {
    /// Its global id.
    Id(ID),
    /// Its slug.
    Slug(String),
    /// Its official key.
    OfficialKey(OfficialKeyInput),
}

/// A municipality's key in its country's register.
#[derive(Clone, Debug, InputObject)]
pub struct OfficialKeyInput {
    /// The country.
    pub country: CountryCode,
    /// AGS in Germany, GKZ in Austria, BFS number in Switzerland, LAU code elsewhere.
    pub key: String,
}

/// What tells one organization from all others. Exactly one field.
#[derive(Clone, Debug, OneofObject)]
pub enum OrganizationBy {
    /// Its global id.
    Id(ID),
    /// Its slug.
    Slug(String),
}

/// What tells one project from all others. Exactly one field.
#[derive(Clone, Debug, OneofObject)]
pub enum ProjectBy {
    /// Its global id.
    Id(ID),
    /// Its slug.
    Slug(String),
}

/// Which cities. All that is said must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CityFilter {
    /// Whose names contain this, whatever the case and accents.
    pub name: Option<String>,
    /// In any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// In any of these regions, spelt as `City.region` spells them.
    pub regions: Option<Vec<String>>,
    /// With so many inhabitants or more.
    pub population_from: Option<i32>,
    /// With so many inhabitants or fewer.
    pub population_to: Option<i32>,
    /// That have lessons which the viewer may read, or that have none.
    pub with_lessons: Option<bool>,
}

/// Which organizations. All that is said must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct OrganizationFilter {
    /// Whose names contain this, whatever the case and accents.
    pub name: Option<String>,
    /// Of any of these kinds.
    pub kinds: Option<Vec<OrganizationKind>>,
    /// That belong to this city.
    pub city: Option<ID>,
}

/// Which projects. All that is said must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct ProjectFilter {
    /// Of any of these cities.
    pub cities: Option<Vec<ID>>,
    /// Of any of these kinds.
    pub kinds: Option<Vec<ProjectKind>>,
    /// In any of these states.
    pub statuses: Option<Vec<ProjectStatus>>,
    /// About any of these topics, or of a narrower one.
    pub topics: Option<Vec<ID>>,
    /// That are a direct part of this project.
    pub parent: Option<ID>,
}

/// Which lessons. All that is said must hold; within a list any one value will do. Whatever would tell where a lesson comes from leaves anonymous lessons out.
#[derive(Clone, Debug, Default, InputObject)]
pub struct LessonFilter {
    /// Of any of these cities.
    pub cities: Option<Vec<ID>>,
    /// Of cities in any of these countries.
    pub countries: Option<Vec<CountryCode>>,
    /// Of cities in any of these regions, spelt as `City.region` spells them.
    pub regions: Option<Vec<String>>,
    /// Of cities with so many inhabitants or more.
    pub population_from: Option<i32>,
    /// Of cities with so many inhabitants or fewer.
    pub population_to: Option<i32>,
    /// Taught by any of these projects.
    pub projects: Option<Vec<ID>>,
    /// In which any of these organizations takes part.
    pub organizations: Option<Vec<ID>>,
    /// About any of these topics, or of a narrower one.
    pub topics: Option<Vec<ID>>,
    /// Of any of these kinds.
    pub kinds: Option<Vec<LessonKind>>,
    /// With any of these outcomes.
    pub outcomes: Option<Vec<Outcome>>,
    /// In any of these languages; `de` includes `de-AT`.
    pub languages: Option<Vec<LanguageTag>>,
    /// That can have happened on the first day of this date or later.
    pub occurred_from: Option<PartialDate>,
    /// That can have happened on the last day of this date or earlier.
    pub occurred_to: Option<PartialDate>,
    /// Published at this time or later; of anonymous lessons, which tell the day alone, those of its day too.
    pub published_since: Option<DateTime<Utc>>,
    /// That some city has taken up, or that none has.
    pub reused: Option<bool>,
}

/// How cities are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CityOrder {
    /// By what.
    pub field: CityOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// How projects are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ProjectOrder {
    /// By what.
    pub field: ProjectOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// How lessons are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct LessonOrder {
    /// By what.
    pub field: LessonOrderField,
    /// In which direction.
    pub direction: OrderDirection,
}

/// The list of cities that is asked for.
pub fn city_list(filter: Option<CityFilter>, order: Option<CityOrder>) -> Result<Cities, ApiError> {
    let filter = filter.unwrap_or_default();
    let field = match order.map(|order| order.field) {
        None | Some(CityOrderField::Name) => CityField::Name,
        Some(CityOrderField::Population) => CityField::Population,
        Some(CityOrderField::LessonCount) => CityField::LessonCount,
    };
    Ok(Cities {
        name: filter.name.map(|name| plain("name", name)).transpose()?,
        countries: codes(filter.countries)?,
        regions: plain_texts("regions", filter.regions)?,
        population_from: filter.population_from.map(i64::from),
        population_to: filter.population_to.map(i64::from),
        with_lessons: filter.with_lessons,
        field,
        descending: order.is_some_and(|order| order.direction == OrderDirection::Desc),
    })
}

/// The list of organizations that is asked for.
pub fn organization_list(filter: Option<OrganizationFilter>) -> Result<Organizations, ApiError> {
    let filter = filter.unwrap_or_default();
    Ok(Organizations {
        name: filter.name.map(|name| plain("name", name)).transpose()?,
        kinds: bounded("kinds", filter.kinds)?.map(converted),
        city: filter.city.as_ref().map(GlobalId::parse).transpose()?,
    })
}

/// The list of projects that is asked for.
pub async fn project_list(
    ctx: &Context<'_>,
    filter: Option<ProjectFilter>,
    order: Option<ProjectOrder>,
    default: (ProjectField, bool),
) -> Result<Projects, ApiError> {
    let filter = filter.unwrap_or_default();
    let (field, descending) = order.map_or(default, |order| {
        let field = match order.field {
            ProjectOrderField::Title => ProjectField::Title,
            ProjectOrderField::StartedOn => ProjectField::StartedOn,
            ProjectOrderField::UpdatedAt => ProjectField::UpdatedAt,
            ProjectOrderField::Priority => ProjectField::Priority,
        };
        (field, order.direction == OrderDirection::Desc)
    });
    Ok(Projects {
        cities: ids("cities", filter.cities)?,
        kinds: bounded("kinds", filter.kinds)?.map(converted),
        statuses: bounded("statuses", filter.statuses)?.map(converted),
        topics: with_narrower(ctx, filter.topics).await?,
        parent: filter.parent.as_ref().map(GlobalId::parse).transpose()?,
        field,
        descending,
    })
}

/// The list of lessons that is asked for.
pub async fn lesson_list(
    ctx: &Context<'_>,
    filter: Option<LessonFilter>,
    order: Option<LessonOrder>,
    default: (LessonField, bool),
) -> Result<Lessons, ApiError> {
    let (field, descending) = order.map_or(default, |order| {
        let field = match order.field {
            LessonOrderField::PublishedAt => LessonField::PublishedAt,
            LessonOrderField::OccurredOn => LessonField::OccurredOn,
            LessonOrderField::UpdatedAt => LessonField::UpdatedAt,
            LessonOrderField::Title => LessonField::Title,
            LessonOrderField::ReuseCount => LessonField::ReuseCount,
        };
        (field, order.direction == OrderDirection::Desc)
    });
    Ok(Lessons {
        filter: lesson_filter(ctx, filter).await?,
        attributed: false,
        own: None,
        field,
        descending,
    })
}

/// The parsed filter, with the topics narrower than those that are named.
pub async fn lesson_filter(
    ctx: &Context<'_>,
    filter: Option<LessonFilter>,
) -> Result<lesson_filter::LessonFilter, ApiError> {
    widened(ctx, filter_as_said(filter)?).await
}

/// A filter with the topics narrower than those it names.
pub async fn widened(
    ctx: &Context<'_>,
    filter: lesson_filter::LessonFilter,
) -> Result<lesson_filter::LessonFilter, ApiError> {
    if filter.topics.is_none() {
        return Ok(filter);
    }
    Ok(vocabulary(ctx).await?.widened(filter))
}

/// The parsed filter, with the topics that are named and no others.
pub fn filter_as_said(
    filter: Option<LessonFilter>,
) -> Result<lesson_filter::LessonFilter, ApiError> {
    let filter = filter.unwrap_or_default();
    let day = |argument, date: Option<PartialDate>, first| {
        date.map(|date| known_day(argument, &date, first))
            .transpose()
    };
    Ok(lesson_filter::LessonFilter {
        cities: ids("cities", filter.cities)?,
        countries: codes(filter.countries)?,
        regions: plain_texts("regions", filter.regions)?,
        population_from: filter.population_from.map(i64::from),
        population_to: filter.population_to.map(i64::from),
        projects: ids("projects", filter.projects)?,
        organizations: ids("organizations", filter.organizations)?,
        topics: ids("topics", filter.topics)?,
        kinds: bounded("kinds", filter.kinds)?.map(converted),
        outcomes: bounded("outcomes", filter.outcomes)?.map(converted),
        languages: tags(filter.languages)?,
        occurred_from: day("occurredFrom", filter.occurred_from, true)?,
        occurred_to: day("occurredTo", filter.occurred_to, false)?,
        published_since: filter
            .published_since
            .map(|time| known_time("publishedSince", time))
            .transpose()?,
        reused: filter.reused,
    })
}

fn known_day(argument: &str, date: &PartialDate, first: bool) -> Result<NaiveDate, ApiError> {
    let span = date.parse(argument)?.span().ok_or_else(|| {
        ApiError::new(
            Code::InvalidArgument,
            format!("{argument} must be a date of a known year"),
        )
    })?;
    Ok(if first { span.0 } else { span.1 })
}

/// A time that both databases can hold and compare.
pub fn known_time(argument: &str, time: DateTime<Utc>) -> Result<DateTime<Utc>, ApiError> {
    if (0..=9999).contains(&time.year()) {
        Ok(time)
    } else {
        let message = format!("{argument} must be a time of the years 0 to 9999");
        Err(ApiError::new(Code::InvalidArgument, message))
    }
}

async fn with_narrower(
    ctx: &Context<'_>,
    topics: Option<Vec<ID>>,
) -> Result<Option<Vec<entity::id::TopicId>>, ApiError> {
    let Some(topics) = ids("topics", topics)? else {
        return Ok(None);
    };
    Ok(Some(vocabulary(ctx).await?.with_narrower(topics)))
}

fn ids<I: GlobalId>(argument: &str, ids: Option<Vec<ID>>) -> Result<Option<Vec<I>>, ApiError> {
    let ids = bounded(argument, ids)?;
    ids.map(|ids| ids.iter().map(I::parse).collect())
        .transpose()
}

/// A text to look up in the database, which takes no NUL.
pub fn plain(argument: &str, text: String) -> Result<String, ApiError> {
    if text.contains('\0') {
        let message = format!("{argument} must not contain control characters");
        return Err(ApiError::new(Code::InvalidArgument, message));
    }
    Ok(text)
}

fn plain_texts(
    argument: &str,
    texts: Option<Vec<String>>,
) -> Result<Option<Vec<String>>, ApiError> {
    let texts = bounded(argument, texts)?.map(|texts| {
        texts
            .into_iter()
            .map(|text| plain(argument, text))
            .collect()
    });
    texts.transpose()
}

fn bounded<T>(argument: &str, values: Option<Vec<T>>) -> Result<Option<Vec<T>>, ApiError> {
    if values
        .as_ref()
        .is_some_and(|values| values.len() > MOST_VALUES)
    {
        let message = format!("{argument} must not hold more than {MOST_VALUES} values");
        return Err(ApiError::new(Code::InvalidArgument, message));
    }
    Ok(values)
}

fn tags(tags: Option<Vec<LanguageTag>>) -> Result<Option<Vec<String>>, ApiError> {
    let tags = bounded("languages", tags)?;
    let tags = tags.map(|tags| tags.iter().map(|tag| tag.parse("languages")).collect());
    tags.transpose()
}

fn codes(codes: Option<Vec<CountryCode>>) -> Result<Option<Vec<String>>, ApiError> {
    let codes = bounded("countries", codes)?;
    let codes = codes.map(|codes| codes.iter().map(|code| code.parse("countries")).collect());
    codes.transpose()
}

fn converted<A: Into<B>, B>(values: Vec<A>) -> Vec<B> {
    values.into_iter().map(Into::into).collect()
}
