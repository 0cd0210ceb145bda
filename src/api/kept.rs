//! What was computed from an account's facts for a day, kept for as long as it is true.
//!
//! As with health (`scores`), the account's version is part of the key: a change of the account makes
//! what was kept unreachable.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use moka::sync::Cache;

use super::scores::{Key, TTL};

/// Something computed, with when and how fast.
#[derive(Debug)]
pub(super) struct Made<T> {
    pub(super) value: T,
    pub(super) at: DateTime<Utc>,
    pub(super) took_ms: f64,
    born: Instant,
}

impl<T> Made<T> {
    /// Computed just now; `began` is when that started.
    pub(super) fn new(value: T, at: DateTime<Utc>, began: Instant) -> Self {
        let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
        Self { value, at, took_ms, born: Instant::now() }
    }

    /// Whole seconds since it was computed.
    pub(super) fn age_seconds(&self) -> i32 {
        i32::try_from(self.born.elapsed().as_secs()).unwrap_or(i32::MAX)
    }
}

/// What is kept, and whether it was kept from an earlier request.
pub(super) struct Told<T> {
    pub(super) made: Arc<Made<T>>,
    pub(super) hit: bool,
}

impl<T> Clone for Told<T> {
    fn clone(&self) -> Self {
        Self { made: Arc::clone(&self.made), hit: self.hit }
    }
}

/// Computed values by what they are the answer to.
pub(super) struct Kept<T>(Cache<Key, Arc<Made<T>>>);

impl<T: Send + Sync + 'static> Kept<T> {
    /// Room for so many bytes, about; `bytes` says how many a value takes.
    pub(super) fn new(most_bytes: u64, bytes: fn(&T) -> usize) -> Self {
        let weigh = move |_: &Key, made: &Arc<Made<T>>| {
            u32::try_from(bytes(&made.value)).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(most_bytes).weigher(weigh).time_to_live(TTL).build())
    }

    pub(super) fn get(&self, key: &Key) -> Option<Arc<Made<T>>> {
        self.0.get(key)
    }

    pub(super) fn keep(&self, key: Key, made: Arc<Made<T>>) {
        self.0.insert(key, made);
    }
}
