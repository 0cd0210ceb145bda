//! Whom actions are compared with, and where accounts stood on two days.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Store;
use super::actions::Compared;
use super::db::{Lock, Result, query, texts};
use crate::insight::acting::Unseated;
use crate::insight::proof::Change;
use crate::model::{AccountId, Money};

/// Where an account stood on the two days, as it was kept then.
#[derive(Debug, Clone, PartialEq)]
pub struct Stood {
    /// Its health.
    pub health: Option<Change>,
    /// Renewals due times the probability of losing them.
    pub at_risk: Option<(Money, Money)>,
}

impl Store {
    /// Actions for an account that were opened since a day, and for which nobody to compare with was taken
    /// down yet.
    pub async fn unseated(&self, since: NaiveDate) -> Result<Vec<Unseated>> {
        let text = "SELECT c.id, a.id, c.trigger, c.baseline FROM action c
             JOIN account said ON said.id = c.account_id
             JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
             WHERE c.peers_on IS NULL AND c.baseline_on >= $1 AND c.baseline IS NOT NULL
               AND c.status <> 'CANCELLED' ORDER BY c.id";
        let rows = self.db.rows(query("find actions without peers", text).bind(since)).await?;
        let of = |row: &super::db::Row| {
            Ok(Unseated {
                action: row.get(0)?,
                account: AccountId(row.text(1)?),
                trigger: row.text(2)?,
                health: row.get(3)?,
            })
        };
        rows.iter().map(of).collect()
    }

    /// Accounts for which an action is under way, by what set it off.
    pub async fn under_way(&self) -> Result<BTreeMap<String, Vec<AccountId>>> {
        let text = "SELECT c.trigger, COALESCE(said.retired_into, said.id) FROM action c
             JOIN account said ON said.id = c.account_id
             WHERE c.status IN ('OPEN', 'IN_PROGRESS')";
        let mut all: BTreeMap<String, Vec<AccountId>> = BTreeMap::new();
        for row in self.db.rows(query("read what is under way", text)).await? {
            all.entry(row.text(0)?).or_default().push(AccountId(row.text(1)?));
        }
        Ok(all)
    }

    /// Takes down whom actions are compared with, on a day. What was taken down before stays.
    pub async fn seat(&self, seated: &[(i64, Vec<AccountId>)], on: NaiveDate) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        let ids: Vec<i64> = seated.iter().map(|(action, _)| *action).collect();
        let text =
            "UPDATE action SET peers_on = $2 WHERE id {in:1} AND peers_on IS NULL RETURNING id";
        let rows = tx.rows(query("take peers down", text).bind(ids).bind(on)).await?;
        let new: Vec<i64> = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        let of = |(action, peers): &'_ (i64, Vec<AccountId>)| {
            let action = *action;
            peers.iter().cloned().map(move |peer| (action, peer)).collect::<Vec<_>>()
        };
        let fresh = seated.iter().filter(|(action, _)| new.contains(action));
        let all: Vec<(i64, AccountId)> = fresh.flat_map(of).collect();
        let text = "INSERT INTO action_peer (action, account_id) {values}
             ON CONFLICT (action, account_id) DO NOTHING";
        tx.bulk("keep peers of actions", text, &all, |statement, (action, peer)| {
            statement.bind(*action).bind(peer.as_str())
        })
        .await?;
        tx.commit().await
    }

    /// Those of an action's peers that are still there and for which the same did not set off an action
    /// meanwhile, by id.
    pub async fn action_peers(&self, action: i64, of: Compared<'_>) -> Result<Vec<AccountId>> {
        let text = "SELECT DISTINCT a.id FROM action_peer p JOIN account said ON said.id = p.account_id
             JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
             WHERE p.action = $1 AND a.id <> $2 AND a.gone = FALSE
             AND NOT EXISTS (SELECT 1 FROM action c JOIN account other ON other.id = c.account_id
                 WHERE COALESCE(other.retired_into, other.id) = a.id AND c.trigger = $3
                 AND c.opened_at < $4 AND (c.done_at IS NULL OR c.done_at >= $5))
             ORDER BY a.id";
        let (from, to) = of.moments();
        let read = query("read the peers of an action", text)
            .bind(action)
            .bind(of.account.as_str())
            .bind(of.trigger)
            .bind(to)
            .bind(from);
        Ok(texts(&self.db.rows(read).await?)?.into_iter().map(AccountId).collect())
    }

    /// Where accounts stood on two days: what was kept on each, or last before it. Those of which nothing
    /// was kept are left out.
    pub async fn stood(
        &self,
        accounts: &[AccountId],
        (before, after): (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<AccountId, Stood>> {
        let text = "SELECT b.account_id, b.value, n.value, b.at_risk, b.currency, n.at_risk, n.currency
             FROM score_history b JOIN score_history n ON n.account_id = b.account_id
             WHERE b.account_id {in:1} AND b.as_of = (SELECT MAX(h.as_of) FROM score_history h
                 WHERE h.account_id = b.account_id AND h.as_of <= $2)
             AND n.as_of = (SELECT MAX(h.as_of) FROM score_history h
                 WHERE h.account_id = b.account_id AND h.as_of <= $3 AND h.as_of > $2)";
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let read = query("read where accounts stood", text).bind(ids).bind(before).bind(after);
        let mut all = BTreeMap::new();
        for row in self.db.rows(read).await? {
            let (was, is) = (row.opt::<f64>(1)?, row.opt::<f64>(2)?);
            let health = was.zip(is).map(|(before, after)| Change { before, after });
            let at_risk = row.money(3)?.zip(row.money(5)?);
            all.insert(AccountId(row.text(0)?), Stood { health, at_risk });
        }
        Ok(all)
    }
}
