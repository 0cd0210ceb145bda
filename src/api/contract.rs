//! An agreement over a time, and how probable its renewal is.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_graphql::{ID, SimpleObject};
use chrono::{Duration, NaiveDate};

use super::account::Account;
use super::cohort::Cohort;
use super::entities::{Row, row_types};
use super::errors::Result;
use super::limits;
use super::loaders::RowOf;
use super::money::Money;
use super::revenue::Ledger;
use super::round;
use super::scalars::Day;
use super::source::SourceRef;
use super::visit::Visit;
use crate::insight::revenue::{self, RenewalLine};
use crate::model::{self, Category, Entity};
use crate::store::EntityRow;

/// Days before its end from which a contract's renewal is worked on.
const WINDOW_DAYS: i64 = 180;

row_types! {
    /// An agreement over a time. A renewal is a contract of its own.
    Contract = Contract,
}

/// The name of the one field that takes the account's books.
pub(super) const PROBABILITY: &str = "renewalProbability";

/// Fields of a contract that are told only once their day has come.
pub(super) const IN_TIME: [&str; 3] = ["renewedOn", "noticeOn", "intentSignedOn"];

/// What is said of a contract beside its own fields, as of a day.
#[derive(SimpleObject, Debug)]
pub(super) struct ContractTerms {
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
    /// When it was renewed.
    renewed_on: Option<Day>,
    /// When they gave notice.
    notice_on: Option<Day>,
    /// When they signed that they mean to renew.
    intent_signed_on: Option<Day>,
    /// Of being renewed; `null` when it is decided, has no end, or nobody can say.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    renewal_probability: Option<Probability>,
    /// Where it was read.
    sources: Option<Vec<SourceRef>>,
}

/// A probability with what it is made of. Until it is calibrated it ranks, and no more.
#[derive(SimpleObject, Debug)]
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
#[derive(SimpleObject, Debug)]
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

impl ContractTerms {
    fn of(contract: &model::Contract, as_of: NaiveDate, category: Option<Category>) -> Self {
        let known = |day: Option<NaiveDate>| day.filter(|day| *day <= as_of).map(Day);
        let opens = contract.ends_on.map(|last| last - Duration::days(WINDOW_DAYS));
        Self {
            start: contract.starts_on.map(Day),
            end: contract.ends_on.map(Day),
            value: contract.annual_value.map(Into::into),
            days_to_end: contract.ends_on.map(|last| (last - as_of).num_days()),
            renewal_window_opens: opens.map(Day),
            renewed_on: known(contract.renewed_on),
            notice_on: known(contract.notice_on),
            intent_signed_on: known(contract.intent_signed_on),
            renewal_probability: None,
            sources: Some(vec![SourceRef::of_origin(&contract.origin, category)]),
        }
    }
}

/// What is said of contracts of many accounts today. Their renewal is reckoned only when `priced`.
pub(super) async fn terms(
    visit: &Arc<Visit>,
    rows: &[Arc<EntityRow>],
    priced: bool,
) -> Result<Vec<Arc<ContractTerms>>> {
    let today = visit.desk.today();
    let mut probabilities =
        if priced { probabilities(visit, rows).await? } else { HashMap::new() };
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let contract = model::Contract::read(row.origin.clone(), row.values.clone());
        let category = visit.category(&row.origin.record.source).await?;
        let renewal_probability = probabilities.remove(&row.origin.id);
        let terms = ContractTerms::of(&contract, today, category);
        all.push(Arc::new(ContractTerms { renewal_probability, ..terms }));
    }
    Ok(all)
}

/// How probable the renewals of these contracts are, by the contract's id: each account's books are
/// read once.
async fn probabilities(
    visit: &Arc<Visit>,
    rows: &[Arc<EntityRow>],
) -> Result<HashMap<String, Probability>> {
    let accounts: BTreeSet<_> =
        rows.iter().filter_map(|row| row.origin.account.clone()).collect();
    let read = visit.read(accounts.into_iter().map(RowOf)).await?;
    let mut all = HashMap::new();
    for account in Cohort::seat(visit, read.into_values().collect()) {
        let (_, due) = due(&account).await?;
        all.extend(due.iter().filter_map(|line| {
            let probability = Probability::of(line.probability.as_ref()?);
            Some((line.contract.clone(), probability))
        }));
    }
    Ok(all)
}

impl Contract {
    fn of(contract: &model::Contract, ledger: &Ledger, line: Option<&RenewalLine>) -> Self {
        let probability = line.and_then(|line| line.probability.as_ref());
        let source = &contract.origin.record.source;
        let category = ledger.seen.facts.sources.get(source).copied();
        let terms = ContractTerms {
            renewal_probability: probability.map(Probability::of),
            ..ContractTerms::of(contract, ledger.book.as_of, category)
        };
        Self(Row { terms: Some(Arc::new(terms)), ..Row::of(contract) })
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
