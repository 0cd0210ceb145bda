//! How far behind a source is.

use async_graphql::SimpleObject;
use chrono::{DateTime, TimeDelta, Utc};

use super::scalars::Time;
use super::words::{Category, SourceState};
use crate::insight::Models;
use crate::model;
use crate::store::{Run, RunState, Source};

/// So many intervals without success make a source stale.
const STALE_AFTER_INTERVALS: i32 = 3;
/// So many days without a new record make a source silent.
const SILENT_AFTER_DAYS: i64 = 7;

/// How far behind one source of an account is.
#[derive(SimpleObject)]
#[graphql(cache_control(no_cache))]
pub(super) struct SourceFreshness {
    /// The source's name in the configuration.
    system: String,
    /// What kind of system it is.
    category: Category,
    /// When a sync of it last succeeded.
    last_success: Option<Time>,
    /// The newest moment that its records speak of: a source may answer without saying anything new.
    last_record: Option<Time>,
    /// Seconds since the last success; `null` when there was none.
    lag_seconds: Option<i64>,
    /// Seconds between two scheduled syncs.
    expected_seconds: i64,
    /// Whether it can be relied on right now.
    state: SourceState,
    /// Codes of the KPIs and, as `trust.H1`, of the proxies of trust that are measured from this kind
    /// of system.
    affects_kpis: Vec<String>,
}

impl SourceFreshness {
    pub(super) fn of(
        source: &Source,
        runs: &[Run],
        models: &Models,
        now: DateTime<Utc>,
    ) -> Self {
        let lag = source.last_success.map(|at| (now - at).num_seconds().max(0));
        Self {
            system: source.id.0.clone(),
            category: source.category.into(),
            last_success: source.last_success.map(Time),
            last_record: source.last_record.map(Time),
            lag_seconds: lag,
            expected_seconds: source.interval_seconds,
            state: state(source, runs, now),
            affects_kpis: kpis_of(models, source.category),
        }
    }
}

/// Names of what is measured from a kind of system, in the models' order.
pub(super) fn kpis_of(models: &Models, category: model::Category) -> Vec<String> {
    let measured = models.measured().filter(|(_, kpi)| kpi.source == category);
    measured.map(|(name, _)| name).collect()
}

/// How a source stands; `runs` are its own, newest first.
pub(super) fn state(source: &Source, runs: &[Run], now: DateTime<Utc>) -> SourceState {
    let ended = |run: &&Run| !matches!(run.state, RunState::Queued | RunState::Running);
    let last = runs.iter().find(ended).map(|run| run.state);
    let interval = TimeDelta::seconds(source.interval_seconds);
    let old = |at: Option<DateTime<Utc>>, most: TimeDelta| at.is_none_or(|at| now - at > most);
    match last {
        _ if source.disconnected_at.is_some() => SourceState::NeedsReconnect,
        Some(RunState::Failed) => SourceState::Failed,
        _ if source.last_success.is_none() && last.is_none() => SourceState::Never,
        // A first run that was only partly good is no success, but it is no silence either.
        _ if source.last_success.is_some()
            && old(source.last_success, interval * STALE_AFTER_INTERVALS) =>
        {
            SourceState::Stale
        }
        Some(RunState::Partial) => SourceState::Degraded,
        _ if old(source.last_record, TimeDelta::days(SILENT_AFTER_DAYS)) => SourceState::Silent,
        _ => SourceState::Ok,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours_ago: i64) -> DateTime<Utc> {
        let now: DateTime<Utc> = "2026-11-21T12:00:00Z".parse().expect("a time");
        now - TimeDelta::hours(hours_ago)
    }

    fn source(last_success: Option<i64>, last_record: Option<i64>) -> Source {
        Source {
            id: "crm".into(),
            kind: "hubspot".to_owned(),
            category: model::Category::Crm,
            interval_seconds: 3600,
            last_success: last_success.map(at),
            last_record: last_record.map(at),
            rate_limit: None,
            disconnected_at: None,
        }
    }

    fn run(state: RunState) -> Run {
        Run {
            id: 1,
            source: "crm".into(),
            state,
            queued_at: at(1),
            started_at: None,
            finished_at: None,
            read: 0,
            written: 0,
            skipped: 0,
            rejected: 0,
            errors: Vec::new(),
        }
    }

    #[test]
    fn a_source_is_as_good_as_its_worst_sign() {
        use RunState::{Failed, Partial, Queued, Running, Succeeded};
        let cases = [
            (None, None, vec![], SourceState::Never),
            (None, None, vec![Running], SourceState::Never),
            (None, None, vec![Failed], SourceState::Failed),
            (None, Some(1), vec![Partial], SourceState::Degraded),
            (Some(1), Some(1), vec![Succeeded], SourceState::Ok),
            (Some(1), Some(1), vec![Queued, Succeeded], SourceState::Ok),
            (Some(1), Some(1), vec![Failed, Succeeded], SourceState::Failed),
            (Some(1), Some(1), vec![Partial, Succeeded], SourceState::Degraded),
            (Some(4), Some(4), vec![Succeeded], SourceState::Stale),
            (Some(3), Some(3), vec![Succeeded], SourceState::Ok),
            (Some(1), Some(24 * 8), vec![Succeeded], SourceState::Silent),
            (Some(1), None, vec![Succeeded], SourceState::Silent),
        ];
        for (success, record, states, expected) in cases {
            let runs: Vec<Run> = states.iter().copied().map(run).collect();
            let mut source = source(success, record);
            let found = state(&source, &runs, at(0));
            assert_eq!(found, expected, "{success:?} {record:?} {states:?}");
            source.disconnected_at = Some(at(2));
            assert_eq!(state(&source, &runs, at(0)), SourceState::NeedsReconnect);
        }
    }
}
