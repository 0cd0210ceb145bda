//! Sums over accounts: each account once, and groups that add up to the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Spend};
use super::model::RevenueModel;
use super::opportunity::Opportunity;
use super::value::{CostToServe, cost_to_serve, lifetime_value_of};
use crate::insight::peers::Peers;
use crate::insight::rates::{NoRate, Purse, Rates};
use crate::model::{AccountId, Currency};

/// What became of the revenue of the 365 days before, in the last 365 days, by product. Parts of
/// several accounts are added first and divided then.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Retention {
    /// Revenue of the 365 days before.
    pub start: f64,
    /// What products brought more than before.
    pub expansion: f64,
    /// What they brought less.
    pub contraction: f64,
    /// What products brought that are not bought any more.
    pub churn: f64,
}

impl Retention {
    /// Net revenue retention in percent; `None` of nothing.
    pub fn nrr(self) -> Option<f64> {
        let kept = self.start + self.expansion - self.contraction - self.churn;
        (self.start > 0.0).then(|| 100.0 * kept / self.start)
    }

    /// Gross revenue retention in percent, 100 at most; `None` of nothing.
    pub fn grr(self) -> Option<f64> {
        let kept = self.start - self.contraction - self.churn;
        (self.start > 0.0).then(|| 100.0 * kept / self.start)
    }

    /// With a share of another's parts.
    #[must_use]
    pub fn plus(self, other: Self, weight: f64) -> Self {
        Self {
            start: self.start + weight * other.start,
            expansion: self.expansion + weight * other.expansion,
            contraction: self.contraction + weight * other.contraction,
            churn: self.churn + weight * other.churn,
        }
    }
}

/// The parts of an account's retention in one currency. An account that began in the last 365 days
/// has none: new business is no retention.
///
/// # Errors
/// A currency without a rate.
pub fn retention(book: &Book, rates: &Rates, to: Currency) -> Result<Retention, NoRate> {
    let mut parts = Retention::default();
    for spend in book.spend.values().chain([&book.unassigned]) {
        let (before, now) = (sum(&spend.before, rates, to)?, sum(&spend.last, rates, to)?);
        parts.start += before;
        match now - before {
            more if more >= 0.0 => parts.expansion += more,
            _ if now <= 0.0 => parts.churn += before - now,
            less => parts.contraction -= less,
        }
    }
    Ok(if parts.start > 0.0 { parts } else { Retention::default() })
}

fn sum(purse: &Purse, rates: &Rates, to: Currency) -> Result<f64, NoRate> {
    rates.total(purse, to).map(|(sum, _)| sum)
}

/// What of an account goes into sums, in one currency. `None` is not known, which is not 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    /// Recurring revenue of a year.
    pub arr: Option<f64>,
    /// Value of renewals that is expected.
    pub renewal_expected: Option<f64>,
    /// Value of renewals at risk.
    pub at_risk: Option<f64>,
    /// The least and the most of it, by the ranges of the probabilities.
    pub at_risk_range: Option<(f64, f64)>,
    /// Value of renewals of unknown risk.
    pub unknown_at_risk: Option<f64>,
    /// Expected growth.
    pub growth_expected: Option<f64>,
    /// What was billed in 365 days.
    pub billed: Option<f64>,
    /// Parts of NRR and GRR.
    pub retention: Option<Retention>,
    /// Cost to serve.
    pub cost_to_serve: Option<f64>,
    /// Lifetime value.
    pub lifetime_value: Option<f64>,
}

impl Figures {
    /// The same amounts in another currency.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        let of = |amount: Option<f64>| amount.map(|amount| amount * factor);
        Self {
            arr: of(self.arr),
            renewal_expected: of(self.renewal_expected),
            at_risk: of(self.at_risk),
            at_risk_range: self
                .at_risk_range
                .map(|(least, most)| (least * factor, most * factor)),
            unknown_at_risk: of(self.unknown_at_risk),
            growth_expected: of(self.growth_expected),
            billed: of(self.billed),
            retention: self.retention.map(|parts| Retention::default().plus(parts, factor)),
            cost_to_serve: of(self.cost_to_serve),
            lifetime_value: of(self.lifetime_value),
        }
    }
}

/// An account's figures from its opportunity and its book, in the opportunity's currency. What lacks a
/// rate of exchange is not known.
pub fn figures(
    book: &Book,
    opportunity: &Opportunity,
    peers: &Peers,
    model: &RevenueModel,
) -> Figures {
    let currency = opportunity.asked.currency;
    let billed = book.billed();
    let cost = cost_to_serve(&book.served, model, peers, currency).ok();
    let told = |cost: &CostToServe| cost.activities.iter().any(|done| done.cost.is_some());
    Figures {
        arr: opportunity.arr,
        renewal_expected: opportunity.renewal_expected,
        at_risk: opportunity.at_risk,
        at_risk_range: opportunity.at_risk_range,
        unknown_at_risk: opportunity.unknown_at_risk,
        growth_expected: opportunity.growth_expected,
        billed: (!billed.is_empty())
            .then(|| sum(&billed, &peers.rates, currency).ok())
            .flatten(),
        retention: retention(book, &peers.rates, currency).ok(),
        cost_to_serve: cost.filter(told).map(|cost| cost.total),
        lifetime_value: lifetime_value_of(book, peers, model, currency).ok().flatten(),
    }
}

/// Figures of a group of accounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Totals {
    /// The accounts in it.
    pub accounts: BTreeSet<AccountId>,
    /// Sums of what is known.
    pub sums: Figures,
}

impl Totals {
    /// Puts an account in, or a share of it (0 to 1). One that is in already is not counted again.
    pub fn add(&mut self, account: &AccountId, figures: &Figures, weight: f64) {
        if !self.accounts.insert(account.clone()) {
            return;
        }
        let sums = &mut self.sums;
        let parts = [
            (&mut sums.arr, figures.arr),
            (&mut sums.renewal_expected, figures.renewal_expected),
            (&mut sums.at_risk, figures.at_risk),
            (&mut sums.unknown_at_risk, figures.unknown_at_risk),
            (&mut sums.growth_expected, figures.growth_expected),
            (&mut sums.billed, figures.billed),
            (&mut sums.cost_to_serve, figures.cost_to_serve),
            (&mut sums.lifetime_value, figures.lifetime_value),
        ];
        for (sum, part) in parts {
            if let Some(part) = part {
                *sum = Some(sum.unwrap_or(0.0) + weight * part);
            }
        }
        // What has no range of its own is no surer for standing beside others.
        let alone = figures.at_risk.map(|at_risk| (at_risk, at_risk));
        if let Some((least, most)) = figures.at_risk_range.or(alone) {
            let (low, high) = sums.at_risk_range.unwrap_or_default();
            sums.at_risk_range = Some((low + weight * least, high + weight * most));
        }
        if let Some(parts) = figures.retention {
            sums.retention = Some(sums.retention.unwrap_or_default().plus(parts, weight));
        }
    }

    /// Growth less what is at risk.
    pub fn net(&self) -> Option<f64> {
        let (growth, risk) = (self.sums.growth_expected, self.sums.at_risk);
        growth.zip(risk).map(|(growth, risk)| growth - risk)
    }
}

/// How an account is shared out between lines of business, so that it is never counted twice: by what
/// each was billed in 365 days; in equal parts where that is not told. The shares add up to 1; the
/// line without a name is what no line of business has.
///
/// # Errors
/// A currency without a rate.
pub fn by_line_of_business(
    book: &Book,
    rates: &Rates,
) -> Result<BTreeMap<Option<String>, f64>, NoRate> {
    let mut billed: BTreeMap<Option<String>, f64> = BTreeMap::new();
    for spend in book.spend.values().chain([&book.unassigned]) {
        let amount = sum(&spend.last, rates, rates.reporting)?;
        if amount > 0.0 {
            *billed.entry(line_of(spend, &book.lines_of_business)).or_default() += amount;
        }
    }
    // Nothing tells the line of what is not assigned: it goes with the rest.
    if billed.len() > 1 {
        billed.remove(&None);
    }
    let whole: f64 = billed.values().sum();
    if billed.keys().any(Option::is_some) && whole > 0.0 {
        return Ok(billed.into_iter().map(|(line, amount)| (line, amount / whole)).collect());
    }
    let said: BTreeSet<&String> = book.lines_of_business.iter().collect();
    let share = 1.0 / said.len().max(1) as f64;
    let said = said.into_iter().map(|line| (Some(line.clone()), share));
    let shares: BTreeMap<_, _> = said.collect();
    Ok(if shares.is_empty() { BTreeMap::from([(None, 1.0)]) } else { shares })
}

/// The line of business that a product's family is, in the account's own spelling where it has one.
fn line_of(spend: &Spend, said: &[String]) -> Option<String> {
    let family = spend.family.as_deref()?;
    let same = |line: &&String| line.to_lowercase() == family.to_lowercase();
    Some(said.iter().find(same).cloned().unwrap_or_else(|| family.to_owned()))
}
