//! Shows how far a long piece of work is: a bar on a terminal, lines in the log elsewhere.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};

use indicatif::{ProgressBar, ProgressStyle};

use crate::{app::progress::Progress, logging};

/// What suits the standard error.
pub(super) fn watched() -> Arc<dyn Progress> {
    if logging::bars().is_hidden() {
        Arc::new(Lines::default())
    } else {
        Arc::new(Bar::default())
    }
}

/// A bar for the stage that is going on.
#[derive(Default)]
struct Bar(Mutex<Option<ProgressBar>>);

impl Progress for Bar {
    fn begin(&self, stage: &str, steps: u64) {
        let style = ProgressStyle::with_template("{msg:16} {wide_bar} {human_pos}/{human_len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(steps).with_style(style);
        let bar = logging::bars().add(bar.with_message(stage.to_owned()));
        let before = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .replace(bar);
        before.inspect(ProgressBar::finish_and_clear);
    }

    fn advance(&self, steps: u64) {
        let bar = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        bar.as_ref().inspect(|bar| bar.inc(steps));
    }

    fn finish(&self) {
        let bar = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        bar.inspect(ProgressBar::finish_and_clear);
    }
}

/// A line at the beginning of a stage and one at its end.
#[derive(Default)]
struct Lines(Mutex<Option<(String, Instant)>>);

impl Progress for Lines {
    fn begin(&self, stage: &str, steps: u64) {
        tracing::info!(stage, steps, "begins");
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Some((stage.to_owned(), Instant::now()));
    }

    fn advance(&self, _steps: u64) {}

    fn finish(&self) {
        let stage = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stage, begun)) = stage {
            let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            tracing::info!(stage, milliseconds, "done");
        }
    }
}
