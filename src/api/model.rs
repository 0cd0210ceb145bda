//! The health model in force, for those who want to check it.

use async_graphql::SimpleObject;

use super::visit::Visit;
use super::words::{Band, Category, Confidence, Stage};
use crate::insight;

/// A health index: stages of KPIs with weights, bands and caps.
#[derive(SimpleObject)]
pub(super) struct HealthModel {
    /// Its code.
    code: String,
    /// Its version.
    version: String,
    /// The stages in the order of the journey.
    stages: Vec<StageDef>,
    /// Where a value stands, by rising lower bounds.
    bands: Vec<BandDef>,
    /// The least coverage for each confidence.
    confidence: Vec<ConfidenceDef>,
    /// Highest values while a condition holds.
    caps: Vec<CapDef>,
}

/// A stage of the customer's journey.
#[derive(SimpleObject)]
struct StageDef {
    /// Which stage.
    stage: Stage,
    /// Its weight; only ratios matter.
    weight: f64,
    /// Its KPIs.
    kpis: Vec<KpiDef>,
}

/// A key performance indicator.
#[derive(SimpleObject)]
struct KpiDef {
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// What kind of system it is measured from.
    source: Category,
    /// The unit of the raw value.
    unit: String,
    /// Facts of the last so many days count.
    window_days: i64,
    /// Facts needed for full evidence.
    min_sample: i64,
    /// Days until the value counts as stale.
    ttl_days: i64,
    /// Points of the line from raw value to score; straight between, flat outside.
    knots: Vec<Knot>,
    /// Scores of the words, for a KPI that is one of a set of words.
    categories: Vec<WordScore>,
    /// The code of the KPI that is measured instead when this one cannot be.
    fallback: Option<String>,
    /// How it is computed, in words.
    formula: String,
    /// Kinds of connectors that it can be measured from.
    available_from: Vec<String>,
}

/// A point of the line from raw value to score.
#[derive(SimpleObject)]
struct Knot {
    /// The raw value.
    raw: f64,
    /// The score, 0 to 100.
    score: f64,
}

/// The score of a word.
#[derive(SimpleObject)]
struct WordScore {
    /// The word.
    word: String,
    /// The score, 0 to 100.
    score: f64,
}

/// A band's lower bound.
#[derive(SimpleObject)]
struct BandDef {
    /// The band.
    band: Band,
    /// The lowest value in it.
    from: f64,
}

/// A confidence's least coverage.
#[derive(SimpleObject)]
struct ConfidenceDef {
    /// The confidence.
    confidence: Confidence,
    /// The least coverage, 0 to 1.
    from: f64,
}

/// A highest value while a condition holds.
#[derive(SimpleObject)]
struct CapDef {
    /// Its code.
    code: String,
    /// The highest value allowed.
    cap: f64,
    /// The condition, in words.
    when: String,
}

impl HealthModel {
    pub(super) fn of(visit: &Visit) -> Self {
        let model = &visit.desk.hub.models.health;
        let band = |&(band, from): &(_, f64)| BandDef { band: Band::from(band), from };
        let confidence = |&(confidence, from): &(_, f64)| ConfidenceDef {
            confidence: Confidence::from(confidence),
            from,
        };
        let cap = |cap: &insight::CapDef| CapDef {
            code: cap.code.clone(),
            cap: cap.cap,
            when: cap.when.clone(),
        };
        Self {
            code: model.code.clone(),
            version: model.version.clone(),
            stages: model.stages.iter().filter_map(|stage| stage_def(stage, visit)).collect(),
            bands: model.bands.iter().map(band).collect(),
            confidence: model.confidence.iter().map(confidence).collect(),
            caps: model.caps.iter().map(cap).collect(),
        }
    }
}

fn stage_def(stage: &insight::StageDef, visit: &Visit) -> Option<StageDef> {
    let kpis = stage.kpis.iter().map(|kpi| kpi_def(kpi, visit)).collect();
    Some(StageDef { stage: Stage::of(&stage.code)?, weight: stage.weight, kpis })
}

fn kpi_def(kpi: &insight::KpiDef, visit: &Visit) -> KpiDef {
    let knot = |&(raw, score): &(f64, f64)| Knot { raw, score };
    let word = |(word, &score): (&String, &f64)| WordScore { word: word.clone(), score };
    let catalog = visit.desk.hub.catalog.iter();
    let serve = catalog.filter(|connector| connector.mapping.category() == kpi.source);
    KpiDef {
        code: kpi.code.clone(),
        name: kpi.name.clone(),
        source: kpi.source.into(),
        unit: kpi.unit.clone(),
        window_days: kpi.window_days,
        min_sample: kpi.min_sample,
        ttl_days: kpi.ttl_days,
        knots: kpi.knots.iter().map(knot).collect(),
        categories: kpi.categories.iter().map(word).collect(),
        fallback: kpi.fallback.as_ref().map(|fallback| fallback.code.clone()),
        formula: kpi.formula.clone(),
        available_from: serve.map(|connector| connector.kind.clone()).collect(),
    }
}
