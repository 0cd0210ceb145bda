//! How many requests are executed at once. Whoever finds no room waits for a moment, as long as few others do;
//! everybody else is refused at once, which costs next to nothing, so that who is answered is answered well.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::{Semaphore, SemaphorePermit};
use tracing::warn;

use super::service::{Refused, Why};

/// How long a request waits for room.
const PATIENCE: Duration = Duration::from_millis(100);
/// So many wait for each one that is executed.
const WAITING: usize = 2;
/// The log tells of refusals no more often.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// The room there is.
pub(super) struct Turns {
    room: Semaphore,
    waiting: Semaphore,
    refused: AtomicU64,
    told: Mutex<Option<Instant>>,
}

impl Turns {
    /// Room for so many.
    pub(super) fn new(at_once: usize) -> Self {
        Self {
            room: Semaphore::new(at_once),
            waiting: Semaphore::new(
                at_once.saturating_mul(WAITING).min(Semaphore::MAX_PERMITS),
            ),
            refused: AtomicU64::new(0),
            told: Mutex::new(None),
        }
    }

    /// Refuses where nobody else may wait: to be asked before a request is even read.
    pub(super) fn look(&self) -> Result<(), Refused> {
        let full = self.room.available_permits() == 0 && self.waiting.available_permits() == 0;
        if full { Err(self.refuse()) } else { Ok(()) }
    }

    /// The right to be executed, for as long as it is held.
    pub(super) async fn take(&self) -> Result<SemaphorePermit<'_>, Refused> {
        if let Ok(turn) = self.room.try_acquire() {
            return Ok(turn);
        }
        let Ok(_place) = self.waiting.try_acquire() else { return Err(self.refuse()) };
        match tokio::time::timeout(PATIENCE, self.room.acquire()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(self.refuse()),
        }
    }

    /// Told once for many: a line for each would cost more than the refusal.
    fn refuse(&self) -> Refused {
        self.refused.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut told) = self.told.try_lock()
            && told.is_none_or(|told| told.elapsed() >= TOLD_EVERY)
        {
            *told = Some(Instant::now());
            let refused = self.refused.swap(0, Ordering::Relaxed);
            warn!(refused, "Requests were refused: too many are at work");
        }
        Refused::new(Why::Busy, "too many requests are at work; try again in a second")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn who_finds_no_room_waits_a_moment_and_one_too_many_does_not() {
        let turns = Turns::new(1);
        let held = turns.take().await.expect("there is room");
        assert!(turns.look().is_ok(), "two may wait");
        let waits = async || turns.take().await.map(drop).is_ok();
        let third = async {
            tokio::task::yield_now().await;
            let looked = turns.look().is_err();
            let began = Instant::now();
            let refused = turns.take().await.is_err();
            let at_once = began.elapsed() < PATIENCE / 2;
            drop(held);
            (looked, refused, at_once)
        };
        let (first, second, third) = tokio::join!(waits(), waits(), third);
        assert_eq!((first, second, third), (true, true, (true, true, true)));
        let _held = turns.take().await.expect("all went");
        assert!(turns.take().await.is_err(), "nobody waits for ever");
    }
}
