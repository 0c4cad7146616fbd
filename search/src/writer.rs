//! Puts documents and names on their shelves.

use std::collections::HashSet;
use std::sync::Arc;

use tantivy::directory::error::LockError;
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::AllQuery;
use tantivy::{IndexWriter, TantivyDocument, TantivyError};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::index::Inner;
use crate::position::Position;
use crate::shelf::{CommonFields, Shelf};
use crate::{Document, Name};

const LESSON_MEMORY: usize = 48_000_000;
const NAME_MEMORY: usize = 16_000_000;

/// Merge a segment once this share of it is deleted. By default a segment whose documents are
/// replaced over and over would never be merged.
const DELETED_BEFORE_MERGE: f32 = 0.3;

/// The one writer of an index. What it writes can be found after [`Writer::commit`].
///
/// After an error drop it and open another: the engine cannot say what became of the operations
/// since the last commit. Then write again all that came after [`crate::Index::position`].
pub struct Writer {
    inner: Arc<Inner>,
    open: ShelfWriter,
    closed: ShelfWriter,
    names: ShelfWriter,
}

impl Writer {
    pub(crate) fn open(inner: Arc<Inner>) -> Result<Self> {
        let open = ShelfWriter::new(&inner.open_shelf, &inner.lessons.common, LESSON_MEMORY)?;
        let closed = ShelfWriter::new(&inner.closed_shelf, &inner.lessons.common, LESSON_MEMORY)?;
        let names = ShelfWriter::new(&inner.names_shelf, &inner.names.common, NAME_MEMORY)?;
        // A writer before this one may have failed between two shelves.
        inner.reload()?;
        Ok(Self {
            inner,
            open,
            closed,
            names,
        })
    }

    /// Adds a document, or replaces the one with its id, and moves it between what everyone may
    /// read and the rest.
    pub fn upsert(&mut self, document: &Document) -> Result<()> {
        self.delete(document.id)?;
        let home = if document.is_open() {
            &mut self.open
        } else {
            &mut self.closed
        };
        home.add(document.id, self.inner.lessons.document(document))
    }

    /// Deletes the document with this id, if there is one.
    pub fn delete(&mut self, id: Uuid) -> Result<()> {
        let snapshot = self.inner.snapshot();
        self.open.delete(&snapshot.open, id)?;
        self.closed.delete(&snapshot.closed, id)
    }

    /// Adds a name, or replaces the one with its id.
    pub fn upsert_name(&mut self, name: &Name) -> Result<()> {
        self.delete_name(name.id)?;
        self.names.add(name.id, self.inner.names.document(name))
    }

    /// Deletes the name with this id, if there is one.
    pub fn delete_name(&mut self, id: Uuid) -> Result<()> {
        self.names.delete(&self.inner.snapshot().names, id)
    }

    /// Deletes everything.
    pub fn clear(&mut self) -> Result<()> {
        for shelf in [&mut self.open, &mut self.closed, &mut self.names] {
            shelf.clear()?;
        }
        Ok(())
    }

    /// Makes what was written durable and visible, and notes up to where the index has got.
    ///
    /// A crash between two shelves leaves the lower position, from which all is written again.
    /// What everyone may read goes first, so that what is withdrawn is never seen longer.
    pub fn commit(&mut self, position: &Position) -> Result<()> {
        let payload = position.to_payload()?;
        for shelf in [&mut self.open, &mut self.closed, &mut self.names] {
            shelf.commit(&payload)?;
        }
        self.inner.reload()
    }

    /// Waits until no merge is running and closes. Only worth it after a great many documents.
    pub fn close(self) -> Result<()> {
        for shelf in [self.open, self.closed, self.names] {
            shelf.writer.wait_merging_threads()?;
        }
        self.inner.reload()
    }
}

struct ShelfWriter {
    writer: IndexWriter,
    fields: CommonFields,
    /// Added since the last commit.
    pending: HashSet<Uuid>,
    /// Whether nothing of the last commit will be left.
    cleared: bool,
}

impl ShelfWriter {
    fn new(shelf: &Shelf, fields: &CommonFields, memory: usize) -> Result<Self> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .memory_budget_per_thread(memory)
            .num_merge_threads(1)
            .build();
        let writer: IndexWriter = match shelf.index.writer_with_options(options) {
            Err(TantivyError::LockFailure(LockError::LockBusy, _)) => return Err(Error::Locked),
            writer => writer?,
        };
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_BEFORE_MERGE);
        writer.set_merge_policy(Box::new(policy));
        // Before anything else: files that a killed process left behind have the very names that
        // this one would give, and would stop it.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            writer,
            fields: fields.clone(),
            pending: HashSet::new(),
            cleared: false,
        })
    }

    fn add(&mut self, id: Uuid, document: TantivyDocument) -> Result<()> {
        self.writer.add_document(document)?;
        self.pending.insert(id);
        Ok(())
    }

    /// Deletes what may be there. Deletes make commits slow, so none is made in vain.
    fn delete(&mut self, committed: &tantivy::Searcher, id: Uuid) -> Result<()> {
        let key = self.fields.key(id);
        let is_committed = !self.cleared && committed.doc_freq(&key)? > 0;
        if is_committed || self.pending.remove(&id) {
            self.writer.delete_term(key);
        }
        Ok(())
    }

    fn clear(&mut self) -> Result<()> {
        // Not `delete_all_documents`: it leaves what a worker still holds, and turns back the
        // clock by which earlier deletes would then hit later documents.
        self.writer.delete_query(Box::new(AllQuery))?;
        self.pending.clear();
        self.cleared = true;
        Ok(())
    }

    fn commit(&mut self, payload: &str) -> Result<()> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(payload);
        commit.commit()?;
        self.pending.clear();
        self.cleared = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::Index;
    use crate::testing::{lesson, position};

    #[test]
    fn what_was_deleted_is_merged_away() {
        let index = Index::in_memory().unwrap();
        let mut writer = index.writer().unwrap();
        for number in 0..300 {
            writer.upsert(&lesson(number, "Akte", "")).unwrap();
        }
        writer.commit(&position(1)).unwrap();
        for number in 0..120 {
            writer.delete(uuid::Uuid::from_u128(number)).unwrap();
        }
        writer.commit(&position(2)).unwrap();
        writer.close().unwrap();
        let snapshot = index.inner.snapshot();
        let left = snapshot.open.segment_readers().iter();
        let left: u32 = left.map(tantivy::SegmentReader::max_doc).sum();
        assert_eq!(left, 180);
    }
}
