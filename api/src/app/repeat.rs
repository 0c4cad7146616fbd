//! Requests that are sent again: a client that never saw the answer repeats the request with the
//! same `Idempotency-Key`, and gets the first answer.
//!
//! The key is kept before anything is done. Each write of the request notes what became of it in its
//! own transaction; when the whole answer is known, it is kept too. So a repeat finds the answer, or,
//! where the process died between the two, what was done already, and does only the rest.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use entity::{id::AccountId, idempotency_key};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _,
    QuerySelect as _,
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::app::{KnowledgeBase, error::Error, refusal::Refusal, writing::Writing};

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);
/// After this long a request without an answer is taken to have died.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long a repeat waits for the first answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it looks.
const PACE: Duration = Duration::from_millis(50);

/// What is kept under a key.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Kept {
    /// What became of each write, by its number in the request.
    done: BTreeMap<usize, Value>,
    /// The whole answer, as text: it may hold a NUL that its client sent to get it back, and PostgreSQL
    /// keeps no JSON with one. Of an earlier release it may stand here as it is.
    answer: Option<Value>,
}

impl Kept {
    fn new(done: BTreeMap<usize, Value>, answer: Option<Value>) -> Self {
        let text = answer.map(|answer| Value::String(answer.to_string()));
        Self { done, answer: text }
    }

    fn answer(&self) -> Result<Option<Value>, Error> {
        match &self.answer {
            Some(Value::String(text)) => {
                let answer = serde_json::from_str(text);
                answer.map_err(|error| Error::Inconsistent(error.to_string()))
            }
            answer => Ok(answer.clone()),
        }
    }
}

/// A request that may be repeated, while it is carried out: by its client, if it has a key, and by
/// ourselves where the database gave it up.
#[derive(Debug)]
pub struct Repeat {
    /// Where it is kept; nothing for one that is not kept.
    kept_under: Option<Place>,
    done: Mutex<BTreeMap<usize, Value>>,
    next: AtomicUsize,
}

/// Where a request is kept while it is carried out, and since when: whoever takes it up later, because
/// it seems to have died, is another one.
#[derive(Clone, Debug)]
struct Place {
    account: AccountId,
    key: String,
    since: DateTime<Utc>,
}

/// One write of such a request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'r> {
    repeat: &'r Repeat,
    number: usize,
}

/// What a request with a key is.
#[derive(Debug)]
pub enum Repeated {
    /// One that was answered before.
    Answered(Value),
    /// One to carry out, perhaps only the rest of it.
    Open(Repeat),
}

impl Repeat {
    /// One that its client cannot repeat: what became of its writes is known while it is carried out.
    #[must_use]
    pub fn unkept() -> Self {
        Self {
            kept_under: None,
            done: Mutex::default(),
            next: AtomicUsize::new(0),
        }
    }

    /// Begins it anew. What was done is not done again.
    pub fn begin_again(&self) {
        self.next.store(0, Ordering::SeqCst);
    }

    fn account(&self) -> Option<AccountId> {
        self.kept_under.as_ref().map(|place| place.account)
    }

    /// The row in which it is kept, as long as nobody else has taken it up.
    fn row(&self) -> Option<Condition> {
        let place = self.kept_under.as_ref()?;
        let taken_up_here = idempotency_key::Column::CreatedAt.eq(place.since);
        Some(this(place.account, &place.key).add(taken_up_here))
    }

    /// What became of its writes so far.
    fn known(&self) -> BTreeMap<usize, Value> {
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        done.clone()
    }

    /// The next write of the request. Fields of a mutation run one after another, so that each
    /// write has the same number in every repeat.
    pub(super) fn next(&self) -> Part<'_> {
        Part {
            repeat: self,
            number: self.next.fetch_add(1, Ordering::SeqCst),
        }
    }
}

impl Part<'_> {
    /// What became of it, where it was done before.
    pub(super) fn before<T: DeserializeOwned>(&self) -> Result<Option<T>, Error> {
        let done = self
            .repeat
            .done
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let known = done.get(&self.number).cloned();
        let known = known.map(serde_json::from_value).transpose();
        known.map_err(|error| Error::Inconsistent(error.to_string()))
    }

    /// Notes what becomes of it, in the transaction that does it. It is known for good only once
    /// that is committed: then [`remember`](Self::remember) it.
    pub(super) async fn note(
        &self,
        writing: &Writing<'_>,
        outcome: &impl Serialize,
    ) -> Result<Value, Refusal> {
        let outcome = serde_json::to_value(outcome)
            .map_err(|error| Error::Inconsistent(error.to_string()))?;
        let Some(place) = &self.repeat.kept_under else {
            return Ok(outcome);
        };
        let mut done = self.repeat.known();
        done.insert(self.number, outcome.clone());
        let kept = Kept::new(done, None);
        let is_kept = writing.keep(self.repeat, &kept).await?;
        // What someone else does by now is not done here too.
        if !is_kept && writing.is_taken_up(place).await? {
            return Err(Refusal::InProgress);
        }
        Ok(outcome)
    }

    /// What became of it is committed.
    pub(super) fn remember(&self, outcome: Value) {
        let done = &self.repeat.done;
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        done.insert(self.number, outcome);
    }
}

impl Writing<'_> {
    /// Keeps what is known under a key, and says whether it did. A key that is gone, with its account
    /// or with someone who was erased, is kept no more; nor is one that someone else has taken up.
    async fn keep(&self, repeat: &Repeat, kept: &Kept) -> Result<bool, Error> {
        let answer =
            serde_json::to_value(kept).map_err(|error| Error::Inconsistent(error.to_string()))?;
        let row = idempotency_key::ActiveModel {
            answer: Set(answer),
            ..Default::default()
        };
        let Some(this) = repeat.row() else {
            return Ok(false);
        };
        Ok(self.unnoted().update_where(row, this).await? > 0)
    }

    /// Whether there still is such a request.
    async fn is_taken_up(&self, place: &Place) -> Result<bool, Error> {
        let found = idempotency_key::Entity::find().filter(this(place.account, &place.key));
        Ok(!self.find(found).await?.is_empty())
    }
}

/// The row of a key.
fn this(account: AccountId, key: &str) -> Condition {
    Condition::all()
        .add(idempotency_key::Column::AccountId.eq(account))
        .add(idempotency_key::Column::Key.eq(key))
}

impl KnowledgeBase {
    /// Takes up a request with a key: one that was answered, one to carry out, or a refusal where
    /// the key is another request's or the first is still being carried out.
    pub async fn take_up(
        &self,
        account: AccountId,
        key: &str,
        request_hash: &[u8; 32],
    ) -> Result<Repeated, Refusal> {
        let patience = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.try_take_up(account, key, request_hash).await {
                Ok(Some(taken)) => return Ok(taken),
                Err(Refusal::Failed(error)) if error.is_contended() => {}
                Err(refusal) => return Err(refusal),
                Ok(None) => {}
            }
            if tokio::time::Instant::now() >= patience {
                return Err(Refusal::InProgress);
            }
            tokio::time::sleep(PACE).await;
        }
    }

    async fn try_take_up(
        &self,
        account: AccountId,
        key: &str,
        request_hash: &[u8; 32],
    ) -> Result<Option<Repeated>, Refusal> {
        let writing = self.write_as(Some(account), "take up request").await?;
        let now = writing.now();
        // The account is kept while its key is looked for, so that of two that send the same key
        // at once one comes first.
        writing.lock_account(account).await?;
        let expired = idempotency_key::Column::ExpiresAt.lte(now);
        writing
            .unnoted()
            .delete::<idempotency_key::Entity>(expired)
            .await?;
        // So is the key, which may be about to be given what was done.
        let found = idempotency_key::Entity::find().filter(this(account, key));
        let Some(row) = writing
            .find(found.lock_exclusive())
            .await?
            .into_iter()
            .next()
        else {
            let row = new_row(account, key, request_hash, now);
            writing.unnoted().insert([row]).await?;
            writing.commit().await?;
            return Ok(Some(open(account, key, now, BTreeMap::new())));
        };
        if row.request_hash != request_hash {
            return Err(Refusal::KeyReused);
        }
        let kept: Kept = serde_json::from_value(row.answer)
            .map_err(|error| Error::Inconsistent(error.to_string()))?;
        if let Some(answer) = kept.answer()? {
            return Ok(Some(Repeated::Answered(answer)));
        }
        if row.created_at + LEASE > now {
            return Ok(None);
        }
        let renewed = idempotency_key::ActiveModel {
            account_id: Set(account),
            key: Set(key.to_owned()),
            created_at: Set(now),
            ..Default::default()
        };
        writing.unnoted().update(renewed).await?;
        writing.commit().await?;
        Ok(Some(open(account, key, now, kept.done)))
    }

    /// Keeps the answer to a request, or forgets the request where it changed nothing and may do
    /// better the next time.
    pub async fn keep_answer(&self, repeat: &Repeat, answer: Option<Value>) -> Result<(), Error> {
        let (account, this) = (repeat.account(), repeat.row());
        let Some(this) = this else {
            return Ok(());
        };
        let writing = self.write_as(account, "keep answer").await?;
        let done = repeat.known();
        if answer.is_none() && done.is_empty() {
            writing
                .unnoted()
                .delete::<idempotency_key::Entity>(this)
                .await?;
        } else {
            let kept = Kept::new(done, answer);
            writing.keep(repeat, &kept).await?;
        }
        writing.commit().await?;
        Ok(())
    }
}

fn open(
    account: AccountId,
    key: &str,
    since: DateTime<Utc>,
    done: BTreeMap<usize, Value>,
) -> Repeated {
    Repeated::Open(Repeat {
        kept_under: Some(Place {
            account,
            key: key.to_owned(),
            since,
        }),
        done: Mutex::new(done),
        next: AtomicUsize::new(0),
    })
}

fn new_row(
    account_id: AccountId,
    key: &str,
    request_hash: &[u8; 32],
    now: DateTime<Utc>,
) -> idempotency_key::Model {
    idempotency_key::Model {
        account_id,
        key: key.to_owned(),
        request_hash: request_hash.to_vec(),
        answer: serde_json::to_value(Kept::default()).unwrap_or_default(),
        expires_at: now + KEPT,
        created_at: now,
    }
}
