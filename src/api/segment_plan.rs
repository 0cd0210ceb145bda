//! What is wanted for a segment, and how far its members are from it.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};

use super::errors::Result;
use super::limits;
use super::proof::count;
use super::round;
use super::visit::Visit;
use crate::insight::portfolio::Spread;
use crate::insight::revenue::Retention;
use crate::insight::{Target, segments};
use crate::portfolio::Row;

/// The experience that members of a segment should have, as whoever runs the hub stated it, beside the one
/// that they have by their latest scores.
#[derive(SimpleObject)]
pub(super) struct SegmentTarget {
    /// CHI, TRUST, NPS or NRR (percent) of each account, or a KPI's code, whose score is meant.
    metric: String,
    /// Its name.
    name: String,
    /// The value to reach; more is better.
    target: f64,
    /// Members of whom it is known.
    n: i64,
    /// The middle of their values; of a KPI in half points. `null` of nobody.
    median: Option<f64>,
    /// The target less the median: above 0, so much is missing.
    gap: Option<f64>,
    /// Members below the target. Those of whom it is not known are not counted.
    members_below: i64,
}

/// What a segment is offered, as whoever runs the hub stated it, and who buys it.
#[derive(SimpleObject)]
pub(super) struct SegmentOffer {
    /// Its code.
    code: ID,
    /// Its name.
    name: String,
    /// For whom of the segment, in words.
    for_whom: Option<String>,
    /// The products that it sells, in lower case.
    products: Vec<String>,
    /// Of them those that no account of any segment ever bought: perhaps misspelt.
    unsold: Vec<String>,
    /// Members of the segment that were compared on the day.
    members: i64,
    /// Members that bought one of the products in 365 days.
    buyers: i64,
    /// Of them those that had bought none in the 365 days before.
    adopted: i64,
    /// Members that bought one in the 365 days before and none since.
    left: i64,
}

/// Fields of a segment; see [`Segment`](super::segment::Segment).
pub(super) struct SegmentPlan {
    visit: Arc<Visit>,
    segment: crate::insight::Segment,
}

impl SegmentPlan {
    pub(super) fn of(visit: &Arc<Visit>, segment: &crate::insight::Segment) -> Self {
        Self { visit: Arc::clone(visit), segment: segment.clone() }
    }

    fn name(&self, metric: &str) -> String {
        let models = &self.visit.desk.hub.models;
        let kpi = models.health.kpis().find(|(_, kpi)| kpi.code == metric);
        kpi.map_or_else(|| segments::plain_name(metric).to_owned(), |(_, kpi)| kpi.name.clone())
    }

    /// Values of the members that are kept with their latest scores; `None` of a KPI.
    async fn values(&self, metric: &str) -> Result<Option<Spread>> {
        let of: fn(&Row) -> Option<f64> = match metric {
            "CHI" => |row| row.holding.health,
            "TRUST" => |row| row.holding.trust,
            "NPS" => |row| row.nps,
            "NRR" => |row| row.holding.figures.retention.and_then(Retention::nrr),
            _ => return Ok(None),
        };
        let roster = self.visit.sight.accounts().await?;
        let mut spread = Spread::default();
        let code = &self.segment.code;
        for row in roster.rows().iter().filter(|row| row.holding.segments.contains(code)) {
            spread.add(of(row), None);
        }
        Ok(Some(spread))
    }

    async fn against(&self, aim: &Target) -> Result<SegmentTarget> {
        let (n, median, below) = if let Some(spread) = self.values(&aim.metric).await? {
            (spread.values(), spread.median(), spread.below(aim.value))
        } else {
            let all = self.visit.desk.benchmarks().await?;
            let found = all.members(&self.segment.code, &aim.metric, aim.value);
            (found.n, found.median, found.below)
        };
        Ok(SegmentTarget {
            name: self.name(&aim.metric),
            metric: aim.metric.clone(),
            target: round::score(aim.value),
            n: count(n),
            median: median.map(round::score),
            gap: median.map(|median| round::score(aim.value - median)),
            members_below: count(below),
        })
    }
}

/// What is wanted for a segment.
#[Object]
impl SegmentPlan {
    /// The experience that its members should have, beside the one that they have. None where the
    /// segments' file states none.
    #[graphql(complexity = "limits::BOOKS_COST + 5 * child_complexity")]
    async fn targets(&self) -> Result<Option<Vec<SegmentTarget>>> {
        self.visit.sight.needs_all("the target of a segment")?;
        let mut told = Vec::new();
        for aim in &self.segment.targets {
            told.push(self.against(aim).await?);
        }
        Ok(Some(told))
    }

    /// What it is offered and who of its members buys it, by the day's snapshot of what accounts buy. None
    /// where the segments' file states none.
    #[graphql(complexity = "limits::BOOKS_COST + 5 * child_complexity")]
    async fn offers(&self) -> Result<Option<Vec<SegmentOffer>>> {
        self.visit.sight.needs_all("an offer to a segment")?;
        let peers = self.visit.desk.peers(self.visit.desk.today()).await?;
        let offer = |offer: &crate::insight::Offer| {
            let bought = peers.bought(&self.segment.code, &offer.products);
            SegmentOffer {
                code: ID(offer.code.clone()),
                name: offer.name.clone(),
                for_whom: offer.for_whom.clone(),
                products: offer.products.clone(),
                unsold: bought.unsold,
                members: count(bought.members),
                buyers: count(bought.buyers),
                adopted: count(bought.adopted),
                left: count(bought.left),
            }
        };
        Ok(Some(self.segment.offers.iter().map(offer).collect()))
    }
}
