//! What sources tell by themselves: each event once, landed outside any run.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::Store;
use super::db::{Result, Tx, query};
use super::generations::tombstone;
use super::records;
use crate::model::{DeadLetter, Landing, Record, SourceId};

/// The run that landed what no run did.
const NO_RUN: i64 = 0;

/// An event to be taken in.
#[derive(Debug, Clone)]
pub struct Told {
    /// Names it within its source: what comes again under this name changes nothing.
    pub id: String,
    /// What it says.
    pub news: News,
}

/// What an event says.
#[derive(Debug, Clone)]
pub enum News {
    /// A whole record of a stream.
    Record(String, Record),
    /// The record of a stream with this key is no more.
    Deleted(String, String),
    /// Something changed that has to be fetched.
    Changed,
    /// It could not be understood.
    Dead(DeadLetter),
}

/// What taking events in came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Records and deletions that were news.
    pub written: u64,
    /// Set aside.
    pub dead: u64,
    /// Events that had come before.
    pub repeated: u64,
    /// A run of the source was queued to fetch what changed.
    pub queued: bool,
}

impl Store {
    /// Takes events of a source in, all in one transaction: what came before is left out, records
    /// and deletions are landed, and a run is queued when something has to be fetched. Events are
    /// remembered for `memory_s` seconds.
    pub async fn take_in(
        &self,
        source: &SourceId,
        events: &[Told],
        memory_s: i64,
        now: DateTime<Utc>,
    ) -> Result<Taken> {
        let mut tx = self.db.begin().await?;
        forget(&mut tx, now).await?;
        let new = remember(&mut tx, source, events, until(now, memory_s)).await?;
        let mut taken = Taken::default();
        let mut streams: BTreeMap<&str, Vec<Record>> = BTreeMap::new();
        let mut dead = Vec::new();
        for event in events {
            // Of two events of one name the first counts.
            if !new.contains(event.id.as_str()) {
                taken.repeated += 1;
                continue;
            }
            match &event.news {
                News::Record(stream, record) => {
                    streams.entry(stream).or_default().push(record.clone());
                }
                News::Deleted(stream, key) => {
                    streams.entry(stream).or_default().push(tombstone(key.clone()));
                }
                News::Changed => taken.queued = true,
                News::Dead(letter) => dead.push(letter.clone()),
            }
        }
        taken.dead = dead.len() as u64;
        records::put_dead(&mut tx, &dead, records::LANDING).await?;
        for (stream, records) in streams {
            taken.written += land(&mut tx, source, stream, records, now).await?;
        }
        if taken.written + taken.dead > 0 {
            let text = "INSERT INTO told (source) VALUES ($1)";
            tx.run(query("note that something was told", text).bind(source.as_str())).await?;
        }
        if taken.queued {
            let text = "INSERT INTO run (source, state, queued_at) VALUES ($1, 'QUEUED', $2)
                 ON CONFLICT (source) WHERE state = 'QUEUED' DO NOTHING";
            tx.run(query("queue a run", text).bind(source.as_str()).bind(now)).await?;
        }
        tx.commit().await?;
        Ok(taken)
    }

    /// What was told and waits for its meaning, by number; some hundreds at a time.
    pub async fn told(&self) -> Result<Vec<i64>> {
        let text = "SELECT id FROM told ORDER BY id LIMIT 500";
        let rows = self.db.rows(query("see whether something was told", text)).await?;
        rows.iter().map(|row| row.get(0)).collect()
    }

    /// These have their meaning now. By number, since one with a lower number may have come later.
    pub async fn settle_told(&self, told: Vec<i64>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "DELETE FROM told WHERE id {in:1}";
        tx.run(query("settle what was told", text).bind(told)).await?;
        tx.commit().await
    }
}

fn until(now: DateTime<Utc>, memory_s: i64) -> DateTime<Utc> {
    let memory = TimeDelta::try_seconds(memory_s).unwrap_or_default();
    now.checked_add_signed(memory).unwrap_or(now)
}

async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    let text = "DELETE FROM webhook_event WHERE until < $1";
    tx.run(query("forget old events", text).bind(now)).await.map(drop)
}

/// Keeps the names of events; gives those that were not known.
async fn remember<'a>(
    tx: &mut Tx,
    source: &SourceId,
    events: &'a [Told],
    until: DateTime<Utc>,
) -> Result<BTreeSet<&'a str>> {
    let ids: BTreeSet<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let mut new = BTreeSet::new();
    // One by one: of two replicas that get the same event, one waits here for the other. In their
    // order, so that two deliveries never wait for each other.
    for id in ids {
        let text = "INSERT INTO webhook_event (source, id, until) VALUES ($1, $2, $3)
             ON CONFLICT (source, id) DO NOTHING";
        let keep = query("remember an event", text).bind(source.as_str()).bind(id).bind(until);
        if tx.run(keep).await? == 1 {
            new.insert(id);
        }
    }
    Ok(new)
}

async fn land(
    tx: &mut Tx,
    source: &SourceId,
    stream: &str,
    records: Vec<Record>,
    at: DateTime<Utc>,
) -> Result<u64> {
    let page = Landing {
        source: source.clone(),
        stream: stream.to_owned(),
        run: NO_RUN,
        records,
        dead: Vec::new(),
        state: None,
        at,
    };
    Ok(records::land(tx, &page).await?.landed.written)
}
