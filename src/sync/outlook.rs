//! Keeps accounts week by week, and tells whose health will turn bad.
//!
//! Each time an account is scored its week is kept. Weeks of the past that nobody saw are made from facts
//! once: as many as a slope needs, and more of the accounts that are learnt from.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{Event, Sync, SyncError};
use crate::insight::outlook::{Prospect, SLOPE_WEEKS, WEEKS, WarningStudy, monday, packed};
use crate::insight::proof::{Logistic, WarningRules};
use crate::insight::{Facts, Health, assess};
use crate::model::AccountId;
use crate::store::{FittedKind, StoredOutlook, StoredWeek};

/// Accounts whose facts are read at once.
const ACCOUNTS_PER_BATCH: i64 = 200;
/// Accounts whose weeks are read at once.
const OUTLOOKS_PER_BATCH: i64 = 1_000;

impl Sync {
    /// An account's week, as it was scored.
    pub(super) fn week(
        &self,
        account: &AccountId,
        health: &Health,
        version: i64,
    ) -> StoredWeek {
        StoredWeek {
            account: account.clone(),
            as_of: health.as_of,
            health: health.value,
            kpis: packed(health, &self.models.health),
            model: self.models.health.id(),
            version,
        }
    }

    /// Makes weeks of the past of accounts that have none.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn past_weeks(&self) -> Result<(), SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        (self.watch)(Event::Step("weeks"));
        let (model, first) = (self.models.health.id(), weeks_ago(today, SLOPE_WEEKS));
        let mut after = None;
        loop {
            let asked = (model.as_str(), first);
            let ids =
                self.store.without_week(asked, after.as_ref(), ACCOUNTS_PER_BATCH).await?;
            let Some(last) = ids.last() else { break };
            after = Some(last.clone());
            self.make_weeks(&ids, (today, SLOPE_WEEKS)).await?;
        }
        // Who is learnt from is asked about only when some account lacks a long history.
        let asked = (model.as_str(), weeks_ago(today, WEEKS - 1));
        if self.store.without_week(asked, None, 1).await?.is_empty() {
            return Ok(());
        }
        let learners = self.learners().await?;
        for ids in learners.chunks(ACCOUNTS_PER_BATCH.unsigned_abs() as usize) {
            let have = self.store.weeks(ids, &model, (asked.1, asked.1 + Days::new(6))).await?;
            let lack: Vec<AccountId> =
                ids.iter().filter(|id| !have.contains_key(*id)).cloned().collect();
            if !lack.is_empty() {
                self.make_weeks(&lack, (today, WEEKS - 1)).await?;
            }
        }
        Ok(())
    }

    /// Makes so many past weeks of these accounts, as of their Sundays; of those that are older than a slope
    /// every second, which is enough to learn from.
    async fn make_weeks(
        &self,
        ids: &[AccountId],
        (today, weeks): (NaiveDate, u64),
    ) -> Result<(), SyncError> {
        let facts = self.store.facts(ids).await?;
        let sync = self.clone();
        let made = tokio::task::spawn_blocking(move || sync.weeks_of(&facts, today, weeks))
            .await
            .expect("scoring neither panics nor is aborted");
        self.store.put_past_weeks(&made).await?;
        (self.watch)(Event::Advanced(ids.len() as u64));
        Ok(())
    }

    fn weeks_of(
        &self,
        facts: &BTreeMap<AccountId, (i64, Facts)>,
        today: NaiveDate,
        weeks: u64,
    ) -> Vec<StoredWeek> {
        let sunday = |week: u64| weeks_ago(today, week) + Days::new(6);
        let of = |account: &AccountId, version: i64, facts: &Facts, day: NaiveDate| {
            let health = assess(facts, &self.models.health, &self.calendar, day);
            self.week(account, &health, version)
        };
        let all = facts.iter().flat_map(|(account, (version, facts))| {
            let weeks = (1..=weeks).filter(|week| *week <= SLOPE_WEEKS || week % 2 == 1);
            weeks.map(move |week| of(account, *version, facts, sunday(week)))
        });
        all.collect()
    }

    /// Tells how the health of every account that was scored since will go on.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn outlooks(&self) -> Result<(), SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        (self.watch)(Event::Step("outlooks"));
        let newest = self.newest(FittedKind::Warning, today).await?;
        let newest = newest.filter(|kept| kept.in_force);
        let basis =
            newest.as_ref().map_or_else(|| "RULE".to_owned(), |kept| kept.version.clone());
        let learnt = newest.and_then(|kept| {
            let study = serde_json::from_str::<WarningStudy>(&kept.body);
            let study = study.inspect_err(|error| {
                tracing::warn!("A stored warning cannot be read: {error}");
            });
            study.ok()?.in_force().cloned()
        });
        let mut after = None;
        loop {
            let asked = (basis.as_str(), after.as_ref());
            let page = self.store.without_outlook(asked.0, asked.1, OUTLOOKS_PER_BATCH).await?;
            let Some((last, ..)) = page.last() else { return Ok(()) };
            after = Some(last.clone());
            let told = self.prospects(&page, &basis, learnt.as_ref()).await?;
            self.store.put_outlooks(&told).await?;
            (self.watch)(Event::Advanced(page.len() as u64));
        }
    }

    async fn prospects(
        &self,
        page: &[(AccountId, NaiveDate, i64)],
        basis: &str,
        learnt: Option<&Logistic>,
    ) -> Result<Vec<StoredOutlook>, SyncError> {
        let rules = WarningRules::default();
        let ids: Vec<AccountId> = page.iter().map(|(id, ..)| id.clone()).collect();
        let days = || page.iter().map(|(_, day, _)| *day);
        let (Some(first), Some(last)) = (days().min(), days().max()) else {
            return Ok(Vec::new());
        };
        let model = &self.models.health;
        let from = weeks_ago(first, SLOPE_WEEKS);
        let weeks = self.store.weeks(&ids, &model.id(), (from, last)).await?;
        let of = |(account, day, version): &(AccountId, NaiveDate, i64)| {
            let weeks = weeks.get(account).map_or(&[][..], Vec::as_slice);
            StoredOutlook {
                account: account.clone(),
                as_of: *day,
                version: *version,
                basis: basis.to_owned(),
                risk: Prospect::of(weeks, *day, learnt, (model, &rules)).risk(&rules),
            }
        };
        Ok(page.iter().map(of).collect())
    }
}

/// The Monday so many weeks before a day's week.
fn weeks_ago(day: NaiveDate, weeks: u64) -> NaiveDate {
    monday(day).checked_sub_days(Days::new(7 * weeks)).unwrap_or(day)
}
