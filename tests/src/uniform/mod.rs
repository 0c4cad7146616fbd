//! A knowledge base in which all rows of a kind are alike and as much hangs on each of them, so
//! that what a query costs can depend on how many it reads and on nothing else.

/// A row with these columns, the others left out.
macro_rules! row {
    ($table:ident { $($column:ident $(: $value:expr)?),* $(,)? }) => {{
        #[allow(clippy::needless_update, reason = "of some tables every column is said")]
        let row = $table::ActiveModel {
            $($column: Set(row!(@ $column $($value)?).into()),)*
            ..Default::default()
        };
        row
    }};
    (@ $column:ident) => { $column };
    (@ $column:ident $value:expr) => { $value };
}

mod entries;
mod ids;
mod places;

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, Database, DatabaseConnection, EntityTrait,
    IntoActiveModel, prelude::DateTimeUtc,
};

use crate::{
    both::Prepare,
    place::{Engine, Place},
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

async fn insert<A>(database: &DatabaseConnection, rows: impl IntoIterator<Item = A>)
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
{
    let inserted = A::Entity::insert_many(rows);
    inserted.exec_without_returning(database).await.unwrap();
}

fn next(number: u32) -> u32 {
    (number + 1) % Uniform::COUNT
}

fn time(number: u32) -> DateTimeUtc {
    DateTimeUtc::from_timestamp(1_700_000_000 + i64::from(number), 0).unwrap()
}

/// A name, as it is folded, and as part of an address.
fn named(name: &str, number: u32) -> (String, String, String) {
    let low = name.to_lowercase();
    (
        format!("{name} {number:02}"),
        format!("{low} {number:02}"),
        format!("{low}-{number:02}"),
    )
}
