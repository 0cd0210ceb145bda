//! Sources, runs and small settings: who is to be synced, by whom, and how it went.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Lock, Result, Row, StoreError, query};
use crate::model::{Category, SourceId};

/// A connected source as configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub id: SourceId,
    /// The connector's kind.
    pub kind: String,
    /// What kind of system.
    pub category: Category,
    /// Seconds between two scheduled syncs.
    pub interval_seconds: i64,
    /// The last time that a sync of it succeeded.
    pub last_success: Option<DateTime<Utc>>,
    /// The newest moment in the past that its records speak of: a source may answer without saying
    /// anything new about the world. `None` as long as no record names any moment.
    pub last_record: Option<DateTime<Utc>>,
    /// Requests left in the source's window and its end, as it last said.
    pub rate_limit: Option<(i64, Option<DateTime<Utc>>)>,
    /// Since when it does not take its credential any more, so that a person must connect it again.
    pub disconnected_at: Option<DateTime<Utc>>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Waiting for a worker.
    Queued,
    /// At work.
    Running,
    /// Everything landed.
    Succeeded,
    /// Some records were set aside or some streams failed.
    Partial,
    /// Nothing more could be read.
    Failed,
}

impl RunState {
    const ALL: [Self; 5] =
        [Self::Queued, Self::Running, Self::Succeeded, Self::Partial, Self::Failed];

    /// The word in capitals, as stored and as answered.
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "QUEUED",
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Partial => "PARTIAL",
            Self::Failed => "FAILED",
        }
    }
}

/// One sync of one source. `read = written + skipped + rejected`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its number.
    pub id: i64,
    /// The source.
    pub source: SourceId,
    /// How it stands.
    pub state: RunState,
    /// When it was asked for.
    pub queued_at: DateTime<Utc>,
    /// When a worker took it.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Records read.
    pub read: i64,
    /// New records and new versions.
    pub written: i64,
    /// Already known.
    pub skipped: i64,
    /// Set aside.
    pub rejected: i64,
    /// Failures of streams: (stream, message).
    pub errors: Vec<(String, String)>,
}

const RUN: &str = "id, source, state, queued_at, started_at, finished_at, records_read, \
                   records_written, records_skipped, records_rejected, errors";

impl Store {
    /// Keeps the configured sources; one that is no longer configured stays, marked as such.
    /// When a source last succeeded or said anything is the store's own knowledge and stays.
    pub async fn put_sources(&self, sources: &[Source]) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "UPDATE source SET configured = FALSE WHERE configured = TRUE";
        tx.run(query("unmark sources", text)).await?;
        let sources: BTreeMap<&SourceId, &Source> =
            sources.iter().map(|s| (&s.id, s)).collect();
        let sources: Vec<&Source> = sources.into_values().collect();
        let text =
            "INSERT INTO source (id, kind, category, interval_seconds, configured) {values}
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, category = excluded.category,
             interval_seconds = excluded.interval_seconds, configured = excluded.configured";
        tx.bulk("keep sources", text, &sources, |statement, source| {
            statement
                .bind(source.id.as_str())
                .bind(&source.kind)
                .bind(source.category.word())
                .bind(source.interval_seconds)
                .bind(true)
        })
        .await?;
        tx.commit().await
    }

    /// All configured sources, by name.
    pub async fn sources(&self) -> Result<Vec<Source>> {
        let text = "SELECT id, kind, category, interval_seconds, last_success, last_record,
             rate_left, rate_reset, disconnected_at FROM source WHERE configured = TRUE ORDER BY id";
        self.db.rows(query("read the sources", text)).await?.iter().map(source).collect()
    }

    /// Asks for a sync of a source; gives the waiting run back when there is one already.
    pub async fn queue_run(&self, source: &SourceId, now: DateTime<Utc>) -> Result<Run> {
        let mut tx = self.db.begin().await?;
        // The update changes nothing, but makes the row come back.
        let text = format!(
            "INSERT INTO run (source, state, queued_at) VALUES ($1, 'QUEUED', $2)
             ON CONFLICT (source) WHERE state = 'QUEUED' DO UPDATE SET queued_at = run.queued_at
             RETURNING {RUN}"
        );
        let put = query("queue a run", text).bind(source.as_str()).bind(now);
        let rows = tx.rows(put).await?;
        tx.commit().await?;
        let back = || StoreError::Contradiction("a queued run did not come back".to_owned());
        run(rows.first().ok_or_else(back)?)
    }

    /// Takes the oldest waiting run whose source nobody works on, until `lease` ends.
    /// A run whose lease has ended may be taken again.
    pub async fn claim_run(
        &self,
        worker: &str,
        now: DateTime<Utc>,
        lease: DateTime<Utc>,
    ) -> Result<Option<Run>> {
        let mut tx = self.db.begin().await?;
        // Two workers must not take two runs of one source in the same moment.
        tx.lock(Lock::Runs).await?;
        let text = format!(
            "UPDATE run SET state = 'RUNNING', worker = $1, lease = $2,
                    started_at = COALESCE(started_at, $3)
             WHERE id = (
                SELECT r.id FROM run r
                WHERE (r.state = 'QUEUED' OR (r.state = 'RUNNING' AND r.lease < $3))
                  AND NOT EXISTS (SELECT 1 FROM run busy WHERE busy.source = r.source
                      AND busy.state = 'RUNNING' AND busy.lease >= $3)
                ORDER BY r.id LIMIT 1)
             RETURNING {RUN}"
        );
        let rows =
            tx.rows(query("claim a run", text).bind(worker).bind(lease).bind(now)).await?;
        tx.commit().await?;
        rows.first().map(run).transpose()
    }

    /// Prolongs the lease; `false` when it was lost.
    pub async fn renew_run(
        &self,
        run: i64,
        worker: &str,
        lease: DateTime<Utc>,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let text = "UPDATE run SET lease = $1
             WHERE id = $2 AND worker = $3 AND state = 'RUNNING'";
        let touched =
            tx.run(query("renew a lease", text).bind(lease).bind(run).bind(worker)).await?;
        tx.commit().await?;
        Ok(touched == 1)
    }

    /// Ends a run; one that has ended already stays as it is. A partial run counts as the
    /// source's success when no stream failed: what it set aside is in the dead letters.
    #[expect(
        clippy::too_many_arguments,
        reason = "each says another thing, and all are asked for"
    )]
    pub async fn finish_run(
        &self,
        run: i64,
        state: RunState,
        errors: &[(String, String)],
        rate_limit: Option<(i64, Option<DateTime<Utc>>)>,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "UPDATE run SET state = $1, errors = $2, finished_at = $3, lease = NULL
             WHERE id = $4 AND state IN ('QUEUED', 'RUNNING') RETURNING source";
        let end = query("end a run", text)
            .bind(state.word())
            .bind(errors_text(errors))
            .bind(now)
            .bind(run);
        let Some(row) = tx.rows(end).await?.pop() else { return Ok(()) };
        let source = row.text(0)?;
        let well =
            state == RunState::Succeeded || (state == RunState::Partial && errors.is_empty());
        if well {
            let text = "UPDATE source SET last_success = $1 WHERE id = $2";
            tx.run(query("note a success", text).bind(now).bind(&source)).await?;
        }
        if let Some((left, reset)) = rate_limit {
            let text = "UPDATE source SET rate_left = $1, rate_reset = $2 WHERE id = $3";
            let put = query("note a rate limit", text).bind(left).bind(reset).bind(&source);
            tx.run(put).await?;
        }
        tx.commit().await
    }

    /// The newest runs of each of these sources, newest first.
    pub async fn runs(
        &self,
        sources: &[SourceId],
        each: i64,
    ) -> Result<BTreeMap<SourceId, Vec<Run>>> {
        let text = format!(
            "SELECT {RUN} FROM (
                SELECT *, row_number() OVER (PARTITION BY source ORDER BY id DESC) AS place
                FROM run WHERE source {{in:1}}) AS newest
             WHERE place <= $2 ORDER BY source, id DESC"
        );
        let names: Vec<&str> = sources.iter().map(SourceId::as_str).collect();
        let rows = self.db.rows(query("read runs", text).bind(names).bind(each)).await?;
        let mut runs: BTreeMap<SourceId, Vec<Run>> = BTreeMap::new();
        for row in &rows {
            let run = run(row)?;
            runs.entry(run.source.clone()).or_default().push(run);
        }
        Ok(runs)
    }

    /// Runs by their numbers, in the order of the numbers.
    pub async fn runs_by_id(&self, ids: &[i64]) -> Result<Vec<Run>> {
        let text = format!("SELECT {RUN} FROM run WHERE id {{in:1}} ORDER BY id");
        self.db
            .rows(query("read runs", text).bind(ids.to_vec()))
            .await?
            .iter()
            .map(run)
            .collect()
    }

    /// A small setting of the hub itself (the sample company's start date).
    pub async fn setting(&self, name: &str) -> Result<Option<String>> {
        let text = "SELECT value FROM setting WHERE name = $1";
        let rows = self.db.rows(query("read a setting", text).bind(name)).await?;
        rows.first().map(|row| row.text(0)).transpose()
    }

    /// Keeps a small setting.
    pub async fn put_setting(&self, name: &str, value: &str) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "INSERT INTO setting (name, value) VALUES ($1, $2)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        tx.run(query("keep a setting", text).bind(name).bind(value)).await?;
        tx.commit().await
    }
}

fn errors_text(errors: &[(String, String)]) -> String {
    serde_json::to_string(errors).expect("pairs of texts are always JSON")
}

fn source(row: &Row) -> Result<Source> {
    let reset = row.opt_time(7)?;
    Ok(Source {
        id: row.text(0)?.into(),
        kind: row.text(1)?,
        category: category(&row.text(2)?)?,
        interval_seconds: row.get(3)?,
        last_success: row.opt_time(4)?,
        last_record: row.opt_time(5)?,
        rate_limit: row.opt::<i64>(6)?.map(|left| (left, reset)),
        disconnected_at: row.opt_time(8)?,
    })
}

/// Reads a category's word.
pub(super) fn category(word: &str) -> Result<Category> {
    use Category::{Crm, Digital, Erp, External, Hr, Marketing, Support, Survey};
    let all = [Crm, Erp, Support, Marketing, Digital, Survey, Hr, External];
    all.into_iter().find(|category| category.word() == word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a category should"))
    })
}

fn run(row: &Row) -> Result<Run> {
    let word = row.text(2)?;
    let state = RunState::ALL.into_iter().find(|state| state.word() == word);
    let state = state.ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a run's state should"))
    })?;
    let errors = serde_json::from_str(&row.text(10)?).map_err(|_| {
        StoreError::Contradiction("a run's errors are not a list of pairs".to_owned())
    })?;
    Ok(Run {
        id: row.get(0)?,
        source: row.text(1)?.into(),
        state,
        queued_at: row.time(3)?,
        started_at: row.opt_time(4)?,
        finished_at: row.opt_time(5)?,
        read: row.get(6)?,
        written: row.get(7)?,
        skipped: row.get(8)?,
        rejected: row.get(9)?,
        errors,
    })
}
