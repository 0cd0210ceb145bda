//! From facts to scores: pure functions of (facts, model, as-of).
//!
//! facts → measures (raw KPI values with their source records) → health, with its parts.
//!
//! `models` holds all of them that are in force. `calendar` says what a business hour is, `model`
//! reads the YAML that an analyst may change (`models/chi-default.yaml` is built in), `measure` has
//! a file per stage of the journey, `kpi` says what was seen of one is worth. `health` scores, caps,
//! explains a change and rolls children up into their parent, `trust` scores what customers say
//! beside what was measured. `survey` reads what people answer, `people` who they are and how they
//! stand by us, `segments` who behaves alike. `revenue` says what an account's revenue may become,
//! against its `peers` and at the day's `rates` of exchange; `scorecard` is all of it for one account,
//! `portfolio` puts many into groups and tells their story, `maturity` is a check of ourselves,
//! `proof` says over many whether a metric tells anything of results, for which `quarters` tells where
//! each stood; `outlook` tells from weeks how health will go on. `signals` says when somebody should act, and what to do then, `acting` what became of
//! it; `initiative` forecasts what better KPIs would bring, `advice` says what to do next.
//! `metrics` says what every metric is for and how they add up for a brand. `benchmark` puts a KPI beside
//! the accounts of the same segment, `journey` tells which stages an account came through.
//! `supply` says which KPIs sources make measurable, `hints` which a field could that nobody reads yet.

pub mod acting;
pub mod advice;
pub mod benchmark;
mod calendar;
mod facts;
mod health;
mod hints;
pub mod initiative;
pub mod journey;
mod kpi;
pub mod maturity;
mod measure;
pub mod metrics;
mod model;
mod models;
pub mod outlook;
pub mod peers;
mod people;
pub mod portfolio;
pub mod proof;
pub mod quarters;
pub mod rates;
pub mod revenue;
mod scorecard;
pub mod segments;
pub mod signals;
mod supply;
mod survey;
mod trust;

pub use calendar::Calendar;
pub use facts::Facts;
pub use health::{
    Cap, Child, Footprint, Health, KpiChange, MissingPolicy, Moved, Override, Rollup,
    StageScore, StageStatus, WhatIf, assess, explain_change, like_for_like, rollup, score,
};
pub use hints::{UnreadField, could_unlock};
pub use kpi::{KpiScore, KpiStatus};
pub use measure::{
    Answers, Holds, NeededField, NeededRow, Observation, Observations, measure, needed_rows,
};
pub use model::{CapDef, HealthModel, KpiDef, Moment, StageDef};
pub use models::Models;
use people::unconfirmed;
pub use people::{
    BlindSpot, Champion, Completeness, HumanTouch, JobChange, JobField, KnowledgeItem,
    Proposal, Stakeholder, TeamEdge, TeamMate, Unseen, blind_spot, champion, completeness,
    dialogue_ratio, human_touch, stakeholders, team, unseen_players,
};
pub use revenue::RevenueModel;
pub use scorecard::{Scorecard, scorecard};
pub use segments::{Offer, Segment, SegmentModel, Target};
pub use signals::SignalModel;
pub use supply::{Supply, supplied_rows, unlocked};
pub use survey::{
    Ask, BadSide, Block, Bucket, EasePart, Expectation, ExpectationFlag, Interview,
    InterviewReason, Loyalty, LoyaltyParts, Metric, MomentAge, Plan, ProngAge, ResponseRate,
    RoleValue, SurveyFilter, SurveyKind, SurveyModel, ValueTier, Voice, advocacy, bad_sides,
    ease_index, engagement, expectations, interviews, is_unhappy, loyalty, metric, moments,
    next_surveys, prongs, relevance, response_rate, role_group, value_tier, voices,
};
pub use trust::{
    ActionDef, Basis, Because, Behaviour, BehaviourDef, FactorDef, FactorScore, GapFlag,
    Recommendation, Tendency, Trust, TrustFactor, TrustInputs, TrustModel, measure_trust,
    score_trust, trust,
};
