//! Reads every stream of a source, several at once, within what the source allows.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use chrono::SecondsFormat;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream;

use super::ingest::{Ingested, Reader, Stop};
use super::{SharedBudget, SourceVault, Sync, SyncError};
use crate::connector::{Connector, Manifest, Pace, PullError};
use crate::fetch::Driver;
use crate::model::SourceId;
use crate::store::{Refusal, Run, StoreError};

/// Streams that are read at once, however many requests a source takes: each holds pages.
const STREAMS: usize = 8;

impl Sync {
    /// Pulls every stream of the run's source and lands what comes. A stream that fails does not
    /// stop the others, except when the source refuses the credentials or does not answer: then
    /// no further one is begun.
    pub(super) async fn ingest(&self, run: &Run) -> Result<Ingested, SyncError> {
        let (setting, connector) = self.connector(&run.source)?;
        let budget = Arc::new(SharedBudget::new(self.store.clone()));
        let vault = Arc::new(self.vault(&run.source));
        let driver = Driver::new(self.client.clone(), Arc::clone(&self.clock))
            .with_vault(Arc::<SourceVault>::clone(&vault))
            .with_budget(budget);
        let manifest = match driver.prepare(&connector.manifest, &setting.config).await {
            Ok(manifest) => manifest,
            Err(error) => {
                let errors = vec![(String::new(), error.to_string())];
                return Ok(Ingested { errors, ..Ingested::default() });
            }
        };
        let round = Round {
            sync: self,
            run,
            connector,
            manifest: &manifest,
            config: &setting.config,
            driver,
            vault,
            hopeless: AtomicBool::new(false),
        };
        // What is wrong with the pace, each stream tells.
        let pace = Pace::of(&manifest, &setting.config, self.clock.now());
        let level = pace.map_or(1, |pace| pace.level().min(STREAMS));
        let (streams, tombstones) = order(connector, &manifest);
        let mut ingested = Ingested::default();
        // A list of deleted records may change what another stream landed: one at a time.
        for (streams, at_once) in [(streams, level), (tombstones, 1)] {
            round.read_all(&streams, at_once, &mut ingested).await?;
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
fn is_hopeless(stop: &Stop) -> bool {
    match stop {
        Stop::Pull(error) => {
            matches!(error, PullError::Unauthorized { .. } | PullError::Unanswered { .. })
        }
        Stop::Vault(_) | Stop::Refused(..) => true,
        Stop::Store(_) => false,
    }
}

/// The streams of a connector, and those that only list deleted records: they come last, so that a
/// record that is created and deleted between two syncs ends as deleted.
fn order(connector: &Connector, manifest: &Manifest) -> (Vec<String>, Vec<String>) {
    let names = manifest.streams().into_iter().map(|stream| stream.name);
    names.partition(|name| connector.mapping.tombstones(name).is_none())
}

/// The streams of one run.
struct Round<'a> {
    sync: &'a Sync,
    run: &'a Run,
    connector: &'a Arc<Connector>,
    manifest: &'a Arc<Manifest>,
    config: &'a serde_json::Value,
    driver: Driver,
    vault: Arc<SourceVault>,
    /// No further stream is worth a try.
    hopeless: AtomicBool,
}

/// One stream: what came of it, and why it ended early.
type Read = (Ingested, Result<(), Stop>);

impl Round<'_> {
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
        let mut errors: Vec<(usize, (String, String))> = Vec::new();
        while let Some((at, read)) = reads.next().await {
            let Some((ingested, outcome)) = read else { continue };
            so_far.dead += ingested.dead;
            so_far.rate_limit = ingested.rate_limit.or(so_far.rate_limit);
            errors.extend(ingested.errors.into_iter().map(|error| (at, error)));
            let why = match outcome {
                Ok(()) => {
                    so_far.complete += 1;
                    continue;
                }
                Err(Stop::Store(error)) => return Err(error),
                Err(Stop::Pull(error)) => error.to_string(),
                Err(Stop::Vault(error)) => error.to_string(),
                Err(Stop::Refused(error, refusal)) => {
                    // One stream speaks for all.
                    if so_far.disconnected.replace(refusal.at).is_some() {
                        continue;
                    }
                    disconnected(&self.run.source, &error, refusal)
                }
            };
            errors.push((at, (streams.get(at).cloned().unwrap_or_default(), why)));
        }
        errors.sort_by_key(|(at, _)| *at);
        so_far.errors.extend(errors.into_iter().map(|(_, error)| error));
        Ok(())
    }

    /// Reads a stream, unless another one showed that it is no use.
    async fn read_one(&self, stream: &str) -> Option<Read> {
        if self.hopeless.load(Ordering::Relaxed) {
            return None;
        }
        let reader = Reader {
            sync: self.sync,
            run: self.run,
            connector: self.connector,
            manifest: self.manifest,
            config: self.config,
            driver: &self.driver,
            vault: &self.vault,
            stream,
            full: None,
        };
        let mut ingested = Ingested::default();
        let outcome = reader.read(&mut ingested).await;
        if outcome.as_ref().is_err_and(is_hopeless) {
            self.hopeless.store(true, Ordering::Relaxed);
        }
        Some((ingested, outcome))
    }
}
