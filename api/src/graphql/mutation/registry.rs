//! What stewards do: cities, organizations, topics, and erasing a person.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::id::CityId;

use super::{
    ids::{given, key, key_if, plain},
    problems::{UserError, apart},
};
use crate::{
    app::registry::{CityInput, OrganizationInput, TopicInput},
    domain::{contribution::Field, problem::Problems},
    graphql::{
        error::ApiError,
        loaders::load,
        types::{
            city::City,
            connection::{int, session},
            enums::{OrganizationKind, TopicScheme},
            organization::Organization,
            scalars::{CountryCode, LanguageTag, Url},
            topic::{Topic, vocabulary},
        },
    },
};

/// A city to be.
#[derive(Clone, Debug, InputObject)]
pub struct CreateCityInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// Its name, 200 characters at most.
    name: String,
    /// Its country, which never changes.
    country: CountryCode,
    /// Its region, spelt as other cities of the country spell theirs.
    region: Option<String>,
    /// Its key in its country's register (AGS, GKZ, BFS number, LAU code), which never changes.
    official_key: Option<String>,
    /// How many people live there.
    population: Option<i32>,
    /// North of the equator, in degrees.
    latitude: Option<f64>,
    /// East of Greenwich, in degrees.
    longitude: Option<f64>,
    /// Its address.
    website: Option<Url>,
}

/// A change of a city. What is left out stays; null clears.
#[derive(Clone, Debug, InputObject)]
pub struct UpdateCityInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The city.
    id: ID,
    /// Its name, 200 characters at most.
    name: MaybeUndefined<String>,
    /// Its region, spelt as other cities of the country spell theirs.
    region: MaybeUndefined<String>,
    /// How many people live there.
    population: MaybeUndefined<i32>,
    /// North of the equator, in degrees.
    latitude: MaybeUndefined<f64>,
    /// East of Greenwich, in degrees.
    longitude: MaybeUndefined<f64>,
    /// Its address.
    website: MaybeUndefined<Url>,
}

/// An organization to be.
#[derive(Clone, Debug, InputObject)]
pub struct CreateOrganizationInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// Its name, 200 characters at most.
    name: String,
    /// What it is.
    kind: OrganizationKind,
    /// The city it belongs to.
    city_id: Option<ID>,
    /// What it is a part of.
    parent_id: Option<ID>,
    /// Its address.
    website: Option<Url>,
}

/// What a topic is called in a language.
#[derive(Clone, Debug, InputObject)]
pub struct LabelInput {
    /// The language.
    language: LanguageTag,
    /// The label, 200 characters at most.
    label: String,
    /// What else it is called: synonyms and abbreviations; 100 at most.
    synonyms: Option<Vec<String>>,
}

/// A topic to be.
#[derive(Clone, Debug, InputObject)]
pub struct CreateTopicInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// Which part of the vocabulary.
    scheme: TopicScheme,
    /// Its name as part of an address: a to z, 0 to 9 and single hyphens.
    slug: String,
    /// What it is called, once in each language; 100 at most.
    labels: Vec<LabelInput>,
    /// The next broader topic.
    broader_id: Option<ID>,
}

/// A person to forget.
#[derive(Clone, Debug, InputObject)]
pub struct ErasePersonInput {
    /// Comes back in the payload.
    client_mutation_id: Option<String>,
    /// The whole name, as it stands in entries; case and accents make no difference.
    name: String,
    /// Why, for the audit trail. It must not repeat the name.
    reason: String,
}

/// What became of a city.
#[derive(Clone, Debug, SimpleObject)]
pub struct CityPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The city; null where nothing was done.
    city: Option<City>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What became of an organization.
#[derive(Clone, Debug, SimpleObject)]
pub struct OrganizationPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The organization; null where nothing was done.
    organization: Option<Organization>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What became of a topic.
#[derive(Clone, SimpleObject)]
pub struct TopicPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// The topic; null where nothing was done.
    topic: Option<Topic>,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// What was erased.
#[derive(Clone, Debug, SimpleObject)]
pub struct ErasePersonPayload {
    /// What was sent.
    client_mutation_id: Option<String>,
    /// In how many participations and statements the name stood, those of earlier versions and of proposals included.
    erased: i32,
    /// What a form can mend; empty where all went well.
    user_errors: Vec<UserError>,
}

/// The mutations of stewards.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegistryMutation;

#[Object]
impl RegistryMutation {
    /// Adds a city. Only stewards may.
    async fn create_city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The city.")] input: CreateCityInput,
    ) -> Result<CityPayload, ApiError> {
        let said = |text: Option<String>| text.map_or(Field::Null, Field::Value);
        let city = CityInput {
            name: Field::Value(input.name),
            country: Field::Value(input.country.0),
            region: said(input.region),
            official_key: said(input.official_key),
            population: input.population.map_or(Field::Null, Field::Value),
            latitude: input.latitude.map_or(Field::Null, Field::Value),
            longitude: input.longitude.map_or(Field::Null, Field::Value),
            website: said(input.website.map(|url| url.0)),
        };
        let done = session(ctx).create_city(city, Problems::default()).await;
        let (done, user_errors) = apart(ctx, done)?;
        Ok(CityPayload {
            client_mutation_id: input.client_mutation_id,
            city: city_of(ctx, done.map(|done| done.id)).await?,
            user_errors,
        })
    }

    /// Changes a city. Only stewards may.
    async fn update_city(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateCityInput,
    ) -> Result<CityPayload, ApiError> {
        let mut problems = Problems::default();
        let city = CityInput {
            name: plain(input.name),
            country: Field::Absent,
            region: plain(input.region),
            official_key: Field::Absent,
            population: plain(input.population),
            latitude: plain(input.latitude),
            longitude: plain(input.longitude),
            website: given(input.website, |url| url.0),
        };
        let done = match key(&mut problems, "id", &input.id) {
            Some(id) => session(ctx).update_city(id, city, problems).await,
            None => Err(problems.into_vec().into()),
        };
        let (done, user_errors) = apart(ctx, done)?;
        Ok(CityPayload {
            client_mutation_id: input.client_mutation_id,
            city: city_of(ctx, done.map(|done| done.id)).await?,
            user_errors,
        })
    }

    /// Adds an organization. Only stewards may.
    async fn create_organization(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The organization.")] input: CreateOrganizationInput,
    ) -> Result<OrganizationPayload, ApiError> {
        let mut problems = Problems::default();
        let organization = OrganizationInput {
            name: input.name,
            kind: input.kind.into(),
            city: key_if(&mut problems, "cityId", input.city_id.as_ref()),
            parent: key_if(&mut problems, "parentId", input.parent_id.as_ref()),
            website: input.website.map(|url| url.0),
        };
        let done = session(ctx).add_organization(organization, problems).await;
        let (done, user_errors) = apart(ctx, done)?;
        let organization = match done {
            Some(done) => load(ctx, done.id).await?.map(Organization::from),
            None => None,
        };
        Ok(OrganizationPayload {
            client_mutation_id: input.client_mutation_id,
            organization,
            user_errors,
        })
    }

    /// Adds a topic to the vocabulary. Only stewards may.
    async fn create_topic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The topic.")] input: CreateTopicInput,
    ) -> Result<TopicPayload, ApiError> {
        let mut problems = Problems::default();
        let labels = input.labels.into_iter();
        let topic = TopicInput {
            scheme: input.scheme.into(),
            slug: input.slug,
            labels: labels
                .map(|it| (it.language.0, it.label, it.synonyms.unwrap_or_default()))
                .collect(),
            broader: key_if(&mut problems, "broaderId", input.broader_id.as_ref()),
        };
        let done = session(ctx).add_topic(topic, problems).await;
        let (done, user_errors) = apart(ctx, done)?;
        let topic = match done {
            Some(done) => Topic::new(&vocabulary(ctx).await?, done.id),
            None => None,
        };
        Ok(TopicPayload {
            client_mutation_id: input.client_mutation_id,
            topic,
            user_errors,
        })
    }

    /// Empties a person's name in participations, statements, versions and proposals. Only stewards may. That it happened is kept, not whom it was about.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The person.")] input: ErasePersonInput,
    ) -> Result<ErasePersonPayload, ApiError> {
        let done = session(ctx).erase_person(&input.name, &input.reason).await;
        let (done, user_errors) = apart(ctx, done)?;
        Ok(ErasePersonPayload {
            client_mutation_id: input.client_mutation_id,
            erased: int(done.map_or(0, |done| done.count)),
            user_errors,
        })
    }
}

async fn city_of(ctx: &Context<'_>, id: Option<CityId>) -> Result<Option<City>, ApiError> {
    match id {
        Some(id) => Ok(load(ctx, id).await?.map(City::from)),
        None => Ok(None),
    }
}
