//! Renews tokens that lie in the store: one process at a time, by a lease in the credential's row.
//!
//! Whoever wants new tokens takes the turn, looks again, asks, and writes the answer before anybody
//! uses it. Others wait and find it.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::{Instant, sleep};
use tracing::{debug, warn};

use super::vault::{Failure, unkept};
use crate::connector::{Kept, Renewal, RenewalError};
use crate::fetch::Ask;
use crate::model::Clock;
use crate::store::{Entry, Hold, Refusal, Safe, StoreError};

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

/// Tokens in the store.
pub(super) struct Sealed {
    pub(super) safe: Safe,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) worker: Arc<str>,
    pub(super) lease: Duration,
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
    /// What is kept, sealed with the first key from now on.
    pub(super) async fn kept(&self, credential: &str) -> Result<Option<Kept>, RenewalError> {
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

    /// Renews once, whoever asks at the same time.
    pub(super) async fn renew(&self, renewal: &Renewal, ask: Ask<'_>) -> Result<Kept, Failure> {
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
            Err(RenewalError::Revoked { status, .. }) => self.refuse(hold, status).await,
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

    /// Waits until the turn is ours, or there is a newer version than this. A holder that is silent for a lease
    /// has lost its turn.
    async fn turn(
        &self,
        hold: Hold<'_>,
        version: u64,
        minds_refusal: bool,
    ) -> Result<Turn, Failure> {
        let patience = self.lease.saturating_mul(2).saturating_add(PATIENCE);
        let (begun, mut pause) = (Instant::now(), FIRST_LOOK);
        loop {
            // Looking costs no write, and mostly tells what another has just brought.
            let seen = self.safe.entry(hold.credential).await?.unwrap_or_default();
            if let Some(left) = left(&seen, version, minds_refusal) {
                return left;
            }
            let (now, until) = self.moments();
            if let Some(entry) = self.safe.hold(hold, now, until).await? {
                let Some(left) = left(&entry, version, minds_refusal) else {
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
            sleep((self.lease / 3).max(FIRST_LOOK)).await;
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
