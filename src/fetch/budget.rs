//! Lets requests out no faster than their source allows.
//!
//! A [`Budget`] keeps the ledgers; the gate in front of the client asks it before each request,
//! waits where it must, and lets no more requests out at once than the manifest's level.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use tokio::sync::{Semaphore, SemaphorePermit};
use tracing::info;

use crate::connector::{Asking, Heard, Ledger, Pace, SendError, Turn};
use crate::model::Clock;

/// For a longer wait nobody stays: the position is kept for the next run.
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// A wait from this length on is told.
const WORTH_TELLING: Duration = Duration::from_secs(5);
/// Those who wait for the same moment come up to this much later, each by chance.
const MOST_JITTER: Duration = Duration::from_millis(500);

/// Keeps the rate budgets of a source's credentials.
pub trait Budget: Send + Sync {
    /// Takes what a request counts, when it may be sent now. Whatever becomes of the request,
    /// [`Budget::heard`] is called once for each [`Turn::Go`].
    fn turn<'a>(&'a self, asking: &'a Asking, now: DateTime<Utc>) -> BoxFuture<'a, Turn>;

    /// Learns from a reply, or that none came.
    fn heard<'a>(
        &'a self,
        asking: &'a Asking,
        heard: Heard,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()>;

    /// All requests of the credential rest until a moment.
    fn rest<'a>(
        &'a self,
        asking: &'a Asking,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()>;
}

/// A budget of this process alone: for trials and for the commands that keep nothing.
#[derive(Debug, Default)]
pub struct Purse(Mutex<HashMap<String, Account>>);

/// A budget's ledger, and how many of its requests are under way.
#[derive(Debug, Default)]
struct Account {
    ledger: Ledger,
    open: u64,
}

impl Purse {
    fn with<T>(&self, asking: &Asking, act: impl FnOnce(&mut Account) -> T) -> T {
        let mut accounts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(accounts.entry(asking.budget().to_owned()).or_default())
    }
}

impl Budget for Purse {
    fn turn<'a>(&'a self, asking: &'a Asking, now: DateTime<Utc>) -> BoxFuture<'a, Turn> {
        Box::pin(async move {
            self.with(asking, |account| {
                let turn = account.ledger.turn(asking, now);
                account.open += u64::from(turn == Turn::Go);
                turn
            })
        })
    }

    fn heard<'a>(
        &'a self,
        asking: &'a Asking,
        heard: Heard,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            self.with(asking, |account| {
                account.open = account.open.saturating_sub(1);
                account.ledger.hear(asking, &heard, account.open, now);
            });
        })
    }

    fn rest<'a>(
        &'a self,
        asking: &'a Asking,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            self.with(asking, |account| account.ledger.block(until, now));
        })
    }
}

/// What every request of a source passes.
pub(super) struct Gate {
    budget: Arc<dyn Budget>,
    permits: OnceLock<Semaphore>,
    /// Who waits for a rate waits in line: one asks, the others behind it do not.
    lines: Mutex<HashMap<String, Arc<tokio::sync::Mutex<()>>>>,
    /// How far sleeping has brought us: a clock that stands still does not know, and what was
    /// waited for once would be waited for again.
    reached: Mutex<DateTime<Utc>>,
}

impl Gate {
    pub(super) fn new(budget: Arc<dyn Budget>) -> Self {
        Self {
            budget,
            permits: OnceLock::new(),
            lines: Mutex::default(),
            reached: Mutex::new(DateTime::<Utc>::MIN_UTC),
        }
    }

    /// Somebody slept until this moment.
    pub(super) fn slept(&self, until: DateTime<Utc>) {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        *reached = until.max(*reached);
    }

    /// The present moment, as far as clock and sleep know.
    pub(super) fn now(&self, clock: &dyn Clock) -> DateTime<Utc> {
        clock.now().max(*self.reached.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The budget behind it.
    pub(super) fn budget(&self) -> &dyn Budget {
        &*self.budget
    }

    /// Waits until the request may be sent; it must be sent at once, and the permit dropped when
    /// it is over.
    ///
    /// # Errors
    /// When that would take longer than anyone waits.
    pub(super) async fn pass(
        &self,
        pace: &Pace,
        asking: &Asking,
        clock: &dyn Clock,
    ) -> Result<SemaphorePermit<'_>, SendError> {
        if let Ok(permit) = self.try_pass(pace, asking, self.now(clock)).await {
            return Ok(permit);
        }
        let line = Arc::clone(
            self.lines
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .entry(asking.line().to_owned())
                .or_default(),
        );
        let _first_in_line = line.lock().await;
        loop {
            let now = self.now(clock);
            let until = match self.try_pass(pace, asking, now).await {
                Ok(permit) => return Ok(permit),
                Err(until) => until,
            };
            let wait = (until - now).to_std().unwrap_or_default();
            let host = asking.budget().split('@').nth(1).unwrap_or_default().to_owned();
            if wait > LONGEST_WAIT {
                return Err(SendError::Paced { host, after: wait });
            }
            if wait >= WORTH_TELLING {
                let wait_s = wait.as_secs();
                info!(host, wait_s, "Waiting {wait_s} s for the request limit of {host}");
            }
            let jitter = (wait / 20).min(MOST_JITTER).mul_f64(fastrand::f64());
            tokio::time::sleep(wait + jitter).await;
            self.slept(until);
        }
    }

    async fn try_pass(
        &self,
        pace: &Pace,
        asking: &Asking,
        now: DateTime<Utc>,
    ) -> Result<SemaphorePermit<'_>, DateTime<Utc>> {
        let permits = self.permits.get_or_init(|| Semaphore::new(pace.level()));
        // First the permit, then the turn: what is taken from a budget is sent at once.
        let permit = permits.acquire().await.expect("the gate never closes its semaphore");
        match self.budget.turn(asking, now).await {
            Turn::Go => Ok(permit),
            Turn::Wait(until) => Err(until),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::{Body, Manifest, Method, Request};
    use crate::model::FixedClock;

    /// A pull that slept until a source's limit was over is let through, though its clock stands.
    #[tokio::test]
    async fn what_was_waited_for_once_is_not_waited_for_again() {
        let now: DateTime<Utc> = "2026-01-31T00:00:00Z".parse().expect("a moment");
        let text = "version: 7.0.0\ntype: DeclarativeSource\n\
                    check: {type: CheckStream, stream_names: []}\nstreams: []\n";
        let manifest = Manifest::parse("m.yaml", text).expect("a manifest");
        let pace = Pace::of(&manifest, &serde_json::json!({}), now).expect("a pace");
        let request = Request {
            method: Method::Get,
            url: "https://api.example.com/items".to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            body: Body::Empty,
        };
        let asking = pace.asking("c", &request);
        let (clock, until) = (FixedClock(now), now + Duration::from_mins(10));
        let gate = Gate::new(Arc::new(Purse::default()));
        gate.budget().rest(&asking, until, now).await;
        let closed = gate.try_pass(&pace, &asking, gate.now(&clock)).await;
        assert_eq!(closed.err(), Some(until));
        gate.slept(until);
        let passed =
            tokio::time::timeout(WORTH_TELLING, gate.pass(&pace, &asking, &clock)).await;
        assert!(passed.expect("no second wait").is_ok());
    }
}
