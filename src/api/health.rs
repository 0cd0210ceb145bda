//! The Customer Health Index of an account.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};

use super::change::{self, KpiDelta, Point, Span, Trend};
use super::cohort::Cohort;
use super::errors::Result;
use super::kept::Told;
use super::kpi::{KpiResult, StageScore};
use super::limits;
use super::personal::Personal;
use super::round;
use super::scalars::{Day, Time};
use super::scores::{Computed, TTL};
use super::words::{Band, Confidence, Grain, Knowledge};
use crate::insight::{Cap, Override, WhatIf};
use crate::model::AccountId;
use crate::model::Pii;
use crate::reconcile::matching::Kind;
use crate::store::StoredScore;

/// A health score of an account for a day, and what else may be asked of it.
pub(super) struct HealthScore {
    cohort: Arc<Cohort>,
    account: AccountId,
    what_if: Option<Arc<WhatIf>>,
    pub(super) computed: Arc<Computed>,
    hit: bool,
}

impl HealthScore {
    pub(super) async fn read(
        cohort: Arc<Cohort>,
        account: AccountId,
        day: NaiveDate,
        what_if: Option<Arc<WhatIf>>,
    ) -> Result<Self> {
        let Some(changes) = &what_if else {
            let scored = cohort.scored(&account, day).await?;
            let (computed, hit) = (scored.made, scored.hit);
            return Ok(Self { cohort, account, what_if, computed, hit });
        };
        let measured = cohort.measured(&account, day).await?;
        let computed = cohort.visit.desk.try_out(&measured, changes);
        Ok(Self { cohort, account, what_if, computed, hit: false })
    }

    /// The same question asked for another day.
    pub(super) async fn on(&self, day: NaiveDate) -> Result<Self> {
        let (cohort, account) = (Arc::clone(&self.cohort), self.account.clone());
        Self::read(cohort, account, day, self.what_if.clone()).await
    }

    pub(super) fn day(&self) -> NaiveDate {
        self.computed.value.health.as_of
    }

    pub(super) fn today(&self) -> NaiveDate {
        self.cohort.visit.desk.today()
    }

    /// What was told of the account on days of the past, rising.
    pub(super) async fn told(&self, span: Span) -> Result<Vec<StoredScore>> {
        self.cohort.told(&self.account, span).await
    }

    /// Records were joined to the account or left it after a moment.
    pub(super) async fn joined_since(&self, at: DateTime<Utc>) -> Result<bool> {
        let store = &self.cohort.visit.desk.hub.store;
        let events =
            store.identity_events(Kind::Account, self.account.as_str(), None, 1).await?;
        Ok(events.first().is_some_and(|newest| newest.at > at))
    }

    pub(super) fn kpis(&self) -> Vec<KpiResult> {
        StageScore::all(&self.account, &self.computed, &self.cohort.visit)
            .iter()
            .flat_map(StageScore::kpis)
            .collect()
    }
}

/// The Customer Health Index: what was seen of the customer's journey, weighed into one number
/// from 0 to 100, with everything that explains it.
#[Object]
impl HealthScore {
    /// The effective value after caps, 0 to 100; `null` when too little was seen.
    async fn value(&self) -> Option<f64> {
        self.computed.value.health.value.map(round::score)
    }

    /// Before caps; `null` when too little was seen. The KPIs' contributions add up to it.
    async fn computed(&self) -> Option<f64> {
        self.computed.value.health.computed.map(round::score)
    }

    /// Where the value stands.
    async fn band(&self) -> Option<Band> {
        self.computed.value.health.band.map(Into::into)
    }

    /// How much of what the model asks for was really seen, in a word.
    async fn confidence(&self) -> Confidence {
        self.computed.value.health.confidence.into()
    }

    /// The share of the applicable evidence that was seen, 0 to 1.
    async fn coverage(&self) -> f64 {
        round::share(self.computed.value.health.coverage)
    }

    /// The value if everything missing were 0.
    async fn low(&self) -> f64 {
        round::score(self.computed.value.health.low)
    }

    /// The value if everything missing were 100.
    async fn high(&self) -> f64 {
        round::score(self.computed.value.health.high)
    }

    /// The model, as `code@version`.
    async fn model_version(&self) -> &str {
        &self.computed.value.health.model
    }

    /// The day that it speaks of.
    async fn as_of(&self) -> Day {
        Day(self.day())
    }

    /// When it was computed.
    async fn computed_at(&self) -> Time {
        Time(self.computed.at)
    }

    /// Whether it was computed for this request.
    async fn cache(&self) -> CacheInfo {
        let kept = self.what_if.is_none();
        CacheInfo {
            hit: self.hit,
            age_seconds: self.computed.age_seconds(),
            ttl_seconds: if kept { TTL.as_secs() } else { 0 },
            computed_in_ms: round::score(self.computed.took_ms),
        }
    }

    /// The stages of the customer's journey.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn stages(&self) -> Vec<StageScore> {
        StageScore::all(&self.account, &self.computed, &self.cohort.visit)
    }

    /// The KPIs that cost the most points, or that bring the most.
    #[graphql(complexity = "limits::counted(first) * child_complexity + 1")]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn drivers(
        &self,
        #[graphql(desc = "How many, 1 to 50.", default = 5)] first: i32,
        #[graphql(desc = "Those that bring the most points.", default)] positive: bool,
    ) -> Result<Vec<KpiResult>> {
        let first = limits::first(first, 50)?;
        let mut drivers = self.kpis();
        drivers.retain(|kpi| kpi.pull(positive) > 0.0);
        drivers.sort_by(|a, b| b.pull(positive).total_cmp(&a.pull(positive)));
        drivers.truncate(first);
        Ok(drivers)
    }

    /// The caps that hold the value below what was computed.
    async fn caps(&self) -> Vec<ScoreCap> {
        self.computed.value.health.caps.iter().map(ScoreCap::of).collect()
    }

    /// A person's word that stands in place of the value.
    #[graphql(name = "override")]
    async fn overridden(&self) -> Option<ScoreOverride> {
        self.computed.value.health.overridden.as_ref().map(ScoreOverride::of)
    }

    /// How it moved over the last days. A what-if is compared with itself back then.
    #[graphql(complexity = "limits::SCORE_COST + child_complexity")]
    async fn trend(
        &self,
        #[graphql(desc = "Over how many days, 1 to 1825.", default = 28)] days: i32,
    ) -> Result<Trend> {
        change::trend(self, days).await
    }

    /// The score on days of the past.
    #[graphql(complexity = "limits::POINTS / 2 * limits::SCORE_COST + 50 * child_complexity")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the schema")]
    async fn history(
        &self,
        #[graphql(desc = "The first day that may be in it.")] from: Day,
        #[graphql(desc = "The last day; steps are counted back from it.")] to: Day,
        #[graphql(desc = "The step between two points.", default_with = "Grain::Week")]
        grain: Grain,
        #[graphql(desc = "What the past is told from.", default_with = "Knowledge::KnownNow")]
        basis: Knowledge,
    ) -> Result<Vec<Point>> {
        change::history(self, Span::checked(from, to, self.today())?, grain, basis).await
    }

    /// Why the value moved between two days, part by part; the points add up to the difference.
    #[graphql(complexity = "2 * limits::SCORE_COST + 10 * child_complexity")]
    async fn explain_change(
        &self,
        #[graphql(desc = "The earlier day.")] from: Day,
        #[graphql(desc = "The later day.")] to: Day,
        #[graphql(
            desc = "What the past is told from. By what was known then, one more part says how far \
                    that lies from what is known now.",
            default_with = "Knowledge::KnownNow"
        )]
        basis: Knowledge,
    ) -> Result<Vec<KpiDelta>> {
        change::explain(self, Span::checked(from, to, self.today())?, basis).await
    }
}

/// Whether an answer was computed for this request or kept from an earlier one.
#[derive(SimpleObject)]
#[graphql(cache_control(no_cache))]
pub(super) struct CacheInfo {
    /// It was kept from an earlier request.
    hit: bool,
    /// Seconds since it was computed.
    age_seconds: i32,
    /// Seconds that it is kept at most; 0 for what is never kept.
    ttl_seconds: u64,
    /// Milliseconds that computing it took, without reading the facts.
    computed_in_ms: f64,
}

/// A person's word in place of a computed value.
#[derive(SimpleObject)]
pub(super) struct ScoreOverride {
    /// The value given.
    value: f64,
    /// Why.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// Who gave it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
    /// When.
    since: Time,
    /// When it ends.
    expires_at: Option<Time>,
}

impl ScoreOverride {
    fn of(said: &Override) -> Self {
        Self {
            value: round::score(said.value),
            reason: Some(said.reason.clone()),
            author: Some(said.author.clone()),
            since: Time(said.since),
            expires_at: said.expires_at.map(Time),
        }
    }
}

impl CacheInfo {
    /// Of what is kept.
    pub(super) fn of<T>(told: &Told<T>) -> Self {
        Self {
            hit: told.hit,
            age_seconds: told.made.age_seconds(),
            ttl_seconds: TTL.as_secs(),
            computed_in_ms: round::score(told.made.took_ms),
        }
    }
}

/// A cap that lowers the value while its condition holds.
#[derive(SimpleObject)]
pub(super) struct ScoreCap {
    /// The cap's code.
    code: String,
    /// The highest value allowed.
    cap: f64,
    /// The condition, in words.
    reason: String,
    /// Since when it holds, when that is known.
    since: Option<Day>,
}

impl ScoreCap {
    fn of(cap: &Cap) -> Self {
        Self {
            code: cap.code.clone(),
            cap: round::score(cap.cap),
            reason: cap.reason.clone(),
            since: cap.since.map(Day),
        }
    }
}
