//! What a change of a row means for the documents that hold something of it.

use std::collections::HashSet;

use entity::{
    change, city,
    id::{CityId, LessonId, ProjectId, ReuseId, TopicId},
    kind::{RelationKind, Subject},
    lesson, lesson_topic, project, relation, reuse,
};
use sea_orm::{
    ColumnTrait as _, EntityTrait, QuerySelect as _, TryGetable, TryGetableMany, sea_query::Expr,
};

use crate::app::{
    error::Error,
    follow::chunks,
    page::padded,
    reading::{Cut, Reading},
};

/// Which documents and names have to be written again.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) cities: HashSet<CityId>,
    pub(super) topics: HashSet<TopicId>,
    pub(super) projects: HashSet<ProjectId>,
    pub(super) lessons: HashSet<LessonId>,
}

impl Reading<'_> {
    /// What a change of one row means for the documents that hold something of it.
    pub(super) async fn touched(&self, changes: &[change::Model]) -> Result<Touched, Error> {
        let mut touched = Touched::default();
        let mut reuses = HashSet::new();
        for change in changes {
            let id = change.subject_id;
            match change.subject {
                Subject::City => drop(touched.cities.insert(CityId(id))),
                Subject::Topic => drop(touched.topics.insert(TopicId(id))),
                Subject::Project => drop(touched.projects.insert(ProjectId(id))),
                Subject::Lesson => drop(touched.lessons.insert(LessonId(id))),
                Subject::Reuse => drop(reuses.insert(ReuseId(id))),
                // Nothing of these stands in the index.
                Subject::Account
                | Subject::AccessToken
                | Subject::Comment
                | Subject::Organization
                | Subject::Person
                | Subject::Proposal
                | Subject::SavedSearch => {}
            }
        }
        let cities = lessons_with(lesson::Column::CityId, &touched.cities);
        let projects = lessons_with(lesson::Column::ProjectId, &touched.projects);
        let mut found = self.ids_of_lessons(cities).await?;
        found.extend(self.ids_of_lessons(projects).await?);
        for ids in chunks(
            &self
                .vocabulary()
                .await?
                .with_narrower(touched.topics.iter().copied()),
        ) {
            let links = self
                .lesson_topics()
                .filter(lesson_topic::Column::TopicId.is_in(padded(ids)));
            found.extend(links.all().await?.into_iter().map(|link| link.lesson_id));
        }
        for ids in chunks(&Vec::from_iter(reuses)) {
            let rows = self
                .every_reuse()
                .filter(reuse::Column::Id.is_in(padded(ids)));
            found.extend(rows.all().await?.into_iter().map(|reuse| reuse.lesson_id));
        }
        touched.lessons.extend(found);
        let replaced = self.replaced_by_these(&touched.lessons).await?;
        touched.lessons.extend(replaced);
        Ok(touched)
    }

    /// Older lessons whose place these take: how they stand depends on whether these can be read.
    async fn replaced_by_these(&self, newer: &HashSet<LessonId>) -> Result<Vec<LessonId>, Error> {
        let mut older = Vec::new();
        for ids in chunks(&newer.iter().copied().collect::<Vec<_>>()) {
            let rows = self
                .relations()
                .filter(relation::Column::Kind.eq(RelationKind::Replaces))
                .filter(relation::Column::FromLessonId.is_in(padded(ids)));
            let rows = rows.all().await?;
            older.extend(rows.into_iter().filter_map(|row| row.to_lesson_id));
        }
        Ok(older)
    }

    async fn ids_of_lessons(&self, conditions: Vec<Expr>) -> Result<Vec<LessonId>, Error> {
        let mut found = Vec::new();
        for condition in conditions {
            let rows: Vec<(LessonId,)> = self
                .lessons()
                .filter(condition)
                .with(|select| select.select_only().column(lesson::Column::Id))
                .tuples()
                .await?;
            found.extend(rows.into_iter().map(|(id,)| id));
        }
        Ok(found)
    }

    /// Everything there is.
    pub(super) async fn everything(&self) -> Result<Touched, Error> {
        async fn ids<E: EntityTrait, I: TryGetable + Send + Sync>(
            cut: Cut<'_, E>,
            column: E::Column,
        ) -> Result<Vec<I>, Error>
        where
            (I,): TryGetableMany,
        {
            let rows: Vec<(I,)> = cut
                .with(|select| select.select_only().column(column))
                .tuples()
                .await?;
            Ok(rows.into_iter().map(|(id,)| id).collect())
        }
        Ok(Touched {
            cities: ids(self.cities(), city::Column::Id)
                .await?
                .into_iter()
                .collect(),
            topics: self
                .vocabulary()
                .await?
                .topics()
                .iter()
                .map(|topic| topic.id)
                .collect(),
            projects: ids(self.projects(), project::Column::Id)
                .await?
                .into_iter()
                .collect(),
            lessons: ids(self.lessons(), lesson::Column::Id)
                .await?
                .into_iter()
                .collect(),
        })
    }
}

fn lessons_with<I>(column: lesson::Column, ids: &HashSet<I>) -> Vec<Expr>
where
    I: Copy + Into<sea_orm::Value>,
{
    chunks(&ids.iter().copied().collect::<Vec<_>>())
        .map(|ids| column.is_in(padded(ids)))
        .collect()
}
