//! What stewards pinned: records that are right about a field.

use super::Store;
use super::columns::{field, table};
use super::db::{Lock, Result, Row, StoreError, Tx, query};
use super::matching::mark_unmatched;
use crate::model::{Cause, EntityKind, Pin};
use crate::reconcile::Pins;

impl Store {
    /// Pins a record for a field, in place of an earlier pin of both; the golden record follows at
    /// the next digest. `false` when there is no such record: then nothing is pinned.
    ///
    /// # Errors
    /// When the kind has no golden records or no such field, or the database fails.
    pub async fn pin(&self, pin: &Pin) -> Result<bool> {
        check(pin.kind, &pin.field)?;
        let mut tx = self.db.begin().await?;
        let text = format!("SELECT id FROM {} WHERE id = $1", table(pin.kind));
        let found = tx.rows(query("find a record", text).bind(&pin.record)).await?;
        if found.is_empty() {
            return Ok(false);
        }
        let text = "INSERT INTO pin (kind, record, field, reason, pinned_by, pinned_at)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (kind, record, field) DO UPDATE SET reason = excluded.reason,
                 pinned_by = excluded.pinned_by, pinned_at = excluded.pinned_at";
        let keep = query("keep a pin", text).bind(pin.kind.word()).bind(&pin.record);
        let keep = keep.bind(&pin.field).bind(&pin.reason).bind(&pin.pinned_by);
        write(tx, (pin.kind, &pin.record), keep.bind(pin.pinned_at)).await?;
        Ok(true)
    }

    /// Takes a pin back; the golden record follows at the next digest. `false` when there was none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unpin(&self, kind: EntityKind, record: &str, field: &str) -> Result<bool> {
        let text = "DELETE FROM pin WHERE kind = $1 AND record = $2 AND field = $3";
        let take = query("take a pin back", text).bind(kind.word()).bind(record).bind(field);
        write(self.db.begin().await?, (kind, record), take).await
    }

    /// Every pin, by kind, record and field.
    ///
    /// # Errors
    /// When the database fails or holds a pin of no kind that we know.
    pub async fn pins(&self) -> Result<Vec<Pin>> {
        let text = "SELECT kind, record, field, reason, pinned_by, pinned_at FROM pin
             ORDER BY kind, record {bin}, field";
        let rows = self.db.rows(query("read what is pinned", text)).await?;
        rows.iter().map(pin).collect()
    }
}

/// The pins of these records.
pub(super) async fn pins_of(tx: &mut Tx, whom: &str, records: &[&str]) -> Result<Pins> {
    let text = "SELECT kind, record, field, reason, pinned_by, pinned_at FROM pin
         WHERE kind = $1 AND record {in:2}";
    let read = query("read what is pinned", text).bind(whom).bind(records.to_vec());
    tx.rows(read).await?.iter().map(pin).collect()
}

/// Writes a change of the pins of a record, which is decided on again; says whether it changed one.
async fn write(
    mut tx: Tx,
    (kind, record): (EntityKind, &str),
    change: super::db::Query<'_>,
) -> Result<bool> {
    tx.lock(Lock::Accounts).await?;
    let touched = tx.run(change).await?;
    if touched > 0 {
        // Not only clustered: that mark would be lost when its group is just being decided on.
        mark_unmatched(&mut tx, kind.word(), &[(record, Cause::Steward)]).await?;
    }
    tx.commit().await?;
    Ok(touched > 0)
}

/// That a golden record of this kind has such a field. When a record changed is said of the
/// record, not of the customer.
fn check(kind: EntityKind, name: &str) -> Result<()> {
    let golden = matches!(kind, EntityKind::Account | EntityKind::Contact);
    if golden && name != "changed_at" {
        return field(kind, name).map(drop);
    }
    Err(StoreError::Contradiction(format!("`{}.{name}` cannot be pinned", kind.word())))
}

fn pin(row: &Row) -> Result<Pin> {
    let word = row.text(0)?;
    let kind = EntityKind::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("a pin is of `{word}`, which is no kind of record"))
    })?;
    Ok(Pin {
        kind,
        record: row.text(1)?,
        field: row.text(2)?,
        reason: row.opt(3)?,
        pinned_by: row.text(4)?,
        pinned_at: row.time(5)?,
    })
}
