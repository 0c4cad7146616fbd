//! Text in, ranked ids out: the full-text index of Lehrgeld.
//!
//! An [`Index`] is a folder with three shelves: what everyone may read, everything else, and the
//! names to suggest while someone types. A [`Writer`] keeps [`Document`]s and [`Name`]s on them;
//! a [`Searcher`] is a snapshot in which to [`page`](Searcher::page), [`count`](Searcher::count),
//! [`facets`](Searcher::facets), [`suggest`](Searcher::suggest) and highlight. Every question
//! names a [`Scope`], and nothing outside of it shows, not even in a score. What bears on a text
//! without being asked for is found by [`alike`](Searcher::alike).
//!
//! The index is a view of a database that this crate knows nothing of. It can be thrown away at
//! any time; [`Fate`] tells when that happened, [`Position`] up to where it has followed.

mod analysis;
mod digest;
mod document;
mod error;
mod filter;
mod index;
mod mentions;
mod name;
mod order;
mod position;
mod query;
mod scope;
mod searcher;
mod shelf;
mod writer;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use analysis::{Analysis, Device};
pub use document::{Document, Level, Text, TextField};
pub use error::{Error, QueryError, Result};
pub use filter::Filter;
pub use index::{Fate, Found, Index};
pub use mentions::Mentions;
pub use name::{Name, NameKind};
pub use order::{Order, SortKey};
pub use position::Position;
pub use query::{Label, MAX_QUERY_CHARS, MAX_QUERY_TERMS, Query, Synonyms, Warning};
pub use scope::Scope;
pub use searcher::{
    AlikePlace, AlikeRequest, AlikeText, Bucket, Except, Facet, FacetCounts, Highlighter, Hit,
    Match, POPULATION_BANDS, Page, PopulationBand, Reason, Request, Searcher, Suggestion, varied,
};
pub use writer::Writer;
