//! From facts to scores: pure functions of (facts, model, as-of).
//!
//! facts → measures (raw KPI values with their source records) → health, with its parts.

mod calendar;
mod facts;
mod health;
mod measure;
mod model;

pub use calendar::Calendar;
pub use facts::Facts;
pub use health::{
    Cap, Health, KpiChange, KpiScore, KpiStatus, MissingPolicy, StageScore, StageStatus,
    WhatIf, explain_change, like_for_like, score,
};
pub use measure::{Observation, Observations, measure};
pub use model::{CapDef, HealthModel, KpiDef, ModelError, Moment, StageDef};
