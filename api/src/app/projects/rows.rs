//! Projects and what hangs on them, as rows.

use entity::{
    id::{ParticipationId, ProjectId, SourceId, StatementId},
    kind::{EntryStatus, Subject},
    participation, project, project_topic, source, statement,
};
use sea_orm::{ActiveModelTrait as _, ColumnTrait as _, IntoActiveModel as _};

use super::Current;
use crate::{
    app::{content, error::Error, lookups::Entry, position, writing::Writing},
    domain::{
        entry::{NewParticipation, NewProject, NewSource, NewStatement, ProjectContent},
        partial_date::PartialDate,
        reach::Reach,
        text_key::{slug, text_key},
    },
};

impl Writing<'_> {
    /// A project within reach, kept from others until the transaction ends.
    pub(super) async fn project(
        &self,
        reach: &Reach,
        id: ProjectId,
    ) -> Result<Option<Current>, Error> {
        let seen = self.reading(reach).projects();
        let seen = seen.filter(project::Column::Id.eq(id)).for_update();
        let Some(row) = seen.one().await? else {
            return Ok(None);
        };
        let (reading, entry) = (self.reading_all(), Entry::Project(id));
        let mut topics = reading.topics_of(&[entry]).await?;
        let mut participations = reading.participations_of(&[entry]).await?;
        let mut statements = reading.statements_of(&[id]).await?;
        let mut sources = reading.sources_of(&[entry]).await?;
        let content = content::of_project(
            &row,
            topics.remove(&entry).unwrap_or_default(),
            participations.remove(&entry).unwrap_or_default(),
            statements.remove(&id).unwrap_or_default(),
            sources.remove(&entry).unwrap_or_default(),
        );
        Ok(Some(Current { row, content }))
    }

    /// Records a project, with its first revision.
    pub(in crate::app) async fn insert_project(
        &mut self,
        new: NewProject,
        status: EntryStatus,
    ) -> Result<ProjectId, Error> {
        let id = ProjectId(self.id());
        let row = project::Model {
            slug: new.slug,
            city_id: new.city,
            entry_status: status,
            version: 1,
            created_at: self.now(),
            updated_at: self.now(),
            ..project_row(id, &new.content)
        };
        let kept = content::project(&row, &new.content);
        self.on(Subject::Project, id).insert([row]).await?;
        self.insert_project_parts(id, new.content).await?;
        self.revise_project(id, 1, status, kept, None).await?;
        Ok(id)
    }

    async fn insert_project_parts(
        &mut self,
        id: ProjectId,
        content: ProjectContent,
    ) -> Result<(), Error> {
        let participations = self.participation_rows(Some(id), None, content.participations);
        let sources = self.source_rows(Some(id), None, content.sources);
        let statements = self.statement_rows(id, content.statements);
        let topics = content.topics.into_iter().enumerate();
        let topics = topics.map(|(index, topic_id)| project_topic::Model {
            project_id: id,
            topic_id,
            position: position(index),
        });
        let topics: Vec<_> = topics.collect();
        let noted = self.on_each(Subject::Project, []);
        noted.insert(topics).await?;
        noted.insert(participations).await?;
        noted.insert(statements).await?;
        noted.insert(sources).await?;
        Ok(())
    }

    /// Makes the next version of a project.
    pub(super) async fn save_project(
        &mut self,
        current: &Current,
        content: &ProjectContent,
        status: EntryStatus,
        note: Option<String>,
    ) -> Result<(), Error> {
        let (before, id) = (&current.row, current.row.id);
        let row = project::Model {
            slug: before.slug.clone(),
            city_id: before.city_id,
            entry_status: status,
            version: before.version + 1,
            created_at: before.created_at,
            updated_at: self.now(),
            ..project_row(id, content)
        };
        let kept = content::project(&row, content);
        let version = row.version;
        self.on(Subject::Project, id)
            .update(row.into_active_model().reset_all())
            .await?;
        let hangs_alike = current.content.topics == content.topics
            && current.content.participations == content.participations
            && current.content.statements == content.statements
            && current.content.sources == content.sources;
        if !hangs_alike {
            let noted = self.on_each(Subject::Project, []);
            noted
                .delete::<project_topic::Entity>(project_topic::Column::ProjectId.eq(id))
                .await?;
            noted
                .delete::<participation::Entity>(participation::Column::ProjectId.eq(id))
                .await?;
            noted
                .delete::<statement::Entity>(statement::Column::ProjectId.eq(id))
                .await?;
            noted
                .delete::<source::Entity>(source::Column::ProjectId.eq(id))
                .await?;
            self.insert_project_parts(id, content.clone()).await?;
        }
        self.revise_project(id, version, status, kept, note).await?;
        Ok(())
    }

    /// Part of an address that no project has. Its end is random, always: if only the second
    /// project of a title got one, it would tell of a first that the actor may not read.
    pub(super) fn project_slug(&self, title: &str) -> String {
        let wanted = Some(slug(title)).filter(|slug| !slug.is_empty());
        unique(wanted.as_deref().unwrap_or("project"), self.id())
    }

    /// Rows of what is said of a project.
    pub(in crate::app) fn statement_rows(
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
    pub(in crate::app) fn participation_rows(
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
    pub(in crate::app) fn source_rows(
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

/// How much of a name stands in a slug with an end: some letters are spelt with two.
const MOST_OF_NAME: usize = 200;

/// A slug that nothing else has: the end of an id is random.
pub(in crate::app) fn unique(slug: &str, id: uuid::Uuid) -> String {
    let name = slug.get(..MOST_OF_NAME).unwrap_or(slug);
    let id = id.simple().to_string();
    format!("{}-{}", name.trim_end_matches('-'), &id[20..])
}

/// What the content tells of a row; the rest is left empty.
pub(in crate::app) fn project_row(id: ProjectId, content: &ProjectContent) -> project::Model {
    let span = content.started_on.as_ref().and_then(PartialDate::span);
    let content = content.clone();
    project::Model {
        id,
        slug: String::new(),
        city_id: None,
        kind: content.kind,
        title_key: text_key(&content.title),
        title: content.title,
        summary: content.summary,
        initial_situation: content.initial_situation,
        goals: content.goals,
        status: content.status,
        priority: content.priority,
        started_on: content.started_on.map(|date| date.to_string()),
        started_earliest: span.map(|(earliest, _)| earliest),
        ended_on: content.ended_on.map(|date| date.to_string()),
        place: content.place,
        language: content.language,
        audience: content.audience,
        entry_status: EntryStatus::Draft,
        version: 0,
        parent_id: content.parent,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
    }
}
