//! Segments: groups of accounts that behave alike, and the moments that matter to them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use super::errors::{Result, partial};
use super::limits;
use super::round;
use super::scalars::Day;
use super::segment_plan::SegmentPlan;
use super::signal::SegmentSignals;
use super::survey::{BuyerRole, Prong, Question, SurveyKind};
use super::survey_group::GroupSurvey;
use super::visit::Visit;
use super::words::Stage;
use crate::insight::portfolio::Spread;
use crate::insight::{self, revenue::Retention};
use crate::store::AccountFilter;

/// A group of accounts that behave alike, by the rules in force.
#[derive(Clone)]
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

    async fn retention(&self, ctx: &Context<'_>) -> Result<Option<Retention>> {
        let all = self.visit.retentions().await?;
        Ok(all.get(&self.segment.code).map(|of| of.told(ctx)))
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
    async fn account_count(&self) -> Result<Option<i64>> {
        Ok(Some(self.spread().await?.accounts))
    }

    /// The moments that matter to its members and multiply the weight of a stage, those that nobody
    /// measures too.
    async fn moments_that_matter(&self) -> Vec<Moment> {
        let moments = self.visit.desk.hub.models.health.moments.iter();
        let theirs = moments.filter(|moment| moment.segments().contains(&self.segment.code));
        theirs.filter_map(Moment::of).collect()
    }

    /// Net revenue retention of its members in percent: what they were billed in 365 days of what
    /// they were in the 365 before, added up and then divided; accounts that began since are left
    /// out. As of their latest scores, in the reporting currency.
    #[graphql(complexity = "limits::BOOKS_COST")]
    async fn nrr(&self, ctx: &Context<'_>) -> Option<f64> {
        partial(ctx, self.retention(ctx).await)??.nrr().map(round::score)
    }

    /// Gross revenue retention of its members in percent: the same without what was added.
    #[graphql(complexity = "limits::BOOKS_COST")]
    async fn grr(&self, ctx: &Context<'_>) -> Option<f64> {
        partial(ctx, self.retention(ctx).await)??.grr().map(round::score)
    }

    /// A metric of what its members' people answered, pooled: every answer counts the same. Refused
    /// above 100,000 answers. Costs a statement of its own.
    #[graphql(complexity = "limits::GROUP_COST + child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn survey(
        &self,
        #[graphql(desc = "What was asked.")] kind: SurveyKind,
        #[graphql(desc = "What it is about; any when absent.")] prong: Option<Prong>,
        #[graphql(desc = "Only people of exactly this role.")] role: Option<BuyerRole>,
        #[graphql(desc = "Only touchpoints with this in their name, any case.")]
        touchpoint: Option<String>,
        #[graphql(desc = "Answers of the last so many days, 1 to 3650.", default = 365)]
        days: i32,
        #[graphql(desc = "The last day that counts; today when absent.")] as_of: Option<Day>,
    ) -> Result<GroupSurvey> {
        let question = Question { prong, role, touchpoint, days, as_of };
        let members = AccountFilter {
            segment: Some(self.segment.code.clone()),
            ..AccountFilter::default()
        };
        GroupSurvey::read(&self.visit, members, kind, question).await
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_signals(&self) -> SegmentSignals {
        SegmentSignals::of(&self.visit, &self.segment.code)
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn of_plan(&self) -> SegmentPlan {
        SegmentPlan::of(&self.visit, &self.segment)
    }

    /// How healthy its members are.
    async fn health(&self) -> Result<Option<Distribution>> {
        Ok(Some(Distribution::of(&self.spread().await?)))
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
