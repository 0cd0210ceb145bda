//! What whoever runs the hub wants for a segment: the experience that its members should have, and what
//! they should be offered. Stated in the segments' file; nothing is assumed where nothing is stated.

use crate::insight::HealthModel;
use crate::model::nearest;

/// What may be aimed at beside the KPIs of the health model, and in which range.
const METRICS: [(&str, &str, f64, f64); 4] = [
    ("CHI", "Customer health", 0.0, 100.0),
    ("TRUST", "Trust", 0.0, 100.0),
    ("NPS", "Net promoters of the relation", -100.0, 100.0),
    ("NRR", "Net revenue retention", 0.0, 1_000.0),
];

/// The name of a metric that is no KPI; its code where nobody gave it one.
pub fn plain_name(metric: &str) -> &str {
    METRICS.iter().find(|(code, ..)| *code == metric).map_or(metric, |(_, name, ..)| name)
}

/// Where the members of a segment should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// `CHI`, `TRUST`, `NPS` (of each account), `NRR` (percent, of each account), or a KPI's code, whose
    /// score of 0 to 100 is meant.
    pub metric: String,
    /// The value to reach; more is better.
    pub value: f64,
}

/// What a segment is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// For whom of the segment, in words.
    pub for_whom: Option<String>,
    /// Families or names of the products that it sells, in lower case.
    pub products: Vec<String>,
}

impl Target {
    /// Refuses a metric that a health model does not know, and a value that the metric cannot have.
    pub(in crate::insight) fn check(&self, health: &HealthModel) -> Result<(), String> {
        let own = METRICS.into_iter().map(|(code, _, least, most)| (code, least, most));
        let kpis = health.kpis().map(|(_, kpi)| (kpi.code.as_str(), 0.0, 100.0));
        let known: Vec<(&str, f64, f64)> = own.chain(kpis).collect();
        let Some((_, least, most)) = known.iter().find(|(code, ..)| *code == self.metric)
        else {
            let codes = known.iter().map(|(code, ..)| *code);
            return Err(nearest::unknown("metric", &self.metric, codes));
        };
        if (*least..=*most).contains(&self.value) {
            return Ok(());
        }
        Err(format!(
            "target {} of {}; it must be at least {least} and at most {most}",
            self.value, self.metric
        ))
    }
}
