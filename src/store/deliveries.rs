//! Signals on their way to those who subscribed: put up when they are raised, taken by whoever sends
//! them, and kept with what came of it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Result, query};
use super::signals::{FROM, RAISED, Raised, read};
use crate::model::AccountId;

/// A signal to be sent.
#[derive(Debug, Clone)]
pub struct Parcel {
    /// Its number.
    pub id: i64,
    /// Tries so far, this one included.
    pub attempts: i64,
    /// What is told.
    pub raised: Raised,
    /// The names of the accounts that it names.
    pub names: BTreeMap<AccountId, String>,
}

/// What came of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Try {
    /// The subscriber has it.
    Arrived,
    /// Try again then.
    Again(DateTime<Utc>, String),
    /// It is not tried again.
    GivenUp(String),
}

/// How a subscription's deliveries stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Backlog {
    /// Under way.
    pub waiting: i64,
    /// Not tried any more.
    pub given_up: i64,
    /// Why the last of those under way, or given up, did not arrive.
    pub last_error: Option<String>,
}

impl Store {
    /// Takes the next signal that is due for a subscription, until then: it is due again when nothing
    /// was said of it by that time.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_delivery(
        &self,
        subscription: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Option<Parcel>> {
        let mut tx = self.db.begin().await?;
        let text = "UPDATE signal_delivery SET attempts = attempts + 1, next_at = $1
             WHERE id = (SELECT id FROM signal_delivery
                WHERE subscription = $2 AND next_at <= $3
                AND delivered_at IS NULL AND given_up_at IS NULL
                ORDER BY next_at, id LIMIT 1 {skip_locked})
             RETURNING id, attempts, signal";
        let take = query("take a delivery", text).bind(until).bind(subscription).bind(now);
        let rows = tx.rows(take).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (id, attempts, signal): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let text = format!("SELECT {RAISED} FROM {FROM} WHERE s.id = $1");
        let rows = tx.rows(query("read a signal", text).bind(signal)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let raised = match read(row) {
            Ok(raised) => raised,
            Err(error) => {
                // What cannot be read never will be: it must not stand in the way of what follows.
                let text = "UPDATE signal_delivery SET given_up_at = $1, last_error = $2
                     WHERE id = $3";
                let drop = query("give a signal up", text).bind(now).bind(error.to_string());
                tx.run(drop.bind(id)).await?;
                tx.commit().await?;
                return Ok(None);
            }
        };
        let signal = &raised.signal;
        let all = signal.account.iter().chain(&signal.accounts).chain(&signal.not_yet_hit);
        let ids: Vec<&str> = all.map(AccountId::as_str).collect();
        let text = "SELECT id, COALESCE(name, legal_name, id) FROM account WHERE id {in:1}";
        let rows = tx.rows(query("read accounts' names", text).bind(ids)).await?;
        let names = rows.iter().map(|row| Ok((row.text(0)?.into(), row.text(1)?)));
        let names = names.collect::<Result<_>>()?;
        tx.commit().await?;
        Ok(Some(Parcel { id, attempts, raised, names }))
    }

    /// Keeps what came of a try.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tried(&self, delivery: i64, outcome: &Try, now: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let keep = match outcome {
            Try::Arrived => {
                let text = "UPDATE signal_delivery SET delivered_at = $1, last_error = NULL
                     WHERE id = $2 AND delivered_at IS NULL";
                query("note that a signal arrived", text).bind(now)
            }
            Try::Again(at, why) => {
                let text = "UPDATE signal_delivery SET next_at = $1, last_error = $3
                     WHERE id = $2 AND delivered_at IS NULL";
                query("note that a signal waits", text).bind(*at).bind(delivery).bind(why)
            }
            Try::GivenUp(why) => {
                let text = "UPDATE signal_delivery SET given_up_at = $1, last_error = $3
                     WHERE id = $2 AND delivered_at IS NULL";
                query("note that a signal was given up", text)
                    .bind(now)
                    .bind(delivery)
                    .bind(why)
            }
        };
        let keep = if *outcome == Try::Arrived { keep.bind(delivery) } else { keep };
        tx.run(keep).await?;
        tx.commit().await
    }

    /// Lets a subscriber rest: what is due for it before then is due then.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rest(&self, subscription: &str, until: DateTime<Utc>) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let text = "UPDATE signal_delivery SET next_at = $1 WHERE subscription = $2
             AND next_at < $1 AND delivered_at IS NULL AND given_up_at IS NULL";
        tx.run(query("let a subscriber rest", text).bind(until).bind(subscription)).await?;
        tx.commit().await
    }

    /// How deliveries stand, by subscription; also of subscriptions that are no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn backlogs(&self) -> Result<BTreeMap<String, Backlog>> {
        let text = "SELECT subscription,
                CAST(SUM(CASE WHEN given_up_at IS NULL THEN 1 ELSE 0 END) AS {int}),
                CAST(SUM(CASE WHEN given_up_at IS NULL THEN 0 ELSE 1 END) AS {int})
             FROM signal_delivery WHERE delivered_at IS NULL GROUP BY subscription";
        let mut all = BTreeMap::new();
        for row in self.db.rows(query("see how deliveries stand", text)).await? {
            let name = row.text(0)?;
            let text = "SELECT last_error FROM signal_delivery WHERE subscription = $1
                 AND delivered_at IS NULL AND last_error IS NOT NULL ORDER BY id DESC LIMIT 1";
            let rows =
                self.db.rows(query("see why deliveries failed", text).bind(&name)).await?;
            let last_error = rows.first().map(|row| row.text(0)).transpose()?;
            let backlog = Backlog { waiting: row.get(1)?, given_up: row.get(2)?, last_error };
            all.insert(name, backlog);
        }
        Ok(all)
    }
}
