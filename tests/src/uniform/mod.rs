//! A knowledge base in which all rows of a kind are alike and as much hangs on each of them, so
//! that what a query costs can depend on how many it reads and on nothing else.

mod entries;
mod places;

use sea_orm::{Database, DatabaseConnection};

use crate::{
    both::Prepare,
    place::{Engine, Place},
    rows::insert,
    world::World,
};

/// A service over it.
pub struct Uniform(pub World);

impl Uniform {
    /// How many there are of each kind: cities, their projects, their lessons and so on.
    pub const COUNT: u32 = 40;
    /// How many of the topics are of the scheme `METHOD`; the others are of `TOPIC`.
    pub const METHODS: u32 = 3;
}

impl Prepare for Uniform {
    async fn prepare(engine: Engine) -> Self {
        let place = Place::empty(engine);
        let database = Database::connect(place.database_url()).await.unwrap();
        migration::up(&database).await.unwrap();
        fill(&database).await;
        database.close().await.unwrap();
        let world = World::start(place, &["--empty"]).await;
        world.caught_up().await;
        Self(world)
    }

    async fn finish(self) {
        self.0.stop().await;
    }
}

async fn fill(database: &DatabaseConnection) {
    let all = || 0..Uniform::COUNT;
    insert(database, all().map(places::account)).await;
    insert(database, all().map(places::city)).await;
    insert(database, all().flat_map(places::organizations)).await;
    insert(database, [places::field()]).await;
    insert(database, all().map(places::topic)).await;
    insert(database, all().map(places::label)).await;
    insert(database, all().flat_map(entries::projects)).await;
    insert(database, all().flat_map(entries::lessons)).await;
    insert(database, all().map(entries::project_topic)).await;
    insert(database, all().map(entries::lesson_topic)).await;
    insert(database, all().flat_map(entries::participations)).await;
    insert(database, all().flat_map(entries::sources)).await;
    insert(database, all().map(entries::statement)).await;
    insert(database, all().flat_map(entries::relations)).await;
    insert(database, all().flat_map(entries::reuses)).await;
    insert(database, all().flat_map(entries::comments)).await;
    insert(database, all().flat_map(entries::revisions)).await;
}

fn next(number: u32) -> u32 {
    (number + 1) % Uniform::COUNT
}
