//! What is kept of a score so that the next one can say why it moved.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Cap, Health, KpiChange, Override, StageScore, StageStatus, explain_change, like_for_like,
};
use crate::insight::{KpiScore, KpiStatus};
use crate::model::{Category, Confidence};

/// As much of a health score as a later one is compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Footprint {
    model: String,
    as_of: NaiveDate,
    value: Option<f64>,
    computed: Option<f64>,
    cap: Option<f64>,
    said: Option<f64>,
    /// Code, weight and KPIs of each stage.
    stages: Vec<(String, f64, Vec<Mark>)>,
}

/// A KPI: its code, score, raw value and word; whether it applies, and whether it has a part in the value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Mark(String, Option<f64>, Option<f64>, Option<String>, bool, bool);

/// How one score moved to another.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moved {
    /// Points on the KPIs that were scored both times.
    pub like_for_like: Option<f64>,
    /// Why, the part with the most points first; all of them add up to the difference.
    pub parts: Vec<KpiChange>,
}

impl Footprint {
    /// That of a score.
    pub fn of(health: &Health) -> Self {
        let mark = |kpi: &KpiScore| {
            let (code, word) = (kpi.code.clone(), kpi.category.clone());
            let counted = kpi.contribution.is_some();
            Mark(code, kpi.normalised, kpi.raw, word, kpi.applies(), counted)
        };
        let stage = |stage: &StageScore| {
            (stage.code.clone(), stage.weight, stage.kpis.iter().map(mark).collect())
        };
        Self {
            model: health.model.clone(),
            as_of: health.as_of,
            value: health.value,
            computed: health.computed,
            cap: health.caps.iter().map(|cap| cap.cap).reduce(f64::min),
            said: health.overridden.as_ref().map(|said| said.value),
            stages: health.stages.iter().map(stage).collect(),
        }
    }

    /// As it is kept.
    ///
    /// # Panics
    /// Never: plain words and numbers are JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain words and numbers are JSON")
    }

    /// How the score that left the first of two footprints moved to that of the second. `None` when one of
    /// them cannot be read: another version of Accord wrote it.
    pub fn moved(from: &str, to: &str) -> Option<Moved> {
        let read = |text: &str| serde_json::from_str::<Self>(text).ok().map(Self::health);
        let (from, to) = (read(from)?, read(to)?);
        let mut parts = explain_change(&from, &to);
        parts.sort_by(|a, b| b.points.abs().total_cmp(&a.points.abs()));
        Some(Moved { like_for_like: like_for_like(&from, &to), parts })
    }

    /// The score again, as far as it is compared.
    fn health(self) -> Health {
        let cap = |cap| Cap { code: String::new(), cap, reason: String::new(), since: None };
        let said = |value| Override {
            value,
            reason: String::new(),
            author: String::new(),
            since: DateTime::<Utc>::UNIX_EPOCH,
            expires_at: None,
        };
        let stage = |(code, weight, kpis): (String, f64, Vec<Mark>)| StageScore {
            code,
            weight,
            score: None,
            status: StageStatus::Ok,
            evidence: 0.0,
            moment: false,
            kpis: kpis.into_iter().map(Mark::kpi).collect(),
        };
        Health {
            value: self.value,
            computed: self.computed,
            band: None,
            confidence: Confidence::Low,
            coverage: 0.0,
            low: 0.0,
            high: 100.0,
            model: self.model,
            as_of: self.as_of,
            stages: self.stages.into_iter().map(stage).collect(),
            caps: self.cap.into_iter().map(cap).collect(),
            overridden: self.said.map(said),
        }
    }
}

impl Mark {
    fn kpi(self) -> KpiScore {
        let Self(code, normalised, raw, category, applies, counted) = self;
        KpiScore {
            code,
            name: String::new(),
            unit: String::new(),
            window_days: 0,
            source: Category::External,
            formula: String::new(),
            raw,
            category,
            n: 0,
            normalised,
            status: if applies { KpiStatus::Ok } else { KpiStatus::NotApplicable },
            evidence: 0.0,
            contribution: counted.then_some(0.0),
            points_lost: None,
            fallback_used: None,
            observed_on: None,
            inputs: Vec::new(),
            error: None,
        }
    }
}
