//! Versions, and edits that wait to become one.

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    id::{AccountId, CityId, OrganizationId, ProjectId, TopicId},
    kind::Naming,
    proposal, revision,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    domain::{
        changes,
        naming::{told_function, told_person},
        remark::{former_member, told_note},
    },
    graphql::{
        error::{ApiError, Code},
        global_id::GlobalId as _,
        loaders::{RevisionAt, load},
        types::{connection::locale, enums::EntryStatus, lesson::Lesson},
    },
};

/// A version of a lesson.
#[derive(Clone, Debug)]
pub struct Revision(revision::Model);

impl From<revision::Model> for Revision {
    fn from(row: revision::Model) -> Self {
        Self(row)
    }
}

/// The display name of an account, or what stands for one that is gone.
pub async fn author_name(ctx: &Context<'_>, author: Option<AccountId>) -> Result<String, ApiError> {
    let name = match author {
        Some(id) => load(ctx, id).await?,
        None => None,
    };
    Ok(name.unwrap_or_else(|| former_member(locale(ctx)).to_owned()))
}

/// A version of a lesson.
#[Object]
impl Revision {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// Which version it is; the first is 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The display name of who made it, or "former member" in the language of `Accept-Language`.
    async fn author(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        author_name(ctx, self.0.author_id).await
    }

    /// Why it was made: in the words of who made it, or, where the service says it, in the language of `Accept-Language`.
    async fn note(&self, ctx: &Context<'_>) -> Option<String> {
        let note = self.0.note.as_deref()?;
        Some(told_note(note, locale(ctx)))
    }

    /// Where the lesson stood in review then.
    async fn status(&self) -> EntryStatus {
        self.0.status.into()
    }

    /// What changed since the version before; everything in the first.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<FieldChange>, ApiError> {
        let before = match self.0.lesson_id {
            Some(lesson) if self.0.version > 1 => {
                load(ctx, RevisionAt(lesson, self.0.version - 1)).await?
            }
            _ => None,
        };
        let before = before.map(|before| before.content);
        Ok(field_changes(before.as_ref(), &self.0.content))
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// A field that differs between two versions.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldChange {
    /// The field's name in the schema.
    pub field: String,
    /// What it held; null where it was empty. Lists and objects are given as JSON, ids as global ids.
    pub before: Option<String>,
    /// What it holds; null where it is empty. Lists and objects are given as JSON, ids as global ids.
    pub after: Option<String>,
}

fn field_changes(before: Option<&Value>, after: &Value) -> Vec<FieldChange> {
    let (before, after) = (before.map(with_global_ids), with_global_ids(after));
    let changes = changes::between(before.as_ref(), &after).into_iter();
    changes
        .map(|change| FieldChange {
            field: change.field,
            before: change.before,
            after: change.after,
        })
        .collect()
}

/// A kept version, with ids as clients know them.
fn with_global_ids(version: &Value) -> Value {
    match version {
        Value::Object(fields) => {
            let shown = fields
                .iter()
                .map(|(name, value)| (name.clone(), shown(name, value)));
            let mut shown: serde_json::Map<_, _> = shown.collect();
            name_as_wished(&mut shown);
            Value::Object(shown)
        }
        Value::Array(items) => Value::Array(items.iter().map(with_global_ids).collect()),
        other => other.clone(),
    }
}

/// People are named in versions as they want to be named.
fn name_as_wished(part: &mut serde_json::Map<String, Value>) {
    let Some(naming) = part.get("naming").cloned() else {
        return;
    };
    let naming = serde_json::from_value(naming).unwrap_or(Naming::Anonymous);
    let told = |text: Option<&str>| text.map_or(Value::Null, Value::from);
    let person = told(told_person(
        naming,
        part.get("person").and_then(Value::as_str),
    ));
    let function = told(told_function(
        naming,
        part.get("function").and_then(Value::as_str),
    ));
    part.insert("person".to_owned(), person);
    part.insert("function".to_owned(), function);
}

fn shown(name: &str, value: &Value) -> Value {
    let id = |value: &Value| value.as_str().and_then(|text| text.parse::<Uuid>().ok());
    let global = |make: fn(Uuid) -> ID| {
        id(value).map_or_else(|| value.clone(), |id| Value::String(make(id).0))
    };
    match (name, value) {
        ("city", _) => global(|id| CityId(id).global()),
        ("project" | "parent", _) => global(|id| ProjectId(id).global()),
        ("organization" | "issuer", _) => global(|id| OrganizationId(id).global()),
        ("topics", Value::Array(items)) => {
            let topics = items.iter().filter_map(id);
            Value::Array(topics.map(|id| TopicId(id).global().0.into()).collect())
        }
        _ => with_global_ids(value),
    }
}

/// An edit that waits.
#[derive(Clone, Debug)]
pub struct Proposal(proposal::Model);

impl From<proposal::Model> for Proposal {
    fn from(row: proposal::Model) -> Self {
        Self(row)
    }
}

/// A contributor's edit of a published lesson, waiting for an editor; readers still see what was published.
#[Object]
impl Proposal {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The lesson it would change.
    async fn lesson(&self, ctx: &Context<'_>) -> Result<Lesson, ApiError> {
        let lesson = load(ctx, self.0.lesson_id).await?;
        lesson
            .map(Lesson::from)
            .ok_or_else(|| ApiError::new(Code::NotFound, "the lesson of the proposal is gone"))
    }

    /// The display name of who proposes it, or "former member" in the language of `Accept-Language`.
    async fn author(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        author_name(ctx, self.0.author_id).await
    }

    /// Why it is proposed.
    async fn note(&self, ctx: &Context<'_>) -> Option<String> {
        let note = self.0.note.as_deref()?;
        Some(told_note(note, locale(ctx)))
    }

    /// What it would change of the version it starts from.
    async fn changes(&self, ctx: &Context<'_>) -> Result<Vec<FieldChange>, ApiError> {
        let base = load(ctx, RevisionAt(self.0.lesson_id, self.0.base_version)).await?;
        let base = base.map(|base| base.content);
        Ok(field_changes(base.as_ref(), &self.0.content))
    }

    /// The version it starts from.
    async fn base_version(&self) -> i32 {
        self.0.base_version
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}
