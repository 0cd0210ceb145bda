//! Deletes what a source does not list any more: after a full read, what it did not meet goes.
//!
//! A stream that is read in full each time is swept each time. An incremental one is read on as
//! ever, and beside it, every so often, once from its start, with a state of its own, so that a
//! full read that was broken off goes on from there. Nothing is deleted unless everything was
//! read, nor when suspiciously much would go: then a person is asked.

use tracing::info;

use super::ingest::{Ingested, Reader, Stop};
use crate::connector::Sweep;
use crate::model::Landing;
use crate::store::{StoreError, Unseen};

/// Records deleted in one transaction, at most.
const RECORDS_PER_BURIAL: usize = 4_000;

impl Reader<'_> {
    /// Reads a stream and deletes what a full read of it did not meet.
    pub(super) async fn read_and_sweep(
        &self,
        sweep: &Sweep,
        so_far: &mut Ingested,
    ) -> Result<(), Stop> {
        if sweep.is_apart() {
            return self.read_on_and_in_full(sweep, so_far).await;
        }
        let generation = self.begin().await?;
        self.in_full(generation).read_from(None, so_far).await?;
        Ok(self.sweep(sweep, generation, so_far).await?)
    }

    async fn read_on_and_in_full(
        &self,
        sweep: &Sweep,
        so_far: &mut Ingested,
    ) -> Result<(), Stop> {
        let (store, source) = (&self.sync.store, &self.run.source);
        let state = store.stream_state(source, self.stream).await?;
        if state.is_none() {
            // This very read begins at the start: there is nothing yet that could be missing.
            store.found_generation(source, self.stream, self.sync.clock.now()).await?;
        }
        self.read_from(state.as_deref(), so_far).await?;
        let Some((generation, state)) = self.due(sweep).await? else { return Ok(()) };
        let reading = self.in_full(generation).read_from(state.as_deref(), so_far).await;
        match reading {
            Ok(()) => Ok(self.sweep(sweep, generation, so_far).await?),
            // What is new was read all the same.
            Err(Stop::Pull(error)) => {
                let message = format!(
                    "the full read that finds deletions was broken off and goes on with the next \
                     sync: {error}"
                );
                so_far.errors.push((self.stream.to_owned(), message));
                Ok(())
            }
            Err(stop) => Err(stop),
        }
    }

    /// The same reader, which notes what it meets.
    fn in_full(&self, generation: i64) -> Self {
        Self { full: Some(generation), ..*self }
    }

    async fn begin(&self) -> Result<i64, StoreError> {
        let begun = self.sync.store.begin_generation(&self.run.source, self.stream).await?;
        Ok(begun.number)
    }

    /// The full read to do now, and the state to go on from: one that was broken off, or a new one
    /// when its time has come or a person allows what the last one held back.
    async fn due(&self, sweep: &Sweep) -> Result<Option<(i64, Option<String>)>, StoreError> {
        let store = &self.sync.store;
        let Some(last) = store.generation(&self.run.source, self.stream).await? else {
            return Ok(Some((self.begin().await?, None)));
        };
        if last.reading {
            return Ok(Some((last.number, last.state)));
        }
        let now = self.sync.clock.now();
        let ripe = last.ended_at.is_none_or(|ended| sweep.is_due(ended, now));
        if ripe || (last.held.is_some() && store.allows_deletes(self.run.id).await?) {
            return Ok(Some((self.begin().await?, None)));
        }
        Ok(None)
    }

    /// Deletes what a full read that came to its end did not meet, or says why not.
    async fn sweep(
        &self,
        sweep: &Sweep,
        generation: i64,
        so_far: &mut Ingested,
    ) -> Result<(), StoreError> {
        let (store, source) = (&self.sync.store, &self.run.source);
        let unseen = store.unseen(source, self.stream, generation).await?;
        let missing = unseen.versions.len() as u64;
        let refusal = match objection(sweep, &unseen) {
            Some(Objection::Unsure(why)) => Some((None, why)),
            Some(Objection::TooMany(why)) if !store.allows_deletes(self.run.id).await? => {
                let remedy = format!(
                    "; nothing was deleted. If they are really gone: accord sync {source} \
                     --allow-deletes"
                );
                Some((Some(missing), why + &remedy))
            }
            _ => None,
        };
        let held = if let Some((held, why)) = refusal {
            so_far.errors.push((self.stream.to_owned(), why));
            held
        } else {
            self.bury(&unseen.versions).await?;
            None
        };
        store.end_generation(source, self.stream, held, self.sync.clock.now()).await
    }

    async fn bury(&self, versions: &[i64]) -> Result<(), StoreError> {
        let (store, source) = (&self.sync.store, &self.run.source);
        let mut records = 0;
        for versions in versions.chunks(RECORDS_PER_BURIAL) {
            let page = Landing {
                source: source.clone(),
                stream: self.stream.to_owned(),
                run: self.run.id,
                records: Vec::new(),
                dead: Vec::new(),
                state: None,
                at: self.sync.clock.now(),
            };
            records += store.bury(page, versions).await?;
        }
        if records > 0 {
            let stream = self.stream;
            info!(%source, stream, records, "Deleted {records} records that {source} lists no more");
        }
        Ok(())
    }
}

/// Why what a full read did not meet is not deleted.
enum Objection {
    /// It may be there.
    Unsure(String),
    /// A person should look.
    TooMany(String),
}

fn objection(sweep: &Sweep, unseen: &Unseen) -> Option<Objection> {
    let Unseen { read, known, ref versions, unsure } = *unseen;
    let missing = versions.len() as u64;
    if missing == 0 {
        return None;
    }
    if unsure {
        return Some(Objection::Unsure(format!(
            "{missing} of {known} records were not met by the full read, which could not read \
             everything (records without a readable key, or requests that the manifest's error \
             handler passes over); nothing was deleted. See the dead letters and the manifest"
        )));
    }
    if read == 0 {
        return Some(Objection::TooMany(format!(
            "the full read gave no record where there are {known}"
        )));
    }
    if missing > sweep.at_most(known) {
        return Some(Objection::TooMany(format!(
            "{missing} of {known} records were not met by the full read, more than a sweep may \
             delete ({sweep})"
        )));
    }
    None
}
