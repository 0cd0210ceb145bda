//! Who ordered what, and what became of it: a list that only grows, each row chained to the one before.

use chrono::{DateTime, SecondsFormat, SubsecRound as _, Utc};

use super::Store;
use super::db::{Lock, Result, Row, query};
use crate::model::hash;

/// Something that was ordered. It holds no values of arguments: they may tell of persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When; kept to the microsecond.
    pub at: DateTime<Utc>,
    /// By whom: an API key's name, or a person's e-mail address.
    pub who: String,
    /// In which role.
    pub role: String,
    /// The request's id, as the log has it; empty where there was none.
    pub request: String,
    /// What, in words.
    pub what: String,
    /// `OK`, or the code of what went wrong.
    pub outcome: String,
}

/// A row of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number, from 1 without gaps.
    pub number: i64,
    /// What was ordered.
    pub deed: Deed,
    /// What it is chained by: 64 hexadecimal digits.
    pub hash: String,
}

/// Which rows.
#[derive(Debug, Clone, Copy, Default)]
pub struct AuditFilter<'a> {
    /// Of exactly this name.
    pub who: Option<&'a str>,
    /// From this moment on.
    pub since: Option<DateTime<Utc>>,
    /// Older than the row of this number.
    pub before: Option<i64>,
    /// How many at most.
    pub first: i64,
}

/// What a look through the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chain {
    /// Every row is as it was written: how many, and the hash of the last.
    Whole(i64, String),
    /// The first row that is not, or that is not there.
    Broken(i64),
}

/// What the first row is chained to.
const START: &str = "";
/// Rows that are read at once.
const PAGE: i64 = 1_000;
const AUDIT: &str = "number, at, who, role, request, what, outcome, hash";

impl Deed {
    /// The hash of its row behind another.
    fn hash(&self, before: &str, number: i64) -> String {
        let Self { at, who, role, request, what, outcome } = self;
        let at = at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let fields = (before, number, at, who, role, request, what, outcome);
        hash(&serde_json::to_vec(&fields).expect("texts and a number"))
    }

    /// As it comes back from either database.
    fn kept(&self) -> Self {
        let text = |text: &String| text.replace('\0', "\u{fffd}");
        Self {
            at: self.at.trunc_subsecs(6),
            who: text(&self.who),
            role: text(&self.role),
            request: text(&self.request),
            what: text(&self.what),
            outcome: text(&self.outcome),
        }
    }
}

impl Store {
    /// Adds what somebody ordered.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note(&self, deed: &Deed) -> Result<()> {
        let deed = deed.kept();
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Audit).await?;
        let text = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1";
        let rows = tx.rows(query("read the audit's end", text)).await?;
        let (number, before) = match rows.first() {
            Some(row) => (row.get::<i64>(0)? + 1, row.text(1)?),
            None => (1, START.to_owned()),
        };
        let text =
            format!("INSERT INTO audit ({AUDIT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        let keep = query("add to the audit", text)
            .bind(number)
            .bind(deed.at)
            .bind(&deed.who)
            .bind(&deed.role)
            .bind(&deed.request)
            .bind(&deed.what)
            .bind(&deed.outcome)
            .bind(deed.hash(&before, number));
        tx.run(keep).await?;
        tx.commit().await
    }

    /// Rows of the audit, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(&self, filter: AuditFilter<'_>) -> Result<Vec<AuditRow>> {
        let mut read = query("read the audit", format!("SELECT {AUDIT} FROM audit WHERE TRUE"));
        if let Some(who) = filter.who {
            let at = read.push(who);
            read.text(&format!(" AND who = ${at}"));
        }
        if let Some(since) = filter.since {
            let at = read.push(since);
            read.text(&format!(" AND at >= ${at}"));
        }
        if let Some(before) = filter.before {
            let at = read.push(before);
            read.text(&format!(" AND number < ${at}"));
        }
        let at = read.push(filter.first);
        read.text(&format!(" ORDER BY number DESC LIMIT ${at}"));
        self.db.rows(read).await?.iter().map(row).collect()
    }

    /// Looks through the whole chain. What was cut off at its end is found by whoever kept the hash of a
    /// row: `has` says whether that was met.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn verify_audit(&self, kept: Option<&str>) -> Result<(Chain, bool)> {
        let text =
            format!("SELECT {AUDIT} FROM audit WHERE number > $1 ORDER BY number LIMIT $2");
        let (mut number, mut before) = (0, START.to_owned());
        let mut has = kept.is_none();
        loop {
            let page = query("look through the audit", text.as_str()).bind(number).bind(PAGE);
            let rows = self.db.rows(page).await?;
            for found in &rows {
                let found = row(found)?;
                number += 1;
                if found.number != number || found.hash != found.deed.hash(&before, number) {
                    return Ok((Chain::Broken(number), has));
                }
                has |= kept == Some(&found.hash);
                before = found.hash;
            }
            if rows.is_empty() {
                return Ok((Chain::Whole(number, before), has));
            }
        }
    }
}

fn row(row: &Row) -> Result<AuditRow> {
    let deed = Deed {
        at: row.time(1)?,
        who: row.text(2)?,
        role: row.text(3)?,
        request: row.text(4)?,
        what: row.text(5)?,
        outcome: row.text(6)?,
    };
    Ok(AuditRow { number: row.get(0)?, deed, hash: row.text(7)? })
}
