//! What an account is worth over its life, what serving it costs, and whether it may leave.

use std::collections::BTreeMap;

use super::book::{Book, Fate};
use super::model::{RevenueModel, StayModel};
use super::opportunity::Known;
use crate::insight::peers::Peers;
use crate::insight::rates::NoRate;
use crate::model::{Category, Currency};

/// Lifetime value: m·r / (1 + d − r) of a yearly margin, a yearly retention and a yearly discount.
/// `None` where the formula has no end (r ≥ 1 + d).
pub fn lifetime_value(margin: f64, retention: f64, discount: f64) -> Option<f64> {
    let divisor = 1.0 + discount - retention;
    (divisor > 0.0).then(|| margin * retention / divisor)
}

/// Lifetime value of an account from what was billed in 365 days; `None` when nothing was.
///
/// # Errors
/// A currency without a rate.
pub fn lifetime_value_of(
    book: &Book,
    peers: &Peers,
    model: &RevenueModel,
    currency: Currency,
) -> Result<Option<f64>, NoRate> {
    let billed = book.billed();
    if billed.is_empty() {
        return Ok(None);
    }
    let (revenue, _) = peers.rates.total(&billed, currency)?;
    let own = peers.renewal_rate(&book.segments, model.min_closed as usize);
    let retention = own.unwrap_or(model.retention);
    Ok(lifetime_value(revenue * model.margin, retention, model.discount))
}

/// What serving an account cost.
#[derive(Debug, Clone, PartialEq)]
pub struct CostToServe {
    /// Of all activities that are told.
    pub total: f64,
    /// Activities that no connected system tells are missing in the total.
    pub complete: bool,
    /// Each activity.
    pub activities: Vec<ActivityCost>,
}

/// What one activity cost.
#[derive(Debug, Clone, PartialEq)]
pub struct ActivityCost {
    /// Its code.
    pub activity: String,
    /// What is counted, in the singular.
    pub unit: String,
    /// How often; `None` when no system tells.
    pub quantity: Option<f64>,
    /// What one costs.
    pub unit_cost: f64,
    /// Quantity × unit cost.
    pub cost: Option<f64>,
    /// What kind of system tells.
    pub source: Category,
}

impl CostToServe {
    /// Revenue − cost of goods − cost to serve.
    pub fn net_contribution(&self, revenue: f64, cost_of_goods: f64) -> f64 {
        revenue - cost_of_goods - self.total
    }
}

/// What serving cost, from how often things were done ([`served`](super::served)).
///
/// # Errors
/// The unit costs' currency has no rate.
pub fn cost_to_serve(
    served: &BTreeMap<String, Option<f64>>,
    model: &RevenueModel,
    peers: &Peers,
    currency: Currency,
) -> Result<CostToServe, NoRate> {
    let mut activities = Vec::new();
    for activity in &model.activities {
        let unit_cost = peers.rates.convert(activity.cost, currency)?;
        let quantity = served.get(&activity.measure).copied().flatten();
        let measure = super::extract::MEASURES.iter().find(|m| m.name == activity.measure);
        activities.push(ActivityCost {
            activity: activity.code.clone(),
            unit: activity.unit.clone(),
            quantity,
            unit_cost,
            cost: quantity.map(|quantity| quantity * unit_cost),
            source: measure.map_or(Category::External, |measure| measure.source),
        });
    }
    Ok(CostToServe {
        total: activities.iter().filter_map(|activity| activity.cost).sum(),
        complete: activities.iter().all(|activity| activity.cost.is_some()),
        activities,
    })
}

/// Whether they like us, and whether they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StayRisk {
    /// They like us and stay.
    Loyal,
    /// They like us and may go.
    Exposed,
    /// They stay and are unhappy.
    Trapped,
    /// Neither.
    Leaving,
}

impl StayRisk {
    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Loyal => "LOYAL",
            Self::Exposed => "EXPOSED",
            Self::Trapped => "TRAPPED",
            Self::Leaving => "LEAVING",
        }
    }
}

/// The type of stay risk by trust, the probability of renewal and whether a contract locks them in;
/// `None` when trust is not known, or neither the probability is nor a contract holds them.
pub fn stay_risk(
    known: Known,
    probability: Option<f64>,
    locked: bool,
    model: StayModel,
) -> Option<StayRisk> {
    let likes = known.trust? >= model.trust;
    let stays = locked || probability? >= model.probability;
    Some(match (likes, stays) {
        (true, true) => StayRisk::Loyal,
        (true, false) => StayRisk::Exposed,
        (false, true) => StayRisk::Trapped,
        (false, false) => StayRisk::Leaving,
    })
}

impl Book {
    /// A contract binds them for longer than so many days: they gave no notice, and its end is
    /// further away.
    pub fn locked(&self, days: i64) -> bool {
        self.contracts.iter().any(|term| {
            let far = term.ends_on.is_some_and(|last| (last - self.as_of).num_days() > days);
            far && term.notice_on.is_none() && term.fate != Fate::Lost
        })
    }
}
