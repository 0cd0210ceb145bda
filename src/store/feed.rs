//! What changed about accounts, for the read model in memory.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Store;
use super::answers::{account_row, columns};
use super::db::{Result, query};
use super::portfolio::holding;
use super::{AccountRow, Held};
use crate::model::AccountId;

/// An account that changed.
#[derive(Debug, Clone)]
pub struct Fed {
    /// Which.
    pub id: AccountId,
    /// The data's version of its last change.
    pub changed: i64,
    /// How it is now; `None` when it was merged away or has no record left.
    pub now: Option<FedAccount>,
}

/// An account as it is now.
#[derive(Debug, Clone)]
pub struct FedAccount {
    /// As it is summed, with the currency of its money.
    pub held: Held,
    /// As it is listed.
    pub row: AccountRow,
    /// The last days of its contracts, rising.
    pub ends: Vec<NaiveDate>,
}

/// Which accounts changed since a version, `$1`.
const CHANGED: &str = "(SELECT id FROM account WHERE changed > $1
     UNION SELECT account_id FROM account_score WHERE changed > $1)";

impl Store {
    /// Hands over every account that changed after a version of the data, each as it is now; -1 hands
    /// over all. Says up to which version that is: what came later may be there already, and comes again.
    pub async fn feed(&self, since: i64, mut take: impl FnMut(Fed)) -> Result<i64> {
        let upto = self.data_version().await?;
        if upto <= since {
            return Ok(since);
        }
        // After the version and before the accounts: a contract that comes in between comes again.
        let mut ends = self.contract_ends(since).await?;
        let text = format!(
            "SELECT t.id, t.changed, COALESCE(s.changed, 0), t.retired_into IS NULL AND t.gone = FALSE,
                    partner.account_id, {}
             FROM {CHANGED} AS fed JOIN account t ON t.id = fed.id
             LEFT JOIN account_score s ON s.account_id = t.id
             LEFT JOIN account_record partner ON partner.id = t.partner",
            columns()
        );
        let read = query("read what changed about accounts", text).bind(since);
        self.db
            .each(read, |row| {
                let id = AccountId(row.text(0)?);
                let changed = row.get::<i64>(1)?.max(row.get(2)?);
                let now = if row.get::<bool>(3)? {
                    let account = account_row(&row, 5)?;
                    let partner = row.opt::<String>(4)?.map(AccountId);
                    let held = holding(&account, partner);
                    let ends = ends.remove(&id).unwrap_or_default();
                    Some(FedAccount { held, row: account, ends })
                } else {
                    None
                };
                take(Fed { id, changed, now });
                Ok(())
            })
            .await?;
        Ok(upto)
    }

    async fn contract_ends(&self, since: i64) -> Result<BTreeMap<AccountId, Vec<NaiveDate>>> {
        let text = format!(
            "SELECT c.account_id, c.ends_on FROM contract c
             WHERE c.stream IS NOT NULL AND c.ends_on IS NOT NULL AND c.account_id IN {CHANGED}
             ORDER BY c.account_id, c.ends_on"
        );
        let read = query("read when contracts end", text).bind(since);
        let mut ends: BTreeMap<AccountId, Vec<NaiveDate>> = BTreeMap::new();
        self.db
            .each(read, |row| {
                ends.entry(row.text(0)?.into()).or_default().push(row.get(1)?);
                Ok(())
            })
            .await?;
        Ok(ends)
    }
}
