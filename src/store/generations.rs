//! Full reads of streams, and the records that they did not meet: what a source deleted without a
//! word.
//!
//! Every version that is newer than the read's beginning was written since, hence seen. Only
//! versions that were met unchanged are noted, a whole page in one row: a stream that is never
//! swept pays nothing, another one small statement or two for each page.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Result, StoreError, Tx, query};
use super::records::{self, hold_stream};
use super::runs::{RUN, run as run_of};
use super::seen::{Seen, pack};
use crate::model::{Landed, Landing, Record, SourceId};
use crate::store::Run;

/// Rows read at a time while looking for what was not seen.
const ROWS: i64 = 20_000;
/// Sightings read at a time.
const SIGHTINGS: i64 = 200;

/// The last full read of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    /// Counts the full reads of the stream, from 1.
    pub number: i64,
    /// How far it came; the state to go on from when it was broken off.
    pub state: Option<String>,
    /// It has begun and not ended.
    pub reading: bool,
    /// When the last one ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// How many deletions were held back at its end, when a person is to say whether they are right.
    pub held: Option<i64>,
}

/// What a page of a full read adds to it.
#[derive(Debug, Clone, Default)]
pub struct Sighting {
    /// The full read.
    pub generation: i64,
    /// How far it has come, when the page completes a checkpoint.
    pub state: Option<String>,
    /// Something could not be read: nothing follows from what this full read does not see.
    pub unsure: bool,
}

/// What a full read that came to its end did not meet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Records that it read.
    pub read: u64,
    /// Records that were there when it began, and still are for all we know.
    pub known: u64,
    /// Versions of those that it did not meet.
    pub versions: Vec<i64>,
    /// Something could not be read, so that nothing follows from that.
    pub unsure: bool,
}

impl Store {
    /// Begins a full read of a stream; what an earlier one saw is forgotten.
    pub async fn begin_generation(
        &self,
        source: &SourceId,
        stream: &str,
    ) -> Result<Generation> {
        let mut tx = self.db.begin().await?;
        // Who holds the stream's row writes versions in the order of their numbers, so that
        // nothing older than `newest` can still appear.
        hold_stream(&mut tx, source, stream, None).await?;
        forget(&mut tx, source, stream).await?;
        let newest = newest(&mut tx, source, stream).await?;
        let text = "INSERT INTO generation
             (source, stream, number, newest, reading, unsure, records_read)
             VALUES ($1, $2, 1, $3, TRUE, FALSE, 0)
             ON CONFLICT (source, stream) DO UPDATE SET number = generation.number + 1,
             newest = excluded.newest, state = NULL, reading = TRUE, unsure = FALSE,
             records_read = 0
             RETURNING number";
        let begin =
            query("begin a full read", text).bind(source.as_str()).bind(stream).bind(newest);
        let rows = tx.rows(begin).await?;
        let number = rows.first().map(|row| row.get(0)).transpose()?.unwrap_or(1);
        tx.commit().await?;
        Ok(Generation { number, state: None, reading: true, ended_at: None, held: None })
    }

    /// Notes that the stream is read from its start just now: the next full read is due an
    /// interval later. Changes nothing when there was a full read already.
    pub async fn found_generation(
        &self,
        source: &SourceId,
        stream: &str,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "INSERT INTO generation
             (source, stream, number, newest, reading, unsure, records_read, ended_at)
             VALUES ($1, $2, 0, 0, FALSE, FALSE, 0, $3) ON CONFLICT (source, stream) DO NOTHING";
        let found =
            query("note a first read", text).bind(source.as_str()).bind(stream).bind(at);
        tx.run(found).await?;
        tx.commit().await
    }

    /// The last full read of a stream, if there was one.
    pub async fn generation(
        &self,
        source: &SourceId,
        stream: &str,
    ) -> Result<Option<Generation>> {
        let text = "SELECT number, state, reading, ended_at, held FROM generation
             WHERE source = $1 AND stream = $2";
        let read = query("read a full read", text).bind(source.as_str()).bind(stream);
        let rows = self.db.rows(read).await?;
        let generation = rows.first().map(|row| {
            Ok(Generation {
                number: row.get(0)?,
                state: row.opt(1)?,
                reading: row.get(2)?,
                ended_at: row.opt_time(3)?,
                held: row.opt(4)?,
            })
        });
        generation.transpose()
    }

    /// Lands a page of a full read, as [`Store::land`] does, and notes in the same transaction
    /// what it met.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the run is not running or another full read of the stream
    /// has begun; nothing is written then.
    pub async fn land_seen(&self, page: &Landing, sighting: &Sighting) -> Result<Landed> {
        let mut tx = self.db.begin().await?;
        let done = records::land(&mut tx, page).await?;
        records::count(&mut tx, page, done.landed).await?;
        let mut seen = done.unchanged;
        seen.extend(unreadable(&mut tx, page).await?);
        note(&mut tx, page, sighting, done.landed).await?;
        if !seen.is_empty() {
            let text = "INSERT INTO sighting (source, stream, generation, versions)
                 VALUES ($1, $2, $3, $4)";
            let packed = pack(seen);
            let keep = query("note what was seen", text)
                .bind(page.source.as_str())
                .bind(&page.stream)
                .bind(sighting.generation)
                .bind(packed.as_slice());
            tx.run(keep).await?;
        }
        tx.commit().await?;
        Ok(done.landed)
    }

    /// What a full read that came to its end did not meet.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`] when another full read of the stream has begun since.
    pub async fn unseen(
        &self,
        source: &SourceId,
        stream: &str,
        generation: i64,
    ) -> Result<Unseen> {
        let text = "SELECT newest, records_read, unsure FROM generation
             WHERE source = $1 AND stream = $2 AND number = $3";
        let read =
            query("read a full read", text).bind(source.as_str()).bind(stream).bind(generation);
        let rows = self.db.rows(read).await?;
        let gone = || {
            StoreError::Contradiction(format!("full read {generation} of `{stream}` is gone"))
        };
        let row = rows.first().ok_or_else(gone)?;
        let newest: i64 = row.get(0)?;
        let read: i64 = row.get(1)?;
        let mut unseen =
            Unseen { read: read.unsigned_abs(), unsure: row.get(2)?, ..Unseen::default() };
        let seen = self.seen(source, stream, generation).await?;
        let mut after = 0;
        loop {
            let page = self.known(source, stream, after, newest).await?;
            let Some(last) = page.last() else {
                unseen.known += self.rewritten(source, stream, newest).await?;
                return Ok(unseen);
            };
            after = *last;
            unseen.known += page.len() as u64;
            unseen.versions.extend(page.into_iter().filter(|version| !seen.has(*version)));
        }
    }

    /// Records that were there before a full read and were written anew since.
    async fn rewritten(&self, source: &SourceId, stream: &str, newest: i64) -> Result<u64> {
        let text = "SELECT COUNT(*) FROM record
             WHERE (source || '/' || stream) = $1 AND source = $2 AND known_to IS NULL
               AND deleted = FALSE AND opens = FALSE AND seq > $3";
        let count = query("count rewritten records", text)
            .bind(format!("{source}/{stream}"))
            .bind(source.as_str())
            .bind(newest);
        let rows = self.db.rows(count).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    async fn seen(&self, source: &SourceId, stream: &str, generation: i64) -> Result<Seen> {
        let text = "SELECT id, versions FROM sighting
             WHERE source = $1 AND stream = $2 AND generation = $3 AND id > $4
             ORDER BY id LIMIT $5";
        let mut seen = Seen::default();
        let mut after = 0_i64;
        loop {
            let read = query("read what was seen", text)
                .bind(source.as_str())
                .bind(stream)
                .bind(generation)
                .bind(after)
                .bind(SIGHTINGS);
            let rows = self.db.rows(read).await?;
            for row in &rows {
                after = row.get(0)?;
                let packed: Vec<u8> = row.get(1)?;
                if !seen.add(&packed) {
                    let what = "a sighting cannot be read; start a new full read";
                    return Err(StoreError::Contradiction(what.to_owned()));
                }
            }
            if rows.len() < SIGHTINGS as usize {
                return Ok(seen);
            }
        }
    }

    /// Current versions of records that exist, from after one up to another.
    async fn known(
        &self,
        source: &SourceId,
        stream: &str,
        after: i64,
        upto: i64,
    ) -> Result<Vec<i64>> {
        let text = "SELECT seq FROM record
             WHERE (source || '/' || stream) = $1 AND source = $2 AND known_to IS NULL
               AND deleted = FALSE AND seq > $3 AND seq <= $4 ORDER BY seq LIMIT $5";
        let read = query("read the known records", text)
            .bind(format!("{source}/{stream}"))
            .bind(source.as_str())
            .bind(after)
            .bind(upto)
            .bind(ROWS);
        self.db.rows(read).await?.iter().map(|row| row.get(0)).collect()
    }

    /// Lands deletions of the records whose current versions these are; the page has none yet. A record that was written
    /// since stays: whoever wrote it saw it. Says how many were deleted.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the run is not running; nothing is written then.
    pub async fn bury(&self, page: Landing, versions: &[i64]) -> Result<u64> {
        let mut tx = self.db.begin().await?;
        hold_stream(&mut tx, &page.source, &page.stream, None).await?;
        let text = "SELECT key FROM record WHERE source = $1 AND stream = $2
             AND known_to IS NULL AND deleted = FALSE AND seq {in:3} ORDER BY seq";
        let read = query("look the missing records up", text)
            .bind(page.source.as_str())
            .bind(&page.stream)
            .bind(versions.to_vec());
        let keys = super::db::texts(&tx.rows(read).await?)?;
        let page = Landing { records: keys.into_iter().map(tombstone).collect(), ..page };
        let done = records::land(&mut tx, &page).await?;
        records::count(&mut tx, &page, done.landed).await?;
        tx.commit().await?;
        Ok(done.landed.written)
    }

    /// Ends a full read; `held` says how many deletions wait for a person's word.
    pub async fn end_generation(
        &self,
        source: &SourceId,
        stream: &str,
        held: Option<u64>,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text =
            "UPDATE generation SET reading = FALSE, state = NULL, ended_at = $1, held = $2
             WHERE source = $3 AND stream = $4";
        let end = query("end a full read", text)
            .bind(at)
            .bind(held.map(|held| i64::try_from(held).unwrap_or(i64::MAX)))
            .bind(source.as_str())
            .bind(stream);
        tx.run(end).await?;
        forget(&mut tx, source, stream).await?;
        tx.commit().await
    }

    /// Asks for a sync of a source that may delete as much as its full reads find missing; a run
    /// that waits already may do so from now on.
    pub async fn queue_run_allowing_deletes(
        &self,
        source: &SourceId,
        now: DateTime<Utc>,
    ) -> Result<Run> {
        let mut tx = self.db.begin().await?;
        let text = format!(
            "INSERT INTO run (source, state, queued_at, allow_deletes)
             VALUES ($1, 'QUEUED', $2, TRUE)
             ON CONFLICT (source) WHERE state = 'QUEUED' DO UPDATE SET allow_deletes = TRUE
             RETURNING {RUN}"
        );
        let put = query("queue a run", text).bind(source.as_str()).bind(now);
        let rows = tx.rows(put).await?;
        tx.commit().await?;
        let back = || StoreError::Contradiction("a queued run did not come back".to_owned());
        run_of(rows.first().ok_or_else(back)?)
    }

    /// Whether a person let this run delete as much as its full reads find missing.
    pub async fn allows_deletes(&self, run: i64) -> Result<bool> {
        let text = "SELECT allow_deletes FROM run WHERE id = $1";
        let rows = self.db.rows(query("read a run's leave", text).bind(run)).await?;
        rows.first().map_or(Ok(false), |row| row.get(0))
    }
}

/// What says that a record is no more.
pub(super) fn tombstone(key: String) -> Record {
    Record { key, raw: String::new(), shaped: None, deleted: true }
}

async fn forget(tx: &mut Tx, source: &SourceId, stream: &str) -> Result<()> {
    let text = "DELETE FROM sighting WHERE source = $1 AND stream = $2";
    let forget = query("forget what was seen", text).bind(source.as_str()).bind(stream);
    tx.run(forget).await.map(drop)
}

/// The newest version of a stream, 0 for none. Of each record the newest version is the current
/// one, so that those suffice.
async fn newest(tx: &mut Tx, source: &SourceId, stream: &str) -> Result<i64> {
    let text = "SELECT seq FROM record
         WHERE (source || '/' || stream) = $1 AND source = $2 AND known_to IS NULL
         ORDER BY seq DESC LIMIT 1";
    let read = query("read a stream's newest version", text)
        .bind(format!("{source}/{stream}"))
        .bind(source.as_str());
    tx.rows(read).await?.first().map_or(Ok(0), |row| row.get(0))
}

/// Versions of the records that were there and could not be read: they exist all the same.
async fn unreadable(tx: &mut Tx, page: &Landing) -> Result<Vec<i64>> {
    let keys: BTreeSet<&str> = page.dead.iter().map(|dead| dead.record.key.as_str()).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let text = "SELECT seq FROM record
         WHERE source = $1 AND stream = $2 AND known_to IS NULL AND key {in:3}";
    let read = query("look unreadable records up", text)
        .bind(page.source.as_str())
        .bind(&page.stream)
        .bind(keys.into_iter().collect::<Vec<_>>());
    tx.rows(read).await?.iter().map(|row| row.get(0)).collect()
}

async fn note(tx: &mut Tx, page: &Landing, sighting: &Sighting, landed: Landed) -> Result<()> {
    let text = "UPDATE generation SET records_read = records_read + $1,
         state = COALESCE($2, state), unsure = (unsure OR $3)
         WHERE source = $4 AND stream = $5 AND number = $6 AND reading = TRUE";
    let read = landed.written + landed.unchanged;
    let note = query("note how far a full read came", text)
        .bind(i64::try_from(read).unwrap_or(i64::MAX))
        .bind(&sighting.state)
        .bind(sighting.unsure)
        .bind(page.source.as_str())
        .bind(&page.stream)
        .bind(sighting.generation);
    match tx.run(note).await? {
        0 => Err(StoreError::LeaseLost { run: page.run }),
        _ => Ok(()),
    }
}
