//! What bears on lessons and projects: siblings are searched for together, and what is found is read
//! once for all of them.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use entity::id::{LessonId, ProjectId};

use super::Loads;
use crate::{app::bearing::Bearing, graphql::error::ApiError};

/// Lessons that are about the same as one, so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelatedTo(pub LessonId, pub usize);

/// Lessons that bear on a project, so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BriefingOf(pub ProjectId, pub usize);

/// Lessons that say much the same as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AlikeTo(pub LessonId);

impl Loader<RelatedTo> for Loads {
    type Value = Vec<Bearing>;
    type Error = ApiError;

    async fn load(&self, keys: &[RelatedTo]) -> Result<HashMap<RelatedTo, Vec<Bearing>>, ApiError> {
        let (lessons, most) = asked(keys.iter().map(|key| (key.0, key.1)));
        let related = Box::pin(
            self.knowledge_base
                .related_lessons(&self.reach, &lessons, most),
        );
        let related = related.await?;
        Ok(shared(keys, |key| first(related.get(&key.0), key.1)))
    }
}

impl Loader<BriefingOf> for Loads {
    type Value = Vec<Bearing>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[BriefingOf],
    ) -> Result<HashMap<BriefingOf, Vec<Bearing>>, ApiError> {
        let (projects, most) = asked(keys.iter().map(|key| (key.0, key.1)));
        let briefings = Box::pin(self.knowledge_base.project_briefings(
            &self.reach,
            &projects,
            most,
        ));
        let briefings = briefings.await?;
        Ok(shared(keys, |key| first(briefings.get(&key.0), key.1)))
    }
}

impl Loader<AlikeTo> for Loads {
    type Value = Vec<Bearing>;
    type Error = ApiError;

    async fn load(&self, keys: &[AlikeTo]) -> Result<HashMap<AlikeTo, Vec<Bearing>>, ApiError> {
        let lessons: Vec<_> = keys.iter().map(|key| key.0).collect();
        let alike = Box::pin(self.knowledge_base.similar_lessons(&self.reach, &lessons)).await?;
        Ok(shared(keys, |key| alike.get(&key.0).cloned()))
    }
}

/// What is asked for, each once, and how many at most.
fn asked<I: Ord>(keys: impl Iterator<Item = (I, usize)>) -> (Vec<I>, usize) {
    let (mut ids, sizes): (Vec<_>, Vec<_>) = keys.unzip();
    ids.sort_unstable();
    ids.dedup();
    (ids, sizes.into_iter().max().unwrap_or_default())
}

/// So many of them: how many are asked for makes no difference to which come first.
fn first(all: Option<&Vec<Bearing>>, most: usize) -> Option<Vec<Bearing>> {
    Some(all?.iter().take(most).cloned().collect())
}

fn shared<K: Copy + Eq + std::hash::Hash, V>(
    keys: &[K],
    value: impl Fn(&K) -> Option<V>,
) -> HashMap<K, V> {
    let found = keys.iter().filter_map(|key| Some((*key, value(key)?)));
    found.collect()
}
