//! Keeps where every account stood at the ends of quarters, for whoever asks what goes with results.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Event, Sync, SyncError};
use crate::insight::Facts;
use crate::insight::quarters::{quarter, quarter_ends};
use crate::insight::rates::Rates;
use crate::model::AccountId;
use crate::store::StoredQuarter;

/// How many quarters are kept of an account that is seen for the first time: two years.
const QUARTERS: u32 = 8;
/// Accounts whose facts are read at once.
const ACCOUNTS_PER_BATCH: i64 = 200;

impl Sync {
    /// Makes the quarters of accounts that changed since theirs were made, or have none: of all facts,
    /// those of the past too, so that what came late counts. Gives how many accounts those were.
    ///
    /// # Errors
    /// When the store fails.
    #[expect(clippy::missing_panics_doc, reason = "scoring neither panics nor is aborted")]
    pub async fn quarters(&self) -> Result<u64, SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let ends = quarter_ends(today, QUARTERS);
        let Some(newest) = ends.last().copied() else { return Ok(0) };
        (self.watch)(Event::Step("quarters"));
        let told = self.store.exchange_rates(today).await?;
        let rates = Rates::of(&told, today, self.models.revenue.reporting);
        let (models, mut after, mut made) = (self.models.id(), None, 0);
        loop {
            let asked = (models.as_str(), newest);
            let ids =
                self.store.without_quarter(asked, after.as_ref(), ACCOUNTS_PER_BATCH).await?;
            let Some(last) = ids.last() else { return Ok(made) };
            after = Some(last.clone());
            let facts = self.store.facts(&ids).await?;
            let (sync, ends, rates) = (self.clone(), ends.clone(), rates.clone());
            let quarters = tokio::task::spawn_blocking(move || {
                sync.quarters_of(&facts, &ends, today, &rates)
            })
            .await
            .expect("scoring neither panics nor is aborted");
            self.store.put_quarters(&quarters).await?;
            made += ids.len() as u64;
            (self.watch)(Event::Advanced(ids.len() as u64));
        }
    }

    fn quarters_of(
        &self,
        facts: &BTreeMap<AccountId, (i64, Facts)>,
        ends: &[NaiveDate],
        today: NaiveDate,
        rates: &Rates,
    ) -> Vec<StoredQuarter> {
        let models = self.models.id();
        let of = |(account, (version, facts)): (&AccountId, &(i64, Facts)),
                  ends_on: NaiveDate| {
            let days = (ends_on, today);
            let told = quarter(facts, &self.models, &self.calendar, days, rates);
            StoredQuarter {
                account: account.clone(),
                ends_on,
                body: serde_json::to_string(&told).expect("plain words and numbers are JSON"),
                models: models.clone(),
                version: *version,
            }
        };
        facts.iter().flat_map(|known| ends.iter().map(move |day| of(known, *day))).collect()
    }
}
