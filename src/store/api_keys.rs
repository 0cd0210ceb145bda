//! API keys, and our people as they sign in.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Result, Row, StoreError, query, texts};

/// What is kept of an API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// What names it.
    pub id: String,
    /// Whose it is, in words; keys that follow one another may share it.
    pub name: String,
    /// The SHA-256 of its secret, 64 hexadecimal digits.
    pub hash: String,
    /// The role that it gives.
    pub role: String,
    /// What it says for the spans of the role.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
    /// A limit of its own on what a minute may cost, in points.
    pub points_a_minute: Option<u32>,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Who made it.
    pub made_by: String,
    /// From when on it is not taken.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// The last day on which it was used.
    pub last_used_on: Option<NaiveDate>,
}

const KEY: &str =
    "id, name, hash, role, attributes, points_a_minute, made_at, made_by, expires_at,
     revoked_at, last_used_on";

impl Store {
    /// Keeps a new key; `false` when there is one of its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_api_key(&self, key: &KeyRow) -> Result<bool> {
        let attributes = serde_json::json!(key.attributes).to_string();
        let text = format!(
            "INSERT INTO api_key ({KEY}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (id) DO NOTHING"
        );
        let keep = query("keep an API key", text)
            .bind(&key.id)
            .bind(&key.name)
            .bind(&key.hash)
            .bind(&key.role)
            .bind(attributes)
            .bind(key.points_a_minute.map(i64::from))
            .bind(key.made_at)
            .bind(&key.made_by)
            .bind(key.expires_at)
            .bind(key.revoked_at)
            .bind(key.last_used_on);
        let mut tx = self.db.begin().await?;
        let touched = tx.run(keep).await?;
        tx.commit().await?;
        Ok(touched == 1)
    }

    /// The key of this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key(&self, id: &str) -> Result<Option<KeyRow>> {
        let text = format!("SELECT {KEY} FROM api_key WHERE id = $1");
        let rows = self.db.rows(query("find an API key", text).bind(id)).await?;
        rows.first().map(read).transpose()
    }

    /// Every key there ever was, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_keys(&self) -> Result<Vec<KeyRow>> {
        let text = format!("SELECT {KEY} FROM api_key ORDER BY made_at, id");
        self.db.rows(query("list API keys", text)).await?.iter().map(read).collect()
    }

    /// Whether there ever was a key.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_api_keys(&self) -> Result<bool> {
        let text = "SELECT id FROM api_key LIMIT 1";
        Ok(!self.db.rows(query("see whether there are API keys", text)).await?.is_empty())
    }

    /// Takes a key back, for good; `false` when there is none of this id, or it was taken back before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_api_key(&self, id: &str, at: DateTime<Utc>) -> Result<bool> {
        let text = "UPDATE api_key SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
        let mut tx = self.db.begin().await?;
        let touched = tx.run(query("revoke an API key", text).bind(id).bind(at)).await?;
        tx.commit().await?;
        Ok(touched == 1)
    }

    /// Notes that a key was used on a day; once a day is enough.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn used_api_key(&self, id: &str, on: NaiveDate) -> Result<()> {
        let text = "UPDATE api_key SET last_used_on = $2
             WHERE id = $1 AND (last_used_on IS NULL OR last_used_on < $2)";
        let mut tx = self.db.begin().await?;
        tx.run(query("note that an API key was used", text).bind(id).bind(on)).await?;
        tx.commit().await
    }

    /// The origin ids of whoever among our people has this e-mail address, in whatever case: one for each
    /// system that knows them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members_of_address(&self, address: &str) -> Result<BTreeSet<String>> {
        let text = "SELECT id FROM team_member WHERE LOWER(\"email\") = $1";
        let find = query("find one of our people", text).bind(address.to_lowercase());
        Ok(texts(&self.db.rows(find).await?)?.into_iter().collect())
    }
}

fn read(row: &Row) -> Result<KeyRow> {
    let wrong =
        |what: &str| StoreError::Contradiction(format!("an API key's {what} cannot be read"));
    let points = row.opt::<i64>(5)?.map(u32::try_from).transpose();
    Ok(KeyRow {
        id: row.text(0)?,
        name: row.text(1)?,
        hash: row.text(2)?,
        role: row.text(3)?,
        attributes: serde_json::from_str(&row.text(4)?).map_err(|_| wrong("attributes"))?,
        points_a_minute: points.map_err(|_| wrong("points"))?,
        made_at: row.time(6)?,
        made_by: row.text(7)?,
        expires_at: row.opt_time(8)?,
        revoked_at: row.opt_time(9)?,
        last_used_on: row.opt(10)?,
    })
}
