//! The fields that lessons and names share: who they are and who may see them.

use tantivy::columnar::Column;
use tantivy::index::SegmentReader;
use tantivy::query::{BooleanQuery, EmptyQuery, Query, TermSetQuery};
use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, SchemaBuilder, TextFieldIndexing,
    TextOptions,
};
use tantivy::{DocId, TantivyDocument, Term};
use uuid::Uuid;

use crate::{Level, Scope};

/// Who may see something.
pub(crate) struct Reach<'a> {
    pub(crate) published: bool,
    pub(crate) level: Level,
    pub(crate) holder: Option<Uuid>,
    pub(crate) participants: &'a [Uuid],
}

/// Fields that every shelf has.
#[derive(Clone, Debug)]
pub(crate) struct CommonFields {
    id: Field,
    high: Field,
    low: Field,
    digest: Field,
    audience: Field,
    holder: Field,
    participant: Field,
}

impl CommonFields {
    pub(crate) fn add_to(schema: &mut SchemaBuilder) -> Self {
        let key = || BytesOptions::default().set_indexed();
        Self {
            id: schema.add_bytes_field("id", key()),
            high: schema.add_u64_field("id_high", column()),
            low: schema.add_u64_field("id_low", column()),
            digest: schema.add_u64_field("digest", column()),
            audience: schema.add_u64_field("audience", NumericOptions::default().set_indexed()),
            holder: schema.add_bytes_field("holder", key()),
            participant: schema.add_bytes_field("participant", key()),
        }
    }

    /// A document with these fields filled.
    pub(crate) fn document(&self, id: Uuid, digest: u64, reach: &Reach<'_>) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        let (high, low) = id.as_u64_pair();
        document.add_bytes(self.id, id.as_bytes());
        document.add_u64(self.high, high);
        document.add_u64(self.low, low);
        document.add_u64(self.digest, digest);
        if reach.published {
            document.add_u64(self.audience, reach.level.number());
        }
        if let Some(holder) = reach.holder {
            document.add_bytes(self.holder, holder.as_bytes());
        }
        for participant in reach.participants {
            document.add_bytes(self.participant, participant.as_bytes());
        }
        document
    }

    /// What finds the document of an id, to replace or delete it.
    pub(crate) fn key(&self, id: Uuid) -> Term {
        Term::from_field_bytes(self.id, id.as_bytes())
    }

    /// What finds all that is published, however far it may be seen.
    pub(crate) fn audiences(&self) -> impl Iterator<Item = Term> {
        let circles = Level::ALL.iter();
        circles.map(|circle| Term::from_field_u64(self.audience, circle.number()))
    }

    /// What finds all that a city holds, known or not.
    pub(crate) fn held_by(&self, city: Uuid) -> Term {
        Term::from_field_bytes(self.holder, city.as_bytes())
    }

    /// What finds all that may be read; `None` where nothing has to be cut.
    pub(crate) fn readable(&self, scope: &Scope) -> Option<Box<dyn Query>> {
        let Scope::Readable {
            level,
            cities,
            organizations,
        } = scope
        else {
            return None;
        };
        let audiences = Level::ALL
            .iter()
            .filter(|circle| **circle <= *level)
            .map(|circle| Term::from_field_u64(self.audience, circle.number()));
        let holders = cities
            .iter()
            .map(|city| Term::from_field_bytes(self.holder, city.as_bytes()));
        let participants = organizations
            .iter()
            .map(|organization| Term::from_field_bytes(self.participant, organization.as_bytes()));
        Some(any_of(audiences.chain(holders).chain(participants)))
    }
}

/// What finds documents with any of these terms, and none if there are no terms.
pub(crate) fn any_of(terms: impl Iterator<Item = Term>) -> Box<dyn Query> {
    let terms: Vec<Term> = terms.collect();
    if terms.is_empty() {
        return Box::new(EmptyQuery);
    }
    Box::new(BooleanQuery::union(vec![Box::new(TermSetQuery::new(
        terms,
    ))]))
}

/// A number that is read document by document.
pub(crate) fn column() -> NumericOptions {
    NumericOptions::default().set_fast()
}

/// A text that is compared as a whole.
pub(crate) fn whole() -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    TextOptions::default().set_indexing_options(indexing)
}

/// The ids of a segment, and the digests beside them.
pub(crate) struct IdColumns {
    high: Column<u64>,
    low: Column<u64>,
    digest: Column<u64>,
}

impl IdColumns {
    pub(crate) fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let columns = segment.fast_fields();
        Ok(Self {
            high: columns.u64("id_high")?,
            low: columns.u64("id_low")?,
            digest: columns.u64("digest")?,
        })
    }

    pub(crate) fn id(&self, document: DocId) -> Uuid {
        let half = |column: &Column<u64>| column.first(document).unwrap_or_default();
        Uuid::from_u64_pair(half(&self.high), half(&self.low))
    }

    pub(crate) fn digest(&self, document: DocId) -> u64 {
        self.digest.first(document).unwrap_or_default()
    }

    /// How many documents the segment has, deleted ones included.
    pub(crate) fn count(&self) -> u32 {
        self.high.num_docs()
    }
}
