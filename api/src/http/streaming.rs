//! Sends an export part by part, as fast as its client takes it and no faster.

use std::io;

use actix_web::web::{Bytes, Data};
use futures::{Stream, stream};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tracing::Instrument as _;

use super::{Executor, Shared, auth};
use crate::{app::bulk::LessonExport, domain::actor::Actor};

/// An export that is under way.
pub(super) struct UnderWay {
    /// The token that it was asked for with.
    pub(super) token: Option<String>,
    /// Who that was then.
    pub(super) actor: Actor,
    /// What is sent.
    pub(super) export: LessonExport,
}

/// What is handed from the export to the connection.
enum Part {
    Some(Bytes),
    /// Nothing comes after this. Without it, the file is not whole.
    End,
}

/// Why an export broke off.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("the token no longer holds, or allows something else by now")]
    Token,
    #[error(transparent)]
    Failed(#[from] crate::app::error::Error),
}

/// The body of an answer: the first part of an export and then the rest, which is read when the one
/// before is sent. What goes wrong on the way breaks the body off, so that nobody takes what they
/// have for all there is. A client that goes away ends the work. `permit` is its place among those
/// that are under way at once.
pub(super) fn body<S: Executor>(
    shared: &Data<Shared<S>>,
    under_way: UnderWay,
    first: Option<Vec<u8>>,
    permit: OwnedSemaphorePermit,
) -> impl Stream<Item = Result<Bytes, io::Error>> + use<S> {
    let (sender, receiver) = mpsc::channel(1);
    let limit = shared.settings.export_timeout;
    let work = {
        let shared = shared.clone();
        async move {
            let _permit = permit;
            let ended =
                tokio::time::timeout(limit, write(&shared, under_way, first, &sender)).await;
            match ended {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "an export broke off");
                }
                Err(_) => tracing::warn!("an export took too long and was broken off"),
            }
        }
    };
    shared.runtime.spawn(work.in_current_span());
    stream::unfold(Some(receiver), |receiver| async move {
        let mut receiver = receiver?;
        match receiver.recv().await {
            Some(Part::Some(bytes)) => Some((Ok(bytes), Some(receiver))),
            Some(Part::End) => None,
            None => Some((Err(io::Error::other("the export broke off")), None)),
        }
    })
}

async fn write<S: Executor>(
    shared: &Shared<S>,
    mut under_way: UnderWay,
    first: Option<Vec<u8>>,
    sender: &mpsc::Sender<Part>,
) -> Result<(), Broken> {
    let mut next = first;
    while let Some(part) = next {
        if sender.send(Part::Some(part.into())).await.is_err() {
            return Ok(());
        }
        let read = async {
            still_holds(shared, &under_way).await?;
            Ok::<_, Broken>(under_way.export.next().await?)
        };
        next = tokio::select! {
            () = sender.closed() => return Ok(()),
            read = read => read?,
        };
    }
    let _ = sender.send(Part::End).await;
    Ok(())
}

/// That whoever asked may still ask for the same: what is revoked is no good at once.
async fn still_holds<S: Executor>(shared: &Shared<S>, under_way: &UnderWay) -> Result<(), Broken> {
    let Some(token) = &under_way.token else {
        return Ok(());
    };
    match auth::holder(token, shared).await {
        Ok(actor) if actor == under_way.actor => Ok(()),
        _ => Err(Broken::Token),
    }
}
