//! The house loads the sample knowledge base, all of it in one transaction: a process that dies
//! half-way leaves the database empty, and the next start loads it again.

use entity::{city, organization, project, topic};
use sea_orm::{EntityTrait as _, QuerySelect as _};

use crate::{
    app::{
        KnowledgeBase,
        error::Error,
        import_cities::{CityCounts, ImportCitiesError, read_register},
        progress::Progress,
        sample::{self, Knowledge},
        sample_names::{Names, parents_first},
        writing::Writing,
    },
    domain::{parse::Wrong, partial_date::NotADate},
};

/// Why the sample was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum ImportSampleError {
    /// The database already holds something.
    #[error("the database is not empty")]
    NotEmpty,
    /// A file is not TOML of the right shape.
    #[error("a sample file cannot be read")]
    File(#[from] toml::de::Error),
    /// The register cannot be loaded.
    #[error(transparent)]
    Register(#[from] ImportCitiesError),
    /// A text is wrong.
    #[error("{1} in {0}")]
    Text(String, Wrong),
    /// A date is wrong.
    #[error("{1} in {0}")]
    Date(String, NotADate),
    /// A reference leads nowhere, or in a circle.
    #[error("{0} is not defined")]
    Unknown(String),
    /// Storing failed.
    #[error(transparent)]
    App(#[from] Error),
}

/// What loading the sample did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SampleCounts {
    /// The cities.
    pub cities: CityCounts,
    /// Topics created.
    pub topics: usize,
    /// Organizations created.
    pub organizations: usize,
    /// Projects created.
    pub projects: usize,
    /// Lessons created.
    pub lessons: usize,
}

impl KnowledgeBase {
    /// Loads the sample into an empty database.
    pub async fn import_sample(
        &self,
        progress: &dyn Progress,
    ) -> Result<SampleCounts, ImportSampleError> {
        let mut writing = self.write("import sample").await?;
        if !is_empty(&writing).await? {
            return Err(ImportSampleError::NotEmpty);
        }
        let register = read_register(sample::REGISTER.as_bytes())?;
        let mut counts = SampleCounts {
            cities: writing.import_cities(&register, progress).await?,
            ..SampleCounts::default()
        };
        let mut names = Names::of_cities(&writing).await?;
        names.topics(&mut writing, &mut counts).await?;
        names.organizations(&mut writing, &mut counts).await?;
        let files = sample::KNOWLEDGE.map(toml::from_str::<Knowledge>);
        let files = files.into_iter().collect::<Result<Vec<_>, _>>()?;
        let mut projects = Vec::new();
        let mut relations = Vec::new();
        for file in files {
            projects.extend(file.project);
            relations.extend(file.lesson_relation);
        }
        let projects = parents_first(projects, |project| (&project.slug, project.parent.as_ref()))?;
        progress.begin("projects", projects.len() as u64);
        for project in &projects {
            names
                .project_with_lessons(&mut writing, project, &mut counts)
                .await?;
            progress.advance(1);
        }
        names.relations(&mut writing, &projects, &relations).await?;
        progress.finish();
        writing.commit().await?;
        Ok(counts)
    }
}

/// Whether nobody has put anything in yet.
pub(super) async fn is_empty(writing: &Writing<'_>) -> Result<bool, Error> {
    Ok(writing
        .find(city::Entity::find().limit(1))
        .await?
        .is_empty()
        && writing
            .find(topic::Entity::find().limit(1))
            .await?
            .is_empty()
        && writing
            .find(organization::Entity::find().limit(1))
            .await?
            .is_empty()
        && writing
            .find(project::Entity::find().limit(1))
            .await?
            .is_empty())
}
