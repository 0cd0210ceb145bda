//! Says what initiatives brought: of each whose window has passed, once a day until its year is over.
//!
//! It costs the facts of the accounts reached and of those compared with, once a day for each initiative
//! that is counted; who asks later reads what is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::{Event, Sync, SyncError};
use crate::insight::Facts;
use crate::insight::acting::{Course, Evidence, Initiative, Realised, Subject, realise};
use crate::insight::initiative::{Standing, standing};
use crate::insight::rates::Rates;
use crate::insight::revenue::{Takings, takings};
use crate::model::AccountId;
use crate::store::{InitiativeFilter, Touch};

/// Accounts whose facts are read at once.
const ACCOUNTS_PER_BATCH: usize = 200;

/// An initiative with the days that it is judged by.
struct Due {
    initiative: Initiative,
    course: Course,
    day: NaiveDate,
}

impl Sync {
    /// Judges the initiatives whose window has passed and that were not judged today. Gives how many
    /// those were.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn judge(&self) -> Result<u64, SyncError> {
        let today = self.calendar.local_day(self.clock.now());
        let all = self.store.initiatives(&InitiativeFilter::default(), i64::MAX).await?;
        let due = all.into_iter().filter_map(|(initiative, last)| {
            let course = initiative.course(&self.models, |at| self.calendar.local_day(at))?;
            let day = course.judged_on(today)?;
            let is_new = last.is_none_or(|last| last.as_of < day);
            is_new.then(|| Arc::new(Due { initiative, course, day }))
        });
        let due: Vec<Arc<Due>> = due.collect();
        (self.watch)(Event::Step("initiatives"));
        for one in &due {
            self.judge_one(one).await?;
            (self.watch)(Event::Advanced(1));
        }
        Ok(due.len() as u64)
    }

    async fn judge_one(&self, due: &Arc<Due>) -> Result<(), SyncError> {
        let id = due.initiative.id;
        let mut subjects = self.subjects(id).await?;
        let ids: Vec<AccountId> = subjects.iter().map(|one| one.account.clone()).collect();
        let mut all_takings = BTreeMap::new();
        for batch in ids.chunks(ACCOUNTS_PER_BATCH) {
            let facts = self.store.facts(batch).await?;
            for (account, after, takings) in self.seen(due, facts).await {
                for one in subjects.iter_mut().filter(|one| one.account == account) {
                    one.after.get_or_insert_with(|| after.clone());
                }
                all_takings.insert(account, takings);
            }
        }
        let rates = self.store.exchange_rates(due.initiative.baseline_on).await?;
        let reporting = self.models.revenue.reporting;
        let rates = Rates::of(&rates, due.initiative.baseline_on, reporting);
        let evidence = Evidence {
            subjects: &subjects,
            touched: &self.touched(due, &ids, due.course.ripe).await?,
            touched_since: &self.touched(due, &ids, due.day).await?,
            takings: &all_takings,
            rates: &rates,
        };
        let found = realise(&due.initiative, (due.course, due.day), evidence, &self.models);
        self.keep_judged(id, &found, &subjects).await
    }

    /// The accounts of an initiative, each once: of two that were merged the one that was reached.
    async fn subjects(&self, id: i64) -> Result<Vec<Subject>, SyncError> {
        let mut all = self.store.initiative_subjects(&[id]).await?;
        let mut seen = BTreeSet::new();
        let subjects = all.remove(&id).unwrap_or_default().into_iter();
        Ok(subjects.filter(|one| seen.insert(one.account.clone())).collect())
    }

    /// Where accounts stood when the window had passed, and what became of their money up to the day.
    async fn seen(
        &self,
        due: &Arc<Due>,
        facts: BTreeMap<AccountId, (i64, Facts)>,
    ) -> Vec<(AccountId, Standing, Takings)> {
        let (sync, due) = (self.clone(), Arc::clone(due));
        let work = move || {
            let (models, calendar) = (&sync.models, &sync.calendar);
            let kpis = || due.initiative.aims.iter().map(|aim| aim.kpi.as_str());
            let of = |(account, (_, facts)): (AccountId, (i64, Facts))| {
                let after = standing(&facts, (models, calendar), due.course.ripe, kpis());
                let span = (due.course.began, due.day);
                (account, after, takings(&facts, models, calendar, span))
            };
            facts.into_iter().map(of).collect()
        };
        let done = tokio::task::spawn_blocking(work).await;
        done.expect("scoring neither panics nor is aborted")
    }

    async fn touched(
        &self,
        due: &Due,
        ids: &[AccountId],
        to: NaiveDate,
    ) -> Result<BTreeSet<AccountId>, SyncError> {
        let initiative = &due.initiative;
        let targets: BTreeSet<&str> =
            initiative.aims.iter().map(|aim| aim.kpi.as_str()).collect();
        let touch = Touch {
            targets: &targets,
            between: (initiative.made_at, self.calendar.end_of(to)),
            but: Some(initiative.id),
            among: Some(ids),
        };
        Ok(self.store.touched(touch).await?)
    }

    async fn keep_judged(
        &self,
        id: i64,
        found: &Realised,
        subjects: &[Subject],
    ) -> Result<(), SyncError> {
        let after = |one: &Subject| Some((one.known_as.clone(), one.after.clone()?));
        let afters: Vec<(AccountId, Standing)> = subjects.iter().filter_map(after).collect();
        let by = (self.models.id(), self.clock.now());
        Ok(self.store.put_realised(id, found, &afters, (&by.0, by.1)).await?)
    }
}
