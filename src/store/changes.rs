//! What is new in decisions: reconciliation says all that it holds to be true, at every sync.

use std::collections::BTreeMap;

use serde::Serialize;

use super::db::{Result, StoreError, Tx, query};
use crate::model::{AccountId, ContactId, Decisions, GoldenAccount, GoldenContact, hash};

/// An id, whichever it is.
pub(super) trait Named: Clone {
    fn name(&self) -> &str;
}
impl Named for AccountId {
    fn name(&self) -> &str {
        self.as_str()
    }
}
impl Named for ContactId {
    fn name(&self) -> &str {
        self.as_str()
    }
}

/// A golden record, whichever it is.
pub(super) trait Golden: Clone {
    fn id(&self) -> &str;

    /// A sum over everything that is written of it: sha256 as hex.
    fn fingerprint(&self) -> String;
}
impl Golden for GoldenAccount {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn fingerprint(&self) -> String {
        sum(&(&self.fields, &self.lineage, &self.parent))
    }
}
impl Golden for GoldenContact {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn fingerprint(&self) -> String {
        let employments = self.employments.iter();
        let employments: Vec<_> =
            employments.map(|e| (&e.account, &e.title, e.current, e.ended_on)).collect();
        sum(&(&self.fields, &self.lineage, employments))
    }
}

/// JSON is stable here: fields are ordered by name, lists by the decision.
fn sum(golden: &impl Serialize) -> String {
    let text = serde_json::to_vec(golden).expect("a golden record is always JSON");
    hash(&text)
}

/// The part of the decisions that differs from what stands.
pub(super) async fn changed(tx: &mut Tx, decisions: &Decisions) -> Result<Decisions> {
    Ok(Decisions {
        account_of: assignments(tx, "account", &decisions.account_of).await?,
        contact_of: assignments(tx, "contact", &decisions.contact_of).await?,
        accounts: rows(tx, "account", &decisions.accounts).await?,
        contacts: rows(tx, "contact", &decisions.contacts).await?,
        retired_accounts: redirects(tx, "account", &flattened(&decisions.retired_accounts)?)
            .await?,
        retired_contacts: redirects(tx, "contact", &flattened(&decisions.retired_contacts)?)
            .await?,
        account_events: Vec::new(),
        contact_events: Vec::new(),
    })
}

/// Records that we have and that belong to another golden record so far, or to none.
async fn assignments<I: Named>(
    tx: &mut Tx,
    whom: &str,
    of: &BTreeMap<String, I>,
) -> Result<BTreeMap<String, I>> {
    let text = format!("SELECT id, {whom}_id FROM {whom}_record WHERE id {{in:1}}");
    let ids = of.keys().map(String::as_str);
    let standing = pairs(tx, &text, ids).await?;
    let differs = |(record, golden): &(&String, &I)| {
        standing.get(*record).is_some_and(|now| now.as_deref() != Some(golden.name()))
    };
    Ok(of
        .iter()
        .filter(differs)
        .map(|(record, golden)| (record.clone(), golden.clone()))
        .collect())
}

/// Golden records that are new, came back, or say anything else than they did.
async fn rows<G: Golden>(tx: &mut Tx, whom: &str, golden: &[G]) -> Result<Vec<G>> {
    let text = format!(
        "SELECT id, fingerprint FROM {whom}
         WHERE id {{in:1}} AND retired_into IS NULL AND gone = FALSE"
    );
    let standing = pairs(tx, &text, golden.iter().map(Golden::id)).await?;
    let differs =
        |row: &&G| standing.get(row.id()).and_then(Option::as_ref) != Some(&row.fingerprint());
    Ok(golden.iter().filter(differs).cloned().collect())
}

/// Redirects that lead to where they end in one step.
fn flattened<I: Ord + Clone + std::fmt::Display>(
    retired: &BTreeMap<I, I>,
) -> Result<BTreeMap<I, I>> {
    retired
        .iter()
        .map(|(from, to)| {
            let mut end = to;
            for _ in 0..=retired.len() {
                match retired.get(end) {
                    Some(next) => end = next,
                    None => return Ok((from.clone(), end.clone())),
                }
            }
            Err(StoreError::Contradiction(format!("{from} was retired into itself")))
        })
        .collect()
}

/// Redirects of golden records that we have and that do not lead there yet.
async fn redirects<I: Named + Ord>(
    tx: &mut Tx,
    whom: &str,
    retired: &BTreeMap<I, I>,
) -> Result<BTreeMap<I, I>> {
    let text = format!("SELECT id, retired_into FROM {whom} WHERE id {{in:1}}");
    let standing = pairs(tx, &text, retired.keys().map(Named::name)).await?;
    let differs = |(from, to): &(&I, &I)| {
        standing.get(from.name()).is_some_and(|now| now.as_deref() != Some(to.name()))
    };
    Ok(retired.iter().filter(differs).map(|(from, to)| (from.clone(), to.clone())).collect())
}

/// What the statement says of each of these ids.
async fn pairs<'a>(
    tx: &mut Tx,
    text: &str,
    ids: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, Option<String>>> {
    let ids: Vec<&str> = ids.collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = tx.rows(query("see what stands", text).bind(ids)).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.opt(1)?))).collect()
}
