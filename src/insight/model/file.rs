//! The health model's YAML as it is written.

use serde::Deserialize;

use crate::model::settings::{Entries, Said};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelFile {
    pub(super) code: Said<String>,
    pub(super) version: Said<String>,
    pub(super) bands: Entries<Said<f64>>,
    pub(super) confidence: Entries<Said<f64>>,
    pub(super) stages: Said<Vec<StageFile>>,
    #[serde(default)]
    pub(super) caps: Vec<CapFile>,
    #[serde(default)]
    pub(super) moments: Vec<MomentFile>,
    #[serde(default)]
    pub(super) role_weights: Entries<Said<f64>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StageFile {
    pub(super) code: Said<String>,
    pub(super) weight: Said<f64>,
    pub(super) kpis: Vec<KpiFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::insight) struct KpiFile {
    pub(in crate::insight) code: Said<String>,
    pub(super) name: String,
    pub(super) measure: Option<Said<String>>,
    pub(super) unit: String,
    pub(super) window: Said<i64>,
    pub(super) sample: Said<i64>,
    pub(super) ttl: Said<i64>,
    pub(super) source: Said<String>,
    pub(in crate::insight) knots: Option<Said<Vec<(f64, f64)>>>,
    pub(super) categories: Option<Entries<Said<f64>>>,
    pub(super) formula: String,
    pub(in crate::insight) fallback: Option<Box<Self>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CapFile {
    pub(super) code: Said<String>,
    pub(super) cap: Said<f64>,
    pub(super) when: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MomentFile {
    pub(super) touchpoint: String,
    pub(super) stage: Said<String>,
    pub(super) multiplier: Said<f64>,
    pub(super) when: Entries<Said<Vec<String>>>,
    #[serde(default)]
    pub(super) measured_by: Vec<Said<String>>,
}
