//! Drives a pull to its end.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{Client, Pocket, Vault};
use crate::connector::{
    Kept, Page, Pull, PullError, Renewal, RenewalError, Reply, RequestId, SendError, Step,
};
use crate::model::Clock;

/// Why a pull ended early.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The pull itself cannot go on.
    #[error(transparent)]
    Pull(#[from] PullError),
    /// Tokens are kept, and cannot be had: nothing was sent.
    #[error(transparent)]
    Vault(RenewalError),
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

/// Carries the requests of pulls to a source. Cheap to clone.
#[derive(Clone)]
pub struct Driver {
    client: Client,
    clock: Arc<dyn Clock>,
    vault: Arc<dyn Vault>,
}

impl Driver {
    /// A driver that forgets renewed tokens with the process.
    pub fn new(client: Client, clock: Arc<dyn Clock>) -> Self {
        Self { client, clock, vault: Arc::new(Pocket::default()) }
    }

    /// The same, which keeps the source's tokens in a vault.
    pub fn with_vault(self, vault: Arc<dyn Vault>) -> Self {
        Self { vault, ..self }
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
            let kept = self.vault.kept(&credential).await.map_err(FetchError::Vault)?;
            if let Some(kept) = kept {
                pull.keep(&credential, kept);
            }
        }
        let mut tasks = Tasks::default();
        let driven = self.drive_on(pull, pages, &mut tasks).await;
        // A source may give its next token once: what it answers is kept, whoever still waits.
        while tasks.renewals.join_next().await.is_some() {}
        driven
    }

    async fn drive_on(
        &self,
        mut pull: Pull,
        pages: mpsc::Sender<Page>,
        tasks: &mut Tasks,
    ) -> Result<RateLimit, FetchError> {
        // A clock that stands still must not make a wait endless.
        let mut slept = DateTime::<Utc>::MIN_UTC;
        loop {
            let now = self.clock.now().max(slept);
            match pull.next(now)? {
                Step::Send(id, request) => {
                    let client = self.client.clone();
                    let send = async move { (id, Came::Reply(client.send(&request).await)) };
                    tasks.requests.spawn(send);
                }
                Step::Renew(id, renewal) => {
                    let driver = self.clone();
                    let renew = async move { (id, Came::Tokens(driver.renew(&renewal).await)) };
                    tasks.renewals.spawn(renew);
                }
                Step::Emit(page) => {
                    pages.send(page).await.map_err(|_| FetchError::Abandoned)?;
                }
                Step::Await => {
                    let outcome = tokio::select! {
                        outcome = tasks.next() => outcome,
                        () = pages.closed() => return Err(FetchError::Abandoned),
                    };
                    feed(&mut pull, outcome, self.clock.now().max(slept));
                }
                Step::Sleep(until) => {
                    let wait = (until - now).to_std().unwrap_or(Duration::ZERO);
                    tokio::select! {
                        outcome = tasks.next(), if !tasks.is_empty() => {
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

    async fn renew(&self, renewal: &Renewal) -> Result<Kept, RenewalError> {
        let ask = Box::pin(async {
            match self.client.send(&renewal.request).await {
                Ok(reply) => renewal.read(&reply, self.clock.now()),
                Err(error @ (SendError::TooLarge { .. } | SendError::Forbidden(_))) => {
                    Err(RenewalError::Refused(error.to_string()))
                }
                Err(error) => {
                    Err(RenewalError::Failed { reason: error.to_string(), wait_s: None })
                }
            }
        });
        self.vault.renew(renewal, ask).await
    }
}

/// What is under way for a pull.
#[derive(Default)]
struct Tasks {
    requests: JoinSet<Outcome>,
    renewals: JoinSet<Outcome>,
}

impl Tasks {
    fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.renewals.is_empty()
    }

    async fn next(&mut self) -> Option<Outcome> {
        let Self { requests, renewals } = self;
        let joined = tokio::select! {
            Some(joined) = requests.join_next() => joined,
            Some(joined) = renewals.join_next() => joined,
            else => return None,
        };
        match joined {
            Ok(outcome) => Some(outcome),
            Err(error) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
            Err(_) => None,
        }
    }
}

fn feed(pull: &mut Pull, outcome: Option<Outcome>, now: DateTime<Utc>) {
    match outcome {
        Some((id, Came::Reply(reply))) => pull.reply(id, reply, now),
        Some((id, Came::Tokens(tokens))) => pull.renewed(id, tokens, now),
        None => {}
    }
}
