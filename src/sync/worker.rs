//! Takes runs from the store by lease, and queues them when their interval is over.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info, instrument, warn};

use super::ingest::Ingested;
use super::{Event, Sync};
use crate::model::SourceId;
use crate::store::{Run, RunState, StoreError};

/// Time between two looks at the queue.
const TICK: Duration = Duration::from_millis(500);

/// Why a sync could not be done.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// Not in the configuration.
    #[error("no source `{source_id}` is configured; there are: {known}")]
    UnknownSource {
        /// The source asked for.
        source_id: SourceId,
        /// The configured ones.
        known: String,
    },
    /// No folder of that name.
    #[error(
        "source `{source_id}` wants the connector `{kind}`, and connectors/{kind}/ is not there"
    )]
    UnknownConnector {
        /// The source.
        source_id: SourceId,
        /// Its connector.
        kind: String,
    },
    /// Another worker keeps a step to itself.
    #[error(
        "waited {waited_s} s for `{step}`, which {holder} is still doing; what was landed stays, \
         so sync again later, or end that process if it hangs"
    )]
    Busy {
        /// The step.
        step: &'static str,
        /// Who holds it.
        holder: String,
        /// How long was waited, in seconds.
        waited_s: u64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Sync {
    /// Syncs these sources once (all when empty) and brings everything up to the scores. Gives the
    /// finished runs; a source that fails does not stop the others.
    ///
    /// # Errors
    /// An unknown source, or the database.
    pub async fn once(&self, sources: &[SourceId]) -> Result<Vec<Run>, SyncError> {
        let all: Vec<SourceId> = self.sources.keys().cloned().collect();
        let wanted = if sources.is_empty() { &all } else { sources };
        let mut runs = Vec::new();
        for source in wanted {
            self.connector(source)?;
            runs.push(self.store.queue_run(source, self.clock.now()).await?.id);
        }
        self.finished(runs).await
    }

    /// The same for these sources, which may lose as many records as their full reads find
    /// missing: a person has looked.
    ///
    /// # Errors
    /// An unknown source, or the database.
    pub async fn once_allowing_deletes(
        &self,
        sources: &[SourceId],
    ) -> Result<Vec<Run>, SyncError> {
        let mut runs = Vec::new();
        for source in sources {
            self.connector(source)?;
            let now = self.clock.now();
            runs.push(self.store.queue_run_allowing_deletes(source, now).await?.id);
        }
        self.finished(runs).await
    }

    /// Works until these runs are finished and everything is scored.
    async fn finished(&self, runs: Vec<i64>) -> Result<Vec<Run>, SyncError> {
        let (_keep_open, never) = watch::channel(false);
        loop {
            self.drain(&never).await?;
            let known = self.store.runs_by_id(&runs).await?;
            let open = |run: &Run| matches!(run.state, RunState::Queued | RunState::Running);
            if !known.iter().any(open) {
                self.digest().await?;
                self.notify().await?;
                return Ok(known);
            }
            // Another process, or one that died, still holds a source: its lease will tell.
            tokio::time::sleep(TICK).await;
        }
    }

    /// Works runs and schedules until told to stop.
    pub async fn work(&self, mut stop: watch::Receiver<bool>) {
        // What a process that died left landed but not scored is brought up first.
        let mut digested = None;
        while !*stop.borrow() {
            match self.turn(&stop, digested).await {
                Ok(day) => digested = Some(day),
                Err(failure) => {
                    error!(error = %failure, "The sync worker met an error and goes on");
                }
            }
            tokio::select! {
                () = tokio::time::sleep(TICK) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Works what waits; brings everything up to the scores when something came, and on a new day.
    /// Gives the day that the scores now stand for.
    async fn turn(
        &self,
        stop: &watch::Receiver<bool>,
        digested: Option<NaiveDate>,
    ) -> Result<NaiveDate, SyncError> {
        self.queue_due().await?;
        let worked = self.drain(stop).await?;
        let today = self.calendar.local_day(self.clock.now());
        // What a webhook told is landed, and waits for its meaning like what a run landed.
        let told = self.store.told().await?;
        if worked > 0 || !told.is_empty() || digested != Some(today) {
            self.digest().await?;
        }
        if digested != Some(today) {
            self.prove().await?;
        }
        if !told.is_empty() {
            self.store.settle_told(told).await?;
        }
        Ok(today)
    }

    /// Queues a run for every source whose interval is over.
    async fn queue_due(&self) -> Result<(), SyncError> {
        let now = self.clock.now();
        let ids: Vec<SourceId> = self.sources.keys().cloned().collect();
        let last = self.store.runs(&ids, 1).await?;
        for (id, setting) in self.sources.iter() {
            let interval =
                chrono::Duration::from_std(setting.interval).unwrap_or(chrono::Duration::MAX);
            let due = match last.get(id).and_then(|runs| runs.first()) {
                None => true,
                Some(run) => run.finished_at.is_some() && now - run.queued_at >= interval,
            };
            if due {
                self.store.queue_run(id, now).await?;
            }
        }
        Ok(())
    }

    /// Works every run that waits, several at a time; gives how many were worked.
    async fn drain(&self, stop: &watch::Receiver<bool>) -> Result<usize, SyncError> {
        let mut working: JoinSet<Result<(), SyncError>> = JoinSet::new();
        let mut worked = 0;
        let mut failure = None;
        while !*stop.borrow() {
            let now = self.clock.now();
            let Some(run) = self.store.claim_run(&self.worker, now, now + self.lease()).await?
            else {
                break;
            };
            worked += 1;
            let sync = self.clone();
            working.spawn(async move { sync.work_run(run).await });
        }
        while let Some(done) = working.join_next().await {
            failure = done.expect("a run neither panics nor is aborted").err().or(failure);
        }
        failure.map_or(Ok(worked), Err)
    }

    pub(super) fn lease(&self) -> chrono::Duration {
        chrono::Duration::from_std(self.lease).unwrap_or(chrono::Duration::seconds(30))
    }

    #[instrument(level = "debug", name = "sync", skip_all, fields(otel.name = format!("sync {}", run.source), run = run.id))]
    async fn work_run(&self, run: Run) -> Result<(), SyncError> {
        let source = run.source.clone();
        (self.watch)(Event::Started(source.clone()));
        let outcome = tokio::select! {
            outcome = self.ingest(&run) => outcome,
            () = self.keep_lease(&run) => {
                warn!(%source, run = run.id, "Another worker took the run over");
                return Ok(());
            }
        };
        let now = self.clock.now();
        let (state, errors, limit) = match outcome {
            Ok(ingested) => (state_of(&ingested), ingested.errors, ingested.rate_limit),
            Err(SyncError::Store(failure)) => return Err(failure.into()),
            Err(failure) => {
                (RunState::Failed, vec![(String::new(), failure.to_string())], None)
            }
        };
        log(&source, state, &errors, run.started_at, now);
        self.store.finish_run(run.id, state, &errors, limit, now).await?;
        (self.watch)(Event::Finished(source, state));
        Ok(())
    }

    /// Renews the run's lease until it is lost.
    async fn keep_lease(&self, run: &Run) {
        loop {
            tokio::time::sleep(self.lease / 3).await;
            let until = self.clock.now() + self.lease();
            match self.store.renew_run(run.id, &self.worker, until).await {
                Ok(true) => {}
                Ok(false) => return,
                Err(failure) => {
                    warn!(error = %failure, "The lease could not be renewed; trying again");
                }
            }
        }
    }
}

fn state_of(ingested: &Ingested) -> RunState {
    match (ingested.complete, ingested.errors.is_empty(), ingested.dead) {
        (0, false, _) => RunState::Failed,
        (_, true, 0) => RunState::Succeeded,
        _ => RunState::Partial,
    }
}

fn log(
    source: &SourceId,
    state: RunState,
    errors: &[(String, String)],
    started: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) {
    let took_ms = started.map_or(0, |started| (now - started).num_milliseconds());
    info!(%source, ?state, took_ms, "Synced {source}");
    for (stream, message) in errors {
        warn!(%source, stream, "{message}");
    }
}
