//! Where it can be read.

use async_graphql::{ID, Object};
use entity::source;

use crate::graphql::{
    global_id::GlobalId as _,
    types::{
        enums::SourceKind,
        scalars::{PartialDate, Url, stored_date},
    },
};

/// Where what an entry says can be read.
#[derive(Clone, Debug)]
pub struct Source(source::Model);

impl From<source::Model> for Source {
    fn from(row: source::Model) -> Self {
        Self(row)
    }
}

/// Where what a project or lesson says can be read, heard or seen.
#[Object]
impl Source {
    /// Its global id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// What it is.
    async fn kind(&self) -> SourceKind {
        self.0.kind.into()
    }

    /// Its title.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Who published it.
    async fn publisher(&self) -> Option<&str> {
        self.0.publisher.as_deref()
    }

    /// Its address.
    async fn url(&self) -> Option<Url> {
        self.0.url.clone().map(Url)
    }

    /// When it was published, as far as that is known.
    async fn published_on(&self) -> Option<PartialDate> {
        stored_date(self.0.published_on.as_deref())
    }

    /// When it was last read.
    async fn retrieved_on(&self) -> Option<PartialDate> {
        stored_date(self.0.retrieved_on.as_deref())
    }

    /// Whom to credit.
    async fn credit(&self) -> Option<&str> {
        self.0.credit.as_deref()
    }

    /// Its licence, in the source's own words.
    async fn licence(&self) -> Option<&str> {
        self.0.licence.as_deref()
    }
}
