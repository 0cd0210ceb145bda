//! Goals: a baseline that nothing changes, and what was wanted since.

use std::collections::BTreeMap;

use super::Store;
use super::db::{Lock, Query, Result, Row, StoreError, Tx, query};
use super::loops::Ordered;
use crate::insight::acting::{Goal, GoalStep, Outcome};

const GOAL: &str =
    "id, name, outcome, anchor, accounts, baseline, baseline_on, currency, author,
     made_at, request_key";
const STEP: &str = "goal, target, due, reason, at, author, request_key";

impl Store {
    /// Sets a goal with its first step and gives its number.
    pub async fn set_goal(&self, goal: &Goal) -> Result<Ordered<i64>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(key) = &goal.request_key {
            let text = format!("SELECT {GOAL} FROM goal WHERE request_key = $1");
            let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
            if let Some(row) = rows.first() {
                let mut kept = read(row)?;
                kept.steps = steps(&mut tx, kept.id).await?;
                let same = kept.repeats(goal);
                return Ok(if same { Ordered::Kept(kept.id) } else { Ordered::KeyTaken });
            }
        }
        let text = "INSERT INTO goal (name, outcome, anchor, accounts, baseline, baseline_on, currency,
                 author, made_at, request_key)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id";
        let put = query("set a goal", text)
            .bind(&goal.name)
            .bind(goal.outcome.word())
            .bind(&goal.anchor)
            .bind(&goal.accounts)
            .bind(goal.baseline)
            .bind(goal.baseline_on)
            .bind(&goal.currency)
            .bind(&goal.author)
            .bind(goal.made_at)
            .bind(&goal.request_key);
        let rows = tx.rows(put).await?;
        let id = rows.first().map_or(Ok(0), |row| row.get(0))?;
        for step in &goal.steps {
            tx.run(insert(id, step)).await?;
        }
        tx.commit().await?;
        Ok(Ordered::Kept(id))
    }

    /// Changes what a goal wants; its baseline stays.
    pub async fn step_goal(&self, id: i64, step: &GoalStep) -> Result<Ordered<()>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(key) = &step.request_key {
            let text = format!("SELECT {STEP} FROM goal_step WHERE request_key = $1");
            let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
            if let Some((goal, kept)) = rows.first().map(read_step).transpose()? {
                let of = |step: &GoalStep| (step.target, step.due, step.reason.clone());
                let same = goal == id && of(&kept) == of(step);
                return Ok(if same { Ordered::Kept(()) } else { Ordered::KeyTaken });
            }
        }
        let rows =
            tx.rows(query("find a goal", "SELECT 1 FROM goal WHERE id = $1").bind(id)).await?;
        if rows.is_empty() {
            return Ok(Ordered::NotThere("goal"));
        }
        tx.run(insert(id, step)).await?;
        tx.commit().await?;
        Ok(Ordered::Kept(()))
    }

    /// All goals with their steps, the oldest first.
    pub async fn goals(&self) -> Result<Vec<Goal>> {
        let mut tx = self.db.snapshot().await?;
        let text = format!("SELECT {GOAL} FROM goal ORDER BY id");
        let rows = tx.rows(query("read goals", text)).await?;
        let mut goals: BTreeMap<i64, Goal> = rows
            .iter()
            .map(|row| read(row).map(|goal| (goal.id, goal)))
            .collect::<Result<_>>()?;
        let text = format!("SELECT {STEP} FROM goal_step ORDER BY id");
        for row in tx.rows(query("read steps of goals", text)).await? {
            let (goal, step) = read_step(&row)?;
            if let Some(goal) = goals.get_mut(&goal) {
                goal.steps.push(step);
            }
        }
        Ok(goals.into_values().collect())
    }
}

async fn steps(tx: &mut Tx, goal: i64) -> Result<Vec<GoalStep>> {
    let text = format!("SELECT {STEP} FROM goal_step WHERE goal = $1 ORDER BY id");
    let rows = tx.rows(query("read a goal's steps", text).bind(goal)).await?;
    rows.iter().map(|row| read_step(row).map(|(_, step)| step)).collect()
}

fn insert(goal: i64, step: &GoalStep) -> Query<'_> {
    let text = "INSERT INTO goal_step (goal, target, due, reason, at, author, request_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7)";
    query("keep what a goal wants", text)
        .bind(goal)
        .bind(step.target)
        .bind(step.due)
        .bind(&step.reason)
        .bind(step.at)
        .bind(&step.author)
        .bind(&step.request_key)
}

fn read(row: &Row) -> Result<Goal> {
    let word = row.text(2)?;
    let outcome = Outcome::from_word(&word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where a goal's outcome should"))
    })?;
    Ok(Goal {
        id: row.get(0)?,
        name: row.text(1)?,
        outcome,
        anchor: row.text(3)?,
        accounts: row.text(4)?,
        baseline: row.get(5)?,
        baseline_on: row.get(6)?,
        currency: row.text(7)?,
        author: row.text(8)?,
        made_at: row.time(9)?,
        request_key: row.opt(10)?,
        steps: Vec::new(),
    })
}

fn read_step(row: &Row) -> Result<(i64, GoalStep)> {
    let step = GoalStep {
        target: row.get(1)?,
        due: row.get(2)?,
        reason: row.opt(3)?,
        at: row.time(4)?,
        author: row.text(5)?,
        request_key: row.opt(6)?,
    };
    Ok((row.get(0)?, step))
}
