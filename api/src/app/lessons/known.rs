//! What contributions refer to, looked up for all of them at once: hundreds of them ask the
//! database no oftener than one.

use std::collections::{BTreeSet, HashMap, HashSet};

use entity::{
    city,
    id::{CityId, OrganizationId, ProjectId, TopicId},
    project,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _};

use super::{Current, contribute::Contribution};
use crate::{
    app::{
        error::Error, follow::chunks, lookups::Entry, page::padded, refusal::Refusal,
        session::Session, writing::Writing,
    },
    domain::{
        actor::Rights,
        contribution::{Field, LessonInput},
        entry::{LessonContent, NewParticipation},
        problem::{Fault, Problems, Unfitting},
    },
};

/// What is referred to, in an order in which any two transactions ask for it alike.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Cities that nobody else may put a lesson into meanwhile.
    kept_cities: BTreeSet<CityId>,
    cities: BTreeSet<CityId>,
    projects: BTreeSet<ProjectId>,
    topics: BTreeSet<TopicId>,
    organizations: BTreeSet<OrganizationId>,
}

/// What of it is there, and within reach.
#[derive(Debug, Default)]
pub(super) struct Known {
    cities: HashSet<CityId>,
    projects: HashMap<ProjectId, project::Model>,
    participants: HashMap<ProjectId, Vec<OrganizationId>>,
    topics: HashSet<TopicId>,
    organizations: HashSet<OrganizationId>,
}

impl References {
    /// What these refer to. A city that is sent with the contributor's own id is kept, so that no
    /// one else makes the same lesson meanwhile.
    pub(super) fn of(contributions: &[Contribution]) -> Self {
        let mut references = Self::default();
        for contribution in contributions {
            match &contribution.external_id {
                Some(_) => references.kept_cities.extend(contribution.city),
                None => references.cities.extend(contribution.city),
            }
            references.add_input(&contribution.lesson);
        }
        references
    }

    fn add_input(&mut self, lesson: &LessonInput) {
        if let Field::Value(project) = &lesson.project {
            self.projects.insert(*project);
        }
        if let Field::Value(topics) = &lesson.topics {
            self.topics.extend(topics);
        }
        if let Field::Value(participations) = &lesson.participations {
            let named = participations.iter().filter_map(|it| it.organization);
            self.organizations.extend(named);
        }
    }

    fn add_content(&mut self, content: &LessonContent) {
        self.projects.extend(content.project);
        self.topics.extend(&content.topics);
        self.organizations.extend(content.organizations());
    }
}

impl Session<'_> {
    /// What of it is there, and within reach.
    pub(super) async fn known(
        &self,
        writing: &Writing<'_>,
        references: References,
    ) -> Result<Known, Error> {
        let mut known = Known::default();
        for ids in chunks(&Vec::from_iter(references.kept_cities)) {
            let these = writing.reading_all().cities();
            let these = these.filter(city::Column::Id.is_in(padded(ids)));
            let in_order = these.with(|select| select.order_by_asc(city::Column::Id));
            let kept = in_order.for_update().all().await?;
            known.cities.extend(kept.into_iter().map(|city| city.id));
        }
        for ids in chunks(&Vec::from_iter(references.cities)) {
            let found = writing.reading_all().cities_by_id(ids).await?;
            known.cities.extend(found.into_keys());
        }
        for ids in chunks(&Vec::from_iter(references.topics)) {
            known.topics.extend(writing.known_topics(ids).await?);
        }
        // Whoever takes part for an organization is among those who take part.
        let own = self.actor().rights().into_iter();
        let own = own.flat_map(Rights::organizations).map(|(id, _)| id);
        let organizations: BTreeSet<_> = own.chain(references.organizations).collect();
        for ids in chunks(&Vec::from_iter(organizations)) {
            let found = writing.reading_all().organizations_by_id(ids).await?;
            known.organizations.extend(found.into_keys());
        }
        for ids in chunks(&Vec::from_iter(references.projects)) {
            let found = writing.reading(self.reach()).projects_by_id(ids).await?;
            known.projects.extend(found);
            known
                .participants
                .extend(self.participants_of(writing, ids).await?);
        }
        Ok(known)
    }

    /// The organizations that take part in projects which the actor may read.
    async fn participants_of(
        &self,
        writing: &Writing<'_>,
        projects: &[ProjectId],
    ) -> Result<HashMap<ProjectId, Vec<OrganizationId>>, Error> {
        let entries: Vec<_> = projects.iter().copied().map(Entry::Project).collect();
        let reading = writing.reading(self.reach());
        let rows = reading.participations_of(&entries).await?;
        let rows = rows.into_values().flatten();
        let mut participants = HashMap::<_, Vec<_>>::new();
        for (project, organization) in rows.filter_map(|it| it.project_id.zip(it.organization_id)) {
            participants.entry(project).or_default().push(organization);
        }
        Ok(participants)
    }

    /// That whatever the content newly refers to is there.
    pub(super) async fn check_references(
        &self,
        writing: &Writing<'_>,
        before: &Current,
        content: &LessonContent,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        let mut references = References::default();
        references.add_content(content);
        let known = self.known(writing, references).await?;
        let city = before.row.city_id;
        known.check(city, Some(&before.content), content, problems);
        Ok(())
    }
}

impl Known {
    /// Whether there is such a city.
    pub(super) fn has_city(&self, city: CityId) -> bool {
        self.cities.contains(&city)
    }

    /// The organizations that take part in a project of this city which the actor may read.
    pub(super) fn participants(
        &self,
        project: Option<ProjectId>,
        city: CityId,
    ) -> &[OrganizationId] {
        let here = |project: &ProjectId| {
            let project = self.projects.get(project);
            project.is_some_and(|project| project.city_id == Some(city))
        };
        let participants = project
            .filter(here)
            .and_then(|project| self.participants.get(&project));
        participants.map_or(&[], Vec::as_slice)
    }

    /// That whatever a lesson of this city newly refers to is there.
    pub(super) fn check(
        &self,
        city: CityId,
        before: Option<&LessonContent>,
        content: &LessonContent,
        problems: &mut Problems,
    ) {
        let new_project = content
            .project
            .filter(|id| before.is_none_or(|before| before.project != Some(*id)));
        match new_project.map(|id| self.projects.get(&id)) {
            Some(None) => problems.add("projectId", Fault::NotFound),
            Some(Some(project)) if project.city_id.is_some_and(|its| its != city) => {
                let fault = Fault::Unfitting(Unfitting::ProjectOfAnotherCity);
                problems.add("projectId", fault);
            }
            Some(Some(_)) | None => {}
        }
        if before.is_none_or(|before| before.topics != content.topics) {
            missing_topics(&self.topics, &content.topics, problems);
        }
        if before.is_none_or(|before| before.participations != content.participations) {
            missing_organizations(&self.organizations, &content.participations, problems);
        }
    }
}

/// That topics are there.
pub(in crate::app) async fn check_topics(
    writing: &Writing<'_>,
    topics: &[TopicId],
    problems: &mut Problems,
) -> Result<(), Refusal> {
    if !topics.is_empty() {
        missing_topics(&writing.known_topics(topics).await?, topics, problems);
    }
    Ok(())
}

/// That organizations are there.
pub(in crate::app) async fn check_organizations(
    writing: &Writing<'_>,
    participations: &[NewParticipation],
    problems: &mut Problems,
) -> Result<(), Refusal> {
    let ids = crate::domain::entry::organizations(participations);
    if !ids.is_empty() {
        let found = writing.reading_all().organizations_by_id(&ids).await?;
        missing_organizations(&found.into_keys().collect(), participations, problems);
    }
    Ok(())
}

fn missing_topics(known: &HashSet<TopicId>, topics: &[TopicId], problems: &mut Problems) {
    problems.below("topicIds", |problems| {
        for (index, topic) in topics.iter().enumerate() {
            if !known.contains(topic) {
                problems.add(&index.to_string(), Fault::NotFound);
            }
        }
    });
}

fn missing_organizations(
    known: &HashSet<OrganizationId>,
    participations: &[NewParticipation],
    problems: &mut Problems,
) {
    let missing = |id: &OrganizationId| !known.contains(id);
    problems.below("participations", |problems| {
        for (index, part) in participations.iter().enumerate() {
            if part.organization.as_ref().is_some_and(missing) {
                problems.below(index.to_string(), |problems| {
                    problems.add("organizationId", Fault::NotFound);
                });
            }
        }
    });
}
