//! The Customer Health Index: observations to a score with its parts.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Facts, HealthModel, Observations};
use crate::model::{Band, Category, Confidence, Origin};

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

/// The state of a stage within a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StageStatus {
    /// At least one KPI scored.
    Ok,
    /// No KPI scored.
    Missing,
    /// No KPI applies.
    NotApplicable,
}

/// What to do about what is missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum MissingPolicy {
    /// Leave it out (the default).
    #[default]
    Exclude,
    /// Count it as 0: the value becomes `low`.
    Worst,
}

/// Changes to try: raw values of KPIs and weights of stages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WhatIf {
    /// KPI code → raw value, fresh and with a full sample.
    pub raw: BTreeMap<String, f64>,
    /// Stage code → weight.
    pub weights: BTreeMap<String, f64>,
    /// See [`MissingPolicy`].
    pub missing: MissingPolicy,
}

/// A health score with everything that explains it. All values in full precision; rounding is the API's.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// Effective value after caps, 0 to 100; `None` when coverage is insufficient.
    pub value: Option<f64>,
    /// Before caps; hidden too when coverage is insufficient.
    pub computed: Option<f64>,
    /// Band of the value.
    pub band: Option<Band>,
    /// From coverage.
    pub confidence: Confidence,
    /// Share of the applicable evidence that was seen, 0 to 1.
    pub coverage: f64,
    /// If everything missing were 0.
    pub low: f64,
    /// If everything missing were 100.
    pub high: f64,
    /// `code@version`.
    pub model: String,
    /// For which day.
    pub as_of: NaiveDate,
    /// The stages in the model's order.
    pub stages: Vec<StageScore>,
    /// Caps whose condition holds and that lower the value.
    pub caps: Vec<Cap>,
}

/// A stage within a score.
#[derive(Debug, Clone, PartialEq)]
pub struct StageScore {
    /// Code.
    pub code: String,
    /// Weight used, moments and what-if included.
    pub weight: f64,
    /// Mean of its scored KPIs.
    pub score: Option<f64>,
    /// State.
    pub status: StageStatus,
    /// Share of its applicable evidence that was seen, 0 to 1.
    pub evidence: f64,
    /// A moment multiplied its weight.
    pub moment: bool,
    /// Its KPIs.
    pub kpis: Vec<KpiScore>,
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
    /// Points of the computed value that it brings; all of them add up to it.
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

/// A cap that holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Cap {
    /// Code.
    pub code: String,
    /// Highest value allowed.
    pub cap: f64,
    /// The condition, in words.
    pub reason: String,
    /// Since when, when it is known.
    pub since: Option<NaiveDate>,
}

/// Why a score moved, for one KPI (or for the caps, code `CAP`).
#[derive(Debug, Clone, PartialEq)]
pub struct KpiChange {
    /// KPI code, or `CAP`.
    pub code: String,
    /// Score of the KPI then.
    pub from: Option<f64>,
    /// Score of the KPI now.
    pub to: Option<f64>,
    /// Points; all of them add up to the difference of the two values.
    pub points: f64,
    /// `VALUE`, `WEIGHT`, `DATA_LOST`, `DATA_NEW`, `MODEL`, `CAP`.
    pub cause: &'static str,
}

/// Scores an account from what was seen. `facts` give the attributes that caps and moments look at.
pub fn score(
    observations: &Observations,
    facts: &Facts,
    model: &HealthModel,
    as_of: NaiveDate,
    what_if: &WhatIf,
) -> Health {
    let _ = (observations, facts, model, as_of, what_if);
    todo!()
}

/// Why the value moved from one score to another, part by part.
pub fn explain_change(from: &Health, to: &Health) -> Vec<KpiChange> {
    let _ = (from, to);
    todo!()
}

/// The difference on KPIs scored in both, with the later score's weights; `None` when there is none.
pub fn like_for_like(from: &Health, to: &Health) -> Option<f64> {
    let _ = (from, to);
    todo!()
}
