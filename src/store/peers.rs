//! Snapshots of what accounts are compared with, never changed: one or some for a day.

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Result, Row, Tx, query};

/// What accounts were compared with on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerSnapshot {
    /// The day.
    pub day: NaiveDate,
    /// Names its content.
    pub version: String,
    /// JSON, as insight writes it.
    pub body: String,
    /// Of how many accounts' books it was made.
    pub books: i64,
    /// How many accounts were scored since.
    pub changed: i64,
}

impl Store {
    /// Keeps a snapshot; one of the same content is the newest again.
    pub async fn put_peers(
        &self,
        models: &str,
        snapshot: &PeerSnapshot,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let text =
            "INSERT INTO peer_snapshot (day, models, version, body, books, changed, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (models, day, version) DO UPDATE SET books = excluded.books,
                changed = excluded.changed, made_at = excluded.made_at";
        let put = query("keep a snapshot of peers", text)
            .bind(snapshot.day)
            .bind(models)
            .bind(&snapshot.version)
            .bind(&snapshot.body)
            .bind(snapshot.books)
            .bind(snapshot.changed)
            .bind(at);
        let mut tx = self.db.begin().await?;
        tx.run(put).await?;
        tx.commit().await
    }

    /// The newest snapshot up to a day; `None` before the first.
    pub async fn peers(&self, models: &str, day: NaiveDate) -> Result<Option<PeerSnapshot>> {
        let text = "SELECT day, version, body, books, changed FROM peer_snapshot
             WHERE models = $1 AND day <= $2 ORDER BY day DESC, made_at DESC LIMIT 1";
        let newest = query("read a snapshot of peers", text).bind(models).bind(day);
        self.db.rows(newest).await?.first().map(snapshot).transpose()
    }

    /// The version of the newest snapshot up to a day, without its body.
    pub async fn peers_version(&self, models: &str, day: NaiveDate) -> Result<Option<String>> {
        let text = "SELECT version FROM peer_snapshot
             WHERE models = $1 AND day <= $2 ORDER BY day DESC, made_at DESC LIMIT 1";
        let newest = query("read the version of peers", text).bind(models).bind(day);
        self.db.rows(newest).await?.first().map(|row| row.text(0)).transpose()
    }

    /// A snapshot by its version; `None` when it is not there.
    pub async fn peers_of(&self, models: &str, version: &str) -> Result<Option<PeerSnapshot>> {
        let text = "SELECT day, version, body, books, changed FROM peer_snapshot
             WHERE models = $1 AND version = $2 ORDER BY day DESC LIMIT 1";
        let named = query("read a snapshot of peers", text).bind(models).bind(version);
        self.db.rows(named).await?.first().map(snapshot).transpose()
    }
}

fn snapshot(row: &Row) -> Result<PeerSnapshot> {
    Ok(PeerSnapshot {
        day: row.get(0)?,
        version: row.text(1)?,
        body: row.text(2)?,
        books: row.get(3)?,
        changed: row.get(4)?,
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
