//! `lehrgeld serve`: runs the service until a signal ends it.

use std::{io, process::ExitCode};

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::{Failure, progress};
use crate::{service::Service, settings::Settings};

/// Serves. The first signal stops in good order; a second one, or one while it is starting, at
/// once: whatever is cut off then is made good by the next start.
pub(super) async fn run(settings: Settings) -> Result<ExitCode, Failure> {
    let mut signals = Signals::listen().map_err(Failure::Signals)?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "starting");
    let running = tokio::select! {
        running = Service::start(settings, progress::watched()) => running?,
        name = signals.next() => {
            tracing::info!("{name}: stopping before it has started");
            return Ok(ExitCode::SUCCESS);
        }
    };
    let (told, heard) = tokio::sync::oneshot::channel();
    let finished = running.finished(async {
        // Where the sender is gone, so is everything else.
        let _ = heard.await;
    });
    let stopping = async {
        let name = signals.next().await;
        tracing::info!("{name}: stopping; a second signal stops at once");
        let _ = told.send(());
        let name = signals.next().await;
        tracing::warn!("{name}: stopping at once");
    };
    tokio::select! {
        finished = finished => {
            finished?;
            tracing::info!("stopped");
            Ok(ExitCode::SUCCESS)
        }
        () = stopping => Ok(ExitCode::FAILURE),
    }
}

/// The signals that end a service.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// From here on they end the process only by what is done about them.
    fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.interrupt.recv() => "SIGINT",
            _ = self.terminate.recv() => "SIGTERM",
        }
    }
}
