//! What is to be done for an account, and whether it worked: its health before and after against
//! accounts like it that were left alone (difference in differences, `proof`).

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::insight::HealthModel;
use crate::insight::proof::{Better, Change, Difference, PeerPool, Verdict, Window};
use crate::insight::proof::{difference, verdict_of};
use crate::insight::signals::ActionKind;
use crate::model::{AccountId, Money};

/// Days after which an effect is looked for, of an action that names no KPI. Our assumption.
const WINDOW_DAYS: i64 = 90;
/// Peers are at most so many. Our assumption.
const PEERS: usize = 30;
/// Points of health before that a peer may be away. Our assumption.
const CALIPER: f64 = 10.0;

/// How far an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionStatus {
    /// Nobody began.
    Open,
    /// Somebody is at it.
    InProgress,
    /// It was done.
    Done,
    /// It will not be done.
    Cancelled,
}

impl ActionStatus {
    const ALL: [Self; 4] = [Self::Open, Self::InProgress, Self::Done, Self::Cancelled];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "OPEN",
            Self::InProgress => "IN_PROGRESS",
            Self::Done => "DONE",
            Self::Cancelled => "CANCELLED",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Nothing more will come of it.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Cancelled)
    }
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Its number; 0 of one that is not kept yet.
    pub id: i64,
    /// For which account; `None` of one for a segment or a source.
    pub account: Option<AccountId>,
    /// For which segment.
    pub segment: Option<String>,
    /// For how long it is meant to help.
    pub kind: ActionKind,
    /// What, in words.
    pub title: String,
    /// What set it off.
    pub trigger: String,
    /// Codes of the KPIs that it should move.
    pub targets: Vec<String>,
    /// Who sees to it, by the origin id of one of our people.
    pub owner: Option<String>,
    /// How far it is.
    pub status: ActionStatus,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it should be done.
    pub due_at: Option<DateTime<Utc>>,
    /// When somebody began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it was done or given up.
    pub done_at: Option<DateTime<Utc>>,
    /// Of which day the baseline is.
    pub baseline_on: Option<NaiveDate>,
    /// The account's health then.
    pub baseline: Option<f64>,
    /// Raw values of the KPIs that it should move, as they were then.
    pub baseline_kpis: BTreeMap<String, f64>,
    /// Who or what opened it.
    pub author: String,
    /// What it costs, where somebody stated it.
    pub cost: Option<Money>,
    /// The day on which it was taken down whom it is compared with; `None` while that was not done.
    pub peers_on: Option<NaiveDate>,
    /// Names the order: nothing is opened twice under one.
    pub request_key: Option<String>,
}

impl Action {
    /// It should be done and is not.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        !self.status.is_over() && self.due_at.is_some_and(|due| due < now)
    }

    /// Both order the same, whenever they do.
    pub fn repeats(&self, other: &Self) -> bool {
        let of = |action: &Self| {
            let Self { account, kind, title, trigger, targets, owner, due_at, cost, .. } =
                action;
            let words = (title.clone(), trigger.clone(), targets.clone(), *cost);
            let due = due_at.map(|at| at.timestamp_micros());
            (account.clone(), *kind, words, owner.clone(), due)
        };
        of(self) == of(other)
    }
}

/// A step of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionStep {
    /// The action's number.
    pub action: i64,
    /// How far it is since.
    pub status: ActionStatus,
    /// What there is to say.
    pub note: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
    /// Who says so.
    pub author: String,
    /// Names the order: nothing is done twice under one.
    pub request_key: Option<String>,
}

/// When an action's effect is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trial {
    /// The day of the value before.
    pub before: NaiveDate,
    /// The day of the value after: as soon as the KPIs look back on nothing but what came since.
    pub after: NaiveDate,
    /// How much of the window has passed.
    pub window: Window,
}

/// When an action's effect can be told. `None` while nobody began or when it was given up, and
/// where there is no account or no health to begin with.
pub fn window(
    action: &Action,
    model: &HealthModel,
    day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
    today: NaiveDate,
) -> Option<Trial> {
    action.account.as_ref()?;
    action.baseline?;
    let began = action.started_at.filter(|_| action.status != ActionStatus::Cancelled);
    let began = day_of(began?);
    let of = |code: &String| model.kpis().find(|(_, kpi)| kpi.code == *code);
    let days =
        action.targets.iter().filter_map(|code| of(code).map(|(_, kpi)| kpi.window_days));
    let needed = days.max().unwrap_or(WINDOW_DAYS);
    let after = began.checked_add_days(Days::new(needed.unsigned_abs()))?;
    let window = Window { passed: (today - began).num_days(), needed };
    Some(Trial { before: action.baseline_on?, after, window })
}

/// The effect in points of health, and the verdict. Peers are those whose health before was nearest,
/// `CALIPER` points at most away.
pub fn judge(own: Change, peers: Vec<Change>, window: Window) -> (Option<Difference>, Verdict) {
    let pool = PeerPool::of(peers.into_iter().map(|change| ((), change)).collect());
    let peers = pool.nearest(&(), own.before, PEERS, CALIPER);
    let found = difference(&[own], &peers);
    let verdict = verdict_of(found, window, Better::Higher);
    let told = !matches!(verdict, Verdict::TooEarly | Verdict::NoControl);
    (found.filter(|_| told), verdict)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_rose_while_its_peers_stood_was_helped() {
        let peers = |n: usize| {
            let one = |i: usize| Change { before: 64.0, after: 65.0 + 0.1 * (i % 3) as f64 };
            (0..n).map(one).collect::<Vec<_>>()
        };
        let own = Change { before: 64.0, after: 71.0 };
        let passed = Window { passed: 30, needed: 30 };
        let (effect, verdict) = judge(own, peers(6), passed);
        let effect = effect.expect("there are peers").effect;
        assert!((effect - 5.9).abs() < 1e-9, "{effect}");
        assert_eq!(verdict, Verdict::Worked);
        let early = Window { passed: 29, needed: 30 };
        assert_eq!(judge(own, peers(6), early), (None, Verdict::TooEarly));
        assert_eq!(judge(own, peers(4), passed), (None, Verdict::NoControl));
        let far = peers(6).into_iter().map(|p| Change { before: p.before + 11.0, ..p });
        assert_eq!(judge(own, far.collect(), passed), (None, Verdict::NoControl));
        let fell = Change { before: 64.0, after: 50.0 };
        assert_eq!(judge(fell, peers(6), passed).1, Verdict::Worse);
        let same = Change { before: 64.0, after: 65.1 };
        assert_eq!(judge(same, peers(6), passed).1, Verdict::NoEffect);
    }
}
