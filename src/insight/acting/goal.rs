//! Where we want to be: from a baseline that is frozen when the goal is set, to a target, until a day.

use chrono::{DateTime, NaiveDate, Utc};

use crate::insight::portfolio::Group;
use crate::insight::revenue::Retention;

/// Differences below this are rounding.
const NOISE: f64 = 1e-9;

/// What a goal is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Gross revenue retention in percent.
    Grr,
    /// Net revenue retention in percent.
    Nrr,
    /// Mean health, 0 to 100.
    Chi,
    /// Mean trust, 0 to 100.
    Trust,
    /// Recurring revenue of a year.
    Arr,
    /// Revenue at risk.
    AtRisk,
    /// Growth expected.
    GrowthExpected,
    /// What serving them cost in 365 days.
    CostToServe,
    /// Share of the evidence behind health that was seen, in percent.
    Coverage,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Grr,
        Self::Nrr,
        Self::Chi,
        Self::Trust,
        Self::Arr,
        Self::AtRisk,
        Self::GrowthExpected,
        Self::CostToServe,
        Self::Coverage,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Grr => "GRR",
            Self::Nrr => "NRR",
            Self::Chi => "CHI",
            Self::Trust => "TRUST",
            Self::Arr => "ARR",
            Self::AtRisk => "AT_RISK",
            Self::GrowthExpected => "GROWTH_EXPECTED",
            Self::CostToServe => "COST_TO_SERVE",
            Self::Coverage => "COVERAGE",
        }
    }

    /// Reads its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }

    /// What it is of a group of accounts; `None` where it is not known.
    pub fn of(self, group: &Group) -> Option<f64> {
        let sums = group.totals.sums;
        match self {
            Self::Grr => sums.retention.and_then(Retention::grr),
            Self::Nrr => sums.retention.and_then(Retention::nrr),
            Self::Chi => group.spread.mean(),
            Self::Trust => group.trust(),
            Self::Arr => sums.arr,
            Self::AtRisk => sums.at_risk,
            Self::GrowthExpected => sums.growth_expected,
            Self::CostToServe => sums.cost_to_serve,
            Self::Coverage => (group.spread.accounts > 0).then(|| 100.0 * group.coverage()),
        }
    }
}

/// A goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// Its number; 0 of one that is not kept yet.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// What it is measured by.
    pub outcome: Outcome,
    /// What of the business it serves, in words.
    pub anchor: String,
    /// Of which accounts: the filter as it was asked, as JSON.
    pub accounts: String,
    /// The value when it was set.
    pub baseline: f64,
    /// The day on which it was set.
    pub baseline_on: NaiveDate,
    /// ISO 4217 code of amounts.
    pub currency: String,
    /// Who set it.
    pub author: String,
    /// When it was set.
    pub made_at: DateTime<Utc>,
    /// Names the order: nothing is set twice under one.
    pub request_key: Option<String>,
    /// What was wanted, the first and every change since.
    pub steps: Vec<GoalStep>,
}

/// What is wanted since a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct GoalStep {
    /// The value to reach.
    pub target: f64,
    /// The day until which.
    pub due: NaiveDate,
    /// Why it was changed.
    pub reason: Option<String>,
    /// When it was said.
    pub at: DateTime<Utc>,
    /// Who said it.
    pub author: String,
    /// Names the order: nothing is changed twice under one.
    pub request_key: Option<String>,
}

impl Goal {
    /// What was wanted at a moment.
    pub fn wanted(&self, at: DateTime<Utc>) -> Option<&GoalStep> {
        self.steps.iter().rfind(|step| step.at <= at)
    }

    /// Both set the same, whenever they do and whatever was measured.
    pub fn repeats(&self, other: &Self) -> bool {
        let of = |goal: &Self| {
            let Self { name, outcome, anchor, accounts, .. } = goal;
            let first = goal.steps.first().map(|step| (step.target, step.due));
            (name.clone(), *outcome, anchor.clone(), accounts.clone(), first)
        };
        of(self) == of(other)
    }
}

/// The share of the way that is behind us (below 0 when it went the other way), and whether that is
/// no less than the share of the time: the linear path. `None` of a goal that asks to hold what is
/// there, which is on track while it holds.
pub fn standing(
    goal: &Goal,
    wanted: &GoalStep,
    current: f64,
    today: NaiveDate,
) -> (Option<f64>, bool) {
    let way = wanted.target - goal.baseline;
    let days = (wanted.due - goal.baseline_on).num_days() as f64;
    let passed = (today - goal.baseline_on).num_days() as f64;
    let time = if days > 0.0 { (passed / days).clamp(0.0, 1.0) } else { 1.0 };
    let path = goal.baseline + way * time;
    let on_track = if way < 0.0 { current <= path + NOISE } else { current >= path - NOISE };
    let progress = (way.abs() > NOISE).then(|| (current - goal.baseline) / way);
    (progress, on_track)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn step(target: f64) -> GoalStep {
        GoalStep {
            target,
            due: day("2026-12-31"),
            reason: None,
            at: "2026-01-01T00:00:00Z".parse().expect("a moment"),
            author: "api".to_owned(),
            request_key: None,
        }
    }

    fn goal(baseline: f64) -> Goal {
        Goal {
            id: 1,
            name: "Renewal rate".to_owned(),
            outcome: Outcome::Grr,
            anchor: "business model: subscription".to_owned(),
            accounts: "null".to_owned(),
            baseline,
            baseline_on: day("2026-01-01"),
            currency: "EUR".to_owned(),
            author: "api".to_owned(),
            made_at: "2026-01-01T00:00:00Z".parse().expect("a moment"),
            request_key: None,
            steps: Vec::new(),
        }
    }

    #[test]
    fn a_goal_is_on_track_while_it_keeps_up_with_the_linear_path() {
        // Half of the time is over on the second of July.
        let cases = [
            (89.0, 93.0, 91.0, Some(0.5), true),
            (89.0, 93.0, 90.9, Some(0.475), false),
            (89.0, 93.0, 88.0, Some(-0.25), false),
            (40.0, 20.0, 30.0, Some(0.5), true),
            (40.0, 20.0, 31.0, Some(0.45), false),
            (40.0, 20.0, 15.0, Some(1.25), true),
            (90.0, 90.0, 90.0, None, true),
            (90.0, 90.0, 89.9, None, false),
        ];
        for (baseline, target, current, progress, on_track) in cases {
            let found = standing(&goal(baseline), &step(target), current, day("2026-07-02"));
            assert_eq!(found.1, on_track, "{baseline} to {target}, now {current}");
            let rounded = found.0.map(|share| (share * 1000.0).round() / 1000.0);
            assert_eq!(rounded, progress, "{baseline} to {target}, now {current}");
        }
    }

    #[test]
    fn after_its_day_a_goal_is_on_track_only_when_it_was_reached() {
        let late = day("2027-03-01");
        assert!(standing(&goal(89.0), &step(93.0), 93.0, late).1);
        assert!(!standing(&goal(89.0), &step(93.0), 92.9, late).1);
    }
}
