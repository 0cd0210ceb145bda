//! One worker's turn at a step that no two may do at a time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;
use tracing::warn;

use super::{Sync, SyncError};

/// Time between two tries to get the turn.
const POLL: Duration = Duration::from_millis(250);
/// What is waited in addition to two leases.
const PATIENCE: Duration = Duration::from_secs(30);

/// A turn at a step. Two of one process are two as well.
pub(super) struct Turn<'a> {
    sync: &'a Sync,
    step: &'static str,
    holder: String,
}

impl<'a> Turn<'a> {
    /// Waits until the step is ours. A holder that is silent for a lease has lost it, so that two
    /// leases and some patience are enough unless somebody is really at work for that long.
    pub(super) async fn of(sync: &'a Sync, step: &'static str) -> Result<Self, SyncError> {
        static COUNT: AtomicU64 = AtomicU64::new(1);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let turn = Self { sync, step, holder: format!("{}, turn {count}", sync.worker) };
        let patience = sync.lease.saturating_mul(2).saturating_add(PATIENCE);
        let begun = Instant::now();
        while !turn.renewed().await? {
            if begun.elapsed() >= patience {
                return Err(turn.busy(patience).await?);
            }
            tokio::time::sleep(POLL).await;
        }
        Ok(turn)
    }

    /// Prolongs the turn; `false` when it is another's.
    async fn renewed(&self) -> Result<bool, SyncError> {
        let now = self.sync.clock.now();
        let until = now + self.sync.lease();
        Ok(self.sync.store.hold(self.step, &self.holder, now, until).await?)
    }

    async fn busy(&self, waited: Duration) -> Result<SyncError, SyncError> {
        let holder = self.sync.store.holder(self.step).await?;
        Ok(SyncError::Busy {
            step: self.step,
            holder: holder.map_or_else(|| "nobody any more".to_owned(), |(worker, _)| worker),
            waited_s: waited.as_secs(),
        })
    }

    /// Renews the turn until it is lost.
    pub(super) async fn keep(&self) {
        loop {
            tokio::time::sleep(self.sync.lease / 3).await;
            match self.renewed().await {
                Ok(true) => {}
                Ok(false) => return,
                Err(failure) => {
                    warn!(error = %failure, "The turn could not be renewed; trying again");
                }
            }
        }
    }

    /// Lets the next one work. What cannot be released ends with its lease.
    pub(super) async fn release(self) {
        if let Err(failure) = self.sync.store.release(self.step, &self.holder).await {
            warn!(error = %failure, step = self.step, "The turn could not be given back");
        }
    }
}
