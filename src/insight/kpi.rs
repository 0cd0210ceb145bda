//! A key performance indicator within a score: what was seen of it, what that is worth, and how
//! much it can be relied on. Stages of the journey and factors of trust are made of them.

use chrono::NaiveDate;

use super::{KpiDef, Observation};
use crate::model::{Category, Origin};

/// The state of a KPI within a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KpiStatus {
    /// Fresh and enough.
    Ok,
    /// Older than its time to live.
    Stale,
    /// Fewer facts than asked for.
    LowSample,
    /// Older than twice its time to live: not scored.
    Expired,
    /// Not seen: not scored.
    Missing,
    /// Declared not to apply: leaves numerator and denominator.
    NotApplicable,
    /// Could not be measured: not scored.
    Error,
}

/// A KPI within a score.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiScore {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Unit of `raw`.
    pub unit: String,
    /// Window in days.
    pub window_days: i64,
    /// What kind of system it is measured from.
    pub source: Category,
    /// How it is computed, in words.
    pub formula: String,
    /// Raw value.
    pub raw: Option<f64>,
    /// Word, for a category.
    pub category: Option<String>,
    /// Sample.
    pub n: i64,
    /// 0 to 100; `None` when not scored.
    pub normalised: Option<f64>,
    /// State.
    pub status: KpiStatus,
    /// Freshness × sample, 0 to 1; halved for a fallback.
    pub evidence: f64,
    /// Points of the computed value that it brings; all of them add up to it. Hidden with it.
    pub contribution: Option<f64>,
    /// Points that it costs against a perfect KPI.
    pub points_lost: Option<f64>,
    /// Code of the fallback measured instead.
    pub fallback_used: Option<String>,
    /// Day of the newest fact.
    pub observed_on: Option<NaiveDate>,
    /// The facts.
    pub inputs: Vec<Origin>,
    /// Why it could not be measured.
    pub error: Option<String>,
}

impl KpiScore {
    /// It concerns the account.
    pub(super) fn applies(&self) -> bool {
        self.status != KpiStatus::NotApplicable
    }
}

/// A KPI that nothing is known of.
pub(super) fn blank(kpi: &KpiDef) -> KpiScore {
    KpiScore {
        code: kpi.code.clone(),
        name: kpi.name.clone(),
        unit: kpi.unit.clone(),
        window_days: kpi.window_days,
        source: kpi.source,
        formula: kpi.formula.clone(),
        raw: None,
        category: None,
        n: 0,
        normalised: None,
        status: KpiStatus::Missing,
        evidence: 0.0,
        contribution: None,
        points_lost: None,
        fallback_used: None,
        observed_on: None,
        inputs: Vec::new(),
        error: None,
    }
}

/// A raw value to try: fresh and with a full sample.
pub(super) fn supposed(kpi: &KpiDef, raw: f64, as_of: NaiveDate) -> KpiScore {
    let seen = Observation {
        raw: Some(raw),
        n: kpi.min_sample,
        observed_on: Some(as_of),
        ..Observation::default()
    };
    observed(kpi, &seen, as_of)
}

pub(super) fn observed(kpi: &KpiDef, seen: &Observation, as_of: NaiveDate) -> KpiScore {
    let fallback = kpi.fallback.as_deref().filter(|f| Some(&f.code) == seen.fallback.as_ref());
    let measured = fallback.unwrap_or(kpi);
    let (status, evidence) = judge(measured, seen, as_of);
    let row = KpiScore {
        // The row keeps the KPI's place in the model; what was measured instead is named beside.
        code: kpi.code.clone(),
        raw: seen.raw,
        category: seen.category.clone(),
        n: seen.n,
        observed_on: seen.observed_on,
        inputs: seen.inputs.clone(),
        error: seen.error.clone(),
        fallback_used: seen.fallback.clone(),
        status,
        ..blank(measured)
    };
    if evidence <= 0.0 {
        return row;
    }
    match normalise(measured, seen) {
        Ok(points) => KpiScore {
            normalised: Some(points),
            evidence: evidence * if fallback.is_some() { 0.5 } else { 1.0 },
            ..row
        },
        Err(error) => KpiScore { status: KpiStatus::Error, error: Some(error), ..row },
    }
}

/// The state of an observation and its evidence: freshness × sample.
fn judge(kpi: &KpiDef, seen: &Observation, as_of: NaiveDate) -> (KpiStatus, f64) {
    if seen.not_applicable {
        return (KpiStatus::NotApplicable, 0.0);
    }
    if seen.error.is_some() {
        return (KpiStatus::Error, 0.0);
    }
    if (seen.raw.is_none() && seen.category.is_none()) || seen.n <= 0 {
        return (KpiStatus::Missing, 0.0);
    }
    let age = seen.observed_on.map_or(0, |day| (as_of - day).num_days()) as f64;
    let ttl = kpi.ttl_days as f64;
    let fresh = if age <= ttl { 1.0 } else { (2.0 - age / ttl).max(0.0) };
    let sample = (seen.n as f64 / kpi.min_sample as f64).min(1.0);
    let status = if fresh <= 0.0 {
        KpiStatus::Expired
    } else if age > ttl {
        KpiStatus::Stale
    } else if sample < 1.0 {
        KpiStatus::LowSample
    } else {
        KpiStatus::Ok
    };
    (status, fresh * sample)
}

fn normalise(kpi: &KpiDef, seen: &Observation) -> Result<f64, String> {
    if let Some(word) = &seen.category {
        let points = kpi.categories.get(word).copied();
        return points
            .ok_or_else(|| format!("the model gives `{word}` no points in {}", kpi.code));
    }
    let raw = seen.raw.filter(|raw| raw.is_finite());
    let Some(raw) = raw else { return Err("the raw value is not a number".to_owned()) };
    // Only a what-if gives a category a number: it is the score to try.
    Ok(kpi.normalise(raw).unwrap_or_else(|| raw.clamp(0.0, 100.0)))
}

pub(super) fn mean(points: &[f64]) -> Option<f64> {
    (!points.is_empty()).then(|| points.iter().sum::<f64>() / points.len() as f64)
}
