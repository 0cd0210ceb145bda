//! Leases by name, for steps that one worker at a time may do.

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Result, query};

impl Store {
    /// Takes the step `name` for `worker` until then, or prolongs it; `false` while another holds it.
    pub async fn hold(
        &self,
        name: &str,
        worker: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<bool> {
        let mut tx = self.db.begin().await?;
        let text = "INSERT INTO lease (name, worker, ends_at) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE
             SET worker = excluded.worker, ends_at = excluded.ends_at
             WHERE lease.worker = excluded.worker OR lease.ends_at <= $4";
        let take = query("take a step", text).bind(name).bind(worker).bind(until).bind(now);
        let touched = tx.run(take).await?;
        tx.commit().await?;
        Ok(touched == 1)
    }

    /// Gives the step `name` back, when it is still `worker`'s.
    pub async fn release(&self, name: &str, worker: &str) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "DELETE FROM lease WHERE name = $1 AND worker = $2";
        tx.run(query("give a step back", text).bind(name).bind(worker)).await?;
        tx.commit().await
    }

    /// Who holds the step `name`, and until when; also when that time is over.
    pub async fn holder(&self, name: &str) -> Result<Option<(String, DateTime<Utc>)>> {
        let text = "SELECT worker, ends_at FROM lease WHERE name = $1";
        let rows = self.db.rows(query("see who holds a step", text).bind(name)).await?;
        rows.first().map(|row| Ok((row.text(0)?, row.time(1)?))).transpose()
    }
}
