//! The parts of a score: stages and their KPIs.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::benchmark::SegmentMedian;
use super::errors::{ApiError, Result, report};
use super::kept::Made;
use super::limits;
use super::round;
use super::scalars::Day;
use super::scores::Computed;
use super::source::SourceRef;
use super::visit::Visit;
use super::words::{Category, KpiStatus, Stage, StageStatus};
use crate::insight;
use crate::model::AccountId;

/// A stage within a score.
pub(super) struct StageScore {
    account: AccountId,
    computed: Arc<Computed>,
    visit: Arc<Visit>,
    stage: Stage,
    index: usize,
}

impl StageScore {
    pub(super) fn all(
        account: &AccountId,
        computed: &Arc<Computed>,
        visit: &Arc<Visit>,
    ) -> Vec<Self> {
        let stages = computed.value.health.stages.iter().enumerate();
        let known = |(index, score): (usize, &insight::StageScore)| {
            let (computed, visit) = (Arc::clone(computed), Arc::clone(visit));
            let (account, stage) = (account.clone(), Stage::of(&score.code)?);
            Some(Self { account, computed, visit, stage, index })
        };
        stages.filter_map(known).collect()
    }

    pub(super) fn kpis(&self) -> Vec<KpiResult> {
        let kpi = |kpi| KpiResult {
            part: Part::Health(self.account.clone(), Arc::clone(&self.computed), self.stage),
            visit: Arc::clone(&self.visit),
            place: (self.index, kpi),
        };
        (0..self.score().kpis.len()).map(kpi).collect()
    }

    fn score(&self) -> &insight::StageScore {
        &self.computed.value.health.stages[self.index]
    }
}

/// A stage of the customer's journey within a score.
#[Object]
impl StageScore {
    /// Which stage.
    async fn stage(&self) -> Stage {
        self.stage
    }

    /// The weight used, moments and what-if included; only ratios matter.
    async fn weight(&self) -> f64 {
        round::raw(self.score().weight)
    }

    /// The mean of its scored KPIs, 0 to 100.
    #[graphql(name = "score")]
    async fn mean(&self) -> Option<f64> {
        self.score().score.map(round::score)
    }

    /// Its state.
    async fn status(&self) -> StageStatus {
        self.score().status.into()
    }

    /// The share of its applicable evidence that was seen, 0 to 1.
    async fn evidence(&self) -> f64 {
        round::share(self.score().evidence)
    }

    /// It is a moment that matters to this account: its weight was multiplied.
    async fn moment_that_matters(&self) -> bool {
        self.score().moment
    }

    /// Its KPIs.
    #[graphql(name = "kpis", complexity = "3 * child_complexity + 1")]
    async fn results(&self) -> Vec<KpiResult> {
        self.kpis()
    }
}

/// The score that a KPI is part of.
enum Part {
    Health(AccountId, Arc<Computed>, Stage),
    Trust(Arc<Made<insight::Trust>>),
}

/// A KPI within a score.
pub(super) struct KpiResult {
    part: Part,
    visit: Arc<Visit>,
    /// Stage or factor, KPI.
    place: (usize, usize),
}

impl KpiResult {
    /// A proxy of trust, by the places of its factor and its own.
    pub(super) fn of_trust(
        made: &Arc<Made<insight::Trust>>,
        visit: &Arc<Visit>,
        place: (usize, usize),
    ) -> Self {
        Self { part: Part::Trust(Arc::clone(made)), visit: Arc::clone(visit), place }
    }

    fn score(&self) -> &insight::KpiScore {
        let (of, kpi) = self.place;
        match &self.part {
            Part::Health(_, computed, _) => &computed.value.health.stages[of].kpis[kpi],
            Part::Trust(made) => &made.value.factors[of].proxies[kpi],
        }
    }

    /// Points that it brings, or that it costs.
    pub(super) fn pull(&self, positive: bool) -> f64 {
        let score = self.score();
        if positive { score.contribution } else { score.points_lost }.unwrap_or(0.0)
    }
}

/// A key performance indicator within a score.
#[Object]
impl KpiResult {
    /// Its code in the model.
    async fn code(&self) -> &str {
        &self.score().code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.score().name
    }

    /// The stage that it belongs to; `null` for a proxy of trust.
    async fn stage(&self) -> Option<Stage> {
        match self.part {
            Part::Health(.., stage) => Some(stage),
            Part::Trust(_) => None,
        }
    }

    /// The raw value in its unit; `null` when it was not seen.
    async fn raw(&self) -> Option<f64> {
        self.score().raw.map(round::raw)
    }

    /// The word, for a KPI that is one of a set of words.
    async fn category(&self) -> Option<&str> {
        self.score().category.as_deref()
    }

    /// The unit of `raw`.
    async fn unit(&self) -> &str {
        &self.score().unit
    }

    /// Facts of the last so many days count.
    async fn window_days(&self) -> i64 {
        self.score().window_days
    }

    /// How many facts stand behind it.
    async fn n(&self) -> i64 {
        self.score().n
    }

    /// Its score, 0 to 100; `null` when not scored.
    async fn normalised(&self) -> Option<f64> {
        self.score().normalised.map(round::score)
    }

    /// Beside the other accounts of the segment that the account is in first. `null` where it is in none,
    /// for a past day, whose medians are not kept, and for a proxy of trust.
    #[graphql(complexity = "child_complexity + 2")]
    async fn segment_median(&self) -> Result<Option<SegmentMedian>> {
        let Part::Health(account, computed, _) = &self.part else { return Ok(None) };
        if computed.value.health.as_of != self.visit.desk.today() {
            return Ok(None);
        }
        SegmentMedian::read(&self.visit, account, &self.score().code).await
    }

    /// Its state. ERROR also adds an entry to `errors` with this path.
    async fn status(&self, ctx: &Context<'_>) -> KpiStatus {
        let score = self.score();
        if score.status == insight::KpiStatus::Error {
            let why = score.error.as_deref().unwrap_or("the cause is not known");
            report(
                ctx,
                ApiError::Unmeasured(format!("{} was not measured: {why}", score.code)),
            );
        }
        score.status.into()
    }

    /// Freshness times sample, 0 to 1; halved for a fallback.
    async fn evidence(&self) -> f64 {
        round::share(self.score().evidence)
    }

    /// Points of the computed health value that it brings; all of them add up to it. `null` for a
    /// proxy of trust.
    async fn contribution(&self) -> Option<f64> {
        match &self.part {
            Part::Health(_, computed, _) => {
                computed.value.contributions[self.place.0][self.place.1]
            }
            Part::Trust(_) => None,
        }
    }

    /// Points that it costs against a perfect KPI.
    async fn points_lost(&self) -> Option<f64> {
        self.score().points_lost.map(round::points)
    }

    /// The code of the KPI that was measured instead.
    async fn fallback_used(&self) -> Option<&str> {
        self.score().fallback_used.as_deref()
    }

    /// The day of the newest fact.
    async fn observed_at(&self) -> Option<Day> {
        self.score().observed_on.map(Day)
    }

    /// What kind of system it is measured from.
    async fn source(&self) -> Category {
        self.score().source.into()
    }

    /// How it is computed, in words.
    async fn formula(&self) -> &str {
        &self.score().formula
    }

    /// The records that stand behind it, newest first.
    #[graphql(complexity = "limits::counted(first) / 5 * child_complexity + child_complexity")]
    async fn inputs(
        &self,
        #[graphql(desc = "How many, 1 to 200.", default = 20)] first: i32,
    ) -> Result<Vec<SourceRef>> {
        let first = limits::first(first, limits::PARTS)?;
        SourceRef::of_origins(&self.visit, self.score().inputs.iter().take(first)).await
    }

    /// Why it could not be measured although facts are there.
    async fn error(&self) -> Option<&str> {
        self.score().error.as_deref()
    }
}
