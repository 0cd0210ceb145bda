//! The vault as a pull meets it: tokens of one source, renewed once for all processes.
//!
//! Whoever wants new tokens takes the turn in the credential's row, looks again, asks, and writes the
//! answer before anybody uses it. Others wait and find it. A refusal stays in the row, so that a
//! credential known to be dead is not shown again, run after run.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::time::{Instant, sleep};
use tracing::{debug, warn};

use super::Sync;
use crate::connector::{Kept, Renewal, RenewalError};
use crate::fetch::{Ask, Pocket, Vault};
use crate::model::{Clock, SourceId};
use crate::store::{Entry, Hold, Keys, Refusal, Safe, StoreError};

/// The first pause of one who waits for another's turn to end; each is twice the one before.
const FIRST_LOOK: Duration = Duration::from_millis(50);
/// The longest of these pauses.
const LAST_LOOK: Duration = Duration::from_secs(1);
/// What is waited for another's turn in addition to two leases.
const PATIENCE: Duration = Duration::from_secs(30);
/// Tries to write an answer that the source will not give again.
const TRIES: u32 = 7;
/// The pause after the first of them; each is twice the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// What to do so that tokens outlive the process.
pub const NO_KEY: &str = "no key is set in [vault], so the tokens that sources give out are kept \
                          in memory and lost when this process ends; set `key` there, made with \
                          `openssl rand -base64 32`";

/// Where the tokens of all sources are kept. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Vaults {
    keys: Option<Arc<Keys>>,
    pockets: Arc<Pockets>,
}

/// What is kept without a key, for as long as the process lives.
#[derive(Debug, Default)]
struct Pockets {
    said: AtomicBool,
    of: Mutex<HashMap<SourceId, Arc<Purse>>>,
}

/// The tokens of one source in memory, and who is refused.
#[derive(Debug, Default)]
struct Purse {
    pocket: Pocket,
    refused: Mutex<HashMap<String, Refusal>>,
}

impl Vaults {
    /// In the store, sealed with these keys.
    pub fn sealed(keys: Keys) -> Self {
        Self { keys: Some(Arc::new(keys)), ..Self::default() }
    }

    /// Whether tokens outlive the process.
    pub fn are_sealed(&self) -> bool {
        self.keys.is_some()
    }
}

impl Sync {
    /// The tokens of one source.
    pub fn vault(&self, source: &SourceId) -> SourceVault {
        let sealed = self.vaults.keys.as_ref().map(|keys| Sealed {
            safe: self.store.safe(Arc::clone(keys), source.clone()),
            clock: Arc::clone(&self.clock),
            worker: Arc::clone(&self.worker),
            lease: self.lease,
        });
        let place = match sealed {
            Some(sealed) => Place::Sealed(sealed),
            None => Place::Memory(Memory {
                pockets: Arc::clone(&self.vaults.pockets),
                purse: self.vaults.pockets.of(source),
                clock: Arc::clone(&self.clock),
            }),
        };
        SourceVault { place, refusal: Mutex::default() }
    }
}

impl Pockets {
    fn of(&self, source: &SourceId) -> Arc<Purse> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(of.entry(source.clone()).or_default())
    }

    /// Says once that nothing outlives the process.
    fn say(&self) {
        if !self.said.swap(true, Ordering::Relaxed) {
            warn!("{NO_KEY}");
        }
    }
}

/// The tokens of one source. Notes when a renewal is refused, and since when it is.
#[derive(Debug)]
pub struct SourceVault {
    place: Place,
    refusal: Mutex<Option<Refusal>>,
}

#[derive(Debug)]
enum Place {
    Sealed(Sealed),
    Memory(Memory),
}

impl SourceVault {
    /// The refusal that a renewal met here: a person must connect the source again.
    pub fn refusal(&self) -> Option<Refusal> {
        *self.refusal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what the source refused, so that it is asked again: for a person who has mended it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forgive(&self) -> Result<(), StoreError> {
        match &self.place {
            Place::Sealed(sealed) => sealed.safe.forgive().await,
            Place::Memory(memory) => {
                memory.refused(|refused| refused.clear());
                Ok(())
            }
        }
    }

    async fn renewed(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, RenewalError> {
        let renewed = match &self.place {
            Place::Sealed(sealed) => sealed.renew(renewal, ask).await,
            Place::Memory(memory) => memory.renew(renewal, ask).await,
        };
        renewed.map_err(|error| match error {
            Failure::Refused(refusal) => {
                *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
                RenewalError::Revoked { status: refusal.status }
            }
            Failure::Other(error) => error,
        })
    }
}

impl Vault for SourceVault {
    fn kept<'a>(
        &'a self,
        credential: &'a str,
    ) -> BoxFuture<'a, Result<Option<Kept>, RenewalError>> {
        match &self.place {
            Place::Sealed(sealed) => Box::pin(sealed.kept(credential)),
            Place::Memory(memory) => memory.purse.pocket.kept(credential),
        }
    }

    fn renew<'a>(
        &'a self,
        renewal: &'a Renewal,
        ask: Ask<'a>,
    ) -> BoxFuture<'a, Result<Kept, RenewalError>> {
        Box::pin(self.renewed(renewal, ask))
    }
}

/// Why there are no new tokens.
enum Failure {
    /// The source does not take the credential, now or since then.
    Refused(Refusal),
    Other(RenewalError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Other(unkept(&error))
    }
}

/// Tokens that do not open will not open at the next try either; a database may come back.
fn unkept(error: &StoreError) -> RenewalError {
    match error {
        StoreError::Sealed { .. } => RenewalError::Refused(error.to_string()),
        _ => RenewalError::Failed { reason: error.to_string(), wait_s: None },
    }
}

/// Tokens in memory.
struct Memory {
    pockets: Arc<Pockets>,
    purse: Arc<Purse>,
    clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Memory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Memory")
    }
}

impl Memory {
    fn refused<T>(&self, with: impl FnOnce(&mut HashMap<String, Refusal>) -> T) -> T {
        with(&mut self.purse.refused.lock().unwrap_or_else(PoisonError::into_inner))
    }

    async fn renew(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, Failure> {
        // Asked inside the pocket's lock, so that whoever waited for the refusal sees it.
        let ask = async {
            let known = self.refused(|refused| refused.get(&renewal.credential).copied());
            match known {
                Some(refusal) => Err(RenewalError::Revoked { status: refusal.status }),
                None => ask.await,
            }
        };
        match self.purse.pocket.renew(renewal, Box::pin(ask)).await {
            Err(RenewalError::Revoked { status }) => {
                let refusal = Refusal { at: self.clock.now(), status };
                let credential = renewal.credential.clone();
                Err(Failure::Refused(
                    self.refused(|known| *known.entry(credential).or_insert(refusal)),
                ))
            }
            Err(error) => Err(Failure::Other(error)),
            Ok(kept) => {
                self.pockets.say();
                Ok(kept)
            }
        }
    }
}

/// Tokens in the store.
struct Sealed {
    safe: Safe,
    clock: Arc<dyn Clock>,
    worker: Arc<str>,
    lease: Duration,
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} of {}", self.safe, self.worker)
    }
}

/// What comes of waiting for one's turn.
enum Turn {
    /// Somebody renewed meanwhile.
    Renewed(Kept),
    /// It is ours, with what is known.
    Ours(Entry),
}

impl Sealed {
    async fn kept(&self, credential: &str) -> Result<Option<Kept>, RenewalError> {
        let entry = self.safe.entry(credential).await.map_err(|error| unkept(&error))?;
        let outdated = entry.as_ref().is_some_and(|entry| entry.outdated);
        let kept = entry.and_then(Entry::kept);
        if let Some(kept) = kept.as_ref().filter(|_| outdated)
            && let Err(error) = self.safe.reseal(credential, kept).await
        {
            warn!(source = %self.safe.source(), %error, "Tokens stay sealed with a former key");
        }
        Ok(kept)
    }

    async fn renew(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, Failure> {
        let holder = self.holder();
        let hold = Hold { credential: &renewal.credential, holder: &holder };
        let entry = match self.turn(hold, renewal.held, true).await? {
            Turn::Renewed(kept) => return Ok(kept),
            Turn::Ours(entry) => entry,
        };
        self.warn_of_lost(&entry);
        if !self.safe.begin(hold, self.clock.now()).await? {
            return Err(Failure::Other(overtaken()));
        }
        let answer = tokio::select! {
            answer = ask => answer,
            never = self.prolong(hold) => match never {},
        };
        match answer {
            Ok(tokens) => {
                let version = entry.version.max(renewal.held) + 1;
                self.keep(renewal, &holder, Kept { version, tokens }).await
            }
            Err(RenewalError::Revoked { status }) => self.refuse(hold, status).await,
            Err(error) => {
                // What cannot be given back ends with its lease.
                self.safe.free(hold).await.unwrap_or_else(|error| self.warn_of(&error));
                Err(Failure::Other(error))
            }
        }
    }

    /// The name of one's wish for a turn. Two of one process are two as well.
    fn holder(&self) -> String {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        format!("{}, renewal {}", self.worker, COUNT.fetch_add(1, Ordering::Relaxed))
    }

    /// Waits until the turn is ours, or somebody has renewed. A holder that is silent for a lease
    /// has lost its turn.
    async fn turn(
        &self,
        hold: Hold<'_>,
        held: u64,
        minds_refusal: bool,
    ) -> Result<Turn, Failure> {
        let patience = self.lease.saturating_mul(2).saturating_add(PATIENCE);
        let (begun, mut pause) = (Instant::now(), FIRST_LOOK);
        loop {
            // Looking costs no write, and mostly tells what another has just brought.
            let seen = self.safe.entry(hold.credential).await?.unwrap_or_default();
            if let Some(left) = left(&seen, held, minds_refusal) {
                return left;
            }
            let (now, until) = self.moments();
            if let Some(entry) = self.safe.hold(hold, now, until).await? {
                let Some(left) = left(&entry, held, minds_refusal) else {
                    return Ok(Turn::Ours(entry));
                };
                self.safe.free(hold).await?;
                return left;
            }
            if begun.elapsed() >= patience {
                return Err(Failure::Other(busy(begun.elapsed())));
            }
            sleep(pause).await;
            pause = (pause * 2).min(LAST_LOOK);
        }
    }

    fn moments(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let now = self.clock.now();
        let lease = chrono::Duration::from_std(self.lease);
        (now, now + lease.unwrap_or(chrono::Duration::seconds(30)))
    }

    /// Makes the turn longer for as long as the source takes to answer.
    async fn prolong(&self, hold: Hold<'_>) -> Infallible {
        loop {
            sleep(self.lease / 3).await;
            // A turn that is lost shows when its answer is to be kept.
            if let Err(error) = self.safe.prolong(hold, self.moments().1).await {
                self.warn_of(&error);
            }
        }
    }

    /// Writes an answer before anybody uses it. Whoever was silent for so long that another took
    /// its turn waits for that one: what it brought is newer, and what it did not bring is here.
    async fn keep(
        &self,
        renewal: &Renewal,
        holder: &str,
        mut kept: Kept,
    ) -> Result<Kept, Failure> {
        let hold = Hold { credential: &renewal.credential, holder };
        loop {
            if self.write(hold, &kept).await? {
                debug!(source = %self.safe.source(), version = kept.version, "Tokens renewed");
                return Ok(kept);
            }
            match self.turn(hold, renewal.held, false).await? {
                Turn::Renewed(newer) => return Ok(newer),
                Turn::Ours(entry) => kept.version = entry.version.max(renewal.held) + 1,
            }
        }
    }

    /// Writes, again and again for some seconds: the source may never give these tokens again.
    async fn write(&self, hold: Hold<'_>, kept: &Kept) -> Result<bool, Failure> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..TRIES {
            match self.safe.keep(hold, kept).await {
                Ok(written) => return Ok(written),
                Err(error) => self.warn_of(&error),
            }
            sleep(pause).await;
            pause *= 2;
        }
        self.safe.keep(hold, kept).await.map_err(|error| {
            let source = self.safe.source();
            Failure::Other(RenewalError::Refused(format!(
                "source `{source}` gave new tokens, and they could not be kept: {error}; if the \
                 next sync is refused, connect the source again"
            )))
        })
    }

    async fn refuse(&self, hold: Hold<'_>, status: u16) -> Result<Kept, Failure> {
        let refusal = Refusal { at: self.clock.now(), status };
        if !self.safe.refuse(hold, refusal).await? {
            return Err(Failure::Other(overtaken()));
        }
        Err(Failure::Refused(refusal))
    }

    fn warn_of_lost(&self, entry: &Entry) {
        if let Some(since) = entry.asked_at {
            let source = self.safe.source();
            warn!(%source, %since, "An earlier renewal of {source} got no answer; asking again");
        }
    }

    fn warn_of(&self, error: &StoreError) {
        warn!(source = %self.safe.source(), %error, "The vault could not be written");
    }
}

/// What somebody else left: newer tokens, else a refusal. `None`: it is for us to ask.
fn left(entry: &Entry, held: u64, minds_refusal: bool) -> Option<Result<Turn, Failure>> {
    if entry.version > held
        && let Some(kept) = entry.clone().kept()
    {
        return Some(Ok(Turn::Renewed(kept)));
    }
    let refusal = entry.refusal.filter(|_| minds_refusal)?;
    Some(Err(Failure::Refused(refusal)))
}

fn overtaken() -> RenewalError {
    let reason = "another process took the renewal over".to_owned();
    RenewalError::Failed { reason, wait_s: None }
}

fn busy(waited: Duration) -> RenewalError {
    let reason = format!(
        "another process has been renewing these tokens for {} s; end it if it hangs",
        waited.as_secs()
    );
    RenewalError::Failed { reason, wait_s: None }
}
