//! What stewards should look at, and what became of golden records.

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Result, Row, StoreError, query};
use super::groups::records_of;
use super::matching::cause_of;
use crate::model::{Change, IdentityEvent, Money};
use crate::reconcile::matching::Kind;

/// Which pairs of records a steward is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Doubts {
    /// What kind of party they are about.
    pub kind: Kind,
    /// They weigh at least so many bits.
    pub least: f64,
    /// And at most so many.
    pub most: f64,
    /// The day on which contracts count that have not ended.
    pub today: NaiveDate,
    /// So many pairs.
    pub first: i64,
}

/// Two records that may be one party, and nobody said whether they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// One record's origin id, the lower one.
    pub a: String,
    /// The other's.
    pub b: String,
    /// Bits for a match.
    pub weight: f64,
    /// They are one golden record so far.
    pub merged: bool,
    /// The money at stake: see [`Store::doubts`].
    pub money: Option<Money>,
}

/// An event in the history of golden records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedEvent {
    /// Later events have higher numbers.
    pub number: i64,
    /// When it was decided.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: IdentityEvent,
}

impl Store {
    /// The pairs of records that stewards should look at: those within the bounds on which no
    /// verdict is in force. First those with the most money at stake, those with none last; then
    /// the most uncertain, whose weight is nearest to 0 bits; then by ids.
    ///
    /// An account's money is the sum of the annual values of its contracts that have not ended: the
    /// status is ACTIVE or not said, and the last day, when there is one, is today or later. Amounts of
    /// different currencies are not added: the sum of the currency with the largest figure counts,
    /// and figures of different currencies are compared as they stand. At stake is the larger of
    /// both records' accounts' money; for people, of the accounts where they work.
    pub async fn doubts(&self, asked: &Doubts) -> Result<Vec<Doubt>> {
        let text = doubts_text(asked.kind);
        let read = query("read what is in doubt", text)
            .bind(asked.least)
            .bind(asked.most)
            .bind(asked.kind.word())
            .bind(asked.today)
            .bind(asked.first);
        let doubt = |row: &Row| {
            Ok(Doubt {
                a: row.text(0)?,
                b: row.text(1)?,
                weight: row.get(2)?,
                merged: row.get::<i64>(3)? > 0,
                money: row.money(4)?,
            })
        };
        self.db.rows(read).await?.iter().map(doubt).collect()
    }

    /// What became of a golden record of a kind, and what went into it: the newest first, those
    /// before a number only.
    pub async fn identity_events(
        &self,
        kind: Kind,
        id: &str,
        before: Option<i64>,
        first: i64,
    ) -> Result<Vec<NumberedEvent>> {
        let text = "SELECT id, cause, other, what, records, number, at FROM identity_event
             WHERE kind = $1 AND (id = $2 OR other = $2) AND number < $3
             ORDER BY number DESC LIMIT $4";
        let read = query("read a golden record's history", text)
            .bind(kind.word())
            .bind(id)
            .bind(before.unwrap_or(i64::MAX))
            .bind(first);
        self.db.rows(read).await?.iter().map(numbered).collect()
    }
}

/// How the queue is read: bounds, kind, day and length are bound.
fn doubts_text(kind: Kind) -> String {
    let whom = kind.word();
    let (x, y, joins) = match kind {
        Kind::Account => ("x.account_id", "y.account_id", ""),
        Kind::Contact => (
            "cx.account_id",
            "cy.account_id",
            "LEFT JOIN contact cx ON cx.id = x.contact_id
             LEFT JOIN contact cy ON cy.id = y.contact_id",
        ),
    };
    format!(
        "WITH sums (account, currency, units) AS (
             SELECT account_id, annual_value_currency, CAST(SUM(annual_value) AS {{int}})
             FROM contract
             WHERE account_id IS NOT NULL AND annual_value IS NOT NULL
               AND (status IS NULL OR status = 'ACTIVE')
               AND (ends_on IS NULL OR ends_on >= $4)
             GROUP BY account_id, annual_value_currency),
         ranked AS (
             SELECT account, currency, units,
                    ROW_NUMBER() OVER (PARTITION BY account ORDER BY units DESC, currency) AS rank
             FROM sums),
         money AS (SELECT account, currency, units FROM ranked WHERE rank = 1),
         doubt AS (
             SELECT p.a, p.b, p.weight,
                    CASE WHEN x.{whom}_id = y.{whom}_id THEN 1 ELSE 0 END AS merged,
                    COALESCE(mx.units, -1) >= COALESCE(my.units, -1) AS of_left,
                    mx.units AS left_units, mx.currency AS left_currency,
                    my.units AS right_units, my.currency AS right_currency
             FROM {whom}_pair p
             JOIN {whom}_record x ON x.id = p.a JOIN {whom}_record y ON y.id = p.b {joins}
             LEFT JOIN money mx ON mx.account = {x} LEFT JOIN money my ON my.account = {y}
             WHERE p.weight >= $1 AND p.weight <= $2 AND NOT EXISTS (
                 SELECT 1 FROM match_verdict v
                 WHERE v.kind = $3 AND v.a = p.a AND v.b = p.b AND v.undone_at IS NULL)),
         told AS (
             SELECT a, b, weight, CAST(merged AS {{int}}) AS merged,
                    CASE WHEN of_left THEN left_units ELSE right_units END AS units,
                    CASE WHEN of_left THEN left_currency ELSE right_currency END AS currency
             FROM doubt)
         SELECT a, b, weight, merged, units, currency FROM told
         ORDER BY units DESC NULLS LAST, ABS(weight), a {{bin}}, b {{bin}} LIMIT $5"
    )
}

fn numbered(row: &Row) -> Result<NumberedEvent> {
    let (id, cause) = cause_of(row)?;
    let word = row.text(3)?;
    let what = Change::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where an event should"))
    })?;
    let records = records_of(&row.text(4)?)?;
    let event = IdentityEvent { what, id, other: row.text(2)?, records, cause };
    Ok(NumberedEvent { number: row.get(5)?, at: row.time(6)?, event })
}
