//! Drives a pull to its end.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::budget::Gate;
use super::files::Staged;
use super::{Budget, Client, Files, Pocket, Purse, Vault};
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
    File(Asking, Result<Reply, SendError>, Option<Staged>),
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
    files: Option<Arc<Files>>,
}

impl Driver {
    /// A driver that forgets renewed tokens and what was spent of a budget with the process.
    pub fn new(client: Client, clock: Arc<dyn Clock>) -> Self {
        let gate = Arc::new(Gate::new(Arc::new(Purse::default())));
        let vault = Arc::new(Pocket::default());
        Self { client, clock, vault, witness: None, gate, files: None }
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

    /// The same, which puts files that go with records in their place, for pulls
    /// [`Pull::with_files`].
    pub fn with_files(self, files: Files) -> Self {
        Self { files: Some(Arc::new(files)), ..self }
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
                Step::Fetch(id, request) => {
                    let (driver, pace) = (self.clone(), Arc::clone(pull.pace()));
                    let asking = pull.asking(id, &request);
                    tasks.requests.spawn(async move {
                        let (reply, staged) = driver.fetch(&pace, &asking, &request).await;
                        (id, Came::File(asking, reply, staged))
                    });
                }
                Step::Renew(id, renewal) => {
                    let driver = self.clone();
                    let renew = async move { (id, Came::Tokens(driver.renew(&renewal).await)) };
                    tasks.renewals.spawn(renew);
                }
                Step::Emit(mut page) => {
                    self.place(&pull, &mut page, &mut tasks.staged).await?;
                    pages.send(page).await.map_err(|_| FetchError::Abandoned)?;
                }
                Step::Await => {
                    let outcome = tokio::select! {
                        outcome = tasks.next() => outcome,
                        () = pages.closed() => return Err(FetchError::Abandoned),
                    };
                    self.feed(&mut pull, outcome, &mut tasks.staged).await;
                }
                Step::Sleep(until) => {
                    let wait = (until - now).to_std().unwrap_or(Duration::ZERO);
                    tokio::select! {
                        outcome = tasks.next(), if !tasks.is_empty() => {
                            self.feed(&mut pull, outcome, &mut tasks.staged).await;
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
        self.note((pace, asking), request, &reply).await;
        reply
    }

    /// The same for a request whose reply goes into a file.
    async fn fetch(
        &self,
        pace: &Pace,
        asking: &Asking,
        request: &Request,
    ) -> (Result<Reply, SendError>, Option<Staged>) {
        let _permit = match self.gate.pass(pace, asking, &*self.clock).await {
            Ok(permit) => permit,
            Err(error) => return (Err(error), None),
        };
        let fetched = match &self.files {
            Some(files) => files.fetch(request).await,
            None => Err(SendError::Unwritable("there is no folder for files".to_owned())),
        };
        let (reply, staged) = match fetched {
            Ok((reply, staged)) => (Ok(reply), staged),
            Err(error) => (Err(error), None),
        };
        self.note((pace, asking), request, &reply).await;
        (reply, staged)
    }

    /// Tells the witness and the budget what came.
    async fn note(
        &self,
        (pace, asking): (&Pace, &Asking),
        request: &Request,
        reply: &Result<Reply, SendError>,
    ) {
        if let Some(witness) = &self.witness {
            witness.saw(request, reply);
        }
        let now = self.gate.now(&*self.clock);
        let heard =
            reply.as_ref().map_or_else(|_| Heard::default(), |reply| pace.heard(reply, now));
        self.gate.budget().heard(asking, heard, now).await;
    }

    async fn feed(&self, pull: &mut Pull, outcome: Option<Outcome>, staged: &mut StagedFiles) {
        let now = self.gate.now(&*self.clock);
        let (id, asking, reply, file) = match outcome {
            Some((id, Came::Reply(asking, reply))) => (id, asking, reply, None),
            Some((id, Came::File(asking, reply, file))) => (id, asking, reply, file),
            Some((id, Came::Tokens(tokens))) => return pull.renewed(id, tokens, now),
            None => return,
        };
        let rest = pull.rest();
        pull.reply(id, reply, now);
        // What the manifest's error handlers call a limit, the other streams obey, too.
        if let Some(until) = pull.rest().filter(|until| Some(*until) != rest) {
            self.gate.budget().rest(&asking, until, now).await;
        }
        if let Some(file) = file.filter(|_| pull.wants(id)) {
            staged.insert(id, file);
        }
    }

    /// Puts the files of a page where they belong.
    async fn place(
        &self,
        pull: &Pull,
        page: &mut Page,
        staged: &mut StagedFiles,
    ) -> Result<(), FetchError> {
        let Some(files) = &self.files else { return Ok(()) };
        for file in &mut page.files {
            let Some(came) = staged.remove(&file.request) else { continue };
            let placed = files.place(came, &file.path).await.map_err(|why| {
                let key = page.records.get(file.record).map_or("", |record| &record.key);
                let stream = pull.stream();
                PullError::Refused(format!(
                    "stream `{stream}`: the file of record `{key}` {why}"
                ))
            })?;
            file.placed = Some(placed);
        }
        Ok(())
    }

    async fn renew(&self, renewal: &Renewal) -> Result<Kept, RenewalError> {
        let ask = Box::pin(async {
            let sent = self.client.send(&renewal.request).await;
            renewal.outcome(sent, self.clock.now())
        });
        self.vault.renew(renewal, ask).await
    }
}

/// Files that came and go with records which were not handed over yet.
type StagedFiles = HashMap<RequestId, Staged>;

/// What is under way for a pull.
#[derive(Default)]
struct Tasks {
    requests: JoinSet<Outcome>,
    renewals: JoinSet<Outcome>,
    staged: StagedFiles,
}

impl Tasks {
    fn is_empty(&self) -> bool {
        self.requests.is_empty() && self.renewals.is_empty()
    }

    async fn next(&mut self) -> Option<Outcome> {
        let Self { requests, renewals, .. } = self;
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
