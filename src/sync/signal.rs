//! Raises what somebody should know of accounts, once, and ends it when it is over.
//!
//! What an account's facts tell is looked for while they are there, to be scored. What takes several
//! accounts (who is among the most valuable, a segment's alert, a source gone quiet) follows when all
//! are scored and priced.

use std::sync::Arc;

use chrono::{NaiveDate, TimeDelta};
use tracing::info;

use super::{Sync, SyncError};
use crate::insight::signals::{
    Lost, Pulse, Rule, Signal, Watched, lost, segment_alert, signals, source_signal,
};
use crate::insight::{Facts, Scorecard, assess};
use crate::model::AccountId;
use crate::store::{Found, Scope, Source, Subscriber};

/// What was seen of accounts that were scored together.
#[derive(Debug, Default)]
pub(super) struct Sighted {
    signals: Vec<Signal>,
    lost: Lost,
}

/// What a digest keeps in mind until all accounts are scored.
#[derive(Debug)]
pub(super) struct Lookout {
    quiet: Arc<[Pulse]>,
    scored: bool,
}

impl Lookout {
    pub(super) fn quiet(&self) -> Arc<[Pulse]> {
        Arc::clone(&self.quiet)
    }
}

impl Sync {
    /// Sees which sources are quiet.
    pub(super) async fn lookout(&self) -> Result<Lookout, SyncError> {
        let now = self.clock.now();
        let sources = self.store.sources().await?;
        let all =
            sources.iter().filter(|source| self.sources.contains_key(&source.id)).map(pulse);
        let quiet = all.filter(|pulse| pulse.is_quiet(&self.signals, now)).collect();
        Ok(Lookout { quiet, scored: false })
    }

    /// Looks for signals of an account while its facts are at hand.
    pub(super) fn watch_out(
        &self,
        facts: &Facts,
        card: &Scorecard,
        quiet: &[Pulse],
        seen: &mut Sighted,
    ) {
        let then = self.signals.before(card.health.as_of);
        let before = assess(facts, &self.models.health, &self.calendar, then);
        let watched = Watched { facts, card, before: &before };
        seen.signals.extend(signals(&watched, &self.signals, &self.models, &self.calendar));
        seen.lost.add(lost(&watched, quiet, &self.signals));
    }

    /// Raises what was seen of accounts and ends what was not seen again.
    pub(super) async fn raise(
        &self,
        lookout: &mut Lookout,
        accounts: Vec<AccountId>,
        seen: Sighted,
        today: NaiveDate,
    ) -> Result<(), SyncError> {
        lookout.scored = true;
        self.put(Scope::Accounts(accounts), &seen, today).await
    }

    /// Raises what takes several accounts, of what is kept of each: so it does not matter which of them
    /// were scored just now, and in which process.
    pub(super) async fn raise_of_all(
        &self,
        lookout: Lookout,
        today: NaiveDate,
    ) -> Result<(), SyncError> {
        let mut blind = Sighted::default();
        for pulse in lookout.quiet.iter() {
            let lost = self.store.lost(&pulse.source).await?;
            blind.signals.push(source_signal(pulse, &lost, &self.signals, today));
        }
        self.put(Scope::Rule(Rule::BlindSpot), &blind, today).await?;
        if lookout.scored {
            self.store.end_signals_of_gone(today).await?;
        }
        self.raise_by_worth(today).await?;
        let since = self.signals.warns_since(today);
        let least = self.signals.least_hits();
        let mut alerts = Sighted::default();
        for mut flock in self.store.flocks(Rule::Delivery, since, least).await? {
            let known = self.models.segments().segments.iter();
            let Some(segment) = known.into_iter().find(|s| s.code == flock.segment) else {
                continue;
            };
            flock.name.clone_from(&segment.name);
            alerts.signals.extend(segment_alert(&flock, &self.signals, today));
        }
        self.put(Scope::Rule(Rule::Segment), &alerts, today).await
    }

    /// Raises what is said of the most valuable accounts.
    async fn raise_by_worth(&self, today: NaiveDate) -> Result<(), SyncError> {
        let unhappy = self.store.unhappy().await?;
        let accounts: Vec<AccountId> =
            unhappy.iter().filter_map(|signal| signal.account.clone()).collect();
        if accounts.is_empty() {
            return Ok(());
        }
        let worth = self.store.worth(&accounts, self.signals.worth_share()).await?;
        let Some((least, worth)) = worth else { return Ok(()) };
        let raised = unhappy.into_iter().filter_map(|signal| {
            let revenue = worth.get(signal.account.as_ref()?).copied();
            signal.at_worth(revenue, least)
        });
        let raised = Sighted { signals: raised.collect(), lost: Lost::default() };
        self.put(Scope::Nothing, &raised, today).await
    }

    async fn put(&self, scope: Scope, seen: &Sighted, day: NaiveDate) -> Result<(), SyncError> {
        let subscribers: Vec<Subscriber> =
            self.subscriptions.iter().map(super::Subscription::subscriber).collect();
        let found = Found {
            scope,
            signals: &seen.signals,
            lost: &seen.lost,
            model: &self.signals.id(),
            subscribers: &subscribers,
            day,
            now: self.clock.now(),
        };
        let raised = self.store.put_signals(&found).await?;
        if raised > 0 {
            info!(raised, "Raised {raised} signals");
        }
        Ok(())
    }
}

fn pulse(source: &Source) -> Pulse {
    Pulse {
        source: source.id.clone(),
        category: source.category,
        last_success: source.last_success,
        last_record: source.last_record,
        interval: TimeDelta::seconds(source.interval_seconds),
    }
}
