//! Ledgers of rate budgets, by which processes share what they may ask of a source.

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Result, query};

impl Store {
    /// A budget's ledger with its version; `None` while nothing was spent of it.
    pub async fn ledger(&self, budget: &str) -> Result<Option<(i64, String)>> {
        let text = "SELECT version, ledger FROM budget WHERE name = $1";
        let rows = self.db.rows(query("read a rate budget", text).bind(budget)).await?;
        rows.first().map(|row| Ok((row.get(0)?, row.text(1)?))).transpose()
    }

    /// Writes a budget's ledger in place of the version that was read, 0 for none; `false` when
    /// another process was first: then nothing is written.
    pub async fn put_ledger(
        &self,
        budget: &str,
        read: i64,
        ledger: &str,
        now: DateTime<Utc>,
    ) -> Result<bool> {
        let text = if read == 0 {
            "INSERT INTO budget (name, version, ledger, changed_at) VALUES ($1, $2 + 1, $3, $4)
             ON CONFLICT (name) DO NOTHING"
        } else {
            "UPDATE budget SET version = version + 1, ledger = $3, changed_at = $4
             WHERE name = $1 AND version = $2"
        };
        let mut tx = self.db.begin().await?;
        let write = query("keep a rate budget", text).bind(budget).bind(read).bind(ledger);
        let touched = tx.run(write.bind(now)).await?;
        tx.commit().await?;
        Ok(touched == 1)
    }
}
