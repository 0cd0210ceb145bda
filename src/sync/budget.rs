//! One rate budget for all processes: its ledger is in the store.
//!
//! A process takes tokens in batches, each to be spent soon: one that dies takes its batch with it
//! for no longer than the window lasts. What it learns of the source's limits it tells the others
//! when it matters to them, a rest at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::BoxFuture;
use tracing::warn;

use crate::connector::{Asking, Heard, Ledger, Turn};
use crate::fetch::Budget;
use crate::store::{Store, StoreError};

/// After this time the ledger is read again: a rest that another process met is seen by then.
const FRESH: TimeDelta = TimeDelta::seconds(1);
/// Others may be first so often before a request waits a little.
const TRIES: u32 = 8;
/// The little that it waits then.
const LATER: TimeDelta = TimeDelta::milliseconds(50);

/// Budgets that processes share through a store.
pub struct SharedBudget {
    store: Store,
    accounts: Mutex<HashMap<String, Arc<Account>>>,
}

impl std::fmt::Debug for SharedBudget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SharedBudget")
    }
}

/// One budget as this process has it.
#[derive(Default)]
struct Account {
    own: Mutex<Own>,
    /// Held while the store is asked: one question at a time is enough.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Own {
    ledger: Ledger,
    /// By line.
    leases: HashMap<String, Lease>,
    read_at: Option<DateTime<Utc>>,
    told_at: Option<DateTime<Utc>>,
    open: u64,
}

/// Tokens taken and not yet spent.
#[derive(Clone, Copy)]
struct Lease {
    size: u64,
    left: u64,
    ends: DateTime<Utc>,
}

impl Lease {
    /// The next batch: larger when this one was used up, smaller when little of it was.
    fn next(self, weight: u64, most: u64) -> u64 {
        let size = match self.left {
            left if left < weight => self.size.saturating_mul(2),
            left if left > self.size / 2 => self.size / 2,
            _ => self.size,
        };
        size.clamp(weight, most.max(weight))
    }
}

impl Account {
    fn own(&self) -> MutexGuard<'_, Own> {
        self.own.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Own {
    /// The answer, when the store need not be asked for it.
    fn at_once(&mut self, asking: &Asking, now: DateTime<Utc>) -> Option<Turn> {
        let read_at = self.read_at?;
        if now - read_at >= FRESH {
            return None;
        }
        if let Some(until) = self.ledger.rest(asking, now) {
            return Some(Turn::Wait(until));
        }
        if asking.is_rated() {
            let lease = self.leases.get_mut(asking.line())?;
            if lease.ends <= now || lease.left < asking.weight() {
                return None;
            }
            lease.left -= asking.weight();
        }
        Some(self.go(asking, now))
    }

    /// The answer without the store: each process for itself.
    fn alone(&mut self, asking: &Asking, now: DateTime<Utc>) -> Turn {
        let turn = self.ledger.turn(asking, now);
        self.open += u64::from(turn == Turn::Go);
        turn
    }

    fn go(&mut self, asking: &Asking, now: DateTime<Utc>) -> Turn {
        self.ledger.note(asking, now);
        self.open += 1;
        Turn::Go
    }

    /// Takes a batch from a ledger, or as much as the request counts.
    fn take(&self, ledger: &mut Ledger, asking: &Asking, now: DateTime<Utc>) -> (Turn, Lease) {
        let (most, holds) = asking.batch();
        let weight = asking.weight();
        let known = self.leases.get(asking.line());
        if let Some(lease) = known {
            ledger.give_back(asking, lease.left, lease.ends);
        }
        let mut size = known.map_or(weight, |lease| lease.next(weight, most));
        let mut turn = ledger.spend(asking, size, holds, now);
        if turn != Turn::Go && size > weight {
            size = weight;
            turn = ledger.spend(asking, size, holds, now);
        }
        let ends = now + TimeDelta::from_std(holds).unwrap_or_default();
        (turn, Lease { size, left: size - weight, ends })
    }
}

impl SharedBudget {
    /// The budgets kept in a store.
    pub fn new(store: Store) -> Self {
        Self { store, accounts: Mutex::default() }
    }

    fn account(&self, asking: &Asking) -> Arc<Account> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(accounts.entry(asking.budget().to_owned()).or_default())
    }

    async fn read(&self, budget: &str) -> Result<(i64, Ledger), StoreError> {
        let Some((version, text)) = self.store.ledger(budget).await? else {
            return Ok((0, Ledger::default()));
        };
        // What another version of ours wrote may not be readable: then it is counted anew.
        Ok((version, serde_json::from_str(&text).unwrap_or_default()))
    }

    async fn write(
        &self,
        budget: &str,
        version: i64,
        ledger: &mut Ledger,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        ledger.tidy();
        let text =
            serde_json::to_string(ledger).expect("a ledger holds texts and numbers only");
        self.store.put_ledger(budget, version, &text, now).await
    }

    /// Asks the store.
    async fn ask(
        &self,
        account: &Account,
        asking: &Asking,
        now: DateTime<Utc>,
    ) -> Result<Turn, StoreError> {
        for _ in 0..TRIES {
            let (version, mut ledger) = self.read(asking.budget()).await?;
            let (turn, lease) = {
                let mut own = account.own();
                own.ledger.adopt(ledger.clone());
                own.read_at = Some(now);
                if let Some(until) = own.ledger.rest(asking, now) {
                    return Ok(Turn::Wait(until));
                }
                if !asking.is_rated() {
                    return Ok(own.go(asking, now));
                }
                ledger.merge(&own.ledger);
                own.take(&mut ledger, asking, now)
            };
            if turn != Turn::Go {
                return Ok(turn);
            }
            if self.write(asking.budget(), version, &mut ledger, now).await? {
                let mut own = account.own();
                own.ledger.adopt(ledger);
                own.leases.insert(asking.line().to_owned(), lease);
                return Ok(own.go(asking, now));
            }
        }
        Ok(Turn::Wait(now + LATER))
    }

    /// Tells the others what was learned of a reply.
    async fn tell(
        &self,
        account: &Account,
        asking: &Asking,
        heard: &Heard,
        now: DateTime<Utc>,
    ) {
        let _turn = account.turn.lock().await;
        for _ in 0..TRIES {
            match self.try_to_tell(account, asking, heard, now).await {
                Ok(true) => return,
                Ok(false) => {}
                Err(failure) => {
                    warn!(error = %failure, "Other processes cannot be told of a source's limit");
                    return;
                }
            }
        }
    }

    async fn try_to_tell(
        &self,
        account: &Account,
        asking: &Asking,
        heard: &Heard,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (version, known) = self.read(asking.budget()).await?;
        let mut ledger = known.clone();
        {
            let own = account.own();
            ledger.merge(&own.ledger);
            // A limit that was met without a word of its end uses up the declared rates of all.
            if heard.hit {
                ledger.hear(asking, heard, own.open, now);
            }
        }
        if ledger != known && !self.write(asking.budget(), version, &mut ledger, now).await? {
            return Ok(false);
        }
        account.own().ledger.adopt(ledger);
        Ok(true)
    }
}

impl Budget for SharedBudget {
    fn turn<'a>(&'a self, asking: &'a Asking, now: DateTime<Utc>) -> BoxFuture<'a, Turn> {
        Box::pin(async move {
            let account = self.account(asking);
            let known = account.own().at_once(asking, now);
            if let Some(turn) = known {
                return turn;
            }
            let _turn = account.turn.lock().await;
            let known = account.own().at_once(asking, now);
            if let Some(turn) = known {
                return turn;
            }
            match self.ask(&account, asking, now).await {
                Ok(turn) => turn,
                Err(failure) => {
                    warn!(error = %failure, "The shared rate budget cannot be asked; going on alone");
                    account.own().alone(asking, now)
                }
            }
        })
    }

    fn heard<'a>(
        &'a self,
        asking: &'a Asking,
        heard: Heard,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let account = self.account(asking);
            let tell = {
                let mut own = account.own();
                own.open = own.open.saturating_sub(1);
                let open = own.open;
                let news = own.ledger.hear(asking, &heard, open, now);
                let lately = own.told_at.is_some_and(|told| now - told < FRESH);
                let tell = news && (heard.hit || heard.until.is_some() || !lately);
                if tell {
                    own.told_at = Some(now);
                }
                if heard.hit {
                    own.leases.clear();
                }
                tell
            };
            if tell {
                self.tell(&account, asking, &heard, now).await;
            }
        })
    }

    fn rest<'a>(
        &'a self,
        asking: &'a Asking,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let account = self.account(asking);
            let news = account.own().ledger.block(until, now);
            if news {
                self.tell(&account, asking, &Heard::default(), now).await;
            }
        })
    }
}
