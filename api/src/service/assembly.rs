//! Database and index, opened and closed together.

use std::{fs::DirBuilder, io, os::unix::fs::DirBuilderExt as _, path::PathBuf, sync::Arc};

use sea_orm::DbErr;
use search::Found;

use crate::{
    app::{
        KnowledgeBase,
        clock::SystemClock,
        error::Error,
        indexing::Indexing,
        store::{Address, Store},
    },
    metrics::Metrics,
    settings::Place,
};

/// Who may enter a data folder that is made: what is not public is in it too.
const NOBODY_ELSE: u32 = 0o700;

/// Whether someone needs the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Index {
    /// Not at all.
    Unused,
    /// To compare it as it is, also while a service writes to it. Nothing is made for that.
    Read,
    /// As the one process that writes to it.
    Written,
}

/// Why database or index cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum AssemblyError {
    /// A folder cannot be made.
    #[error("cannot make the folder {path}")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is nothing to work on.
    #[error("there is no database {0}")]
    NoDatabase(Address),
    /// The database cannot be opened.
    #[error("cannot open the database {address}")]
    Database {
        /// The database.
        address: Address,
        /// What it said.
        source: DbErr,
    },
    /// The tables cannot be brought up to this version.
    #[error("cannot migrate the database")]
    Migrate(#[source] DbErr),
    /// Someone else writes to the index.
    #[error("another lehrgeld uses the data folder {0}")]
    InUse(PathBuf),
    /// There is no index to read.
    #[error("there is no search index in {0}")]
    NoIndex(PathBuf),
    /// The index cannot be read.
    #[error("the search index in {folder} cannot be used: {why}")]
    UnusableIndex {
        /// Where it is.
        folder: PathBuf,
        /// Why.
        why: String,
    },
    /// The index cannot be opened or closed.
    #[error("cannot use the search index")]
    Index(#[source] Error),
    /// The database cannot be closed.
    #[error("cannot close the database")]
    Close(#[source] DbErr),
}

/// A knowledge base and what it is made of.
pub struct Parts {
    /// The database.
    pub address: Address,
    /// Whether the database is a file of this process.
    pub is_embedded: bool,
    /// What the service counts.
    pub metrics: Arc<Metrics>,
    /// The whole.
    pub knowledge_base: Arc<KnowledgeBase>,
    store: Store,
}

impl Parts {
    /// Opens database and index, and makes them where there are none and more is wanted than to
    /// read the index. The index comes first, for
    /// it tells whether someone else is at work here.
    pub async fn assemble(place: &Place, index: Index) -> Result<Self, AssemblyError> {
        let metrics = Arc::new(Metrics::new());
        let address = place.database();
        if index != Index::Read {
            make_folders(place, &address, index)?;
        }
        let indexing = open_index(place, index).await?;
        let store = Store::open(&address, &metrics).await;
        let store = store.map_err(|source| AssemblyError::Database {
            address: address.clone(),
            source,
        })?;
        let knowledge_base = KnowledgeBase::new(
            store.clone(),
            indexing.map(Arc::new),
            Arc::new(SystemClock::default()),
            Arc::clone(&metrics),
        );
        Ok(Self {
            is_embedded: matches!(address, Address::Sqlite(_)),
            address,
            metrics,
            knowledge_base: Arc::new(knowledge_base),
            store,
        })
    }

    /// Opens a database that has to be there, and its index.
    pub async fn assemble_existing(place: &Place, index: Index) -> Result<Self, AssemblyError> {
        match place.database() {
            Address::Sqlite(path) if !path.exists() => {
                Err(AssemblyError::NoDatabase(Address::Sqlite(path)))
            }
            _ => Self::assemble(place, index).await,
        }
    }

    /// The same, with or without the rule that whoever submitted a lesson cannot approve it.
    #[must_use]
    pub fn with_four_eyes(self, four_eyes: bool) -> Self {
        let knowledge_base = self.knowledge_base.with_four_eyes(four_eyes);
        Self {
            knowledge_base: Arc::new(knowledge_base),
            ..self
        }
    }

    /// Brings the tables up to this version of the service.
    pub async fn migrate(&self) -> Result<(), AssemblyError> {
        self.store.migrate().await.map_err(AssemblyError::Migrate)
    }

    /// Takes back that many steps of the database's history, with the data in their tables.
    pub async fn migrate_down(&self, steps: u32) -> Result<(), AssemblyError> {
        let down = self.store.migrate_down(steps).await;
        down.map_err(AssemblyError::Migrate)
    }

    /// Closes index and database in good order, the second also where the first fails. Where both
    /// fail, the database is what matters.
    pub async fn close(self) -> Result<(), AssemblyError> {
        let index = match self.knowledge_base.indexing() {
            Some(indexing) => Arc::clone(indexing).close().await,
            None => Ok(()),
        };
        let database = self.knowledge_base.close().await;
        database.map_err(AssemblyError::Close)?;
        index.map_err(AssemblyError::Index)
    }
}

/// Makes the folders that are needed.
fn make_folders(place: &Place, address: &Address, index: Index) -> Result<(), AssemblyError> {
    let of_index = (index != Index::Unused).then_some(place.data_dir.as_path());
    let of_database = match address {
        Address::Sqlite(path) => path.parent().filter(|folder| *folder != ""),
        Address::Postgres(_) => None,
    };
    for folder in of_index.into_iter().chain(of_database) {
        let made = DirBuilder::new()
            .recursive(true)
            .mode(NOBODY_ELSE)
            .create(folder);
        made.map_err(|source| AssemblyError::Folder {
            path: folder.to_owned(),
            source,
        })?;
    }
    Ok(())
}

/// Away from the threads that answer requests: a large index is read from end to end for damage.
async fn open_index(place: &Place, index: Index) -> Result<Option<Indexing>, AssemblyError> {
    let place = place.clone();
    let opened = tokio::task::spawn_blocking(move || match index {
        Index::Unused => Ok(None),
        Index::Read => read_index(place.index()).map(Some),
        Index::Written => write_index(&place).map(Some),
    });
    opened
        .await
        .map_err(|error| AssemblyError::Index(error.into()))?
}

fn read_index(folder: PathBuf) -> Result<Indexing, AssemblyError> {
    match search::Index::open_to_read(&folder) {
        Found::Sound(index) => Ok(Indexing::reading(folder, index)),
        Found::Missing => Err(AssemblyError::NoIndex(folder)),
        Found::Unusable(why) => Err(AssemblyError::UnusableIndex { folder, why }),
    }
}

fn write_index(place: &Place) -> Result<Indexing, AssemblyError> {
    Indexing::open(place.index()).map_err(|error| match error {
        search::Error::Locked => AssemblyError::InUse(place.data_dir.clone()),
        error => AssemblyError::Index(error.into()),
    })
}
