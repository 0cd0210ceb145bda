//! Changes to try on a score.

use std::sync::Arc;

use async_graphql::InputObject;

use super::errors::{ApiError, Result};
use super::words::{MissingPolicy, Stage};
use crate::insight::{self, HealthModel, WhatIf};
use crate::model::nearest::{hint, nearest};

/// Changes to try on a score. Nothing is written.
#[derive(InputObject)]
pub(super) struct HealthWhatIf {
    /// Raw values of KPIs, taken as fresh and with a full sample.
    raw: Option<Vec<RawInput>>,
    /// Weights of stages.
    stage_weights: Option<Vec<StageWeightInput>>,
}

/// A KPI's raw value to try.
#[derive(InputObject)]
struct RawInput {
    /// The KPI's code, such as `SU1`.
    kpi: String,
    /// The raw value in the KPI's unit.
    value: f64,
}

/// A stage's weight to try.
#[derive(InputObject)]
struct StageWeightInput {
    /// The stage.
    stage: Stage,
    /// Its weight, 0 or more; only ratios matter.
    weight: f64,
}

impl HealthWhatIf {
    /// The changes in the model's words; `None` when there is nothing to try.
    pub(super) fn checked(
        asked: Option<Self>,
        missing: MissingPolicy,
        model: &HealthModel,
    ) -> Result<Option<Arc<WhatIf>>> {
        let mut what_if = WhatIf { missing: missing.into(), ..WhatIf::default() };
        let asked = asked.unwrap_or(Self { raw: None, stage_weights: None });
        for input in asked.raw.unwrap_or_default() {
            what_if.raw.insert(known(model, input.kpi)?, finite(input.value)?);
        }
        for StageWeightInput { stage, weight } in asked.stage_weights.unwrap_or_default() {
            if finite(weight)? < 0.0 {
                let what = format!("a weight is 0 or more; {} has {weight}", stage.code());
                return Err(ApiError::BadInput(what));
            }
            what_if.weights.insert(stage.code().to_owned(), weight);
        }
        let nothing = what_if == WhatIf::default();
        debug_assert!(!nothing || what_if.missing == insight::MissingPolicy::Exclude);
        Ok((!nothing).then(|| Arc::new(what_if)))
    }
}

fn known(model: &HealthModel, code: String) -> Result<String> {
    if model.kpis().any(|(_, kpi)| kpi.code == code) {
        return Ok(code);
    }
    let near = hint(nearest(&code, model.kpis().map(|(_, kpi)| kpi.code.as_str())));
    Err(ApiError::BadInput(format!("model {} has no KPI `{code}`{near}", model.id())))
}

fn finite(value: f64) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(ApiError::BadInput("a value to try must be a finite number".to_owned()))
}
