//! The latest health of each account, and which accounts have to be scored anew.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Lock, Result, Row, StoreError, Tx, query, texts};
use crate::model::{AccountId, Band, Confidence};

/// The latest health of an account as computed after a sync.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScore {
    /// Effective value, 0 to 100; `None` when there is too little to say.
    pub value: Option<f64>,
    /// Before caps.
    pub computed: Option<f64>,
    /// Band of the value.
    pub band: Option<Band>,
    /// Confidence.
    pub confidence: Confidence,
    /// 0 to 1.
    pub coverage: f64,
    /// Lowest and highest that the missing could make of it.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// `code@version`.
    pub model: String,
    /// For which day.
    pub as_of: NaiveDate,
    /// The account's version that it was computed from.
    pub version: i64,
    /// When.
    pub computed_at: DateTime<Utc>,
}

/// The columns of a score as [`read_score`] takes them, `s` being its table.
pub(super) const SCORE: &str = "s.value, s.computed, s.band, s.confidence, s.coverage, s.low, \
                                s.high, s.model, s.as_of, s.version, s.computed_at";

impl Store {
    /// Accounts that changed since they were last scored, or were scored for another day or model.
    pub async fn dirty_accounts(
        &self,
        model: &str,
        as_of: NaiveDate,
        limit: i64,
    ) -> Result<Vec<AccountId>> {
        // Each part finds its rows by an index, in its order: who has no score yet is dirty since
        // it is there.
        let parts = [
            ("dirty_account", "TRUE", "s.account_id"),
            ("health_score", "s.model < $1", "s.model, s.account_id"),
            ("health_score", "s.model > $1", "s.model, s.account_id"),
            ("health_score", "s.as_of < $2", "s.as_of, s.account_id"),
            ("health_score", "s.as_of > $2", "s.as_of, s.account_id"),
        ];
        let parts = parts.map(|(table, which, order)| {
            format!(
                "SELECT id FROM (SELECT s.account_id AS id FROM {table} s
                    JOIN account a ON a.id = s.account_id
                    WHERE {which} AND a.retired_into IS NULL AND a.gone = FALSE
                    ORDER BY {order} LIMIT $3) AS part"
            )
        });
        let text = format!("{} ORDER BY id LIMIT $3", parts.join(" UNION "));
        let read = query("find accounts to score", text).bind(model).bind(as_of).bind(limit);
        let ids = texts(&self.db.rows(read).await?)?;
        Ok(ids.into_iter().map(AccountId).collect())
    }

    /// Keeps scores; an account stays dirty when it changed after its facts were read.
    pub async fn put_scores(&self, scores: &[(AccountId, StoredScore)]) -> Result<()> {
        let scores: std::collections::BTreeMap<&AccountId, &StoredScore> =
            scores.iter().map(|(id, score)| (id, score)).collect();
        let scores: Vec<(&AccountId, &StoredScore)> = scores.into_iter().collect();
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        insert(&mut tx, &scores).await?;
        let text = "WITH scored (id, version) AS ({values})
             DELETE FROM dirty_account WHERE account_id IN (
                SELECT a.id FROM account a
                JOIN scored ON scored.id = a.id AND scored.version = a.version)";
        tx.bulk("mark accounts as scored", text, &scores, |statement, (id, score)| {
            statement.bind(id.as_str()).bind(score.version)
        })
        .await?;
        tx.commit().await
    }

    /// Grows whenever any account changed: what a cache compares.
    pub async fn data_version(&self) -> Result<i64> {
        let text = "SELECT version FROM data_version";
        let rows = self.db.rows(query("read the data's version", text)).await?;
        rows.first().map_or(Ok(0), |row| row.get(0))
    }
}

/// A score of an older version never replaces one of a newer.
async fn insert(tx: &mut Tx, scores: &[(&AccountId, &StoredScore)]) -> Result<()> {
    let text = "INSERT INTO health_score (account_id, value, computed, band, confidence,
            coverage, low, high, model, as_of, version, computed_at) {values}
         ON CONFLICT (account_id) DO UPDATE SET value = excluded.value,
            computed = excluded.computed, band = excluded.band,
            confidence = excluded.confidence, coverage = excluded.coverage,
            low = excluded.low, high = excluded.high, model = excluded.model,
            as_of = excluded.as_of, version = excluded.version,
            computed_at = excluded.computed_at
         WHERE excluded.version >= health_score.version";
    tx.bulk("keep scores", text, scores, |statement, (id, score)| {
        statement
            .bind(id.as_str())
            .bind(score.value)
            .bind(score.computed)
            .bind(score.band.map(Band::word))
            .bind(score.confidence.word())
            .bind(score.coverage)
            .bind(score.low)
            .bind(score.high)
            .bind(&score.model)
            .bind(score.as_of)
            .bind(score.version)
            .bind(score.computed_at)
    })
    .await
    .map(drop)
}

/// Marks accounts as changed: each gets a new version, and so does the whole.
pub(super) async fn mark_dirty(tx: &mut Tx, accounts: &BTreeSet<String>) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let ids: Vec<&String> = accounts.iter().collect();
    let text = "INSERT INTO dirty_account (account_id) {values}
         ON CONFLICT (account_id) DO NOTHING";
    tx.bulk("mark accounts as changed", text, &ids, |statement, id| statement.bind(*id))
        .await?;
    let ids: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let text = "UPDATE account SET version = version + 1 WHERE id {in:1}";
    tx.run(query("grow accounts' versions", text).bind(ids)).await?;
    let text = "UPDATE data_version SET version = version + 1";
    tx.run(query("grow the data's version", text)).await.map(drop)
}

/// Reads [`SCORE`] that begins at `from`; `None` when the account has none.
pub(super) fn read_score(row: &Row, from: usize) -> Result<Option<StoredScore>> {
    let Some(word) = row.opt::<String>(from + 3)? else { return Ok(None) };
    let confidence = Confidence::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a confidence should"))
    })?;
    let band = row.opt::<String>(from + 2)?;
    Ok(Some(StoredScore {
        value: row.opt(from)?,
        computed: row.opt(from + 1)?,
        band: band.and_then(|word| Band::from_word(&word)),
        confidence,
        coverage: row.get(from + 4)?,
        low: row.get(from + 5)?,
        high: row.get(from + 6)?,
        model: row.text(from + 7)?,
        as_of: row.get(from + 8)?,
        version: row.get(from + 9)?,
        computed_at: row.time(from + 10)?,
    }))
}
