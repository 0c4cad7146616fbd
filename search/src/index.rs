//! The folder of shelves: opened if it is sound, made anew if it is not.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::schema::Schema;

use crate::analysis::Analysis;
use crate::error::{Error, Result};
use crate::position::Position;
use crate::query::Synonyms;
use crate::searcher::{Lengths, Measures, Searcher, Snapshot};
use crate::shelf::{Format, LessonFields, NameFields, Shelf};
use crate::writer::Writer;

const OPEN: &str = "open";
const CLOSED: &str = "closed";
const NAMES: &str = "names";

/// What opening an index did. After anything but [`Fate::Kept`] it is empty, has no position,
/// and must be filled again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was there and sound.
    Kept,
    /// There was none.
    Created,
    /// What was there could not be used, for this reason, and was deleted.
    Rebuilt(String),
}

/// What there is in the folder of an index.
pub enum Found {
    /// No index.
    Missing,
    /// One that cannot be used, for this reason.
    Unusable(String),
    /// One that is sound.
    Sound(Index),
}

/// How often an index that looks damaged is looked at: what another process writes meanwhile looks
/// so, but not time after time.
const LOOKS: usize = 5;

/// How a shelf is opened.
type OpenShelf = fn(&Path, &Schema) -> Result<Shelf, String>;

/// A full-text index. Clones are handles on the same one.
#[derive(Clone)]
pub struct Index {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) lessons: LessonFields,
    pub(crate) names: NameFields,
    pub(crate) open_shelf: Shelf,
    pub(crate) closed_shelf: Shelf,
    pub(crate) names_shelf: Shelf,
    pub(crate) measures: Measures,
    /// What is known of the lengths of texts, to count only what is new.
    lengths: Mutex<Lengths>,
    synonyms: RwLock<Arc<Synonyms>>,
    /// The three shelves as they were after one and the same commit.
    snapshot: RwLock<Arc<Snapshot>>,
}

impl Index {
    /// Opens the index in a folder, or creates one there.
    ///
    /// What is damaged or was written by another version is deleted and made anew; only what
    /// belongs to an index is ever deleted. [`Error::Locked`] if that would take it away from a
    /// process that is writing to it.
    pub fn open(dir: &Path) -> Result<(Self, Fate)> {
        let why = match Self::find(dir, Shelf::open) {
            Found::Missing => return Ok((Self::create(dir)?, Fate::Created)),
            Found::Sound(index) => return Ok((index, Fate::Kept)),
            Found::Unusable(why) => why,
        };
        tracing::warn!(folder = %dir.display(), why, "the search index is made anew");
        remove(dir)?;
        Ok((Self::create(dir)?, Fate::Rebuilt(why)))
    }

    /// Opens the index in a folder to read it, and writes nothing there whatever it finds. It may
    /// belong to a process that is writing to it; what is opened so has no [`writer`](Self::writer).
    #[must_use]
    pub fn open_to_read(dir: &Path) -> Found {
        let mut found = Self::find(dir, Shelf::open_to_read);
        for _ in 1..LOOKS {
            if !matches!(found, Found::Unusable(_)) {
                break;
            }
            found = Self::find(dir, Shelf::open_to_read);
        }
        found
    }

    fn find(dir: &Path, open: OpenShelf) -> Found {
        let mut shelves = [OPEN, CLOSED, NAMES].iter();
        match Format::read(dir) {
            None if !shelves.any(|shelf| dir.join(shelf).exists()) => Found::Missing,
            None => Found::Unusable("it does not say which format it has".to_owned()),
            Some(format) if format != Format::current() => {
                Found::Unusable("its format is another one".to_owned())
            }
            Some(_) => Self::open_sound(dir, open).map_or_else(Found::Unusable, Found::Sound),
        }
    }

    /// An index that is gone with the process.
    pub fn in_memory() -> Result<Self> {
        Self::analysing(Analysis::default())
    }

    /// An index that is gone with the process, and analyses text as told: to measure what a
    /// [`Device`](crate::Device) is worth.
    pub fn analysing(analysis: Analysis) -> Result<Self> {
        let lessons = LessonFields::new(analysis);
        let names = NameFields::new();
        let shelf = |schema: &Schema| Shelf::in_memory(schema.clone(), analysis);
        let shelves = [
            shelf(&lessons.schema)?,
            shelf(&lessons.schema)?,
            shelf(&names.schema)?,
        ];
        Self::around(lessons, names, shelves)
    }

    fn create(dir: &Path) -> Result<Self> {
        let lessons = LessonFields::new(Analysis::default());
        let names = NameFields::new();
        let shelves = [
            create_shelf(dir, OPEN, &lessons.schema)?,
            create_shelf(dir, CLOSED, &lessons.schema)?,
            create_shelf(dir, NAMES, &names.schema)?,
        ];
        // Written last: a folder that was not made to its end does not say which format it has.
        Format::current().write(dir)?;
        Self::around(lessons, names, shelves)
    }

    /// Opens what is there, or says why not. Damaged files make the engine panic at times.
    fn open_sound(dir: &Path, open: OpenShelf) -> Result<Self, String> {
        let opened = catch_unwind(AssertUnwindSafe(|| {
            let lessons = LessonFields::new(Analysis::default());
            let names = NameFields::new();
            let shelf = |name: &str, schema| {
                open(&dir.join(name), schema).map_err(|why| format!("shelf {name}: {why}"))
            };
            let shelves = [
                shelf(OPEN, &lessons.schema)?,
                shelf(CLOSED, &lessons.schema)?,
                shelf(NAMES, &names.schema)?,
            ];
            Self::around(lessons, names, shelves).map_err(|error| error.to_string())
        }));
        opened.unwrap_or_else(|_| Err("opening it failed badly".to_owned()))
    }

    fn around(lessons: LessonFields, names: NameFields, shelves: [Shelf; 3]) -> Result<Self> {
        let [open_shelf, closed_shelf, names_shelf] = shelves;
        let mut lengths = Lengths::default();
        let shelves = [&open_shelf, &closed_shelf, &names_shelf];
        let snapshot = Snapshot::take(&lessons, shelves, &mut lengths)?;
        let snapshot = RwLock::new(Arc::new(snapshot));
        let inner = Arc::new(Inner {
            lessons,
            names,
            open_shelf,
            closed_shelf,
            names_shelf,
            measures: Measures::default(),
            lengths: Mutex::new(lengths),
            synonyms: RwLock::default(),
            snapshot,
        });
        Ok(Self { inner })
    }

    /// Up to where the index has followed its database: the lowest position of its shelves.
    ///
    /// `None` means that it must be [cleared](Writer::clear) and filled: it is new, or its
    /// shelves do not belong together.
    #[must_use]
    pub fn position(&self) -> Option<Position> {
        self.inner.snapshot().position.clone()
    }

    /// Opens the writer. There is one at a time, for the life of a process: a writer takes its
    /// merges with it when it goes. [`Error::Locked`] where there is one already, in this
    /// process or another; a process that was killed leaves no lock behind.
    pub fn writer(&self) -> Result<Writer> {
        Writer::open(Arc::clone(&self.inner))
    }

    /// From now on queries are looked for under these other names as well. They are not kept with
    /// the index.
    pub fn know(&self, synonyms: Synonyms) {
        let mut known = self
            .inner
            .synonyms
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *known = Arc::new(synonyms);
    }

    /// The index as it was after the last commit. It stays that way; take a new one for every
    /// request.
    #[must_use]
    pub fn searcher(&self) -> Searcher {
        Searcher::new(Arc::clone(&self.inner), self.inner.snapshot())
    }
}

impl Inner {
    pub(crate) fn synonyms(&self) -> Arc<Synonyms> {
        let synonyms = self.synonyms.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&synonyms)
    }

    pub(crate) fn snapshot(&self) -> Arc<Snapshot> {
        let snapshot = self.snapshot.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&snapshot)
    }

    /// Makes visible what was committed, on all shelves at once.
    pub(crate) fn reload(&self) -> Result<()> {
        let shelves = [&self.open_shelf, &self.closed_shelf, &self.names_shelf];
        for shelf in shelves {
            shelf.reader.reload()?;
        }
        let mut lengths = self.lengths.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Snapshot::take(&self.lessons, shelves, &mut lengths)?;
        *self
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(fresh);
        Ok(())
    }
}

fn create_shelf(dir: &Path, name: &str, schema: &Schema) -> Result<Shelf> {
    let path = dir.join(name);
    std::fs::create_dir_all(&path).map_err(|source| Error::File {
        path: path.clone(),
        source,
    })?;
    Shelf::create(&path, schema.clone())
}

/// Deletes an index and nothing else: a folder given by mistake keeps what is in it.
fn remove(dir: &Path) -> Result<()> {
    let shelves = [OPEN, CLOSED, NAMES].map(|name| dir.join(name));
    let shelves = || shelves.iter().filter(|path| path.exists());
    let mut locks = Vec::new();
    for path in shelves() {
        let directory = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
        let lock = directory.acquire_lock(&INDEX_WRITER_LOCK);
        locks.push(lock.map_err(|_| Error::Locked)?);
    }
    Format::remove(dir)?;
    for path in shelves() {
        std::fs::remove_dir_all(path).map_err(|source| Error::File {
            path: path.clone(),
            source,
        })?;
    }
    Ok(())
}
