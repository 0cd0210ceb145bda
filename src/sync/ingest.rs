//! Pulls one source, stream by stream, and lands its pages.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, Utc};
use tokio::sync::mpsc;

use super::{Event, SourceVault, Sync, SyncError};
use crate::connector::{Connector, Page, Pull, PullError, RenewalError};
use crate::fetch::{Driver, FetchError, RateLimit};
use crate::model::{DeadLetter, Landing, Record, RecordRef, Rejected, SourceId, short_hash};
use crate::store::{Refusal, Run, StoreError};

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
    /// Since when the source does not take its credential any more.
    disconnected: Option<DateTime<Utc>>,
}

impl Sync {
    /// Pulls every stream of the run's source and lands what comes. A stream that fails does not
    /// stop the others, except when the source refuses the credentials or does not answer.
    pub(super) async fn ingest(&self, run: &Run) -> Result<Ingested, SyncError> {
        let (setting, connector) = self.connector(&run.source)?;
        let config = Arc::clone(&setting.config);
        let mut ingested = Ingested::default();
        for stream in order(connector) {
            let reader = Reader { sync: self, run, connector, stream: &stream };
            match reader.read(&config, &mut ingested).await {
                Ok(()) => ingested.complete += 1,
                Err(Stop::Store(error)) => return Err(error.into()),
                Err(Stop::Pull(error)) => {
                    ingested.errors.push((stream.clone(), error.to_string()));
                    if is_hopeless(&error) {
                        break;
                    }
                }
                Err(Stop::Vault(error)) => {
                    ingested.errors.push((stream.clone(), error.to_string()));
                    break;
                }
                Err(Stop::Refused(error, refusal)) => {
                    let message = disconnected(&run.source, &error, refusal);
                    ingested.errors.push((stream.clone(), message));
                    ingested.disconnected = Some(refusal.at);
                    break;
                }
            }
        }
        self.note_connection(&run.source, &ingested).await?;
        Ok(ingested)
    }

    /// Notes that the source must be connected again; or, when something came, that it is not so.
    async fn note_connection(
        &self,
        source: &SourceId,
        ingested: &Ingested,
    ) -> Result<(), StoreError> {
        if ingested.disconnected.is_none() && ingested.complete == 0 {
            return Ok(());
        }
        self.store.put_disconnected(source, ingested.disconnected).await
    }
}

/// What a person must do about a source that does not take its credential any more.
fn disconnected(source: &SourceId, error: &PullError, refusal: Refusal) -> String {
    let since = refusal.at.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "source `{source}` needs to be connected again since {since}: {error}; it is asked again \
         with new credentials there, or by `accord check` when it was mended at the source"
    )
}

/// The other streams of the source would meet the same: refused credentials, or no answer at all.
fn is_hopeless(error: &PullError) -> bool {
    matches!(error, PullError::Unauthorized { .. } | PullError::Unanswered { .. })
}

/// The streams of a connector; those that only list deleted records come last, so that a record
/// that is created and deleted between two syncs ends as deleted.
fn order(connector: &Connector) -> Vec<String> {
    let names = connector.manifest.streams().into_iter().map(|stream| stream.name);
    let (last, first): (Vec<String>, Vec<String>) =
        names.partition(|name| connector.mapping.tombstones(name).is_some());
    first.into_iter().chain(last).collect()
}

enum Stop {
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
struct Reader<'a> {
    sync: &'a Sync,
    run: &'a Run,
    connector: &'a Arc<Connector>,
    stream: &'a str,
}

impl Reader<'_> {
    async fn read(
        &self,
        config: &serde_json::Value,
        so_far: &mut Ingested,
    ) -> Result<(), Stop> {
        let Sync { store, client, clock, .. } = self.sync;
        let state = store.stream_state(&self.run.source, self.stream).await?;
        let pull = Pull::new(
            &self.connector.manifest,
            self.stream,
            config,
            state.as_deref(),
            clock.now(),
        )
        .map_err(Stop::Pull)?
        .with_patience(self.sync.patience);
        let (sender, mut pages) = mpsc::channel(PAGES_IN_FLIGHT);
        let vault = Arc::new(self.sync.vault(&self.run.source));
        let driver =
            Driver::new(client.clone(), Arc::clone(clock))
                .with_vault(Arc::<SourceVault>::clone(&vault));
        let driving = tokio::spawn(async move { driver.drive(pull, sender).await });
        let landed = self.land_all(&mut pages, so_far).await;
        // Closing our end lets the driver see that nobody reads any more.
        drop(pages);
        let outcome = driving.await.expect("the driver neither panics nor is aborted");
        landed?;
        match outcome {
            Ok(limit) => {
                so_far.rate_limit =
                    rate_limit(limit, self.sync.clock.now()).or(so_far.rate_limit);
            }
            Err(FetchError::Pull(error)) => {
                return Err(match vault.refusal() {
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
            append(&mut gathered, page);
            if gathered.records.len() >= RECORDS_PER_LANDING || pages.is_empty() {
                self.land(std::mem::take(&mut gathered), so_far).await?;
            }
        }
        self.land(gathered, so_far).await
    }

    async fn land(&self, page: Page, so_far: &mut Ingested) -> Result<(), StoreError> {
        if page.records.is_empty() && page.rejected.is_empty() && page.state.is_none() {
            return Ok(());
        }
        let at = self.sync.clock.now();
        let source = &self.run.source;
        if let Some(of) = self.connector.mapping.tombstones(self.stream) {
            self.land_deletions(of, &page.records, at).await?;
        }
        let dead = page
            .rejected
            .into_iter()
            .map(|r| dead_letter(source, self.stream, r, at))
            .collect();
        let landing = Landing {
            source: source.clone(),
            stream: self.stream.to_owned(),
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
