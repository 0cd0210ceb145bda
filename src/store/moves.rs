//! How scores moved: a log in the order of the data's versions, for whoever listens. Every move has a version
//! of its own, so that whoever knows one has met all before it, and the version of any answer is a place in
//! the log too.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::db::{Result, Row, StoreError, Tx, query};
use super::scores::advance_by;
use super::{Price, Store, StoredScore};
use crate::insight::{Footprint, KpiChange};
use crate::model::{AccountId, Band};

/// Moves are kept for so many days.
const KEPT_DAYS: i64 = 7;
/// Reasons that are kept of a move.
const PARTS: usize = 20;
/// Where it is kept up to which version moves were forgotten.
const FORGOTTEN: &str = "moves.forgotten";

/// A move of an account's health, band or both.
#[derive(Debug, Clone, PartialEq)]
pub struct HealthMove {
    /// The data's version, and its own place among all moves.
    pub version: i64,
    /// The account.
    pub account: AccountId,
    /// When it was scored.
    pub at: DateTime<Utc>,
    /// Before.
    pub from: Option<f64>,
    /// After.
    pub to: Option<f64>,
    /// Band before.
    pub band_from: Option<Band>,
    /// Band after.
    pub band_to: Option<Band>,
    /// Points on what was scored both times.
    pub like_for_like: Option<f64>,
    /// Why, the weightiest first.
    pub parts: Vec<MovePart>,
}

/// A part of a move.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MovePart {
    /// KPI code, `CAP` or `OVERRIDE`.
    pub code: String,
    /// Its score before.
    pub from: Option<f64>,
    /// Its score after.
    pub to: Option<f64>,
    /// Points.
    pub points: f64,
    /// Why, in insight's words.
    pub cause: String,
}

/// A move of an account from one position to another.
#[derive(Debug, Clone, PartialEq)]
pub struct PositionMove {
    /// The data's version, and its own place among all moves.
    pub version: i64,
    /// The account.
    pub account: AccountId,
    /// When it was scored.
    pub at: DateTime<Utc>,
    /// Before.
    pub from: String,
    /// After.
    pub to: String,
}

/// What stands in a log after a version.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// In the order of their versions.
    pub found: Vec<T>,
    /// Nothing up to this version is missing.
    pub upto: i64,
    /// There may be more.
    pub more: bool,
    /// The data's version when it was looked: nothing new is there before it has grown.
    pub seen: i64,
}

impl<T> Page<T> {
    /// What was found when the log reached to a version and at most so many were asked for.
    pub(super) fn of(found: Vec<T>, most: i64, upto: i64, version: fn(&T) -> i64) -> Self {
        let more = count(&found) >= most;
        let last = found.last().filter(|_| more).map(version);
        Self { upto: last.unwrap_or(upto), more, found, seen: upto }
    }
}

impl Store {
    /// Up to which version moves are not kept any more: who knows less than this has missed some.
    pub async fn moves_forgotten(&self) -> Result<i64> {
        let kept = self.setting(FORGOTTEN).await?;
        kept.map_or(Ok(0), |kept| {
            kept.parse().map_err(|_| {
                StoreError::Contradiction(format!("`{kept}` stands where a version should"))
            })
        })
    }

    /// How health moved after a version, at most so many moves. Of accounts that are no more nothing is told.
    ///
    /// A score forgets what its account is worth until it is priced, a moment later. A move after `settled`
    /// whose account is still to be priced is not told yet, nor is what comes behind it: whoever asks for
    /// accounts by what they are worth would not find it.
    pub async fn health_moves(
        &self,
        since: i64,
        most: i64,
        settled: DateTime<Utc>,
    ) -> Result<Page<HealthMove>> {
        let read =
            "m.health_from, m.health_to, m.band_from, m.band_to, m.like_for_like, m.parts,
            s.book IS NOT NULL AND s.peers IS NULL";
        let (mut rows, upto) = self.moves(("HEALTH", read), since, most).await?;
        let mut open = None;
        for (at, row) in rows.iter().enumerate() {
            if row.get::<bool>(9)? && row.time(2)? > settled {
                open = Some((at, row.get::<i64>(0)?));
                break;
            }
        }
        rows.truncate(open.map_or(rows.len(), |(at, _)| at));
        let found = rows.iter().map(health_move).collect::<Result<_>>()?;
        let page = Page::of(found, most, upto, |one: &HealthMove| one.version);
        Ok(match open {
            Some((_, version)) => Page { upto: version - 1, more: false, ..page },
            None => page,
        })
    }

    /// The same of positions.
    pub async fn position_moves(&self, since: i64, most: i64) -> Result<Page<PositionMove>> {
        let read = "m.position_from, m.position_to";
        let (rows, upto) = self.moves(("POSITION", read), since, most).await?;
        let found = rows.iter().map(position_move).collect::<Result<_>>()?;
        Ok(Page::of(found, most, upto, |one: &PositionMove| one.version))
    }

    async fn moves(
        &self,
        (what, columns): (&'static str, &str),
        since: i64,
        most: i64,
    ) -> Result<(Vec<Row>, i64)> {
        // Before the moves: what comes in between is read the next time.
        let upto = self.data_version().await?;
        let text = format!(
            "SELECT m.version, m.account_id, m.at, {columns} FROM score_move m
             JOIN account a ON a.id = m.account_id
             JOIN account_score s ON s.account_id = m.account_id
             WHERE m.version > $1 AND m.version <= $2 AND m.what = $3
             AND a.retired_into IS NULL AND a.gone = FALSE
             ORDER BY m.version LIMIT $4"
        );
        let read = query("read how scores moved", text);
        let read = read.bind(since).bind(upto).bind(what).bind(most);
        Ok((self.db.rows(read).await?, upto))
    }
}

/// How many these are, as versions are counted.
pub(super) fn count<T>(all: &[T]) -> i64 {
    i64::try_from(all.len()).unwrap_or(i64::MAX)
}

/// A move that has no version yet.
#[derive(Debug, Default)]
pub(super) struct Move {
    account: AccountId,
    what: &'static str,
    at: DateTime<Utc>,
    health: (Option<f64>, Option<f64>),
    bands: (Option<String>, Option<String>),
    like_for_like: Option<f64>,
    parts: Option<String>,
    positions: (Option<String>, Option<String>),
}

/// How scores that are about to be kept differ from those that stand. A first score is no move.
pub(super) async fn of_health(
    tx: &mut Tx,
    scores: &[(&AccountId, &StoredScore)],
) -> Result<Vec<Move>> {
    let text = "SELECT account_id, version, value, band, footprint FROM account_score
         WHERE account_id {in:1}";
    let ids: Vec<&str> = scores.iter().map(|(id, _)| id.as_str()).collect();
    let rows = tx.rows(query("read what scores were", text).bind(ids)).await?;
    let by_id: BTreeMap<String, &Row> =
        rows.iter().map(|row| Ok((row.text(0)?, row))).collect::<Result<_>>()?;
    let mut moved = Vec::new();
    for (id, score) in scores {
        let Some(stands) = by_id.get(id.as_str()) else { continue };
        let (from, band) = (stands.opt::<f64>(2)?, stands.opt::<String>(3)?);
        let band_to = score.band.map(|band| band.word().to_owned());
        let same = shown(from) == shown(score.value) && band == band_to;
        if same || score.version < stands.get::<i64>(1)? {
            continue;
        }
        let footprints = stands.opt::<String>(4)?.zip(score.footprint.as_deref());
        let why = footprints.and_then(|(from, to)| Footprint::moved(&from, to));
        moved.push(Move {
            account: AccountId::clone(id),
            what: "HEALTH",
            at: score.computed_at,
            health: (from, score.value),
            bands: (band, band_to),
            like_for_like: why.as_ref().and_then(|why| why.like_for_like),
            parts: why.map(|why| parts_json(why.parts)),
            ..Move::default()
        });
    }
    Ok(moved)
}

/// To the decimal that is shown: what nobody sees has not moved.
fn shown(value: Option<f64>) -> Option<i64> {
    value.map(|value| (value * 10.0).round() as i64)
}

/// How positions that are about to be kept differ from those that accounts were priced with last.
pub(super) async fn of_positions(
    tx: &mut Tx,
    prices: &[(AccountId, i64, Price)],
) -> Result<Vec<Move>> {
    let text = "SELECT account_id, version, stood, computed_at FROM account_score
         WHERE account_id {in:1} AND stood IS NOT NULL";
    let ids: Vec<&str> = prices.iter().map(|(id, ..)| id.as_str()).collect();
    let rows = tx.rows(query("read what positions were", text).bind(ids)).await?;
    let by_id: BTreeMap<String, &Row> =
        rows.iter().map(|row| Ok((row.text(0)?, row))).collect::<Result<_>>()?;
    let mut moved = Vec::new();
    for (id, version, price) in prices {
        let Some(stands) = by_id.get(id.as_str()) else { continue };
        let stood = stands.text(2)?;
        if *version == stands.get::<i64>(1)? && stood != price.position {
            moved.push(Move {
                account: id.clone(),
                what: "POSITION",
                at: stands.time(3)?,
                positions: (Some(stood), Some(price.position.clone())),
                ..Move::default()
            });
        }
    }
    Ok(moved)
}

/// Grows the data's version, by one for each move at least, keeps the moves under versions of their own, and
/// says what the version is now.
pub(super) async fn keep(tx: &mut Tx, moved: &[Move]) -> Result<i64> {
    let all = count(moved);
    let last = advance_by(tx, all.max(1)).await?;
    let numbered: Vec<(i64, &Move)> = (last - all + 1..).zip(moved).collect();
    let text = "INSERT INTO score_move (version, account_id, what, at, health_from, health_to,
            band_from, band_to, like_for_like, parts, position_from, position_to) {values}";
    tx.bulk("keep how scores moved", text, &numbered, |statement, (version, one)| {
        statement
            .bind(*version)
            .bind(one.account.as_str())
            .bind(one.what)
            .bind(one.at)
            .bind(one.health.0)
            .bind(one.health.1)
            .bind(&one.bands.0)
            .bind(&one.bands.1)
            .bind(one.like_for_like)
            .bind(&one.parts)
            .bind(&one.positions.0)
            .bind(&one.positions.1)
    })
    .await?;
    Ok(last)
}

/// Forgets moves that are too old, and keeps up to which version that is.
pub(super) async fn forget(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    let text = "SELECT MAX(version) FROM score_move WHERE at < $1";
    let old = query("find old moves", text).bind(now - TimeDelta::days(KEPT_DAYS));
    let rows = tx.rows(old).await?;
    let Some(upto) = rows.first().map(|row| row.opt::<i64>(0)).transpose()?.flatten() else {
        return Ok(());
    };
    let text = "DELETE FROM score_move WHERE version <= $1";
    tx.run(query("forget old moves", text).bind(upto)).await?;
    let text = "INSERT INTO setting (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    let put = query("keep what was forgotten", text).bind(FORGOTTEN).bind(upto.to_string());
    tx.run(put).await.map(drop)
}

fn parts_json(parts: Vec<KpiChange>) -> String {
    let part = |change: KpiChange| MovePart {
        code: change.code,
        from: change.from,
        to: change.to,
        points: change.points,
        cause: change.cause.to_owned(),
    };
    let parts: Vec<MovePart> = parts.into_iter().take(PARTS).map(part).collect();
    serde_json::to_string(&parts).expect("plain words and numbers are JSON")
}

fn health_move(row: &Row) -> Result<HealthMove> {
    let band = |column| {
        let word = row.opt::<String>(column)?;
        Ok::<_, StoreError>(word.and_then(|word| Band::from_word(&word)))
    };
    // What another version of Accord wrote tells no reasons.
    let parts = row.opt::<String>(8)?.and_then(|json| serde_json::from_str(&json).ok());
    Ok(HealthMove {
        version: row.get(0)?,
        account: row.text(1)?.into(),
        at: row.time(2)?,
        from: row.opt(3)?,
        to: row.opt(4)?,
        band_from: band(5)?,
        band_to: band(6)?,
        like_for_like: row.opt(7)?,
        parts: parts.unwrap_or_default(),
    })
}

fn position_move(row: &Row) -> Result<PositionMove> {
    Ok(PositionMove {
        version: row.get(0)?,
        account: row.text(1)?.into(),
        at: row.time(2)?,
        from: row.text(3)?,
        to: row.text(4)?,
    })
}
