//! The real clock.

use chrono::{DateTime, Utc};

use crate::model::Clock;

/// The machine's own time.
#[derive(Debug, Clone, Copy)]
pub(super) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time enters the house")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}
