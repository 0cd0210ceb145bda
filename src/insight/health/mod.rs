//! The Customer Health Index: observations to a score with its parts.

mod caps;
mod change;
mod moments;
mod overrides;
mod rollup;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    Calendar, Facts, HealthModel, KpiDef, Observation, Observations, StageDef, measure,
};
use crate::model::{Band, Category, Confidence, Origin};

pub(super) use caps::CAPS;
pub use change::{explain_change, like_for_like};
use moments::Moments;
pub use overrides::Override;
pub use rollup::{Child, Rollup, rollup};

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
    /// KPI code → raw value, fresh and with a full sample. For a KPI that is a category: its score.
    pub raw: BTreeMap<String, f64>,
    /// Stage code → weight, before moments; below 0 counts as 0.
    pub weights: BTreeMap<String, f64>,
    /// See [`MissingPolicy`].
    pub missing: MissingPolicy,
}

/// A health score with everything that explains it. All values in full precision; rounding is the API's.
#[derive(Debug, Clone, PartialEq)]
pub struct Health {
    /// Effective value after caps, or a person's word in its place, 0 to 100; `None` when coverage is
    /// insufficient and nobody gave one.
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
    /// A person's word in place of the value. Never in what is only tried.
    pub overridden: Option<Override>,
}

/// A stage within a score.
#[derive(Debug, Clone, PartialEq)]
pub struct StageScore {
    /// Code.
    pub code: String,
    /// Weight used, moments and what-if included.
    pub weight: f64,
    /// Mean of its scored KPIs; with [`MissingPolicy::Worst`] of its applicable ones.
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

/// Why a score moved, for one KPI (or for the caps and for a person's word, codes `CAP`, `OVERRIDE`).
#[derive(Debug, Clone, PartialEq)]
pub struct KpiChange {
    /// KPI code, `CAP` or `OVERRIDE`.
    pub code: String,
    /// Score of the KPI then.
    pub from: Option<f64>,
    /// Score of the KPI now.
    pub to: Option<f64>,
    /// Points; all of them add up to the difference of the two values.
    pub points: f64,
    /// `VALUE`, `WEIGHT`, `DATA_LOST`, `DATA_NEW`, `MODEL`, `CAP`, `OVERRIDE`.
    pub cause: &'static str,
}

/// Measures and scores an account for a day: what a batch, a list and a question must agree on.
pub fn assess(
    facts: &Facts,
    model: &HealthModel,
    calendar: &Calendar,
    as_of: NaiveDate,
) -> Health {
    let observations = measure(facts, model, calendar, as_of);
    score(&observations, facts, model, as_of, &WhatIf::default())
}

/// Scores an account from what was seen. `facts` give the attributes that caps and moments look at.
///
/// In full precision: a stage is the mean of its scored KPIs, the index the weighted mean of the
/// scored stages, coverage the weighted mean of the evidence of the stages that apply.
pub fn score(
    observations: &Observations,
    facts: &Facts,
    model: &HealthModel,
    as_of: NaiveDate,
    what_if: &WhatIf,
) -> Health {
    let moments = Moments::of(facts, model, as_of);
    let sheet = Sheet { observations, moments, as_of, what_if };
    let mut stages: Vec<StageScore> = model.stages.iter().map(|s| sheet.stage(s)).collect();
    let (coverage, low, high) = reach(&stages);
    let confidence = model.confidence(coverage);
    let computed = index(&stages).filter(|_| confidence != Confidence::Insufficient);
    if computed.is_some() {
        contribute(&mut stages, what_if.missing);
    }
    let caps =
        computed.map_or_else(Vec::new, |value| caps::holding(facts, model, as_of, value));
    let value = computed.map(|value| caps.iter().map(|cap| cap.cap).fold(value, f64::min));
    let tried = *what_if != WhatIf::default();
    let overridden = if tried { None } else { overrides::holding(facts, model, as_of) };
    let value = overridden.as_ref().map(|said| said.value).or(value);
    Health {
        value,
        computed,
        band: value.and_then(|value| model.band(value)),
        confidence,
        coverage,
        low,
        high,
        model: model.id(),
        as_of,
        stages,
        caps,
        overridden,
    }
}

/// What a score is worked out on.
struct Sheet<'a> {
    observations: &'a Observations,
    moments: Moments<'a>,
    as_of: NaiveDate,
    what_if: &'a WhatIf,
}

impl Sheet<'_> {
    fn stage(&self, stage: &StageDef) -> StageScore {
        let kpis: Vec<KpiScore> = stage.kpis.iter().map(|kpi| self.kpi(kpi)).collect();
        let applicable = kpis.iter().filter(|kpi| kpi.applies()).count();
        let points: Vec<f64> =
            kpis.iter().filter_map(|kpi| kpi.points(self.what_if.missing)).collect();
        let seen = kpis.iter().any(|kpi| kpi.normalised.is_some());
        let status = match (applicable, seen) {
            (0, _) => StageStatus::NotApplicable,
            (_, true) => StageStatus::Ok,
            (_, false) => StageStatus::Missing,
        };
        let evidence: f64 = kpis.iter().map(|kpi| kpi.evidence).sum();
        let multiplier = self.moments.multiplier(&stage.code);
        let weight = self.what_if.weights.get(&stage.code).copied().unwrap_or(stage.weight);
        StageScore {
            code: stage.code.clone(),
            weight: weight.max(0.0) * multiplier.unwrap_or(1.0),
            score: mean(&points),
            status,
            evidence: if applicable == 0 { 0.0 } else { evidence / applicable as f64 },
            moment: multiplier.is_some(),
            kpis,
        }
    }

    fn kpi(&self, kpi: &KpiDef) -> KpiScore {
        if let Some(raw) = self.what_if.raw.get(&kpi.code) {
            return supposed(kpi, *raw, self.as_of);
        }
        match self.observations.get(&kpi.code) {
            Some(seen) => observed(kpi, seen, self.as_of),
            None => blank(kpi),
        }
    }
}

impl KpiScore {
    /// It belongs to the account's journey.
    fn applies(&self) -> bool {
        self.status != KpiStatus::NotApplicable
    }

    /// What it brings into the mean of its stage.
    fn points(&self, missing: MissingPolicy) -> Option<f64> {
        let worst = missing == MissingPolicy::Worst && self.applies();
        self.normalised.or_else(|| worst.then_some(0.0))
    }
}

/// A KPI that nothing is known of.
fn blank(kpi: &KpiDef) -> KpiScore {
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
fn supposed(kpi: &KpiDef, raw: f64, as_of: NaiveDate) -> KpiScore {
    let seen = Observation {
        raw: Some(raw),
        n: kpi.min_sample,
        observed_on: Some(as_of),
        ..Observation::default()
    };
    observed(kpi, &seen, as_of)
}

fn observed(kpi: &KpiDef, seen: &Observation, as_of: NaiveDate) -> KpiScore {
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

fn mean(points: &[f64]) -> Option<f64> {
    (!points.is_empty()).then(|| points.iter().sum::<f64>() / points.len() as f64)
}

/// The weighted mean of the stages that have a score.
fn index(stages: &[StageScore]) -> Option<f64> {
    let scored = stages.iter().filter_map(|stage| Some((stage.weight, stage.score?)));
    let (weights, points) =
        scored.fold((0.0, 0.0), |(w, p), (weight, score)| (w + weight, p + weight * score));
    (weights > 0.0).then(|| points / weights)
}

/// Coverage, and the index if everything missing were 0 or 100, over the stages that apply.
fn reach(stages: &[StageScore]) -> (f64, f64, f64) {
    let (mut weights, mut coverage, mut low, mut high) = (0.0, 0.0, 0.0, 0.0);
    for stage in stages {
        let applicable = stage.kpis.iter().filter(|kpi| kpi.applies()).count() as f64;
        if applicable == 0.0 {
            continue;
        }
        let points: Vec<f64> = stage.kpis.iter().filter_map(|kpi| kpi.normalised).collect();
        let sum: f64 = points.iter().sum();
        let unseen = applicable - points.len() as f64;
        weights += stage.weight;
        coverage += stage.weight * stage.evidence;
        low += stage.weight * sum / applicable;
        high += stage.weight * (sum + 100.0 * unseen) / applicable;
    }
    if weights > 0.0 {
        (coverage / weights, low / weights, high / weights)
    } else {
        (0.0, 0.0, 100.0) // nothing applies: anything could be
    }
}

/// Gives every KPI its part of the index and what it costs against a perfect one.
fn contribute(stages: &mut [StageScore], missing: MissingPolicy) {
    let weights: f64 = stages.iter().filter(|s| s.score.is_some()).map(|s| s.weight).sum();
    for stage in stages {
        let counted = stage.kpis.iter().filter_map(|kpi| kpi.points(missing)).count();
        let share = stage.weight / weights / counted as f64;
        for kpi in &mut stage.kpis {
            let points = kpi.points(missing);
            kpi.contribution = points.map(|points| share * points);
            kpi.points_lost = points.map(|points| share * (100.0 - points));
        }
    }
}
