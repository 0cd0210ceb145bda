//! Where accounts stood at the ends of quarters.

use chrono::NaiveDate;

use super::Store;
use super::db::{Lock, Result, query, texts};
use crate::model::AccountId;

/// An account at the end of a quarter: JSON, as insight writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuarter {
    /// The account.
    pub account: AccountId,
    /// The quarter's last day.
    pub ends_on: NaiveDate,
    /// What is known of it.
    pub body: String,
    /// `code@version` of every model.
    pub models: String,
    /// The account's version that it was made from.
    pub version: i64,
}

impl Store {
    /// Accounts whose quarter that ends on a day was not made yet, or was made by other models or of
    /// another version; in the order of their ids, after one.
    pub async fn without_quarter(
        &self,
        (models, ends_on): (&str, NaiveDate),
        after: Option<&AccountId>,
        limit: i64,
    ) -> Result<Vec<AccountId>> {
        let text = "SELECT a.id FROM account a
             LEFT JOIN quarter q ON q.account_id = a.id AND q.ends_on = $1
             WHERE a.id > $2 AND a.retired_into IS NULL AND a.gone = FALSE
               AND (q.version IS NULL OR q.version <> a.version OR q.models <> $3)
             ORDER BY a.id LIMIT $4";
        let read = query("find accounts whose quarters are to be made", text)
            .bind(ends_on)
            .bind(after.map_or("", AccountId::as_str))
            .bind(models)
            .bind(limit);
        Ok(texts(&self.db.rows(read).await?)?.into_iter().map(AccountId).collect())
    }

    /// Keeps quarters; one of an older version never replaces one of a newer.
    pub async fn put_quarters(&self, quarters: &[StoredQuarter]) -> Result<()> {
        let text = "INSERT INTO quarter (account_id, ends_on, body, models, version) {values}
             ON CONFLICT (account_id, ends_on) DO UPDATE SET body = excluded.body,
                models = excluded.models, version = excluded.version
             WHERE excluded.version >= quarter.version";
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        tx.bulk("keep quarters", text, quarters, |statement, quarter| {
            statement
                .bind(quarter.account.as_str())
                .bind(quarter.ends_on)
                .bind(&quarter.body)
                .bind(&quarter.models)
                .bind(quarter.version)
        })
        .await?;
        tx.commit().await
    }

    /// Hands over every quarter from a day on, by account and day, with the codes of the segments that
    /// the account is in now. None of them is held.
    pub async fn quarters(
        &self,
        from: NaiveDate,
        mut take: impl FnMut(StoredQuarter, Vec<String>),
    ) -> Result<()> {
        let text = "SELECT q.account_id, q.ends_on, q.body, q.models, q.version, s.segments
             FROM quarter q JOIN account a ON a.id = q.account_id
             LEFT JOIN account_score s ON s.account_id = q.account_id
             WHERE q.ends_on >= $1 AND a.retired_into IS NULL AND a.gone = FALSE
             ORDER BY q.account_id, q.ends_on";
        let read = query("read quarters", text).bind(from);
        self.db
            .each(read, |row| {
                let segments = row.opt::<String>(5)?.unwrap_or_default();
                let segments = segments.split(';').filter(|code| !code.is_empty());
                let quarter = StoredQuarter {
                    account: AccountId(row.text(0)?),
                    ends_on: row.get(1)?,
                    body: row.text(2)?,
                    models: row.text(3)?,
                    version: row.get(4)?,
                };
                take(quarter, segments.map(str::to_owned).collect());
                Ok(())
            })
            .await
    }
}
