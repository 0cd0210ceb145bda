//! What accounts' money rests on, read once for a cohort and a day, and what is reckoned from it.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::account::Account;
use super::cohort::{ByAccount, Cohort, cell_of, gone};
use super::errors::{ApiError, Result};
use super::hub::Desk;
use super::loaders::{FactsOf, Seen};
use super::money::Money;
use super::scalars::Day;
use crate::insight::peers::Peers;
use crate::insight::rates::NoRate;
use crate::insight::revenue::{
    Asked, Book, Known, Opportunity, Retention, StayRisk, book, lifetime_value_of, opportunity,
    retention, stay_risk,
};
use crate::model::{AccountId, Currency};

/// An account's book for a day, with what else its opportunity is reckoned from.
pub(super) struct Ledger {
    pub(super) seen: Arc<Seen>,
    pub(super) book: Book,
    pub(super) known: Known,
    pub(super) peers: Arc<Peers>,
}

/// An opportunity with the account that it is of.
pub(super) struct Reckoned {
    pub(super) ledger: Arc<Ledger>,
    pub(super) answer: Opportunity,
}

impl Desk {
    /// What accounts are compared with on a day: the newest snapshot up to it, or nobody.
    pub(super) async fn peers(&self, day: NaiveDate) -> Result<Arc<Peers>> {
        let (models, store) = (&self.hub.models, &self.hub.store);
        let Some(newest) = store.peers_at_least(&models.id(), day).await? else {
            return Ok(Arc::new(Peers::none(day, models.revenue.reporting)));
        };
        store.peers(&models.id(), &newest.version).await?.ok_or_else(|| {
            ApiError::Unavailable(
                "the snapshot of peers is being made anew; ask again".to_owned(),
            )
        })
    }
}

impl Cohort {
    /// An account's book for a day: those of all accounts of the cohort are made together.
    pub(super) async fn ledger(&self, id: &AccountId, day: NaiveDate) -> Result<Arc<Ledger>> {
        let cell = cell_of(&self.ledgers, day).await;
        let all = cell.get_or_init(async || self.ledgers(day).await.map(Arc::new)).await;
        all.clone()?.get(id).cloned().ok_or_else(|| gone(id))
    }

    async fn ledgers(&self, day: NaiveDate) -> Result<ByAccount<Arc<Ledger>>> {
        let peers = self.visit.desk.peers(day).await?;
        let facts = self.all_facts().await?;
        let mut known = HashMap::new();
        for id in self.ids() {
            let health = self.scored(id, day).await?.made.value.health.value;
            let trust = self.trusted(id, day).await?.made.value.value;
            known.insert(id.clone(), Known { health, trust });
        }
        let desk = Arc::clone(&self.visit.desk);
        let work = move || {
            let of = |(key, seen): (&FactsOf, &Arc<Seen>)| {
                let known = known.get(&key.0).copied().unwrap_or_default();
                let hub = &desk.hub;
                let segments = hub.models.segments().codes_of(&seen.facts, &hub.calendar, day);
                let book = book(&seen.facts, &segments, &hub.models, &hub.calendar, day);
                let (seen, peers) = (Arc::clone(seen), Arc::clone(&peers));
                (key.0.clone(), Arc::new(Ledger { seen, book, known, peers }))
            };
            facts.iter().map(of).collect()
        };
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }
}

impl Ledger {
    /// The currency of an answer: the one asked for, else the hub's; without rates of exchange the
    /// account's own.
    pub(super) fn currency(&self, asked: Option<&str>) -> Result<Currency> {
        if let Some(code) = asked {
            return currency_of(code);
        }
        let own = self.book.currency().filter(|_| self.peers.is_empty());
        Ok(own.unwrap_or(self.peers.rates.reporting))
    }
}

/// The currency of a code.
pub(super) fn currency_of(code: &str) -> Result<Currency> {
    Currency::parse(code).ok_or_else(|| {
        let what = format!("`{code}` is no currency; write a code of ISO 4217 such as EUR");
        ApiError::BadInput(what)
    })
}

pub(super) fn unmeasured(error: &NoRate) -> ApiError {
    ApiError::Unmeasured(error.to_string())
}

impl Account {
    pub(super) async fn ledger(&self, day: Option<Day>) -> Result<Arc<Ledger>> {
        self.cohort.ledger(&self.id, self.cohort.visit.desk.day(day)?).await
    }

    /// The opportunity within so many months.
    pub(super) fn reckoned(
        &self,
        months: u32,
        ledger: Arc<Ledger>,
        currency: Currency,
    ) -> Reckoned {
        let model = &self.cohort.visit.desk.hub.models.revenue;
        let asked = Asked { horizon_months: months, currency };
        let answer = opportunity(&ledger.book, ledger.known, &ledger.peers, model, asked);
        Reckoned { ledger, answer }
    }
}

pub(super) async fn opportunity_of(
    account: &Account,
    months: Option<i32>,
    currency: Option<String>,
    day: Option<Day>,
) -> Result<Reckoned> {
    let model = &account.cohort.visit.desk.hub.models.revenue;
    let most = model.longest_months;
    let months = months.map_or(Some(model.horizon_months), |asked| u32::try_from(asked).ok());
    let months = months.filter(|months| (1..=most).contains(months)).ok_or_else(|| {
        ApiError::BadInput(format!("`horizonMonths` must be between 1 and {most}"))
    })?;
    let ledger = account.ledger(day).await?;
    let currency = ledger.currency(currency.as_deref())?;
    Ok(account.reckoned(months, ledger, currency))
}

pub(super) async fn arr(account: &Account, currency: Option<String>) -> Result<Option<Money>> {
    let ledger = account.ledger(None).await?;
    let Some(arr) = &ledger.book.arr else { return Ok(None) };
    let own = ledger.book.currency().filter(|_| currency.is_none());
    let currency = own.map_or_else(|| ledger.currency(currency.as_deref()), Ok)?;
    let (sum, since) = ledger.peers.rates.total(arr, currency).map_err(|e| unmeasured(&e))?;
    Ok(Money::reckoned(sum, currency, since))
}

pub(super) async fn lifetime_value(
    account: &Account,
    currency: Option<String>,
) -> Result<Option<Money>> {
    let ledger = account.ledger(None).await?;
    let currency = ledger.currency(currency.as_deref())?;
    let model = &account.cohort.visit.desk.hub.models.revenue;
    let value = lifetime_value_of(&ledger.book, &ledger.peers, model, currency);
    let value = value.map_err(|error| unmeasured(&error))?;
    let (_, since) = ledger
        .peers
        .rates
        .total(&ledger.book.billed(), currency)
        .map_err(|e| unmeasured(&e))?;
    Ok(value.and_then(|value| Money::reckoned(value, currency, since)))
}

pub(super) async fn retention_of(account: &Account) -> Result<Retention> {
    let ledger = account.ledger(None).await?;
    let currency = ledger.currency(None)?;
    retention(&ledger.book, &ledger.peers.rates, currency).map_err(|error| unmeasured(&error))
}

pub(super) async fn stay_risk_of(account: &Account) -> Result<Option<StayRisk>> {
    let model = &account.cohort.visit.desk.hub.models.revenue;
    let ledger = account.ledger(None).await?;
    let currency = ledger.currency(None)?;
    let longest = account.reckoned(model.longest_months, Arc::clone(&ledger), currency);
    let open = longest.answer.renewals.iter().filter_map(|line| line.probability.as_ref());
    let least = open.map(|probability| probability.value).reduce(f64::min);
    let locked = ledger.book.locked(model.stay.locked_days);
    Ok(stay_risk(ledger.known, least, locked, model.stay))
}
