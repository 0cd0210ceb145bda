//! Takes down whom actions are compared with that were opened since: what signals opened, and what nobody
//! came to before.

use chrono::Days;

use super::{Sync, SyncError};
use crate::insight::acting::seats;

/// Actions of so many days are seated: later their peers would be chosen by what came since.
const DAYS: u64 = 3;

impl Sync {
    /// Gives how many actions those were.
    ///
    /// # Errors
    /// When the store fails.
    #[expect(clippy::missing_panics_doc, reason = "choosing neither panics nor is aborted")]
    pub async fn seat(&self) -> Result<u64, SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let since = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
        let actions = self.store.unseated(since).await?;
        if actions.is_empty() {
            return Ok(0);
        }
        let others = self.store.candidates().await?;
        let under_way = self.store.under_way().await?;
        let work = move || seats(&actions, &others, &under_way);
        let seated = tokio::task::spawn_blocking(work)
            .await
            .expect("choosing neither panics nor is aborted");
        self.store.seat(&seated, today).await?;
        Ok(seated.len() as u64)
    }
}
