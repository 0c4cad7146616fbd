//! One tantivy index: opened only if it is sound.

mod fields;
mod format;
mod lessons;
mod names;
mod read_only;
pub(crate) mod spelling;

pub(crate) use fields::{CommonFields, IdColumns, any_of};
pub(crate) use format::Format;
pub(crate) use lessons::{LessonFields, SHORT_PREFIX, TextSlot, WORDING};
pub(crate) use names::{NameFields, folded_words, start_of};

use std::path::Path;

use tantivy::directory::MmapDirectory;
use tantivy::directory::error::OpenDirectoryError;
use tantivy::index::SegmentReader;
use tantivy::schema::Schema;
use tantivy::{Directory, IndexReader, ReloadPolicy, TantivyError};

use crate::analysis::{self, Analysis};
use crate::error::Result;
use crate::position::Position;
use read_only::ReadOnly;

/// A part of the index that is written and searched by itself.
pub(crate) struct Shelf {
    pub(crate) index: tantivy::Index,
    pub(crate) reader: IndexReader,
}

impl Shelf {
    /// An empty shelf in an empty folder.
    pub(crate) fn create(folder: &Path, schema: Schema) -> Result<Self> {
        let directory = MmapDirectory::open(folder).map_err(TantivyError::from)?;
        Self::around(
            tantivy::Index::open_or_create(directory, schema)?,
            Analysis::default(),
        )
    }

    pub(crate) fn in_memory(schema: Schema, analysis: Analysis) -> Result<Self> {
        Self::around(
            tantivy::Index::builder().schema(schema).create_in_ram()?,
            analysis,
        )
    }

    /// Opens what is in a folder, and says what is wrong with it if anything is.
    pub(crate) fn open(folder: &Path, schema: &Schema) -> Result<Self, String> {
        Self::sound(MmapDirectory::open(folder), folder, schema)
    }

    /// The same, without ever writing there.
    pub(crate) fn open_to_read(folder: &Path, schema: &Schema) -> Result<Self, String> {
        Self::sound(ReadOnly::open(folder), folder, schema)
    }

    /// Damaged files can give wrong answers without an error, so every byte is read and checked
    /// here.
    fn sound(
        files: Result<impl Directory, OpenDirectoryError>,
        folder: &Path,
        schema: &Schema,
    ) -> Result<Self, String> {
        let told = |error: TantivyError| error.to_string();
        let files = files.map_err(|error| told(error.into()))?;
        let index = tantivy::Index::open(files).map_err(told)?;
        if index.schema() != *schema {
            return Err("its schema is another one".to_owned());
        }
        // Only files on the list are checked, so those in use must be on it.
        let managed = index.directory().list_managed_files();
        let used = index.load_metas().map_err(told)?.list_segment_files();
        let mut existing = used.iter().filter(|file| folder.join(file).exists());
        if let Some(file) = existing.find(|file| !managed.contains(*file)) {
            return Err(format!("the file {} is not on its list", file.display()));
        }
        let damaged = index.validate_checksum().map_err(told)?;
        if let Some(file) = damaged.into_iter().next() {
            return Err(format!("the file {} is damaged", file.display()));
        }
        let shelf = Self::around(index, Analysis::default()).map_err(|error| error.to_string())?;
        for segment in shelf.reader.searcher().segment_readers() {
            check_size(segment).map_err(told)?;
        }
        Ok(shelf)
    }

    fn around(mut index: tantivy::Index, analysis: Analysis) -> Result<Self> {
        index.set_tokenizers(analysis::tokenizers(analysis));
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self { index, reader })
    }

    /// The position that the last commit carries, unless it is damaged.
    pub(crate) fn position(&self) -> Result<Option<Position>> {
        let payload = self.index.load_metas()?.payload;
        Ok(payload.as_deref().and_then(Position::from_payload))
    }
}

/// The number of documents stands in a file without a checksum; that of ids in one that has one.
fn check_size(segment: &SegmentReader) -> tantivy::Result<()> {
    let ids = IdColumns::of(segment)?;
    if ids.count() == segment.max_doc() && segment.num_docs() <= segment.max_doc() {
        return Ok(());
    }
    let told = "the number of documents is wrong".to_owned();
    Err(TantivyError::InternalError(told))
}
