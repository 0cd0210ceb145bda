//! Metrics in the tree of a brand beside the money of the same accounts, and by the process that owns
//! them.

use std::collections::BTreeSet;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::errors::{ApiError, Result, partial};
use super::kept::Told;
use super::limits;
use super::loaders::Seen;
use super::metric::{ExperienceAttribute, MetricDefinition, catalogue, profile_of};
use super::money::Money;
use super::portfolio::{Asked, Portfolio};
use super::revenue::{Reckoned, opportunity_of};
use super::round;
use super::scalars::Day;
use super::scores::Plain;
use super::visit::Visit;
use crate::insight::metrics::{
    Known, Means, MetricCatalogue, Node, Paired, Profile, Radar, Reading, Readings, Tree, grow,
    paired, radar, readings,
};
use crate::insight::portfolio::{Dimension, groups};
use crate::insight::quarters::{Quarter, quarter_ends};
use crate::insight::revenue::{Retention, retention};
use crate::insight::{Trust, voices};
use crate::model::AccountId;
use crate::store::StoredQuarter;

/// Metrics in the tree of a brand, beside the money of the same accounts.
#[derive(SimpleObject)]
pub(super) struct MetricTree {
    /// Code of the brand's profile.
    profile: ID,
    /// What the brand promises.
    name: String,
    /// Code of the metric that leads.
    lead: ID,
    /// The day.
    as_of: Day,
    /// How many accounts.
    accounts: i64,
    /// 0 to 100: the mean of the nodes that have a value, by their weights; `null` when none has.
    value: Option<f64>,
    /// Share of the weight that is known, 0 to 1.
    known: f64,
    /// Codes of the metrics in the tree that have no value: left out, never counted as 0.
    missing: Vec<String>,
    /// The first level of the tree; weights add up to 1.
    nodes: Vec<MetricNode>,
    /// Recurring revenue of a year.
    arr: Option<Money>,
    /// Renewals due, times the probability of losing them.
    at_risk: Option<Money>,
    /// Expected of open deals and of what peers buy.
    growth_expected: Option<Money>,
    /// The code and version of the catalogue that classes and weights are from.
    model: String,
}

/// A place in the tree: a metric, or a group of places.
#[derive(SimpleObject)]
pub(super) struct MetricNode {
    /// Code of the metric, or of the group.
    code: ID,
    /// Its name.
    name: String,
    /// The metric; `null` of a group.
    metric: Option<MetricDefinition>,
    /// Weight among its siblings, 0 to 1.
    weight: f64,
    /// 0 to 100; of a group the mean of the children that have a value, by their weights. `null` where
    /// nothing is known.
    value: Option<f64>,
    /// Share of the weight below it that is known, 0 to 1.
    known: f64,
    /// Codes of the metrics below it, or its own, that have no value.
    missing: Vec<String>,
    /// Why a metric has no value; `null` where it has one.
    reason: Option<String>,
    /// Accounts behind a metric's value.
    accounts: Option<i64>,
    /// Of which day a metric's value is.
    as_of: Option<Day>,
    /// What is below a group; weights add up to 1.
    children: Vec<Self>,
}

impl MetricNode {
    fn all(nodes: &[Node], catalogue: &MetricCatalogue) -> Vec<Self> {
        nodes.iter().map(|node| Self::of(node, catalogue)).collect()
    }

    fn of(node: &Node, catalogue: &MetricCatalogue) -> Self {
        let reading = node.reading.as_ref();
        let metric = reading.and_then(|_| catalogue.metric(&node.code));
        Self {
            code: ID(node.code.clone()),
            name: node.name.clone(),
            metric: metric.map(Into::into),
            weight: round::raw(node.weight),
            value: node.value.map(round::score),
            known: round::share(node.known),
            missing: node.missing.clone(),
            reason: reading.and_then(|reading| reading.why.clone()),
            accounts: reading.map(|reading| count(reading.accounts)),
            as_of: reading.and_then(|reading| reading.as_of).map(Day),
            children: Self::all(&node.children, catalogue),
        }
    }
}

/// A metric of an account.
#[derive(SimpleObject)]
pub(super) struct MetricReading {
    /// The metric.
    metric: MetricDefinition,
    /// In its own unit; `null` where it is not known or is no number.
    raw: Option<f64>,
    /// 0 to 100; `null` where it is not known or has no scale.
    value: Option<f64>,
    /// Why there is no value; `null` where there is one.
    reason: Option<String>,
}

impl MetricReading {
    fn of(catalogue: &MetricCatalogue, code: &str, reading: &Reading) -> Option<Self> {
        Some(Self {
            metric: catalogue.metric(code)?.into(),
            raw: reading.raw.map(round::raw),
            value: reading.score.map(round::score),
            reason: reading.why.clone(),
        })
    }
}

/// What was done at a touchpoint, beside how it was felt.
#[derive(SimpleObject)]
pub(super) struct MetricPair {
    /// Where.
    touchpoint: String,
    /// Code of the process.
    process: ID,
    /// What was done.
    behaviour: MetricReading,
    /// How it was felt: of a survey that is asked at many places, the answers about this one.
    attitude: MetricReading,
    /// Behaviour is good and attitude is bad, by the thresholds of the catalogue; `null` unless both are
    /// known.
    gap: Option<bool>,
}

impl MetricPair {
    fn of(catalogue: &MetricCatalogue, paired: &Paired) -> Option<Self> {
        let Paired { pair, behaviour, attitude, gap } = paired;
        Some(Self {
            touchpoint: pair.touchpoint.clone(),
            process: ID(pair.process.clone()),
            behaviour: MetricReading::of(catalogue, &pair.behaviour, behaviour)?,
            attitude: MetricReading::of(catalogue, &pair.attitude, attitude)?,
            gap: *gap,
        })
    }
}

/// A process of ours with its metrics of an account.
#[derive(SimpleObject)]
pub(super) struct MetricProcess {
    /// `LOGISTICS`, `SERVICE`, …
    code: ID,
    /// Its name.
    name: String,
    /// The role that answers for it.
    owner: String,
    /// Its metrics.
    metrics: Vec<MetricReading>,
    /// What it does beside how that is felt, touchpoint by touchpoint.
    pairs: Vec<MetricPair>,
}

/// How cohesive, relevant, easy or timely the experience is.
#[derive(SimpleObject)]
pub(super) struct AttributeScore {
    /// The attribute.
    attribute: ExperienceAttribute,
    /// Mean of the KPIs in `toldBy`, 0 to 100; `null` where there is none.
    value: Option<f64>,
    /// Codes of the KPIs that tell it and have a score.
    told_by: Vec<String>,
    /// Codes of the KPIs that tell it and have none: left out, never counted as 0.
    missing: Vec<String>,
}

impl From<Radar> for AttributeScore {
    fn from(radar: Radar) -> Self {
        Self {
            attribute: radar.attribute.into(),
            value: radar.value.map(round::score),
            told_by: radar.told_by,
            missing: radar.missing,
        }
    }
}

/// A tree with what stands beside it.
struct Beside {
    accounts: i64,
    day: NaiveDate,
    arr: Option<Money>,
    at_risk: Option<Money>,
    growth_expected: Option<Money>,
}

impl MetricTree {
    fn told(
        catalogue: &MetricCatalogue,
        profile: &Profile,
        readings: &Readings,
        beside: Beside,
    ) -> Self {
        let Tree { value, known, missing, nodes } = grow(profile, readings);
        let Beside { accounts, day, arr, at_risk, growth_expected } = beside;
        Self {
            profile: ID(profile.code.clone()),
            name: profile.name.clone(),
            lead: ID(profile.lead.clone()),
            as_of: Day(day),
            accounts,
            value: value.map(round::score),
            known: round::share(known),
            missing,
            nodes: MetricNode::all(&nodes, catalogue),
            arr,
            at_risk,
            growth_expected,
            model: catalogue.id(),
        }
    }

    /// The portfolio's.
    pub(super) async fn of_portfolio(
        visit: &Arc<Visit>,
        profile: Option<ID>,
        asked: Asked,
    ) -> Result<Self> {
        let catalogue = catalogue(visit)?;
        let profile = profile_of(&catalogue, profile.as_ref())?;
        let portfolio = Portfolio::read(visit, asked).await?;
        let means = kept(visit, &catalogue, &portfolio).await?;
        let group =
            groups(portfolio.holdings(), &[Dimension::Global]).pop().unwrap_or_default();
        let sums = group.totals.sums;
        let beside = Beside {
            accounts: group.spread.accounts,
            day: portfolio.day,
            arr: portfolio.money(sums.arr),
            at_risk: portfolio.money(sums.at_risk),
            growth_expected: portfolio.money(sums.growth_expected),
        };
        let readings = means.readings(&group, portfolio.day);
        Ok(Self::told(&catalogue, profile, &readings, beside))
    }
}

/// The means over the accounts' quarters: the last one that was over on the portfolio's day.
async fn kept<'a>(
    visit: &Visit,
    catalogue: &'a MetricCatalogue,
    portfolio: &Portfolio,
) -> Result<Means<'a>> {
    let ends_on = quarter_ends(portfolio.day, 1).pop().unwrap_or(portfolio.day);
    let held: BTreeSet<&AccountId> = portfolio.holdings().map(|one| &one.account).collect();
    let mut means = Means::of(catalogue, ends_on);
    let take = |told: StoredQuarter, _| {
        if told.ends_on != ends_on || !held.contains(&told.account) {
            return;
        }
        match serde_json::from_str::<Quarter>(&told.body) {
            Ok(quarter) => means.add(&quarter),
            Err(error) => tracing::warn!(
                account = told.account.as_str(),
                "A stored quarter cannot be read: {error}"
            ),
        }
    };
    visit.sight.needs_all("the mean of all accounts")?;
    visit.desk.hub.store.quarters(ends_on, take).await?;
    Ok(means)
}

/// An account with all that its metrics are told from.
struct Measured {
    visit: Arc<Visit>,
    catalogue: Arc<MetricCatalogue>,
    seen: Arc<Seen>,
    health: Told<Plain>,
    trust: Told<Trust>,
    retention: std::result::Result<Retention, String>,
    day: NaiveDate,
}

impl Measured {
    async fn read(account: &Account, as_of: Option<Day>) -> Result<Self> {
        let (cohort, id) = (&account.cohort, &account.id);
        let visit = Arc::clone(&cohort.visit);
        let day = visit.desk.day(as_of)?;
        let ledger = cohort.ledger(id, day).await?;
        let currency = ledger.currency(None)?;
        let retention = retention(&ledger.book, &ledger.peers.rates, currency);
        Ok(Self {
            catalogue: catalogue(&visit)?,
            seen: Arc::clone(&ledger.seen),
            health: cohort.scored(id, day).await?,
            trust: cohort.trusted(id, day).await?,
            retention: retention.map_err(|error| error.to_string()),
            visit,
            day,
        })
    }

    /// What is told of the readings of all metrics and of the pairs.
    fn told<T>(&self, tell: impl FnOnce(&MetricCatalogue, &Readings, &[Paired]) -> T) -> T {
        let hub = &self.visit.desk.hub;
        let voices = voices(&self.seen.facts, &hub.calendar, self.day);
        let known = Known {
            health: &self.health.made.value.health,
            trust: &self.trust.made.value,
            retention: self.retention.as_ref().copied().map_err(String::as_str),
            voices: &voices,
            as_of: self.day,
        };
        let readings = readings(&self.catalogue, &known, &hub.models);
        let pairs = paired(&self.catalogue, &readings, &known, &hub.models);
        tell(&self.catalogue, &readings, &pairs)
    }

    fn processes(&self) -> Vec<MetricProcess> {
        self.told(|catalogue, readings, pairs| {
            let process = |process: &crate::insight::metrics::Process| {
                let own = catalogue.metrics.iter().filter(|def| def.process == process.code);
                let reading =
                    |code: &String| MetricReading::of(catalogue, code, readings.get(code)?);
                let of = pairs.iter().filter(|paired| paired.pair.process == process.code);
                MetricProcess {
                    code: ID(process.code.clone()),
                    name: process.name.clone(),
                    owner: process.owner.clone(),
                    metrics: own.filter_map(|def| reading(&def.code)).collect(),
                    pairs: of.filter_map(|pair| MetricPair::of(catalogue, pair)).collect(),
                }
            };
            catalogue.processes.iter().map(process).collect()
        })
    }

    fn gaps(&self) -> Vec<MetricPair> {
        self.told(|catalogue, _, pairs| {
            let gaps = pairs.iter().filter(|paired| paired.gap == Some(true));
            gaps.filter_map(|pair| MetricPair::of(catalogue, pair)).collect()
        })
    }

    fn tree(&self, profile: Option<&ID>, money: Reckoned) -> Result<MetricTree> {
        let answer = money.answer;
        let amount = |amount| Money::reckoned(amount, answer.asked.currency, answer.rate_date);
        let beside = Beside {
            accounts: 1,
            day: self.day,
            arr: answer.arr.and_then(amount),
            at_risk: answer.at_risk.and_then(amount),
            growth_expected: answer.growth_expected.and_then(amount),
        };
        let profile = profile_of(&self.catalogue, profile)?;
        Ok(self.told(|catalogue, readings, _| {
            MetricTree::told(catalogue, profile, readings, beside)
        }))
    }
}

/// Fields of an account; see [`Account`].
pub(super) struct AccountMetrics(pub(super) Account);

/// The system of metrics over one account.
#[Object]
impl AccountMetrics {
    /// Its metrics in the tree of a brand, beside its money.
    #[graphql(complexity = "10 * child_complexity + limits::SCORE_COST")]
    async fn metric_tree(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Code of a brand's profile; the first one when absent.")]
        profile: Option<ID>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
        #[graphql(desc = "ISO 4217; the hub's when absent.")] currency: Option<String>,
    ) -> Option<MetricTree> {
        let read = async || {
            let measured = Measured::read(&self.0, as_of).await?;
            let money = opportunity_of(&self.0, None, currency, as_of).await?;
            for error in &money.answer.errors {
                super::errors::report(ctx, ApiError::Unmeasured(error.clone()));
            }
            measured.tree(profile.as_ref(), money)
        };
        partial(ctx, read().await)
    }

    /// Its metrics by the process of ours that owns them: what we do, beside how that is felt.
    #[graphql(complexity = "20 * child_complexity + limits::SCORE_COST")]
    async fn processes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<Vec<MetricProcess>> {
        partial(ctx, Measured::read(&self.0, as_of).await.map(|measured| measured.processes()))
    }

    /// The touchpoints where what we do is good and how it is felt is bad.
    #[graphql(complexity = "3 * child_complexity + limits::SCORE_COST")]
    async fn perception_gaps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<Vec<MetricPair>> {
        partial(ctx, Measured::read(&self.0, as_of).await.map(|measured| measured.gaps()))
    }

    /// How cohesive, relevant, easy and timely the experience is, by the KPIs that tell each.
    #[graphql(complexity = "4 * child_complexity + limits::SCORE_COST")]
    async fn experience_attributes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As the facts stood at the end of this day; today when absent.")]
        as_of: Option<Day>,
    ) -> Option<Vec<AttributeScore>> {
        let told = |measured: Measured| {
            measured.told(|catalogue, readings, _| radar(catalogue, readings))
        };
        let all = partial(ctx, Measured::read(&self.0, as_of).await.map(told))?;
        Some(all.into_iter().map(Into::into).collect())
    }
}

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
