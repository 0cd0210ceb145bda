//! Signals that last or lasted. One is raised with its action and its deliveries in one transaction,
//! once, however many processes find it at the same time.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::Store;
use super::db::{Lock, Result, Row, StoreError, Tx, query};
use super::moves::{Page, count};
use super::scores::advance_by;
use crate::insight::signals::{ActionKind, Flock, Lost, Rule, Signal, Suggestion};
use crate::model::{AccountId, SourceId};

/// Signals that are answered at once at most.
const LISTED: i64 = 1_000;

/// Who is told of signals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// The subscription's name.
    pub name: String,
    /// Only these rules; all when empty.
    pub rules: Vec<Rule>,
    /// Only signals of this segment and of accounts in it.
    pub segment: Option<String>,
}

impl Subscriber {
    fn wants(&self, signal: &Signal) -> bool {
        let rule = self.rules.is_empty() || self.rules.contains(&signal.rule);
        let segment = self.segment.as_ref().is_none_or(|wanted| {
            signal.segment.as_ref() == Some(wanted) || signal.segments.contains(wanted)
        });
        rule && segment
    }
}

/// Whose signals were looked for: what is open there and was not found again has ended.
#[derive(Debug, Clone)]
pub enum Scope {
    /// All signals of these accounts.
    Accounts(Vec<AccountId>),
    /// All signals of this rule.
    Rule(Rule),
    /// None: only what was found is raised.
    Nothing,
}

/// The signals whose condition holds.
#[derive(Debug, Clone)]
pub struct Found<'a> {
    /// Whose were looked for.
    pub scope: Scope,
    /// What was found. An unhappy person that only holds is kept until the account's worth is known.
    pub signals: &'a [Signal],
    /// What the accounts looked at lost through quiet sources.
    pub lost: &'a Lost,
    /// The code and version of the rules.
    pub model: &'a str,
    /// Who is to be told.
    pub subscribers: &'a [Subscriber],
    /// On which day.
    pub day: NaiveDate,
    /// When.
    pub now: DateTime<Utc>,
}

/// A signal that was raised.
#[derive(Debug, Clone, PartialEq)]
pub struct Raised {
    /// Its number.
    pub id: i64,
    /// What it says. Its account is the one that took the records of the account it was raised for.
    pub signal: Signal,
    /// When it was raised.
    pub raised_at: DateTime<Utc>,
    /// The day on which its condition was found not to hold any more.
    pub ended_on: Option<NaiveDate>,
    /// The code and version of the rules.
    pub model: String,
    /// The data's version at which it was raised; 0 where that was not kept.
    pub version: i64,
}

/// Which signals to list.
#[derive(Debug, Clone, Default)]
pub struct SignalFilter {
    /// Of these rules; of all when empty.
    pub rules: Vec<Rule>,
    /// Of this segment itself.
    pub segment: Option<String>,
    /// Only those that last, or only those that ended.
    pub open: Option<bool>,
    /// Raised on this day or later.
    pub since: Option<NaiveDate>,
    /// Of one of these accounts.
    pub within: Option<Vec<AccountId>>,
    /// How many, 1,000 at most.
    pub first: i64,
}

impl Store {
    /// Raises what was found and is not raised yet, each with its action and its deliveries, and ends
    /// what was looked for and not found. Gives how many were raised.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn put_signals(&self, found: &Found<'_>) -> Result<u64> {
        let nothing = match &found.scope {
            Scope::Accounts(accounts) => accounts.is_empty(),
            Scope::Rule(_) => false,
            Scope::Nothing => true,
        };
        if nothing && found.signals.is_empty() {
            return Ok(0);
        }
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Signals).await?;
        let open = open(&mut tx, found).await?;
        let topics: BTreeMap<&str, &Signal> =
            found.signals.iter().map(|signal| (signal.topic.as_str(), signal)).collect();
        let over = open.iter().filter(|(topic, _)| !topics.contains_key(topic.as_str()));
        end(&mut tx, over.map(|(_, (id, _))| *id).collect(), found.day).await?;
        refresh(&mut tx, &open, &topics).await?;
        let new =
            topics.iter().filter(|(topic, s)| !s.only_holds && !open.contains_key(**topic));
        let new: Vec<&Signal> = new.map(|(_, signal)| *signal).collect();
        let raised = raise(&mut tx, &new, found).await?;
        put_actions(&mut tx, &raised, found).await?;
        put_deliveries(&mut tx, &raised, found).await?;
        put_sightings(&mut tx, found).await?;
        number(&mut tx, &raised).await?;
        tx.commit().await?;
        Ok(raised.len() as u64)
    }

    /// Ends the signals of accounts that are no more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_signals_of_gone(&self, day: NaiveDate) -> Result<u64> {
        let mut tx = self.db.begin().await?;
        tx.lock(Lock::Signals).await?;
        let text = "UPDATE signal SET ended_on = $1 WHERE ended_on IS NULL AND account_id IN (
                SELECT id FROM account WHERE retired_into IS NOT NULL OR gone = TRUE)";
        let ended =
            tx.run(query("end signals of accounts that are no more", text).bind(day)).await?;
        let text = "DELETE FROM signal_seen WHERE account_id IN (
                SELECT id FROM account WHERE retired_into IS NOT NULL OR gone = TRUE)";
        tx.run(query("forget what was seen of accounts that are no more", text)).await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// The unhappy of all accounts who are not told of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn unhappy(&self) -> Result<Vec<Signal>> {
        let text = "SELECT g.body FROM signal_seen g WHERE g.body IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM signal s WHERE s.topic = g.topic AND s.ended_on IS NULL)
             ORDER BY g.topic";
        let rows = self.db.rows(query("read who is unhappy", text)).await?;
        rows.iter().map(|row| parsed(&row.text(0)?)).collect()
    }

    /// What all accounts lost through a source, and what is at stake.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lost(&self, source: &SourceId) -> Result<Lost> {
        let text = "SELECT account_id, lost, at_stake FROM signal_seen WHERE source = $1";
        let read = query("read what was lost through a source", text).bind(source.as_str());
        let mut lost = Lost::default();
        for row in self.db.rows(read).await? {
            lost.count(source, row.text(0)?.into(), (row.get(1)?, row.get(2)?));
        }
        Ok(lost)
    }

    /// Signals of accounts that last or were raised since a day, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signals_of(
        &self,
        accounts: &[AccountId],
        since: NaiveDate,
    ) -> Result<BTreeMap<AccountId, Vec<Raised>>> {
        let text = format!(
            "SELECT {RAISED} FROM {FROM}
             WHERE s.account_id IN (SELECT id FROM account WHERE id {{in:1}}
                UNION SELECT id FROM account WHERE retired_into {{in:1}})
             AND (s.ended_on IS NULL OR s.raised_on >= $2)
             ORDER BY s.id DESC"
        );
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let rows =
            self.db.rows(query("read accounts' signals", text).bind(ids).bind(since)).await?;
        let mut all: BTreeMap<AccountId, Vec<Raised>> = BTreeMap::new();
        for row in &rows {
            let raised = read(row)?;
            if let Some(account) = raised.signal.account.clone() {
                all.entry(account).or_default().push(raised);
            }
        }
        Ok(all)
    }

    /// Signals of a filter, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signals(&self, filter: &SignalFilter) -> Result<Vec<Raised>> {
        let mut statement =
            query("read signals", format!("SELECT {RAISED} FROM {FROM} WHERE TRUE"));
        if !filter.rules.is_empty() {
            let at =
                statement.push(filter.rules.iter().map(|rule| rule.word()).collect::<Vec<_>>());
            statement.text(&format!(" AND s.rule {{in:{at}}}"));
        }
        if let Some(segment) = &filter.segment {
            let at = statement.push(segment);
            statement.text(&format!(" AND s.segment = ${at}"));
        }
        if let Some(since) = filter.since {
            let at = statement.push(since);
            statement.text(&format!(" AND s.raised_on >= ${at}"));
        }
        if let Some(within) = &filter.within {
            let at = statement.push(within.iter().map(AccountId::as_str).collect::<Vec<_>>());
            statement.text(&format!(" AND a.id {{in:{at}}}"));
        }
        match filter.open {
            Some(true) => statement.text(" AND s.ended_on IS NULL"),
            Some(false) => statement.text(" AND s.ended_on IS NOT NULL"),
            None => {}
        }
        let at = statement.push(filter.first.clamp(1, LISTED));
        statement.text(&format!(" ORDER BY s.id DESC LIMIT ${at}"));
        self.db.rows(statement).await?.iter().map(read).collect()
    }

    /// Signals raised after a version of the data, in their order, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn signals_since(&self, since: i64, most: i64) -> Result<Page<Raised>> {
        // Before the signals: what comes in between is read the next time.
        let upto = self.data_version().await?;
        let text = format!(
            "SELECT {RAISED} FROM {FROM}
             WHERE s.version > $1 AND s.version <= $2 ORDER BY s.version LIMIT $3"
        );
        let read = query("read new signals", text).bind(since).bind(upto).bind(most);
        let rows = self.db.rows(read).await?;
        let found = rows.iter().map(self::read).collect::<Result<_>>()?;
        Ok(Page::of(found, most, upto, |raised: &Raised| raised.version))
    }

    /// The segments of which at least so many members fired this rule since a day or fire it still,
    /// each with its members. An account is a member of the first of its segments only: its peers' one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn flocks(
        &self,
        rule: Rule,
        since: NaiveDate,
        least: usize,
    ) -> Result<Vec<Flock>> {
        let text = "SELECT now.id, c.segments, s.body FROM signal s
                JOIN account raised ON raised.id = s.account_id
                JOIN account now ON now.id = COALESCE(raised.retired_into, raised.id)
                JOIN account_score c ON c.account_id = now.id
                WHERE s.rule = $1 AND now.gone = FALSE
                AND (s.ended_on IS NULL OR s.raised_on >= $2) ORDER BY s.id";
        let read = query("find who fired", text).bind(rule.word()).bind(since);
        let mut flocks: BTreeMap<String, Flock> = BTreeMap::new();
        for row in self.db.rows(read).await? {
            let segments = row.text(1)?;
            let Some(first) = segments.split(';').find(|code| !code.is_empty()) else {
                continue;
            };
            let flock = flocks.entry(first.to_owned()).or_default();
            // One that another version wrote still fired.
            let measures = parsed(&row.text(2)?).map(|signal| signal.measures);
            flock.hit.insert(row.text(0)?.into(), measures.unwrap_or_default());
        }
        flocks.retain(|_, flock| flock.hit.len() >= least);
        for (segment, flock) in &mut flocks {
            flock.segment.clone_from(segment);
            let text = "SELECT c.account_id FROM account_score c
                 JOIN account a ON a.id = c.account_id
                 WHERE c.segments LIKE $1 AND a.retired_into IS NULL AND a.gone = FALSE";
            let read = query("read a segment's members", text).bind(format!(";{segment};%"));
            let rows = self.db.rows(read).await?;
            let members = rows.iter().map(|row| Ok(row.text(0)?.into()));
            flock.members = members.collect::<Result<_>>()?;
        }
        Ok(flocks.into_values().collect())
    }

    /// The recurring revenue of these accounts, and what an account must have not to be below this
    /// share of all whose revenue is known; in one currency. `None` while none is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn worth(
        &self,
        accounts: &[AccountId],
        share: f64,
    ) -> Result<Option<(f64, BTreeMap<AccountId, f64>)>> {
        let known = "account_score c JOIN account a ON a.id = c.account_id
             WHERE c.arr IS NOT NULL AND a.retired_into IS NULL AND a.gone = FALSE";
        let text = format!("SELECT COUNT(*) FROM {known}");
        let rows = self.db.rows(query("count revenues", text)).await?;
        let count: i64 = rows.first().map_or(Ok(0), |row| row.get(0))?;
        let place = ((count as f64 * share).ceil() as i64 - 1).max(0);
        let text = format!("SELECT c.arr FROM {known} ORDER BY c.arr LIMIT 1 OFFSET $1");
        let rows = self.db.rows(query("find a share of revenues", text).bind(place)).await?;
        let Some(least) = rows.first().map(|row| row.get::<i64>(0)).transpose()? else {
            return Ok(None);
        };
        let text = format!("SELECT c.account_id, c.arr FROM {known} AND c.account_id {{in:1}}");
        let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
        let rows = self.db.rows(query("read revenues", text).bind(ids)).await?;
        let units = |units: i64| units as f64 / 10_000.0;
        let all = rows.iter().map(|row| Ok((row.text(0)?.into(), units(row.get(1)?))));
        Ok(Some((units(least), all.collect::<Result<_>>()?)))
    }
}

/// The columns of a signal as [`read`] takes them, with the account that took the one it was raised for.
pub(super) const RAISED: &str =
    "s.id, a.id, s.raised_on, s.ended_on, s.body, s.model, s.made_at, s.version";
/// A signal with that account.
pub(super) const FROM: &str = "signal s
    LEFT JOIN account raised ON raised.id = s.account_id
    LEFT JOIN account a ON a.id = COALESCE(raised.retired_into, raised.id)";

pub(super) fn read(row: &Row) -> Result<Raised> {
    let signal = parsed(&row.text(4)?)?;
    let account = row.opt::<String>(1)?.map(AccountId);
    Ok(Raised {
        id: row.get(0)?,
        signal: Signal { account: account.or(signal.account), ..signal },
        raised_at: row.time(6)?,
        ended_on: row.opt(3)?,
        model: row.text(5)?,
        version: row.get(7)?,
    })
}

fn parsed(body: &str) -> Result<Signal> {
    serde_json::from_str(body).map_err(|error| {
        StoreError::Contradiction(format!("a signal of another version of Accord: {error}"))
    })
}

/// The open signals that were looked for, or found, by topic: number and body.
async fn open(tx: &mut Tx, found: &Found<'_>) -> Result<BTreeMap<String, (i64, String)>> {
    let topics: Vec<&str> = found.signals.iter().map(|signal| signal.topic.as_str()).collect();
    let text = "SELECT topic, id, body FROM signal WHERE ended_on IS NULL AND ";
    let statement = match &found.scope {
        Scope::Accounts(accounts) => {
            let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
            query("read open signals", format!("{text} account_id {{in:1}}")).bind(ids)
        }
        Scope::Rule(rule) => {
            query("read open signals", format!("{text} rule = $1")).bind(rule.word())
        }
        Scope::Nothing => {
            query("read open signals", format!("{text} topic {{in:1}}")).bind(topics)
        }
    };
    let rows = tx.rows(statement).await?;
    rows.iter().map(|row| Ok((row.text(0)?, (row.get(1)?, row.text(2)?)))).collect()
}

async fn end(tx: &mut Tx, over: Vec<i64>, day: NaiveDate) -> Result<()> {
    if over.is_empty() {
        return Ok(());
    }
    let text = "UPDATE signal SET ended_on = $1 WHERE id {in:2} AND ended_on IS NULL";
    tx.run(query("end signals", text).bind(day).bind(over)).await.map(drop)
}

/// Of an open signal about several accounts it is told anew who they are, when that changed.
async fn refresh(
    tx: &mut Tx,
    open: &BTreeMap<String, (i64, String)>,
    topics: &BTreeMap<&str, &Signal>,
) -> Result<()> {
    for (topic, (id, body)) in open {
        let Some(signal) = topics.get(topic.as_str()) else { continue };
        let Ok(kept) = serde_json::from_str::<Signal>(body) else { continue };
        let same = kept.accounts == signal.accounts && kept.not_yet_hit == signal.not_yet_hit;
        if signal.account.is_some() || signal.only_holds || same {
            continue;
        }
        let now = Signal { raised_on: kept.raised_on, ..Signal::clone(signal) };
        let text = "UPDATE signal SET body = $1 WHERE id = $2";
        tx.run(query("tell a signal anew", text).bind(body_of(&now)).bind(*id)).await?;
    }
    Ok(())
}

fn body_of(signal: &Signal) -> String {
    serde_json::to_string(signal).expect("plain words and numbers are JSON")
}

/// Raises signals; gives those that nobody raised before, with their numbers.
async fn raise<'a>(
    tx: &mut Tx,
    new: &[&'a Signal],
    found: &Found<'_>,
) -> Result<Vec<(i64, &'a Signal)>> {
    let text =
        "INSERT INTO signal (rule, topic, account_id, segment, raised_on, body, model, made_at)
         {values} ON CONFLICT (topic) WHERE ended_on IS NULL DO NOTHING RETURNING id, topic";
    let rows = tx
        .bulk_rows("raise signals", text, new, |statement, signal| {
            statement
                .bind(signal.rule.word())
                .bind(&signal.topic)
                .bind(signal.account.as_ref().map(AccountId::as_str))
                .bind(&signal.segment)
                .bind(signal.raised_on)
                .bind(body_of(signal))
                .bind(found.model)
                .bind(found.now)
        })
        .await?;
    let by_topic: BTreeMap<&str, &Signal> =
        new.iter().map(|signal| (signal.topic.as_str(), *signal)).collect();
    let mut raised = Vec::new();
    for row in &rows {
        let topic = row.text(1)?;
        raised.extend(by_topic.get(topic.as_str()).map(|signal| Ok((row.get(0)?, *signal))));
    }
    let mut raised: Vec<(i64, &Signal)> = raised.into_iter().collect::<Result<_>>()?;
    raised.sort_by_key(|(id, _)| *id);
    Ok(raised)
}

/// Gives each signal a version of the data of its own. Last of all: until the end of the transaction nobody
/// else gets one.
async fn number(tx: &mut Tx, raised: &[(i64, &Signal)]) -> Result<()> {
    if raised.is_empty() {
        return Ok(());
    }
    let all = count(raised);
    let first = advance_by(tx, all).await? - all + 1;
    let numbered: Vec<(i64, i64)> =
        raised.iter().zip(first..).map(|((id, _), version)| (*id, version)).collect();
    let text = "WITH given (id, version) AS ({values})
         UPDATE signal AS t SET version = given.version FROM given WHERE t.id = given.id";
    tx.bulk("number signals", text, &numbered, |statement, (id, version)| {
        statement.bind(*id).bind(*version)
    })
    .await
    .map(drop)
}

/// The one action of each signal: what helps now.
async fn put_actions(tx: &mut Tx, raised: &[(i64, &Signal)], found: &Found<'_>) -> Result<()> {
    let now = |(id, signal): &(i64, &'_ Signal)| {
        let short = |suggestion: &&Suggestion| suggestion.kind == ActionKind::ShortTerm;
        let suggestion = signal.suggested.iter().find(short)?.clone();
        Some((*id, Signal::clone(signal), suggestion))
    };
    let actions: Vec<(i64, Signal, Suggestion)> = raised.iter().filter_map(now).collect();
    let text =
        "INSERT INTO action (account_id, segment, signal, kind, title, trigger, target_kpis,
             owner, status, opened_at, due_at, baseline_on, baseline, author, request_key)
         {values} ON CONFLICT (request_key) WHERE request_key IS NOT NULL DO NOTHING";
    tx.bulk("open actions", text, &actions, |statement, (id, signal, suggestion)| {
        let due = TimeDelta::try_days(suggestion.due_days).unwrap_or_default();
        let targets: BTreeSet<&String> = suggestion.targets.iter().collect();
        statement
            .bind(signal.account.as_ref().map(AccountId::as_str))
            .bind(&signal.segment)
            .bind(*id)
            .bind(suggestion.kind.word())
            .bind(&suggestion.title)
            .bind(signal.rule.trigger())
            .bind(serde_json::to_string(&targets).expect("words are JSON"))
            .bind(&signal.owner)
            .bind("OPEN")
            .bind(found.now)
            .bind(found.now + due)
            .bind(signal.raised_on)
            .bind(signal.baseline)
            .bind(found.model)
            .bind(format!("signal:{id}"))
    })
    .await
    .map(drop)
}

/// What was seen of these accounts, in place of what was seen before.
async fn put_sightings(tx: &mut Tx, found: &Found<'_>) -> Result<()> {
    let Scope::Accounts(accounts) = &found.scope else { return Ok(()) };
    let ids: Vec<&str> = accounts.iter().map(AccountId::as_str).collect();
    let text = "DELETE FROM signal_seen WHERE account_id {in:1}";
    tx.run(query("forget what was seen before", text).bind(ids)).await?;
    let mut rows: Vec<Sighting> = Vec::new();
    for signal in found.signals.iter().filter(|signal| signal.rule == Rule::Influencer) {
        let Some(account) = &signal.account else { continue };
        let body = Some(body_of(signal));
        rows.push(Sighting {
            account,
            topic: signal.topic.clone(),
            source: None,
            lost: None,
            body,
        });
    }
    for (source, account, lost) in found.lost.all() {
        let topic = format!("{}:{source}", Rule::BlindSpot.word());
        let source = Some(source.as_str());
        rows.push(Sighting { account, topic, source, lost: Some(lost), body: None });
    }
    let text =
        "INSERT INTO signal_seen (account_id, topic, source, lost, at_stake, body) {values}
         ON CONFLICT (account_id, topic) DO NOTHING";
    tx.bulk("keep what was seen", text, &rows, |statement, row| {
        statement
            .bind(row.account.as_str())
            .bind(&row.topic)
            .bind(row.source)
            .bind(row.lost.map(|(lost, _)| lost))
            .bind(row.lost.map(|(_, at_stake)| at_stake))
            .bind(&row.body)
    })
    .await
    .map(drop)
}

/// A row of what was seen.
struct Sighting<'a> {
    account: &'a AccountId,
    topic: String,
    source: Option<&'a str>,
    lost: Option<(f64, f64)>,
    body: Option<String>,
}

async fn put_deliveries(
    tx: &mut Tx,
    raised: &[(i64, &Signal)],
    found: &Found<'_>,
) -> Result<()> {
    let of = |(id, signal): &(i64, &Signal)| {
        let id = *id;
        let wanting = found.subscribers.iter().filter(|one| one.wants(signal));
        wanting.map(move |one| (id, one.name.as_str())).collect::<Vec<_>>()
    };
    let all: Vec<(i64, &str)> = raised.iter().flat_map(of).collect();
    let text = "INSERT INTO signal_delivery (signal, subscription, next_at) {values}
         ON CONFLICT (signal, subscription) DO NOTHING";
    tx.bulk("put deliveries up", text, &all, |statement, (id, name)| {
        statement.bind(*id).bind(*name).bind(found.now)
    })
    .await
    .map(drop)
}
