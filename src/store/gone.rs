//! Golden records none of whose records is left: they leave every list, but their ids still answer.

use std::collections::BTreeSet;

use super::db::{Result, Tx, query, texts};
use crate::model::Decisions;

/// Finds who is gone and who is back, among those who lost a record and those who are `held`, and
/// adds the accounts concerned. Gives the accounts that went. What `held` names is there, whatever
/// the store has of its records.
pub(super) async fn settle(
    tx: &mut Tx,
    held: &Decisions,
    concerned: &mut BTreeSet<String>,
) -> Result<BTreeSet<String>> {
    let accounts = held.accounts.iter().map(|account| account.id.as_str()).collect();
    let (went, came) = turned(tx, "account", accounts).await?;
    orphan(tx, &went, concerned).await?;
    concerned.extend(went.iter().cloned().chain(came));
    let contacts = held.contacts.iter().map(|contact| contact.id.as_str()).collect();
    let (left, _) = turned(tx, "contact", contacts).await?;
    unemploy(tx, &left, concerned).await?;
    Ok(went)
}

/// Marks who went and who came back. Without its fingerprint, whatever is decided next about one
/// of them is new.
async fn turned(
    tx: &mut Tx,
    whom: &str,
    held: BTreeSet<&str>,
) -> Result<(BTreeSet<String>, BTreeSet<String>)> {
    let text = "DELETE FROM unsettled WHERE kind = $1 RETURNING id";
    let mut asked: BTreeSet<String> =
        texts(&tx.rows(query("see who lost a record", text).bind(whom)).await?)?
            .into_iter()
            .collect();
    asked.extend(held.iter().map(|id| (*id).to_owned()));
    let text = format!(
        "SELECT id, gone FROM {whom} t WHERE id {{in:1}} AND retired_into IS NULL
         AND gone = EXISTS (SELECT 1 FROM {whom}_record r
                            WHERE r.{whom}_id = t.id
                            AND r.stream IS NOT NULL)"
    );
    let (mut went, mut came) = (BTreeSet::new(), BTreeSet::new());
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    for row in tx.rows(query("see who is gone", text).bind(asked)).await? {
        let id = row.text(0)?;
        match row.get(1)? {
            true => came.insert(id),
            false if held.contains(id.as_str()) => false,
            false => went.insert(id),
        };
    }
    let text =
        format!("UPDATE {whom} SET gone = NOT gone, fingerprint = NULL WHERE id {{in:1}}");
    let all: Vec<&str> = went.iter().chain(&came).map(String::as_str).collect();
    if !all.is_empty() {
        tx.run(query("mark who is gone", text).bind(all)).await?;
    }
    Ok((went, came))
}

/// Children of accounts that went have no parent.
async fn orphan(
    tx: &mut Tx,
    went: &BTreeSet<String>,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    if went.is_empty() {
        return Ok(());
    }
    let text = "UPDATE account SET parent_id = NULL, fingerprint = NULL
         WHERE parent_id {in:1} RETURNING id";
    let went: Vec<&str> = went.iter().map(String::as_str).collect();
    concerned.extend(texts(&tx.rows(query("part children", text).bind(went)).await?)?);
    Ok(())
}

/// People who went work nowhere.
async fn unemploy(
    tx: &mut Tx,
    left: &BTreeSet<String>,
    concerned: &mut BTreeSet<String>,
) -> Result<()> {
    if left.is_empty() {
        return Ok(());
    }
    let left: Vec<&str> = left.iter().map(String::as_str).collect();
    let text = "DELETE FROM employment WHERE contact_id {in:1} RETURNING account_id";
    let end = query("end employments", text).bind(left.clone());
    concerned.extend(texts(&tx.rows(end).await?)?);
    let text = "UPDATE contact SET account_id = NULL WHERE id {in:1}";
    tx.run(query("end employments", text).bind(left)).await.map(drop)
}
