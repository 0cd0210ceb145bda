//! What is to be done and what became of it. An action's steps are only added to; its own row holds
//! the latest status.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::Store;
use super::db::{Lock, Query, Result, Row, StoreError, Tx, query};
use super::loops::Ordered;
use crate::insight::acting::{Action, ActionStatus, ActionStep};
use crate::insight::proof::Change;
use crate::insight::signals::ActionKind;
use crate::model::AccountId;

/// Which actions to list.
#[derive(Debug, Clone, Default)]
pub struct ActionFilter {
    /// As far as this.
    pub status: Option<ActionStatus>,
    /// Seen to by one of our people, by origin id.
    pub owner: Option<String>,
    /// For this segment, or for accounts in it.
    pub segment: Option<String>,
    /// Only those that should be done by now and are not.
    pub overdue: bool,
    /// For one of these accounts.
    pub within: Option<Vec<AccountId>>,
}

/// Actions of a filter, and how many there are.
#[derive(Debug, Clone, PartialEq)]
pub struct ActionPage {
    /// Those due first, first; those without a day last.
    pub actions: Vec<Action>,
    /// All that the filter lets through.
    pub count: i64,
    /// Of them those that should be done by now and are not.
    pub overdue: i64,
}

/// Whose change is to be compared.
#[derive(Debug, Clone, Copy)]
pub struct Compared<'a> {
    /// The account.
    pub account: &'a AccountId,
    /// What set the action off: whom the same set another off for is no peer.
    pub trigger: &'a str,
    /// Days of the values before and after.
    pub days: (NaiveDate, NaiveDate),
}

impl Compared<'_> {
    /// From the first moment of the first day to the end of the last.
    pub(super) fn moments(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        let moment = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc();
        let (before, after) = self.days;
        (moment(before), moment(after.succ_opt().unwrap_or(after)))
    }
}

const ACTION: &str =
    "c.id, a.id, c.segment, c.kind, c.title, c.trigger, c.target_kpis, c.owner,
     c.status, c.opened_at, c.due_at, c.done_at, c.baseline_on, c.baseline, c.baseline_kpis,
     c.author, c.request_key, (SELECT MIN(s.at) FROM action_step s WHERE s.action = c.id
         AND s.status IN ('IN_PROGRESS', 'DONE')), c.cost, c.cost_currency, c.peers_on";
/// An action with the account that took the one it was opened for, and that one's latest score.
const FROM: &str = "action c LEFT JOIN account said ON said.id = c.account_id
     LEFT JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
     LEFT JOIN account_score score ON score.account_id = a.id";

impl Store {
    /// Opens an action for an account and gives its number.
    pub async fn open_action(&self, action: &Action) -> Result<Ordered<i64>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(key) = &action.request_key {
            let text = format!("SELECT {ACTION} FROM {FROM} WHERE c.request_key = $1");
            let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
            if let Some(kept) = rows.first().map(read).transpose()? {
                let same = kept.repeats(action);
                return Ok(if same { Ordered::Kept(kept.id) } else { Ordered::KeyTaken });
            }
        }
        let rows = tx.rows(insert(action)).await?;
        let Some(row) = rows.first() else { return Ok(Ordered::NotThere("account")) };
        let id = row.get(0)?;
        tx.commit().await?;
        Ok(Ordered::Kept(id))
    }

    /// Takes a step of an action: how far it is, or a note. One that is over stays as it is.
    pub async fn step_action(
        &self,
        step: &ActionStep,
        status: Option<ActionStatus>,
    ) -> Result<Ordered<()>> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Acting).await?;
        if let Some(same) = repeats(&mut tx, step, status).await? {
            return Ok(if same { Ordered::Kept(()) } else { Ordered::KeyTaken });
        }
        let text = "SELECT status FROM action WHERE id = $1";
        let rows = tx.rows(query("find an action", text).bind(step.action)).await?;
        let Some(row) = rows.first() else { return Ok(Ordered::NotThere("action")) };
        let now = status_of(&row.text(0)?)?;
        let next = status.unwrap_or(now);
        if now.is_over() && next != now {
            return Ok(Ordered::Past(now.word()));
        }
        let text = "INSERT INTO action_step (action, status, note, at, author, request_key)
             VALUES ($1, $2, $3, $4, $5, $6)";
        let put = query("take a step of an action", text)
            .bind(step.action)
            .bind(next.word())
            .bind(&step.note)
            .bind(step.at)
            .bind(&step.author)
            .bind(&step.request_key);
        tx.run(put).await?;
        let text =
            "UPDATE action SET status = $1, done_at = COALESCE(done_at, $2) WHERE id = $3";
        let done = next.is_over().then_some(step.at);
        let put = query("tell how far an action is", text).bind(next.word()).bind(done);
        tx.run(put.bind(step.action)).await?;
        tx.commit().await?;
        Ok(Ordered::Kept(()))
    }

    /// An action by its number.
    pub async fn action(&self, id: i64) -> Result<Option<Action>> {
        let text = format!("SELECT {ACTION} FROM {FROM} WHERE c.id = $1");
        let rows = self.db.rows(query("read an action", text).bind(id)).await?;
        rows.first().map(read).transpose()
    }

    /// The steps of actions, the oldest first.
    pub async fn action_steps(&self, ids: &[i64]) -> Result<BTreeMap<i64, Vec<ActionStep>>> {
        let text = "SELECT action, status, note, at, author, request_key FROM action_step
             WHERE action {in:1} ORDER BY id";
        let mut all: BTreeMap<i64, Vec<ActionStep>> = BTreeMap::new();
        for row in self.db.rows(query("read steps of actions", text).bind(ids.to_vec())).await?
        {
            let step = step(&row)?;
            all.entry(step.action).or_default().push(step);
        }
        Ok(all)
    }

    /// The actions of accounts, the newest first.
    pub async fn actions_of(
        &self,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, Vec<Action>>> {
        let text = format!(
            "SELECT {ACTION} FROM {FROM}
             WHERE c.account_id IN (SELECT id FROM account WHERE id {{in:1}}
                UNION SELECT id FROM account WHERE retired_into {{in:1}}) ORDER BY c.id DESC"
        );
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let mut all: BTreeMap<AccountId, Vec<Action>> = BTreeMap::new();
        for row in self.db.rows(query("read accounts' actions", text).bind(ids)).await? {
            let action = read(&row)?;
            let Some(account) = action.account.clone() else { continue };
            all.entry(account).or_default().push(action);
        }
        Ok(all)
    }

    /// The actions of a filter as they stand at a moment.
    pub async fn actions(
        &self,
        filter: &ActionFilter,
        now: DateTime<Utc>,
        first: i64,
    ) -> Result<ActionPage> {
        const LATE: &str = "c.status IN ('OPEN', 'IN_PROGRESS') AND c.due_at < $1";
        let text = format!(
            "SELECT COUNT(*), COUNT(CASE WHEN {LATE} THEN 1 END) FROM {FROM} WHERE c.opened_at <= $1"
        );
        let mut count = query("count actions", text).bind(now);
        narrow(&mut count, filter, LATE);
        let rows = self.db.rows(count).await?;
        let (all, overdue) = rows
            .first()
            .map_or(Ok((0, 0)), |row| Ok::<_, StoreError>((row.get(0)?, row.get(1)?)))?;
        let text = format!("SELECT {ACTION} FROM {FROM} WHERE c.opened_at <= $1");
        let mut list = query("read actions", text).bind(now);
        narrow(&mut list, filter, LATE);
        let limit = list.push(first);
        list.text(&format!(" ORDER BY c.due_at IS NULL, c.due_at, c.id LIMIT ${limit}"));
        let actions = self.db.rows(list).await?.iter().map(read).collect::<Result<_>>()?;
        Ok(ActionPage { actions, count: all, overdue })
    }

    /// How an account's health changed from one day to another, and that of others like it: of the
    /// same first segment then, for whom the same did not set off an action that was open meanwhile.
    /// Values are those that were kept on the days, or last before. `None` where the account has none.
    pub async fn compared(&self, of: Compared<'_>) -> Result<Option<(Change, Vec<Change>)>> {
        let text = "SELECT b.value, n.value, b.segments FROM score_history b
             JOIN score_history n ON n.account_id = b.account_id
             WHERE b.account_id = $1 AND b.as_of = (SELECT MAX(as_of) FROM score_history
                 WHERE account_id = $1 AND as_of <= $2)
             AND n.as_of = (SELECT MAX(as_of) FROM score_history
                 WHERE account_id = $1 AND as_of <= $3 AND as_of > $2)
             AND b.value IS NOT NULL AND n.value IS NOT NULL";
        let (before, after) = of.days;
        let own = query("read an account's change", text).bind(of.account.as_str());
        let rows = self.db.rows(own.bind(before).bind(after)).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let own = Change { before: row.get(0)?, after: row.get(1)? };
        let segments = row.text(2)?;
        let first = segments.split(';').find(|code| !code.is_empty());
        let alike = first.map_or_else(|| "%".to_owned(), |code| format!(";{code};%"));
        let mut peers = self.peers_of(of, alike).await?;
        // In a small segment everybody is compared with.
        if peers.len() < LEAST_ALIKE && first.is_some() {
            peers = self.peers_of(of, "%".to_owned()).await?;
        }
        Ok(Some((own, peers)))
    }

    async fn peers_of(&self, of: Compared<'_>, segments: String) -> Result<Vec<Change>> {
        let text = "SELECT b.value, n.value FROM account a
             JOIN score_history b ON b.account_id = a.id AND b.as_of = (SELECT MAX(h.as_of)
                 FROM score_history h WHERE h.account_id = a.id AND h.as_of <= $2)
             JOIN score_history n ON n.account_id = a.id AND n.as_of = (SELECT MAX(h.as_of)
                 FROM score_history h WHERE h.account_id = a.id AND h.as_of <= $3 AND h.as_of > $2)
             WHERE a.id <> $1 AND a.retired_into IS NULL AND a.gone = FALSE
             AND b.value IS NOT NULL AND n.value IS NOT NULL AND b.segments LIKE $4
             AND NOT EXISTS (SELECT 1 FROM action c JOIN account said ON said.id = c.account_id
                 WHERE COALESCE(said.retired_into, said.id) = a.id AND c.trigger = $5
                 AND c.opened_at < $6 AND (c.done_at IS NULL OR c.done_at >= $7))
             ORDER BY a.id";
        let (before, after) = of.days;
        let (start, end) = of.moments();
        let read = query("read how others changed", text)
            .bind(of.account.as_str())
            .bind(before)
            .bind(after)
            .bind(segments)
            .bind(of.trigger)
            .bind(end)
            .bind(start);
        let rows = self.db.rows(read).await?;
        rows.iter().map(|row| Ok(Change { before: row.get(0)?, after: row.get(1)? })).collect()
    }
}

/// Fewer alike are too few to compare with.
const LEAST_ALIKE: usize = 5;

fn narrow<'a>(statement: &mut Query<'a>, filter: &'a ActionFilter, late: &str) {
    if let Some(status) = filter.status {
        let n = statement.push(status.word());
        statement.text(&format!(" AND c.status = ${n}"));
    }
    if let Some(owner) = &filter.owner {
        let n = statement.push(owner);
        statement.text(&format!(" AND c.owner = ${n}"));
    }
    if let Some(segment) = &filter.segment {
        let (n, within) = (statement.push(segment), statement.push(format!(";{segment};")));
        statement.text(&format!(
            " AND (c.segment = ${n} OR REPLACE(score.segments, ${within}, '') <> score.segments)"
        ));
    }
    if filter.overdue {
        statement.text(&format!(" AND {late}"));
    }
    if let Some(within) = &filter.within {
        let n = statement.push(within.iter().map(AccountId::as_str).collect::<Vec<_>>());
        statement.text(&format!(" AND a.id {{in:{n}}}"));
    }
}

/// The order that its key stands for is the same; `None` when it stands for none.
async fn repeats(
    tx: &mut Tx,
    asked: &ActionStep,
    status: Option<ActionStatus>,
) -> Result<Option<bool>> {
    let Some(key) = &asked.request_key else { return Ok(None) };
    let text = "SELECT action, status, note, at, author, request_key FROM action_step
         WHERE request_key = $1";
    let rows = tx.rows(query("find an order by its key", text).bind(key)).await?;
    let kept = rows.first().map(step).transpose()?;
    Ok(kept.map(|kept| {
        let same = status.is_none_or(|status| status == kept.status);
        kept.action == asked.action && kept.note == asked.note && same
    }))
}

/// An account that is no more has none opened.
fn insert(action: &Action) -> Query<'_> {
    let text =
        "INSERT INTO action (account_id, kind, title, trigger, target_kpis, owner, status,
             opened_at, due_at, baseline_on, baseline, baseline_kpis, author, request_key, cost,
             cost_currency)
         SELECT a.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16
         FROM account said
         JOIN account a ON a.id = COALESCE(said.retired_into, said.id)
         WHERE said.id = $1 AND a.gone = FALSE RETURNING id";
    let json = "words and numbers are JSON";
    query("open an action", text)
        .bind(action.account.as_ref().map(AccountId::as_str))
        .bind(action.kind.word())
        .bind(&action.title)
        .bind(&action.trigger)
        .bind(serde_json::to_string(&action.targets).expect(json))
        .bind(&action.owner)
        .bind(action.status.word())
        .bind(action.opened_at)
        .bind(action.due_at)
        .bind(action.baseline_on)
        .bind(action.baseline)
        .bind(serde_json::to_string(&action.baseline_kpis).expect(json))
        .bind(&action.author)
        .bind(&action.request_key)
        .bind(action.cost.and_then(|cost| cost.units().ok()))
        .bind(action.cost.map(|cost| cost.currency.code().to_owned()))
}

fn read(row: &Row) -> Result<Action> {
    let kpis: Option<String> = row.opt(14)?;
    Ok(Action {
        id: row.get(0)?,
        account: row.opt::<String>(1)?.map(AccountId),
        segment: row.opt(2)?,
        kind: kind_of(&row.text(3)?)?,
        title: row.text(4)?,
        trigger: row.text(5)?,
        targets: parsed(&row.text(6)?)?,
        owner: row.opt(7)?,
        status: status_of(&row.text(8)?)?,
        opened_at: row.time(9)?,
        due_at: row.opt_time(10)?,
        started_at: row.opt_time(17)?,
        done_at: row.opt_time(11)?,
        baseline_on: row.opt(12)?,
        baseline: row.opt(13)?,
        baseline_kpis: kpis.map_or(Ok(BTreeMap::new()), |text| parsed(&text))?,
        author: row.text(15)?,
        cost: row.money(18)?,
        peers_on: row.opt(20)?,
        request_key: row.opt(16)?,
    })
}

fn step(row: &Row) -> Result<ActionStep> {
    Ok(ActionStep {
        action: row.get(0)?,
        status: status_of(&row.text(1)?)?,
        note: row.opt(2)?,
        at: row.time(3)?,
        author: row.text(4)?,
        request_key: row.opt(5)?,
    })
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| {
        StoreError::Contradiction(format!("an action of another version of Accord: {error}"))
    })
}

fn status_of(word: &str) -> Result<ActionStatus> {
    ActionStatus::from_word(word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where an action's status should"))
    })
}

fn kind_of(word: &str) -> Result<ActionKind> {
    let all = [ActionKind::ShortTerm, ActionKind::Structural];
    all.into_iter().find(|kind| kind.word() == word).ok_or_else(|| {
        StoreError::Contradiction(format!("`{word}` stands where an action's kind should"))
    })
}
