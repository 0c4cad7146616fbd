//! Someone writes the lessons that they may read into a table, for a spreadsheet and back.

use std::io::Write;

use entity::{id::LessonId, lesson};
use sea_orm::{ColumnTrait as _, QueryOrder as _, QuerySelect as _};

use super::{
    base::ExportError,
    layout::{Layout, Separator},
};
use crate::app::{progress::Progress, session::Session};

/// How many lessons are read at a time.
const STEP: u64 = 500;

impl Session<'_> {
    /// Writes the lessons within reach as they are at one moment, one a row. `global_id` writes
    /// the ids that clients see.
    pub async fn export_table(
        &self,
        file: &mut dyn Write,
        global_id: fn(LessonId) -> String,
        progress: &dyn Progress,
    ) -> Result<(), ExportError> {
        let snapshot = self.knowledge_base.snapshot().await?;
        let reading = snapshot.reading(self.reach());
        let vocabulary = reading.vocabulary().await?;
        // In Germany a spreadsheet takes the semicolon for what stands between cells.
        let layout = Layout::Table {
            separator: Separator::Semicolon,
            byte_order_mark: true,
        };
        file.write_all(&layout.head())?;
        progress.begin("lessons", reading.lessons().count().await?);
        let mut last = LessonId(uuid::Uuid::nil());
        loop {
            let rows = reading.lessons().filter(lesson::Column::Id.gt(last));
            let rows = rows.with(|it| it.order_by_asc(lesson::Column::Id).limit(STEP));
            let rows = rows.all().await?;
            let Some(row) = rows.last() else { break };
            last = row.id;
            let told = reading.told(&rows, &vocabulary, global_id).await?;
            file.write_all(&layout.rows(&told)?)?;
            progress.advance(rows.len() as u64);
        }
        progress.finish();
        Ok(file.flush()?)
    }
}
