//! What stewards say of two records: that they are one party, or two.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Store;
use super::answers::{SOURCE_RECORD, SourceRecord, source_record};
use super::db::{Lock, Result, Row, Tx, query, texts};
use super::golden::candidates;
use super::groups::rematch;

use crate::model::{AccountId, Candidate, Cause, Entity, RecordRef};
use crate::reconcile::matching::Kind;

/// What a steward said of two records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What kind of party they are about.
    pub kind: Kind,
    /// One record's origin id, the lower one.
    pub a: String,
    /// The other's.
    pub b: String,
    /// Whether they are one party.
    pub same: bool,
    /// Why, in the steward's words; may be empty.
    pub reason: String,
    /// The steward.
    pub said_by: String,
    /// When it was said.
    pub said_at: DateTime<Utc>,
    /// When it was taken back, or another was said of the same two.
    pub undone_at: Option<DateTime<Utc>>,
}

impl Store {
    /// Keeps a verdict in place of an earlier one on the same two records, in either order. Both
    /// are matched again at the next digest. `false` when they are one record or one of them is
    /// not there: then nothing is kept.
    pub async fn say(&self, verdict: &Verdict) -> Result<bool> {
        let (kind, pair) = (verdict.kind, ordered(&verdict.a, &verdict.b));
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        if pair.0 == pair.1 || standing(&mut tx, kind, pair).await?.len() < 2 {
            return Ok(false);
        }
        take_back(&mut tx, kind, pair, verdict.said_at).await?;
        let text = "INSERT INTO match_verdict (kind, a, b, same, reason, said_by, said_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)";
        let keep = query("keep a verdict", text)
            .bind(kind.word())
            .bind(pair.0)
            .bind(pair.1)
            .bind(verdict.same)
            .bind(&verdict.reason)
            .bind(&verdict.said_by)
            .bind(verdict.said_at);
        tx.run(keep).await?;
        rematch(&mut tx, kind.word(), [pair.0, pair.1].into_iter(), Cause::Steward).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes the verdict on two records back, in either order; both are matched again at the next
    /// digest. `false` when none was in force.
    pub async fn unsay(&self, kind: Kind, a: &str, b: &str, at: DateTime<Utc>) -> Result<bool> {
        let pair = ordered(a, b);
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        if take_back(&mut tx, kind, pair, at).await? == 0 {
            return Ok(false);
        }
        let there = standing(&mut tx, kind, pair).await?;
        let there = there.iter().map(String::as_str);
        rematch(&mut tx, kind.word(), there, Cause::Steward).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The verdict in force on two records, in either order.
    pub async fn verdict(&self, kind: Kind, a: &str, b: &str) -> Result<Option<Verdict>> {
        let (a, b) = ordered(a, b);
        let text = format!(
            "SELECT {VERDICT} FROM match_verdict
             WHERE kind = $1 AND a = $2 AND b = $3 AND undone_at IS NULL
             ORDER BY id DESC LIMIT 1"
        );
        let read = query("read a verdict", text).bind(kind.word()).bind(a).bind(b);
        self.db.rows(read).await?.first().map(|row| verdict(kind, row)).transpose()
    }

    /// The newest verdicts on records of a kind, also those not in force any more.
    pub async fn verdicts(&self, kind: Kind, first: i64) -> Result<Vec<Verdict>> {
        let text = format!(
            "SELECT {VERDICT} FROM match_verdict WHERE kind = $1 ORDER BY id DESC LIMIT $2"
        );
        let read = query("read verdicts", text).bind(kind.word()).bind(first);
        self.db.rows(read).await?.iter().map(|row| verdict(kind, row)).collect()
    }

    /// The origin id of the record of a kind of party that was mapped from a source's record.
    pub async fn party_of(&self, kind: Kind, record: &RecordRef) -> Result<Option<String>> {
        let text = format!(
            "SELECT id FROM {}_record
             WHERE source = $1 AND stream = $2 AND record_key = $3 ORDER BY id {{bin}} LIMIT 1",
            kind.word()
        );
        let read = query("find a record", text)
            .bind(record.source.as_str())
            .bind(&record.stream)
            .bind(&record.key);
        Ok(texts(&self.db.rows(read).await?)?.pop())
    }

    /// These records of a kind of party as the matcher reads them, as far as they are there, by id.
    pub async fn parties<E: Entity>(&self, ids: &[&str]) -> Result<Vec<Candidate<E>>> {
        let mut tx = self.db.snapshot().await?;
        candidates(&mut tx, ids).await
    }

    /// Where these records of a kind of party come from, by their origin ids.
    pub async fn party_records(
        &self,
        kind: Kind,
        ids: &[&str],
    ) -> Result<BTreeMap<String, SourceRecord>> {
        let text = format!(
            "SELECT t.id, {SOURCE_RECORD} FROM {}_record t
             LEFT JOIN source s ON s.id = t.source
             LEFT JOIN record r ON r.source = t.source AND r.stream = t.stream
                  AND r.key = t.record_key AND r.known_to IS NULL
             WHERE t.id {{in:1}} AND t.stream IS NOT NULL",
            kind.word()
        );
        let read = query("read where records come from", text).bind(ids.to_vec());
        let rows = self.db.rows(read).await?;
        rows.iter().map(|row| Ok((row.text(0)?, source_record(row)?))).collect()
    }

    /// The origin ids of an account's records.
    pub async fn records_of_account(&self, account: &AccountId) -> Result<Vec<String>> {
        let text = "SELECT id FROM account_record WHERE account_id = $1 AND stream IS NOT NULL";
        let read = query("read an account's records", text).bind(account.as_str());
        texts(&self.db.rows(read).await?)
    }

    /// The account that a record of a kind of party belongs to: for a person's the employer.
    pub async fn account_of_party(&self, kind: Kind, id: &str) -> Result<Option<AccountId>> {
        let text = format!(
            "SELECT account_id FROM {}_record WHERE id = $1 AND account_id IS NOT NULL",
            kind.word()
        );
        let rows = self.db.rows(query("find a record's account", text).bind(id)).await?;
        Ok(texts(&rows)?.pop().map(AccountId))
    }
}

const VERDICT: &str = "a, b, same, reason, said_by, said_at, undone_at";

fn verdict(kind: Kind, row: &Row) -> Result<Verdict> {
    Ok(Verdict {
        kind,
        a: row.text(0)?,
        b: row.text(1)?,
        same: row.get(2)?,
        reason: row.text(3)?,
        said_by: row.text(4)?,
        said_at: row.time(5)?,
        undone_at: row.opt_time(6)?,
    })
}

/// As pairs are kept.
fn ordered<'a>(a: &'a str, b: &'a str) -> (&'a str, &'a str) {
    (a.min(b), a.max(b))
}

/// Which of the two are there.
async fn standing(tx: &mut Tx, kind: Kind, (a, b): (&str, &str)) -> Result<Vec<String>> {
    let text = format!(
        "SELECT id FROM {}_record WHERE id {{in:1}} AND stream IS NOT NULL",
        kind.word()
    );
    texts(&tx.rows(query("find two records", text).bind(vec![a, b])).await?)
}

/// Ends what is in force on the two; how many verdicts that were.
async fn take_back(
    tx: &mut Tx,
    kind: Kind,
    (a, b): (&str, &str),
    at: DateTime<Utc>,
) -> Result<u64> {
    let text = "UPDATE match_verdict SET undone_at = $4
         WHERE kind = $1 AND a = $2 AND b = $3 AND undone_at IS NULL";
    let end = query("take a verdict back", text).bind(kind.word()).bind(a).bind(b).bind(at);
    tx.run(end).await
}
