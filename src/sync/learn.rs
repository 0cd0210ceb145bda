//! Learns from the own history once a month: the renewal probability from decided renewals, the early
//! warning from accounts' weeks, and which metric tells renewals beforehand. What was learnt is kept, with how good it was on what it never saw.

use chrono::{Datelike, Days, NaiveDate};
use tracing::{info, warn};

use super::{Event, Sync, SyncError};
use crate::insight::outlook::{LEARNERS, WEEKS, WarningStudent, WarningStudy, learners};
use crate::insight::proof::WarningRules;
use crate::insight::quarters::{
    BEACON_ACCOUNTS, Panel, Quarter, RenewalStudy, beacon_study, quarter_ends, study,
};
use crate::insight::revenue::FittedRenewal;
use crate::model::{AccountId, short_hash};
use crate::store::{Fitted, FittedKind, StoredQuarter};

/// Quarters of which the beacon is looked for.
const QUARTERS: u32 = 8;
/// Accounts whose weeks are read at once.
const ACCOUNTS_PER_BATCH: usize = 200;

impl Sync {
    /// Takes down whom new actions are compared with, keeps where accounts stood at the ends of quarters and
    /// weeks, learns from it, tells how each
    /// account's health will go on, and judges what initiatives brought. What `accord serve` does once a
    /// day.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn prove(&self) -> Result<(), SyncError> {
        self.seat().await?;
        self.quarters().await?;
        self.past_weeks().await?;
        self.learn().await?;
        self.outlooks().await?;
        self.judge().await.map(drop)
    }

    /// Learns what is due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn learn(&self) -> Result<(), SyncError> {
        (self.watch)(Event::Step("learn"));
        self.learn_renewals().await?;
        self.learn_warnings().await?;
        self.learn_beacon().await
    }

    /// The renewal probability that scores of a day are computed with: what was learnt on a day before,
    /// so that nothing changes within a day.
    pub(super) async fn renewal_in_force(
        &self,
        day: NaiveDate,
    ) -> Result<Option<FittedRenewal>, SyncError> {
        let Some(before) = day.pred_opt() else { return Ok(None) };
        let newest = self.store.fitted(FittedKind::Renewal, &self.models.id(), before).await?;
        let Some(newest) = newest.filter(|kept| kept.in_force) else { return Ok(None) };
        match serde_json::from_str::<RenewalStudy>(&newest.body) {
            Ok(study) => Ok(study.in_force().map(|refit| refit.fitted(newest.day))),
            Err(error) => {
                warn!("A stored fit of the renewal probability cannot be read: {error}");
                Ok(None)
            }
        }
    }

    async fn learn_renewals(&self) -> Result<(), SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let newest = self.newest(FittedKind::Renewal, today).await?;
        let window = self.models.revenue.renewal.window_days.unsigned_abs();
        let from = today.checked_sub_days(Days::new(window)).unwrap_or(today);
        if newest.as_ref().is_some_and(|kept| kept.in_force && same_month(kept.day, today)) {
            return Ok(());
        }
        let cases = self.store.renewal_cases(from).await?;
        let n = i64::try_from(cases.len()).unwrap_or(i64::MAX);
        if newest.is_some_and(|kept| same_month(kept.day, today) && kept.n == n) {
            return Ok(());
        }
        let sync = self.clone();
        let work = move || study(&cases, &sync.models.revenue);
        let told = tokio::task::spawn_blocking(work)
            .await
            .expect("learning neither panics nor is aborted");
        let in_force = told.in_force();
        let version = in_force.map(|refit| refit.fitted(today).id());
        let body = serde_json::to_string(&told).expect("plain words and numbers are JSON");
        self.keep(FittedKind::Renewal, (today, n), version, body).await
    }

    async fn learn_warnings(&self) -> Result<(), SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let newest = self.newest(FittedKind::Warning, today).await?;
        if newest.as_ref().is_some_and(|kept| kept.in_force && same_month(kept.day, today)) {
            return Ok(());
        }
        let rules = WarningRules::default();
        let from = today.checked_sub_days(Days::new(7 * WEEKS)).unwrap_or(today);
        let mut student = WarningStudent::default();
        for ids in self.learners().await?.chunks(ACCOUNTS_PER_BATCH) {
            let model = self.models.health.id();
            let weeks = self.store.weeks(ids, &model, (from, today)).await?;
            for weeks in weeks.values() {
                student.add(weeks, &rules);
            }
        }
        let n = i64::try_from(student.len()).unwrap_or(i64::MAX);
        if newest.is_some_and(|kept| same_month(kept.day, today) && kept.n == n) {
            return Ok(());
        }
        let told: WarningStudy = tokio::task::spawn_blocking(move || student.study(&rules))
            .await
            .expect("learning neither panics nor is aborted");
        let body = serde_json::to_string(&told).expect("plain words and numbers are JSON");
        let hash = short_hash(body.as_bytes());
        let version = told.in_force().map(|_| format!("warning-fitted@{hash}"));
        self.keep(FittedKind::Warning, (today, n), version, body).await
    }

    /// Quarters are read only when renewals were decided since the last time, or a month is over.
    async fn learn_beacon(&self) -> Result<(), SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let newest = self.newest(FittedKind::Beacon, today).await?;
        if newest.as_ref().is_some_and(|kept| kept.in_force && same_month(kept.day, today)) {
            return Ok(());
        }
        let ends = quarter_ends(today, QUARTERS);
        let Some(first) = ends.first().copied() else { return Ok(()) };
        let n = self.store.renewal_cases(first).await?.len();
        let n = i64::try_from(n).unwrap_or(i64::MAX);
        if newest.is_some_and(|kept| same_month(kept.day, today) && kept.n == n) {
            return Ok(());
        }
        let mut panel = Panel::of(ends).holding(BEACON_ACCOUNTS);
        self.store.quarters(first, |told, segments| put(&mut panel, &told, segments)).await?;
        let models = self.models.clone();
        let told = tokio::task::spawn_blocking(move || beacon_study(&panel.thinned(), &models))
            .await
            .expect("learning neither panics nor is aborted");
        let body = serde_json::to_string(&told).expect("plain words and numbers are JSON");
        let hash = short_hash(body.as_bytes());
        let version = told.lead.map(|_| format!("beacon@{hash}"));
        self.keep(FittedKind::Beacon, (today, n), version, body).await
    }

    /// Whom warnings are learnt from.
    pub(super) async fn learners(&self) -> Result<Vec<AccountId>, SyncError> {
        let mut all = Vec::new();
        let mut chosen = Vec::new();
        self.store
            .account_ids(|id| {
                all.push(id);
                if all.len() >= 4 * LEARNERS {
                    chosen = learners(all.drain(..).chain(chosen.drain(..)));
                }
            })
            .await?;
        Ok(learners(all.into_iter().chain(chosen)))
    }

    /// The newest of a kind by the models in force.
    pub(super) async fn newest(
        &self,
        kind: FittedKind,
        day: NaiveDate,
    ) -> Result<Option<Fitted>, SyncError> {
        Ok(self.store.fitted(kind, &self.models.id(), day).await?)
    }

    async fn keep(
        &self,
        kind: FittedKind,
        (day, n): (NaiveDate, i64),
        version: Option<String>,
        body: String,
    ) -> Result<(), SyncError> {
        let in_force = version.is_some();
        let version = version.unwrap_or_else(|| "none".to_owned());
        if in_force {
            info!(version, cases = n, "Learnt {version} from {n} cases of our own");
        }
        let fitted = Fitted { day, version, n, in_force, body, made_at: self.clock.now() };
        Ok(self.store.put_fitted(kind, &self.models.id(), &fitted).await?)
    }
}

fn same_month(a: NaiveDate, b: NaiveDate) -> bool {
    (a.year(), a.month()) == (b.year(), b.month())
}

fn put(panel: &mut Panel, told: &StoredQuarter, segments: Vec<String>) {
    match serde_json::from_str::<Quarter>(&told.body) {
        Ok(quarter) => panel.put(&told.account, segments, told.ends_on, quarter),
        Err(error) => {
            let account = told.account.as_str();
            warn!(account, "A stored quarter cannot be read: {error}");
        }
    }
}
