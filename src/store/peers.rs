//! Snapshots of what accounts are compared with, never changed: one or some for a day.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use moka::sync::Cache;
use tracing::warn;

use super::Store;
use super::db::{Result, Row, Tx, query};
use super::moment::Remembered;
use crate::insight::peers::Peers;

/// How long a snapshot stays in memory unused: of a hundred thousand accounts it takes tens of
/// megabytes.
const IDLE: Duration = Duration::from_mins(30);
/// Snapshots in memory at most.
const MOST: u64 = 8;

/// Which snapshot there is, without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerSnapshot {
    /// The day.
    pub day: NaiveDate,
    /// Names its content.
    pub version: String,
    /// Of how many accounts' books it was made.
    pub books: i64,
    /// How many accounts were scored since.
    pub changed: i64,
}

/// The newest snapshot by these models up to a day, as it was read last.
pub(super) type Newest = Remembered<((String, NaiveDate), Option<PeerSnapshot>)>;

/// Snapshots that were read, by their versions.
#[derive(Clone)]
pub(super) struct Snapshots(Cache<String, Arc<Peers>>);

impl Default for Snapshots {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(MOST).time_to_idle(IDLE).build())
    }
}

impl std::fmt::Debug for Snapshots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.0.iter().map(|(version, _)| version)).finish()
    }
}

impl Store {
    /// Keeps a snapshot made of so many books; one of the same content is the newest again.
    pub async fn put_peers(
        &self,
        models: &str,
        peers: Peers,
        books: usize,
        at: DateTime<Utc>,
    ) -> Result<Arc<Peers>> {
        let text =
            "INSERT INTO peer_snapshot (day, models, version, body, books, changed, made_at)
             VALUES ($1, $2, $3, $4, $5, 0, $6)
             ON CONFLICT (models, day, version) DO UPDATE SET body = excluded.body,
                books = excluded.books, changed = 0, made_at = excluded.made_at";
        let put = query("keep a snapshot of peers", text)
            .bind(peers.day)
            .bind(models)
            .bind(peers.version())
            .bind(peers.to_json())
            .bind(i64::try_from(books).unwrap_or(i64::MAX))
            .bind(at);
        let mut tx = self.db.begin().await?;
        tx.run(put).await?;
        tx.commit().await?;
        let peers = Arc::new(peers);
        self.snapshots.0.insert(peers.version().to_owned(), Arc::clone(&peers));
        Ok(peers)
    }

    /// The newest snapshot up to a day; `None` before the first.
    pub async fn newest_peers(
        &self,
        models: &str,
        day: NaiveDate,
    ) -> Result<Option<PeerSnapshot>> {
        let text = "SELECT day, version, books, changed FROM peer_snapshot
             WHERE models = $1 AND day <= $2 ORDER BY day DESC, made_at DESC LIMIT 1";
        let newest = query("find the newest snapshot of peers", text).bind(models).bind(day);
        self.db.rows(newest).await?.first().map(snapshot).transpose()
    }

    /// [`Store::newest_peers`], but for what another process wrote less than [`LAG`](super::LAG) ago. Most
    /// times nothing is asked of the database.
    pub async fn peers_at_least(
        &self,
        models: &str,
        day: NaiveDate,
    ) -> Result<Option<PeerSnapshot>> {
        let moment = self.moment().await?;
        let known = self.newest_peers.of(&moment);
        if let Some((_, newest)) = known.filter(|((of, on), _)| of == models && *on == day) {
            return Ok(newest);
        }
        let newest = self.newest_peers(models, day).await?;
        self.newest_peers.keep(moment, ((models.to_owned(), day), newest.clone()));
        Ok(newest)
    }

    /// What a snapshot says, by its version; `None` when it is not there, or another version of
    /// Accord wrote it in words that this one does not know. Read once, then kept in memory.
    #[expect(clippy::missing_panics_doc, reason = "reading neither panics nor is aborted")]
    pub async fn peers(&self, models: &str, version: &str) -> Result<Option<Arc<Peers>>> {
        if let Some(peers) = self.snapshots.0.get(version) {
            return Ok(Some(peers));
        }
        let text = "SELECT body FROM peer_snapshot
             WHERE models = $1 AND version = $2 ORDER BY day DESC LIMIT 1";
        let named = query("read a snapshot of peers", text).bind(models).bind(version);
        let rows = self.db.rows(named).await?;
        let Some(body) = rows.first().map(|row| row.text(0)).transpose()? else {
            return Ok(None);
        };
        let parsed = tokio::task::spawn_blocking(move || Peers::parse(&body))
            .await
            .expect("parsing neither panics nor is aborted");
        match parsed {
            Ok(peers) => {
                let peers = Arc::new(peers);
                self.snapshots.0.insert(version.to_owned(), Arc::clone(&peers));
                Ok(Some(peers))
            }
            Err(error) => {
                warn!("A stored snapshot of peers cannot be read: {error}");
                Ok(None)
            }
        }
    }
}

fn snapshot(row: &Row) -> Result<PeerSnapshot> {
    Ok(PeerSnapshot {
        day: row.get(0)?,
        version: row.text(1)?,
        books: row.get(2)?,
        changed: row.get(3)?,
    })
}

/// Notes that so many accounts were scored since the snapshots of a day were made.
pub(super) async fn note_scored(
    tx: &mut Tx,
    (models, day): (&str, NaiveDate),
    accounts: usize,
) -> Result<()> {
    let text = "UPDATE peer_snapshot SET changed = changed + $1 WHERE models = $2 AND day = $3";
    let accounts = i64::try_from(accounts).unwrap_or(i64::MAX);
    let note = query("count scores", text).bind(accounts).bind(models).bind(day);
    tx.run(note).await.map(drop)
}
