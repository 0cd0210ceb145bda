//! What an initiative is to bring or brought, in sums and line by line.

use async_graphql::{ComplexObject, Context, Enum, SimpleObject};

use super::errors::Result;
use super::money::Money;
use super::round;
use super::scalars::Day;
use super::source::SourceRef;
use super::visit::Visit;
use super::words::Stage;
use crate::insight::acting::{self, Entry, METHOD, Worth};
use crate::insight::initiative::roi;
use crate::model::Currency;

/// What kind of money an initiative brings.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "acting::Gain")]
pub(super) enum Gain {
    /// What no longer has to be done.
    CostSaved,
    /// Contracts renewed that else would not have been.
    RevenueKept,
    /// What customers buy beside.
    RevenueWon,
}

/// Whether money is to come or came.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LedgerBasis {
    /// Reckoned when the initiative was made; frozen.
    Forecast,
    /// What really came, against accounts like those reached.
    Realised,
}

/// A KPI that is to get better.
#[derive(SimpleObject)]
pub(super) struct RawTarget {
    /// Its code, or `trust.` and the proxy.
    pub(super) kpi: String,
    /// The mean of the accounts reached where it was measured, when the initiative was made; `null` when
    /// it was nowhere.
    pub(super) from: Option<f64>,
    /// The value aimed at, in its unit.
    pub(super) to: f64,
}

/// What is saved once a target is met.
#[derive(SimpleObject)]
pub(super) struct InitiativeSaving {
    /// The KPI, a share in percent.
    pub(super) kpi: String,
    /// How often in a year it is at stake, at each account.
    pub(super) times: f64,
    /// What one costs, as it was stated.
    pub(super) unit_cost: Money,
}

/// What an initiative is to bring, or brought. What is not known is `null`, in no sum, and told in
/// `unknown`.
#[derive(SimpleObject)]
pub(super) struct InitiativeValue {
    /// Points of health: in the mean of the accounts reached; of what came, less what peers changed.
    health_delta: Option<f64>,
    /// Its standard error, of what came.
    pub(super) standard_error: Option<f64>,
    /// Revenue kept.
    renewal: Option<Money>,
    /// Revenue won.
    expansion: Option<Money>,
    /// Cost saved.
    cost_saved: Option<Money>,
    /// The sum of what is known; the lines of the ledger add up to it.
    benefit: Option<Money>,
    /// (benefit − cost) ÷ cost; `null` without a cost.
    roi: Option<f64>,
    /// How it was reckoned.
    method: String,
    /// The day of the forecast, or up to which money that came is counted.
    as_of: Day,
    /// What is no part of it because it is not known, in words.
    unknown: Vec<String>,
    /// What is to be known beside it, in words.
    notes: Vec<String>,
}

/// A line of the ledger of gains.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct LedgerLine {
    /// To come, or came.
    basis: LedgerBasis,
    /// What kind of money.
    gain: Gain,
    /// The stage whose KPI brings it; `null` where KPIs of several stages do.
    stage: Option<Stage>,
    /// Of how many accounts.
    accounts: usize,
    /// The amount; below 0 where money was lost.
    amount: Option<Money>,
    /// How it was reckoned.
    how: String,
    #[graphql(skip)]
    entry: Entry,
}

#[ComplexObject]
impl LedgerLine {
    /// The contracts, bills and deals that show what came, at most 50.
    async fn records(&self, ctx: &Context<'_>) -> Result<Vec<SourceRef>> {
        let visit = Visit::of(ctx);
        let mut records = Vec::new();
        for record in &self.entry.records {
            let category = visit.category(&record.source).await?;
            records.push(SourceRef::of(record.clone(), category));
        }
        Ok(records)
    }
}

/// What an initiative is to bring or brought, summed up from the lines as they are shown.
pub(super) fn value(
    told: &acting::Initiative,
    worth: &Worth,
    basis: LedgerBasis,
    as_of: Day,
) -> InitiativeValue {
    let ledger = lines(told, worth, basis);
    let sum = |gain: Option<Gain>| {
        let lines = ledger.iter().filter(|line| gain.is_none_or(|gain| gain == line.gain));
        Money::sum(lines.filter_map(|line| line.amount.as_ref()))
    };
    let benefit = sum(None);
    let returned = benefit.as_ref().and_then(|sum| roi(sum.number(), told.cost_worth));
    InitiativeValue {
        health_delta: worth.health.map(round::score),
        standard_error: None,
        renewal: sum(Some(Gain::RevenueKept)),
        expansion: sum(Some(Gain::RevenueWon)),
        cost_saved: sum(Some(Gain::CostSaved)),
        roi: returned.map(round::share),
        benefit,
        method: if basis == LedgerBasis::Forecast { "WHAT_IF" } else { METHOD }.to_owned(),
        as_of,
        unknown: worth.unknown.clone(),
        notes: worth.notes.clone(),
    }
}

/// The lines of the ledger of one kind.
pub(super) fn lines(
    told: &acting::Initiative,
    worth: &Worth,
    basis: LedgerBasis,
) -> Vec<LedgerLine> {
    let currency: Currency = told.currency;
    let line = |entry: &Entry| LedgerLine {
        basis,
        gain: entry.gain.into(),
        stage: entry.stage.as_deref().and_then(Stage::of),
        accounts: entry.accounts,
        amount: Money::reckoned(entry.amount, currency, worth.rate_date),
        how: entry.how.clone(),
        entry: entry.clone(),
    };
    worth.ledger.iter().map(line).collect()
}
