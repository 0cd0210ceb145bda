//! Models fitted to the own history, and the renewals that one of them is fitted to.

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Lock, Result, Row, query};
use crate::insight::quarters::RenewalCase;
use crate::model::AccountId;

/// What a model is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FittedKind {
    /// How probable it is that a contract is renewed.
    Renewal,
    /// How probable it is that health turns bad.
    Warning,
    /// Which metric tells renewals beforehand.
    Beacon,
}

impl FittedKind {
    fn word(self) -> &'static str {
        match self {
            Self::Renewal => "RENEWAL",
            Self::Warning => "EARLY_WARNING",
            Self::Beacon => "BEACON",
        }
    }
}

/// A model that was fitted on a day, or why there is none.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// The day.
    pub day: NaiveDate,
    /// Names what was found.
    pub version: String,
    /// Of how many cases.
    pub n: i64,
    /// It is used.
    pub in_force: bool,
    /// JSON, as insight writes it.
    pub body: String,
    /// When.
    pub made_at: DateTime<Utc>,
}

/// A contract as it stood at the end of a quarter, before it was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCase {
    /// The account.
    pub account: AccountId,
    /// The quarter's last day.
    pub ends_on: NaiveDate,
    /// How it stood, and what came of it.
    pub case: RenewalCase,
}

impl Store {
    /// Keeps how these accounts' contracts stood at the ends of quarters from a day on, in place of what
    /// was kept of them before.
    pub async fn put_renewal_cases(
        &self,
        accounts: &[AccountId],
        from: NaiveDate,
        cases: &[StoredCase],
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let text = "DELETE FROM renewal_case WHERE account_id {in:1} AND ends_on >= $2";
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        tx.run(query("forget renewals that are told anew", text).bind(ids).bind(from)).await?;
        let text = "INSERT INTO renewal_case
                (account_id, ends_on, contract, health, trust, flags, renewed) {values}
             ON CONFLICT (account_id, ends_on, contract) DO NOTHING";
        tx.bulk(
            "keep renewals",
            text,
            cases,
            |statement, StoredCase { account, ends_on, case }| {
                let flags =
                    case.flags.iter().fold(String::from(";"), |list, code| list + code + ";");
                statement
                    .bind(account.as_str())
                    .bind(*ends_on)
                    .bind(&case.contract)
                    .bind(case.health)
                    .bind(case.trust)
                    .bind(flags)
                    .bind(i64::from(case.renewed))
            },
        )
        .await?;
        tx.commit().await
    }

    /// Renewals that were decided after a day, as they stood before: by account, day and contract.
    pub async fn renewal_cases(&self, from: NaiveDate) -> Result<Vec<RenewalCase>> {
        let text =
            "SELECT c.contract, c.health, c.trust, c.flags, c.renewed FROM renewal_case c
             JOIN account a ON a.id = c.account_id
             WHERE c.ends_on >= $1 AND a.retired_into IS NULL AND a.gone = FALSE
             ORDER BY c.account_id {bin}, c.ends_on, c.contract {bin}";
        let mut cases = Vec::new();
        self.db
            .each(query("read renewals", text).bind(from), |row| {
                cases.push(case(&row)?);
                Ok(())
            })
            .await?;
        Ok(cases)
    }

    /// Keeps a model. One of the day that is in force stays; whoever is first has said it for all.
    pub async fn put_fitted(
        &self,
        kind: FittedKind,
        models: &str,
        fitted: &Fitted,
    ) -> Result<()> {
        let text = "INSERT INTO fitted (kind, models, day, version, n, in_force, body, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (kind, models, day) DO UPDATE SET version = excluded.version,
                n = excluded.n, in_force = excluded.in_force, body = excluded.body,
                made_at = excluded.made_at
             WHERE fitted.in_force = 0";
        let put = query("keep a fitted model", text)
            .bind(kind.word())
            .bind(models)
            .bind(fitted.day)
            .bind(&fitted.version)
            .bind(fitted.n)
            .bind(i64::from(fitted.in_force))
            .bind(&fitted.body)
            .bind(fitted.made_at);
        let mut tx = self.db.begin().await?;
        tx.run(put).await?;
        tx.commit().await
    }

    /// The newest model that was fitted up to a day; `None` before the first.
    pub async fn fitted(
        &self,
        kind: FittedKind,
        models: &str,
        day: NaiveDate,
    ) -> Result<Option<Fitted>> {
        let text = "SELECT day, version, n, in_force, body, made_at FROM fitted
             WHERE kind = $1 AND models = $2 AND day <= $3 ORDER BY day DESC LIMIT 1";
        let newest =
            query("read a fitted model", text).bind(kind.word()).bind(models).bind(day);
        self.db.rows(newest).await?.first().map(fitted).transpose()
    }
}

fn case(row: &Row) -> Result<RenewalCase> {
    let flags = row.text(3)?;
    Ok(RenewalCase {
        contract: row.text(0)?,
        health: row.opt(1)?,
        trust: row.opt(2)?,
        flags: flags.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        renewed: row.get::<i64>(4)? != 0,
    })
}

fn fitted(row: &Row) -> Result<Fitted> {
    Ok(Fitted {
        day: row.get(0)?,
        version: row.text(1)?,
        n: row.get(2)?,
        in_force: row.get::<i64>(3)? != 0,
        body: row.text(4)?,
        made_at: row.time(5)?,
    })
}
