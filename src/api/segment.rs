//! Segments: groups of accounts that behave alike, and the moments that matter to them.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};

use super::errors::Result;
use super::round;
use super::signal::SegmentSignals;
use super::visit::Visit;
use super::words::Stage;
use crate::insight;
use crate::store::Spread;

/// A group of accounts that behave alike, by the rules in force.
pub(super) struct Segment {
    visit: Arc<Visit>,
    segment: insight::Segment,
}

impl Segment {
    /// All of them, in the order in which they are tried.
    pub(super) fn all(visit: &Arc<Visit>) -> Vec<Self> {
        let models = &visit.desk.hub.models;
        let segments = models.segments().segments.iter();
        segments
            .map(|segment| Self { visit: Arc::clone(visit), segment: segment.clone() })
            .collect()
    }

    /// Those of these codes; one that is no longer among the rules is left out.
    pub(super) fn of(visit: &Arc<Visit>, codes: &[String]) -> Vec<Self> {
        Self::all(visit).into_iter().filter(|s| codes.contains(&s.segment.code)).collect()
    }

    pub(super) fn code(&self) -> &str {
        &self.segment.code
    }

    async fn spread(&self) -> Result<Spread> {
        let spreads = self.visit.spreads().await?;
        Ok(spreads.get(&self.segment.code).cloned().unwrap_or_default())
    }
}

/// A group of accounts that behave alike. Who is in it is found anew each day from what they did.
#[Object]
impl Segment {
    /// Its code in the rules.
    async fn id(&self) -> ID {
        ID(self.segment.code.clone())
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.segment.name
    }

    /// Who is in it, in words.
    async fn definition(&self) -> &str {
        &self.segment.definition
    }

    /// How many accounts are in it, as of their latest scores.
    async fn account_count(&self) -> Result<i64> {
        Ok(self.spread().await?.accounts)
    }

    /// The moments that matter to its members and multiply the weight of a stage, those that nobody
    /// measures too.
    async fn moments_that_matter(&self) -> Vec<Moment> {
        let moments = self.visit.desk.hub.models.health.moments.iter();
        let theirs = moments.filter(|moment| moment.segments().contains(&self.segment.code));
        theirs.filter_map(Moment::of).collect()
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_signals(&self) -> SegmentSignals {
        SegmentSignals::of(&self.visit, &self.segment.code)
    }

    /// How healthy its members are.
    async fn health(&self) -> Result<Distribution> {
        Ok(Distribution::of(&self.spread().await?))
    }
}

/// A moment that matters to some accounts.
#[derive(SimpleObject)]
pub(super) struct Moment {
    /// What happens, in words.
    touchpoint: String,
    /// The stage that it belongs to.
    stage: Stage,
    /// It multiplies the weight of the stage.
    weight_multiplier: f64,
    /// The KPIs that measure it.
    measured_by: Vec<String>,
    /// Whether any KPI does.
    measured: bool,
}

impl Moment {
    fn of(moment: &insight::Moment) -> Option<Self> {
        Some(Self {
            touchpoint: moment.touchpoint.clone(),
            stage: Stage::of(&moment.stage)?,
            weight_multiplier: round::raw(moment.multiplier),
            measured_by: moment.measured_by.clone(),
            measured: !moment.measured_by.is_empty(),
        })
    }
}

/// How the health of a group of accounts is spread.
#[derive(SimpleObject)]
pub(super) struct Distribution {
    /// Accounts in RED.
    red: i64,
    /// Accounts in AMBER.
    amber: i64,
    /// Accounts in GREEN.
    green: i64,
    /// Accounts of which too little was seen.
    unknown: i64,
    /// The middle value of those that have one.
    median: Option<f64>,
}

impl Distribution {
    pub(super) fn of(spread: &Spread) -> Self {
        Self {
            red: spread.red,
            amber: spread.amber,
            green: spread.green,
            unknown: spread.unknown(),
            median: spread.median().map(round::score),
        }
    }
}
