//! An agreement over a time, and how probable its renewal is.

use std::cmp::Reverse;
use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{Duration, NaiveDate};

use super::account::Account;
use super::errors::Result;
use super::limits;
use super::money::Money;
use super::revenue::Ledger;
use super::round;
use super::scalars::Day;
use super::source::SourceRef;
use crate::insight::revenue::{self, RenewalLine};
use crate::model;

/// Days before its end from which a contract's renewal is worked on.
const WINDOW_DAYS: i64 = 180;

/// An agreement over a time. A renewal is a contract of its own.
#[derive(SimpleObject)]
pub(super) struct Contract {
    /// The source that names it, and its key there.
    id: ID,
    /// Name.
    name: Option<String>,
    /// SUBSCRIPTION or FRAME.
    form: Option<String>,
    /// First day.
    start: Option<Day>,
    /// Last day; `null` for one without an end.
    end: Option<Day>,
    /// Recurring value of a year, in its own currency.
    value: Option<Money>,
    /// Days until its end, below 0 when it is over.
    days_to_end: Option<i64>,
    /// The day from which its renewal is worked on: 180 days before its end.
    renewal_window_opens: Option<Day>,
    /// ACTIVE, RENEWED, ENDED or CANCELLED, as the source says.
    status: Option<String>,
    /// When it was renewed.
    renewed_on: Option<Day>,
    /// When they gave notice.
    notice_on: Option<Day>,
    /// When they signed that they mean to renew.
    intent_signed_on: Option<Day>,
    /// Of being renewed; `null` when it is decided, has no end, or nobody can say.
    renewal_probability: Option<Probability>,
    /// Where it was read.
    sources: Vec<SourceRef>,
}

/// A probability with what it is made of. Until it is calibrated it ranks, and no more.
#[derive(SimpleObject)]
pub(super) struct Probability {
    /// 0 to 1.
    value: f64,
    /// With coefficients half as strong, or half as strong again: the lower of the two.
    low: f64,
    /// The higher of the two.
    high: f64,
    /// It was fitted to renewals that were decided.
    calibrated: bool,
    /// The model, as `code@version`, or `SEGMENT_RENEWAL_RATE`.
    model: String,
    /// What was added up to its log-odds.
    factors: Vec<ProbabilityFactor>,
}

/// Something that moves a probability.
#[derive(SimpleObject)]
struct ProbabilityFactor {
    /// BASE, CHI, TRUST, or what holds.
    name: String,
    /// Log-odds.
    log_odds: f64,
    /// Why.
    note: Option<String>,
    /// The fact that shows it.
    from: Option<ID>,
}

impl Probability {
    pub(super) fn of(found: &revenue::Probability) -> Self {
        let factor = |factor: &revenue::Factor| ProbabilityFactor {
            name: factor.name.clone(),
            log_odds: round::raw(factor.log_odds),
            note: factor.note.clone(),
            from: factor.from.clone().map(ID),
        };
        Self {
            value: round::raw(found.value),
            low: round::raw(found.low),
            high: round::raw(found.high),
            calibrated: found.calibrated,
            model: found.model.clone(),
            factors: found.factors.iter().map(factor).collect(),
        }
    }
}

impl Contract {
    fn of(contract: &model::Contract, ledger: &Ledger, line: Option<&RenewalLine>) -> Self {
        let as_of = ledger.book.as_of;
        let known = |day: Option<NaiveDate>| day.filter(|day| *day <= as_of).map(Day);
        let probability = line.and_then(|line| line.probability.as_ref());
        let source = &contract.origin.record.source;
        let category = ledger.seen.facts.sources.get(source).copied();
        let opens = contract.ends_on.map(|last| last - Duration::days(WINDOW_DAYS));
        Self {
            id: ID(contract.origin.id.clone()),
            name: contract.name.clone(),
            form: contract.form.clone(),
            start: contract.starts_on.map(Day),
            end: contract.ends_on.map(Day),
            value: contract.annual_value.map(Into::into),
            days_to_end: contract.ends_on.map(|last| (last - as_of).num_days()),
            renewal_window_opens: opens.map(Day),
            status: contract.status.clone(),
            renewed_on: known(contract.renewed_on),
            notice_on: known(contract.notice_on),
            intent_signed_on: known(contract.intent_signed_on),
            renewal_probability: probability.map(Probability::of),
            sources: vec![SourceRef::of_origin(&contract.origin, category)],
        }
    }

    pub(super) fn by_id(
        ledger: &Arc<Ledger>,
        id: &str,
        line: Option<&RenewalLine>,
    ) -> Option<Self> {
        let mut all = ledger.seen.facts.contracts.iter();
        let found = all.find(|contract| contract.origin.id == id)?;
        Some(Self::of(found, ledger, line))
    }
}

/// What falls due within the longest time that may be asked for.
async fn due(account: &Account) -> Result<(Arc<Ledger>, Vec<RenewalLine>)> {
    let ledger = account.ledger(None).await?;
    let longest = account.cohort.visit.desk.hub.models.revenue.longest_months;
    let currency = ledger.currency(None)?;
    let found = account.reckoned(longest, Arc::clone(&ledger), currency);
    Ok((ledger, found.answer.renewals))
}

/// All contracts, those that run first.
pub(super) async fn all(account: &Account, first: i32) -> Result<Vec<Contract>> {
    let first = limits::first(first, limits::PARTS)?;
    let (ledger, due) = due(account).await?;
    let runs = |contract: &model::Contract| {
        ledger.book.contracts.iter().any(|term| term.id == contract.origin.id)
    };
    let mut contracts: Vec<&model::Contract> = ledger.seen.facts.contracts.iter().collect();
    contracts.sort_by_key(|c| (Reverse(runs(c)), c.ends_on, &c.origin.id));
    let line = |c: &model::Contract| due.iter().find(|line| line.contract == c.origin.id);
    let told = contracts.into_iter().take(first);
    Ok(told.map(|contract| Contract::of(contract, &ledger, line(contract))).collect())
}

/// The undecided contract that falls due next.
pub(super) async fn next(account: &Account) -> Result<Option<Contract>> {
    let (ledger, due) = due(account).await?;
    let next = due.iter().find(|line| !line.lost);
    Ok(next.and_then(|line| Contract::by_id(&ledger, &line.contract, Some(line))))
}
