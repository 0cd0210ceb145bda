//! The trust model as a YAML file that an analyst can change.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::{Basis, Behaviour, GapFlag, TrustFactor, check};
use crate::insight::KpiDef;
use crate::model::{SettingsError, settings};

/// A trust score: four factors with their proxies, how both are blended, and what follows.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustModel {
    /// Its code, such as `trust-default`.
    pub code: String,
    /// Its version.
    pub version: String,
    /// Answers from here to 7 agree.
    pub agree_from: f64,
    /// Answers from 1 to here disagree.
    pub disagree_to: f64,
    /// Answers of the last so many days count.
    pub window_days: i64,
    /// Least answers that make a factor without any proxy.
    pub least_alone: usize,
    /// So many answers weigh as much as the proxies.
    pub k: f64,
    /// The highest weight of answers beside proxies, 0 to 1.
    pub most_alpha: f64,
    /// From so many points on a gap is wide.
    pub gap: f64,
    /// Least factors that make a value.
    pub least_factors: usize,
    /// The four factors.
    pub factors: Vec<FactorDef>,
    /// The four behaviours.
    pub behaviours: Vec<BehaviourDef>,
    /// What to do, by what it is for: a proxy's code, `PERCEPTION_BELOW_FACTS` or `ANSWERS`.
    pub actions: BTreeMap<String, ActionDef>,
}

/// A factor of trust.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorDef {
    /// Which.
    pub factor: TrustFactor,
    /// What mappings of surveys call its statement.
    pub item: String,
    /// The statement, in our words.
    pub statement: String,
    /// What is measured of it.
    pub proxies: Vec<KpiDef>,
}

/// How a behaviour follows from the factors, in log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct BehaviourDef {
    /// Which.
    pub behaviour: Behaviour,
    /// When every factor is 50.
    pub intercept: f64,
    /// For each 10 points of a factor above 50.
    pub coefficients: BTreeMap<TrustFactor, f64>,
    /// The numbers were fitted to what customers did.
    pub calibrated: bool,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionDef {
    /// `TELL_FIRST`, …
    pub code: String,
    /// In words.
    pub title: String,
    /// Why it helps, in words.
    pub because: String,
}

static BUILT_IN: LazyLock<Arc<TrustModel>> = LazyLock::new(|| {
    let text = include_str!("../models/trust-default.yaml");
    let model = TrustModel::parse("trust-default.yaml", text);
    Arc::new(model.expect("the built-in model is checked by a test"))
});

impl TrustModel {
    /// The model that comes with Accord.
    pub fn built_in() -> Arc<Self> {
        Arc::clone(&BUILT_IN)
    }

    /// Reads and checks a model. `file` is named in errors.
    ///
    /// # Errors
    /// Unknown keys, factors or measures, knots out of order, weights out of range, a proxy without
    /// an action: file, line, remedy.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let missing = "every model, factor and proxy must state its own";
        settings::parse(file, text, missing, check::model)
    }

    /// `code@version`, as scores state it.
    pub fn id(&self) -> String {
        format!("{}@{}", self.code, self.version)
    }

    /// The proxies of all factors.
    pub fn proxies(&self) -> impl Iterator<Item = &KpiDef> {
        self.factors.iter().flat_map(|factor| &factor.proxies)
    }

    /// What answers come to, 0 to 100; `None` when there are none.
    pub(super) fn agreement(&self, answers: &[f64]) -> Option<f64> {
        if answers.is_empty() {
            return None;
        }
        let agree = answers.iter().filter(|score| **score >= self.agree_from).count() as f64;
        let against = answers.iter().filter(|score| **score <= self.disagree_to).count() as f64;
        let net = 100.0 * (agree - against) / answers.len() as f64;
        Some(f64::midpoint(net, 100.0))
    }

    /// What a score is made of, and the weight of the answers in it; no weight without a score.
    pub(super) fn basis(&self, answers: Option<usize>, measured: bool) -> (Basis, Option<f64>) {
        match (answers, measured) {
            (Some(n), true) => {
                let n = n as f64;
                (Basis::Blended, Some((n / (n + self.k)).min(self.most_alpha)))
            }
            (None, true) => (Basis::OperationalOnly, Some(0.0)),
            (Some(n), false) if n >= self.least_alone => (Basis::SurveyOnly, Some(1.0)),
            _ => (Basis::None, None),
        }
    }

    /// Whether a gap is wide.
    pub(super) fn flag(&self, gap: f64) -> Option<GapFlag> {
        if gap.abs() < self.gap {
            return None;
        }
        let below = gap < 0.0;
        Some(if below { GapFlag::PerceptionBelowFacts } else { GapFlag::PerceptionAboveFacts })
    }
}
