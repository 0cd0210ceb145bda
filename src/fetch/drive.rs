//! Drives a pull to its end.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Client, Pocket, Vault};
use crate::connector::{
    Kept, Page, Pull, PullError, Renewal, RenewalError, Reply, Request, RequestId, SendError,
    Step,
};
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

type Outcome = (RequestId, Came);

enum Came {
    Reply(Result<Reply, SendError>),
    Tokens(Result<Kept, RenewalError>),
}

/// What a source last said of its limit: requests left, and how long until its window ends.
pub type RateLimit = Option<(u64, Option<Duration>)>;

/// Sees what goes out and what comes back, to show or to record it. Tokens are not shown to it.
pub trait Witness: Send + Sync {
    /// A request was answered, or not.
    fn saw(&self, request: &Request, outcome: &Result<Reply, SendError>);
}

/// Carries the requests of pulls to a source. Cheap to clone.
#[derive(Clone)]
pub struct Driver {
    client: Client,
    clock: Arc<dyn Clock>,
    vault: Arc<dyn Vault>,
    witness: Option<Arc<dyn Witness>>,
}

impl Driver {
    /// A driver that forgets renewed tokens with the process.
    pub fn new(client: Client, clock: Arc<dyn Clock>) -> Self {
        Self { client, clock, vault: Arc::new(Pocket::default()), witness: None }
    }

    /// The same, which keeps the source's tokens in a vault.
    pub fn with_vault(self, vault: Arc<dyn Vault>) -> Self {
        Self { vault, ..self }
    }

    /// The same, with somebody who watches.
    pub fn with_witness(self, witness: Arc<dyn Witness>) -> Self {
        Self { witness: Some(witness), ..self }
    }

    /// Runs a pull to its end, several requests in flight when it allows so, and hands each page
    /// over. Backpressure comes from the channel. Gives what the source last said of its limit.
    ///
    /// # Errors
    /// When the pull cannot go on or the receiver is gone.
    pub async fn drive(
        &self,
        mut pull: Pull,
        pages: mpsc::Sender<Page>,
    ) -> Result<RateLimit, FetchError> {
        for credential in pull.credentials() {
            if let Some(kept) = self.vault.kept(&credential).await {
                pull.keep(&credential, kept);
            }
        }
        let mut tasks: JoinSet<Outcome> = JoinSet::new();
        // A clock that stands still must not make a wait endless.
        let mut slept = DateTime::<Utc>::MIN_UTC;
        loop {
            let now = self.clock.now().max(slept);
            match pull.next(now)? {
                Step::Send(id, request) => {
                    let driver = self.clone();
                    tasks.spawn(async move { (id, Came::Reply(driver.send(&request).await)) });
                }
                Step::Renew(id, renewal) => {
                    let driver = self.clone();
                    tasks
                        .spawn(async move { (id, Came::Tokens(driver.renew(&renewal).await)) });
                }
                Step::Emit(page) => {
                    pages.send(page).await.map_err(|_| FetchError::Abandoned)?;
                }
                Step::Await => {
                    let outcome = tokio::select! {
                        outcome = next(&mut tasks) => outcome,
                        () = pages.closed() => return Err(FetchError::Abandoned),
                    };
                    feed(&mut pull, outcome, self.clock.now().max(slept));
                }
                Step::Sleep(until) => {
                    let wait = (until - now).to_std().unwrap_or(Duration::ZERO);
                    tokio::select! {
                        outcome = next(&mut tasks), if !tasks.is_empty() => {
                            feed(&mut pull, outcome, self.clock.now().max(slept));
                        }
                        () = tokio::time::sleep(wait) => slept = until,
                        () = pages.closed() => return Err(FetchError::Abandoned),
                    }
                }
                Step::Done => return Ok(pull.rate_limit()),
            }
        }
    }

    async fn send(&self, request: &Request) -> Result<Reply, SendError> {
        let outcome = self.client.send(request).await;
        if let Some(witness) = &self.witness {
            witness.saw(request, &outcome);
        }
        outcome
    }

    async fn renew(&self, renewal: &Renewal) -> Result<Kept, RenewalError> {
        let ask = Box::pin(async {
            let sent = self.client.send(&renewal.request).await;
            renewal.outcome(sent, self.clock.now())
        });
        self.vault.renew(renewal, ask).await
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
    match outcome {
        Some((id, Came::Reply(reply))) => pull.reply(id, reply, now),
        Some((id, Came::Tokens(tokens))) => pull.renewed(id, tokens, now),
        None => {}
    }
}
