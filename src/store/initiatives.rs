//! Initiatives: frozen when they are made, with the accounts that they reach and those to compare with;
//! their steps, and what they brought day by day.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Store;
use super::db::{Lock, Query, Result, Row, StoreError, Tx, query};
use super::loops::Ordered;
use crate::insight::acting::{
    Aim, Candidate, Initiative, InitiativeStatus, InitiativeStep, Part, Realised, Subject,
};
use crate::insight::initiative::Standing;
use crate::model::{AccountId, Currency};

/// Which initiatives to list.
#[derive(Debug, Clone, Default)]
pub struct InitiativeFilter {
    /// Only this one.
    pub id: Option<i64>,
    /// As far as this.
    pub status: Option<InitiativeStatus>,
    /// Some account that it reaches is in this segment now.
    pub segment: Option<String>,
}

/// When something was done for accounts, and for which KPIs.
#[derive(Debug, Clone, Copy)]
pub struct Touch<'a> {
    /// By the names that plans use.
    pub targets: &'a BTreeSet<&'a str>,
    /// From a moment up to another.
    pub between: (DateTime<Utc>, DateTime<Utc>),
    /// The initiative that is not asked about.
    pub but: Option<i64>,
    /// Of these accounts; of all when absent.
    pub among: Option<&'a [AccountId]>,
}

const COLUMNS: &str = "i.id, i.name, i.goal, i.accounts, i.owner, i.starts_on, i.due_on, i.targets,
     i.savings, i.cost, i.cost_currency, i.cost_worth, i.currency, i.forecast, i.baseline_on, i.models,
     i.author, i.made_at, i.request_key,
     (SELECT COUNT(*) FROM initiative_account r WHERE r.initiative = i.id AND r.reached = TRUE),
     (SELECT COUNT(*) FROM initiative_account r WHERE r.initiative = i.id AND r.reached = FALSE)";
const STEP: &str = "initiative, status, reason, at, author, request_key";
/// The account that took the one that was taken down.
const NOW: &str = "COALESCE(said.retired_into, said.id)";

impl Store {
    /// Keeps an initiative with its first step and its accounts, and gives its number. `starts_on` is
    /// what was asked of its beginning.
    pub async fn make_initiative(
        &self,
        initiative: &Initiative,
        subjects: &[Subject],
        starts_on: Option<NaiveDate>,
    ) -> Result<Ordered<i64>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(known) = by_key(&mut tx, initiative, starts_on).await? {
            return Ok(known);
        }
        let rows = tx.rows(insert(initiative)).await?;
        let id: i64 = rows.first().map_or(Ok(0), |row| row.get(0))?;
        for step in &initiative.steps {
            tx.run(insert_step(id, step)).await?;
        }
        let text = "INSERT INTO initiative_account (initiative, account_id, reached, baseline) {values}";
        tx.bulk("keep an initiative's accounts", text, subjects, |statement, one| {
            let reached = one.part == Part::Reached;
            statement
                .bind(id)
                .bind(one.known_as.as_str())
                .bind(reached)
                .bind(json(&one.baseline))
        })
        .await?;
        tx.commit().await?;
        Ok(Ordered::Kept(id))
    }

    /// The initiative that an order's key stands for: its number when the order is the same. `None`
    /// when the key stands for none.
    pub async fn initiative_by_key(
        &self,
        asked: &Initiative,
        starts_on: Option<NaiveDate>,
    ) -> Result<Option<Ordered<i64>>> {
        let mut tx = self.db.snapshot().await?;
        by_key(&mut tx, asked, starts_on).await
    }

    /// Says how far an initiative is. One that is over stays so, and none goes back.
    pub async fn step_initiative(&self, id: i64, step: &InitiativeStep) -> Result<Ordered<()>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(key) = &step.request_key {
            let text = format!("SELECT {STEP} FROM initiative_step WHERE request_key = $1");
            let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
            if let Some((of, kept)) = rows.first().map(read_step).transpose()? {
                let same =
                    of == id && (kept.status, &kept.reason) == (step.status, &step.reason);
                return Ok(if same { Ordered::Kept(()) } else { Ordered::KeyTaken });
            }
        }
        let text =
            "SELECT status FROM initiative_step WHERE initiative = $1 ORDER BY id DESC LIMIT 1";
        let rows = tx.rows(query("read how far an initiative is", text).bind(id)).await?;
        let Some(row) = rows.first() else { return Ok(Ordered::NotThere("initiative")) };
        let now = status_of(&row.text(0)?)?;
        if !now.may_become(step.status) {
            return Ok(Ordered::Past(now.word()));
        }
        tx.run(insert_step(id, step)).await?;
        tx.commit().await?;
        Ok(Ordered::Kept(()))
    }

    /// Initiatives with their steps and what they had brought by their last judgement, the newest first:
    /// three statements.
    pub async fn initiatives(
        &self,
        filter: &InitiativeFilter,
        first: i64,
    ) -> Result<Vec<(Initiative, Option<Realised>)>> {
        let mut tx = self.db.snapshot().await?;
        let text = format!("SELECT {COLUMNS} FROM initiative i WHERE 1 = 1");
        let mut list = query("read initiatives", text);
        narrow(&mut list, filter);
        let limit = list.push(first);
        list.text(&format!(" ORDER BY i.id DESC LIMIT ${limit}"));
        let mut all: Vec<Initiative> =
            tx.rows(list).await?.iter().map(read).collect::<Result<_>>()?;
        let ids: Vec<i64> = all.iter().map(|one| one.id).collect();
        let mut steps = steps(&mut tx, &ids).await?;
        for one in &mut all {
            one.steps = steps.remove(&one.id).unwrap_or_default();
        }
        let mut results = results(&mut tx, &ids).await?;
        Ok(all
            .into_iter()
            .map(|one| {
                let of = results.remove(&one.id);
                (one, of)
            })
            .collect())
    }

    /// The accounts of initiatives, those reached first, then by id.
    pub async fn initiative_subjects(
        &self,
        ids: &[i64],
    ) -> Result<BTreeMap<i64, Vec<Subject>>> {
        let text = format!(
            "SELECT r.initiative, {NOW}, r.account_id, r.reached, r.baseline, r.after
             FROM initiative_account r JOIN account said ON said.id = r.account_id
             WHERE r.initiative {{in:1}} ORDER BY r.account_id {{bin}}"
        );
        let mut all: BTreeMap<i64, Vec<Subject>> = BTreeMap::new();
        let read = query("read the accounts of initiatives", text).bind(ids.to_vec());
        for row in self.db.rows(read).await? {
            let after: Option<String> = row.opt(5)?;
            let subject = Subject {
                account: AccountId(row.text(1)?),
                known_as: AccountId(row.text(2)?),
                part: if row.get(3)? { Part::Reached } else { Part::Peer },
                baseline: parsed(&row.text(4)?)?,
                after: after.map(|text| parsed(&text)).transpose()?,
            };
            all.entry(row.get(0)?).or_default().push(subject);
        }
        for subjects in all.values_mut() {
            subjects.sort_by_key(|one| one.part);
        }
        Ok(all)
    }

    /// Keeps what an initiative had brought up to a day, and where accounts stood when the window had
    /// passed. What was kept before stays.
    pub async fn put_realised(
        &self,
        initiative: i64,
        realised: &Realised,
        afters: &[(AccountId, Standing)],
        (models, now): (&str, DateTime<Utc>),
    ) -> Result<()> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        let text = "WITH given (initiative, id, after) AS ({values})
             UPDATE initiative_account AS t SET after = given.after FROM given
             WHERE t.initiative = given.initiative AND t.account_id = given.id AND t.after IS NULL";
        tx.bulk("keep where accounts stood then", text, afters, |statement, (id, after)| {
            statement.bind(initiative).bind(id.as_str()).bind(json(after))
        })
        .await?;
        let text = "INSERT INTO initiative_result (initiative, as_of, body, models, made_at)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (initiative, as_of) DO NOTHING";
        let put = query("keep what an initiative brought", text)
            .bind(initiative)
            .bind(realised.as_of)
            .bind(json(realised))
            .bind(models)
            .bind(now);
        tx.run(put).await?;
        tx.commit().await
    }

    /// Every account with a score, by id: whom others may be compared with.
    pub async fn candidates(&self) -> Result<Vec<Candidate>> {
        let text = "SELECT a.id, s.value, s.segments FROM account a
             JOIN account_score s ON s.account_id = a.id
             WHERE a.retired_into IS NULL AND a.gone = FALSE AND s.value IS NOT NULL ORDER BY a.id";
        let mut all = Vec::new();
        let take = |row: Row| {
            let segments = row.text(2)?;
            let first = segments.split(';').find(|code| !code.is_empty()).map(str::to_owned);
            let (account, health) = (AccountId(row.text(0)?), row.get(1)?);
            all.push(Candidate { account, segment: first, health });
            Ok(())
        };
        self.db.each(query("read whom to compare with", text), take).await?;
        Ok(all)
    }

    /// The accounts for which something of the same targets was done in a time: an action that somebody
    /// began, or an initiative that was under way.
    pub async fn touched(&self, touch: Touch<'_>) -> Result<BTreeSet<AccountId>> {
        let mut found = BTreeSet::new();
        for (statement, initiative) in [(actions(touch), false), (others(touch), true)] {
            self.db
                .each(statement, |row| {
                    let targets: Vec<String> = if initiative {
                        let aims: Vec<Aim> = parsed(&row.text(1)?)?;
                        aims.into_iter().map(|aim| aim.kpi).collect()
                    } else {
                        parsed(&row.text(1)?)?
                    };
                    if targets.iter().any(|kpi| touch.targets.contains(kpi.as_str())) {
                        found.insert(AccountId(row.text(0)?));
                    }
                    Ok(())
                })
                .await?;
        }
        Ok(found)
    }
}

fn actions(touch: Touch<'_>) -> Query<'_> {
    let text = format!(
        "SELECT {NOW}, c.target_kpis FROM action c JOIN account said ON said.id = c.account_id
         WHERE (c.done_at IS NULL OR c.done_at >= $1) AND EXISTS (SELECT 1 FROM action_step s
             WHERE s.action = c.id AND s.status IN ('IN_PROGRESS', 'DONE') AND s.at < $2)"
    );
    let (from, to) = touch.between;
    among(query("read what was done for accounts", text).bind(from).bind(to), touch)
}

fn others(touch: Touch<'_>) -> Query<'_> {
    let text = format!(
        "SELECT {NOW}, i.targets FROM initiative_account r
         JOIN initiative i ON i.id = r.initiative JOIN account said ON said.id = r.account_id
         WHERE r.reached = TRUE AND i.id <> $3
           AND EXISTS (SELECT 1 FROM initiative_step s WHERE s.initiative = i.id
               AND s.status IN ('ACTIVE', 'DONE') AND s.at < $2)
           AND NOT EXISTS (SELECT 1 FROM initiative_step s WHERE s.initiative = i.id
               AND s.status = 'STOPPED' AND s.at < $1)"
    );
    let (from, to) = touch.between;
    let statement = query("read initiatives of accounts", text).bind(from).bind(to);
    among(statement.bind(touch.but.unwrap_or(0)), touch)
}

fn among<'a>(mut statement: Query<'a>, touch: Touch<'a>) -> Query<'a> {
    if let Some(ids) = touch.among {
        let ids: Vec<&str> = ids.iter().map(AccountId::as_str).collect();
        let n = statement.push(ids);
        statement.text(&format!(" AND {NOW} {{in:{n}}}"));
    }
    statement
}

fn narrow<'a>(statement: &mut Query<'a>, filter: &'a InitiativeFilter) {
    if let Some(id) = filter.id {
        let n = statement.push(id);
        statement.text(&format!(" AND i.id = ${n}"));
    }
    if let Some(status) = filter.status {
        let n = statement.push(status.word());
        statement.text(&format!(
            " AND (SELECT s.status FROM initiative_step s WHERE s.initiative = i.id
                ORDER BY s.id DESC LIMIT 1) = ${n}"
        ));
    }
    if let Some(segment) = &filter.segment {
        let n = statement.push(format!(";{segment};"));
        statement.text(&format!(
            " AND EXISTS (SELECT 1 FROM initiative_account r JOIN account said ON said.id = r.account_id
                JOIN account_score s ON s.account_id = {NOW} WHERE r.initiative = i.id
                AND r.reached = TRUE AND REPLACE(s.segments, ${n}, '') <> s.segments)"
        ));
    }
}

async fn by_key(
    tx: &mut Tx,
    asked: &Initiative,
    starts_on: Option<NaiveDate>,
) -> Result<Option<Ordered<i64>>> {
    let Some(key) = &asked.request_key else { return Ok(None) };
    let text = format!("SELECT {COLUMNS} FROM initiative i WHERE i.request_key = $1");
    let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
    let Some(kept) = rows.first().map(read).transpose()? else { return Ok(None) };
    let same = kept.repeats(asked, starts_on);
    Ok(Some(if same { Ordered::Kept(kept.id) } else { Ordered::KeyTaken }))
}

async fn steps(tx: &mut Tx, ids: &[i64]) -> Result<BTreeMap<i64, Vec<InitiativeStep>>> {
    let text =
        format!("SELECT {STEP} FROM initiative_step WHERE initiative {{in:1}} ORDER BY id");
    let mut all: BTreeMap<i64, Vec<InitiativeStep>> = BTreeMap::new();
    for row in tx.rows(query("read steps of initiatives", text).bind(ids.to_vec())).await? {
        let (of, step) = read_step(&row)?;
        all.entry(of).or_default().push(step);
    }
    Ok(all)
}

async fn results(tx: &mut Tx, ids: &[i64]) -> Result<BTreeMap<i64, Realised>> {
    let text = "SELECT r.initiative, r.body FROM initiative_result r WHERE r.initiative {in:1}
         AND r.as_of = (SELECT MAX(n.as_of) FROM initiative_result n WHERE n.initiative = r.initiative)";
    let rows = tx.rows(query("read what initiatives brought", text).bind(ids.to_vec())).await?;
    rows.iter().map(|row| Ok((row.get(0)?, parsed(&row.text(1)?)?))).collect()
}

fn insert(initiative: &Initiative) -> Query<'_> {
    let text = "INSERT INTO initiative (name, goal, accounts, owner, starts_on, due_on, targets, savings,
             cost, cost_currency, cost_worth, currency, forecast, baseline_on, models, author, made_at,
             request_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         RETURNING id";
    query("make an initiative", text)
        .bind(&initiative.name)
        .bind(initiative.goal)
        .bind(&initiative.accounts)
        .bind(&initiative.owner)
        .bind(initiative.starts_on)
        .bind(initiative.due_on)
        .bind(json(&initiative.aims))
        .bind(json(&initiative.savings))
        .bind(initiative.cost.units().ok())
        .bind(initiative.cost.currency.code().to_owned())
        .bind(initiative.cost_worth)
        .bind(initiative.currency.code().to_owned())
        .bind(json(&initiative.forecast))
        .bind(initiative.baseline_on)
        .bind(&initiative.models)
        .bind(&initiative.author)
        .bind(initiative.made_at)
        .bind(&initiative.request_key)
}

fn insert_step(initiative: i64, step: &InitiativeStep) -> Query<'_> {
    let text =
        "INSERT INTO initiative_step (initiative, status, reason, at, author, request_key)
         VALUES ($1, $2, $3, $4, $5, $6)";
    query("take a step of an initiative", text)
        .bind(initiative)
        .bind(step.status.word())
        .bind(&step.reason)
        .bind(step.at)
        .bind(&step.author)
        .bind(&step.request_key)
}

fn read(row: &Row) -> Result<Initiative> {
    let cost = row.money(9)?;
    let code = row.text(12)?;
    Ok(Initiative {
        id: row.get(0)?,
        name: row.text(1)?,
        goal: row.opt(2)?,
        accounts: row.text(3)?,
        owner: row.opt(4)?,
        starts_on: row.get(5)?,
        due_on: row.opt(6)?,
        aims: parsed(&row.text(7)?)?,
        savings: parsed(&row.text(8)?)?,
        cost: cost.ok_or_else(|| wrong("cost", "nothing"))?,
        cost_worth: row.get(11)?,
        currency: Currency::parse(&code).ok_or_else(|| wrong("currency", &code))?,
        forecast: parsed(&row.text(13)?)?,
        baseline_on: row.get(14)?,
        models: row.text(15)?,
        author: row.text(16)?,
        made_at: row.time(17)?,
        request_key: row.opt(18)?,
        reach: row.get(19)?,
        peers: row.get(20)?,
        steps: Vec::new(),
    })
}

fn read_step(row: &Row) -> Result<(i64, InitiativeStep)> {
    let step = InitiativeStep {
        status: status_of(&row.text(1)?)?,
        reason: row.opt(2)?,
        at: row.time(3)?,
        author: row.text(4)?,
        request_key: row.opt(5)?,
    };
    Ok((row.get(0)?, step))
}

fn status_of(word: &str) -> Result<InitiativeStatus> {
    InitiativeStatus::from_word(word).ok_or_else(|| wrong("status", word))
}

fn wrong(what: &str, word: &str) -> StoreError {
    StoreError::Contradiction(format!("`{word}` stands where an initiative's {what} should"))
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("words and numbers are JSON")
}

fn parsed<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        StoreError::Contradiction(format!(
            "an initiative of another version of Accord: {error}"
        ))
    })
}
