//! Open deals: amount × the probability that their stage has shown, or that the CRM gives.

use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive;

use super::book::{OpenDeal, Tally};
use super::opportunity::Desk;
use crate::model::Money;

/// An open deal.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineLine {
    /// The deal, by id.
    pub deal: String,
    /// Product or family.
    pub product: Option<String>,
    /// Amount; of a deal that renews a contract only what is above the expiring value. `None` when
    /// it is not told or cannot be converted.
    pub amount: Option<f64>,
    /// Probability of winning, 0 to 1.
    pub probability: Option<f64>,
    /// Where that comes from.
    pub source: ProbabilitySource,
    /// Amount × probability.
    pub expected: Option<f64>,
    /// Expected day of closing.
    pub closes_on: Option<NaiveDate>,
    /// The contract above whose expiring value this is, by id.
    pub above: Option<String>,
}

/// Where a deal's probability comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProbabilitySource {
    /// Won among the closed deals that had reached its stage.
    OwnWinRate,
    /// What the CRM says.
    Crm,
    /// Nothing tells it.
    None,
}

/// The deals that are expected to close by a day.
pub(super) fn lines(desk: &Desk, until: NaiveDate) -> Vec<PipelineLine> {
    let near = desk.book.deals.iter().filter(|d| d.closes_on.is_none_or(|day| day <= until));
    near.filter_map(|deal| line(desk, deal)).collect()
}

fn line(desk: &Desk, deal: &OpenDeal) -> Option<PipelineLine> {
    let (whole, above) = if deal.renewal { upsell(desk, deal)? } else { (deal.amount, None) };
    if whole.is_none() {
        desk.note(format!("deal {} tells no amount and is not in the sums", deal.id));
    }
    let amount = whole.and_then(|money| desk.amount(money));
    let (probability, source) = probability(desk, deal);
    if probability.is_none() {
        desk.note(format!("deal {} has no probability and is not in the sums", deal.id));
    }
    // What cannot be converted must be missed in the sum; what nobody told cannot be.
    if whole.is_some() && amount.is_none() {
        desk.lose_growth();
    }
    Some(PipelineLine {
        deal: deal.id.clone(),
        product: deal.product.clone(),
        amount,
        probability,
        source,
        expected: amount.zip(probability).map(|(amount, p)| amount * p),
        closes_on: deal.closes_on,
        above,
    })
}

/// What a deal that renews a contract brings above the expiring value: the rest is the contract's.
fn upsell(desk: &Desk, deal: &OpenDeal) -> Option<(Option<Money>, Option<String>)> {
    let of = |id: &String| desk.book.contracts.iter().find(|term| term.id == *id);
    let Some(term) = deal.contract.as_ref().and_then(of) else {
        desk.note(format!("deal {} renews no contract that runs and is not counted", deal.id));
        return None;
    };
    let (offered, expiring) = (deal.amount?, term.value?);
    if offered.currency != expiring.currency {
        desk.note(format!("deal {} and its contract differ in currency", deal.id));
        return None;
    }
    let more = offered.amount - expiring.amount;
    let more = Money { amount: more, ..offered };
    more.amount.is_sign_positive().then_some(())?;
    (!more.amount.is_zero()).then(|| (Some(more), Some(term.id.clone())))
}

fn probability(desk: &Desk, deal: &OpenDeal) -> (Option<f64>, ProbabilitySource) {
    let seen = deal.stage.as_deref().map(|stage| desk.peers.stage(stage));
    let enough = seen.filter(|tally| tally.closed >= desk.model.min_closed);
    if let Some(rate) = enough.and_then(Tally::rate) {
        return (Some(rate), ProbabilitySource::OwnWinRate);
    }
    let said = deal.probability.and_then(|p| p.to_f64());
    let none = ProbabilitySource::None;
    said.map_or((None, none), |p| (Some(p), ProbabilitySource::Crm))
}
