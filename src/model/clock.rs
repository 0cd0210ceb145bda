//! Who says what time it is. Pure rooms take `now` as an argument; conductors hold a clock.

use chrono::{DateTime, Utc};

/// Tells the time. The real one lives at the front door (`cli`), a still one in tests.
pub trait Clock: Send + Sync {
    /// The present moment in UTC.
    fn now(&self) -> DateTime<Utc>;
}

/// A clock that stands still, for tests and replays.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub DateTime<Utc>);

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}
