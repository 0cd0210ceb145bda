//! What serving an account cost.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use super::account::Account;
use super::errors::{ApiError, Result};
use super::money::Money;
use super::revenue::unmeasured;
use super::round;
use super::words::Category;
use crate::insight::revenue::{self, billed_within, cost_to_serve, served};
use crate::model::Currency;

/// Most days that may be asked for.
const MOST_DAYS: i32 = 1_825;

/// What serving an account cost in a time.
#[derive(SimpleObject)]
pub(super) struct CostToServe {
    /// Of all activities that are told.
    total: Option<Money>,
    /// Every activity is told by a connected system.
    complete: bool,
    /// What was billed in the time, less the cost of goods by the model's margin, less this cost;
    /// `null` when nothing was billed.
    net_contribution: Option<Money>,
    /// How that is reckoned.
    formula: String,
    /// Each activity.
    activities: Vec<ActivityCost>,
}

/// What one activity cost.
#[derive(SimpleObject)]
struct ActivityCost {
    /// Its code in the model.
    activity: String,
    /// What is counted.
    unit: String,
    /// How often; `null` when no connected system tells, which is not 0.
    quantity: Option<f64>,
    /// What one costs, by the model.
    unit_cost: Option<Money>,
    /// Quantity × unit cost.
    cost: Option<Money>,
    /// Share of the total, 0 to 1.
    share: Option<f64>,
    /// What kind of system tells it.
    source: Category,
}

pub(super) async fn of(
    account: &Account,
    days: i32,
    currency: Option<String>,
) -> Result<CostToServe> {
    if !(1..=MOST_DAYS).contains(&days) {
        let what = format!("`days` must be between 1 and {MOST_DAYS}; {days} was asked");
        return Err(ApiError::BadInput(what));
    }
    let ledger = account.ledger(None).await?;
    let currency = ledger.currency(currency.as_deref())?;
    let hub = &account.cohort.visit.desk.hub;
    let (facts, day, days) = (&ledger.seen.facts, ledger.book.as_of, i64::from(days));
    let model = &hub.models.revenue;
    let done = served(facts, &hub.calendar, day, days);
    let found = cost_to_serve(&done, model, &ledger.peers, currency);
    let found = found.map_err(|error| unmeasured(&error))?;
    let billed = billed_within(facts, day, days);
    let revenue = ledger.peers.rates.total(&billed, currency);
    let (revenue, since) = revenue.map_err(|error| unmeasured(&error))?;
    let told = !billed.is_empty();
    let net = found.net_contribution(revenue, revenue * (1.0 - model.margin));
    let costs = model.activities.iter().map(|activity| activity.cost.currency);
    let dates = costs.filter_map(|of| ledger.peers.rates.factor(of, currency).ok()?.1);
    let since = dates.chain(since).min();
    Ok(CostToServe {
        net_contribution: told.then(|| Money::reckoned(net, currency, since)).flatten(),
        ..answer(&found, currency, since, model.margin)
    })
}

fn answer(
    found: &revenue::CostToServe,
    currency: Currency,
    since: Option<NaiveDate>,
    margin: f64,
) -> CostToServe {
    let money = |amount: f64| Money::reckoned(amount, currency, since);
    let activity = |of: &revenue::ActivityCost| ActivityCost {
        activity: of.activity.clone(),
        unit: of.unit.clone(),
        quantity: of.quantity.map(round::raw),
        unit_cost: money(of.unit_cost),
        cost: of.cost.and_then(money),
        share: of.cost.filter(|_| found.total > 0.0).map(|c| round::share(c / found.total)),
        source: of.source.into(),
    };
    CostToServe {
        total: money(found.total),
        complete: found.complete,
        net_contribution: None,
        formula: format!("billed × {margin} − Σ quantity × unit cost"),
        activities: found.activities.iter().map(activity).collect(),
    }
}
