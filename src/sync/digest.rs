//! Gives landed records their meaning, reconciles them, scores the accounts that changed.

use std::sync::Arc;

use chrono::{DateTime, NaiveTime, Utc};
use tracing::{instrument, warn};

use super::turn::Turn;
use super::{Event, Sync, SyncError};
use crate::connector::{Connector, Json, Mapped, Phase};
use crate::model::{DeadLetter, Draft, LandedRecord, Rejected, SourceId, Value};
use crate::store::MappedBatch;

/// Records mapped in one transaction.
const RECORDS_PER_BATCH: i64 = 4_000;

impl Sync {
    /// Brings everything that was landed up to the scores. Does nothing when nothing was landed.
    /// One worker at a time does it: each reads what others would write.
    ///
    /// # Errors
    /// When the store fails or another process keeps the step to itself for too long.
    pub async fn digest(&self) -> Result<(), SyncError> {
        loop {
            let turn = Turn::of(self, "digest").await?;
            let done = tokio::select! {
                done = self.digest_all() => Some(done),
                () = turn.keep() => None,
            };
            turn.release().await;
            if let Some(done) = done {
                return done;
            }
            warn!("Another worker took the digest over; waiting for our turn");
        }
    }

    #[instrument(level = "debug", name = "digest", skip_all)]
    async fn digest_all(&self) -> Result<(), SyncError> {
        (self.watch)(Event::Step("companies and people"));
        self.map_all(Phase::Parties).await?;
        (self.watch)(Event::Step("reconcile"));
        self.reconcile().await?;
        (self.watch)(Event::Step("facts"));
        self.map_all(Phase::Facts).await?;
        (self.watch)(Event::Step("scores"));
        self.score().await
    }

    async fn map_all(&self, phase: Phase) -> Result<(), SyncError> {
        for source in self.sources.keys() {
            let (_, connector) = self.connector(source)?;
            for stream in connector.mapping.streams(phase) {
                self.map_stream(source, connector, &stream, phase).await?;
            }
        }
        Ok(())
    }

    async fn map_stream(
        &self,
        source: &SourceId,
        connector: &Arc<Connector>,
        stream: &str,
        phase: Phase,
    ) -> Result<(), SyncError> {
        let word = word(phase);
        loop {
            let mapping = connector.mapping.fingerprint();
            let records =
                self.store.to_map(source, stream, word, mapping, RECORDS_PER_BATCH).await?;
            let Some(last) = records.last() else { return Ok(()) };
            let batch = MappedBatch {
                source: source.clone(),
                stream: stream.to_owned(),
                phase: word,
                mapping: mapping.to_owned(),
                through: last.seq,
                ..MappedBatch::default()
            };
            let (connector, now) = (Arc::clone(connector), self.clock.now());
            let count = records.len() as u64;
            let batch = tokio::task::spawn_blocking(move || {
                records
                    .iter()
                    .fold(batch, |batch, record| map(batch, &connector, record, phase, now))
            })
            .await
            .expect("mapping neither panics nor is aborted");
            self.store.put_mapped(&batch).await?;
            (self.watch)(Event::Advanced(count));
        }
    }
}

/// How the store names a phase.
fn word(phase: Phase) -> &'static str {
    match phase {
        Phase::Parties => "PARTIES",
        Phase::Facts => "FACTS",
    }
}

fn map(
    mut batch: MappedBatch,
    connector: &Connector,
    record: &LandedRecord,
    phase: Phase,
    now: DateTime<Utc>,
) -> MappedBatch {
    let mapped = if record.deleted {
        Mapped { deleted: true, ..Mapped::default() }
    } else {
        match Json::parse(&record.json) {
            Ok(json) => connector.mapping.map(record, &json, phase),
            Err(error) => unreadable(record, &error.to_string()),
        }
    };
    if !record.first || mapped.deleted {
        batch.again.push(record.record.clone());
    }
    if !mapped.deleted {
        batch.newest = batch.newest.max(newest(&mapped.drafts, now));
        batch.drafts.extend(mapped.drafts);
    }
    let dead = mapped
        .rejected
        .into_iter()
        .map(|(rejected, path)| refused(record, rejected, path, now));
    batch.dead.extend(dead);
    batch
}

/// The newest moment that drafts speak of; what lies after `now` is planned, and did not happen.
fn newest(drafts: &[Draft], now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let values = drafts.iter().flat_map(|draft| &draft.fields);
    let moments = values.filter_map(|(_, value)| match value {
        Some(Value::Time(moment)) => Some(*moment),
        Some(Value::Day(day)) => Some(day.and_time(NaiveTime::MIN).and_utc()),
        _ => None,
    });
    moments.filter(|moment| *moment <= now).max()
}

fn unreadable(record: &LandedRecord, why: &str) -> Mapped {
    let rejected = Rejected {
        key: Some(record.record.key.clone()),
        raw: String::new(),
        code: "BAD_JSON".to_owned(),
        message: format!("the record is {why}; nothing was mapped from it"),
    };
    Mapped { rejected: vec![(rejected, None)], ..Mapped::default() }
}

fn refused(
    record: &LandedRecord,
    rejected: Rejected,
    path: Option<String>,
    at: DateTime<Utc>,
) -> DeadLetter {
    DeadLetter {
        record: record.record.clone(),
        step: "MAP".to_owned(),
        code: rejected.code,
        message: rejected.message,
        path,
        // The record itself is landed.
        raw: String::new(),
        at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{EntityKind, RecordRef};

    #[test]
    fn the_newest_moment_is_the_last_that_is_not_planned() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("a moment");
        let time = |text: &str| Some(Value::Time(at(text)));
        let day = |text: &str| Some(Value::Day(text.parse().expect("a day")));
        let now = at("2026-03-02T08:00:00Z");
        let cases = [
            (vec![], None),
            (vec![None, Some(Value::Int(7))], None),
            (vec![time("2026-03-02T08:00:00Z")], Some("2026-03-02T08:00:00Z")),
            (vec![time("2026-03-02T08:00:01Z")], None),
            (
                vec![day("2026-03-02"), time("2026-02-01T00:00:00Z")],
                Some("2026-03-02T00:00:00Z"),
            ),
            (vec![day("2026-03-03"), day("2026-01-31")], Some("2026-01-31T00:00:00Z")),
        ];
        for (values, expected) in cases {
            let draft = Draft {
                kind: EntityKind::Delivery,
                key: "1".to_owned(),
                record: RecordRef { source: "erp".into(), stream: "s".into(), key: "1".into() },
                adds: false,
                url: None,
                account: None,
                contact: None,
                fields: values.into_iter().map(|value| ("any", value)).collect(),
            };
            assert_eq!(
                newest(std::slice::from_ref(&draft), now),
                expected.map(at),
                "{draft:?}"
            );
        }
    }
}
