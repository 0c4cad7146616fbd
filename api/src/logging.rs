//! The log: to the standard error, as text for people or as JSON for machines.

use std::{
    io::{self, IsTerminal as _, Write},
    sync::LazyLock,
};

use clap::{Args, ValueEnum};
use indicatif::{MultiProgress, ProgressDrawTarget};
use tracing_subscriber::{
    filter::Targets, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// What is logged, and how.
#[derive(Args, Clone, Debug)]
pub struct LogSettings {
    /// What to log: a level, or levels by module as in `info,api::app=debug`
    #[arg(
        long = "log",
        env = "LEHRGELD_LOG",
        value_name = "LEVELS",
        default_value = "info,tantivy=warn,sea_orm_migration=warn,actix_server=warn,sqlx=warn"
    )]
    pub levels: Targets,

    /// How to log
    #[arg(
        long = "log-format",
        env = "LEHRGELD_LOG_FORMAT",
        value_name = "FORMAT",
        default_value = "text",
        value_enum
    )]
    pub format: LogFormat,
}

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people
    Text,
    /// For machines: an object a line
    Json,
}

/// Starts the log of this process. The first caller decides; others leave it as it is.
pub fn start(settings: &LogSettings) {
    let registry = tracing_subscriber::registry().with(settings.levels.clone());
    let layer = fmt::layer().with_writer(|| BesideBars);
    let started = match settings.format {
        LogFormat::Json => {
            let layer = layer.json().flatten_event(true).with_span_list(false);
            registry.with(layer).try_init()
        }
        LogFormat::Text if io::stderr().is_terminal() => {
            registry.with(layer.with_target(false)).try_init()
        }
        LogFormat::Text => {
            let layer = layer.with_target(false).with_ansi(false);
            registry.with(layer).try_init()
        }
    };
    // It fails where there is a log already.
    drop(started);
}

/// The progress bars on the terminal, where the standard error is one. Whoever writes there while
/// they show has to go through [`BesideBars`].
pub(crate) fn bars() -> &'static MultiProgress {
    static BARS: LazyLock<MultiProgress> =
        LazyLock::new(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
    &BARS
}

/// Writes to the standard error without tearing the progress bars apart.
struct BesideBars;

impl Write for BesideBars {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        bars().suspend(|| io::stderr().write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_can_be_started_by_each_of_several_services() {
        let settings = LogSettings {
            levels: Targets::new(),
            format: LogFormat::Json,
        };
        start(&settings);
        start(&settings);
    }
}
