//! Drives a pull to its end.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::budget::Gate;
use super::{Budget, Client, Pocket, Purse, Vault};
use crate::connector::{
    Asking, Heard, Kept, Pace, Page, Pull, PullError, Renewal, RenewalError, Reply, Request,
    RequestId, SendError, Step,
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
    Reply(Asking, Result<Reply, SendError>),
    Tokens(Result<Kept, RenewalError>),
}

/// What a source last said of its limit: requests left, and how long until its window ends.
pub type RateLimit = Option<(u64, Option<Duration>)>;

/// Sees what goes out and what comes back, to show or to record it. Tokens are not shown to it.
pub trait Witness: Send + Sync {
    /// A request was answered, or not.
    fn saw(&self, request: &Request, outcome: &Result<Reply, SendError>);
}

/// Carries the requests of pulls to a source. Cheap to clone; pulls that clones of one driver
/// drive share its budget and its number of requests at once, so they are to be of one source.
#[derive(Clone)]
pub struct Driver {
    client: Client,
    clock: Arc<dyn Clock>,
    vault: Arc<dyn Vault>,
    witness: Option<Arc<dyn Witness>>,
    gate: Arc<Gate>,
}

impl Driver {
    /// A driver that forgets renewed tokens and what was spent of a budget with the process.
    pub fn new(client: Client, clock: Arc<dyn Clock>) -> Self {
        let gate = Arc::new(Gate::new(Arc::new(Purse::default())));
        Self { client, clock, vault: Arc::new(Pocket::default()), witness: None, gate }
    }

    /// The present moment.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// The same, which keeps the source's tokens in a vault.
    pub fn with_vault(self, vault: Arc<dyn Vault>) -> Self {
        Self { vault, ..self }
    }

    /// The same, with somebody who watches.
    pub fn with_witness(self, witness: Arc<dyn Witness>) -> Self {
        Self { witness: Some(witness), ..self }
    }

    /// The same, with a budget that others may share.
    pub fn with_budget(self, budget: Arc<dyn Budget>) -> Self {
        Self { gate: Arc::new(Gate::new(budget)), ..self }
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
                pull.keep(&credential, &kept);
            }
        }
        let pull = pull.with_seed(fastrand::u64(..));
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
        loop {
            let now = self.gate.now(&*self.clock);
            match pull.next(now)? {
                Step::Send(id, request) => {
                    let (driver, pace) = (self.clone(), Arc::clone(pull.pace()));
                    let asking = pull.asking(id, &request);
                    tasks.requests.spawn(async move {
                        let reply = driver.send(&pace, &asking, &request).await;
                        (id, Came::Reply(asking, reply))
                    });
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
                    self.feed(&mut pull, outcome, self.gate.now(&*self.clock)).await;
                }
                Step::Sleep(until) => {
                    let wait = (until - now).to_std().unwrap_or(Duration::ZERO);
                    tokio::select! {
                        outcome = tasks.next(), if !tasks.is_empty() => {
                            self.feed(&mut pull, outcome, self.gate.now(&*self.clock)).await;
                        }
                        () = tokio::time::sleep(wait) => self.gate.slept(until),
                        () = pages.closed() => return Err(FetchError::Abandoned),
                    }
                }
                Step::Done => return Ok(pull.rate_limit()),
            }
        }
    }

    /// Sends a request once its budget allows it, and tells the budget what came.
    async fn send(
        &self,
        pace: &Pace,
        asking: &Asking,
        request: &Request,
    ) -> Result<Reply, SendError> {
        let _permit = self.gate.pass(pace, asking, &*self.clock).await?;
        let reply = self.client.send(request).await;
        if let Some(witness) = &self.witness {
            witness.saw(request, &reply);
        }
        let now = self.gate.now(&*self.clock);
        let heard =
            reply.as_ref().map_or_else(|_| Heard::default(), |reply| pace.heard(reply, now));
        self.gate.budget().heard(asking, heard, now).await;
        reply
    }

    async fn feed(&self, pull: &mut Pull, outcome: Option<Outcome>, now: DateTime<Utc>) {
        match outcome {
            Some((id, Came::Reply(asking, reply))) => {
                let rest = pull.rest();
                pull.reply(id, reply, now);
                // What the manifest's error handlers call a limit, the other streams obey, too.
                if let Some(until) = pull.rest().filter(|until| Some(*until) != rest) {
                    self.gate.budget().rest(&asking, until, now).await;
                }
            }
            Some((id, Came::Tokens(tokens))) => pull.renewed(id, tokens, now),
            None => {}
        }
    }

    async fn renew(&self, renewal: &Renewal) -> Result<Kept, RenewalError> {
        let ask = Box::pin(async {
            let sent = self.client.send(&renewal.request).await;
            renewal.outcome(sent, self.clock.now())
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
