//! Runs the loads of a request once all its resolvers wait.
//!
//! A load in a task of its own starts on another thread while resolvers beside the first one have
//! not asked yet, and so reads for a few what it should read for all. Here loads are polled by the
//! request itself, after its resolvers: whoever could ask has asked by then.

use std::{
    pin::pin,
    task::{Context, Poll},
};

use futures::{
    StreamExt as _,
    channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
    future::{BoxFuture, poll_fn},
    stream::FuturesUnordered,
};

type Batch = BoxFuture<'static, ()>;

/// Takes loads in.
#[derive(Clone)]
pub(super) struct Queue(UnboundedSender<Batch>);

/// The loads of one request.
pub(super) struct Batches {
    queued: UnboundedReceiver<Batch>,
    running: FuturesUnordered<Batch>,
}

/// A queue, and what runs the loads put into it.
pub(super) fn batches() -> (Queue, Batches) {
    let (sender, queued) = unbounded();
    let running = FuturesUnordered::new();
    (Queue(sender), Batches { queued, running })
}

impl Queue {
    /// Puts a load in. Without the request it belongs to, nobody waits for it.
    pub(super) fn push(&self, batch: Batch) {
        let _ = self.0.unbounded_send(batch);
    }
}

impl Batches {
    /// Runs a request together with its loads.
    pub(super) async fn run<T>(mut self, request: impl Future<Output = T>) -> T {
        let mut request = pin!(request);
        poll_fn(|cx| {
            let answer = request.as_mut().poll(cx);
            if answer.is_pending() {
                self.poll(cx);
            }
            answer
        })
        .await
    }

    /// A load that ends wakes the resolvers that wait for it, and with them the request.
    fn poll(&mut self, cx: &mut Context<'_>) {
        while let Poll::Ready(Some(batch)) = self.queued.poll_next_unpin(cx) {
            self.running.push(batch);
        }
        while let Poll::Ready(Some(())) = self.running.poll_next_unpin(cx) {}
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashMap,
        convert::Infallible,
        sync::{
            Arc,
            atomic::{AtomicU32, Ordering},
        },
        time::Duration,
    };

    use async_graphql::dataloader::{DataLoader, Loader};
    use futures::future::join_all;

    use super::*;

    /// Counts how often it is asked.
    #[derive(Clone, Default)]
    struct Counting(Arc<AtomicU32>);

    impl Loader<u32> for Counting {
        type Value = u32;
        type Error = Infallible;

        async fn load(&self, keys: &[u32]) -> Result<HashMap<u32, u32>, Infallible> {
            self.0.fetch_add(1, Ordering::Relaxed);
            tokio::task::yield_now().await;
            Ok(keys.iter().map(|key| (*key, key + 1)).collect())
        }
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn all_who_ask_on_one_level_share_a_load() {
        for _ in 0..200 {
            let counting = Counting::default();
            let (queue, batches) = batches();
            let loader = DataLoader::new(counting.clone(), move |batch| queue.push(batch))
                .delay(Duration::ZERO);
            let resolvers = join_all((0..50).map(async |key| {
                let next = loader.load_one(key).await.unwrap().unwrap();
                loader.load_one(next + 100).await.unwrap().unwrap()
            }));
            let answers = batches.run(resolvers).await;
            assert_eq!(answers, (102..152).collect::<Vec<u32>>());
            assert_eq!(counting.0.load(Ordering::Relaxed), 2, "one load a level");
        }
    }
}
