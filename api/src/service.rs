//! Puts the parts together: the one place that knows them all.

pub mod assembly;
mod executor;
pub(crate) mod sample;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::dev::ServerHandle;
use tokio::task::{JoinError, JoinHandle};

use self::{
    assembly::{AssemblyError, Index, Parts},
    executor::Answering,
};
use crate::{
    app::{KnowledgeBase, error::Error, import_sample::ImportSampleError, progress::Progress},
    http::{self, Sockets},
    settings::{Settings, reachable},
};

/// The service as one runs it.
#[derive(Debug)]
pub struct Service;

/// Why the service did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be had.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// Database or index cannot be used.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
    /// The sample knowledge base was not loaded.
    #[error("cannot load the sample knowledge base")]
    Sample(#[from] ImportSampleError),
    /// HTTP cannot be served.
    #[error("cannot serve HTTP")]
    Http(#[source] io::Error),
}

/// What went wrong while the service ran or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StopError {
    /// The HTTP server ended by itself.
    #[error("the HTTP server ended")]
    Http(#[source] io::Error),
    /// The HTTP server panicked.
    #[error("the HTTP server ended early")]
    Task(#[from] JoinError),
    /// The database could not be closed.
    #[error(transparent)]
    Assembly(#[from] AssemblyError),
}

impl Service {
    /// Starts the service. Requests are answered when this returns; searches are once the index
    /// has taken up what the database holds, which [`Running::caught_up`] waits for.
    ///
    /// The address is taken before anything else is done, and the data folder before anything is
    /// written, so a second service by mistake leaves everything as it was.
    pub async fn start(
        settings: Settings,
        progress: Arc<dyn Progress>,
    ) -> Result<Running, StartError> {
        let (listener, address) = listen(settings.listen)?;
        let parts = Parts::assemble(&settings.place, Index::Written).await?;
        let parts = parts.with_four_eyes(settings.four_eyes);
        parts.migrate().await?;
        if parts.is_embedded && !settings.empty {
            sample::load(&parts.knowledge_base, &*progress).await?;
        }
        let executor = Arc::new(Answering::new(
            Arc::clone(&parts.knowledge_base),
            settings.http.introspection,
        ));
        let (server, sockets) = http::serve(
            listener,
            executor,
            Arc::clone(&parts.metrics),
            settings.http,
        )
        .map_err(StartError::Http)?;
        let handle = server.handle();
        let server = tokio::spawn(server);
        tracing::info!(%address, database = %parts.address, "answering");
        let follower = tokio::spawn(follow(Arc::clone(&parts.knowledge_base), progress, address));
        Ok(Running {
            address,
            parts,
            handle,
            sockets,
            server,
            follower,
        })
    }
}

/// A service that runs.
pub struct Running {
    address: SocketAddr,
    parts: Parts,
    handle: ServerHandle,
    sockets: Sockets,
    server: JoinHandle<io::Result<()>>,
    follower: JoinHandle<()>,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port on which it listens.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What it answers from.
    #[must_use]
    pub fn knowledge_base(&self) -> &Arc<KnowledgeBase> {
        &self.parts.knowledge_base
    }

    /// Waits until all that is stored now can be found.
    pub async fn caught_up(&self) -> Result<(), Error> {
        self.knowledge_base().caught_up(Duration::MAX).await?;
        Ok(())
    }

    /// Stops in good order: running requests are finished, then index and database are closed.
    pub async fn stop(self) -> Result<(), StopError> {
        self.finished(std::future::ready(())).await
    }

    /// Runs until told to stop, or until the HTTP server fails, and stops in good order.
    pub async fn finished(mut self, told: impl Future<Output = ()>) -> Result<(), StopError> {
        let ended = tokio::select! {
            ended = &mut self.server => ended,
            () = told => {
                self.sockets.close();
                self.handle.stop(true).await;
                self.server.await
            }
        };
        // Wherever this interrupts the follower, what it was about to do is done by the next one:
        // a commit that has begun is finished while the index is closed.
        self.follower.abort();
        let _ = self.follower.await;
        match self.parts.close().await {
            // Nothing is lost with it: the next start makes it anew from the database.
            Err(AssemblyError::Index(error)) => tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the search index could not be closed in good order"
            ),
            closed => closed?,
        }
        ended?.map_err(StopError::Http)
    }
}

/// Takes the address, so that one that is taken is told before any work.
fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let listener = TcpListener::bind(address);
    listener
        .and_then(|listener| {
            let address = listener.local_addr()?;
            Ok((listener, address))
        })
        .map_err(|source| StartError::Listen { address, source })
}

/// Takes up what the database holds, says when that is done, and follows from there.
async fn follow(
    knowledge_base: Arc<KnowledgeBase>,
    progress: Arc<dyn Progress>,
    address: SocketAddr,
) {
    let ready = async {
        if let Some(indexing) = knowledge_base.indexing() {
            indexing.reaches(0, Duration::MAX).await;
            tracing::info!("ready: http://{}/graphql", reachable(address));
        }
    };
    let following = async {
        // Watched the first time, which may take long. Should it fail, the follower says so.
        if knowledge_base.catch_up(&*progress).await.is_err() {
            progress.finish();
        }
        Arc::clone(&knowledge_base).follow().await;
    };
    tokio::join!(ready, following);
}

#[cfg(test)]
mod tests;
