//! Every test on both databases.

use crate::{
    place::{Engine, Loaded, Place},
    postgres,
    world::World,
};

/// Runs each of these tests once on SQLite and once on PostgreSQL, as `sqlite::name` and
/// `postgres::name`. Each is an `async fn` that takes a reference to something that can be
/// [prepared](Prepare).
#[macro_export]
macro_rules! both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(prepared) = $crate::prepare($crate::Engine::Sqlite).await {
                        super::$name(&prepared).await;
                        $crate::Prepare::finish(prepared).await;
                    }
                }
            )+
        }

        mod postgres {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $name() {
                    if let Some(prepared) = $crate::prepare($crate::Engine::Postgres).await {
                        super::$name(&prepared).await;
                        $crate::Prepare::finish(prepared).await;
                    }
                }
            )+
        }
    };
}

/// What a test can ask for.
pub trait Prepare: Sized {
    /// Makes it, on this database.
    fn prepare(engine: Engine) -> impl Future<Output = Self>;

    /// Takes it down after the test. A test that fails leaves that to the end of the process.
    fn finish(self) -> impl Future<Output = ()> {
        async {}
    }
}

/// What the test asks for, unless there is no such database here.
pub async fn prepare<P: Prepare>(engine: Engine) -> Option<P> {
    if engine == Engine::Postgres && postgres::server().is_none() {
        return None;
    }
    Some(P::prepare(engine).await)
}

impl Prepare for Place {
    async fn prepare(engine: Engine) -> Self {
        Self::empty(engine)
    }
}

impl Prepare for Loaded {
    async fn prepare(engine: Engine) -> Self {
        Self::copy(engine).await
    }
}

impl Prepare for World {
    async fn prepare(engine: Engine) -> Self {
        let Loaded(place) = Loaded::copy(engine).await;
        let world = Self::start(place, &[]).await;
        world.caught_up().await;
        world
    }

    async fn finish(self) {
        self.stop().await;
    }
}
