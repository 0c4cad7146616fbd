//! A city contributes a lesson: a draft, or one that is submitted at once.

use entity::{
    id::{CityId, LessonId, OrganizationId, ProjectId},
    kind::{EntryStatus, ParticipationRole},
};

use super::{Current, LessonDone, Version, batch::Batch};
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
        remark::Remark,
    },
};

/// What someone contributes.
#[derive(Clone, Debug, Default)]
pub struct Contribution {
    /// The city; nothing where the id that was sent is none, which then is among the problems.
    pub city: Option<CityId>,
    /// The lesson it is meant for, if it is there.
    pub id: Option<LessonId>,
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

/// What became of the lesson that a contribution is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Created,
    /// It has a new version.
    Changed,
    /// An editor has to decide about the change.
    Proposed,
    /// It was just so before.
    Unchanged,
}

/// What someone is told of one lesson in many that they may not contribute.
const NOT_YOURS: Fault = Fault::Unfitting(Unfitting::NotYourCity);

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
        let mut batch = self
            .batch(&writing, std::slice::from_ref(&contribution))
            .await?;
        let done = self.contribute(&mut writing, &mut batch, contribution);
        let (done, _) = Box::pin(done).await?;
        batch.flush(&mut writing).await?;
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
        let mut batch = self.batch(&writing, &contributions).await?;
        let mut outcomes = Vec::with_capacity(contributions.len());
        for contribution in contributions {
            let done = self.contribute(&mut writing, &mut batch, contribution);
            outcomes.push(match Box::pin(done).await {
                Ok((done, _)) => Ok(done),
                Err(Refusal::Problems(problems)) => Err(problems),
                Err(Refusal::Forbidden) => Err(vec![Problem::of("cityId", NOT_YOURS)]),
                Err(other) => return Err(other),
            });
        }
        batch.flush(&mut writing).await?;
        let finished = writing.finish(|change| {
            let outcomes = outcomes
                .into_iter()
                .map(|outcome| outcome.map(|done| done.at(change)));
            (outcomes.collect::<Vec<_>>(), change)
        });
        finished.await
    }

    /// All of one contribution but its commit, and what became of the lesson. Nothing is written
    /// before all is known to be well.
    pub(in crate::app) async fn contribute(
        &self,
        writing: &mut Writing<'_>,
        batch: &mut Batch,
        contribution: Contribution,
    ) -> Result<(LessonDone, Became), Refusal> {
        let Contribution {
            city,
            id,
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
        let meant = batch.find(city, id, external_id.as_deref());
        if let Some(current) = self.meant(writing, batch, city, meant).await? {
            let noted = writing.noted();
            let done = self
                .contribute_again(writing, batch, &current, lesson, submit, publish)
                .await?;
            let became = match done.proposal {
                _ if writing.noted() == noted => Became::Unchanged,
                Some(_) => Became::Proposed,
                None => Became::Changed,
            };
            return Ok((done, became));
        }
        let mut content = lesson.over(LessonContent::default(), &mut problems);
        self.check_place(batch, city, &mut content, &mut problems)?;
        batch.known.check(city, None, &content, &mut problems);
        problems.check()?;
        let new = NewLesson {
            city,
            external_id,
            content,
        };
        let id = batch.add(writing, new, first(writing, submit, publish));
        Ok((LessonDone::of(id), Became::Created))
    }

    /// The lesson that a contribution is meant for.
    async fn meant(
        &self,
        writing: &mut Writing<'_>,
        batch: &mut Batch,
        city: CityId,
        id: Option<LessonId>,
    ) -> Result<Option<Current>, Refusal> {
        let Some(id) = id else { return Ok(None) };
        let Some(current) = batch.take(writing, id).await? else {
            return Ok(None);
        };
        if current.row.city_id != city {
            return Err(Refusal::problem("id", Fault::NotFound));
        }
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
        batch: &Batch,
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
        let (city, before) = (current.row.city_id, Some(&current.content));
        batch.known.check(city, before, &content, &mut problems);
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
    fn check_place(
        &self,
        batch: &Batch,
        city: CityId,
        content: &mut LessonContent,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        if !batch.known.has_city(city) {
            problems.add("cityId", Fault::NotFound);
            return Ok(());
        }
        let participants = batch.known.participants(content.project, city);
        self.require(Action::Contribute, place(Some(city), participants))?;
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
            note: Some(Remark::PublishedAtOnce.kept()),
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
