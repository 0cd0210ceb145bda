//! Checks a revenue model as it is written and makes the model that reckons.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive;
use serde::Deserialize;

use super::extract::MEASURES;
use super::model::{
    Activity, By, Circle, ExpansionModel, RenewalModel, RevenueModel, StayModel,
};
use crate::model::settings::{Checked, Entries, Said};
use crate::model::{Currency, Money};

/// What is known to hold of an account or a contract.
pub(super) const FLAGS: &[&str] = &[
    "CHAMPION_LOST",
    "OPEN_ESCALATION",
    "NO_DECISION_MAKER_CONTACT_90D",
    "OVERDUE_60D",
    "RENEWAL_INTENT_SIGNED",
    "NOTICE_GIVEN",
];
const CIRCLES: &[(&str, Circle)] = &[
    ("SEGMENT_AND_SIZE", Circle::SegmentAndSize),
    ("SEGMENT", Circle::Segment),
    ("SIZE", Circle::Size),
    ("ALL", Circle::All),
];
const BY: &[(&str, By)] = &[("family", By::Family), ("product", By::Product)];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelFile {
    code: Said<String>,
    version: Said<String>,
    reporting_currency: Said<String>,
    horizon: HorizonFile,
    renewal: RenewalFile,
    expansion: ExpansionFile,
    pipeline: PipelineFile,
    position: PositionFile,
    lifetime: LifetimeFile,
    stay: StayFile,
    cost_to_serve: CostFile,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HorizonFile {
    months: Said<i64>,
    longest: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RenewalFile {
    base: Said<f64>,
    health: Said<f64>,
    trust: Said<f64>,
    least: Said<f64>,
    most: Said<f64>,
    range: RangeFile,
    grace: Said<i64>,
    window: Said<i64>,
    flags: Entries<Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RangeFile {
    low: Said<f64>,
    high: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpansionFile {
    by: Said<String>,
    groups: Said<Vec<Said<String>>>,
    peers: Said<i64>,
    prior: PriorFile,
    least_health: Said<f64>,
    health_base: Said<f64>,
    most: Said<f64>,
    intent: IntentFile,
    sizes: Entries<Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriorFile {
    adopted: Said<f64>,
    without: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IntentFile {
    factor: Said<f64>,
    full: Said<f64>,
    days: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PipelineFile {
    closed: Said<i64>,
    window: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PositionFile {
    risk: Said<f64>,
    growth: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LifetimeFile {
    margin: Said<f64>,
    discount: Said<f64>,
    retention: Said<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StayFile {
    trust: Said<f64>,
    probability: Said<f64>,
    locked: Said<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CostFile {
    currency: Said<String>,
    activities: Vec<ActivityFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActivityFile {
    code: Said<String>,
    measure: Said<String>,
    unit: String,
    cost: Said<f64>,
}

pub(super) fn model(file: ModelFile) -> Checked<RevenueModel> {
    let horizon_months = count(&file.horizon.months, 120)?;
    if file.horizon.longest.value < file.horizon.months.value {
        let message = "`longest` is shorter than `months`; give as many or more";
        return file.horizon.longest.wrong(message);
    }
    Ok(RevenueModel {
        horizon_months,
        longest_months: count(&file.horizon.longest, 120)?,
        code: file.code.filled("code")?,
        version: file.version.filled("version")?,
        reporting: currency(&file.reporting_currency)?,
        renewal: renewal(file.renewal)?,
        expansion: expansion(file.expansion)?,
        min_closed: count(&file.pipeline.closed, 1_000_000)?,
        closed_days: days(&file.pipeline.window)?,
        risk_line: share(&file.position.risk)?,
        growth_line: share(&file.position.growth)?,
        margin: share(&file.lifetime.margin)?,
        discount: above_zero(&file.lifetime.discount)?,
        retention: share(&file.lifetime.retention)?,
        stay: StayModel {
            trust: at_least_zero(&file.stay.trust)?,
            probability: share(&file.stay.probability)?,
            locked_days: days(&file.stay.locked)?,
        },
        activities: activities(file.cost_to_serve)?,
    })
}

fn renewal(file: RenewalFile) -> Checked<RenewalModel> {
    let (least, most) = (share(&file.least)?, share(&file.most)?);
    if least >= most {
        return file.least.wrong(format!("`least: {least}` must be below `most: {most}`"));
    }
    let range = (at_least_zero(&file.range.low)?, at_least_zero(&file.range.high)?);
    if range.0 > 1.0 || range.1 < 1.0 {
        let message = "the range must hold 1: give `low` up to 1 and `high` from 1";
        return file.range.low.wrong(message);
    }
    let mut flags = BTreeMap::new();
    for (code, odds) in file.flags {
        code.known("flag", FLAGS.iter().copied())?;
        flags.insert(code.value, finite(&odds)?);
    }
    Ok(RenewalModel {
        base: finite(&file.base)?,
        health: at_least_zero(&file.health)?,
        trust: at_least_zero(&file.trust)?,
        flags,
        least,
        most,
        range,
        grace_days: days(&file.grace)?,
        window_days: days(&file.window)?,
    })
}

fn expansion(file: ExpansionFile) -> Checked<ExpansionModel> {
    let groups =
        file.groups.some("whom should an account be compared with? name at least one")?;
    let groups = groups.iter().map(|word| word.one_of("group", CIRCLES.iter().copied()));
    let mut sizes = Vec::new();
    for (name, least) in file.sizes {
        sizes.push((name.value, at_least_zero(&least)?));
    }
    sizes.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
    Ok(ExpansionModel {
        by: file.by.one_of("kind of line", BY.iter().copied())?,
        groups: groups.collect::<Checked<_>>()?,
        min_peers: count(&file.peers, 1_000_000)? as usize,
        prior: (at_least_zero(&file.prior.adopted)?, above_zero(&file.prior.without)?),
        least_health: at_least_zero(&file.least_health)?,
        health_base: at_least_zero(&file.health_base)?,
        most: share(&file.most)?,
        intent_factor: at_least_zero(&file.intent.factor)?,
        intent_full: above_zero(&file.intent.full)?,
        intent_days: days(&file.intent.days)?,
        sizes,
    })
}

fn activities(file: CostFile) -> Checked<Vec<Activity>> {
    let currency = currency(&file.currency)?;
    let activity = |activity: ActivityFile| {
        activity.measure.known("measure", MEASURES.iter().map(|known| known.name))?;
        let cost =
            Decimal::from_f64(at_least_zero(&activity.cost)?).map(|cost| cost.normalize());
        let cost = cost.and_then(|amount| Money::new(amount, currency).ok());
        let cost = cost.ok_or_else(|| {
            activity.cost.fault("a cost has at most four decimals and must fit a currency")
        })?;
        let code = activity.code.filled("code")?;
        Ok(Activity { code, measure: activity.measure.value, unit: activity.unit, cost })
    };
    file.activities.into_iter().map(activity).collect()
}

fn currency(said: &Said<String>) -> Checked<Currency> {
    Currency::parse(&said.value).ok_or_else(|| {
        said.fault(format!("`{}` is no currency; write a code such as EUR", said.value))
    })
}

fn days(said: &Said<i64>) -> Checked<i64> {
    count(said, 36_500).map(i64::from)
}

fn count(said: &Said<i64>, most: u32) -> Checked<u32> {
    let number = u32::try_from(said.value).ok().filter(|n| (1..=most).contains(n));
    number.ok_or_else(|| {
        said.fault(format!("{} must be at least 1 and at most {most}", said.value))
    })
}

fn share(said: &Said<f64>) -> Checked<f64> {
    if (0.0..=1.0).contains(&said.value) {
        return Ok(said.value);
    }
    said.wrong(format!("{} must be a share from 0 to 1", said.value))
}

fn at_least_zero(said: &Said<f64>) -> Checked<f64> {
    if said.value >= 0.0 && said.value.is_finite() {
        return Ok(said.value);
    }
    said.wrong(format!("{} is below 0; give 0 or more", said.value))
}

fn above_zero(said: &Said<f64>) -> Checked<f64> {
    if said.value > 0.0 && said.value.is_finite() {
        return Ok(said.value);
    }
    said.wrong(format!("{} must be above 0", said.value))
}

fn finite(said: &Said<f64>) -> Checked<f64> {
    if said.value.is_finite() {
        return Ok(said.value);
    }
    said.wrong("expected a finite number")
}
