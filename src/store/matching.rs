//! What matching keeps: its models, the keys by which records find each other, pairs that may be one
//! party, and what is to be done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Store;
use super::db::{Lock, Result, Row, StoreError, Tx, query, texts};
use super::golden::candidates;
use crate::model::{Candidate, Cause, Entity};
use crate::reconcile::matching::{Frequencies, Kind, Model, StoredKey};

/// Bits that a pair weighs which a steward holds together.
pub const CERTAIN: f64 = 1_000.0;

/// A key of a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyOf {
    /// The record's origin id.
    pub id: String,
    /// The key.
    pub key: StoredKey,
}

/// Two records that may be one party, `a` before `b`.
#[derive(Debug, Clone, PartialEq)]
pub struct PairOf {
    /// One record's origin id.
    pub a: String,
    /// The other's.
    pub b: String,
    /// Bits for a match.
    pub weight: f64,
}

impl Store {
    /// Records of a kind that changed since they were matched, some of them, with the cause.
    pub async fn unmatched(&self, kind: Kind, limit: i64) -> Result<BTreeMap<String, Cause>> {
        let text = "SELECT id, cause FROM unmatched WHERE kind = $1 ORDER BY id LIMIT $2";
        let read = query("find records to match", text).bind(kind.word()).bind(limit);
        self.db.rows(read).await?.iter().map(cause_of).collect()
    }

    /// Whether at least half of all records of a kind are unmatched, of which there were about so
    /// many.
    pub async fn mostly_unmatched(&self, kind: Kind, about: u32) -> Result<bool> {
        let text = "SELECT COUNT(*) FROM unmatched WHERE kind = $1";
        let rows = self.db.rows(query("count what is to be matched", text).bind(kind.word()));
        let due: i64 = rows.await?.first().map_or(Ok(0), |row| row.get(0))?;
        let due = due.unsigned_abs() * 2;
        Ok(due > 0 && due >= u64::from(about) && due >= self.party_count(kind).await?)
    }

    /// Has every record of a kind matched again.
    pub async fn match_again(&self, kind: Kind) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        match_all(&mut tx, kind.word(), Cause::Records).await?;
        tx.commit().await
    }

    /// How many records of a kind there are.
    pub async fn party_count(&self, kind: Kind) -> Result<u64> {
        let mut tx = self.db.begin().await?;
        let count = party_count(&mut tx, kind).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// The model in force and its number. One that another version of Accord kept is none.
    pub async fn match_model(&self, kind: Kind) -> Result<Option<(i64, Arc<Model>)>> {
        Ok(self.newest_model(kind).await?.map(|newest| (newest.version, newest.model)))
    }

    /// The model in force, if it has seen about as many records as there are. They are counted
    /// when so many were matched that it may make a difference.
    pub async fn fitting_model(&self, kind: Kind) -> Result<Option<Arc<Model>>> {
        let Some(Newest { model, uncounted, version }) = self.newest_model(kind).await? else {
            return Ok(None);
        };
        if uncounted * COUNTED_EVERY < i64::from(model.records) {
            return Ok(Some(model));
        }
        let mut tx = self.db.begin().await?;
        let count = party_count(&mut tx, kind).await?;
        let text = "UPDATE match_model SET uncounted = 0 WHERE version = $1";
        tx.run(query("note that records were counted", text).bind(version)).await?;
        tx.commit().await?;
        Ok(Some(model).filter(|model| model.fits(count)))
    }

    async fn newest_model(&self, kind: Kind) -> Result<Option<Newest>> {
        let text = "SELECT version,
                    uncounted + (SELECT COUNT(*) FROM unmatched u WHERE u.kind = $1)
             FROM match_model WHERE kind = $1 ORDER BY version DESC LIMIT 1";
        let rows = self.db.rows(query("find the model", text).bind(kind.word())).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let (version, uncounted) = (row.get(0)?, row.get(1)?);
        if let Some(model) = self.models.get(kind, version) {
            return Ok(Some(Newest { version, uncounted, model }));
        }
        let text = "SELECT model, frequencies FROM match_model WHERE version = $1";
        let rows = self.db.rows(query("read the model", text).bind(version)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Some(model) = read_model(row)? else { return Ok(None) };
        let model = self.models.put(kind, version, model);
        Ok(Some(Newest { version, uncounted, model }))
    }

    /// Keeps a model, which is in force from now on, and has every record matched again.
    pub async fn put_match_model(&self, model: &Model, at: DateTime<Utc>) -> Result<()> {
        let kind = model.kind.word();
        let bare = model.with(Frequencies::default());
        let text = serde_json::to_string(&bare).map_err(|error| {
            StoreError::Contradiction(format!("a model is no JSON: {error}"))
        })?;
        let frequencies = model.frequencies.to_bytes();
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let keep = "INSERT INTO match_model (kind, records, model, frequencies, learned_at)
             VALUES ($1, $2, $3, $4, $5)";
        let keep = query("keep the model", keep)
            .bind(kind)
            .bind(i64::from(model.records))
            .bind(text)
            .bind(frequencies.as_slice())
            .bind(at);
        tx.run(keep).await?;
        match_all(&mut tx, kind, Cause::Model).await?;
        tx.commit().await
    }

    /// Has every record of every kind matched again when `settings` are not those that they were
    /// matched with.
    pub async fn match_with(&self, settings: &str) -> Result<()> {
        if self.noted("matching").await?.as_deref() == Some(settings) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        if note(&mut tx, "matching", settings).await? {
            for kind in [Kind::Account, Kind::Contact] {
                match_all(&mut tx, kind.word(), Cause::Model).await?;
            }
        }
        tx.commit().await
    }

    /// Has every golden record made again when `rules` are not those that they were made by.
    pub async fn merge_with(&self, rules: &str) -> Result<()> {
        if self.noted("merging").await?.as_deref() == Some(rules) {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        if note(&mut tx, "merging", rules).await? {
            for whom in ["account", "contact"] {
                let text = format!(
                    "INSERT INTO unclustered (kind, id, cause)
                     SELECT $1, id, 'MODEL' FROM {whom}_record
                     WHERE stream IS NOT NULL AND {whom}_id IS NOT NULL
                     ON CONFLICT (kind, id) DO NOTHING"
                );
                tx.run(query("have golden records made again", text).bind(whom)).await?;
            }
        }
        tx.commit().await
    }

    async fn noted(&self, name: &str) -> Result<Option<String>> {
        let text = "SELECT value FROM setting WHERE name = $1";
        let rows = self.db.rows(query("see how it was decided", text).bind(name)).await?;
        Ok(texts(&rows)?.pop())
    }

    /// Tells PostgreSQL what it holds of a kind, after much was put in: by that it plans. SQLite
    /// goes by the indexes there are; told of a fill halfway, it would take a column that is empty
    /// so far for one in which all are alike, and its index for useless.
    pub async fn analyze(&self, kind: Kind) -> Result<()> {
        if self.db.is_lite() {
            return Ok(());
        }
        let mut tx = self.db.begin().await?;
        let whom = kind.word();
        let tables = ["", "_record", "_key", "_pair"].map(|part| format!("{whom}{part}"));
        let others =
            ["account_name", "contact_employer", "employment", "lineage", "unclustered"];
        for table in tables.iter().map(String::as_str).chain(others) {
            tx.run(query("tell what a table holds", format!("ANALYZE {table}"))).await?;
        }
        tx.commit().await
    }

    /// Begins to change what is kept of so many records of a kind.
    pub async fn matching(&self, kind: Kind, records: usize) -> Result<Matching> {
        let mut tx = self.db.begin().await?;
        tx.about(records).await?;
        tx.lock(Lock::Accounts).await?;
        Ok(Matching { tx, whom: kind.word() })
    }
}

/// The newest model of a kind.
struct Newest {
    version: i64,
    uncounted: i64,
    model: Arc<Model>,
}

/// All records are counted when one in so many was matched since.
const COUNTED_EVERY: i64 = 20;

async fn party_count(tx: &mut Tx, kind: Kind) -> Result<u64> {
    let text = format!("SELECT COUNT(*) FROM {}_record WHERE stream IS NOT NULL", kind.word());
    let rows = tx.rows(query("count records", text)).await?;
    let count: i64 = rows.first().map_or(Ok(0), |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// The model, unless it has another version's form.
fn read_model(row: &Row) -> Result<Option<Model>> {
    let Ok(bare) = serde_json::from_str::<Model>(&row.text(0)?) else { return Ok(None) };
    if bare.version != crate::reconcile::matching::VERSION {
        return Ok(None);
    }
    Ok(Some(bare.with(Frequencies::from_bytes(&row.get::<Vec<u8>>(1)?))))
}

/// Notes a setting; whether it is another than before.
async fn note(tx: &mut Tx, name: &str, value: &str) -> Result<bool> {
    let text = "INSERT INTO setting (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value
         WHERE setting.value <> excluded.value";
    let put = query("note how it is decided", text).bind(name).bind(value);
    Ok(tx.run(put).await? > 0)
}

async fn match_all(tx: &mut Tx, whom: &str, cause: Cause) -> Result<()> {
    let text = format!(
        "INSERT INTO unmatched (kind, id, cause)
         SELECT $1, id, $2 FROM {whom}_record r WHERE stream IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM unmatched u WHERE u.kind = $1 AND u.id = r.id)
         ON CONFLICT (kind, id) DO NOTHING"
    );
    let put = query("have all records matched", text).bind(whom).bind(cause.word());
    tx.run(put).await.map(drop)
}

/// Notes records of a kind that changed, or are no more.
pub(super) async fn mark_unmatched(
    tx: &mut Tx,
    whom: &str,
    ids: &[(&str, Cause)],
) -> Result<()> {
    put_marks(tx, "unmatched", whom, ids).await
}

/// Notes records of a kind whose group is to be clustered again.
pub(super) async fn mark_unclustered(
    tx: &mut Tx,
    whom: &str,
    ids: &[(&str, Cause)],
) -> Result<()> {
    put_marks(tx, "unclustered", whom, ids).await
}

/// Of several causes the weightiest is kept.
async fn put_marks(tx: &mut Tx, table: &str, whom: &str, ids: &[(&str, Cause)]) -> Result<()> {
    let mut marks: BTreeMap<&str, Cause> = BTreeMap::new();
    for (id, cause) in ids {
        let known = marks.entry(id).or_insert(*cause);
        *known = cause.max(known).to_owned();
    }
    let marks: Vec<(&str, Cause)> = marks.into_iter().collect();
    let text = format!(
        "INSERT INTO {table} (kind, id, cause) {{values}}
         ON CONFLICT (kind, id) DO UPDATE SET cause = excluded.cause
         WHERE excluded.cause > {table}.cause"
    );
    tx.bulk("note what is to be done", &text, &marks, |statement, (id, cause)| {
        statement.bind(whom).bind(*id).bind(cause.word())
    })
    .await
    .map(drop)
}

/// Reads an id and the cause beside it.
pub(super) fn cause_of(row: &Row) -> Result<(String, Cause)> {
    let word = row.text(1)?;
    let cause = Cause::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a cause should"))
    })?;
    Ok((row.text(0)?, cause))
}

/// Notes golden records of a kind that lost a record.
pub(super) async fn mark_unsettled(tx: &mut Tx, whom: &str, ids: &[&str]) -> Result<()> {
    let ids: BTreeSet<&str> = ids.iter().copied().collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let text = "INSERT INTO unsettled (kind, id) {values} ON CONFLICT (kind, id) DO NOTHING";
    tx.bulk("note who lost a record", text, &ids, |statement, id| {
        statement.bind(whom).bind(*id)
    })
    .await
    .map(drop)
}

/// How many records share something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// What they share.
    pub of: (u64, u32),
    /// How many; of more than were counted, so many.
    pub records: usize,
}

/// A transaction that changes what is kept of a kind of party. Dropped without
/// [`Matching::commit`], it leaves no trace.
#[derive(Debug)]
pub struct Matching {
    tx: Tx,
    whom: &'static str,
}

impl Matching {
    /// Makes it all true.
    pub async fn commit(self) -> Result<()> {
        self.tx.commit().await
    }

    /// These records, as far as they are there.
    pub async fn candidates<E: Entity>(&mut self, ids: &[&str]) -> Result<Vec<Candidate<E>>> {
        candidates(&mut self.tx, ids).await
    }

    /// The keys of these records.
    pub async fn keys(&mut self, ids: &[&str]) -> Result<Vec<KeyOf>> {
        let text =
            format!("SELECT key, second, cap, id FROM {}_key WHERE id {{in:1}}", self.whom);
        let rows = self.tx.rows(query("read keys", text).bind(ids.to_vec())).await?;
        rows.iter().map(key_of).collect()
    }

    /// Takes keys away and adds others.
    pub async fn change_keys(&mut self, gone: &[KeyOf], new: &[KeyOf]) -> Result<()> {
        let text = format!(
            "WITH given (key, second, id) AS ({{values}})
             DELETE FROM {}_key WHERE (key, second, id) IN (SELECT key, second, id FROM given)",
            self.whom
        );
        self.tx
            .bulk("drop keys", &text, gone, |statement, KeyOf { id, key }| {
                statement.bind(int(key.key)).bind(i64::from(key.second)).bind(id)
            })
            .await?;
        let text = format!("INSERT INTO {}_key (key, second, id, cap) {{values}}", self.whom);
        self.tx
            .bulk("keep keys", &text, new, |statement, KeyOf { id, key }| {
                statement
                    .bind(int(key.key))
                    .bind(i64::from(key.second))
                    .bind(id)
                    .bind(i64::from(key.cap))
            })
            .await
            .map(drop)
    }

    /// How many records share each of these keys, counted up to so many.
    pub async fn sizes(&mut self, keys: &[u64], most: usize) -> Result<Vec<Size>> {
        let text = format!(
            "WITH given (key) AS ({{values}})
             SELECT g.key, (SELECT COUNT(*) FROM (SELECT 1 FROM {}_key m WHERE m.key = g.key
                            LIMIT {most}) x), CAST(0 AS {{int}}) FROM given g",
            self.whom
        );
        let rows = self
            .tx
            .bulk_rows("count who shares a key", &text, keys, |statement, key| {
                statement.bind(int(*key))
            })
            .await?;
        rows.iter().map(size).collect()
    }

    /// How many records share each of these keys with their second ones, counted up to so many.
    pub async fn sizes_with(&mut self, keys: &[(u64, u32)], most: usize) -> Result<Vec<Size>> {
        let text = format!(
            "WITH given (key, second) AS ({{values}})
             SELECT g.key, (SELECT COUNT(*) FROM (SELECT 1 FROM {}_key m WHERE m.key = g.key
                            AND m.second = g.second LIMIT {most}) x), g.second FROM given g",
            self.whom
        );
        let rows = self
            .tx
            .bulk_rows("count who shares two keys", &text, keys, |statement, (key, second)| {
                statement.bind(int(*key)).bind(i64::from(*second))
            })
            .await?;
        rows.iter().map(size).collect()
    }

    /// The records that have these keys.
    pub async fn members(&mut self, keys: &[u64]) -> Result<Vec<KeyOf>> {
        let text = format!(
            "WITH given (key) AS ({{values}})
             SELECT m.key, m.second, m.cap, m.id FROM given g
             JOIN {}_key m ON m.key = g.key",
            self.whom
        );
        let rows = self
            .tx
            .bulk_rows("read who shares keys", &text, keys, |statement, key| {
                statement.bind(int(*key))
            })
            .await?;
        rows.iter().map(key_of).collect()
    }

    /// The records that have these keys with these second ones.
    pub async fn members_with(&mut self, keys: &[(u64, u32)]) -> Result<Vec<KeyOf>> {
        let text = format!(
            "WITH given (key, second) AS ({{values}})
             SELECT m.key, m.second, m.cap, m.id FROM given g
             JOIN {}_key m ON m.key = g.key AND m.second = g.second",
            self.whom
        );
        let rows = self
            .tx
            .bulk_rows("read who shares two keys", &text, keys, |statement, (key, second)| {
                statement.bind(int(*key)).bind(i64::from(*second))
            })
            .await?;
        rows.iter().map(key_of).collect()
    }

    /// The records next to one, in the order of ids on either side, among those that have a key
    /// with its second one.
    pub async fn neighbours(&mut self, id: &str, key: StoredKey) -> Result<Vec<String>> {
        let reach = key.reach();
        let mut found = Vec::new();
        for (side, order) in [("<", "DESC"), (">", "ASC")] {
            let text = format!(
                "SELECT id FROM {}_key WHERE key = $1 AND second = $2 AND id {side} $3
                 ORDER BY id {order} LIMIT {reach}",
                self.whom
            );
            let read = query("read neighbours", text)
                .bind(int(key.key))
                .bind(i64::from(key.second))
                .bind(id);
            found.extend(texts(&self.tx.rows(read).await?)?);
        }
        Ok(found)
    }

    /// Replaces the pairs of these records, and gives those that were.
    pub async fn change_pairs(&mut self, of: &[&str], new: &[PairOf]) -> Result<Vec<PairOf>> {
        let text = format!(
            "DELETE FROM {}_pair WHERE a {{in:1}} OR b {{in:1}} RETURNING a, b, weight",
            self.whom
        );
        let rows = self.tx.rows(query("drop pairs", text).bind(of.to_vec())).await?;
        let gone: Vec<PairOf> = rows.iter().map(pair_of).collect::<Result<_>>()?;
        put_pairs(&mut self.tx, self.whom, new).await?;
        self.keep_verdicts(of).await?;
        Ok(gone)
    }

    /// Replaces the pairs of these records with those behind them.
    pub async fn replace_pairs(&mut self, of: &[&str], new: &[PairOf]) -> Result<()> {
        let text = format!("DELETE FROM {}_pair WHERE a {{in:1}}", self.whom);
        self.tx.run(query("drop pairs", text).bind(of.to_vec())).await?;
        put_pairs(&mut self.tx, self.whom, new).await?;
        self.keep_verdicts(of).await
    }

    /// Why these records are to be matched, as far as they are.
    pub async fn causes(&mut self, of: &[&str]) -> Result<BTreeMap<String, Cause>> {
        let text = "SELECT id, cause FROM unmatched WHERE kind = $1 AND id {in:2}";
        let read = query("see what is to be matched", text).bind(self.whom).bind(of.to_vec());
        self.tx.rows(read).await?.iter().map(cause_of).collect()
    }

    /// Adds the pairs with these records that a steward holds together.
    async fn keep_verdicts(&mut self, of: &[&str]) -> Result<()> {
        let text = format!(
            "INSERT INTO {whom}_pair (a, b, weight)
             SELECT v.a, v.b, {CERTAIN:.1} FROM match_verdict v
             WHERE v.kind = $1 AND v.undone_at IS NULL AND v.same = TRUE
               AND (v.a {{in:2}} OR v.b {{in:2}})
               AND EXISTS (SELECT 1 FROM {whom}_record r WHERE r.id = v.a)
               AND EXISTS (SELECT 1 FROM {whom}_record r WHERE r.id = v.b)
             ON CONFLICT (a, b) DO UPDATE SET weight = excluded.weight",
            whom = self.whom
        );
        let keep = query("keep what stewards said", text).bind(self.whom).bind(of.to_vec());
        self.tx.run(keep).await.map(drop)
    }

    /// The records that these have pairs with.
    pub async fn partners(&mut self, of: &[&str]) -> Result<Vec<String>> {
        let text = format!(
            "SELECT b FROM {whom}_pair WHERE a {{in:1}}
             UNION SELECT a FROM {whom}_pair WHERE b {{in:1}}",
            whom = self.whom
        );
        texts(&self.tx.rows(query("read pairs", text).bind(of.to_vec())).await?)
    }

    /// Replaces the names of account records: whole ones, and those that they are a part of.
    /// Gives the records that are a part of names which they had or have.
    pub async fn change_names(
        &mut self,
        of: &[&str],
        new: &[(String, u64, bool)],
    ) -> Result<Vec<String>> {
        let text = "DELETE FROM account_name WHERE id {in:1} RETURNING id, name, stem";
        let rows = self.tx.rows(query("drop names", text).bind(of.to_vec())).await?;
        let old: BTreeSet<(String, u64, bool)> = rows
            .iter()
            .map(|row| Ok((row.text(0)?, unsigned(row.get(1)?), row.get(2)?)))
            .collect::<Result<_>>()?;
        let text = "INSERT INTO account_name (id, name, stem) {values}
             ON CONFLICT (name, stem, id) DO NOTHING";
        self.tx
            .bulk("keep names", text, new, |statement, (id, name, stem)| {
                statement.bind(id).bind(int(*name)).bind(*stem)
            })
            .await?;
        // What a parent says beside its name decides on its children too.
        let whole = old.iter().chain(new).filter(|(.., stem)| !stem);
        let whole: BTreeSet<i64> = whole.map(|(_, name, _)| int(*name)).collect();
        let whole: Vec<i64> = whole.into_iter().collect();
        let text = "SELECT DISTINCT id FROM account_name WHERE name {in:1} AND stem = TRUE";
        texts(&self.tx.rows(query("read who is a part of names", text).bind(whole)).await?)
    }

    /// Replaces the keys by which contact records find their employer.
    pub async fn change_employers(&mut self, of: &[&str], new: &[(String, u64)]) -> Result<()> {
        let text = "DELETE FROM contact_employer WHERE id {in:1}";
        self.tx.run(query("drop employers", text).bind(of.to_vec())).await?;
        let text =
            "INSERT INTO contact_employer (id, key) {values} ON CONFLICT (key, id) DO NOTHING";
        self.tx
            .bulk("keep employers", text, new, |statement, (id, key)| {
                statement.bind(id).bind(int(*key))
            })
            .await
            .map(drop)
    }

    /// Has the people clustered again whose employer is found by one of these keys, and those
    /// matched again who are known by the names of these account records.
    pub async fn touch_people(&mut self, keys: &[u64], companies: &[&str]) -> Result<()> {
        let text = "SELECT DISTINCT id FROM contact_employer WHERE key {in:1}";
        let keys: Vec<i64> = keys.iter().map(|key| int(*key)).collect();
        let people = texts(&self.tx.rows(query("find people", text).bind(keys)).await?)?;
        mark_unclustered(&mut self.tx, "contact", &by_records(&people)).await?;
        let text = "SELECT id FROM contact_record
             WHERE account_ref {in:1} AND company_name IS NULL AND stream IS NOT NULL";
        let read = query("find people", text).bind(companies.to_vec());
        let people = texts(&self.tx.rows(read).await?)?;
        mark_unmatched(&mut self.tx, "contact", &by_records(&people)).await
    }

    /// These records are matched; those have to be clustered again.
    pub async fn matched(&mut self, done: &[&str], seeds: &[(&str, Cause)]) -> Result<()> {
        let text = "DELETE FROM unmatched WHERE kind = $1 AND id {in:2}";
        let clear = query("note what is matched", text).bind(self.whom).bind(done.to_vec());
        self.tx.run(clear).await?;
        let text = "UPDATE match_model SET uncounted = uncounted + $2
             WHERE version = (SELECT MAX(version) FROM match_model WHERE kind = $1)";
        let count = i64::try_from(done.len()).unwrap_or(i64::MAX);
        let note = query("note how much is matched", text).bind(self.whom).bind(count);
        self.tx.run(note).await?;
        mark_unclustered(&mut self.tx, self.whom, seeds).await
    }
}

/// Marks for what changed with records.
pub(super) fn by_records(ids: &[String]) -> Vec<(&str, Cause)> {
    ids.iter().map(|id| (id.as_str(), Cause::Records)).collect()
}

pub(super) async fn put_pairs(tx: &mut Tx, whom: &str, pairs: &[PairOf]) -> Result<()> {
    let text = format!("INSERT INTO {whom}_pair (a, b, weight) {{values}}");
    tx.bulk("keep pairs", &text, pairs, |statement, pair| {
        statement.bind(&pair.a).bind(&pair.b).bind(pair.weight)
    })
    .await
    .map(drop)
}

pub(super) fn pair_of(row: &Row) -> Result<PairOf> {
    Ok(PairOf { a: row.text(0)?, b: row.text(1)?, weight: row.get(2)? })
}

fn key_of(row: &Row) -> Result<KeyOf> {
    let small = |column| -> Result<u32> {
        u32::try_from(row.get::<i64>(column)?)
            .map_err(|_| StoreError::Contradiction("a key does not fit".to_owned()))
    };
    let key = StoredKey {
        key: unsigned(row.get(0)?),
        second: small(1)?,
        cap: u16::try_from(small(2)?).unwrap_or(u16::MAX),
    };
    Ok(KeyOf { id: row.text(3)?, key })
}

fn size(row: &Row) -> Result<Size> {
    let second = u32::try_from(row.get::<i64>(2)?).unwrap_or_default();
    let records = usize::try_from(row.get::<i64>(1)?).unwrap_or_default();
    Ok(Size { of: (unsigned(row.get(0)?), second), records })
}

/// Keys are kept as whole numbers with a sign.
pub(super) fn int(key: u64) -> i64 {
    i64::from_ne_bytes(key.to_ne_bytes())
}

pub(super) fn unsigned(key: i64) -> u64 {
    u64::from_ne_bytes(key.to_ne_bytes())
}
