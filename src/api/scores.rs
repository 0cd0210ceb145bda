//! Health computed on demand and kept for as long as it is true.
//!
//! What is kept is named by the account's version that its facts were read at, so a change of the
//! account makes it unreachable: nothing has to be removed, and a fill that ends after a change
//! cannot outlive it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use moka::sync::Cache;

use super::hub::Desk;
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

/// A computed score.
#[derive(Debug)]
pub(super) struct Computed {
    pub(super) health: Health,
    /// Contributions of the KPIs, by stage, as they are shown: they add up.
    pub(super) contributions: Vec<Vec<Option<f64>>>,
    pub(super) at: DateTime<Utc>,
    pub(super) took_ms: f64,
    born: Instant,
}

impl Computed {
    /// Whole seconds since it was computed.
    pub(super) fn age_seconds(&self) -> i32 {
        i32::try_from(self.born.elapsed().as_secs()).unwrap_or(i32::MAX)
    }

    fn new(health: Health, at: DateTime<Utc>, began: Instant) -> Self {
        let contributions = shown_contributions(&health);
        let took_ms = began.elapsed().as_secs_f64() * 1_000.0;
        Self { health, contributions, at, took_ms, born: Instant::now() }
    }

    fn bytes(&self) -> u32 {
        let kpis = self.health.stages.iter().flat_map(|stage| &stage.kpis);
        let inputs: usize = kpis.map(|kpi| kpi.inputs.len()).sum();
        u32::try_from(SCORE_BYTES + inputs * INPUT_BYTES).unwrap_or(u32::MAX)
    }
}

fn shown_contributions(health: &Health) -> Vec<Vec<Option<f64>>> {
    let kpis = health.stages.iter().flat_map(|stage| &stage.kpis);
    let exact: Vec<Option<f64>> = kpis.map(|kpi| kpi.contribution).collect();
    let mut shown = round::parts(&exact).into_iter();
    let stages = health.stages.iter();
    stages.map(|stage| shown.by_ref().take(stage.kpis.len()).collect()).collect()
}

/// The kept scores.
pub(super) struct Scores(Cache<Key, Arc<Computed>>);

impl Default for Scores {
    fn default() -> Self {
        let cache = Cache::builder()
            .max_capacity(MOST_BYTES)
            .weigher(|_: &Key, computed: &Arc<Computed>| computed.bytes())
            .time_to_live(TTL)
            .build();
        Self(cache)
    }
}

impl Scores {
    pub(super) fn get(&self, key: &Key) -> Option<Arc<Computed>> {
        self.0.get(key)
    }

    pub(super) fn keep(&self, key: Key, computed: Arc<Computed>) {
        self.0.insert(key, computed);
    }
}

/// An account measured for a day, with its plain score: what what-ifs start from.
pub(super) struct Measured {
    pub(super) seen: Arc<Seen>,
    pub(super) observations: Observations,
    pub(super) plain: Arc<Computed>,
}

impl Desk {
    /// Measures and scores one account. Pure work, a few milliseconds: call it off the runtime.
    pub(super) fn measure(&self, seen: Arc<Seen>, day: NaiveDate) -> Measured {
        let began = Instant::now();
        let model = &self.hub.models.health;
        let observations = measure(&seen.facts, model, &self.hub.calendar, day);
        let health = score(&observations, &seen.facts, model, day, &WhatIf::default());
        let plain = Arc::new(Computed::new(health, self.now(), began));
        Measured { seen, observations, plain }
    }

    /// Scores what was measured with changes to try. Keeps nothing.
    pub(super) fn try_out(&self, measured: &Measured, what_if: &WhatIf) -> Arc<Computed> {
        let began = Instant::now();
        let Measured { seen, observations, plain } = measured;
        let day = plain.health.as_of;
        let health = score(observations, &seen.facts, &self.hub.models.health, day, what_if);
        Arc::new(Computed::new(health, self.now(), began))
    }
}
