//! Landed records with their versions, dead letters, and how far each stream has come.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::db::{Lock, Result, Row, StoreError, Tx, clean, query, texts};
use super::{RunState, Store};
use crate::connector::Json;
use crate::model::{DeadLetter, Landed, LandedRecord, Landing, Record, RecordRef, SourceId};

impl Store {
    /// Lands a page: records, dead letters, stream state and the run's counts in one transaction.
    /// Landing the same page twice changes nothing but the counts.
    ///
    /// # Errors
    /// [`StoreError::LeaseLost`] when the run is not running (any more); nothing is written then.
    pub async fn land(&self, page: &Landing) -> Result<Landed> {
        let mut tx = self.db.begin().await?;
        let done = land(&mut tx, page).await?;
        count(&mut tx, page, done.landed).await?;
        tx.commit().await?;
        Ok(done.landed)
    }

    /// The state that the stream's last landed page left.
    pub async fn stream_state(
        &self,
        source: &SourceId,
        stream: &str,
    ) -> Result<Option<String>> {
        let text = "SELECT state FROM stream WHERE source = $1 AND name = $2";
        let read = query("read a stream's state", text).bind(source.as_str()).bind(stream);
        match self.db.rows(read).await?.first() {
            Some(row) => row.opt(0),
            None => Ok(None),
        }
    }

    /// Current versions that this phase has not mapped under this mapping, in order of landing.
    #[expect(
        clippy::too_many_arguments,
        reason = "each says another thing, and all are asked for"
    )]
    pub async fn to_map(
        &self,
        source: &SourceId,
        stream: &str,
        phase: &str,
        mapping: &str,
        limit: i64,
    ) -> Result<Vec<LandedRecord>> {
        let mut tx = self.db.snapshot().await?;
        let mark = Mark::of(&mut tx, source, stream, phase).await?;
        // `first` must also hold when the mapping changed: then `top` says that the version was
        // mapped before, under another mapping.
        let text =
            "SELECT seq, key, COALESCE(shaped, raw), deleted, opens AND seq > $4 FROM record
             WHERE (source || '/' || stream) = $1 AND source = $2 AND known_to IS NULL
               AND seq > $3 ORDER BY seq LIMIT $5";
        let read = query("read the records to map", text)
            .bind(format!("{source}/{stream}"))
            .bind(source.as_str())
            .bind(if mark.mapping.as_deref() == Some(mapping) { mark.seq } else { 0 })
            .bind(mark.top)
            .bind(limit);
        let rows = tx.rows(read).await?;
        let record = |key| RecordRef { source: source.clone(), stream: stream.to_owned(), key };
        rows.iter()
            .map(|row| {
                Ok(LandedRecord {
                    seq: row.get(0)?,
                    record: record(row.text(1)?),
                    json: row.text(2)?,
                    deleted: row.get(3)?,
                    first: row.get(4)?,
                })
            })
            .collect()
    }

    /// Current dead letters, newest first.
    pub async fn dead_letters(&self, source: &SourceId, limit: i64) -> Result<Vec<DeadLetter>> {
        let text = "SELECT stream, key, step, code, message, path, raw, set_aside_at
             FROM dead_letter WHERE source = $1
             ORDER BY set_aside_at DESC, stream, key, step, phase, path LIMIT $2";
        let read = query("read dead letters", text).bind(source.as_str()).bind(limit);
        self.db.rows(read).await?.iter().map(|row| dead_letter(source, row)).collect()
    }

    /// How many current records (deleted ones left out) and records with dead letters a source has,
    /// by stream.
    pub async fn counts(&self) -> Result<Vec<(SourceId, String, i64, i64)>> {
        let text = "SELECT source, stream, CAST(SUM(records) AS BIGINT), CAST(SUM(dead) AS BIGINT) FROM (
                SELECT source, stream, COUNT(*) AS records, 0 AS dead
                FROM record WHERE known_to IS NULL AND deleted = FALSE GROUP BY source, stream
                UNION ALL
                SELECT source, stream, 0, COUNT(DISTINCT key) FROM dead_letter GROUP BY source, stream
            ) AS both_kinds GROUP BY source, stream ORDER BY source, stream";
        let rows = self.db.rows(query("count records", text)).await?;
        rows.iter()
            .map(|row| Ok((row.text(0)?.into(), row.text(1)?, row.get(2)?, row.get(3)?)))
            .collect()
    }

    /// How many records a source has of which something is set aside, by source; none for which it is
    /// nothing.
    pub async fn set_aside(&self) -> Result<BTreeMap<SourceId, i64>> {
        let text = "SELECT source, CAST(COUNT(*) AS BIGINT) FROM (
                SELECT DISTINCT source, stream, key FROM dead_letter
            ) AS records GROUP BY source";
        let rows = self.db.rows(query("count what is set aside", text)).await?;
        rows.iter().map(|row| Ok((row.text(0)?.into(), row.get(1)?))).collect()
    }

    /// Sees to it that the next run of a source tries again what is set aside of it: streams of which something
    /// could not be read are read from their start, those of which something was not understood are
    /// mapped anew. What has no key to be found by is forgotten; the source sends it again. Gives how
    /// many records that is about, or `None`, and changes nothing, while a run of the source is under way.
    pub async fn retry_set_aside(
        &self,
        source: &SourceId,
        now: DateTime<Utc>,
    ) -> Result<Option<i64>> {
        let mut tx = self.db.begin().await?;
        // No worker takes a run of it meanwhile: it would write the state that is taken away here.
        tx.lock(Lock::Runs).await?;
        let text = "SELECT 1 FROM run WHERE source = $1 AND state = 'RUNNING' AND lease >= $2";
        let busy = query("ask for a run under way", text).bind(source.as_str()).bind(now);
        if !tx.rows(busy).await?.is_empty() {
            return Ok(None);
        }
        let text = "SELECT CAST(COUNT(*) AS BIGINT) FROM (
                SELECT DISTINCT stream, key FROM dead_letter WHERE source = $1
            ) AS records";
        let count = query("count what is set aside", text).bind(source.as_str());
        let count = tx.rows(count).await?.first().map_or(Ok(0), |row| row.get(0))?;
        for (step, forgotten) in
            [("LAND", "state = NULL"), ("MAP", "parties_mapping = NULL, facts_mapping = NULL")]
        {
            let text = format!(
                "UPDATE stream SET {forgotten} WHERE source = $1 AND name IN (
                    SELECT stream FROM dead_letter WHERE source = $1 AND step = $2)"
            );
            tx.run(query("try streams again", text).bind(source.as_str()).bind(step)).await?;
        }
        let text = "DELETE FROM dead_letter
             WHERE source = $1 AND step = 'LAND' AND key LIKE 'sha256:%'";
        tx.run(query("forget what has no key", text).bind(source.as_str())).await?;
        tx.commit().await?;
        Ok(Some(count))
    }

    /// A sample of a stream's current records as JSON text, for the coverage of fields.
    pub async fn sample_records(
        &self,
        source: &SourceId,
        stream: &str,
        limit: i64,
    ) -> Result<Vec<String>> {
        let text = "SELECT COALESCE(shaped, raw) FROM record
             WHERE (source || '/' || stream) = $1 AND source = $2 AND known_to IS NULL
               AND deleted = FALSE ORDER BY seq DESC LIMIT $3";
        let read = query("sample records", text)
            .bind(format!("{source}/{stream}"))
            .bind(source.as_str())
            .bind(limit);
        texts(&self.db.rows(read).await?)
    }
}

/// The phase of dead letters that no phase of mapping made.
pub(super) const LANDING: &str = "";

/// What landing a page did, and the versions that it met unchanged.
pub(super) struct Done {
    pub(super) landed: Landed,
    pub(super) unchanged: Vec<i64>,
}

/// Lands a page within a transaction; the run's counts are left to [`count`].
pub(super) async fn land(tx: &mut Tx, page: &Landing) -> Result<Done> {
    let versions = last_of_each_key(&page.records);
    // First the stream: its row is the lock that keeps version numbers of a stream in the
    // order in which they become visible, which `to_map` counts on.
    hold_stream(tx, &page.source, &page.stream, page.state.as_deref()).await?;
    let mut known = current(tx, page, &versions).await?;
    pass_shuffled(tx, &versions, &mut known).await?;
    let news: Vec<New> = versions.iter().filter_map(|v| v.against(&known)).collect();
    let unchanged = versions.iter().filter_map(|v| v.same(&known)).collect();
    close(tx, &news, page.at).await?;
    insert(tx, page, &news).await?;
    clear_dead(tx, &page.source, &page.stream, LANDING, keys(&versions)).await?;
    put_dead(tx, &page.dead, LANDING).await?;
    let written = news.len() as u64;
    let landed = Landed {
        written,
        unchanged: page.records.len() as u64 - written,
        dead: page.dead.len() as u64,
    };
    Ok(Done { landed, unchanged })
}

/// A record of the page with its fingerprint.
struct Version<'a> {
    key: Cow<'a, str>,
    record: &'a Record,
    hash: [u8; 32],
}

/// A version to insert, and the one that it closes.
struct New<'a> {
    version: &'a Version<'a>,
    closes: Option<i64>,
}

impl<'a> Version<'a> {
    fn of(record: &'a Record) -> Self {
        let mut hash = Sha256::new();
        hash.update(&record.raw);
        // No JSON text holds these bytes, so no two records run into the same sum.
        hash.update([0, u8::from(record.shaped.is_some()), u8::from(record.deleted)]);
        hash.update(record.shaped.as_deref().unwrap_or_default());
        Self { key: clean(Cow::Borrowed(&record.key)), record, hash: hash.finalize().into() }
    }

    /// The current version, when it is the same.
    fn same(&self, known: &HashMap<String, (i64, Vec<u8>)>) -> Option<i64> {
        known.get(self.key.as_ref()).filter(|(_, hash)| *hash == self.hash).map(|(seq, _)| *seq)
    }

    /// What is to be written of it, given the current versions.
    fn against(&'a self, known: &HashMap<String, (i64, Vec<u8>)>) -> Option<New<'a>> {
        match known.get(self.key.as_ref()) {
            Some((_, hash)) if *hash == self.hash => None,
            Some((seq, _)) => Some(New { version: self, closes: Some(*seq) }),
            None => Some(New { version: self, closes: None }),
        }
    }
}

/// The page's versions in its order, the last one of a key that comes twice.
fn last_of_each_key(records: &[Record]) -> Vec<Version<'_>> {
    let last: HashMap<&str, usize> =
        records.iter().enumerate().map(|(i, record)| (record.key.as_str(), i)).collect();
    let is_last = |i: usize, record: &Record| last.get(record.key.as_str()) == Some(&i);
    records
        .iter()
        .enumerate()
        .filter(|(i, record)| is_last(*i, record))
        .map(|(_, record)| Version::of(record))
        .collect()
}

fn keys<'a>(versions: &'a [Version<'a>]) -> Vec<&'a str> {
    versions.iter().map(|version| version.key.as_ref()).collect()
}

/// Keeps the stream's state, when there is one, and holds the stream's row.
pub(super) async fn hold_stream(
    tx: &mut Tx,
    source: &SourceId,
    stream: &str,
    state: Option<&str>,
) -> Result<()> {
    let text = "INSERT INTO stream (source, name, state) VALUES ($1, $2, $3)
         ON CONFLICT (source, name) DO UPDATE SET state = COALESCE(excluded.state, stream.state)";
    let put =
        query("keep a stream's state", text).bind(source.as_str()).bind(stream).bind(state);
    tx.run(put).await.map(drop)
}

/// Number and fingerprint of the current version of each key that has one.
async fn current(
    tx: &mut Tx,
    page: &Landing,
    versions: &[Version<'_>],
) -> Result<HashMap<String, (i64, Vec<u8>)>> {
    if versions.is_empty() {
        return Ok(HashMap::new());
    }
    let text = "SELECT key, seq, hash FROM record
         WHERE source = $1 AND stream = $2 AND known_to IS NULL AND key {in:3}";
    let read = query("look up known records", text)
        .bind(page.source.as_str())
        .bind(&page.stream)
        .bind(keys(versions));
    let rows = tx.rows(read).await?;
    rows.iter().map(|row| Ok((row.text(0)?, (row.get(1)?, row.get(2)?)))).collect()
}

/// What only has its members in another order is no news: some sources write them as they come.
async fn pass_shuffled(
    tx: &mut Tx,
    versions: &[Version<'_>],
    known: &mut HashMap<String, (i64, Vec<u8>)>,
) -> Result<()> {
    let differs = |version: &&Version<'_>| {
        let same = version.same(known).is_some();
        !same && !version.record.deleted && known.contains_key(version.key.as_ref())
    };
    let suspects: Vec<&Version<'_>> = versions.iter().filter(differs).collect();
    if suspects.is_empty() {
        return Ok(());
    }
    let seqs: Vec<i64> =
        suspects.iter().filter_map(|v| Some(known.get(v.key.as_ref())?.0)).collect();
    let text = "SELECT seq, raw, COALESCE(shaped, raw) FROM record
         WHERE deleted = FALSE AND seq {in:1}";
    let rows = tx.rows(query("read earlier versions", text).bind(seqs)).await?;
    let mut earlier: HashMap<i64, (String, String)> = HashMap::with_capacity(rows.len());
    for row in &rows {
        earlier.insert(row.get(0)?, (row.text(1)?, row.text(2)?));
    }
    for version in suspects {
        let Some((seq, hash)) = known.get_mut(version.key.as_ref()) else { continue };
        let Some((raw, shaped)) = earlier.get(seq) else { continue };
        let record = version.record;
        let now = record.shaped.as_ref().unwrap_or(&record.raw);
        if Json::alike(raw, &record.raw) && Json::alike(shaped, now) {
            *hash = version.hash.to_vec();
        }
    }
    Ok(())
}

async fn close(tx: &mut Tx, news: &[New<'_>], at: DateTime<Utc>) -> Result<()> {
    let closed: Vec<i64> = news.iter().filter_map(|new| new.closes).collect();
    if closed.is_empty() {
        return Ok(());
    }
    let text = "UPDATE record SET known_to = $1 WHERE seq {in:2}";
    tx.run(query("close earlier versions", text).bind(at).bind(closed)).await.map(drop)
}

async fn insert(tx: &mut Tx, page: &Landing, news: &[New<'_>]) -> Result<()> {
    let text = "INSERT INTO record
         (source, stream, key, hash, raw, shaped, deleted, opens, run, known_from) {values}";
    tx.bulk("land records", text, news, |statement, new| {
        let record = new.version.record;
        statement
            .bind(page.source.as_str())
            .bind(&page.stream)
            .bind(new.version.key.as_ref())
            .bind(new.version.hash.as_slice())
            .bind(&record.raw)
            .bind(&record.shaped)
            .bind(record.deleted)
            .bind(new.closes.is_none())
            .bind(page.run)
            .bind(page.at)
    })
    .await
    .map(drop)
}

/// A good record takes away the dead letters of its key that came from this phase.
pub(super) async fn clear_dead(
    tx: &mut Tx,
    source: &SourceId,
    stream: &str,
    phase: &str,
    keys: Vec<&str>,
) -> Result<()> {
    if keys.is_empty() {
        return Ok(());
    }
    let text = "DELETE FROM dead_letter
         WHERE source = $1 AND stream = $2 AND phase = $3 AND key {in:4}";
    let clear = query("clear dead letters", text)
        .bind(source.as_str())
        .bind(stream)
        .bind(phase)
        .bind(keys);
    tx.run(clear).await.map(drop)
}

/// Keeps dead letters: one for each path that a phase refused of a record, and none of those that
/// it refused of the record before.
pub(super) async fn put_dead(tx: &mut Tx, dead: &[DeadLetter], phase: &str) -> Result<()> {
    let mut streams: BTreeMap<(&SourceId, &str), BTreeSet<&str>> = BTreeMap::new();
    for DeadLetter { record, .. } in dead {
        streams.entry((&record.source, &record.stream)).or_default().insert(&record.key);
    }
    for ((source, stream), keys) in streams {
        clear_dead(tx, source, stream, phase, keys.into_iter().collect()).await?;
    }
    // The last of a path wins: a key may come once only.
    let last: BTreeMap<(&RecordRef, &str, &str), &DeadLetter> =
        dead.iter().map(|d| ((&d.record, d.step.as_str(), path(d)), d)).collect();
    let dead: Vec<&DeadLetter> = last.into_values().collect();
    let text = "INSERT INTO dead_letter
         (source, stream, key, step, phase, code, message, path, raw, set_aside_at) {values}
         ON CONFLICT DO NOTHING";
    tx.bulk("keep dead letters", text, &dead, |statement, letter| {
        statement
            .bind(letter.record.source.as_str())
            .bind(&letter.record.stream)
            .bind(&letter.record.key)
            .bind(&letter.step)
            .bind(phase)
            .bind(&letter.code)
            .bind(&letter.message)
            .bind(path(letter))
            .bind(letter.raw.as_bytes())
            .bind(letter.at)
    })
    .await
    .map(drop)
}

/// The refused path as stored; empty when it is the whole record.
fn path(letter: &DeadLetter) -> &str {
    letter.path.as_deref().unwrap_or_default()
}

fn dead_letter(source: &SourceId, row: &Row) -> Result<DeadLetter> {
    let raw: Vec<u8> = row.get(6)?;
    Ok(DeadLetter {
        record: RecordRef { source: source.clone(), stream: row.text(0)?, key: row.text(1)? },
        step: row.text(2)?,
        code: row.text(3)?,
        message: row.text(4)?,
        path: Some(row.text(5)?).filter(|path| !path.is_empty()),
        raw: String::from_utf8_lossy(&raw).into_owned(),
        at: row.time(7)?,
    })
}

/// Adds what the page did to its run, which must be running.
pub(super) async fn count(tx: &mut Tx, page: &Landing, landed: Landed) -> Result<()> {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let text = "UPDATE run SET records_read = records_read + $1,
         records_written = records_written + $2, records_skipped = records_skipped + $3,
         records_rejected = records_rejected + $4 WHERE id = $5 AND state = $6";
    let add = query("count a page", text)
        .bind(whole(landed.written + landed.unchanged + landed.dead))
        .bind(whole(landed.written))
        .bind(whole(landed.unchanged))
        .bind(whole(landed.dead))
        .bind(page.run)
        .bind(RunState::Running.word());
    if tx.run(add).await? == 0 {
        return Err(StoreError::LeaseLost { run: page.run });
    }
    Ok(())
}

/// How far a phase has mapped a stream.
#[derive(Default)]
struct Mark {
    /// Everything up to here under `mapping`.
    seq: i64,
    /// Everything up to here under some mapping.
    top: i64,
    mapping: Option<String>,
}

impl Mark {
    async fn of(tx: &mut Tx, source: &SourceId, stream: &str, phase: &str) -> Result<Self> {
        let p = phase_columns(phase)?;
        let text = format!(
            "SELECT {p}_seq, {p}_top, {p}_mapping FROM stream WHERE source = $1 AND name = $2"
        );
        let read =
            query("read how far a stream is mapped", text).bind(source.as_str()).bind(stream);
        match tx.rows(read).await?.first() {
            Some(row) => Ok(Self { seq: row.get(0)?, top: row.get(1)?, mapping: row.opt(2)? }),
            None => Ok(Self::default()),
        }
    }
}

/// Whose columns of `stream` a phase keeps its mark in.
pub(super) fn phase_columns(phase: &str) -> Result<&'static str> {
    match phase {
        "PARTIES" => Ok("parties"),
        "FACTS" => Ok("facts"),
        other => Err(StoreError::Contradiction(format!(
            "`{other}` is not a phase of mapping; there are PARTIES and FACTS"
        ))),
    }
}
