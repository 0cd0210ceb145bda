//! Groups of records that are clustered together, what is known around them, and what was decided.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Result, StoreError, Tx, query, texts};
use super::golden::{candidates, decide};
use super::matching::{
    by_records, cause_of, int, mark_unclustered, mark_unmatched, pair_of, unsigned,
};
use super::pins::pins_of;
use crate::model::{Account, AccountId, Cause, Decisions, IdentityEvent};
use crate::reconcile::matching::Kind;
use crate::reconcile::{Employers, Families, Group, Subject};

/// Rounds in which a group may grow by records of the golden records that it has.
const ROUNDS: usize = 8;

impl Store {
    /// Records of a kind whose group is to be clustered again, some of them, with the cause.
    pub async fn unclustered(&self, kind: Kind, limit: i64) -> Result<BTreeMap<String, Cause>> {
        let text = "SELECT id, cause FROM unclustered WHERE kind = $1 ORDER BY id LIMIT $2";
        let read = query("find records to cluster", text).bind(kind.word()).bind(limit);
        self.db.rows(read).await?.iter().map(cause_of).collect()
    }

    /// The group around records: all that pairs hold together with them, and all records of the
    /// golden records that any of these is part of, in one snapshot.
    pub async fn group<E: Subject>(&self, seeds: BTreeMap<String, Cause>) -> Result<Group<E>> {
        let whom = E::SUBJECT.word();
        let mut tx = self.db.snapshot().await?;
        tx.about(seeds.len()).await?;
        let mut ids: BTreeSet<String> = seeds.keys().cloned().collect();
        let mut found = Vec::new();
        for _ in 0..ROUNDS {
            let reached = reached(&mut tx, whom, &ids).await?;
            let records: Vec<&str> = reached.iter().map(String::as_str).collect();
            found = candidates::<E>(&mut tx, &records).await?;
            let with = of_the_same(&mut tx, whom, &records).await?;
            ids = reached;
            let before = ids.len();
            ids.extend(with);
            if ids.len() == before {
                break;
            }
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let text = format!("SELECT a, b, weight FROM {whom}_pair WHERE a {{in:1}}");
        let pairs = tx.rows(query("read pairs", text).bind(ids.clone())).await?;
        let pair = |row| pair_of(row).map(|pair| (pair.a, pair.b, pair.weight));
        let mut group = Group {
            candidates: found,
            pairs: pairs.iter().map(pair).collect::<Result<_>>()?,
            verdicts: verdicts(&mut tx, whom, &ids).await?,
            taken: BTreeSet::new(),
            former: BTreeMap::new(),
            causes: seeds,
            pins: pins_of(&mut tx, whom, &ids).await?,
        };
        group.taken = alive(&mut tx, whom, &group.new_ids()).await?;
        group.former = former(&mut tx, whom, group.golden().into_iter().collect()).await?;
        Ok(group)
    }

    /// What is known around a group of account records: whose names theirs are a part of, and whom
    /// they name as parents.
    pub async fn families(
        &self,
        group: &Group<Account>,
        stems: &BTreeSet<u64>,
    ) -> Result<Families> {
        let mut tx = self.db.snapshot().await?;
        tx.about(group.candidates.len()).await?;
        let declared = group.candidates.iter().filter_map(|c| c.entity.parent.as_deref());
        let declared = accounts_of_records(&mut tx, declared.collect()).await?;
        if stems.is_empty() {
            return Ok(Families { relatives: Vec::new(), declared });
        }
        let text = "SELECT DISTINCT f.id FROM account_name n
             JOIN account_record r ON r.id = n.id
             JOIN account_record f ON f.account_id = r.account_id
             WHERE n.stem = FALSE AND n.name {in:1}";
        let stems: Vec<i64> = stems.iter().map(|stem| int(*stem)).collect();
        let ids = texts(&tx.rows(query("find families", text).bind(stems)).await?)?;
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        Ok(Families { relatives: candidates(&mut tx, &ids).await?, declared })
    }

    /// Where the records of a group find their employers.
    pub async fn employers(&self, companies: Vec<&str>, keys: &[u64]) -> Result<Employers> {
        let mut tx = self.db.snapshot().await?;
        tx.about(companies.len() + keys.len()).await?;
        let by_record = accounts_of_records(&mut tx, companies).await?;
        let text = "SELECT DISTINCT k.key, r.account_id FROM account_key k
             JOIN account_record r ON r.id = k.id {plain}
             WHERE k.key {in:1} AND r.account_id IS NOT NULL";
        let keys: Vec<i64> = keys.iter().map(|key| int(*key)).collect();
        let mut by_key: BTreeMap<u64, BTreeSet<AccountId>> = BTreeMap::new();
        for row in tx.rows(query("find employers", text).bind(keys)).await? {
            let account = AccountId(row.text(1)?);
            by_key.entry(unsigned(row.get(0)?)).or_default().insert(account);
        }
        Ok(Employers { by_record, by_key })
    }

    /// Writes what was decided on these records of a kind, which are clustered with it. Whoever
    /// depends on records that have another golden record now is clustered again.
    pub async fn decide_on(
        &self,
        kind: Kind,
        clustered: &[&str],
        decisions: &Decisions,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.about(clustered.len()).await?;
        decide(&mut tx, decisions).await?;
        put_events(&mut tx, "account", &decisions.account_events, at).await?;
        put_events(&mut tx, "contact", &decisions.contact_events, at).await?;
        let text = "DELETE FROM unclustered WHERE kind = $1 AND id {in:2}";
        let clear = query("note what is clustered", text).bind(kind.word());
        tx.run(clear.bind(clustered.to_vec())).await?;
        touch_dependents(&mut tx, clustered, decisions).await?;
        tx.commit().await
    }
}

/// The records that pairs hold together with these, themselves among them.
async fn reached(tx: &mut Tx, whom: &str, ids: &BTreeSet<String>) -> Result<BTreeSet<String>> {
    let text = format!(
        "WITH RECURSIVE reached (id) AS (
             SELECT id FROM {whom}_record WHERE id {{in:1}} AND stream IS NOT NULL
             UNION
             SELECT CASE WHEN p.a = r.id THEN p.b ELSE p.a END
             FROM reached r JOIN {whom}_pair p ON p.a = r.id OR p.b = r.id)
         SELECT id FROM reached"
    );
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rows = tx.rows(query("find a group", text).bind(ids)).await?;
    Ok(texts(&rows)?.into_iter().collect())
}

/// The records that are part of the same golden records as these.
async fn of_the_same(tx: &mut Tx, whom: &str, ids: &[&str]) -> Result<Vec<String>> {
    let text = format!(
        "SELECT o.id FROM {whom}_record r JOIN {whom}_record o ON o.{whom}_id = r.{whom}_id
         WHERE r.id {{in:1}} AND o.stream IS NOT NULL"
    );
    texts(&tx.rows(query("find a golden record's records", text).bind(ids.to_vec())).await?)
}

/// What stewards said of these records, the newest first.
async fn verdicts(
    tx: &mut Tx,
    whom: &str,
    ids: &[&str],
) -> Result<Vec<(String, String, bool)>> {
    let text = "SELECT a, b, same FROM match_verdict
         WHERE kind = $1 AND undone_at IS NULL AND a {in:2} ORDER BY id DESC";
    let read = query("read what stewards said", text).bind(whom).bind(ids.to_vec());
    let rows = tx.rows(read).await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?, row.get(2)?))).collect()
}

/// Which of these ids golden records have that are in use.
async fn alive(tx: &mut Tx, whom: &str, ids: &[String]) -> Result<BTreeSet<String>> {
    let text = format!(
        "SELECT id FROM {whom} WHERE id {{in:1}} AND retired_into IS NULL AND gone = FALSE"
    );
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let rows = tx.rows(query("see which ids are in use", text).bind(ids)).await?;
    Ok(texts(&rows)?.into_iter().collect())
}

/// Ids that were retired into these golden records, by the records that they took along.
async fn former(
    tx: &mut Tx,
    whom: &str,
    golden: Vec<&str>,
) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let text = format!(
        "SELECT e.id, e.records FROM {whom} t
         JOIN identity_event e ON e.id = t.id {{plain}} AND e.kind = $1 AND e.what = 'MERGED'
         WHERE t.retired_into {{in:2}}"
    );
    let rows = tx.rows(query("read who was merged", text).bind(whom).bind(golden)).await?;
    let mut former: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        for record in records_of(&row.text(1)?)? {
            former.entry(record).or_default().insert(row.text(0)?);
        }
    }
    Ok(former)
}

/// The records of an event.
pub(super) fn records_of(text: &str) -> Result<Vec<String>> {
    serde_json::from_str(text).map_err(|_| {
        StoreError::Contradiction("an event's records are not a list of texts".to_owned())
    })
}

async fn accounts_of_records(
    tx: &mut Tx,
    ids: Vec<&str>,
) -> Result<BTreeMap<String, AccountId>> {
    let text =
        "SELECT id, account_id FROM account_record WHERE id {in:1} AND account_id IS NOT NULL";
    let rows = tx.rows(query("read the accounts of records", text).bind(ids)).await?;
    rows.iter().map(|row| Ok((row.text(0)?, AccountId(row.text(1)?)))).collect()
}

async fn put_events(
    tx: &mut Tx,
    whom: &str,
    events: &[IdentityEvent],
    at: DateTime<Utc>,
) -> Result<()> {
    let text =
        "INSERT INTO identity_event (kind, what, id, other, records, cause, at) {values}";
    tx.bulk("keep what became of golden records", text, events, |statement, event| {
        let records = serde_json::to_string(&event.records).expect("a list is always JSON");
        statement
            .bind(whom)
            .bind(event.what.word())
            .bind(&event.id)
            .bind(&event.other)
            .bind(records)
            .bind(event.cause.word())
            .bind(at)
    })
    .await
    .map(drop)
}

/// Has clustered again who depends on account records that are another account now: their
/// children, by name and by word, and their people. An account that got or lost a record is
/// another parent by each of its names: so those of all records count that were clustered.
async fn touch_dependents(
    tx: &mut Tx,
    clustered: &[&str],
    decisions: &Decisions,
) -> Result<()> {
    if decisions.account_of.is_empty() {
        return Ok(());
    }
    let changed: Vec<&str> = decisions.account_of.keys().map(String::as_str).collect();
    let text = "SELECT id FROM account_record WHERE parent {in:1}
         UNION SELECT s.id FROM account_name n JOIN account_name s
               ON s.name = n.name AND s.stem = TRUE
               WHERE n.stem = FALSE AND n.id {in:2}";
    let find = query("find children", text).bind(changed.clone()).bind(clustered.to_vec());
    let rows = tx.rows(find).await?;
    let mut children: BTreeSet<String> = texts(&rows)?.into_iter().collect();
    for here in clustered {
        children.remove(*here);
    }
    let children: Vec<String> = children.into_iter().collect();
    mark_unclustered(tx, "account", &by_records(&children)).await?;
    let text = "SELECT id FROM contact_record WHERE account_ref {in:1}
         UNION SELECT e.id FROM account_key k JOIN contact_employer e ON e.key = k.key
               WHERE k.id {in:1}";
    let people = texts(&tx.rows(query("find people", text).bind(changed)).await?)?;
    mark_unclustered(tx, "contact", &by_records(&people)).await
}

/// Has records of a kind matched again.
pub(super) async fn rematch(
    tx: &mut Tx,
    whom: &str,
    ids: impl Iterator<Item = &str>,
    cause: Cause,
) -> Result<()> {
    let ids: Vec<(&str, Cause)> = ids.map(|id| (id, cause)).collect();
    mark_unmatched(tx, whom, &ids).await
}
