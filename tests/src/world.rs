//! A running service, in this process.

use std::sync::Arc;

use api::{
    app::progress::Unwatched,
    service::{Running, Service},
    settings::Settings,
};

use crate::{client::Client, place::Place};

/// A service at work.
pub struct World {
    place: Place,
    running: Running,
    client: Client,
}

impl World {
    /// Starts one here, with more arguments of `lehrgeld serve`.
    pub async fn start(place: Place, arguments: &[&str]) -> Self {
        let fixed = ["--listen", "127.0.0.1:0"].map(str::to_owned);
        let settings = Settings::from_arguments(
            fixed
                .into_iter()
                .chain(place.arguments())
                .chain(arguments.iter().map(|&argument| argument.to_owned())),
        )
        .unwrap_or_else(|error| panic!("{error}"));
        let running = Service::start(settings, Arc::new(Unwatched))
            .await
            .unwrap_or_else(|error| panic!("the service does not start: {error:?}"));
        let client = Client::new(running.port());
        Self {
            place,
            running,
            client,
        }
    }

    /// Someone without a token.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Where it works.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Waits until the index holds every change.
    pub async fn caught_up(&self) {
        self.running.caught_up().await.unwrap();
    }

    /// Loads the sample knowledge base, which is done unasked only into the embedded database.
    pub async fn import_sample(&self) {
        let knowledge_base = self.running.knowledge_base();
        knowledge_base.import_sample(&Unwatched).await.unwrap();
    }

    /// Stops it, and leaves what it worked on.
    pub async fn stop(self) -> Place {
        self.running.stop().await.unwrap();
        self.place
    }
}
