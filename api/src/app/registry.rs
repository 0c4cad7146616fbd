//! A steward adds to what all share: cities, organizations, topics.

use entity::{
    city,
    id::{CityId, OrganizationId, TopicId},
    kind::{OrganizationKind, Subject, TopicScheme},
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        error::Error,
        projects::unique,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        contribution::{Field, MOST_HANGING},
        entry::{NewOrganization, NewTopic},
        parse::{country_code, language_tag, short_text, web_address},
        policy::{Action, Resource},
        problem::{Fault, Problems},
        register::key_scheme,
        text_key::{slug, text_key},
    },
};

/// A city to be, or what changes of one. Texts are as they came.
#[derive(Clone, Debug, Default)]
pub struct CityInput {
    /// Its name.
    pub name: Field<String>,
    /// Its country, which never changes.
    pub country: Field<String>,
    /// Its region.
    pub region: Field<String>,
    /// Its key in its country's register, which never changes.
    pub official_key: Field<String>,
    /// How many live there.
    pub population: Field<i32>,
    /// North of the equator, in degrees.
    pub latitude: Field<f64>,
    /// East of Greenwich, in degrees.
    pub longitude: Field<f64>,
    /// Its address.
    pub website: Field<String>,
}

/// An organization to be. Texts are as they came.
#[derive(Clone, Debug)]
pub struct OrganizationInput {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: OrganizationKind,
    /// The city it belongs to.
    pub city: Option<CityId>,
    /// What it is a part of.
    pub parent: Option<OrganizationId>,
    /// Its address.
    pub website: Option<String>,
}

/// A topic to be. Texts are as they came.
#[derive(Clone, Debug)]
pub struct TopicInput {
    /// Which part of the vocabulary.
    pub scheme: TopicScheme,
    /// Part of an address.
    pub slug: String,
    /// Language, label and synonyms.
    pub labels: Vec<(String, String, Vec<String>)>,
    /// The next broader concept.
    pub broader: Option<TopicId>,
}

/// What became of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done<I> {
    /// What.
    pub id: I,
}

impl Session<'_> {
    /// Adds a city.
    pub async fn create_city(
        &self,
        input: CityInput,
        mut problems: Problems,
    ) -> Result<Done<CityId>, Refusal> {
        self.require(Action::ManageCities, Resource::House)?;
        let mut writing = match self.begin("create city").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        writing.lock_names().await?;
        let country = match &input.country {
            Field::Value(code) => problems.take("country", country_code(code)),
            Field::Absent | Field::Null => problems.take("country", Err(Fault::Required)),
        };
        let key = match &input.official_key {
            Field::Value(key) if !key.trim().is_empty() => {
                problems.take("officialKey", short_text(key))
            }
            _ => None,
        };
        let country = country.unwrap_or_default();
        if let Some(key) = &key
            && writing
                .reading_all()
                .city_by_key(&country, key)
                .await?
                .is_some()
        {
            problems.add("officialKey", Fault::Taken);
        }
        let empty = city::Model {
            id: CityId(writing.id()),
            key_scheme: key_scheme(&country).to_owned(),
            country,
            official_key: key,
            name: String::new(),
            name_key: String::new(),
            slug: String::new(),
            region: None,
            population: None,
            latitude: None,
            longitude: None,
            website: None,
            created_at: writing.now(),
            updated_at: writing.now(),
        };
        let row = over(input, empty, &mut problems);
        problems.check()?;
        let slug = writing.free_city_slug(&row.name).await?;
        let row = city::Model { slug, ..row };
        let id = row.id;
        writing.on(Subject::City, id).insert([row]).await?;
        writing.finish(|_| Done { id }).await
    }

    /// Changes a city.
    pub async fn update_city(
        &self,
        id: CityId,
        input: CityInput,
        mut problems: Problems,
    ) -> Result<Done<CityId>, Refusal> {
        self.require(Action::ManageCities, Resource::House)?;
        let mut writing = match self.begin("update city").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let cities = writing.reading_all().cities();
        let before = cities
            .filter(city::Column::Id.eq(id))
            .for_update()
            .one()
            .await?;
        let Some(before) = before else {
            return Err(Refusal::problem("id", Fault::NotFound));
        };
        let row = over(input, before.clone(), &mut problems);
        problems.check()?;
        if row == before {
            return Ok(Done { id });
        }
        let row = city::Model {
            updated_at: writing.now(),
            ..row
        };
        let row = row.into_active_model().reset_all();
        writing.on(Subject::City, id).update(row).await?;
        writing.finish(|_| Done { id }).await
    }

    /// Adds an organization.
    pub async fn add_organization(
        &self,
        input: OrganizationInput,
        mut problems: Problems,
    ) -> Result<Done<OrganizationId>, Refusal> {
        self.require(Action::ManageOrganizations, Resource::House)?;
        let mut writing = match self.begin("create organization").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        writing.lock_names().await?;
        let name = problems
            .take("name", short_text(&input.name))
            .unwrap_or_default();
        let website = input.website.filter(|address| !address.trim().is_empty());
        let website = website.and_then(|it| problems.take("website", web_address(&it)));
        let reading = writing.reading_all();
        let (cities, parents) = (input.city.as_slice(), input.parent.as_slice());
        if reading.cities_by_id(cities).await?.len() < cities.len() {
            problems.add("cityId", Fault::NotFound);
        }
        if reading.organizations_by_id(parents).await?.len() < parents.len() {
            problems.add("parentId", Fault::NotFound);
        }
        problems.check()?;
        let wanted = slug_or(&name, "organization");
        let taken = reading.organization_by_slug(&wanted).await?.is_some();
        let slug = if taken {
            unique(&wanted, writing.id())
        } else {
            wanted
        };
        let new = NewOrganization {
            name,
            slug,
            kind: input.kind,
            city: input.city,
            parent: input.parent,
            website,
        };
        let id = writing.create_organization(new).await?;
        writing.finish(|_| Done { id }).await
    }

    /// Adds a concept to the vocabulary.
    pub async fn add_topic(
        &self,
        input: TopicInput,
        mut problems: Problems,
    ) -> Result<Done<TopicId>, Refusal> {
        self.require(Action::ManageTopics, Resource::House)?;
        let mut writing = match self.begin("create topic").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        writing.lock_names().await?;
        let vocabulary = writing.reading_all().vocabulary().await?;
        if input.slug.is_empty() {
            problems.add("slug", Fault::Required);
        } else if slug(&input.slug) != input.slug || input.slug.len() > 200 {
            problems.add("slug", Fault::Slug);
        } else if vocabulary.by_slug(&input.slug).is_some() {
            problems.add("slug", Fault::Taken);
        }
        if input
            .broader
            .is_some_and(|broader| vocabulary.topic(broader).is_none())
        {
            problems.add("broaderId", Fault::NotFound);
        }
        let labels = labels(input.labels, &mut problems);
        problems.check()?;
        let new = NewTopic {
            scheme: input.scheme,
            slug: input.slug,
            broader: input.broader,
            labels,
        };
        let id = writing.create_topic(new).await?;
        writing.finish(|_| Done { id }).await
    }
}

/// Labels in several languages, one preferred in each.
fn labels(
    labels: Vec<(String, String, Vec<String>)>,
    problems: &mut Problems,
) -> Vec<(String, String, Vec<String>)> {
    if labels.is_empty() {
        problems.add("labels", Fault::Required);
    }
    if labels.len() > MOST_HANGING {
        problems.add("labels", Fault::TooMany(MOST_HANGING));
        return Vec::new();
    }
    let mut languages = std::collections::HashSet::new();
    problems.below("labels", |problems| {
        let labels = labels.into_iter().enumerate();
        let parsed = labels.filter_map(|(index, (language, label, synonyms))| {
            problems.below(index.to_string(), |problems| {
                let language = problems.take("language", language_tag(&language));
                let label = problems.take("label", short_text(&label));
                if synonyms.len() > MOST_HANGING {
                    problems.add("synonyms", Fault::TooMany(MOST_HANGING));
                    return None;
                }
                let synonyms = problems.below("synonyms", |problems| {
                    let synonyms = synonyms.iter().enumerate();
                    let parsed: Vec<_> = synonyms
                        .filter_map(|(at, text)| problems.take(&at.to_string(), short_text(text)))
                        .collect();
                    parsed
                });
                let (language, label) = language.zip(label)?;
                if !languages.insert(language.clone()) {
                    problems.add("language", Fault::Duplicate);
                }
                let mut known = std::collections::HashSet::from([label.clone()]);
                let synonyms = synonyms
                    .into_iter()
                    .filter(|text| known.insert(text.clone()));
                Some((language, label, synonyms.collect()))
            })
        });
        parsed.collect()
    })
}

/// What a city is once an input is laid over what it was.
fn over(input: CityInput, before: city::Model, problems: &mut Problems) -> city::Model {
    let name = match input.name {
        Field::Absent if before.name.is_empty() => problems.take("name", Err(Fault::Required)),
        Field::Absent => None,
        Field::Null => problems.take("name", Err(Fault::Required)),
        Field::Value(name) => problems.take("name", short_text(&name)),
    };
    let name = name.unwrap_or_else(|| before.name.clone());
    let mut text = |field, value: Field<String>, before: &Option<String>, parse: Parse| match value
    {
        Field::Absent => before.clone(),
        Field::Null => None,
        Field::Value(value) if value.trim().is_empty() => None,
        Field::Value(value) => problems.take(field, parse(&value)),
    };
    let region = text("region", input.region, &before.region, short_text);
    let website = text("website", input.website, &before.website, web_address);
    let population = match input.population {
        Field::Absent => before.population,
        Field::Null => None,
        Field::Value(people) => {
            if people < 0 {
                problems.add("population", Fault::Range(0, i32::MAX.into()));
            }
            Some(i64::from(people))
        }
    };
    city::Model {
        name_key: text_key(&name),
        name,
        region,
        website,
        population,
        latitude: degrees("latitude", 90, input.latitude, before.latitude, problems),
        longitude: degrees(
            "longitude",
            180,
            input.longitude,
            before.longitude,
            problems,
        ),
        ..before
    }
}

type Parse = fn(&str) -> Result<String, crate::domain::parse::Wrong>;

fn degrees(
    field: &str,
    most: i32,
    value: Field<f64>,
    before: Option<f64>,
    problems: &mut Problems,
) -> Option<f64> {
    match value {
        Field::Absent => before,
        Field::Null => None,
        Field::Value(degrees) => {
            if degrees.is_nan() || degrees.abs() > f64::from(most) {
                problems.add(field, Fault::Range((-most).into(), most.into()));
            }
            Some(degrees)
        }
    }
}

fn slug_or(name: &str, otherwise: &str) -> String {
    Some(slug(name))
        .filter(|slug| !slug.is_empty())
        .unwrap_or_else(|| otherwise.to_owned())
}

impl Writing<'_> {
    /// Part of an address that no city has yet.
    async fn free_city_slug(&self, name: &str) -> Result<String, Error> {
        let wanted = slug_or(name, "city");
        let taken = self.reading_all().city_by_slug(&wanted).await?.is_some();
        Ok(if taken {
            unique(&wanted, self.id())
        } else {
            wanted
        })
    }
}
