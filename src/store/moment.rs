//! Whether anything was written: what answers that are kept whole are compared by.
//!
//! What this process writes counts at once. What another one writes is asked of the database, at most
//! every [`LAG`], so that asking costs next to nothing however often it is done.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use super::Store;
use super::db::Result;

/// What another process wrote is seen so much later at most.
pub const LAG: Duration = Duration::from_millis(500);

/// A state of the data. Whoever read between two equal moments read the same, but for what another
/// process wrote less than [`LAG`] ago.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Moment {
    ours: u64,
    others: Arc<str>,
}

/// The last look at what others wrote.
#[derive(Debug, Default)]
pub(super) struct Glance(Mutex<Option<(Instant, Arc<str>)>>);

/// What was read last of something, and at which moment.
#[derive(Debug)]
pub(super) struct Remembered<T>(RwLock<Option<(Moment, T)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<T: Clone> Remembered<T> {
    pub(super) fn of(&self, moment: &Moment) -> Option<T> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(of, _)| of == moment).map(|(_, value)| value.clone())
    }

    pub(super) fn keep(&self, moment: Moment, value: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some((moment, value));
    }
}

impl Store {
    /// The state that the data is in. To be asked before reading what is to be kept under it.
    pub async fn moment(&self) -> Result<Moment> {
        let ours = self.db.written();
        // Who asks while another one looks waits and takes what that one saw.
        let mut glance = self.glance.0.lock().await;
        let fresh = glance.as_ref().filter(|(at, _)| at.elapsed() < LAG);
        if let Some((_, others)) = fresh {
            return Ok(Moment { ours, others: Arc::clone(others) });
        }
        let others: Arc<str> = self.db.others().await?.into();
        *glance = Some((Instant::now(), Arc::clone(&others)));
        Ok(Moment { ours, others })
    }

    /// [`Store::data_version`], but for what another process wrote less than [`LAG`] ago. Whoever reads data
    /// after it reads a state at least as new, and most times nothing is asked of the database.
    pub async fn version_at_least(&self) -> Result<i64> {
        let moment = self.moment().await?;
        if let Some(version) = self.versioned.of(&moment) {
            return Ok(version);
        }
        let version = self.data_version().await?;
        self.versioned.keep(moment, version);
        Ok(version)
    }
}
