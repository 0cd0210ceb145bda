//! Keeps where every account stood at the ends of quarters, for whoever asks what goes with results.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Event, Sync, SyncError};
use crate::insight::quarters::{ENGAGEMENT, quarter, quarter_ends};
use crate::insight::rates::Rates;
use crate::insight::{Facts, Metric, engagement};
use crate::model::AccountId;
use crate::store::{StoredCase, StoredQuarter};

/// How our own people recommend us as an employer, by day and team.
type Morale = BTreeMap<NaiveDate, BTreeMap<String, Metric>>;

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
        let morale = Arc::new(self.morale(&ends).await?);
        let (models, mut after, mut made) = (self.models.id(), None, 0);
        loop {
            let asked = (models.as_str(), newest);
            let ids =
                self.store.without_quarter(asked, after.as_ref(), ACCOUNTS_PER_BATCH).await?;
            let Some(last) = ids.last() else { return Ok(made) };
            after = Some(last.clone());
            let facts = self.store.facts(&ids).await?;
            let teams = self.teams(&facts).await?;
            let (sync, ends, rates) = (self.clone(), ends.clone(), rates.clone());
            let morale = Arc::clone(&morale);
            let first = ends.first().copied().unwrap_or(newest);
            let (quarters, cases) = tokio::task::spawn_blocking(move || {
                let engaged = |account: &AccountId, day: NaiveDate| {
                    morale.get(&day)?.get(teams.get(account)?)?.value
                };
                sync.quarters_of(&facts, (&ends, today), &rates, engaged)
            })
            .await
            .expect("scoring neither panics nor is aborted");
            // Before the quarters: whose renewals could not be kept is told again.
            self.store.put_renewal_cases(&ids, first, &cases).await?;
            self.store.put_quarters(&quarters).await?;
            made += ids.len() as u64;
            (self.watch)(Event::Advanced(ids.len() as u64));
        }
    }

    fn quarters_of(
        &self,
        facts: &BTreeMap<AccountId, (i64, Facts)>,
        (ends, today): (&[NaiveDate], NaiveDate),
        rates: &Rates,
        engaged: impl Fn(&AccountId, NaiveDate) -> Option<f64>,
    ) -> (Vec<StoredQuarter>, Vec<StoredCase>) {
        let (models, mut cases) = (self.models.id(), Vec::new());
        let all = facts.iter().flat_map(|known| ends.iter().map(move |day| (known, *day)));
        let of = |((account, (version, facts)), ends_on): ((&AccountId, &(i64, Facts)), _)| {
            let days = (ends_on, today);
            let mut told = quarter(facts, &self.models, &self.calendar, days, rates);
            let engaged = engaged(account, ends_on).map(|value| (ENGAGEMENT.to_owned(), value));
            told.metrics.extend(engaged);
            let renewals = std::mem::take(&mut told.renewals).into_iter();
            cases.extend(renewals.map(|case| StoredCase {
                account: account.clone(),
                ends_on,
                case,
            }));
            StoredQuarter {
                account: account.clone(),
                ends_on,
                body: serde_json::to_string(&told).expect("plain words and numbers are JSON"),
                models: models.clone(),
                version: *version,
            }
        };
        let quarters = all.map(of).collect();
        (quarters, cases)
    }

    /// How our own people recommend us as an employer at the ends of quarters, by team.
    async fn morale(&self, ends: &[NaiveDate]) -> Result<Morale, SyncError> {
        let answers = self.store.team_answers().await?;
        let of =
            |day: &NaiveDate| (*day, engagement(&answers, &self.calendar, &self.models, *day));
        Ok(ends.iter().map(of).collect())
    }

    /// The team of whoever is in charge of an account.
    async fn teams(
        &self,
        facts: &BTreeMap<AccountId, (i64, Facts)>,
    ) -> Result<BTreeMap<AccountId, String>, SyncError> {
        let owners = facts.values().filter_map(|(_, facts)| facts.account.owner.clone());
        let owners: BTreeSet<String> = owners.collect();
        let members = self.store.team_members(&owners.into_iter().collect::<Vec<_>>()).await?;
        let team = |(account, (_, facts)): (&AccountId, &(i64, Facts))| {
            let member = members.get(facts.account.owner.as_deref()?)?;
            Some((account.clone(), member.team.clone()?))
        };
        Ok(facts.iter().filter_map(team).collect())
    }
}
