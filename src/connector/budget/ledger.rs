//! What was spent of a budget, and what is left of it as far as the source says so.
//!
//! A ledger is a value: one process holds it in memory, several share it as text in a store.
//!
//! Its time never runs backwards: a clock a little behind is taken for the latest one seen. A
//! clock that was put back by more than a minute moves the whole ledger with it.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Asking, Heard, Rule, Window};

/// What is spent within this part of an interval is remembered as one, at its latest moment: that
/// keeps a ledger small and can only make it stricter.
const CELLS: i64 = 64;
/// Clocks of the processes that share a ledger may differ by so much.
const SKEW: i64 = 60 * SECOND;
/// Windows that end within this time are spread over; for what ends later nobody waits.
const SPREAD: i64 = 15 * 60 * SECOND;
/// No source can stop us for longer at once.
const LONGEST_REST: i64 = 24 * 60 * 60 * SECOND;
/// Two ends so near each other are one: sources count in whole seconds.
const SAME_END: i64 = SECOND;
const MOST_WINDOWS: usize = 16;
const MOST_LANES: usize = 128;
const SECOND: i64 = 1_000_000;

/// Whether a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Now; what it counts is spent.
    Go,
    /// Not before this moment; ask again then.
    Wait(DateTime<Utc>),
}

/// What was spent, and what a source said. Moments are in microseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Ledger {
    seen: i64,
    /// Nothing may be sent before.
    blocked: i64,
    /// By rule.
    spent: BTreeMap<String, VecDeque<Spent>>,
    /// When the fixed window of a rule ends, as the source says.
    resets: BTreeMap<String, i64>,
    /// Windows that the source told of.
    told: BTreeMap<String, Told>,
    /// Which of them are for which endpoint.
    lanes: BTreeMap<String, Vec<String>>,
}

/// First moment, last moment, weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Spent(i64, i64, u64);

/// A window as a source tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// The limit, or the most that was ever left.
    most: u64,
    left: u64,
    ends: i64,
    /// The next request is not sent before.
    next: i64,
}

impl Told {
    /// So few are left that they are spread over the rest of the window.
    fn is_few(&self, now: i64) -> bool {
        self.left.saturating_mul(5) <= self.most && self.ends - now <= SPREAD
    }

    fn wait(&self, now: i64) -> Option<i64> {
        let until = match self.left {
            0 => self.ends,
            _ if self.is_few(now) => self.next,
            _ => return None,
        };
        Some(until).filter(|until| *until > now)
    }

    fn take(&mut self, now: i64) {
        self.left = self.left.saturating_sub(1);
        let gaps = i64::try_from(self.left).unwrap_or(i64::MAX).saturating_add(1);
        self.next = now + (self.ends - now).max(0) / gaps;
    }
}

impl Ledger {
    /// Takes what a request counts, when it may be sent.
    pub fn turn(&mut self, asking: &Asking, now: DateTime<Utc>) -> Turn {
        if let Some(until) = self.rest(asking, now) {
            return Turn::Wait(until);
        }
        let turn = self.spend(asking, asking.weight, Duration::ZERO, now);
        if turn == Turn::Go {
            self.note(asking, now);
        }
        turn
    }

    /// Until when the source wants a rest, or wants its last requests spread.
    pub fn rest(&mut self, asking: &Asking, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let now = self.moment(now);
        self.told.retain(|_, told| told.ends > now);
        if self.blocked > now {
            return Some(moment(self.blocked));
        }
        let waits: Option<i64> = match self.lanes.get(&asking.lane) {
            Some(keys) => {
                let told = keys.iter().filter_map(|key| self.told.get(key));
                told.filter_map(|told| told.wait(now)).max()
            }
            // What an endpoint is part of is known only after its first reply.
            None => self.told.values().filter_map(|told| told.wait(now)).max(),
        };
        waits.map(moment)
    }

    /// Takes so much of the declared rates, to be sent within `holds`.
    pub fn spend(
        &mut self,
        asking: &Asking,
        weight: u64,
        holds: Duration,
        now: DateTime<Utc>,
    ) -> Turn {
        let now = self.moment(now);
        let waits = asking.rules.iter().filter_map(|rule| {
            let reset = self.resets.get(&rule.key).copied().unwrap_or(i64::MAX);
            let spent = self.spent.get_mut(&rule.key)?;
            forget(spent, now - length(rule));
            if rule.fixed && reset <= now {
                forget(spent, reset);
            }
            earliest(spent, rule, weight)
        });
        if let Some(until) = waits.max() {
            return Turn::Wait(moment(until));
        }
        let at = now + i64::try_from(holds.as_micros()).unwrap_or(0);
        self.write(&asking.rules, weight, at);
        Turn::Go
    }

    fn write(&mut self, rules: &[Rule], weight: u64, at: i64) {
        for rule in rules {
            let spent = self.spent.entry(rule.key.clone()).or_default();
            match spent.back_mut() {
                Some(last) if at < last.0 + length(rule) / CELLS => {
                    last.1 = last.1.max(at);
                    last.2 += weight;
                }
                _ => spent.push_back(Spent(at, at, weight)),
            }
        }
    }

    /// Gives back what was taken and not sent; `until` is when it was to be sent at the latest.
    pub fn give_back(&mut self, asking: &Asking, weight: u64, until: DateTime<Utc>) {
        let until = until.timestamp_micros();
        for rule in asking.rules.iter() {
            let spent = self.spent.get_mut(&rule.key);
            // Only an entry that surely holds it: what is long over was forgotten already.
            let holds = |spent: &&mut Spent| spent.0 <= until && until <= spent.1;
            let entry = spent.and_then(|spent| spent.iter_mut().find(holds));
            if let Some(entry) = entry {
                entry.2 = entry.2.saturating_sub(weight);
            }
        }
    }

    /// Counts a request against the windows that the source told of.
    pub fn note(&mut self, asking: &Asking, now: DateTime<Utc>) {
        let now = self.moment(now);
        for key in self.lanes.get(&asking.lane).into_iter().flatten() {
            if let Some(told) = self.told.get_mut(key) {
                told.take(now);
            }
        }
    }

    /// Learns from a reply; `open` requests are under way, which it does not count yet.
    /// Says whether others should know soon: a rest, or little left.
    pub fn hear(
        &mut self,
        asking: &Asking,
        heard: &Heard,
        open: u64,
        now: DateTime<Utc>,
    ) -> bool {
        let now = self.moment(now);
        let mut urgent = false;
        if let Some(until) = heard.until {
            urgent = self.block_at(until, now);
        }
        if let Some(reset) = heard.reset {
            for rule in asking.rules.iter().filter(|rule| rule.fixed) {
                self.resets.insert(rule.key.clone(), reset.timestamp_micros());
            }
        }
        let timed = heard.windows.iter().filter_map(|window| {
            Some((window, window.ends?.timestamp_micros())).filter(|(_, ends)| *ends > now)
        });
        let keys: Vec<String> =
            timed.map(|(window, ends)| self.learn(window, ends, open)).collect();
        let told = keys.iter().filter_map(|key| self.told.get(key));
        urgent |= told.clone().any(|told| told.is_few(now));
        let empty = told.clone().any(|told| told.left == 0);
        let untimed = heard.windows.iter().any(|w| w.left == 0 && w.ends.is_none());
        if (heard.hit || untimed) && heard.until.is_none() && !empty {
            self.exhaust(&asking.rules, now);
            urgent |= asking.is_rated();
        }
        if !keys.is_empty()
            && (self.lanes.len() < MOST_LANES || self.lanes.contains_key(&asking.lane))
        {
            self.lanes.insert(asking.lane.clone(), keys);
        }
        urgent
    }

    /// Lets nothing out before a moment, a day from now at most; says whether that is news.
    pub fn block(&mut self, until: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        let now = self.moment(now);
        self.block_at(until, now)
    }

    fn block_at(&mut self, until: DateTime<Utc>, now: i64) -> bool {
        let until = until.timestamp_micros().min(now + LONGEST_REST);
        let news = until > self.blocked;
        self.blocked = self.blocked.max(until);
        news
    }

    fn learn(&mut self, window: &Window, ends: i64, open: u64) -> String {
        let limit = window.limit.unwrap_or(0);
        let key = format!("{}/{limit}", window.name);
        let left = window.left.saturating_sub(open);
        match self.told.get_mut(&key) {
            // Within a window only less can be left: replies overtake each other.
            Some(told) if (told.ends - ends).abs() <= SAME_END => {
                told.left = told.left.min(left);
                told.ends = told.ends.max(ends);
                told.most = told.most.max(window.left);
            }
            known => {
                let most = known.as_ref().map_or(0, |told| told.most);
                let next = known.map_or(0, |told| told.next);
                let most = most.max(limit).max(window.left);
                self.told.insert(key.clone(), Told { most, left, ends, next });
            }
        }
        while self.told.len() > MOST_WINDOWS {
            let soonest = self.told.iter().min_by_key(|(_, told)| told.ends);
            let Some(soonest) = soonest.map(|(key, _)| key.clone()) else { break };
            self.told.remove(&soonest);
        }
        key
    }

    /// The source says that nothing is left, and not until when: its count is ahead of ours.
    fn exhaust(&mut self, rules: &[Rule], now: i64) {
        let free = rules.iter().map(|rule| {
            let spent = self.spent.entry(rule.key.clone()).or_default();
            forget(spent, now - length(rule));
            rule.limit.saturating_sub(spent.iter().map(|spent| spent.2).sum())
        });
        let free = free.min().unwrap_or(0);
        if free > 0 {
            self.write(rules, free, now);
        }
    }

    /// Takes over what another ledger of the same budget learned; what was spent is not added up.
    pub fn merge(&mut self, other: &Self) {
        self.blocked = self.blocked.max(other.blocked);
        for (key, theirs) in &other.told {
            match self.told.get_mut(key) {
                Some(ours) if (ours.ends - theirs.ends).abs() <= SAME_END => {
                    ours.left = ours.left.min(theirs.left);
                    ours.ends = ours.ends.max(theirs.ends);
                    ours.next = ours.next.max(theirs.next);
                    ours.most = ours.most.max(theirs.most);
                }
                Some(ours) if ours.ends > theirs.ends => {}
                _ => drop(self.told.insert(key.clone(), theirs.clone())),
            }
        }
        for (key, reset) in &other.resets {
            let ours = self.resets.entry(key.clone()).or_insert(*reset);
            *ours = (*ours).max(*reset);
        }
        for (lane, keys) in &other.lanes {
            if self.lanes.len() < MOST_LANES {
                self.lanes.entry(lane.clone()).or_insert_with(|| keys.clone());
            }
        }
    }

    /// Takes over a newer state of the same ledger, and keeps what this one learned besides.
    pub fn adopt(&mut self, newer: Self) {
        self.merge(&newer);
        self.spent = newer.spent;
    }

    /// Drops what cannot matter any more, before it is written down.
    pub fn tidy(&mut self) {
        let year = self.seen - 366 * LONGEST_REST;
        self.spent.retain(|_, spent| spent.back().is_some_and(|last| last.1 > year));
        let (told, spent) = (&self.told, &self.spent);
        self.resets.retain(|key, _| spent.contains_key(key));
        self.lanes.retain(|_, keys| keys.iter().any(|key| told.contains_key(key)));
    }

    fn moment(&mut self, now: DateTime<Utc>) -> i64 {
        let now = now.timestamp_micros();
        if now < self.seen - SKEW {
            self.shift(now - self.seen);
        }
        self.seen = self.seen.max(now);
        self.seen
    }

    fn shift(&mut self, by: i64) {
        self.seen += by;
        self.blocked += by;
        for spent in self.spent.values_mut().flatten() {
            spent.0 += by;
            spent.1 += by;
        }
        for reset in self.resets.values_mut() {
            *reset += by;
        }
        for told in self.told.values_mut() {
            told.ends += by;
            told.next += by;
        }
    }
}

/// Drops what was spent up to a moment.
fn forget(spent: &mut VecDeque<Spent>, upto: i64) {
    while spent.front().is_some_and(|first| first.1 <= upto) {
        spent.pop_front();
    }
}

/// When so much more fits, unless it fits now.
fn earliest(spent: &VecDeque<Spent>, rule: &Rule, weight: u64) -> Option<i64> {
    let mut used: u64 = spent.iter().map(|spent| spent.2).sum();
    if used + weight <= rule.limit {
        return None;
    }
    for entry in spent {
        used -= entry.2;
        if used + weight <= rule.limit {
            return Some(entry.1 + length(rule));
        }
    }
    // More than the limit fits never; whoever asks for it is told to come later and ask for less.
    spent.back().map(|last| last.1 + length(rule))
}

fn length(rule: &Rule) -> i64 {
    rule.interval.num_microseconds().unwrap_or(i64::MAX / 4)
}

fn moment(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
