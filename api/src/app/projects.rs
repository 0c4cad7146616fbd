//! A city records a project, and changes it.

mod rows;

use entity::{
    id::{CityId, ProjectId},
    kind::EntryStatus,
};
use serde::{Deserialize, Serialize};

use crate::{
    app::{
        lessons::{check_organizations, check_topics, place},
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        contribution::{ProjectInput, parse_note},
        entry::{NewProject, ProjectContent, organizations},
        partial_date::PartialDate,
        policy::{Action, EntryFacts, Resource},
        problem::{Fault, Problems, Unfitting},
    },
};

pub(in crate::app) use rows::{project_row, unique};

/// What became of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectDone {
    /// The project.
    pub project: ProjectId,
    /// The place of the change in the feed; nothing where nothing changed.
    pub change: Option<i64>,
}

/// A project as it is, kept from others until the transaction ends.
struct Current {
    row: entity::project::Model,
    content: ProjectContent,
}

impl Session<'_> {
    /// Records a project. An editor's is published; a contributor's is a draft until an editor
    /// publishes it.
    pub async fn create_project(
        &self,
        city: Option<CityId>,
        input: ProjectInput,
        mut problems: Problems,
    ) -> Result<ProjectDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("create project").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let content = input.over(ProjectContent::default(), &mut problems);
        let participants = match content.parent.zip(city) {
            Some((parent, city)) => self.participants(&writing, parent, city).await?,
            None => Vec::new(),
        };
        if problems.is_none() {
            self.require(Action::Contribute, place(city, &participants))?;
        }
        if let Some(city) = city
            && writing
                .reading_all()
                .cities_by_id(&[city])
                .await?
                .is_empty()
        {
            problems.add("cityId", Fault::NotFound);
        }
        self.check_project(&writing, None, &content, &mut problems)
            .await?;
        problems.check()?;
        let publishes = self
            .may(Action::Publish, place(city, &participants))
            .is_ok();
        let status = if publishes {
            EntryStatus::Published
        } else {
            EntryStatus::Draft
        };
        let slug = writing.project_slug(&content.title);
        let new = NewProject {
            slug,
            city,
            content,
        };
        let project = writing.insert_project(new, status).await?;
        writing
            .finish(|change| ProjectDone { project, change })
            .await
    }

    /// Lays an input over a project.
    pub async fn update_project(
        &self,
        id: ProjectId,
        expected_version: i32,
        input: ProjectInput,
        mut problems: Problems,
    ) -> Result<ProjectDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("update project").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = self
            .project_to(Action::Edit, &writing, id, expected_version)
            .await?;
        let content = input.over(current.content.clone(), &mut problems);
        self.check_project(&writing, Some(&current), &content, &mut problems)
            .await?;
        problems.check()?;
        if content == current.content {
            return Ok(ProjectDone {
                project: id,
                change: None,
            });
        }
        let status = current.row.entry_status;
        writing
            .save_project(&current, &content, status, None)
            .await?;
        writing
            .finish(|change| ProjectDone {
                project: id,
                change,
            })
            .await
    }

    /// Publishes a draft of a project.
    pub async fn publish_project(
        &self,
        id: ProjectId,
        expected_version: i32,
        note: Option<String>,
    ) -> Result<ProjectDone, Refusal> {
        self.signed_in()?;
        let mut writing = match self.begin("publish project").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let current = self
            .project_to(Action::Publish, &writing, id, expected_version)
            .await?;
        let mut problems = Problems::default();
        let note = parse_note(note, &mut problems);
        problems.check()?;
        let content = current.content.clone();
        writing
            .save_project(&current, &content, EntryStatus::Published, note)
            .await?;
        writing
            .finish(|change| ProjectDone {
                project: id,
                change,
            })
            .await
    }

    /// A project with which the actor may do this, in the version that the client knew.
    async fn project_to(
        &self,
        action: Action,
        writing: &Writing<'_>,
        id: ProjectId,
        expected_version: i32,
    ) -> Result<Current, Refusal> {
        let Some(current) = writing.project(self.reach(), id).await? else {
            return Err(Refusal::problem("id", Fault::NotFound));
        };
        let facts = EntryFacts {
            city: current.row.city_id,
            status: current.row.entry_status,
            audience: current.row.audience,
            participants: &organizations(&current.content.participations),
            submitted_by: None,
        };
        let verdict = self.may(action, Resource::Entry(facts));
        let refused = verdict.map_err(|denial| Refusal::denied(denial, "id"));
        if matches!(refused, Err(Refusal::Forbidden | Refusal::Unauthenticated)) {
            refused?;
        } else if current.row.version != expected_version {
            let fault = Fault::Conflict(current.row.version);
            return Err(Refusal::problem("expectedVersion", fault));
        } else {
            refused?;
        }
        Ok(current)
    }

    /// That whatever a project newly refers to is there, and that it is no part of itself.
    async fn check_project(
        &self,
        writing: &Writing<'_>,
        before: Option<&Current>,
        content: &ProjectContent,
        problems: &mut Problems,
    ) -> Result<(), Refusal> {
        let own = before.map(|current| current.row.id);
        let mut above = content.parent;
        for _ in 0..MOST_LEVELS {
            let Some(id) = above else { break };
            if own == Some(id) {
                problems.add("parentId", Fault::Unfitting(Unfitting::Circle));
                break;
            }
            let reading = if above == content.parent {
                writing.reading(self.reach())
            } else {
                writing.reading_all()
            };
            let found = reading.projects_by_id(&[id]).await?;
            let Some(parent) = found.get(&id) else {
                problems.add("parentId", Fault::NotFound);
                break;
            };
            above = parent.parent_id;
        }
        if above.is_some() && problems.is_none() {
            problems.add("parentId", Fault::Unfitting(Unfitting::Circle));
        }
        let (start, end) = (content.started_on.as_ref(), content.ended_on.as_ref());
        let spans = start
            .and_then(PartialDate::span)
            .zip(end.and_then(PartialDate::span));
        if spans.is_some_and(|((start, _), (_, end))| end < start) {
            problems.add("endedOn", Fault::Unfitting(Unfitting::EndBeforeStart));
        }
        let issuers: Vec<_> = content
            .statements
            .iter()
            .filter_map(|it| it.issuer)
            .collect();
        let known = writing.reading_all().organizations_by_id(&issuers).await?;
        problems.below("statements", |problems| {
            for (index, statement) in content.statements.iter().enumerate() {
                if statement
                    .issuer
                    .is_some_and(|issuer| !known.contains_key(&issuer))
                {
                    problems.below(index.to_string(), |problems| {
                        problems.add("issuerId", Fault::NotFound);
                    });
                }
            }
        });
        check_topics(writing, &content.topics, problems).await?;
        check_organizations(writing, &content.participations, problems).await
    }
}

/// How deep projects nest at most before we stop looking for a circle.
const MOST_LEVELS: usize = 32;
