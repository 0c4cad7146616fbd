//! Knowledge bases that differ only in what a reader may not read.
//!
//! One world holds everything. For each audience there is another one, in which all that readers up
//! to that audience may read is the same, row by row, id by id and time by time; the rest is absent,
//! or says something else, or is there in its stead. So no answer has to be masked before two are
//! compared.

mod hanging;
mod lessons;
mod people;
mod projects;
mod words;

use entity::{
    change,
    id::LessonId,
    instance,
    kind::{Audience, Subject},
    lesson,
};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, Database, DatabaseConnection, EntityTrait as _,
    prelude::Uuid,
};

use crate::{
    both::Prepare,
    client::Client,
    place::{Engine, Place},
    rows::{Numbered as _, insert, time},
    world::World,
};

pub use people::Reader;
pub use words::{CODES, WORDS};

/// The world that holds everything, and its twins.
pub struct Twins {
    whole: World,
    others: Vec<(Audience, World)>,
}

/// Which world, as the rows are made.
#[derive(Clone, Copy, Debug)]
struct Version {
    /// The widest audience of what is the same as in the whole world; nothing is other in that one.
    same_up_to: Option<Audience>,
}

/// How an entry stands in a world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// As in the whole world.
    Same,
    /// Not as there.
    Other,
}

impl Version {
    /// How what only this audience reads stands here. Nobody of the readers belongs to `City`: that
    /// stands for all that none of them may read.
    fn side(self, audience: Audience) -> Side {
        match self.same_up_to {
            Some(level) if audience > level => Side::Other,
            _ => Side::Same,
        }
    }

    /// How what no reader may know stands here.
    fn closed(self) -> Side {
        self.side(Audience::City)
    }

    /// Whether something of this audience is there at all: of three one is in the whole world alone,
    /// one in its twins alone, and one in both.
    fn has(self, audience: Audience, number: u32) -> bool {
        if audience == Audience::Public {
            return true;
        }
        match self.side(audience) {
            Side::Same => number % 3 != 2,
            Side::Other => !number.is_multiple_of(3),
        }
    }
}

impl Side {
    /// A number that differs between the two.
    fn salt(self) -> u32 {
        match self {
            Self::Same => 0,
            Self::Other => 1,
        }
    }
}

impl Twins {
    /// The number of the city of those readers who work for one.
    pub const HOME: u32 = people::HOME;

    /// The title and the insight of each lesson of the whole world.
    #[must_use]
    pub fn texts() -> Vec<(String, String)> {
        lessons::texts(Version { same_up_to: None })
    }

    /// The whole world and its twin for a reader, as that reader meets them.
    #[must_use]
    pub fn for_reader(&self, reader: Reader) -> [Client; 2] {
        self.worlds(reader)
            .map(|world| reader.client(world.client()))
    }

    /// Waits until what a reader changed can be found in both.
    pub async fn caught_up(&self, reader: Reader) {
        for world in self.worlds(reader) {
            world.caught_up().await;
        }
    }

    fn worlds(&self, reader: Reader) -> [&World; 2] {
        let mut others = self.others.iter();
        let twin = others.find(|(level, _)| *level == reader.reads());
        let (_, twin) = twin.expect("there is a world for each level");
        [&self.whole, twin]
    }
}

impl Prepare for Twins {
    async fn prepare(engine: Engine) -> Self {
        let levels = [
            Audience::Public,
            Audience::Partners,
            Audience::Administrations,
        ];
        let whole = begin(engine, Version { same_up_to: None }).await;
        let mut others = Vec::new();
        for level in levels {
            let version = Version {
                same_up_to: Some(level),
            };
            others.push((level, begin(engine, version).await));
        }
        Self { whole, others }
    }

    async fn finish(self) {
        self.whole.stop().await;
        for (_, world) in self.others {
            world.stop().await;
        }
    }
}

/// Feeds say where they are, which has to be the same for all.
const SERVED: [&str; 3] = ["--empty", "--public-url", "https://lehrgeld.example"];

/// A world whose index has seen all that it is to have seen.
async fn begin(engine: Engine, version: Version) -> World {
    let place = Place::empty(engine);
    let database = Database::connect(place.database_url()).await.unwrap();
    migration::up(&database).await.unwrap();
    fill(&database, version).await;
    database.close().await.unwrap();
    let world = World::start(place, &SERVED).await;
    world.caught_up().await;
    // What was rewritten or withdrawn is in the index until the engine merges it away.
    let place = world.stop().await;
    let database = Database::connect(place.database_url()).await.unwrap();
    let aged = lessons::aged(version);
    for (row, _) in &aged {
        row.clone().update(&database).await.unwrap();
    }
    let numbers = aged.iter().map(|(_, number)| *number);
    insert(&database, numbers.map(changed)).await;
    database.close().await.unwrap();
    let world = World::start(place, &SERVED).await;
    world.caught_up().await;
    world
}

fn changed(number: u32) -> change::ActiveModel {
    change::ActiveModel {
        at: Set(time(number)),
        actor_id: Set(None),
        action: Set("age".to_owned()),
        subject: Set(Subject::Lesson),
        subject_id: Set(LessonId::numbered(0, number).0),
        ..Default::default()
    }
}

async fn fill(database: &DatabaseConnection, version: Version) {
    // Feeds say which database they are of.
    let same = instance::ActiveModel {
        id: Set(Uuid::from_u128(1)),
        ..Default::default()
    };
    let instances = instance::Entity::update_many().set(same);
    instances.exec(database).await.unwrap();
    insert(database, people::cities()).await;
    insert(database, people::organizations()).await;
    insert(database, people::topics()).await;
    insert(database, people::labels()).await;
    insert(database, people::accounts(version)).await;
    insert(database, people::memberships(version)).await;
    insert(database, people::tokens(version)).await;
    insert(database, people::saved_searches(version)).await;
    insert(database, projects::projects(version)).await;
    insert(database, projects::topics(version)).await;
    let young = lessons::all(version).into_iter();
    let young = young.map(|lesson| lesson.young(version));
    let rows: Vec<lesson::ActiveModel> = young.collect();
    insert(database, rows).await;
    insert(database, lessons::topics(version)).await;
    insert(database, hanging::participations(version)).await;
    insert(database, hanging::sources(version)).await;
    insert(database, hanging::statements(version)).await;
    insert(database, hanging::relations(version)).await;
    insert(database, hanging::reuses(version)).await;
    insert(database, hanging::comments(version)).await;
    insert(database, hanging::revisions(version)).await;
    insert(database, hanging::proposals(version)).await;
}
