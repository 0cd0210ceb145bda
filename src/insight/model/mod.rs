//! The health model as a YAML file that an analyst can change.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::{Calendar, SegmentModel};
use crate::model::{Band, Category, Confidence, SettingsError, nearest, settings};

pub(super) mod check;
pub(super) mod file;

/// A health index: stages of KPIs, weights, bands, caps and moments.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthModel {
    /// Its code, such as `chi-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Lower bounds, inclusive, rising.
    pub bands: Vec<(Band, f64)>,
    /// Least coverage for each confidence, falling; below the last: insufficient.
    pub confidence: Vec<(Confidence, f64)>,
    /// The stages in the order of the journey.
    pub stages: Vec<StageDef>,
    /// Caps by code: the highest value allowed while the condition holds.
    pub caps: Vec<CapDef>,
    /// Moments that multiply a stage's weight for some accounts.
    pub moments: Vec<Moment>,
    /// Weight of a survey answer by the role of who gave it.
    pub role_weights: BTreeMap<String, f64>,
    /// The working hours by which caps count business days: the configuration's, not the file's.
    pub calendar: Calendar,
    /// The segments that moments speak of: a file of their own.
    pub segments: Arc<SegmentModel>,
}

/// A stage of the customer's journey.
#[derive(Debug, Clone, PartialEq)]
pub struct StageDef {
    /// `DELIVERY`, …
    pub code: String,
    /// Weight; only ratios matter.
    pub weight: f64,
    /// Its KPIs.
    pub kpis: Vec<KpiDef>,
}

/// A key performance indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct KpiDef {
    /// `DE1`, …
    pub code: String,
    /// Name.
    pub name: String,
    /// The built-in measure that computes it, by name; its own code unless the file says otherwise.
    pub measure: String,
    /// `percent`, `days`, `ratio`, …
    pub unit: String,
    /// Facts of the last so many days count.
    pub window_days: i64,
    /// Sample needed for full evidence.
    pub min_sample: i64,
    /// Days until the value counts as stale.
    pub ttl_days: i64,
    /// What kind of system it is measured from.
    pub source: Category,
    /// (raw, score) points, rising in raw; straight lines between, clamped outside.
    pub knots: Vec<(f64, f64)>,
    /// Fixed points of words, for a KPI that is a category.
    pub categories: BTreeMap<String, f64>,
    /// What is measured instead when this cannot be; its evidence counts half.
    pub fallback: Option<Box<Self>>,
    /// How it is computed, in words.
    pub formula: String,
}

/// A highest value while a condition holds.
#[derive(Debug, Clone, PartialEq)]
pub struct CapDef {
    /// `CHAMPION_LEFT`, `P1_OPEN`, `OVERDUE`, `TERMINATION`.
    pub code: String,
    /// The highest value allowed.
    pub cap: f64,
    /// The condition, in words.
    pub when: String,
}

/// A moment that matters to some accounts: it multiplies the weight of a stage.
#[derive(Debug, Clone, PartialEq)]
pub struct Moment {
    /// What happens, in words.
    pub touchpoint: String,
    /// The stage it belongs to.
    pub stage: String,
    /// Multiplier of the stage's weight, above 0.
    pub multiplier: f64,
    /// `segment` or plain attributes of the account that must all match (name → accepted values, any
    /// case).
    pub when: BTreeMap<String, Vec<String>>,
    /// The KPIs that measure it. With none the moment matters and nobody measures it.
    pub measured_by: Vec<String>,
}

/// A mean of ten stages at 75 can come out a hair below 75 and is 75 all the same.
const NOISE: f64 = 1e-9;

static BUILT_IN: LazyLock<Arc<HealthModel>> = LazyLock::new(|| {
    let text = include_str!("../models/chi-default.yaml");
    let model = HealthModel::parse("chi-default.yaml", text);
    Arc::new(model.expect("the built-in model is checked by a test"))
});

impl HealthModel {
    /// The model that comes with Accord.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks a model. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, stages or KPIs, knots out of order, weights below 0: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let missing = "every model, stage and KPI must state its own";
        settings::parse(file, text, missing, check::model)
    }

    /// `code@version`, as scores state it.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// All KPIs with their stages.
    pub fn kpis(&self) -> impl Iterator<Item = (&StageDef, &KpiDef)> {
        self.stages.iter().flat_map(|stage| stage.kpis.iter().map(move |kpi| (stage, kpi)))
    }

    /// The same model, counting business days by this calendar.
    #[must_use]
    pub fn with_calendar(self, calendar: Calendar) -> Self {
        Self { calendar, ..self }
    }

    /// The same model with other segments.
    ///
    /// # Errors
    /// When a moment speaks of a segment that is not among them.
    pub fn with_segments(self, segments: Arc<SegmentModel>) -> Result<Self, String> {
        let codes = || segments.segments.iter().map(|segment| segment.code.as_str());
        let named = self.moments.iter().flat_map(Moment::segments);
        for code in named {
            if !codes().any(|known| known == code) {
                let unknown = nearest::unknown("segment", code, codes());
                return Err(format!("{} speaks of an {unknown}", self.id()));
            }
        }
        for segment in &segments.segments {
            for target in &segment.targets {
                let wrong = |why| format!("{}, segment {}: {why}", segments.id(), segment.code);
                target.check(&self).map_err(wrong)?;
            }
        }
        Ok(Self { segments, ..self })
    }

    /// The band of a value.
    pub fn band(&self, value: f64) -> Option<Band> {
        let found = self.bands.iter().rev().find(|(_, least)| value >= *least - NOISE);
        found.map(|(band, _)| *band)
    }

    /// The confidence that a coverage of 0 to 1 gives.
    pub fn confidence(&self, coverage: f64) -> Confidence {
        let found = self.confidence.iter().find(|(_, least)| coverage >= *least - NOISE);
        found.map_or(Confidence::Insufficient, |(word, _)| *word)
    }
}

impl Moment {
    /// The segments to whose members it matters; to everybody who matches the rest when empty.
    pub fn segments(&self) -> &[String] {
        self.when.get("segment").map_or(&[], Vec::as_slice)
    }
}

impl KpiDef {
    /// The score of a raw value, 0 to 100: on the straight line between the knots around it,
    /// clamped outside. `None` for a KPI that is a category.
    pub fn normalise(&self, raw: f64) -> Option<f64> {
        on_line(&self.knots, raw)
    }

    /// The raw value of the highest score: what "nothing went wrong" is worth.
    pub fn best_raw(&self) -> Option<f64> {
        let best = self.knots.iter().copied().reduce(|a, b| if b.1 > a.1 { b } else { a });
        best.map(|(raw, _)| raw)
    }
}

/// The score of a raw value on the straight lines between knots, clamped outside; `None` without any.
pub(super) fn on_line(knots: &[(f64, f64)], raw: f64) -> Option<f64> {
    let (first, last) = (knots.first()?, knots.last()?);
    if raw <= first.0 {
        return Some(first.1);
    }
    if raw >= last.0 {
        return Some(last.1);
    }
    let line = knots.windows(2).find(|pair| raw <= pair[1].0)?;
    let ((x0, y0), (x1, y1)) = (line[0], line[1]);
    Some(y0 + (y1 - y0) * (raw - x0) / (x1 - x0))
}
