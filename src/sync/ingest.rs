//! Pulls one source, several streams at once, and lands its pages.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{DateTime, Utc};
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;
use tokio::sync::mpsc;

use super::{Event, SharedBudget, Sync, SyncError};
use crate::connector::{Connector, Pace, Page, Pull, PullError};
use crate::fetch::{Driver, FetchError, RateLimit};
use crate::model::{DeadLetter, Landing, Record, RecordRef, Rejected, SourceId, short_hash};
use crate::store::{Run, StoreError};

/// Pages that may wait between the network and the database.
const PAGES_IN_FLIGHT: usize = 4;
/// Streams that are read at once, however many requests a source takes: each holds pages.
const STREAMS: usize = 8;
/// Records landed in one transaction, at most.
const RECORDS_PER_LANDING: usize = 4_000;

/// What a pull of all streams came to.
#[derive(Debug, Default)]
pub(super) struct Ingested {
    /// Streams that could not be read to their end, with the reason.
    pub(super) errors: Vec<(String, String)>,
    /// Streams read to their end.
    pub(super) complete: usize,
    /// Records set aside.
    pub(super) dead: u64,
    /// What the source last said of its limit: requests left, end of the window.
    pub(super) rate_limit: Option<(i64, Option<DateTime<Utc>>)>,
}

impl Sync {
    /// Pulls every stream of the run's source and lands what comes. A stream that fails does not
    /// stop the others, except when the source refuses the credentials or does not answer: then
    /// no further one is begun.
    pub(super) async fn ingest(&self, run: &Run) -> Result<Ingested, SyncError> {
        let (setting, connector) = self.connector(&run.source)?;
        let budget = Arc::new(SharedBudget::new(self.store.clone()));
        let driver = Driver::new(self.client.clone(), Arc::clone(&self.clock));
        let reader = Reader {
            sync: self,
            run,
            connector,
            config: &setting.config,
            driver: driver.with_budget(budget),
            hopeless: &AtomicBool::new(false),
        };
        // What is wrong with the pace, each stream tells.
        let pace = Pace::of(&connector.manifest, &setting.config, self.clock.now());
        let level = pace.map_or(1, |pace| pace.level().min(STREAMS));
        let (streams, tombstones) = order(connector);
        let mut ingested = Ingested::default();
        // A list of deleted records may change what another stream landed: one at a time.
        for (streams, at_once) in [(streams, level), (tombstones, 1)] {
            reader.read_all(&streams, at_once, &mut ingested).await?;
        }
        Ok(ingested)
    }
}

/// The other streams of the source would meet the same: refused credentials, or no answer at all.
fn is_hopeless(error: &PullError) -> bool {
    matches!(error, PullError::Unauthorized { .. } | PullError::Unanswered { .. })
}

/// The streams of a connector, and those that only list deleted records: they come last, so that a
/// record that is created and deleted between two syncs ends as deleted.
fn order(connector: &Connector) -> (Vec<String>, Vec<String>) {
    let names = connector.manifest.streams().into_iter().map(|stream| stream.name);
    names.partition(|name| connector.mapping.tombstones(name).is_none())
}

enum Stop {
    Store(StoreError),
    Pull(PullError),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Reads the streams of one run.
struct Reader<'a> {
    sync: &'a Sync,
    run: &'a Run,
    connector: &'a Arc<Connector>,
    config: &'a serde_json::Value,
    driver: Driver,
    /// No further stream is worth a try.
    hopeless: &'a AtomicBool,
}

/// One stream: what came of it, and why it ended early.
type Read = (Ingested, Result<(), Stop>);

impl Reader<'_> {
    async fn read_all(
        &self,
        streams: &[String],
        at_once: usize,
        so_far: &mut Ingested,
    ) -> Result<(), StoreError> {
        let reads = streams.iter().enumerate().map(|(at, stream)| -> BoxFuture<'_, _> {
            Box::pin(async move { (at, self.read_one(stream).await) })
        });
        let reads: Vec<_> = reads.collect();
        let mut reads = stream::iter(reads).buffer_unordered(at_once);
        let mut errors = Vec::new();
        while let Some((at, read)) = reads.next().await {
            let Some((ingested, outcome)) = read else { continue };
            so_far.dead += ingested.dead;
            so_far.rate_limit = ingested.rate_limit.or(so_far.rate_limit);
            match outcome {
                Ok(()) => so_far.complete += 1,
                Err(Stop::Store(error)) => return Err(error),
                Err(Stop::Pull(error)) => errors.push((at, error.to_string())),
            }
        }
        errors.sort_by_key(|(at, _)| *at);
        let named =
            errors.into_iter().filter_map(|(at, why)| Some((streams.get(at)?.clone(), why)));
        so_far.errors.extend(named);
        Ok(())
    }

    /// Reads a stream, unless another one showed that it is no use.
    async fn read_one(&self, stream: &str) -> Option<Read> {
        if self.hopeless.load(Ordering::Relaxed) {
            return None;
        }
        let mut ingested = Ingested::default();
        let outcome = self.read(stream, &mut ingested).await;
        if matches!(&outcome, Err(Stop::Pull(error)) if is_hopeless(error)) {
            self.hopeless.store(true, Ordering::Relaxed);
        }
        Some((ingested, outcome))
    }

    async fn read(&self, stream: &str, so_far: &mut Ingested) -> Result<(), Stop> {
        let Sync { store, clock, .. } = self.sync;
        let state = store.stream_state(&self.run.source, stream).await?;
        let pull = Pull::new(
            &self.connector.manifest,
            stream,
            self.config,
            state.as_deref(),
            clock.now(),
        )
        .map_err(Stop::Pull)?
        .with_patience(self.sync.patience);
        let (sender, mut pages) = mpsc::channel(PAGES_IN_FLIGHT);
        let fetch = self.driver.clone();
        let driving = tokio::spawn(async move { fetch.drive(pull, sender).await });
        let landed = self.land_all(stream, &mut pages, so_far).await;
        // Closing our end lets the driver see that nobody reads any more.
        drop(pages);
        let driven = driving.await.expect("the driver neither panics nor is aborted");
        landed?;
        match driven {
            Ok(limit) => {
                so_far.rate_limit =
                    rate_limit(limit, self.sync.clock.now()).or(so_far.rate_limit);
            }
            Err(FetchError::Pull(error)) => return Err(Stop::Pull(error)),
            Err(FetchError::Abandoned) => {}
        }
        Ok(())
    }

    /// Lands what comes, several small pages in one transaction when they wait anyway.
    async fn land_all(
        &self,
        stream: &str,
        pages: &mut mpsc::Receiver<Page>,
        so_far: &mut Ingested,
    ) -> Result<(), StoreError> {
        let mut gathered = Page::default();
        while let Some(page) = pages.recv().await {
            append(&mut gathered, page);
            if gathered.records.len() >= RECORDS_PER_LANDING || pages.is_empty() {
                self.land(stream, std::mem::take(&mut gathered), so_far).await?;
            }
        }
        self.land(stream, gathered, so_far).await
    }

    async fn land(
        &self,
        stream: &str,
        page: Page,
        so_far: &mut Ingested,
    ) -> Result<(), StoreError> {
        if page.records.is_empty() && page.rejected.is_empty() && page.state.is_none() {
            return Ok(());
        }
        let at = self.sync.clock.now();
        let source = &self.run.source;
        if let Some(of) = self.connector.mapping.tombstones(stream) {
            self.land_deletions(of, &page.records, at).await?;
        }
        let dead =
            page.rejected.into_iter().map(|r| dead_letter(source, stream, r, at)).collect();
        let landing = Landing {
            source: source.clone(),
            stream: stream.to_owned(),
            run: self.run.id,
            records: page.records,
            dead,
            state: page.state,
            at,
        };
        let landed = self.sync.store.land(&landing).await?;
        so_far.dead += landed.dead;
        let read = landed.written + landed.unchanged + landed.dead;
        (self.sync.watch)(Event::Landed(source.clone(), read));
        Ok(())
    }

    /// Lands what a list of deleted records says as deletions of the stream they belong to. Before
    /// the list itself, whose state may then move on.
    async fn land_deletions(
        &self,
        of: &str,
        list: &[Record],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let keys: BTreeSet<&str> = list.iter().map(|record| record.key.as_str()).collect();
        let records = keys
            .into_iter()
            .map(|key| Record {
                key: key.to_owned(),
                raw: String::new(),
                shaped: None,
                deleted: true,
            })
            .collect();
        let landing = Landing {
            source: self.run.source.clone(),
            stream: of.to_owned(),
            run: self.run.id,
            records,
            dead: Vec::new(),
            state: None,
            at,
        };
        self.sync.store.land(&landing).await.map(|_| ())
    }
}

fn append(gathered: &mut Page, page: Page) {
    gathered.records.extend(page.records);
    gathered.rejected.extend(page.rejected);
    gathered.state = page.state.or(gathered.state.take());
}

/// A rejected part of a page as a dead letter. Without a key it is named by a hash of its bytes,
/// so that reading it again does not count twice.
fn dead_letter(
    source: &SourceId,
    stream: &str,
    rejected: Rejected,
    at: DateTime<Utc>,
) -> DeadLetter {
    let hash = || format!("sha256:{}", short_hash(rejected.raw.as_bytes()));
    let key = rejected.key.clone().unwrap_or_else(hash);
    DeadLetter {
        record: RecordRef { source: source.clone(), stream: stream.to_owned(), key },
        step: "LAND".to_owned(),
        code: rejected.code,
        message: rejected.message,
        path: None,
        raw: rejected.raw,
        at,
    }
}

fn rate_limit(limit: RateLimit, now: DateTime<Utc>) -> Option<(i64, Option<DateTime<Utc>>)> {
    let (left, window) = limit?;
    let ends = window.and_then(|w| Some(now + chrono::Duration::from_std(w).ok()?));
    Some((i64::try_from(left).unwrap_or(i64::MAX), ends))
}
