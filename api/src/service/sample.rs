//! Gives a newcomer something to find.

use std::fmt;

use crate::app::{
    KnowledgeBase,
    import_sample::{ImportSampleError, SampleCounts},
    progress::Progress,
};

/// What the sample holds, and whose data that is: their licences want to be named.
pub(crate) struct Sample(pub(crate) SampleCounts);

impl fmt::Display for Sample {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(counts) = self;
        let cities = counts.cities.created + counts.cities.updated + counts.cities.unchanged;
        write!(
            out,
            "{} lessons of {} projects, {} topics, {} organizations and {cities} municipalities \
             (Destatis, dl-de/by-2-0; Statistik Austria, CC BY 4.0)",
            counts.lessons, counts.projects, counts.topics, counts.organizations,
        )
    }
}

/// Loads the sample where the database is empty.
pub(super) async fn load(
    knowledge_base: &KnowledgeBase,
    progress: &dyn Progress,
) -> Result<(), ImportSampleError> {
    match knowledge_base.import_sample(progress).await {
        Ok(counts) => {
            tracing::info!(
                "the database was empty, so the sample was loaded: {}; --empty leaves it out",
                Sample(counts)
            );
            Ok(())
        }
        Err(ImportSampleError::NotEmpty) => Ok(()),
        Err(error) => Err(error),
    }
}
