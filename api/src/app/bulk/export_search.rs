//! Someone takes all that a search finds with them, however much it is: part by part.

use std::{collections::VecDeque, sync::Arc};

use entity::id::LessonId;
use search::{Order, SortKey};

use super::layout::Layout;
use crate::{
    app::{KnowledgeBase, error::Error, search_lessons::LessonSearch, vocabulary::Vocabulary},
    domain::{lesson_filter::LessonFilter, reach::Reach},
};

/// How many hits are looked up at a time: each time the index walks through all that it finds.
const HITS: usize = 5_000;
/// How many lessons are read, and held, at a time.
const STEP: usize = 100;

/// What a search finds, on its way into a file.
///
/// Which lessons these are, and their order, is of one moment; what they say is read part by part.
/// What can no longer be read by then is left out.
pub struct LessonExport {
    knowledge_base: Arc<KnowledgeBase>,
    reach: Reach,
    search: LessonSearch,
    vocabulary: Vocabulary,
    layout: Layout,
    global_id: fn(LessonId) -> String,
    begun: bool,
    found: VecDeque<LessonId>,
    after: Option<SortKey>,
    has_more: bool,
}

impl KnowledgeBase {
    /// Prepares an export of what a search finds within reach; the filter's topics include the
    /// narrower ones. `global_id` writes the ids that clients see.
    pub async fn export_search(
        self: &Arc<Self>,
        reach: Reach,
        (query, filter, order): (&str, LessonFilter, Order),
        layout: Layout,
        global_id: fn(LessonId) -> String,
    ) -> Result<LessonExport, Error> {
        let vocabulary = self.reading(&reach).vocabulary().await?;
        let filter = vocabulary.widened(filter);
        Ok(LessonExport {
            search: self.search_lessons(&reach, query, &filter, order)?,
            knowledge_base: Arc::clone(self),
            reach,
            vocabulary,
            layout,
            global_id,
            begun: false,
            found: VecDeque::new(),
            after: None,
            has_more: true,
        })
    }
}

impl LessonExport {
    /// The next part of the file; nothing after its last.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>, Error> {
        let mut part = if self.begun {
            Vec::new()
        } else {
            self.layout.head()
        };
        self.begun = true;
        loop {
            let lessons = self.step().await?;
            if lessons.is_empty() {
                return Ok(Some(part).filter(|part| !part.is_empty()));
            }
            let reading = self.knowledge_base.reading(&self.reach);
            let mut rows = reading.lessons_by_id(&lessons).await?;
            let rows: Vec<_> = lessons.iter().filter_map(|id| rows.remove(id)).collect();
            let told = reading.told(&rows, &self.vocabulary, self.global_id);
            part.extend(self.layout.rows(&told.await?)?);
            if !part.is_empty() {
                return Ok(Some(part));
            }
        }
    }

    /// The next lessons; none where there are no more.
    async fn step(&mut self) -> Result<Vec<LessonId>, Error> {
        if self.found.is_empty() && self.has_more {
            let (hits, has_more) = self.search.page(self.after.take(), HITS).await?;
            self.after = hits.last().map(|hit| hit.key.clone());
            self.has_more = has_more;
            self.found = hits.into_iter().map(|hit| hit.lesson).collect();
        }
        let step = self.found.len().min(STEP);
        Ok(self.found.drain(..step).collect())
    }
}
