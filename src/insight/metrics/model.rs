//! The catalogue of metrics: classes, levels, owners, trees of brands, templates of goals.

use std::sync::{Arc, LazyLock};

use rust_decimal::Decimal;

use super::check;
use crate::insight::acting::Outcome;
use crate::insight::model::on_line;
use crate::insight::peers::Cycle;
use crate::insight::{HealthModel, SurveyKind, TrustFactor};
use crate::model::{SettingsError, settings};

/// What a metric says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// What was done.
    Interaction,
    /// How it was felt.
    Perception,
    /// What came of it.
    Outcome,
}

/// Who steers by a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Those who lead the company.
    Strategic,
    /// Those who lead a process.
    Tactical,
    /// Those who do the work.
    Operational,
}

/// What an experience must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attribute {
    /// Of one piece.
    Cohesive,
    /// About what they need.
    Relevant,
    /// Without effort.
    Easy,
    /// When it is needed.
    Timely,
}

impl Attribute {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Cohesive, Self::Relevant, Self::Easy, Self::Timely];

    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cohesive => "COHESIVE",
            Self::Relevant => "RELEVANT",
            Self::Easy => "EASY",
            Self::Timely => "TIMELY",
        }
    }
}

/// Where a metric comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// A KPI of the health model.
    Kpi,
    /// The health index.
    Health,
    /// The trust score.
    Trust,
    /// A factor of trust.
    Factor(TrustFactor),
    /// Answers of a year.
    Survey(SurveyKind),
    /// Net revenue retention.
    NetRetention,
    /// Gross revenue retention.
    GrossRetention,
    /// A number that depends on how large the customer is.
    Amount,
}

/// A metric.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricDef {
    /// `DE1`, `NPS`, …
    pub code: String,
    /// Name.
    pub name: String,
    /// Where it comes from.
    pub kind: MetricKind,
    /// What it says; two are possible.
    pub classes: Vec<Class>,
    /// Who steers by it.
    pub level: Level,
    /// Code of the process that owns it.
    pub process: String,
    /// The role that answers for it.
    pub owner: String,
    /// What of an experience it tells.
    pub attributes: Vec<Attribute>,
    /// How it is brought to 0 to 100, in words; `None` of what cannot be.
    pub formula: Option<String>,
    /// (raw, score) points; empty where there is no scale or the health model has it.
    pub(super) scale: Vec<(f64, f64)>,
}

impl MetricDef {
    /// It has a score of 0 to 100.
    pub fn is_scored(&self) -> bool {
        self.kind == MetricKind::Kpi || !self.scale.is_empty()
    }

    /// The score of a raw value, 0 to 100; of a KPI the value is the score already.
    pub fn score(&self, raw: f64) -> Option<f64> {
        if self.kind == MetricKind::Kpi { Some(raw) } else { on_line(&self.scale, raw) }
    }
}

/// A process of the company.
#[derive(Debug, Clone, PartialEq)]
pub struct Process {
    /// `LOGISTICS`, …
    pub code: String,
    /// Name.
    pub name: String,
    /// The role that answers for it.
    pub owner: String,
}

/// Behaviour beside attitude at one touchpoint.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// Where, in words.
    pub touchpoint: String,
    /// Code of the process.
    pub process: String,
    /// Code of the metric of what was done.
    pub behaviour: String,
    /// Code of the metric of how it was felt.
    pub attitude: String,
    /// Parts of the names of touchpoints, small, whose answers count; all when empty.
    pub asked_at: Vec<String>,
}

/// A place in a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// Code of the metric, or of the group.
    pub code: String,
    /// Name.
    pub name: String,
    /// Among its siblings, 0 to 1.
    pub weight: f64,
    /// What is below a group; nothing below a metric.
    pub children: Vec<Self>,
}

/// What a brand stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// `efficiency`, …
    pub code: String,
    /// What it promises, in words.
    pub name: String,
    /// Code of the metric that leads.
    pub lead: String,
    /// Its tree; weights of siblings add up to 1.
    pub tree: Vec<Branch>,
}

/// What a goal may look like.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalTemplate {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// For whom.
    pub fits: String,
    /// What it is measured by.
    pub outcome: Outcome,
    /// What of the business it serves.
    pub anchor: String,
    /// Code of the metric of which there should be less.
    pub avoids: Option<String>,
}

/// When a goal of revenue year on year is warned of.
#[derive(Debug, Clone, PartialEq)]
pub struct SalesCycle {
    /// A median of more days is long.
    pub long_days: f64,
    /// Fewer deals say nothing.
    pub least_deals: usize,
    /// Outcomes to look at beside it.
    pub watch: Vec<Outcome>,
}

impl SalesCycle {
    /// Why a goal of this outcome should not be steered by alone; `None` where nothing speaks against it.
    pub fn warning(&self, outcome: Outcome, cycle: Option<Cycle>) -> Option<String> {
        let Cycle { deals, median_days } = cycle?;
        let yearly = matches!(outcome, Outcome::Nrr | Outcome::Grr);
        if !yearly || deals < self.least_deals || median_days <= self.long_days {
            return None;
        }
        let watch: Vec<&str> = self.watch.iter().map(|outcome| outcome.word()).collect();
        Some(format!(
            "long sales cycle: the median of {deals} won deals took {median_days:.0} days, more than \
             {:.0}, so {} of 365 days does not show yet what is done now; look at {} beside it",
            self.long_days,
            outcome.word(),
            watch.join(", ")
        ))
    }
}

/// What fewer of something saves, in the currency of what one costs; below 0 when there are more.
/// `None` when it is more than fits.
pub fn avoided(before: u32, after: u32, cost_of_one: Decimal) -> Option<Decimal> {
    (Decimal::from(before) - Decimal::from(after)).checked_mul(cost_of_one)
}

/// What every metric is for.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricCatalogue {
    /// Its code, such as `metrics-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// The processes.
    pub processes: Vec<Process>,
    /// Every metric.
    pub metrics: Vec<MetricDef>,
    /// Behaviour is good from this score on.
    pub good: f64,
    /// Attitude is bad up to this score.
    pub bad: f64,
    /// Behaviour beside attitude.
    pub pairs: Vec<Pair>,
    /// What a brand may stand for.
    pub profiles: Vec<Profile>,
    /// What a goal may look like.
    pub goal_templates: Vec<GoalTemplate>,
    /// When a goal of revenue year on year is warned of.
    pub sales_cycle: SalesCycle,
}

const BUILT_IN_TEXT: &str = include_str!("../models/metrics-default.yaml");

static BUILT_IN: LazyLock<Arc<MetricCatalogue>> = LazyLock::new(|| {
    let catalogue = MetricCatalogue::built_in_for(&HealthModel::built_in());
    Arc::new(catalogue.expect("the built-in catalogue is checked by a test"))
});

impl MetricCatalogue {
    /// The catalogue that comes with Accord, for the health model that does.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// The catalogue that comes with Accord, for another health model.
    ///
    /// # Errors
    /// When it does not speak of each of the model's KPIs, or of others.
    pub fn built_in_for(health: &HealthModel) -> Result<Self, SettingsError> {
        Self::parse("metrics-default.yaml", BUILT_IN_TEXT, health)
    }

    /// Reads and checks a catalogue for the KPIs of a health model. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, metrics, classes; a KPI of the model that is not there; weights of siblings that
    /// do not add up to 1: file, line, remedy.
    pub fn parse(file: &str, text: &str, health: &HealthModel) -> Result<Self, SettingsError> {
        let missing = "every metric, process and profile must state its own";
        settings::parse(file, text, missing, |written| check::catalogue(&written, health))
    }

    /// `code@version`.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// A metric by its code.
    pub fn metric(&self, code: &str) -> Option<&MetricDef> {
        self.metrics.iter().find(|metric| metric.code == code)
    }
}
