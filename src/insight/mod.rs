//! From facts to scores: pure functions of (facts, model, as-of).
//!
//! facts → measures (raw KPI values with their source records) → health, with its parts.
//!
//! `models` holds all of them that are in force. `calendar` says what a business hour is, `model`
//! reads the YAML that an analyst may change (`models/chi-default.yaml` is built in), `measure` has
//! a file per stage of the journey, `kpi` says what was seen of one is worth. `health` scores, caps,
//! explains a change and rolls children up into their parent, `trust` scores what customers say
//! beside what was measured. `revenue` says what an account's revenue may become, against its
//! `peers` and at the day's `rates` of exchange. `supply` says which KPIs sources make measurable,
//! `hints` which a field could that nobody reads yet.

mod calendar;
mod facts;
mod health;
mod hints;
mod kpi;
mod measure;
mod model;
mod models;
pub mod peers;
pub mod rates;
pub mod revenue;
mod scorecard;
mod segments;
mod supply;
mod trust;

pub use calendar::Calendar;
pub use facts::Facts;
pub use health::{
    Cap, Child, Health, KpiChange, MissingPolicy, Override, Rollup, StageScore, StageStatus,
    WhatIf, assess, explain_change, like_for_like, rollup, score,
};
pub use hints::{UnreadField, could_unlock};
pub use kpi::{KpiScore, KpiStatus};
pub use measure::{
    Answers, Holds, NeededField, NeededRow, Observation, Observations, measure, needed_rows,
};
pub use model::{CapDef, HealthModel, KpiDef, Moment, StageDef};
pub use models::Models;
pub use revenue::RevenueModel;
pub use scorecard::{Scorecard, scorecard};
pub use segments::{Segment, SegmentModel};
pub use supply::{Supply, supplied_rows, unlocked};
pub use trust::{
    ActionDef, Basis, Because, Behaviour, BehaviourDef, FactorDef, FactorScore, GapFlag,
    Recommendation, Tendency, Trust, TrustFactor, TrustInputs, TrustModel, measure_trust,
    score_trust, trust,
};
