//! A city records a project with what hangs on it.

use entity::{
    id::{ParticipationId, ProjectId, SourceId, StatementId},
    kind::{EntryStatus, Subject},
    participation, project, project_topic, source, statement,
};
use serde_json::json;

use crate::{
    app::{content, error::Error, position, writing::Writing},
    domain::{
        entry::{NewParticipation, NewProject, NewSource, NewStatement},
        partial_date::PartialDate,
        text_key::text_key,
    },
};

impl Writing<'_> {
    /// Records a project as published, with its first revision.
    pub(super) async fn create_project(&mut self, new: NewProject) -> Result<ProjectId, Error> {
        let id = ProjectId(self.id());
        let row = self.project_row(id, &new);
        let participations = self.participation_rows(Some(id), None, new.participations);
        let sources = self.source_rows(Some(id), None, new.sources);
        let statements = self.statement_rows(id, new.statements);
        let topics =
            new.topics
                .into_iter()
                .enumerate()
                .map(|(index, topic_id)| project_topic::Model {
                    project_id: id,
                    topic_id,
                    position: position(index),
                });
        let topics: Vec<_> = topics.collect();
        let kept = json!({
            "project": content::project(&row),
            "topics": topics.iter().map(|topic| topic.topic_id.0).collect::<Vec<_>>(),
            "participations": participations.iter().map(content::participation).collect::<Vec<_>>(),
            "statements": statements.iter().map(content::statement).collect::<Vec<_>>(),
            "sources": sources.iter().map(content::source).collect::<Vec<_>>(),
        });
        let (version, status) = (row.version, row.entry_status);
        let noted = self.on(Subject::Project, id);
        noted.insert([row]).await?;
        noted.insert(topics).await?;
        noted.insert(participations).await?;
        noted.insert(statements).await?;
        noted.insert(sources).await?;
        self.revise_project(id, version, status, kept).await?;
        Ok(id)
    }

    fn project_row(&self, id: ProjectId, new: &NewProject) -> project::Model {
        let span = new.started_on.as_ref().and_then(PartialDate::span);
        project::Model {
            id,
            slug: new.slug.clone(),
            city_id: new.city,
            kind: new.kind,
            title: new.title.clone(),
            title_key: text_key(&new.title),
            summary: new.summary.clone(),
            initial_situation: new.initial_situation.clone(),
            goals: new.goals.clone(),
            status: new.status,
            priority: new.priority,
            started_on: new.started_on.as_ref().map(ToString::to_string),
            started_earliest: span.map(|(earliest, _)| earliest),
            ended_on: new.ended_on.as_ref().map(ToString::to_string),
            place: new.place.clone(),
            language: new.language.clone(),
            audience: new.audience,
            entry_status: EntryStatus::Published,
            version: 1,
            parent_id: new.parent,
            created_at: self.now(),
            updated_at: self.now(),
        }
    }

    fn statement_rows(
        &self,
        project_id: ProjectId,
        new: Vec<NewStatement>,
    ) -> Vec<statement::Model> {
        let rows = new
            .into_iter()
            .enumerate()
            .map(|(index, new)| statement::Model {
                id: StatementId(self.id()),
                project_id,
                kind: new.kind,
                text: new.text,
                value: new.value,
                unit: new.unit,
                rank: new.rank,
                achieved: new.achieved,
                issuer_id: new.issuer,
                person: new.person,
                stated_on: new.stated_on.map(|date| date.to_string()),
                position: position(index),
            });
        rows.collect()
    }

    /// Rows of who takes part in a project or a lesson.
    pub(super) fn participation_rows(
        &self,
        project_id: Option<ProjectId>,
        lesson_id: Option<entity::id::LessonId>,
        new: Vec<NewParticipation>,
    ) -> Vec<participation::Model> {
        let rows = new
            .into_iter()
            .enumerate()
            .map(|(index, new)| participation::Model {
                id: ParticipationId(self.id()),
                project_id,
                lesson_id,
                organization_id: new.organization,
                person: new.person,
                function: new.function,
                role: new.role,
                naming: new.naming,
                contribution: new.contribution,
                position: position(index),
            });
        rows.collect()
    }

    /// Rows of the sources of a project or a lesson.
    pub(super) fn source_rows(
        &self,
        project_id: Option<ProjectId>,
        lesson_id: Option<entity::id::LessonId>,
        new: Vec<NewSource>,
    ) -> Vec<source::Model> {
        let rows = new
            .into_iter()
            .enumerate()
            .map(|(index, new)| source::Model {
                id: SourceId(self.id()),
                project_id,
                lesson_id,
                kind: new.kind,
                title: new.title,
                publisher: new.publisher,
                url: new.url,
                published_on: new.published_on.map(|date| date.to_string()),
                retrieved_on: new.retrieved_on.map(|date| date.to_string()),
                credit: new.credit,
                licence: new.licence,
                position: position(index),
            });
        rows.collect()
    }
}
