//! Health computed on demand and kept for as long as it is true.
//!
//! What is kept is named by the account's version that its facts were read at, so a change of the
//! account makes it unreachable: nothing has to be removed, and a fill that ends after a change
//! cannot outlive it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;

use super::hub::Desk;
use super::kept::{Kept, Made};
use super::loaders::Seen;
use super::round;
use crate::insight::{Health, Observations, WhatIf, measure, score};
use crate::model::AccountId;

/// How long a score is kept at most.
pub(super) const TTL: Duration = Duration::from_mins(5);
/// Bytes that all kept scores may take, about.
const MOST_BYTES: u64 = 128 << 20;
/// Bytes of a score without its inputs, about.
const SCORE_BYTES: usize = 8_192;
/// Bytes of an input, about.
const INPUT_BYTES: usize = 320;

/// What a kept score is the answer to. The calendar is the hub's for as long as it runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) account: AccountId,
    pub(super) version: i64,
    pub(super) model: String,
    pub(super) day: NaiveDate,
}

/// A score with what is shown of it.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) health: Health,
    /// Contributions of the KPIs, by stage, as they are shown: they add up.
    pub(super) contributions: Vec<Vec<Option<f64>>>,
}

/// A computed score.
pub(super) type Computed = Made<Plain>;

impl From<Health> for Plain {
    fn from(health: Health) -> Self {
        Self { contributions: shown_contributions(&health), health }
    }
}

/// The kept scores.
pub(super) fn scores() -> Kept<Plain> {
    Kept::new(MOST_BYTES, bytes)
}

fn bytes(plain: &Plain) -> usize {
    let kpis = plain.health.stages.iter().flat_map(|stage| &stage.kpis);
    SCORE_BYTES + INPUT_BYTES * kpis.map(|kpi| kpi.inputs.len()).sum::<usize>()
}

fn shown_contributions(health: &Health) -> Vec<Vec<Option<f64>>> {
    let kpis = health.stages.iter().flat_map(|stage| &stage.kpis);
    let exact: Vec<Option<f64>> = kpis.map(|kpi| kpi.contribution).collect();
    let mut shown = round::parts(&exact).into_iter();
    let stages = health.stages.iter();
    stages.map(|stage| shown.by_ref().take(stage.kpis.len()).collect()).collect()
}

/// An account measured for a day: what what-ifs start from.
pub(super) struct Measured {
    seen: Arc<Seen>,
    observations: Observations,
    day: NaiveDate,
}

/// The plain score of one account. Pure work, a few milliseconds: call it off the runtime.
pub(super) fn compute(desk: &Desk, seen: &Seen, day: NaiveDate) -> Plain {
    let hub = &desk.hub;
    let observations = measure(&seen.facts, &hub.models.health, &hub.calendar, day);
    score(&observations, &seen.facts, &hub.models.health, day, &WhatIf::default()).into()
}

impl Desk {
    /// Measures one account. Pure work, a few milliseconds: call it off the runtime.
    pub(super) fn measure(&self, seen: Arc<Seen>, day: NaiveDate) -> Measured {
        let hub = &self.hub;
        let observations = measure(&seen.facts, &hub.models.health, &hub.calendar, day);
        Measured { seen, observations, day }
    }

    /// Scores what was measured with changes to try. Keeps nothing.
    pub(super) fn try_out(&self, measured: &Measured, what_if: &WhatIf) -> Arc<Computed> {
        let began = Instant::now();
        let Measured { seen, observations, day } = measured;
        let health = score(observations, &seen.facts, &self.hub.models.health, *day, what_if);
        Arc::new(Computed::new(health.into(), self.now(), began))
    }
}
