//! Pulls one stream and lands its pages. What a full read did not meet is `sweep`'s concern.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tracing::{Instrument as _, warn};

use super::{Event, SourceVault, Sync};
use crate::connector::{Connector, Manifest, Page, Pull, PullError, RenewalError};
use crate::fetch::{Driver, FetchError, RateLimit};
use crate::model::{DeadLetter, Landing, Record, RecordRef, Rejected, SourceId, short_hash};
use crate::store::{Refusal, Run, Sighting, StoreError};

/// Pages that may wait between the network and the database.
const PAGES_IN_FLIGHT: usize = 4;
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
    /// Since when the source needs to be connected again.
    pub(super) disconnected: Option<DateTime<Utc>>,
}

/// Why the reading of a stream ended early.
pub(super) enum Stop {
    Store(StoreError),
    Pull(PullError),
    /// Tokens are kept, and cannot be had.
    Vault(RenewalError),
    /// The pull ended because a credential is not taken any more.
    Refused(PullError, Refusal),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// One stream being read.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) sync: &'a Sync,
    pub(super) run: &'a Run,
    pub(super) connector: &'a Arc<Connector>,
    /// Its manifest as the configuration makes it.
    pub(super) manifest: &'a Arc<Manifest>,
    pub(super) config: &'a serde_json::Value,
    pub(super) driver: &'a Driver,
    pub(super) vault: &'a SourceVault,
    pub(super) stream: &'a str,
    /// The number of the full read that notes what it meets and keeps its state to itself.
    pub(super) full: Option<i64>,
}

impl Reader<'_> {
    /// Reads the stream on from where it stands.
    pub(super) async fn read(&self, so_far: &mut Ingested) -> Result<(), Stop> {
        if let Some(lack) = self.manifest.without_files(self.stream) {
            warn!(source = %self.run.source, stream = self.stream, "{lack}");
        }
        if let Some(sweep) = self.connector.mapping.sweep(self.stream) {
            return self.read_and_sweep(sweep, so_far).await;
        }
        let state = self.sync.store.stream_state(&self.run.source, self.stream).await?;
        self.read_from(state.as_deref(), so_far).await
    }

    /// Reads the stream on from a state, or from its start.
    pub(super) async fn read_from(
        &self,
        state: Option<&str>,
        so_far: &mut Ingested,
    ) -> Result<(), Stop> {
        let clock = &self.sync.clock;
        let pull = Pull::new(self.manifest, self.stream, self.config, state, clock.now())
            .map_err(Stop::Pull)?
            .with_patience(self.sync.patience);
        let (sender, mut pages) = mpsc::channel(PAGES_IN_FLIGHT);
        let driver = self.driver.clone();
        let driving =
            tokio::spawn(async move { driver.drive(pull, sender).await }.in_current_span());
        let landed = self.land_all(&mut pages, so_far).await;
        // Closing our end lets the driver see that nobody reads any more.
        drop(pages);
        let ended = driving.await.expect("the driver neither panics nor is aborted");
        landed?;
        match ended {
            Ok(limit) => {
                so_far.rate_limit =
                    rate_limit(limit, self.sync.clock.now()).or(so_far.rate_limit);
            }
            Err(FetchError::Pull(error)) => {
                return Err(match self.vault.refusal() {
                    Some(refusal) => Stop::Refused(error, refusal),
                    None => Stop::Pull(error),
                });
            }
            Err(FetchError::Vault(error)) => return Err(Stop::Vault(error)),
            Err(FetchError::Abandoned) => {}
        }
        Ok(())
    }

    /// Lands what comes, several small pages in one transaction when they wait anyway.
    async fn land_all(
        &self,
        pages: &mut mpsc::Receiver<Page>,
        so_far: &mut Ingested,
    ) -> Result<(), StoreError> {
        let mut gathered = Page::default();
        while let Some(page) = pages.recv().await {
            gathered.append(page);
            if gathered.records.len() >= RECORDS_PER_LANDING || pages.is_empty() {
                self.land(std::mem::take(&mut gathered), so_far).await?;
            }
        }
        self.land(gathered, so_far).await
    }

    async fn land(&self, page: Page, so_far: &mut Ingested) -> Result<(), StoreError> {
        if page.records.is_empty()
            && page.rejected.is_empty()
            && page.state.is_none()
            && !page.gap
        {
            return Ok(());
        }
        let at = self.sync.clock.now();
        let source = &self.run.source;
        if let Some(of) = self.connector.mapping.tombstones(self.stream) {
            self.land_deletions(of, &page.records, at).await?;
        }
        // What has no readable key may be any of the records.
        let unsure = page.gap || page.rejected.iter().any(|rejected| rejected.key.is_none());
        let rejected = page.rejected.into_iter();
        let dead = rejected.map(|r| dead_letter(source, self.stream, r, at)).collect();
        let mut landing = Landing {
            source: source.clone(),
            stream: self.stream.to_owned(),
            run: self.run.id,
            records: page.records,
            dead,
            state: page.state,
            at,
        };
        let landed = match self.full {
            None => self.sync.store.land(&landing).await?,
            Some(generation) => {
                let state = landing.state.take();
                let sighting = Sighting { generation, state, unsure };
                self.sync.store.land_seen(&landing, &sighting).await?
            }
        };
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

/// A rejected part of a page as a dead letter. Without a key it is named by a hash of its bytes,
/// so that reading it again does not count twice.
pub(super) fn dead_letter(
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
