//! A person is to be forgotten: the name goes, wherever it was kept apart; what was done stays.

use entity::{
    change, idempotency_key, kind::Subject, participation, proposal, revision, statement,
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    app::{
        error::Error,
        refusal::Refusal,
        session::Session,
        writing::{Begun, Writing},
    },
    domain::{
        parse::{long_text, short_text},
        policy::{Action, Resource},
        problem::{Fault, Problems, Unfitting},
        text_key::text_key,
    },
};

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    /// In how many participations and statements the name stood, those of earlier versions and of
    /// proposals included.
    pub count: u64,
    /// The place of the change in the feed.
    pub change: Option<i64>,
}

/// How many rows are looked at at once.
const STEP: u64 = 500;

impl Session<'_> {
    /// Empties a name in participations, statements, versions, proposals and kept answers. The
    /// audit trail keeps that it happened, and when, not whom it was about.
    pub async fn erase_person(&self, name: &str, reason: &str) -> Result<Erased, Refusal> {
        self.require(Action::ErasePerson, Resource::House)?;
        let mut writing = match self.begin("erase person").await? {
            Begun::Before(done) => return Ok(done),
            Begun::Now(writing) => writing,
        };
        let mut problems = Problems::default();
        let name = problems.take("name", short_text(name)).unwrap_or_default();
        let reason = problems
            .take("reason", long_text(reason))
            .unwrap_or_default();
        let key = text_key(&name);
        if !key.is_empty() && text_key(&reason).contains(&key) {
            let fault = Fault::Unfitting(Unfitting::NamesThePerson);
            problems.add("reason", fault);
        }
        problems.check()?;
        let event = writing.id();
        let mut count = writing.erase_from_participations(&key).await?;
        count += writing.erase_from_statements(&key).await?;
        count += writing.erase_from_revisions(&key).await?;
        count += writing.erase_from_proposals(&key).await?;
        writing.forget_answers(&key).await?;
        writing.forget_reasons(&key).await?;
        let _ = writing.on(Subject::Person, event);
        writing.because(reason);
        let erased = writing.finish(|change| Erased { count, change }).await?;
        tracing::info!(%event, count, "erased a person");
        self.knowledge_base.store.fold_log().await;
        Ok(erased)
    }
}

/// Whether a stored name is the one to erase, whatever its case and accents.
fn is(person: Option<&str>, key: &str) -> bool {
    person.is_some_and(|person| text_key(person) == key)
}

impl Writing<'_> {
    async fn erase_from_participations(&mut self, key: &str) -> Result<u64, Error> {
        let named = participation::Column::Person.is_not_null();
        let rows = self
            .reading_all()
            .participations()
            .filter(named)
            .all()
            .await?;
        let mut count = 0;
        for row in rows
            .into_iter()
            .filter(|row| is(row.person.as_deref(), key))
        {
            let emptied = participation::ActiveModel {
                id: Set(row.id),
                person: Set(None),
                ..Default::default()
            };
            match (row.lesson_id, row.project_id) {
                (Some(lesson), _) => self.on(Subject::Lesson, lesson).update(emptied).await?,
                (None, Some(project)) => self.on(Subject::Project, project).update(emptied).await?,
                (None, None) => continue,
            }
            count += 1;
        }
        Ok(count)
    }

    async fn erase_from_statements(&mut self, key: &str) -> Result<u64, Error> {
        let named = statement::Column::Person.is_not_null();
        let rows = self.reading_all().statements().filter(named).all().await?;
        let mut count = 0;
        for row in rows
            .into_iter()
            .filter(|row| is(row.person.as_deref(), key))
        {
            let emptied = statement::ActiveModel {
                id: Set(row.id),
                person: Set(None),
                ..Default::default()
            };
            self.on(Subject::Project, row.project_id)
                .update(emptied)
                .await?;
            count += 1;
        }
        Ok(count)
    }

    async fn erase_from_revisions(&mut self, key: &str) -> Result<u64, Error> {
        let (mut count, mut last) = (0, None);
        loop {
            let mut revisions = self
                .reading_all()
                .revisions()
                .with(|select| select.order_by_asc(revision::Column::Id).limit(STEP));
            if let Some(last) = last {
                revisions = revisions.filter(revision::Column::Id.gt(last));
            }
            let rows = revisions.all().await?;
            let Some(end) = rows.last().map(|row| row.id) else {
                return Ok(count);
            };
            last = Some(end);
            for mut row in rows {
                let erased = erase(&mut row.content, key);
                if erased > 0 {
                    let emptied = revision::ActiveModel {
                        id: Set(row.id),
                        content: Set(row.content),
                        ..Default::default()
                    };
                    self.unnoted().update(emptied).await?;
                    count += erased;
                }
            }
        }
    }

    async fn erase_from_proposals(&mut self, key: &str) -> Result<u64, Error> {
        let mut count = 0;
        for mut row in self.find(proposal::Entity::find()).await? {
            let erased = erase(&mut row.content, key);
            if erased > 0 {
                let emptied = proposal::ActiveModel {
                    id: Set(row.id),
                    content: Set(row.content),
                    ..Default::default()
                };
                self.on(Subject::Proposal, row.id).update(emptied).await?;
                count += erased;
            }
        }
        Ok(count)
    }

    /// Why someone else was forgotten may name this person too.
    async fn forget_reasons(&mut self, key: &str) -> Result<(), Error> {
        let given = change::Entity::find().filter(change::Column::Reason.is_not_null());
        for row in self.find(given).await? {
            if row.reason.is_some_and(|it| text_key(&it).contains(key)) {
                let emptied = change::ActiveModel {
                    position: Set(row.position),
                    reason: Set(None),
                    ..Default::default()
                };
                self.unnoted().update(emptied).await?;
            }
        }
        Ok(())
    }

    /// Answers that were kept for repeated requests may hold the name too.
    async fn forget_answers(&mut self, key: &str) -> Result<(), Error> {
        for row in self.find(idempotency_key::Entity::find()).await? {
            if mentions(&row.answer, key) {
                let this = sea_orm::Condition::all()
                    .add(idempotency_key::Column::AccountId.eq(row.account_id))
                    .add(idempotency_key::Column::Key.eq(row.key));
                self.unnoted()
                    .delete::<idempotency_key::Entity>(this)
                    .await?;
            }
        }
        Ok(())
    }
}

/// Empties `person` in everything that hangs on a version; how often it was the one to erase.
fn erase(content: &mut Value, key: &str) -> u64 {
    match content {
        Value::Object(fields) => {
            let mut count = fields.values_mut().map(|value| erase(value, key)).sum();
            if is(fields.get("person").and_then(Value::as_str), key) {
                fields.insert("person".to_owned(), Value::Null);
                count += 1;
            }
            count
        }
        Value::Array(items) => items.iter_mut().map(|value| erase(value, key)).sum(),
        _ => 0,
    }
}

/// Whether a text holds a name; also within an answer that is kept as the text of its JSON.
fn mentions(value: &Value, key: &str) -> bool {
    match value {
        Value::String(text) => match serde_json::from_str(text) {
            Ok(Value::Object(answer)) => mentions(&Value::Object(answer), key),
            _ => text_key(text).contains(key),
        },
        Value::Array(items) => items.iter().any(|value| mentions(value, key)),
        Value::Object(fields) => fields.values().any(|value| mentions(value, key)),
        _ => false,
    }
}
