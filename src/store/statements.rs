//! What our people said of accounts and contacts. Nothing is changed but that it is withdrawn.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Lock, Result, Row, StoreError, Tx, query};
use super::scores::mark_dirty;
use crate::insight::Facts;
use crate::model::{AccountId, Statement, Topic};

/// The columns of a statement as [`read`] takes them, after the account that it is of now.
const STATEMENT: &str = "s.id, a.id, c.id, s.topic, s.value, s.reason, s.author, s.said_at, \
                         s.expires_at, s.withdrawn_at";
/// A statement with the account and contact that took those it was said of.
const FROM: &str = "statement s
    JOIN account said ON said.id = s.account_id
    JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
    LEFT JOIN contact of ON of.id = s.contact_id
    LEFT JOIN contact c ON c.id = COALESCE(of.retired_into, of.id)";

impl Store {
    /// Keeps a statement and gives its number; the account's scores follow. `None` when there is no
    /// such account, or the contact is none of its people.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn state(&self, said: &Statement) -> Result<Option<i64>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let text = "SELECT a.id FROM account said
             JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
             WHERE said.id = $1 AND a.gone = FALSE";
        let found = tx.rows(query("find an account", text).bind(said.account.as_str())).await?;
        let Some(account) = found.first().map(|row| row.text(0)).transpose()? else {
            return Ok(None);
        };
        if let Some(contact) = &said.contact {
            let text = "SELECT 1 FROM employment
                 WHERE contact_id = $1 AND account_id = $2 LIMIT 1";
            let of = query("find a contact", text).bind(contact.as_str()).bind(&account);
            if tx.rows(of).await?.is_empty() {
                return Ok(None);
            }
        }
        let text =
            "INSERT INTO statement (account_id, contact_id, topic, value, reason, author,
                said_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
        let put = query("keep a statement", text)
            .bind(&account)
            .bind(said.contact.as_ref().map(crate::model::ContactId::as_str))
            .bind(said.topic.word())
            .bind(&said.value)
            .bind(&said.reason)
            .bind(&said.author)
            .bind(said.said_at)
            .bind(said.expires_at);
        let rows = tx.rows(put).await?;
        let id = rows.first().map(|row| row.get(0)).transpose()?;
        mark_dirty(&mut tx, &[account].into()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The account that a statement in force speaks of now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stated_of(&self, id: i64) -> Result<Option<AccountId>> {
        let text =
            format!("SELECT a.id FROM {FROM} WHERE s.id = $1 AND s.withdrawn_at IS NULL");
        let rows = self.db.rows(query("find a statement's account", text).bind(id)).await?;
        rows.first().map(|row| Ok(AccountId(row.text(0)?))).transpose()
    }

    /// Withdraws a statement; the account's scores follow. `None` when there is none in force of
    /// this number, else whose it is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdraw(
        &self,
        id: i64,
        by: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<AccountId>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let text = "UPDATE statement SET withdrawn_at = $1, withdrawn_by = $2
             WHERE id = $3 AND withdrawn_at IS NULL";
        let take = query("withdraw a statement", text).bind(at).bind(by).bind(id);
        if tx.run(take).await? == 0 {
            return Ok(None);
        }
        let text = format!("SELECT a.id FROM {FROM} WHERE s.id = $1");
        let rows = tx.rows(query("find a statement's account", text).bind(id)).await?;
        let Some(account) = rows.first().map(|row| row.text(0)).transpose()? else {
            return Ok(None);
        };
        mark_dirty(&mut tx, &[account.clone()].into()).await?;
        tx.commit().await?;
        Ok(Some(AccountId(account)))
    }
}

/// Gives accounts what was said of them, oldest first.
pub(super) async fn fill_statements(
    tx: &mut Tx,
    all: &mut BTreeMap<AccountId, (i64, Facts)>,
) -> Result<()> {
    let ids: Vec<&str> = all.keys().map(AccountId::as_str).collect();
    let text = format!("SELECT {STATEMENT} FROM {FROM} WHERE a.id {{in:1}} ORDER BY s.id");
    for row in tx.rows(query("read statements", text).bind(ids)).await? {
        let statement = read(&row)?;
        if let Some((_, facts)) = all.get_mut(&statement.account) {
            facts.statements.push(statement);
        }
    }
    Ok(())
}

fn read(row: &Row) -> Result<Statement> {
    let word = row.text(3)?;
    let topic = Topic::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a statement's topic should"))
    })?;
    Ok(Statement {
        id: row.get(0)?,
        account: row.text(1)?.into(),
        contact: row.opt::<String>(2)?.map(crate::model::ContactId),
        topic,
        value: row.text(4)?,
        reason: row.text(5)?,
        author: row.text(6)?,
        said_at: row.time(7)?,
        expires_at: row.opt_time(8)?,
        withdrawn_at: row.opt_time(9)?,
    })
}
