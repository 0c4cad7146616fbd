//! A database and a data folder of one test's own.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use tokio::sync::OnceCell;

use crate::{postgres, scratch, world::World};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// On the tests' server.
    Postgres,
}

/// A database without tables, and an empty data folder.
#[derive(Debug)]
pub struct Place {
    engine: Engine,
    folder: PathBuf,
    database: Option<Arc<postgres::Database>>,
}

/// A place that holds the sample knowledge base, in the database and in the index, at rest.
#[derive(Debug)]
pub struct Loaded(pub Place);

impl Place {
    /// An empty one.
    #[must_use]
    pub fn empty(engine: Engine) -> Self {
        Self::on(engine, |server| server.database(None))
    }

    fn on(
        engine: Engine,
        database: impl FnOnce(&'static postgres::Server) -> postgres::Database,
    ) -> Self {
        Self {
            engine,
            folder: scratch::folder("data"),
            database: match engine {
                Engine::Sqlite => None,
                Engine::Postgres => {
                    let server = postgres::server().expect("there is a server");
                    Some(Arc::new(database(server)))
                }
            },
        }
    }

    /// The same database with a data folder of its own, as another process has it; nothing where
    /// the database is one process's own.
    #[must_use]
    pub fn beside(&self) -> Option<Self> {
        let database = self.database.clone()?;
        Some(Self {
            engine: self.engine,
            folder: scratch::folder("data"),
            database: Some(database),
        })
    }

    /// Which database it has.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where its database is, for whoever writes to it past the service.
    #[must_use]
    pub fn database_url(&self) -> String {
        match &self.database {
            Some(database) => database.url(),
            None => format!("sqlite:{}/lehrgeld.db?mode=rwc", self.folder.display()),
        }
    }

    /// The arguments that make `lehrgeld` work here.
    #[must_use]
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--data-dir".into(), self.folder.display().to_string()];
        if let Some(database) = &self.database {
            arguments.extend(["--database-url".into(), database.url()]);
        }
        arguments
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // Only to save room; what is left goes with the process.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Loaded {
    /// A copy of one that is made once: loading takes seconds, copying does not.
    pub async fn copy(engine: Engine) -> Self {
        static SQLITE: OnceCell<Loaded> = OnceCell::const_new();
        static POSTGRES: OnceCell<Loaded> = OnceCell::const_new();

        let cell = match engine {
            Engine::Sqlite => &SQLITE,
            Engine::Postgres => &POSTGRES,
        };
        let Self(template) = cell.get_or_init(|| Self::load(engine)).await;
        let place = Place::on(engine, |server| {
            server.database(template.database.as_deref())
        });
        scratch::copy(&template.folder, &place.folder);
        Self(place)
    }

    async fn load(engine: Engine) -> Self {
        let world = World::start(Place::empty(engine), &["--empty"]).await;
        world.import_sample().await;
        world.caught_up().await;
        Self(world.stop().await)
    }
}
