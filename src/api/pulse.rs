//! Says when something was written, to everything in this process that waits for it: one look at the
//! database for all, however many wait, and none while nobody does.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use super::errors::Result;
use super::hub::Desk;
use crate::store::Moment;

/// How often it is looked. What another process wrote the store looks for less often.
const EVERY: Duration = Duration::from_millis(200);

/// The state of the data when it was looked last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Beat {
    /// Differs after anything was written.
    moment: Moment,
    /// The data's version: grows when scores or signals are told.
    pub(super) version: i64,
}

/// Where those who wait are told; empty while nobody waits.
#[derive(Default)]
pub(super) struct Pulse(Mutex<Option<watch::Sender<Beat>>>);

impl Desk {
    /// Tells of every change from now on.
    pub(super) async fn beats(self: &Arc<Self>) -> Result<watch::Receiver<Beat>> {
        let first = self.look().await?;
        let mut slot = self.pulse.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*slot {
            return Ok(sender.subscribe());
        }
        let (sender, receiver) = watch::channel(first);
        *slot = Some(sender);
        tokio::spawn(beat(Arc::downgrade(self)));
        Ok(receiver)
    }

    async fn look(&self) -> Result<Beat> {
        // In this order: what is written in between is seen at the next look.
        let moment = self.hub.store.moment().await?;
        let version = self.hub.store.data_version().await?;
        Ok(Beat { moment, version })
    }

    /// Whether anybody waits, and what they were told last. When nobody does, the next one begins anew.
    fn told(&self) -> Option<Beat> {
        let mut slot = self.pulse.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.take_if(|sender| sender.receiver_count() == 0);
        slot.as_ref().map(|sender| sender.borrow().clone())
    }

    fn tell(&self, beat: Beat) {
        let slot = self.pulse.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = &*slot {
            sender.send_replace(beat);
        }
    }
}

/// Looks until nobody waits any more.
async fn beat(desk: Weak<Desk>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(desk) = desk.upgrade() else { return };
        let Some(told) = desk.told() else { return };
        // A store that does not answer now is asked again at the next tick.
        let Ok(moment) = desk.hub.store.moment().await else { continue };
        if moment != told.moment
            && let Ok(beat) = desk.look().await
        {
            desk.tell(beat);
        }
    }
}
