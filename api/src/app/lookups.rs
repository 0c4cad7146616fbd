//! Batched look-ups: one statement for any number of parents, cut to the reach like every read.

use std::{collections::HashMap, hash::Hash};

use entity::{
    account, city, comment,
    id::{
        AccountId, CityId, CommentId, LessonId, OrganizationId, ParticipationId, ProjectId,
        ProposalId, ReuseId, RevisionId, SourceId, StatementId, TopicId,
    },
    kind::{ProposalStatus, RelationKind, ReuseResult},
    lesson, lesson_topic, organization, participation, project, project_topic, proposal, relation,
    reuse, revision, source, statement,
};
use sea_orm::{ColumnTrait as _, Condition, DbErr, QueryOrder as _, QuerySelect as _};

use crate::app::{page::padded, reading::Reading};

/// A lesson or a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Entry {
    /// A lesson.
    Lesson(LessonId),
    /// A project.
    Project(ProjectId),
}

/// What came of the reuses of a lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReuseSummary {
    /// All of them.
    pub total: u64,
    /// Where it helped.
    pub helped: u64,
    /// Where it helped in part.
    pub partly: u64,
    /// Where it did not help.
    pub did_not_help: u64,
}

macro_rules! by_id {
    ($($(#[$doc:meta])* $name:ident: $select:ident, $entity:ident, $id:ident;)+) => {
        impl Reading<'_> {$(
            $(#[$doc])*
            pub async fn $name(&self, ids: &[$id]) -> Result<HashMap<$id, $entity::Model>, DbErr> {
                let rows = self.$select().filter($entity::Column::Id.is_in(padded(ids))).all().await?;
                Ok(rows.into_iter().map(|row| (row.id, row)).collect())
            }
        )+}
    };
}

by_id! {
    /// Cities by id.
    cities_by_id: cities, city, CityId;
    /// Organizations by id.
    organizations_by_id: organizations, organization, OrganizationId;
    /// Projects by id; those out of reach are missing.
    projects_by_id: projects, project, ProjectId;
    /// Lessons by id; those out of reach are missing.
    lessons_by_id: lessons, lesson, LessonId;
    /// Participations by id; those out of reach are missing.
    participations_by_id: participations, participation, ParticipationId;
    /// Statements by id; those out of reach are missing.
    statements_by_id: statements, statement, StatementId;
    /// Sources by id; those out of reach are missing.
    sources_by_id: sources, source, SourceId;
    /// Reuses by id; those out of reach are missing.
    reuses_by_id: reuses, reuse, ReuseId;
    /// Revisions by id; those out of reach are missing.
    revisions_by_id: revisions, revision, RevisionId;
    /// Proposals by id; those out of reach are missing.
    proposals_by_id: proposals, proposal, ProposalId;
    /// Comments by id; those out of reach are missing.
    comments_by_id: comments, comment, CommentId;
}

impl Reading<'_> {
    /// Who takes part, in order.
    pub async fn participations_of(
        &self,
        entries: &[Entry],
    ) -> Result<HashMap<Entry, Vec<participation::Model>>, DbErr> {
        let (lessons, projects) = apart(entries);
        let rows = self
            .participations()
            .filter(
                Condition::any()
                    .add(participation::Column::LessonId.is_in(padded(&lessons)))
                    .add(participation::Column::ProjectId.is_in(padded(&projects))),
            )
            .with(|select| {
                select
                    .order_by_asc(participation::Column::Position)
                    .order_by_asc(participation::Column::Id)
            })
            .all()
            .await?;
        Ok(grouped(rows, |row| entry_of(row.lesson_id, row.project_id)))
    }

    /// The organizations of the reader's own that take part in lessons.
    pub async fn organizations_in(
        &self,
        lessons: &[LessonId],
    ) -> Result<HashMap<LessonId, Vec<OrganizationId>>, DbErr> {
        let rows = self
            .own_participations()
            .filter(participation::Column::LessonId.is_in(padded(lessons)));
        let mut found = HashMap::<_, Vec<_>>::new();
        for row in rows.all().await? {
            if let Some((lesson, organization)) = row.lesson_id.zip(row.organization_id) {
                found.entry(lesson).or_default().push(organization);
            }
        }
        Ok(found)
    }

    /// Sources, in order.
    pub async fn sources_of(
        &self,
        entries: &[Entry],
    ) -> Result<HashMap<Entry, Vec<source::Model>>, DbErr> {
        let (lessons, projects) = apart(entries);
        let rows = self
            .sources()
            .filter(
                Condition::any()
                    .add(source::Column::LessonId.is_in(padded(&lessons)))
                    .add(source::Column::ProjectId.is_in(padded(&projects))),
            )
            .with(|select| {
                select
                    .order_by_asc(source::Column::Position)
                    .order_by_asc(source::Column::Id)
            })
            .all()
            .await?;
        Ok(grouped(rows, |row| entry_of(row.lesson_id, row.project_id)))
    }

    /// Statements, in order.
    pub async fn statements_of(
        &self,
        projects: &[ProjectId],
    ) -> Result<HashMap<ProjectId, Vec<statement::Model>>, DbErr> {
        let rows = self
            .statements()
            .filter(statement::Column::ProjectId.is_in(padded(projects)))
            .with(|select| {
                select
                    .order_by_asc(statement::Column::Position)
                    .order_by_asc(statement::Column::Id)
            })
            .all()
            .await?;
        Ok(grouped(rows, |row| Some(row.project_id)))
    }

    /// Topics, in order.
    pub async fn topics_of(
        &self,
        entries: &[Entry],
    ) -> Result<HashMap<Entry, Vec<TopicId>>, DbErr> {
        let (lessons, projects) = apart(entries);
        let mut topics = HashMap::<_, Vec<_>>::new();
        if !lessons.is_empty() {
            let links = self
                .lesson_topics()
                .filter(lesson_topic::Column::LessonId.is_in(padded(&lessons)))
                .with(|select| select.order_by_asc(lesson_topic::Column::Position))
                .all()
                .await?;
            for link in links {
                topics
                    .entry(Entry::Lesson(link.lesson_id))
                    .or_default()
                    .push(link.topic_id);
            }
        }
        if !projects.is_empty() {
            let links = self
                .project_topics()
                .filter(project_topic::Column::ProjectId.is_in(padded(&projects)))
                .with(|select| select.order_by_asc(project_topic::Column::Position))
                .all()
                .await?;
            for link in links {
                topics
                    .entry(Entry::Project(link.project_id))
                    .or_default()
                    .push(link.topic_id);
            }
        }
        Ok(topics)
    }

    /// What an entry bears on, in the order it was said.
    pub async fn relations_of(
        &self,
        entries: &[Entry],
    ) -> Result<HashMap<Entry, Vec<(RelationKind, Entry)>>, DbErr> {
        let (lessons, projects) = apart(entries);
        let rows = self
            .relations()
            .filter(
                Condition::any()
                    .add(relation::Column::FromLessonId.is_in(padded(&lessons)))
                    .add(relation::Column::FromProjectId.is_in(padded(&projects))),
            )
            .with(|select| select.order_by_asc(relation::Column::Id))
            .all()
            .await?;
        let mut relations = HashMap::<_, Vec<_>>::new();
        for row in rows {
            let ends = entry_of(row.from_lesson_id, row.from_project_id)
                .zip(entry_of(row.to_lesson_id, row.to_project_id));
            if let Some((from, to)) = ends {
                relations.entry(from).or_default().push((row.kind, to));
            }
        }
        Ok(relations)
    }

    /// The lessons that take the place of others, in the order it was said.
    pub async fn replaced_by(
        &self,
        lessons: &[LessonId],
    ) -> Result<HashMap<LessonId, Vec<LessonId>>, DbErr> {
        let rows = self
            .relations()
            .filter(relation::Column::Kind.eq(RelationKind::Replaces))
            .filter(relation::Column::ToLessonId.is_in(padded(lessons)))
            .with(|select| select.order_by_asc(relation::Column::Id))
            .all()
            .await?;
        let mut newer = HashMap::<_, Vec<_>>::new();
        for row in rows {
            if let Some((from, to)) = row.from_lesson_id.zip(row.to_lesson_id) {
                newer.entry(to).or_default().push(from);
            }
        }
        Ok(newer)
    }

    /// The parts of projects, by title.
    pub async fn parts_of(
        &self,
        projects: &[ProjectId],
    ) -> Result<HashMap<ProjectId, Vec<project::Model>>, DbErr> {
        let rows = self
            .projects()
            .filter(project::Column::ParentId.is_in(padded(projects)))
            .with(|select| {
                select
                    .order_by_asc(project::Column::TitleKey)
                    .order_by_asc(project::Column::Id)
            })
            .all()
            .await?;
        Ok(grouped(rows, |row| row.parent_id))
    }

    /// The units of organizations, by name.
    pub async fn units_of(
        &self,
        organizations: &[OrganizationId],
    ) -> Result<HashMap<OrganizationId, Vec<organization::Model>>, DbErr> {
        let rows = self
            .organizations()
            .filter(organization::Column::ParentId.is_in(padded(organizations)))
            .with(|select| {
                select
                    .order_by_asc(organization::Column::NameKey)
                    .order_by_asc(organization::Column::Id)
            })
            .all()
            .await?;
        Ok(grouped(rows, |row| row.parent_id))
    }

    /// What came of the reuses of lessons; lessons without any are missing.
    pub async fn reuse_summaries(
        &self,
        lessons: &[LessonId],
    ) -> Result<HashMap<LessonId, ReuseSummary>, DbErr> {
        let rows: Vec<(LessonId, ReuseResult, i64)> = self
            .reuses()
            .filter(reuse::Column::LessonId.is_in(padded(lessons)))
            .with(|select| {
                select
                    .select_only()
                    .column(reuse::Column::LessonId)
                    .column(reuse::Column::Result)
                    .column_as(reuse::Column::Id.count(), "count")
                    .group_by(reuse::Column::LessonId)
                    .group_by(reuse::Column::Result)
            })
            .tuples()
            .await?;
        let mut summaries = HashMap::<_, ReuseSummary>::new();
        for (lesson, result, count) in rows {
            let summary = summaries.entry(lesson).or_default();
            let count = count.unsigned_abs();
            summary.total += count;
            match result {
                ReuseResult::Helped => summary.helped += count,
                ReuseResult::Partly => summary.partly += count,
                ReuseResult::DidNotHelp => summary.did_not_help += count,
                ReuseResult::Open => {}
            }
        }
        Ok(summaries)
    }

    /// Edits of lessons that wait for an editor, the oldest first.
    pub async fn proposals_of(
        &self,
        lessons: &[LessonId],
    ) -> Result<HashMap<LessonId, Vec<proposal::Model>>, DbErr> {
        let rows = self
            .proposals()
            .filter(proposal::Column::LessonId.is_in(padded(lessons)))
            .filter(proposal::Column::Status.eq(ProposalStatus::Pending))
            .with(|select| select.order_by_asc(proposal::Column::Id))
            .all()
            .await?;
        Ok(grouped(rows, |row| Some(row.lesson_id)))
    }

    /// Certain versions of lessons.
    pub async fn revisions_at(
        &self,
        of: &[(LessonId, i32)],
    ) -> Result<HashMap<(LessonId, i32), revision::Model>, DbErr> {
        let (lessons, versions): (Vec<_>, Vec<_>) = of.iter().copied().unzip();
        let rows = self
            .revisions()
            .filter(revision::Column::LessonId.is_in(padded(&lessons)))
            .filter(revision::Column::Version.is_in(padded(&versions)))
            .all()
            .await?;
        let rows = rows
            .into_iter()
            .filter_map(|row| Some(((row.lesson_id?, row.version), row)));
        Ok(rows.collect())
    }

    /// A city by its slug.
    pub async fn city_by_slug(&self, slug: &str) -> Result<Option<city::Model>, DbErr> {
        self.cities()
            .filter(city::Column::Slug.eq(slug))
            .one()
            .await
    }

    /// A city by its key in the register of its country.
    pub async fn city_by_key(
        &self,
        country: &str,
        key: &str,
    ) -> Result<Option<city::Model>, DbErr> {
        let here = self.cities().filter(city::Column::Country.eq(country));
        here.filter(city::Column::OfficialKey.eq(key)).one().await
    }

    /// An organization by its slug.
    pub async fn organization_by_slug(
        &self,
        slug: &str,
    ) -> Result<Option<organization::Model>, DbErr> {
        self.organizations()
            .filter(organization::Column::Slug.eq(slug))
            .one()
            .await
    }

    /// A project by its slug.
    pub async fn project_by_slug(&self, slug: &str) -> Result<Option<project::Model>, DbErr> {
        self.projects()
            .filter(project::Column::Slug.eq(slug))
            .one()
            .await
    }

    /// What accounts are called; accounts that were deleted are missing.
    pub async fn account_names(
        &self,
        ids: &[AccountId],
    ) -> Result<HashMap<AccountId, String>, DbErr> {
        let named = self
            .accounts()
            .filter(account::Column::Id.is_in(padded(ids)));
        let rows: Vec<(AccountId, String)> = named
            .with(|select| {
                select
                    .select_only()
                    .column(account::Column::Id)
                    .column(account::Column::Name)
            })
            .tuples()
            .await?;
        Ok(rows.into_iter().collect())
    }
}

fn apart(entries: &[Entry]) -> (Vec<LessonId>, Vec<ProjectId>) {
    let (mut lessons, mut projects) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            Entry::Lesson(id) => lessons.push(*id),
            Entry::Project(id) => projects.push(*id),
        }
    }
    (lessons, projects)
}

fn entry_of(lesson: Option<LessonId>, project: Option<ProjectId>) -> Option<Entry> {
    lesson.map(Entry::Lesson).or(project.map(Entry::Project))
}

fn grouped<K: Eq + Hash, V>(rows: Vec<V>, key: impl Fn(&V) -> Option<K>) -> HashMap<K, Vec<V>> {
    let mut groups = HashMap::<_, Vec<_>>::new();
    for row in rows {
        if let Some(key) = key(&row) {
            groups.entry(key).or_default().push(row);
        }
    }
    groups
}
