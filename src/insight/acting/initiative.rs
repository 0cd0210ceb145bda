//! What is done for many customers at once: whom it reaches, where they stood, what it was to bring.
//!
//! All but its steps is frozen when it is made; what came of it is `realised`'s to say.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::insight::Models;
use crate::insight::initiative::Standing;
use crate::model::{AccountId, Currency, Money, RecordRef};

/// What an initiative brings is counted for so many days: forecasts of revenue look twelve months
/// ahead, and savings are those of a year.
pub const PERIOD_DAYS: i64 = 365;
/// Days after which an effect is looked for, where no model tells a window. Our assumption.
const WINDOW_DAYS: i64 = 90;

/// How far an initiative is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InitiativeStatus {
    /// It has not begun.
    Planned,
    /// It is under way.
    Active,
    /// It was carried out; what it brings goes on.
    Done,
    /// It was given up; what it brings ends.
    Stopped,
}

impl InitiativeStatus {
    const ALL: [Self; 4] = [Self::Planned, Self::Active, Self::Done, Self::Stopped];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Planned => "PLANNED",
            Self::Active => "ACTIVE",
            Self::Done => "DONE",
            Self::Stopped => "STOPPED",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Whether a step may lead from here to another: never back, and never on once it is over.
    pub fn may_become(self, next: Self) -> bool {
        self == next || (next > self && !matches!(self, Self::Done | Self::Stopped))
    }
}

/// A KPI that is to get better.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aim {
    /// Its code, or `trust.` and the proxy.
    pub kpi: String,
    /// The mean of the accounts where it is measured, when the initiative was made.
    pub from: Option<f64>,
    /// The value aimed at.
    pub to: f64,
}

/// What no longer has to be done once a target is met.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Economy {
    /// The KPI with a target, a share in percent.
    pub kpi: String,
    /// How often in a year the KPI is at stake, at each account.
    pub times: f64,
    /// What one costs, as it was stated.
    pub unit_cost: Money,
    /// The same in the initiative's currency.
    pub worth: f64,
}

/// What kind of money an initiative brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Gain {
    /// What no longer has to be done.
    CostSaved,
    /// Contracts renewed that else would not have been.
    RevenueKept,
    /// What customers buy beside.
    RevenueWon,
}

/// A line of the ledger of gains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// What kind of money.
    pub gain: Gain,
    /// The stage whose KPI brings it; `None` where KPIs of several stages do.
    pub stage: Option<String>,
    /// Of how many accounts.
    pub accounts: usize,
    /// The amount in the initiative's currency; below 0 where money was lost.
    pub amount: f64,
    /// How it was reckoned, in words.
    pub how: String,
    /// The records that show it, of what really came.
    pub records: Vec<RecordRef>,
}

/// What an initiative is to bring, or brought.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Worth {
    /// Points of health; `None`: nobody can say.
    pub health: Option<f64>,
    /// The gains that are known. A kind of gain without a line is not known, or was not stated.
    pub ledger: Vec<Entry>,
    /// What is no part of it because it is not known, in words.
    pub unknown: Vec<String>,
    /// What keeps it small or is to be known beside it, in words.
    pub notes: Vec<String>,
    /// The day since when the oldest rate of exchange in it is valid.
    pub rate_date: Option<NaiveDate>,
}

/// An initiative.
#[derive(Debug, Clone, PartialEq)]
pub struct Initiative {
    /// Its number; 0 of one that is not kept yet.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The goal that it serves, by number.
    pub goal: Option<i64>,
    /// Of which accounts: the filter as it was asked, as JSON.
    pub accounts: String,
    /// Who sees to it, by the origin id of one of our people.
    pub owner: Option<String>,
    /// The day on which it is to begin.
    pub starts_on: NaiveDate,
    /// The day until which it is to be carried out.
    pub due_on: Option<NaiveDate>,
    /// What is to get better.
    pub aims: Vec<Aim>,
    /// What is saved by it.
    pub savings: Vec<Economy>,
    /// What it costs, as it was stated.
    pub cost: Money,
    /// The same in its currency.
    pub cost_worth: f64,
    /// The currency that all is reckoned in.
    pub currency: Currency,
    /// What it is to bring.
    pub forecast: Worth,
    /// The day of baselines and forecast.
    pub baseline_on: NaiveDate,
    /// `code@version` of the models that they were made by.
    pub models: String,
    /// How many accounts it reaches.
    pub reach: i64,
    /// How many accounts like them were taken down to compare with.
    pub peers: i64,
    /// Who made it.
    pub author: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Names the order: nothing is made twice under one.
    pub request_key: Option<String>,
    /// What became of it, the oldest first; never empty of one that is kept.
    pub steps: Vec<InitiativeStep>,
}

/// How far an initiative is since a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitiativeStep {
    /// The status.
    pub status: InitiativeStatus,
    /// Why.
    pub reason: Option<String>,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// Who said it.
    pub author: String,
    /// Names the order: nothing is done twice under one.
    pub request_key: Option<String>,
}

/// Why an account is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The initiative is for it.
    Reached,
    /// It is like one that the initiative is for.
    Peer,
}

/// An account of an initiative, with where it stood when that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// The account; one that was merged goes by the id that took it.
    pub account: AccountId,
    /// The id under which it was taken down.
    pub known_as: AccountId,
    /// Why it is looked at.
    pub part: Part,
    /// Where it stood.
    pub baseline: Standing,
    /// Where it stood when the window had passed; `None` before.
    pub after: Option<Standing>,
}

impl Initiative {
    /// How far it is.
    pub fn status(&self) -> InitiativeStatus {
        self.steps.last().map_or(InitiativeStatus::Planned, |step| step.status)
    }

    /// When it began: when it was first said to be under way.
    pub fn began_at(&self) -> Option<DateTime<Utc>> {
        let begun = [InitiativeStatus::Active, InitiativeStatus::Done];
        self.steps.iter().find(|step| begun.contains(&step.status)).map(|step| step.at)
    }

    /// When it was given up.
    pub fn stopped_at(&self) -> Option<DateTime<Utc>> {
        let stopped = |step: &&InitiativeStep| step.status == InitiativeStatus::Stopped;
        self.steps.iter().find(stopped).map(|step| step.at)
    }

    /// Both order the same, whenever they do and whatever was measured. `starts_on` is left out where
    /// the order leaves it to the day.
    pub fn repeats(&self, asked: &Self, starts_on: Option<NaiveDate>) -> bool {
        let of = |it: &Self| {
            let aims: Vec<(String, f64)> =
                it.aims.iter().map(|aim| (aim.kpi.clone(), aim.to)).collect();
            let savings: Vec<(String, f64, Money)> = it
                .savings
                .iter()
                .map(|one| (one.kpi.clone(), one.times, one.unit_cost))
                .collect();
            let words = (it.name.clone(), it.accounts.clone(), it.owner.clone());
            (words, it.goal, it.due_on, aims, savings, it.cost)
        };
        of(self) == of(asked) && starts_on.is_none_or(|day| day == self.starts_on)
    }

    /// The days on which it is judged; `None` before it began.
    pub fn course(
        &self,
        models: &Models,
        day_of: impl Fn(DateTime<Utc>) -> NaiveDate,
    ) -> Option<Course> {
        let began = day_of(self.began_at()?);
        let windows: BTreeMap<String, i64> =
            models.measured().map(|(name, kpi)| (name, kpi.window_days)).collect();
        let needed = self.aims.iter().filter_map(|aim| windows.get(&aim.kpi).copied()).max();
        let needed = needed.unwrap_or(WINDOW_DAYS);
        let later = |days: i64| began.checked_add_days(Days::new(days.unsigned_abs()));
        let (ripe, end) = (later(needed)?, later(PERIOD_DAYS)?.max(later(needed)?));
        let stopped = self.stopped_at().map(day_of);
        Some(Course { began, ripe, end: stopped.map_or(end, |day| day.min(end)), needed })
    }
}

/// The days of an initiative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// It began.
    pub began: NaiveDate,
    /// The KPIs look back on nothing but what came since.
    pub ripe: NaiveDate,
    /// What it brings is counted up to here; before `ripe` of one that was given up too early to be
    /// judged.
    pub end: NaiveDate,
    /// Days that the KPIs look back.
    pub needed: i64,
}

impl Course {
    /// The day up to which its gains can be told, seen from a day; `None` while it is too early, and
    /// for ever of one that was given up too early.
    pub fn judged_on(self, today: NaiveDate) -> Option<NaiveDate> {
        let day = today.min(self.end);
        (day >= self.ripe).then_some(day)
    }

    /// The share of a year that has passed on a day, 0 to 1.
    pub fn share(self, day: NaiveDate) -> f64 {
        ((day - self.began).num_days() as f64 / PERIOD_DAYS as f64).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_initiative_never_goes_back_and_what_is_over_stays_so() {
        use InitiativeStatus::{Active, Done, Planned, Stopped};
        let allowed = [
            (Planned, Active),
            (Planned, Done),
            (Planned, Stopped),
            (Active, Done),
            (Active, Stopped),
        ];
        for from in InitiativeStatus::ALL {
            assert_eq!(InitiativeStatus::from_word(from.word()), Some(from));
            for to in InitiativeStatus::ALL {
                let may = from == to || allowed.contains(&(from, to));
                assert_eq!(from.may_become(to), may, "{from:?} {to:?}");
            }
        }
    }

    #[test]
    fn gains_are_counted_for_a_year_or_until_it_is_given_up() {
        let day = |text: &str| -> NaiveDate { text.parse().expect("a day") };
        let course = Course {
            began: day("2026-01-01"),
            ripe: day("2026-04-01"),
            end: day("2027-01-01"),
            needed: 90,
        };
        assert_eq!(course.judged_on(day("2026-03-31")), None);
        assert_eq!(course.judged_on(day("2026-04-01")), Some(day("2026-04-01")));
        assert_eq!(course.judged_on(day("2028-01-01")), Some(day("2027-01-01")));
        assert!((course.share(day("2027-01-01")) - 1.0).abs() < 1e-12);
        let stopped = Course { end: day("2026-03-01"), ..course };
        assert_eq!(stopped.judged_on(day("2027-01-01")), None, "too early to be judged at all");
    }
}
