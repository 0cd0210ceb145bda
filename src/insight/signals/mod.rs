//! Signals: moments at which somebody should act, found before the customer says so.
//!
//! | file | for |
//! |---|---|
//! | `model` | thresholds and proposed actions, from YAML |
//! | `canary` | service calls spike while deliveries are late |
//! | `fall` | health fell like for like |
//! | `champion` | a champion left or turned against us |
//! | `job` | somebody on the map has a new title or employer |
//! | `blind` | coverage fell because a source went quiet |
//! | `influencer` | a person with a say at a valuable account is unhappy |
//! | `renewal` | a contract comes to its end |
//! | `segment` | several members of a segment fired: the others are warned |
//! | `survey` | whom to ask now |
//!
//! A rule says whether its condition holds on a day, of the facts alone. That a signal is raised once,
//! lasts and ends is for whoever keeps them to see: `topic` says what is the same.

mod blind;
mod canary;
mod champion;
mod fall;
mod influencer;
mod job;
mod model;
mod renewal;
mod segment;
mod survey;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::measure::Room;
use super::{Calendar, Facts, Health, Models, Scorecard};
use crate::model::{AccountId, ContactId, Origin, RecordRef};

pub use blind::{Lost, Pulse, lost, source_signal};
pub use model::{Play, SignalModel};
pub use segment::{Flock, segment_alert};

/// Records that are named as evidence at most; the newest are.
const EVIDENCE: usize = 50;

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident = $word:literal),+ $(,)?) => {
        /// A rule by which signals are raised.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Rule {
            $($(#[$doc])* #[serde(rename = $word)] $rule),+
        }

        impl Rule {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// Its word, as it is kept and told.
            pub fn word(self) -> &'static str {
                match self { $(Self::$rule => $word),+ }
            }

            /// The rule of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.word() == word)
            }
        }
    };
}

rules! {
    /// Service calls spike while deliveries are late.
    Delivery = "DELIVERY",
    /// Health fell like for like.
    Fall = "FALL",
    /// A champion left or turned against us.
    Champion = "CHAMPION",
    /// Somebody on the map has a new title or employer.
    JobChange = "JOB_CHANGE",
    /// A source went quiet and coverage fell.
    BlindSpot = "BLIND_SPOT",
    /// A person with a say at a valuable account is unhappy.
    Influencer = "INFLUENCER",
    /// A contract comes to its end.
    Renewal = "RENEWAL",
    /// Several members of a segment fired.
    Segment = "SEGMENT",
    /// A person should be asked now.
    SurveyDue = "SURVEY_DUE",
}

impl Rule {
    /// What an action that it raises is triggered by.
    pub fn trigger(self) -> String {
        match self {
            Self::Delivery => "CANARY:DELIVERY".to_owned(),
            Self::Segment => "SEGMENT:DELIVERY".to_owned(),
            other => format!("SIGNAL:{}", other.word()),
        }
    }
}

/// For how long an action is meant to help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActionKind {
    /// Now.
    #[serde(rename = "SHORT_TERM")]
    ShortTerm,
    /// So that it does not come back.
    #[serde(rename = "STRUCTURAL")]
    Structural,
}

impl ActionKind {
    /// Its word, as it is kept and told.
    pub fn word(self) -> &'static str {
        match self {
            Self::ShortTerm => "SHORT_TERM",
            Self::Structural => "STRUCTURAL",
        }
    }
}

/// What should be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// For how long it is meant to help.
    pub kind: ActionKind,
    /// What, in words.
    pub title: String,
    /// Why, in words and numbers, without a person's name.
    pub because: String,
    /// The KPIs that it should move.
    pub targets: Vec<String>,
    /// Days until it should be done.
    pub due_days: i64,
}

/// Something that somebody should know of. Names nobody but by id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// The rule.
    pub rule: Rule,
    /// What it is about: two signals of one topic are the same while it lasts.
    pub topic: String,
    /// The account that it is about, if one.
    pub account: Option<AccountId>,
    /// The segment that it is about, if one.
    pub segment: Option<String>,
    /// The segments that its account is in.
    pub segments: Vec<String>,
    /// The person that it is about, if one.
    pub contact: Option<ContactId>,
    /// The day on which its condition was found to hold.
    pub raised_on: NaiveDate,
    /// What was measured, by name.
    pub measures: BTreeMap<String, f64>,
    /// The records that show it, the newest first.
    pub evidence: Vec<RecordRef>,
    /// The accounts that are hit.
    pub accounts: Vec<AccountId>,
    /// Members of the segment that are not.
    pub not_yet_hit: Vec<AccountId>,
    /// What to do: first what helps now, then what keeps it from coming back.
    pub suggested: Vec<Suggestion>,
    /// The account's health on that day, against which an action is judged.
    pub baseline: Option<f64>,
    /// The team member in charge of the account, by origin id.
    pub owner: Option<String>,
    /// It keeps an open signal open and raises none: half of its condition holds.
    #[serde(skip)]
    pub only_holds: bool,
}

/// What the rules look at: an account on a day.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// What is known of it.
    pub facts: &'a Facts,
    /// Its scores for the day.
    pub card: &'a Scorecard,
    /// Its health of [`SignalModel::before`], from the same facts.
    pub before: &'a Health,
}

/// The signals whose condition holds at an account on the day of its scores, in the order of the rules.
///
/// An unhappy person is told as one that only holds: what the account is worth to us is for the
/// caller to compare, [`Signal::at_worth`].
pub fn signals(
    watched: &Watched,
    rules: &SignalModel,
    models: &Models,
    calendar: &Calendar,
) -> Vec<Signal> {
    let Some(account) = watched.facts.account.origin.account.as_ref() else {
        return Vec::new();
    };
    let as_of = watched.card.health.as_of;
    let room = Room::new(watched.facts, as_of, calendar);
    let case = Case { watched, rules, models, calendar, account, room };
    RULES.iter().flat_map(|rule| rule(&case)).collect()
}

const RULES: &[fn(&Case) -> Vec<Signal>] = &[
    canary::rule,
    fall::rule,
    champion::rule,
    job::rule,
    influencer::rule,
    renewal::rule,
    survey::rule,
];

/// An account while the rules look at it.
struct Case<'a> {
    watched: &'a Watched<'a>,
    rules: &'a SignalModel,
    models: &'a Models,
    calendar: &'a Calendar,
    account: &'a AccountId,
    room: Room<'a>,
}

impl Case<'_> {
    fn as_of(&self) -> NaiveDate {
        self.room.as_of()
    }

    /// A signal of this account about something of it, or about itself.
    fn signal(&self, rule: Rule, about: &str, suggested: Vec<Suggestion>) -> Signal {
        let about = if about.is_empty() { String::new() } else { format!(":{about}") };
        let (facts, card) = (self.watched.facts, self.watched.card);
        Signal {
            topic: format!("{}:{}{about}", rule.word(), self.account),
            account: Some(self.account.clone()),
            segments: card.segments.clone(),
            accounts: vec![self.account.clone()],
            suggested,
            baseline: card.health.value,
            owner: facts.account.owner.clone(),
            ..Signal::of(rule, self.as_of())
        }
    }
}

impl Signal {
    /// A signal about nobody yet.
    fn of(rule: Rule, raised_on: NaiveDate) -> Self {
        Self {
            rule,
            topic: rule.word().to_owned(),
            account: None,
            segment: None,
            segments: Vec::new(),
            contact: None,
            raised_on,
            measures: BTreeMap::new(),
            evidence: Vec::new(),
            accounts: Vec::new(),
            not_yet_hit: Vec::new(),
            suggested: Vec::new(),
            baseline: None,
            owner: None,
            only_holds: false,
        }
    }

    /// With what was measured.
    fn measuring<const N: usize>(mut self, measures: [(&str, f64); N]) -> Self {
        self.measures.extend(measures.map(|(name, value)| (name.to_owned(), value)));
        self
    }

    /// With the records that show it.
    fn shown_by<'a>(
        mut self,
        evidence: impl IntoIterator<Item = (NaiveDate, &'a Origin)>,
    ) -> Self {
        self.evidence = newest(evidence);
        self
    }

    /// Raised, when the account's recurring revenue is at or above what the most valuable have; both
    /// in one currency. An account whose revenue is not known is not among them.
    #[must_use]
    pub fn at_worth(self, revenue: Option<f64>, least: f64) -> Option<Self> {
        let revenue = revenue.filter(|revenue| *revenue >= least && *revenue > 0.0)?;
        let raised = self.measuring([("revenue", revenue), ("leastRevenue", least)]);
        Some(Self { only_holds: false, ..raised })
    }
}

/// The newest records, each once.
fn newest<'a>(evidence: impl IntoIterator<Item = (NaiveDate, &'a Origin)>) -> Vec<RecordRef> {
    let mut all: Vec<(NaiveDate, &RecordRef)> =
        evidence.into_iter().map(|(day, origin)| (day, &origin.record)).collect();
    all.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    let mut records: Vec<RecordRef> = Vec::new();
    for (_, record) in all {
        if records.len() < EVIDENCE && !records.contains(record) {
            records.push(record.clone());
        }
    }
    records
}

/// So many days before a day.
fn back(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}
