//! From facts to scores: pure functions of (facts, model, as-of).
//!
//! facts → measures (raw KPI values with their source records) → health, with its parts.
//!
//! `models` holds all of them that are in force. `calendar` says what a business hour is, `model` reads the YAML that an analyst may change
//! (`models/chi-default.yaml` is built in), `measure` has a file per stage of the journey,
//! `health` scores, caps, explains a change and rolls children up into their parent. `survey` reads
//! what people answer, `people` who they are and how they stand by us. `supply` says
//! which KPIs sources make measurable, `hints` which a field could that nobody reads yet.

mod calendar;
mod facts;
mod health;
mod hints;
mod measure;
mod model;
mod models;
mod people;
mod supply;
mod survey;

pub use calendar::Calendar;
pub use facts::Facts;
pub use health::{
    Cap, Child, Health, KpiChange, KpiScore, KpiStatus, MissingPolicy, Rollup, StageScore,
    StageStatus, WhatIf, assess, explain_change, like_for_like, rollup, score,
};
pub use hints::{UnreadField, could_unlock};
pub use measure::{
    Holds, NeededField, NeededRow, Observation, Observations, measure, needed_rows,
};
pub use model::{CapDef, HealthModel, KpiDef, ModelError, Moment, StageDef};
pub use models::Models;
pub use people::{
    BlindSpot, Champion, Completeness, HumanTouch, KnowledgeItem, Proposal, Stakeholder,
    TeamEdge, TeamMate, Unseen, blind_spot, champion, completeness, dialogue_ratio,
    human_touch, stakeholders, team, unseen_players,
};
pub use supply::{Supply, supplied_rows, unlocked};
pub use survey::{
    Ask, Block, Bucket, EasePart, Expectation, GapFlag, Interview, InterviewReason, Loyalty,
    LoyaltyParts, Metric, MomentAge, Plan, ProngAge, ResponseRate, RoleValue, SurveyFilter,
    SurveyKind, SurveyModel, ValueTier, Voice, advocacy, ease_index, engagement, expectations,
    interviews, loyalty, metric, moments, next_surveys, prongs, relevance, response_rate,
    role_group, value_tier, voices,
};
