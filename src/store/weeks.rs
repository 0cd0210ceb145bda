//! Accounts week by week, and which of them will turn bad.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::answers::narrow;
use super::db::{Lock, Query, Result, Tx, query, texts};
use super::{AccountFilter, Store};
use crate::insight::outlook::{WEEKS, monday, snapshot};
use crate::insight::proof::Snapshot;
use crate::model::AccountId;

/// An account on the day of a week on which it was scored last.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredWeek {
    /// The account.
    pub account: AccountId,
    /// The day.
    pub as_of: NaiveDate,
    /// Health, 0 to 100.
    pub health: Option<f64>,
    /// KPIs as insight packs them.
    pub kpis: Vec<u8>,
    /// `code@version` of the health model.
    pub model: String,
    /// The account's version that it was computed from.
    pub version: i64,
}

/// How an account's health will go on, as it is kept for the list of those who are warned of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredOutlook {
    /// The account.
    pub account: AccountId,
    /// The day of its latest score.
    pub as_of: NaiveDate,
    /// The account's version that it was scored from.
    pub version: i64,
    /// `RULE`, or the version of what was fitted.
    pub basis: String,
    /// How near it is, 0 to 1; `None` of one that is not warned of.
    pub risk: Option<f64>,
}

impl Store {
    /// Keeps weeks that were scored just now, in place of what was kept of the same week, and forgets
    /// those that are too old.
    pub async fn put_weeks(&self, weeks: &[StoredWeek]) -> Result<()> {
        let Some(newest) = weeks.iter().map(|week| week.as_of).max() else { return Ok(()) };
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let newer =
            "excluded.as_of >= account_week.as_of AND excluded.version >= account_week.version";
        put(&mut tx, weeks, newer).await?;
        let oldest = monday(newest).checked_sub_days(Days::new(7 * (WEEKS - 1)));
        let text = "DELETE FROM account_week WHERE account_id {in:1} AND week < $2";
        let ids: Vec<&str> = weeks.iter().map(|week| week.account.as_str()).collect();
        tx.run(query("forget old weeks", text).bind(ids).bind(oldest)).await?;
        tx.commit().await
    }

    /// Keeps weeks of the past that nobody saw at their time; those that somebody saw stay.
    pub async fn put_past_weeks(&self, weeks: &[StoredWeek]) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        put(&mut tx, weeks, "excluded.model <> account_week.model").await?;
        tx.commit().await
    }

    /// Accounts of which a week, by its Monday, is not kept by this health model; in the order of their
    /// ids, after one.
    pub async fn without_week(
        &self,
        (model, week): (&str, NaiveDate),
        after: Option<&AccountId>,
        limit: i64,
    ) -> Result<Vec<AccountId>> {
        let text = "SELECT a.id FROM account a
             LEFT JOIN account_week w ON w.account_id = a.id AND w.week = $1 AND w.model = $2
             WHERE a.id > $3 AND a.retired_into IS NULL AND a.gone = FALSE AND w.week IS NULL
             ORDER BY a.id LIMIT $4";
        let read = query("find accounts whose weeks are to be made", text)
            .bind(week)
            .bind(model)
            .bind(after.map_or("", AccountId::as_str))
            .bind(limit);
        Ok(texts(&self.db.rows(read).await?)?.into_iter().map(AccountId).collect())
    }

    /// The ids of all accounts, handed over one by one.
    pub async fn account_ids(&self, mut take: impl FnMut(AccountId)) -> Result<()> {
        let text = "SELECT a.id FROM account a WHERE a.retired_into IS NULL AND a.gone = FALSE";
        self.db
            .each(query("read the ids of accounts", text), |row| {
                take(AccountId(row.text(0)?));
                Ok(())
            })
            .await
    }

    /// These accounts' weeks by a health model from one day to another, rising.
    pub async fn weeks(
        &self,
        accounts: &[AccountId],
        model: &str,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<AccountId, Vec<Snapshot>>> {
        let text = "SELECT account_id, as_of, health, kpis FROM account_week
             WHERE account_id {in:1} AND week >= $2 AND as_of <= $3 AND model = $4
             ORDER BY account_id, week";
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let read = query("read weeks", text).bind(ids).bind(monday(from)).bind(to).bind(model);
        let mut all: BTreeMap<AccountId, Vec<Snapshot>> = BTreeMap::new();
        self.db
            .each(read, |row| {
                let kpis: Vec<u8> = row.get(3)?;
                let week = snapshot(row.get(1)?, row.opt(2)?, &kpis);
                all.entry(AccountId(row.text(0)?)).or_default().push(week);
                Ok(())
            })
            .await?;
        Ok(all)
    }

    /// Hands over the packed KPIs of every account's latest score by a health model, with the codes of its
    /// segments. None of them is held.
    pub async fn latest_kpis(
        &self,
        model: &str,
        mut take: impl FnMut(AccountId, &[&str], &[u8]),
    ) -> Result<()> {
        let text = "SELECT w.account_id, s.segments, w.kpis FROM account_score s
             JOIN account a ON a.id = s.account_id
             JOIN account_week w ON w.account_id = s.account_id AND w.as_of = s.as_of
             WHERE a.retired_into IS NULL AND a.gone = FALSE AND s.segments <> ';' AND w.model = $1";
        let read = query("read the KPIs of the latest scores", text).bind(model);
        self.db
            .each(read, |row| {
                let (segments, kpis): (String, Vec<u8>) = (row.text(1)?, row.get(2)?);
                let codes = segments.split(';').filter(|code| !code.is_empty());
                take(AccountId(row.text(0)?), &codes.collect::<Vec<_>>(), &kpis);
                Ok(())
            })
            .await
    }

    /// Accounts whose outlook was not told yet since they were scored, or by another basis: each with
    /// the day and version of its score, in the order of their ids, after one.
    pub async fn without_outlook(
        &self,
        basis: &str,
        after: Option<&AccountId>,
        limit: i64,
    ) -> Result<Vec<(AccountId, NaiveDate, i64)>> {
        let text = "SELECT s.account_id, s.as_of, s.version FROM account_score s
             JOIN account a ON a.id = s.account_id
             LEFT JOIN account_outlook o ON o.account_id = s.account_id AND o.as_of = s.as_of
                  AND o.version = s.version AND o.basis = $1
             WHERE s.account_id > $2 AND a.retired_into IS NULL AND a.gone = FALSE
               AND o.account_id IS NULL
             ORDER BY s.account_id LIMIT $3";
        let read = query("find accounts whose outlook is to be told", text)
            .bind(basis)
            .bind(after.map_or("", AccountId::as_str))
            .bind(limit);
        let rows = self.db.rows(read).await?;
        rows.iter().map(|row| Ok((AccountId(row.text(0)?), row.get(1)?, row.get(2)?))).collect()
    }

    /// Keeps outlooks.
    pub async fn put_outlooks(&self, outlooks: &[StoredOutlook]) -> Result<()> {
        let text =
            "INSERT INTO account_outlook (account_id, as_of, version, basis, risk) {values}
             ON CONFLICT (account_id) DO UPDATE SET as_of = excluded.as_of,
                version = excluded.version, basis = excluded.basis, risk = excluded.risk";
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        tx.bulk("keep outlooks", text, outlooks, |statement, outlook| {
            statement
                .bind(outlook.account.as_str())
                .bind(outlook.as_of)
                .bind(outlook.version)
                .bind(&outlook.basis)
                .bind(outlook.risk)
        })
        .await?;
        tx.commit().await
    }

    /// Accounts that are warned of, the nearest first, at most so many; and how many there are.
    pub async fn warned(
        &self,
        filter: &AccountFilter,
        limit: i64,
    ) -> Result<(Vec<AccountId>, i64)> {
        const FROM: &str = "FROM account_outlook o JOIN account t ON t.id = o.account_id
             LEFT JOIN account_score s ON s.account_id = t.id";
        let mut page: Query =
            query("find accounts that are warned of", format!("SELECT t.id {FROM}"));
        narrow(&mut page, filter);
        let n = page.push(limit);
        page.text(&format!(" AND o.risk IS NOT NULL ORDER BY o.risk DESC, t.id LIMIT ${n}"));
        let mut all: Query =
            query("count accounts that are warned of", format!("SELECT COUNT(*) {FROM}"));
        narrow(&mut all, filter);
        all.text(" AND o.risk IS NOT NULL");
        let mut tx = self.db.snapshot().await?;
        let ids = texts(&tx.rows(page).await?)?.into_iter().map(AccountId).collect();
        let total = tx.rows(all).await?.first().map_or(Ok(0), |row| row.get(0))?;
        Ok((ids, total))
    }
}

async fn put(tx: &mut Tx, weeks: &[StoredWeek], which: &str) -> Result<()> {
    let text = format!(
        "INSERT INTO account_week (account_id, week, as_of, health, kpis, model, version) {{values}}
         ON CONFLICT (account_id, week) DO UPDATE SET as_of = excluded.as_of,
            health = excluded.health, kpis = excluded.kpis, model = excluded.model,
            version = excluded.version
         WHERE {which}"
    );
    tx.bulk("keep weeks", &text, weeks, |statement, week| {
        statement
            .bind(week.account.as_str())
            .bind(monday(week.as_of))
            .bind(week.as_of)
            .bind(week.health)
            .bind(&week.kpis[..])
            .bind(&week.model)
            .bind(week.version)
    })
    .await
    .map(drop)
}
