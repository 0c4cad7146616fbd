//! Compares index and database, for whoever doubts them.

use std::collections::HashMap;

use uuid::Uuid;

use crate::{
    app::{KnowledgeBase, error::Error},
    domain::{actor::Actor, reach::Reach},
};

/// How the index differs from the database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Entries that were compared.
    pub compared: usize,
    /// In the database, not in the index.
    pub missing: Vec<Uuid>,
    /// In the index, not in the database.
    pub surplus: Vec<Uuid>,
    /// In both, but not alike.
    pub different: Vec<Uuid>,
}

impl Differences {
    /// Whether there are none.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty() && self.different.is_empty()
    }

    fn between(database: &HashMap<Uuid, u64>, index: Vec<(Uuid, u64)>) -> Self {
        let mut differences = Self {
            compared: database.len(),
            ..Self::default()
        };
        let mut seen = HashMap::with_capacity(index.len());
        for (id, digest) in index {
            match (database.get(&id), seen.insert(id, digest)) {
                (Some(expected), None) if *expected == digest => {}
                (Some(_), None) => differences.different.push(id),
                _ => differences.surplus.push(id),
            }
        }
        let missing = database.keys().filter(|id| !seen.contains_key(id));
        differences.missing.extend(missing);
        differences
    }

    fn and(mut self, other: Self) -> Self {
        self.compared += other.compared;
        self.missing.extend(other.missing);
        self.surplus.extend(other.surplus);
        self.different.extend(other.different);
        self
    }
}

impl KnowledgeBase {
    /// Compares every document and every name with what the database would make of it.
    pub async fn check(&self) -> Result<Differences, Error> {
        let indexing = self.indexing.as_ref().ok_or(Error::IndexNotReady)?;
        let reach = Reach::of(&Actor::House);
        let (documents, names) = self.store.reading(&reach).digests().await?;
        let searcher = indexing.snapshot()?;
        let found = tokio::task::spawn_blocking(move || {
            Ok::<_, search::Error>((searcher.contents()?, searcher.name_contents()?))
        });
        let (found_documents, found_names) = found.await??;
        Ok(Differences::between(&documents, found_documents)
            .and(Differences::between(&names, found_names)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_difference_is_told() {
        let id = Uuid::from_u128;
        let database = HashMap::from([(id(1), 1), (id(2), 2), (id(3), 3)]);
        let index = vec![(id(1), 1), (id(2), 9), (id(4), 4)];
        let differences = Differences::between(&database, index);
        assert_eq!(differences.missing, [id(3)]);
        assert_eq!(differences.different, [id(2)]);
        assert_eq!(differences.surplus, [id(4)]);
        assert!(!differences.is_none());
        let twice =
            Differences::between(&HashMap::from([(id(1), 1)]), vec![(id(1), 1), (id(1), 1)]);
        assert_eq!(twice.surplus, [id(1)]);
    }
}
