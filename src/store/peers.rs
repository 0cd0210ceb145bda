//! Snapshots of what accounts are compared with: one for a day, never changed.

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Result, query};

/// What accounts were compared with on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeerSnapshot {
    /// The day.
    pub day: NaiveDate,
    /// Names its content.
    pub version: String,
    /// JSON, as insight writes it.
    pub body: String,
}

impl Store {
    /// Keeps a day's snapshot; one that is there stays, so that a score can be made again.
    pub async fn put_peers(
        &self,
        models: &str,
        snapshot: &PeerSnapshot,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let text = "INSERT INTO peer_snapshot (day, models, version, body, made_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (day, models) DO NOTHING";
        let put = query("keep a snapshot of peers", text)
            .bind(snapshot.day)
            .bind(models)
            .bind(&snapshot.version)
            .bind(&snapshot.body)
            .bind(at);
        let mut tx = self.db.begin().await?;
        tx.run(put).await?;
        tx.commit().await
    }

    /// The newest snapshot up to a day; `None` before the first.
    pub async fn peers(&self, models: &str, day: NaiveDate) -> Result<Option<PeerSnapshot>> {
        let text = "SELECT day, version, body FROM peer_snapshot
             WHERE models = $1 AND day <= $2 ORDER BY day DESC LIMIT 1";
        let rows = self
            .db
            .rows(query("read a snapshot of peers", text).bind(models).bind(day))
            .await?;
        let read = |row: &super::db::Row| {
            Ok(PeerSnapshot { day: row.get(0)?, version: row.text(1)?, body: row.text(2)? })
        };
        rows.first().map(read).transpose()
    }
}
