//! A city contributes a lesson: a draft, or one that is submitted at once.

use entity::{
    city,
    id::{CityId, LessonId, OrganizationId, ProjectId},
    kind::{EntryStatus, ParticipationRole},
    lesson, project,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _};

use super::{Current, LessonDone, Version};
use crate::{
    app::{
        lookups::Entry,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        actor::Rights,
        contribution::LessonInput,
        entry::{LessonContent, NewLesson, NewParticipation},
        parse::short_text,
        policy::{Action, Resource},
        problem::{Fault, Problem, Problems, Unfitting},
    },
};

/// What someone contributes.
#[derive(Clone, Debug, Default)]
pub struct Contribution {
    /// The city; nothing where the id that was sent is none, which then is among the problems.
    pub city: Option<CityId>,
    /// The contributor's own id, as it came.
    pub external_id: Option<String>,
    /// What the lesson says.
    pub lesson: LessonInput,
    /// Whether it is submitted for review at once.
    pub submit: bool,
    /// Whether it is published without review, which only stewards may.
    pub publish: bool,
    /// What is already known to be wrong.
    pub problems: Problems,
}

/// What someone is told of one lesson in many that they may not contribute.
const NOT_YOURS: Fault = Fault::Unfitting(Unfitting::NotYourCity);

/// How the revision of a lesson that was published at once says so.
const PUBLISHED_AT_ONCE: &str = "published without review by a second person";

impl Session<'_> {
    /// Drafts a lesson, or changes the one that has the contributor's own id.
    pub async fn contribute_lesson(
        &self,
        contribution: Contribution,
    ) -> Result<LessonDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("contribute lesson").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let done = self.contribute(&mut writing, contribution).await?;
        writing.finish(|change| done.at(change)).await
    }

    /// Drafts or changes several, in order; each succeeds or fails alone. The outcome of each, and
    /// the place of the last change in the feed.
    pub async fn contribute_lessons(
        &self,
        contributions: Vec<Contribution>,
    ) -> Result<(Vec<Result<LessonDone, Vec<Problem>>>, Option<i64>), Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("contribute lessons").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        if contributions
            .iter()
            .any(|contribution| contribution.publish)
        {
            self.require(Action::PublishAtOnce, place(None, &[]))?;
        }
        writing.lock_cities(&contributions).await?;
        let mut outcomes = Vec::with_capacity(contributions.len());
        for contribution in contributions {
            outcomes.push(match self.contribute(&mut writing, contribution).await {
                Ok(done) => Ok(done),
                Err(Refusal::Problems(problems)) => Err(problems),
                Err(Refusal::Forbidden) => Err(vec![Problem::of("cityId", NOT_YOURS)]),
                Err(other) => return Err(other),
            });
        }
        let finished = writing.finish(|change| {
            let outcomes = outcomes
                .into_iter()
                .map(|outcome| outcome.map(|done| done.at(change)));
            (outcomes.collect::<Vec<_>>(), change)
        });
        finished.await
    }

    /// All of one contribution but its commit. Nothing is written before all is known to be well.
    pub(in crate::app) async fn contribute(
        &self,
        writing: &mut Writing<'_>,
        contribution: Contribution,
    ) -> Result<LessonDone, Refusal> {
        let Contribution {
            city,
            external_id,
            lesson,
            submit,
            publish,
            mut problems,
        } = contribution;
        let external_id = external_id.and_then(|id| problems.take("externalId", short_text(&id)));
        let Some(city) = city.filter(|_| problems.is_none()) else {
            // The content is looked at too, so that all that is wrong is told at once.
            let _ = lesson.over(LessonContent::default(), &mut problems);
            return Err(problems.into_vec().into());
        };
        if publish {
            self.require(Action::PublishAtOnce, place(Some(city), &[]))?;
        }
        let known = match &external_id {
            Some(id) => self.known(writing, city, id).await?,
            None => None,
        };
        if let Some(current) = known {
            return self
                .contribute_again(writing, &current, lesson, submit, publish)
                .await;
        }
        let mut content = lesson.over(LessonContent::default(), &mut problems);
        self.check_place(writing, city, &mut content, &mut problems)
            .await?;
        self.check_references(writing, Some(city), None, &content, &mut problems)
            .await?;
        problems.check()?;
        let new = NewLesson {
            city,
            external_id,
            content,
        };
        let id = writing
            .insert_lesson(new, first(writing, submit, publish))
            .await?;
        Ok(LessonDone::of(id))
    }

    /// The lesson of this city with the contributor's own id. The city is kept until the
    /// transaction ends, so that no one else makes the same lesson meanwhile.
    async fn known(
        &self,
        writing: &Writing<'_>,
        city: CityId,
        external_id: &str,
    ) -> Result<Option<Current>, Refusal> {
        let reading = writing.reading_all();
        let of_id = city::Column::Id.eq(city);
        if reading
            .cities()
            .filter(of_id)
            .for_update()
            .one()
            .await?
            .is_none()
        {
            return Err(Refusal::problem("cityId", Fault::NotFound));
        }
        let same = reading
            .lessons()
            .filter(lesson::Column::CityId.eq(city))
            .filter(lesson::Column::ExternalId.eq(external_id));
        let Some(row) = same.for_update().one().await? else {
            return Ok(None);
        };
        let current = writing.current(row).await?;
        // Whoever does not work on it may not learn that the id is taken, which would tell the city
        // of an anonymous lesson: they are told what they would be told of a free id.
        let known = current.with_facts(|it| self.may(Action::ReadHistory, Resource::Entry(it)));
        match known {
            Ok(()) => Ok(Some(current)),
            Err(_) => Err(Refusal::Forbidden),
        }
    }

    /// The same external id again: what was sent is laid over what is there.
    async fn contribute_again(
        &self,
        writing: &mut Writing<'_>,
        current: &Current,
        lesson: LessonInput,
        submit: bool,
        publish: bool,
    ) -> Result<LessonDone, Refusal> {
        self.check_origin(current, &lesson)?;
        let mut problems = Problems::default();
        let content = lesson.over(current.content.clone(), &mut problems);
        let submits = submit && current.row.status == EntryStatus::Draft;
        let publishes = publish
            && matches!(
                current.row.status,
                EntryStatus::Draft | EntryStatus::InReview
            );
        if content == current.content && !submits && !publishes {
            problems.check()?;
            return Ok(current.done(None));
        }
        let city = Some(current.row.city_id);
        self.check_references(writing, city, Some(current), &content, &mut problems)
            .await?;
        problems.check()?;
        if publishes {
            let version = first(writing, false, true);
            writing.save_lesson(current, &content, version).await?;
            return Ok(current.done(None));
        }
        if submits {
            let verdict = current.with_facts(|it| self.may(Action::Submit, Resource::Entry(it)));
            verdict.map_err(|denial| Refusal::denied(denial, "externalId"))?;
            let version = first(writing, true, false);
            writing.save_lesson(current, &content, version).await?;
            return Ok(current.done(None));
        }
        self.change(writing, current, content, None, "externalId")
            .await
    }

    /// That the actor may contribute here. Members of an organization may in projects in which
    /// it takes part, and are then among those who take part in the lesson.
    async fn check_place(
        &self,
        writing: &Writing<'_>,
        city: CityId,
        content: &mut LessonContent,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        let found = writing.reading_all().cities_by_id(&[city]).await?;
        if found.is_empty() {
            problems.add("cityId", Fault::NotFound);
            return Ok(());
        }
        let participants = match content.project {
            Some(project) => self.participants(writing, project, city).await?,
            None => Vec::new(),
        };
        self.require(Action::Contribute, place(Some(city), &participants))?;
        if self.actor().role_in(Some(city)).is_none()
            && !self.actor().takes_part(&content.organizations())
        {
            let rights = self.actor().rights();
            let own = rights.into_iter().flat_map(Rights::organizations);
            let own = own.map(|(id, _)| id).find(|id| participants.contains(id));
            content.participations.push(author(own));
        }
        Ok(())
    }

    /// The organizations that take part in a project of this city which the actor may read.
    pub(in crate::app) async fn participants(
        &self,
        writing: &Writing<'_>,
        project: ProjectId,
        city: CityId,
    ) -> Result<Vec<OrganizationId>, Refusal> {
        let reading = writing.reading(self.reach());
        let found = reading.projects_by_id(&[project]).await?;
        if found.get(&project).and_then(|project| project.city_id) != Some(city) {
            return Ok(Vec::new());
        }
        let entry = Entry::Project(project);
        let participations = reading.participations_of(&[entry]).await?;
        let rows = participations.into_values().flatten();
        Ok(rows.filter_map(|row| row.organization_id).collect())
    }

    /// That whatever the content newly refers to is there.
    pub(in crate::app) async fn check_references(
        &self,
        writing: &Writing<'_>,
        city: Option<CityId>,
        before: Option<&Current>,
        content: &LessonContent,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        let before = before.map(|current| &current.content);
        let new_project = content
            .project
            .filter(|id| before.is_none_or(|before| before.project != Some(*id)));
        if let Some(id) = new_project {
            let reading = writing.reading(self.reach());
            let project = reading.projects().filter(project::Column::Id.eq(id));
            match project.one().await? {
                None => problems.add("projectId", Fault::NotFound),
                Some(project) if project.city_id.is_some() && project.city_id != city => problems
                    .add(
                        "projectId",
                        Fault::Unfitting(Unfitting::ProjectOfAnotherCity),
                    ),
                Some(_) => {}
            }
        }
        if before.is_none_or(|before| before.topics != content.topics) {
            check_topics(writing, &content.topics, problems).await?;
        }
        if before.is_none_or(|before| before.participations != content.participations) {
            check_organizations(writing, &content.participations, problems).await?;
        }
        Ok(())
    }
}

impl Writing<'_> {
    /// Keeps the cities of lessons with an id of the contributor's own, in one order for all: who
    /// takes them as they come waits for another that takes them the other way round.
    async fn lock_cities(&self, contributions: &[Contribution]) -> Result<(), Refusal> {
        let own = contributions.iter().filter(|it| it.external_id.is_some());
        let mut cities: Vec<_> = own.filter_map(|it| it.city).collect();
        cities.sort_unstable();
        cities.dedup();
        let cities = self
            .reading_all()
            .cities()
            .filter(city::Column::Id.is_in(cities));
        let in_order = cities.with(|select| select.order_by_asc(city::Column::Id));
        in_order.for_update().all().await?;
        Ok(())
    }
}

/// That topics are there.
pub(in crate::app) async fn check_topics(
    writing: &Writing<'_>,
    topics: &[entity::id::TopicId],
    problems: &mut Problems,
) -> Result<(), Refusal> {
    if topics.is_empty() {
        return Ok(());
    }
    let known = writing.known_topics(topics).await?;
    problems.below("topicIds", |problems| {
        for (index, topic) in topics.iter().enumerate() {
            if !known.contains(topic) {
                problems.add(&index.to_string(), Fault::NotFound);
            }
        }
    });
    Ok(())
}

/// That organizations are there.
pub(in crate::app) async fn check_organizations(
    writing: &Writing<'_>,
    participations: &[NewParticipation],
    problems: &mut Problems,
) -> Result<(), Refusal> {
    let ids = crate::domain::entry::organizations(participations);
    if ids.is_empty() {
        return Ok(());
    }
    let found = writing.reading_all().organizations_by_id(&ids).await?;
    let missing = |id: &OrganizationId| !found.contains_key(id);
    problems.below("participations", |problems| {
        for (index, part) in participations.iter().enumerate() {
            if part.organization.as_ref().is_some_and(missing) {
                problems.below(index.to_string(), |problems| {
                    problems.add("organizationId", Fault::NotFound);
                });
            }
        }
    });
    Ok(())
}

pub(in crate::app) fn place(city: Option<CityId>, participants: &[OrganizationId]) -> Resource<'_> {
    Resource::Place { city, participants }
}

/// How a new lesson, or one that is submitted or published at once, comes to be.
fn first(writing: &Writing<'_>, submit: bool, publish: bool) -> Version {
    let author = writing.author();
    match (publish, submit) {
        (true, _) => Version {
            status: EntryStatus::Published,
            submitted_by: author,
            note: Some(PUBLISHED_AT_ONCE.to_owned()),
        },
        (false, true) => Version {
            status: EntryStatus::InReview,
            submitted_by: author,
            note: None,
        },
        (false, false) => Version {
            status: EntryStatus::Draft,
            submitted_by: None,
            note: None,
        },
    }
}

fn author(organization: Option<OrganizationId>) -> NewParticipation {
    NewParticipation {
        organization,
        person: None,
        function: None,
        role: ParticipationRole::Author,
        naming: entity::kind::Naming::Full,
        contribution: None,
    }
}

impl LessonDone {
    pub(super) fn of(lesson: LessonId) -> Self {
        Self {
            lesson,
            proposal: None,
            change: None,
        }
    }

    /// The same, once it is known where in the feed the change stands. What changed nothing keeps
    /// that place too: a client waits for it in vain no longer than for what is there already.
    pub(super) fn at(self, change: Option<i64>) -> Self {
        Self { change, ..self }
    }
}
