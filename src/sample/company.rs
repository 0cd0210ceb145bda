//! The made-up company's world, from a seed and a start date.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Shelf, System, Truth};

/// The world at its start, with what it does afterwards.
#[derive(Debug)]
pub struct Company {}

impl Company {
    /// Makes the world. Same seed and start, same world to the byte.
    pub fn new(seed: u64, start: DateTime<Utc>) -> Self {
        let _ = (seed, start);
        todo!()
    }

    /// What was planted.
    pub fn truth(&self) -> &Truth {
        todo!()
    }

    /// Every version of every record that came to be until `now` (whole ticks after the start
    /// included). Cheap when nothing was added since the last call.
    pub fn shelves(&self, now: DateTime<Utc>) -> Arc<BTreeMap<System, Shelf>> {
        let _ = now;
        todo!()
    }
}
