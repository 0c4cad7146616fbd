//! What people call things in files, resolved: read once for a whole file. Whether a thing is still
//! there is asked again by the transaction that refers to it.

use std::collections::{BTreeSet, HashMap};

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId, TopicId},
    organization, project,
};
use sea_orm::{DbErr, QuerySelect as _};

use super::refused::RowProblem;
use crate::{app::reading::Reading, domain::text_key::text_key};

/// Reads the ids that clients see, which belong to the API.
#[derive(Clone, Copy, Debug)]
pub struct GlobalIds {
    /// A city's.
    pub city: fn(&str) -> Option<CityId>,
    /// A lesson's.
    pub lesson: fn(&str) -> Option<LessonId>,
}

/// What people call cities, projects, organizations and topics.
#[derive(Debug)]
pub(super) struct Names {
    ids: GlobalIds,
    cities: HashMap<String, CityId>,
    projects: HashMap<String, ProjectId>,
    organizations: HashMap<String, OrganizationId>,
    topics: HashMap<String, TopicId>,
    /// Topics by their folded labels: those that are called so, and those that may be.
    labels: HashMap<String, (BTreeSet<TopicId>, BTreeSet<TopicId>)>,
}

impl Names {
    /// The names that are within reach.
    pub(super) async fn of(reading: Reading<'_>, ids: GlobalIds) -> Result<Self, DbErr> {
        let projects: Vec<(String, ProjectId)> = reading
            .projects()
            .with(|select| {
                let select = select.select_only().column(project::Column::Slug);
                select.column(project::Column::Id)
            })
            .tuples()
            .await?;
        let organizations: Vec<(String, OrganizationId)> = reading
            .organizations()
            .with(|select| {
                let select = select.select_only().column(organization::Column::Slug);
                select.column(organization::Column::Id)
            })
            .tuples()
            .await?;
        let vocabulary = reading.vocabulary().await?;
        let mut labels = HashMap::<_, (BTreeSet<_>, BTreeSet<_>)>::new();
        for topic in vocabulary.topics() {
            for label in vocabulary.labels(topic.id) {
                let (called, may_be) = labels.entry(label.label_key.clone()).or_default();
                may_be.insert(topic.id);
                called.extend(label.preferred.then_some(topic.id));
            }
        }
        let topics = vocabulary.topics().iter();
        Ok(Self {
            ids,
            cities: cities(reading).await?,
            projects: projects.into_iter().collect(),
            organizations: organizations.into_iter().collect(),
            topics: topics.map(|it| (it.slug.clone(), it.id)).collect(),
            labels,
        })
    }

    /// A city by country and official key, by slug or by global id.
    pub(super) fn city(&self, field: &str, name: &str) -> Result<CityId, RowProblem> {
        let found = self.cities.get(name.trim()).copied();
        let found = found.or_else(|| (self.ids.city)(name));
        found.ok_or_else(|| RowProblem::unknown(field, "city", name))
    }

    /// A lesson by its global id; whether it is there is seen later.
    pub(super) fn lesson(&self, field: &str, id: &str) -> Result<LessonId, RowProblem> {
        let wrong = || RowProblem::invalid(field, "This is not the id of a lesson.");
        (self.ids.lesson)(id).ok_or_else(wrong)
    }

    /// A project by its slug.
    pub(super) fn project(&self, field: &str, slug: &str) -> Result<ProjectId, RowProblem> {
        let found = self.projects.get(slug.trim()).copied();
        found.ok_or_else(|| RowProblem::unknown(field, "project", slug))
    }

    /// An organization by its slug.
    pub(super) fn organization(
        &self,
        field: &str,
        slug: &str,
    ) -> Result<OrganizationId, RowProblem> {
        let found = self.organizations.get(slug.trim()).copied();
        found.ok_or_else(|| RowProblem::unknown(field, "organization", slug))
    }

    /// A topic by its slug, by what it is called, or by a synonym that no other has.
    pub(super) fn topic(&self, field: &str, name: &str) -> Result<TopicId, RowProblem> {
        if let Some(id) = self.topics.get(name.trim()) {
            return Ok(*id);
        }
        let Some((called, may_be)) = self.labels.get(&text_key(name)) else {
            return Err(RowProblem::unknown(field, "topic", name));
        };
        for topics in [called, may_be] {
            if let (Some(id), 1) = (topics.first(), topics.len()) {
                return Ok(*id);
            }
        }
        let message = format!("Several topics are called {name:?}; name one by its slug.");
        Err(RowProblem::invalid(field, message))
    }
}

async fn cities(reading: Reading<'_>) -> Result<HashMap<String, CityId>, DbErr> {
    let rows: Vec<(CityId, String, Option<String>, String)> = reading
        .cities()
        .with(|select| {
            select.select_only().columns([
                city::Column::Id,
                city::Column::Country,
                city::Column::OfficialKey,
                city::Column::Slug,
            ])
        })
        .tuples()
        .await?;
    let mut names = HashMap::with_capacity(2 * rows.len());
    for (id, country, key, slug) in rows {
        names.insert(slug, id);
        names.extend(key.map(|key| (format!("{country}:{key}"), id)));
    }
    Ok(names)
}
