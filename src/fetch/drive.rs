//! Drives a pull to its end.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::Client;
use crate::connector::{Page, Pull, PullError, Reply, RequestId, SendError, Step};
use crate::model::Clock;

/// Why a pull ended early.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The pull itself cannot go on.
    #[error(transparent)]
    Pull(#[from] PullError),
    /// Nobody takes the pages any more.
    #[error("the reader of the pages is gone")]
    Abandoned,
}

type Outcome = (RequestId, Result<Reply, SendError>);

/// Runs a pull to its end, several requests in flight when it allows so, and hands each page over.
/// Backpressure comes from the channel.
///
/// # Errors
/// When the pull cannot go on or the receiver is gone.
pub async fn drive(
    client: &Client,
    mut pull: Pull,
    clock: &Arc<dyn Clock>,
    pages: mpsc::Sender<Page>,
) -> Result<(), FetchError> {
    let mut tasks: JoinSet<Outcome> = JoinSet::new();
    // A clock that stands still must not make a wait endless.
    let mut slept = DateTime::<Utc>::MIN_UTC;
    loop {
        let now = clock.now().max(slept);
        match pull.next(now)? {
            Step::Send(id, request) => {
                let client = client.clone();
                tasks.spawn(async move { (id, client.send(&request).await) });
            }
            Step::Emit(page) => {
                pages.send(page).await.map_err(|_| FetchError::Abandoned)?;
            }
            Step::Await => {
                let outcome = tokio::select! {
                    outcome = next(&mut tasks) => outcome,
                    () = pages.closed() => return Err(FetchError::Abandoned),
                };
                feed(&mut pull, outcome, clock.now().max(slept));
            }
            Step::Sleep(until) => {
                let wait = (until - now).to_std().unwrap_or(Duration::ZERO);
                tokio::select! {
                    outcome = next(&mut tasks), if !tasks.is_empty() => {
                        feed(&mut pull, outcome, clock.now().max(slept));
                    }
                    () = tokio::time::sleep(wait) => slept = until,
                    () = pages.closed() => return Err(FetchError::Abandoned),
                }
            }
            Step::Done => return Ok(()),
        }
    }
}

async fn next(tasks: &mut JoinSet<Outcome>) -> Option<Outcome> {
    match tasks.join_next().await? {
        Ok(outcome) => Some(outcome),
        Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        Err(_) => None,
    }
}

fn feed(pull: &mut Pull, outcome: Option<Outcome>, now: DateTime<Utc>) {
    if let Some((id, outcome)) = outcome {
        pull.reply(id, outcome, now);
    }
}
