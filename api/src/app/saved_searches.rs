//! Searches that someone comes back to.

use entity::{
    id::{AccountId, SavedSearchId},
    kind::Subject,
    saved_search,
};
use sea_orm::{ColumnTrait as _, QueryOrder as _};
use serde::{Deserialize, Serialize};

use crate::{
    app::{KnowledgeBase, error::Error, refusal::Refusal, session::Session, writing::Begun},
    domain::{
        actor::Actor,
        lesson_filter::LessonFilter,
        parse::{Wrong, short_text},
        policy::{Action, Resource},
        problem::{Fault, Problems},
        reach::Reach,
    },
};

/// How many searches an account keeps.
const MOST: usize = 200;

/// A search that was saved.
#[derive(Clone, Debug)]
pub struct SavedSearch {
    /// Its key.
    pub id: SavedSearchId,
    /// What it is called.
    pub name: String,
    /// The query.
    pub query: String,
    /// The filter, as it was saved: topics without the narrower ones.
    pub filter: LessonFilter,
}

/// What became of a saved search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchDone {
    /// The search.
    pub search: SavedSearchId,
}

impl TryFrom<saved_search::Model> for SavedSearch {
    type Error = Error;

    fn try_from(row: saved_search::Model) -> Result<Self, Error> {
        let filter = serde_json::from_value(row.filter);
        Ok(Self {
            id: row.id,
            name: row.name,
            query: row.query,
            filter: filter.map_err(|error| Error::Inconsistent(error.to_string()))?,
        })
    }
}

impl KnowledgeBase {
    /// The searches that an actor has saved, the oldest first.
    pub async fn saved_searches(&self, actor: &Actor) -> Result<Vec<SavedSearch>, Error> {
        let Some(account) = actor.account() else {
            return Ok(Vec::new());
        };
        let everything = Reach::of(&Actor::House);
        let rows = self.reading(&everything).saved_searches();
        let own = rows
            .filter(saved_search::Column::AccountId.eq(account))
            .with(|select| select.order_by_asc(saved_search::Column::Id));
        own.all()
            .await?
            .into_iter()
            .map(SavedSearch::try_from)
            .collect()
    }

    /// A search that an actor has saved.
    pub async fn saved_search(
        &self,
        actor: &Actor,
        id: SavedSearchId,
    ) -> Result<Option<SavedSearch>, Error> {
        let own = self.saved_searches(actor).await?;
        Ok(own.into_iter().find(|search| search.id == id))
    }
}

impl Session<'_> {
    /// Saves a search under a name that none of the actor's own has. `problems` is what is already
    /// known to be wrong with it.
    pub async fn save_search(
        &self,
        name: &str,
        query: &str,
        filter: &LessonFilter,
        mut problems: Problems,
    ) -> Result<SearchDone, Refusal> {
        let account = self.own()?;
        let mut writing = match self.begin("save search").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let name = problems.take("name", short_text(name)).unwrap_or_default();
        if search::Query::parse(query).is_err() {
            problems.add("query", Fault::TooLong(search::MAX_QUERY_CHARS));
        }
        if query.contains(char::is_control) {
            problems.add("query", Fault::Text(Wrong::Control));
        }
        writing.lock_account(account).await?;
        let rows = writing.reading_all().saved_searches();
        let own = rows
            .filter(saved_search::Column::AccountId.eq(account))
            .all()
            .await?;
        if own.len() >= MOST {
            problems.add_whole(Fault::MostSaved(MOST));
        }
        if own.iter().any(|own| own.name == name) {
            problems.add("name", Fault::Taken);
        }
        problems.check()?;
        let row = saved_search::Model {
            id: SavedSearchId(writing.id()),
            account_id: account,
            name,
            query: query.to_owned(),
            filter: serde_json::to_value(filter)
                .map_err(|error| Error::Inconsistent(error.to_string()))?,
            created_at: writing.now(),
        };
        let search = row.id;
        writing
            .on(Subject::SavedSearch, search)
            .insert([row])
            .await?;
        writing.finish(|_| SearchDone { search }).await
    }

    /// Forgets a saved search.
    pub async fn delete_saved_search(&self, id: SavedSearchId) -> Result<SearchDone, Refusal> {
        let account = self.own()?;
        let mut writing = match self.begin("delete saved search").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let own = sea_orm::Condition::all()
            .add(saved_search::Column::AccountId.eq(account))
            .add(saved_search::Column::Id.eq(id));
        let noted = writing.on(Subject::SavedSearch, id);
        if noted.delete::<saved_search::Entity>(own).await? == 0 {
            return Err(Refusal::problem("id", Fault::NotFound));
        }
        writing.finish(|_| SearchDone { search: id }).await
    }

    /// The account that acts, which keeps what is its own.
    fn own(&self) -> Result<AccountId, Refusal> {
        self.require(Action::KeepOwn, Resource::House)?;
        self.actor().account().ok_or(Refusal::Unauthenticated)
    }
}
