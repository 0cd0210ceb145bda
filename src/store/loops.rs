//! The loops that customers' answers open, step by step. Nothing is changed, only added to.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::answers::narrow;
use super::columns::{entity_columns, read};
use super::db::{Lock, Query, Result, Row, StoreError, Tx, query};
use super::{AccountFilter, Store};
use crate::insight::acting::{LoopState, LoopStep};
use crate::insight::{BadSide, bad_sides};
use crate::model::{EntityKind, SurveyResponse};

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ordered<T> {
    /// It is kept, now or since the same was ordered under the same key.
    Kept(T),
    /// Its request key stands for another order.
    KeyTaken,
    /// What it names is not there: an account, an answer, an action or a goal.
    NotThere(&'static str),
    /// What it names is past that: its state.
    Past(&'static str),
}

/// Whose open loops are asked for.
#[derive(Debug, Clone)]
pub struct OpenLoops<'a> {
    /// Of which accounts; with `None` also answers that belong to none.
    pub accounts: Option<&'a AccountFilter>,
    /// Answers given at this moment or later.
    pub from: DateTime<Utc>,
    /// And at this moment or before.
    pub to: DateTime<Utc>,
    /// How many at most.
    pub first: i64,
}

const STEP: &str = "feedback, state, at, author, owner, what, action, request_key";
const ASKED: &str = "t.stream IS NOT NULL AND COALESCE(t.\"prong\", '') <> 'EMPLOYEE'
     AND COALESCE(t.\"instrument\", '') <> 'EMPLOYEE_NPS'";

impl Store {
    /// Takes a step of the loop of a customer's answer.
    pub async fn take_step(&self, step: &LoopStep) -> Result<Ordered<()>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(kept) = by_key(&mut tx, step).await? {
            return Ok(if kept.repeats(step) { Ordered::Kept(()) } else { Ordered::KeyTaken });
        }
        let text =
            format!("SELECT t.account_id FROM survey_response t WHERE t.id = $1 AND {ASKED}");
        let found = tx.rows(query("find an answer", text).bind(&step.feedback)).await?;
        let Some(row) = found.first() else { return Ok(Ordered::NotThere("answer")) };
        let account = row.opt::<String>(0)?;
        if !action_fits(&mut tx, step.action, account.as_deref()).await? {
            return Ok(Ordered::NotThere("action"));
        }
        let now = last(&mut tx, &step.feedback).await?;
        if !now.may_become(step.state) {
            return Ok(Ordered::Past(now.word()));
        }
        tx.run(insert(step, account)).await?;
        tx.commit().await?;
        Ok(Ordered::Kept(()))
    }

    /// The steps of the loops of answers, by the answers' origin ids, the oldest first.
    pub async fn loop_steps(
        &self,
        feedback: &[String],
    ) -> Result<BTreeMap<String, Vec<LoopStep>>> {
        let text = format!("SELECT {STEP} FROM loop_step WHERE feedback {{in:1}} ORDER BY id");
        let ids: Vec<&str> = feedback.iter().map(String::as_str).collect();
        let mut all: BTreeMap<String, Vec<LoopStep>> = BTreeMap::new();
        for row in self.db.rows(query("read steps of loops", text).bind(ids)).await? {
            let step = step(&row)?;
            all.entry(step.feedback.clone()).or_default().push(step);
        }
        Ok(all)
    }

    /// A customer's answer by its origin id.
    pub async fn feedback(&self, id: &str) -> Result<Option<SurveyResponse>> {
        let text = format!(
            "SELECT {} FROM survey_response t WHERE t.id = $1 AND {ASKED}",
            entity_columns(EntityKind::SurveyResponse)
        );
        let rows = self.db.rows(query("read an answer", text).bind(id)).await?;
        rows.first().map(|row| read(row, 0)).transpose()
    }

    /// Bad answers of customers of whom nobody told what was done about them, and others that were
    /// taken up, each once; the oldest first.
    pub async fn open_loops(&self, asked: &OpenLoops<'_>) -> Result<Vec<SurveyResponse>> {
        let text = format!(
            "SELECT {} FROM survey_response t LEFT JOIN account whose ON whose.id = t.account_id
             LEFT JOIN loop_step l ON l.id =
                 (SELECT MAX(s.id) FROM loop_step s WHERE s.feedback = t.id)
             WHERE {ASKED} AND t.\"score\" IS NOT NULL AND (whose.id IS NULL OR whose.gone = FALSE)
             AND t.\"at\" >= $1 AND t.\"at\" <= $2 AND (l.id IS NULL OR l.state <> 'TOLD')",
            entity_columns(EntityKind::SurveyResponse)
        );
        let mut statement = query("read open loops", text).bind(asked.from).bind(asked.to);
        let bad: Vec<String> =
            bad_sides().into_iter().map(|side| is_bad(&mut statement, side)).collect();
        statement.text(&format!(" AND (l.id IS NOT NULL OR {})", bad.join(" OR ")));
        if let Some(filter) = asked.accounts {
            statement.text(
                " AND t.account_id IN (SELECT t.id FROM account t
                   LEFT JOIN account_score s ON s.account_id = t.id",
            );
            narrow(&mut statement, filter);
            statement.text(")");
        }
        let limit = statement.push(asked.first);
        statement.text(&format!(" ORDER BY t.\"at\", t.id LIMIT ${limit}"));
        self.db.rows(statement).await?.iter().map(|row| read(row, 0)).collect()
    }
}

/// That an answer lies on the bad side of its instrument, on its very scale, mirrored where it was
/// asked the other way round.
fn is_bad(statement: &mut Query<'_>, side: BadSide) -> String {
    let name = statement.push(side.instrument);
    let (low, high) = (statement.push(side.ends.0), statement.push(side.ends.1));
    let from = statement.push(side.from);
    let mirrored = if side.high_is_good { "LOW_IS_GOOD" } else { "HIGH_IS_GOOD" };
    let beyond = if side.high_is_good { "<=" } else { ">=" };
    let score = "t.\"score\"";
    format!(
        "(t.\"instrument\" = ${name} AND t.\"scale_low\" = ${low} AND t.\"scale_high\" = ${high}
          AND {score} >= ${low} AND {score} <= ${high}
          AND t.\"polarity\" IN ('HIGH_IS_GOOD', 'LOW_IS_GOOD')
          AND (CASE WHEN t.\"polarity\" = '{mirrored}' THEN ${low} + ${high} - {score}
               ELSE {score} END) {beyond} ${from})"
    )
}

async fn by_key(tx: &mut Tx, asked: &LoopStep) -> Result<Option<LoopStep>> {
    let Some(key) = &asked.request_key else { return Ok(None) };
    let text = format!("SELECT {STEP} FROM loop_step WHERE request_key = $1");
    let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
    rows.first().map(step).transpose()
}

/// The action is there, and for the same account where both are for one.
async fn action_fits(tx: &mut Tx, action: Option<i64>, account: Option<&str>) -> Result<bool> {
    let Some(action) = action else { return Ok(true) };
    let text = "SELECT COALESCE(said.retired_into, said.id) FROM action c
         LEFT JOIN account said ON said.id = c.account_id WHERE c.id = $1";
    let rows = tx.rows(query("find an action", text).bind(action)).await?;
    let Some(row) = rows.first() else { return Ok(false) };
    let whose = row.opt::<String>(0)?;
    Ok(whose.as_deref().zip(account).is_none_or(|(a, b)| a == b))
}

async fn last(tx: &mut Tx, feedback: &str) -> Result<LoopState> {
    let text = "SELECT state FROM loop_step WHERE feedback = $1 ORDER BY id DESC LIMIT 1";
    let rows = tx.rows(query("read where a loop stands", text).bind(feedback)).await?;
    rows.first().map_or(Ok(LoopState::New), |row| state(&row.text(0)?))
}

fn insert(step: &LoopStep, account: Option<String>) -> Query<'_> {
    let text =
        "INSERT INTO loop_step (feedback, account_id, state, at, author, owner, what, told,
             action, request_key) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    query("take a step of a loop", text)
        .bind(&step.feedback)
        .bind(account)
        .bind(step.state.word())
        .bind(step.at)
        .bind(&step.author)
        .bind(&step.owner)
        .bind(&step.what)
        .bind(step.state == LoopState::Told)
        .bind(step.action)
        .bind(&step.request_key)
}

fn step(row: &Row) -> Result<LoopStep> {
    Ok(LoopStep {
        feedback: row.text(0)?,
        state: state(&row.text(1)?)?,
        at: row.time(2)?,
        author: row.text(3)?,
        owner: row.opt(4)?,
        what: row.opt(5)?,
        action: row.opt(6)?,
        request_key: row.opt(7)?,
    })
}

fn state(word: &str) -> Result<LoopState> {
    LoopState::from_word(word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a loop's state should"))
    })
}
