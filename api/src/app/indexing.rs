//! The index of this process: opened, followed, thrown away and made anew where it must be.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use search::{Fate, Index, Searcher, Synonyms, Writer};
use tokio::sync::{Notify, watch};

use crate::app::error::Error;

/// The index of this process.
pub struct Indexing {
    folder: PathBuf,
    index: RwLock<Option<Index>>,
    writer: Mutex<Option<Writer>>,
    /// What things are called besides, once that was read from the database.
    synonyms: RwLock<Option<Synonyms>>,
    /// Whether nothing may be written, or not any more.
    sealed: AtomicBool,
    wake: Notify,
    state: watch::Sender<State>,
}

/// How far the index is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// The last change that can be found.
    pub position: i64,
    /// Whether it holds what the database held when this process started. From then on it answers.
    pub ready: bool,
}

impl Indexing {
    /// Opens the index in the folder, or makes one where there is none that is sound.
    pub fn open(folder: PathBuf) -> Result<Self, search::Error> {
        let (index, _) = Index::open(&folder)?;
        let writer = index.writer()?;
        Ok(Self::around(folder, index, Some(writer)))
    }

    /// Around an index that is only read, perhaps beside a process that is writing to it.
    #[must_use]
    pub fn reading(folder: PathBuf, index: Index) -> Self {
        let indexing = Self::around(folder, index, None);
        let position = indexing.position().map_or(0, |position| position.change);
        indexing.reached(position, false);
        indexing
    }

    fn around(folder: PathBuf, index: Index, writer: Option<Writer>) -> Self {
        Self {
            folder,
            index: RwLock::new(Some(index)),
            synonyms: RwLock::new(None),
            sealed: AtomicBool::new(writer.is_none()),
            writer: Mutex::new(writer),
            wake: Notify::new(),
            state: watch::channel(State::default()).0,
        }
    }

    /// Has the follower look for changes at once.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Waits until someone calls [`wake`](Self::wake), or for so long.
    pub(super) async fn woken(&self, patience: Duration) {
        // Running out of time is the other way to wake up.
        let _ = tokio::time::timeout(patience, self.wake.notified()).await;
    }

    /// How far the index is.
    #[must_use]
    pub fn state(&self) -> State {
        *self.state.borrow()
    }

    /// Notes how far the index is; once ready it stays so, unless it has to be made anew.
    pub(super) fn reached(&self, position: i64, ready: bool) {
        self.state.send_modify(|state| {
            state.position = position;
            state.ready |= ready;
        });
    }

    /// Waits until a change can be found; false where that takes longer than so long.
    pub async fn reaches(&self, position: i64, patience: Duration) -> bool {
        let mut state = self.state.subscribe();
        let reached = state.wait_for(|state| state.ready && state.position >= position);
        tokio::time::timeout(patience, reached)
            .await
            .is_ok_and(|state| state.is_ok())
    }

    /// Whether it is known what things are called besides.
    pub(super) fn knows_synonyms(&self) -> bool {
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner);
        synonyms.is_some()
    }

    /// From now on queries are looked for under these names as well.
    pub(super) fn know(&self, synonyms: Synonyms) {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(index) = index.as_ref() {
            index.know(synonyms.clone());
        }
        let mut known = self
            .synonyms
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *known = Some(synonyms);
    }

    /// The index as it is now, once it is ready.
    pub fn searcher(&self) -> Result<Searcher, Error> {
        if !self.state().ready {
            return Err(Error::IndexNotReady);
        }
        self.snapshot()
    }

    /// The index as it is now, ready or not.
    pub(super) fn snapshot(&self) -> Result<Searcher, Error> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        Ok(index.as_ref().ok_or(Error::IndexNotReady)?.searcher())
    }

    /// The position of the index in the change feed.
    pub(super) fn position(&self) -> Option<search::Position> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        index.as_ref().and_then(Index::position)
    }

    /// Sees to it that there is a writer: after a failed write the index is opened again, and where
    /// its files are gone or damaged it is made anew. It then answers nothing until it is filled.
    ///
    /// Whoever writes calls this first and reads the [`position`](Self::position) afterwards: that
    /// of an index which was made anew is none.
    pub(super) async fn prepare(self: &Arc<Self>) -> Result<(), Error> {
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let mut writer = this.writer.lock().unwrap_or_else(PoisonError::into_inner);
            if writer.is_some() {
                return Ok(());
            }
            if this.sealed.load(Ordering::SeqCst) {
                return Err(Error::IndexNotReady);
            }
            *writer = Some(this.reopen()?);
            Ok(())
        })
        .await?
    }

    fn reopen(&self) -> Result<Writer, Error> {
        // Requests go on with what they have until the new one is there.
        let (index, fate) = Index::open(&self.folder)?;
        tracing::warn!(?fate, "opened the search index again");
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner);
        index.know(synonyms.clone().unwrap_or_default());
        drop(synonyms);
        let writer = index.writer()?;
        if fate != Fate::Kept {
            self.state.send_replace(State::default());
        }
        *self.index.write().unwrap_or_else(PoisonError::into_inner) = Some(index);
        Ok(writer)
    }

    /// Does something with the writer, away from the threads that answer requests. Where that
    /// fails the writer is dropped, for its state is unknown, and has to be
    /// [prepared](Self::prepare) again.
    pub(super) async fn write<T, F>(self: &Arc<Self>, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Writer) -> Result<T, search::Error> + Send + 'static,
    {
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let mut writer = this.writer.lock().unwrap_or_else(PoisonError::into_inner);
            // Taken, not borrowed: where the work panics, the writer is gone as well.
            let mut open = writer.take().ok_or(Error::IndexNotReady)?;
            let result = work(&mut open)?;
            *writer = Some(open);
            Ok(result)
        })
        .await?
    }

    /// Closes the index in good order: what is being written ends first, and nothing follows it.
    pub async fn close(self: Arc<Self>) -> Result<(), Error> {
        self.sealed.store(true, Ordering::SeqCst);
        tokio::task::spawn_blocking(move || {
            let writer = self
                .writer
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            Ok(writer.map_or(Ok(()), Writer::close)?)
        })
        .await?
    }
}

#[cfg(test)]
mod tests {
    use search::Found;

    use super::*;

    #[tokio::test]
    async fn what_is_closed_is_not_opened_again_by_a_late_write() {
        let folder = tempfile::TempDir::new().unwrap();
        let open = || Indexing::open(folder.path().to_owned());
        let closed = Arc::new(open().unwrap());
        Arc::clone(&closed).close().await.unwrap();
        let late = closed.prepare().await;
        assert!(matches!(late, Err(Error::IndexNotReady)), "{late:?}");
        assert!(closed.write(|_| Ok(())).await.is_err());
        assert!(open().is_ok(), "it is free for the next one");
    }

    #[tokio::test]
    async fn who_only_reads_leaves_the_writer_alone() {
        let folder = tempfile::TempDir::new().unwrap();
        let writing = Indexing::open(folder.path().to_owned()).unwrap();
        let Found::Sound(index) = Index::open_to_read(folder.path()) else {
            panic!("it was just made");
        };
        let reading = Arc::new(Indexing::reading(folder.path().to_owned(), index));
        assert!(reading.prepare().await.is_err());
        assert!(reading.write(|_| Ok(())).await.is_err());
        Arc::new(writing).write(|_| Ok(())).await.unwrap();
    }
}
