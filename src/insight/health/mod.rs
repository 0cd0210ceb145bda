//! The Customer Health Index: observations to a score with its parts.

mod caps;
mod change;
mod footprint;
mod moments;
mod overrides;
mod rollup;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::kpi::{KpiScore, blank, mean, observed, supposed};
use super::{Calendar, Facts, HealthModel, KpiDef, Observations, StageDef, measure};
use crate::model::{Band, Confidence};

pub(super) use caps::CAPS;
pub use change::{explain_change, like_for_like};
pub use footprint::{Footprint, Moved};
use moments::Moments;
pub(super) use moments::moments_of;
pub use overrides::Override;
pub use rollup::{Child, Rollup, rollup};

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
    /// What it brings into the mean of its stage.
    fn points(&self, missing: MissingPolicy) -> Option<f64> {
        let worst = missing == MissingPolicy::Worst && self.applies();
        self.normalised.or_else(|| worst.then_some(0.0))
    }
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
