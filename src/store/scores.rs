//! The latest scores of each account, what they were on each day, and which accounts have to be scored
//! anew.
//!
//! An account is scored in two steps: from its facts, and then priced, from what that left behind and
//! what accounts are compared with. When only the latter moves, no fact is read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::FromPrimitive as _;

use super::Store;
use super::db::{Lock, Query, Result, Row, StoreError, Tx, query, texts};
use super::moves;
use super::peers::note_scored;
use crate::insight::revenue::Retention;
use crate::model::{AccountId, Band, Confidence, Currency, Money};

/// The latest scores of an account as computed after a sync.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredScore {
    /// Effective health, 0 to 100; `None` when there is too little to say.
    pub value: Option<f64>,
    /// Before caps and a person's word.
    pub computed: Option<f64>,
    /// Band of the value.
    pub band: Option<Band>,
    /// Confidence.
    pub confidence: Confidence,
    /// 0 to 1.
    pub coverage: f64,
    /// Lowest and highest that the missing could make of it.
    pub low: f64,
    /// See `low`.
    pub high: f64,
    /// Trust, 0 to 100.
    pub trust: Option<f64>,
    /// Net promoters of the relation, -100 to 100.
    pub nps: Option<f64>,
    /// How many answers stand behind it.
    pub nps_answers: i64,
    /// Codes of the segments that it is in, in the model's order.
    pub segments: Vec<String>,
    /// `code@version` of every model.
    pub model: String,
    /// For which day.
    pub as_of: NaiveDate,
    /// The account's version that it was computed from.
    pub version: i64,
    /// When.
    pub computed_at: DateTime<Utc>,
    /// What it is priced by: JSON, as insight writes it. Told when it is kept, never when it is read
    /// in a list.
    pub book: Option<String>,
    /// What the next score is compared with to say why it moved: JSON, as insight writes it. Told when it
    /// is kept, never when it is read.
    pub footprint: Option<String>,
    /// What it is worth, once it is priced.
    pub price: Option<Price>,
}

/// What an account is worth, and what of it is at stake. Amounts in one currency, to the
/// ten-thousandth; `None` where one could not be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Price {
    /// Version of the snapshot of peers.
    pub peers: String,
    /// The currency of all amounts.
    pub currency: Currency,
    /// Recurring revenue of a year.
    pub arr: Option<Money>,
    /// Renewals due, times their probability.
    pub renewal_expected: Option<Money>,
    /// Renewals due, times the probability of losing them.
    pub at_risk: Option<Money>,
    /// The least of it, by the ranges of the probabilities.
    pub at_risk_low: Option<Money>,
    /// The most of it.
    pub at_risk_high: Option<Money>,
    /// Renewals due of which nothing is known: never counted as safe.
    pub unknown_at_risk: Option<Money>,
    /// Expected of open deals and of what peers buy.
    pub growth: Option<Money>,
    /// `at_risk` ÷ `arr`.
    pub risk_share: Option<f64>,
    /// `growth` ÷ `arr`.
    pub growth_share: Option<f64>,
    /// Where it stands, in capitals.
    pub position: String,
    /// Billed in 365 days.
    pub billed: Option<Money>,
    /// What serving it cost in 365 days, as far as systems tell.
    pub cost_to_serve: Option<Money>,
    /// Lifetime value.
    pub lifetime_value: Option<Money>,
    /// What became of the revenue of the year before.
    pub retention: Option<Retention>,
    /// Shares of lines of business, which add up to 1; the one without a name is of none.
    pub lines: BTreeMap<Option<String>, f64>,
}

/// What pricing starts from.
#[derive(Debug, Clone, PartialEq)]
pub struct Unpriced {
    /// The account.
    pub account: AccountId,
    /// Effective health.
    pub health: Option<f64>,
    /// Trust.
    pub trust: Option<f64>,
    /// JSON, as insight writes it.
    pub book: String,
    /// The account's version that these were computed from.
    pub version: i64,
}

/// The columns that latest scores and history share, in the order in which they are bound and read.
const COLUMNS: &[&str] = &[
    "value",
    "computed",
    "band",
    "confidence",
    "coverage",
    "low",
    "high",
    "trust",
    "nps",
    "nps_answers",
    "segments",
    "model",
    "as_of",
    "version",
    "computed_at",
];
/// Those that pricing fills.
const PRICED: &[&str] = &[
    "peers",
    "currency",
    "arr",
    "renewal_expected",
    "at_risk",
    "unknown_at_risk",
    "growth",
    "risk_share",
    "growth_share",
    "position",
    "billed",
    "cost_to_serve",
    "lifetime_value",
    "retention_start",
    "retention_expansion",
    "retention_contraction",
    "retention_churn",
    "lines",
    "at_risk_low",
    "at_risk_high",
];
/// How many columns [`read_score`] takes.
pub(super) const WIDTH: usize = COLUMNS.len() + PRICED.len();

/// The columns of a score as [`read_score`] takes them, `s` being its table.
pub(super) fn score_columns() -> String {
    let all = COLUMNS.iter().chain(PRICED).map(|column| format!("s.{column}"));
    all.collect::<Vec<_>>().join(", ")
}

impl Store {
    /// Accounts that changed since they were last scored, or were scored for another day or model.
    pub async fn dirty_accounts(
        &self,
        model: &str,
        as_of: NaiveDate,
        limit: i64,
    ) -> Result<Vec<AccountId>> {
        // Each part finds its rows by an index, in its order: who has no score yet is dirty since
        // it is there.
        let parts = [
            ("dirty_account", "TRUE", "s.account_id"),
            ("account_score", "s.model < $1", "s.model, s.account_id"),
            ("account_score", "s.model > $1", "s.model, s.account_id"),
            ("account_score", "s.as_of < $2", "s.as_of, s.account_id"),
            ("account_score", "s.as_of > $2", "s.as_of, s.account_id"),
        ];
        let parts = parts.map(|(table, which, order)| {
            format!(
                "SELECT id FROM (SELECT s.account_id AS id FROM {table} s
                    JOIN account a ON a.id = s.account_id
                    WHERE {which} AND a.retired_into IS NULL AND a.gone = FALSE
                    ORDER BY {order} LIMIT $3) AS part"
            )
        });
        let text = format!("{} ORDER BY id LIMIT $3", parts.join(" UNION "));
        let read = query("find accounts to score", text).bind(model).bind(as_of).bind(limit);
        let ids = texts(&self.db.rows(read).await?)?;
        Ok(ids.into_iter().map(AccountId).collect())
    }

    /// Keeps scores; an account stays dirty when it changed after its facts were read. What they were
    /// worth before is forgotten until they are priced.
    pub async fn put_scores(&self, scores: &[(AccountId, StoredScore)]) -> Result<()> {
        let scores: BTreeMap<&AccountId, &StoredScore> =
            scores.iter().map(|(id, score)| (id, score)).collect();
        let scores: Vec<(&AccountId, &StoredScore)> = scores.into_iter().collect();
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let moved = moves::of_health(&mut tx, &scores).await?;
        let changed = moves::keep(&mut tx, &moved).await?;
        put_latest(&mut tx, &scores, changed).await?;
        put_history(&mut tx, &scores).await?;
        if let Some(newest) = scores.iter().map(|(_, score)| score.computed_at).max() {
            moves::forget(&mut tx, newest).await?;
        }
        if let Some((_, first)) = scores.first() {
            note_scored(&mut tx, (&first.model, first.as_of), scores.len()).await?;
        }
        let text = "WITH scored (id, version) AS ({values})
             DELETE FROM dirty_account WHERE account_id IN (
                SELECT a.id FROM account a
                JOIN scored ON scored.id = a.id AND scored.version = a.version)";
        tx.bulk("mark accounts as scored", text, &scores, |statement, (id, score)| {
            statement.bind(id.as_str()).bind(score.version)
        })
        .await?;
        tx.commit().await
    }

    /// Accounts that are not priced by this snapshot of peers.
    pub async fn unpriced(&self, peers: &str, limit: i64) -> Result<Vec<Unpriced>> {
        let text = "SELECT account_id, value, trust, book, version FROM account_score
             WHERE book IS NOT NULL AND (peers IS NULL OR peers < $1 OR peers > $1) LIMIT $2";
        let read = query("find accounts to price", text).bind(peers).bind(limit);
        self.db.rows(read).await?.iter().map(unpriced).collect()
    }

    /// Books of accounts, in the order of their ids, after one.
    pub async fn books(
        &self,
        after: Option<&AccountId>,
        limit: i64,
    ) -> Result<Vec<(AccountId, String)>> {
        let text = "SELECT s.account_id, s.book FROM account_score s
             JOIN account a ON a.id = s.account_id
             WHERE s.account_id > $1 AND s.book IS NOT NULL AND a.retired_into IS NULL AND a.gone = FALSE
             ORDER BY s.account_id LIMIT $2";
        let after = after.map_or("", AccountId::as_str);
        let read = query("read accounts' books", text).bind(after).bind(limit);
        let rows = self.db.rows(read).await?;
        rows.iter().map(|row| Ok((row.text(0)?.into(), row.text(1)?))).collect()
    }

    /// Keeps prices, of accounts that were not scored again since.
    pub async fn put_prices(&self, prices: &[(AccountId, i64, Price)]) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Accounts).await?;
        let moved = moves::of_positions(&mut tx, prices).await?;
        let changed = moves::keep(&mut tx, &moved).await?;
        let given =
            format!("WITH given (id, version, changed, {}) AS ({{values}})", PRICED.join(", "));
        let set = |table: &str, own: &str| {
            let set = PRICED.iter().map(|column| format!("{column} = given.{column}"));
            let set = set.collect::<Vec<_>>().join(", ");
            format!("{given} UPDATE {table} AS t SET {set}{own} FROM given")
        };
        let latest = set("account_score", ", changed = given.changed, stood = given.position")
            + " WHERE t.account_id = given.id AND t.version = given.version";
        let history = set("score_history", "")
            + " JOIN account_score s ON s.account_id = given.id AND s.version = given.version
                WHERE t.account_id = s.account_id AND t.as_of = s.as_of";
        for (doing, text) in [("keep prices", &latest), ("keep prices of the day", &history)] {
            tx.bulk(doing, text, prices, |statement, (id, version, price)| {
                bind_price(statement.bind(id.as_str()).bind(*version).bind(changed), price)
            })
            .await?;
        }
        tx.commit().await
    }

    /// What accounts' scores were on the days from one to another, rising, as they were known then.
    /// Days on which nothing was scored are not there.
    pub async fn score_history(
        &self,
        accounts: &[AccountId],
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<BTreeMap<AccountId, Vec<StoredScore>>> {
        let text = format!(
            "SELECT s.account_id, {} FROM score_history s
             WHERE s.account_id {{in:1}} AND s.as_of >= $2 AND s.as_of <= $3
             ORDER BY s.account_id, s.as_of",
            score_columns()
        );
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let read = query("read scores of the past", text).bind(ids).bind(from).bind(to);
        let mut all: BTreeMap<AccountId, Vec<StoredScore>> = BTreeMap::new();
        for row in self.db.rows(read).await? {
            let of = all.entry(row.text(0)?.into()).or_default();
            of.extend(read_score(&row, 1)?);
        }
        Ok(all)
    }

    /// What accounts' scores were on a day, or on the last one before it on which they were scored, as they
    /// were known then. Accounts of which nothing was told until then are not there.
    pub async fn scores_on(
        &self,
        accounts: &[AccountId],
        day: NaiveDate,
    ) -> Result<BTreeMap<AccountId, StoredScore>> {
        let text = format!(
            "SELECT s.account_id, {} FROM score_history s
             WHERE s.account_id {{in:1}} AND s.as_of =
                 (SELECT MAX(h.as_of) FROM score_history h
                  WHERE h.account_id = s.account_id AND h.as_of <= $2)",
            score_columns()
        );
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let read = query("read scores of a day", text).bind(ids).bind(day);
        let mut all = BTreeMap::new();
        for row in self.db.rows(read).await? {
            if let Some(score) = read_score(&row, 1)? {
                all.insert(AccountId(row.text(0)?), score);
            }
        }
        Ok(all)
    }

    /// Grows whenever any account, or what is kept of its scores, changed: what a cache compares.
    pub async fn data_version(&self) -> Result<i64> {
        let text = "SELECT version FROM data_version";
        let rows = self.db.rows(query("read the data's version", text)).await?;
        rows.first().map_or(Ok(0), |row| row.get(0))
    }
}

/// A score of an older version never replaces one of a newer.
async fn put_latest(
    tx: &mut Tx,
    scores: &[(&AccountId, &StoredScore)],
    changed: i64,
) -> Result<()> {
    let columns = COLUMNS.join(", ");
    let set = COLUMNS.iter().map(|column| format!("{column} = excluded.{column}"));
    let cleared = PRICED.iter().map(|column| format!("{column} = NULL"));
    let set: Vec<String> = set.chain(cleared).collect();
    let text = format!(
        "INSERT INTO account_score (account_id, {columns}, book, footprint, changed) {{values}}
         ON CONFLICT (account_id) DO UPDATE SET {}, book = excluded.book,
            footprint = excluded.footprint, changed = excluded.changed
         WHERE excluded.version >= account_score.version",
        set.join(", ")
    );
    tx.bulk("keep scores", &text, scores, |statement, (id, score)| {
        let statement = bind_score(statement.bind(id.as_str()), score);
        statement.bind(&score.book).bind(&score.footprint).bind(changed)
    })
    .await
    .map(drop)
}

/// The day's row: the last of a day stays.
async fn put_history(tx: &mut Tx, scores: &[(&AccountId, &StoredScore)]) -> Result<()> {
    let columns = COLUMNS.join(", ");
    let set = COLUMNS.iter().filter(|column| **column != "as_of");
    let set = set.map(|column| format!("{column} = excluded.{column}"));
    let text = format!(
        "INSERT INTO score_history (account_id, {columns}) {{values}}
         ON CONFLICT (account_id, as_of) DO UPDATE SET {}
         WHERE excluded.version >= score_history.version",
        set.collect::<Vec<_>>().join(", ")
    );
    tx.bulk("keep scores of the day", &text, scores, |statement, (id, score)| {
        bind_score(statement.bind(id.as_str()), score)
    })
    .await
    .map(drop)
}

/// Binds [`COLUMNS`].
fn bind_score<'a>(statement: Query<'a>, score: &'a StoredScore) -> Query<'a> {
    statement
        .bind(score.value)
        .bind(score.computed)
        .bind(score.band.map(Band::word))
        .bind(score.confidence.word())
        .bind(score.coverage)
        .bind(score.low)
        .bind(score.high)
        .bind(score.trust)
        .bind(score.nps)
        .bind(score.nps_answers)
        .bind(listed(&score.segments))
        .bind(&score.model)
        .bind(score.as_of)
        .bind(score.version)
        .bind(score.computed_at)
}

/// Binds [`PRICED`].
fn bind_price<'a>(statement: Query<'a>, price: &'a Price) -> Query<'a> {
    let units = |money: &Option<Money>| money.as_ref().and_then(|money| money.units().ok());
    let part = |of: fn(&Retention) -> f64| {
        let amount = Decimal::from_f64(of(price.retention.as_ref()?))?.round_dp(4);
        Money { amount, currency: price.currency }.units().ok()
    };
    statement
        .bind(&price.peers)
        .bind(price.currency.code())
        .bind(units(&price.arr))
        .bind(units(&price.renewal_expected))
        .bind(units(&price.at_risk))
        .bind(units(&price.unknown_at_risk))
        .bind(units(&price.growth))
        .bind(price.risk_share)
        .bind(price.growth_share)
        .bind(&price.position)
        .bind(units(&price.billed))
        .bind(units(&price.cost_to_serve))
        .bind(units(&price.lifetime_value))
        .bind(part(|parts| parts.start))
        .bind(part(|parts| parts.expansion))
        .bind(part(|parts| parts.contraction))
        .bind(part(|parts| parts.churn))
        .bind(lines_json(&price.lines))
        .bind(units(&price.at_risk_low))
        .bind(units(&price.at_risk_high))
}

/// Lines of business as JSON; the one without a name has an empty one.
fn lines_json(lines: &BTreeMap<Option<String>, f64>) -> String {
    let named: BTreeMap<&str, f64> =
        lines.iter().map(|(line, share)| (line.as_deref().unwrap_or(""), *share)).collect();
    serde_json::to_string(&named).expect("names and numbers are JSON")
}

fn read_lines(json: &str) -> Result<BTreeMap<Option<String>, f64>> {
    let named: BTreeMap<String, f64> = serde_json::from_str(json).map_err(|_| {
        StoreError::Contradiction("shares of lines of business are no JSON object".to_owned())
    })?;
    let name = |line: String| (!line.is_empty()).then_some(line);
    Ok(named.into_iter().map(|(line, share)| (name(line), share)).collect())
}

/// Codes with `;` around each, so that one is found by `LIKE '%;code;%'`.
fn listed(codes: &[String]) -> String {
    codes.iter().fold(String::from(";"), |list, code| list + code + ";")
}

/// Marks accounts as changed: each gets a new version, and so does the whole.
pub(super) async fn mark_dirty(tx: &mut Tx, accounts: &BTreeSet<String>) -> Result<()> {
    if accounts.is_empty() {
        return Ok(());
    }
    let ids: Vec<&String> = accounts.iter().collect();
    let text = "INSERT INTO dirty_account (account_id) {values}
         ON CONFLICT (account_id) DO NOTHING";
    tx.bulk("mark accounts as changed", text, &ids, |statement, id| statement.bind(*id))
        .await?;
    let ids: Vec<&str> = accounts.iter().map(String::as_str).collect();
    let changed = advance(tx).await?;
    let text = "UPDATE account SET version = version + 1, changed = $2 WHERE id {in:1}";
    tx.run(query("grow accounts' versions", text).bind(ids).bind(changed)).await.map(drop)
}

/// Grows the data's version and says what it is now. Nobody else grows it before this is committed.
pub(super) async fn advance(tx: &mut Tx) -> Result<i64> {
    advance_by(tx, 1).await
}

/// The same by so many versions; the last of them is told.
pub(super) async fn advance_by(tx: &mut Tx, versions: i64) -> Result<i64> {
    let text = "UPDATE data_version SET version = version + $1 RETURNING version";
    let rows = tx.rows(query("grow the data's version", text).bind(versions)).await?;
    rows.first().map_or(Ok(0), |row| row.get(0))
}

/// Reads [`score_columns`] that begin at `from`; `None` when the account has none.
pub(super) fn read_score(row: &Row, from: usize) -> Result<Option<StoredScore>> {
    let Some(word) = row.opt::<String>(from + 3)? else { return Ok(None) };
    let confidence = Confidence::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a confidence should"))
    })?;
    let band = row.opt::<String>(from + 2)?;
    let segments = row.text(from + 10)?;
    let codes = segments.split(';').filter(|code| !code.is_empty());
    Ok(Some(StoredScore {
        value: row.opt(from)?,
        computed: row.opt(from + 1)?,
        band: band.and_then(|word| Band::from_word(&word)),
        confidence,
        coverage: row.get(from + 4)?,
        low: row.get(from + 5)?,
        high: row.get(from + 6)?,
        trust: row.opt(from + 7)?,
        nps: row.opt(from + 8)?,
        nps_answers: row.get(from + 9)?,
        segments: codes.map(str::to_owned).collect(),
        model: row.text(from + 11)?,
        as_of: row.get(from + 12)?,
        version: row.get(from + 13)?,
        computed_at: row.time(from + 14)?,
        book: None,
        footprint: None,
        price: read_price(row, from + COLUMNS.len())?,
    }))
}

/// Reads [`PRICED`] that begin at `from`; `None` when the account is not priced yet.
fn read_price(row: &Row, from: usize) -> Result<Option<Price>> {
    let (Some(peers), Some(code)) = (row.opt(from)?, row.opt::<String>(from + 1)?) else {
        return Ok(None);
    };
    let currency = Currency::parse(&code).ok_or_else(|| {
        StoreError::Contradiction(format!("`{code}` stands where a currency should"))
    })?;
    let money = |column: usize| {
        let units = row.opt::<i64>(column)?;
        Ok::<_, StoreError>(units.map(|units| Money::from_units(units, currency)))
    };
    Ok(Some(Price {
        peers,
        currency,
        arr: money(from + 2)?,
        renewal_expected: money(from + 3)?,
        at_risk: money(from + 4)?,
        unknown_at_risk: money(from + 5)?,
        growth: money(from + 6)?,
        risk_share: row.opt(from + 7)?,
        growth_share: row.opt(from + 8)?,
        position: row.text(from + 9)?,
        billed: money(from + 10)?,
        cost_to_serve: money(from + 11)?,
        lifetime_value: money(from + 12)?,
        retention: read_retention(row, from + 13)?,
        lines: row
            .opt::<String>(from + 17)?
            .map_or(Ok(BTreeMap::new()), |json| read_lines(&json))?,
        at_risk_low: money(from + 18)?,
        at_risk_high: money(from + 19)?,
    }))
}

fn read_retention(row: &Row, from: usize) -> Result<Option<Retention>> {
    let Some(start) = row.opt::<i64>(from)? else { return Ok(None) };
    let part = |units: i64| units as f64 / 1e4;
    Ok(Some(Retention {
        start: part(start),
        expansion: part(row.get(from + 1)?),
        contraction: part(row.get(from + 2)?),
        churn: part(row.get(from + 3)?),
    }))
}

pub(super) fn unpriced(row: &Row) -> Result<Unpriced> {
    Ok(Unpriced {
        account: row.text(0)?.into(),
        health: row.opt(1)?,
        trust: row.opt(2)?,
        book: row.text(3)?,
        version: row.get(4)?,
    })
}
