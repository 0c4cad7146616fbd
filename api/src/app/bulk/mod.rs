//! Many entries at once: from files of other systems, and to files for them.

mod base;
mod export_search;
mod export_table;
mod file;
mod import_lessons;
mod layout;
mod names;
mod refused;
mod row;
mod told;

pub use base::{Accounts, BaseCounts, ExportError, ImportBaseError};
pub use export_search::LessonExport;
pub use file::{FileError, Format, Line, Lines, read_lines};
pub use import_lessons::{ImportLessons, ImportLessonsError, LessonCounts};
pub use layout::{Layout, Separator};
pub use names::GlobalIds;
pub use refused::{Refused, RowProblem};
