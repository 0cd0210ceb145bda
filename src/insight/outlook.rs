//! How an account's health will go on, from how it and its KPIs stood week by week, and how good such
//! warnings were in the past.
//!
//! An account's weeks are kept small: health, and a byte for each KPI in half points. Weeks tell what was
//! known at the time; those before the first that was kept are made from facts once, as known then.

use std::collections::{BTreeMap, BinaryHeap};

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::proof::{
    Learnt, Logistic, Outlook, Sample, Signs, Snapshot, Unproven, Warned, WarningRules,
    back_test, outlook, samples, signs,
};
use super::{Health, HealthModel};
use crate::model::{AccountId, short_hash};

/// How many weeks are kept of an account.
pub const WEEKS: u64 = 60;
/// How many weeks before this one a slope is made of.
pub const SLOPE_WEEKS: u64 = 12;
/// From how many accounts is learnt at most: some thousand are history enough.
pub const LEARNERS: usize = 2_000;
/// A byte that stands for a KPI that is not known.
pub(super) const UNKNOWN: u8 = u8::MAX;

/// The Monday of a day's week.
pub fn monday(day: NaiveDate) -> NaiveDate {
    day - Days::new(day.weekday().num_days_from_monday().into())
}

/// The KPIs of a score in the model's order, a byte each.
pub fn packed(health: &Health, model: &HealthModel) -> Vec<u8> {
    let scored = health.stages.iter().flat_map(|stage| &stage.kpis);
    let scored: BTreeMap<&str, Option<f64>> =
        scored.map(|kpi| (kpi.code.as_str(), kpi.normalised)).collect();
    let byte = |score: Option<f64>| match score.filter(|score| score.is_finite()) {
        Some(score) => (score.clamp(0.0, 100.0) * 2.0).round() as u8,
        None => UNKNOWN,
    };
    let kpis = model.kpis().map(|(_, kpi)| scored.get(kpi.code.as_str()).copied().flatten());
    kpis.map(byte).collect()
}

/// A week as statistics know it.
pub fn snapshot(day: NaiveDate, health: Option<f64>, kpis: &[u8]) -> Snapshot {
    let score = |byte: &u8| (*byte != UNKNOWN).then(|| f64::from(*byte) / 2.0);
    Snapshot { day, health, kpis: kpis.iter().map(score).collect() }
}

/// The accounts that are learnt from: so many of these at most, those with the least hash of their ids,
/// which is the same choice each time and as good as chance. Sorted by id.
pub fn learners(all: impl IntoIterator<Item = AccountId>) -> Vec<AccountId> {
    let mut chosen = BinaryHeap::new();
    for id in all {
        chosen.push((short_hash(id.as_str().as_bytes()), id));
        if chosen.len() > LEARNERS {
            chosen.pop();
        }
    }
    let mut ids: Vec<AccountId> = chosen.into_iter().map(|(_, id)| id).collect();
    ids.sort();
    ids
}

/// How an account's health will go on, and why that is said.
#[derive(Debug, Clone, PartialEq)]
pub struct Prospect {
    /// The day of the newest week that was looked at; `None` without one.
    pub as_of: Option<NaiveDate>,
    /// What is to be expected; `None` when too little is known.
    pub outlook: Option<Outlook>,
    /// What tells it.
    pub signs: Option<Signs>,
    /// The KPI that falls fastest, by its code.
    pub worst: Option<String>,
}

impl Prospect {
    /// From an account's weeks, rising; those after a day do not count.
    pub fn of(
        weeks: &[Snapshot],
        day: NaiveDate,
        learnt: Option<&Logistic>,
        (model, rules): (&HealthModel, &WarningRules),
    ) -> Self {
        let end = weeks.partition_point(|week| week.day <= day);
        let as_of = weeks[..end].last().map(|week| week.day);
        let signs = signs(weeks, day, rules);
        let falls = signs.filter(|signs| signs.worst_slope < 0.0);
        let worst = falls.and_then(|signs| signs.worst);
        let worst = worst.and_then(|at| Some(model.kpis().nth(at)?.1.code.clone()));
        let outlook = signs.map(|signs| outlook(&signs, learnt, rules));
        Self { as_of, outlook, signs, worst }
    }

    /// Of turning bad within the horizon; `None` when nothing was learnt.
    pub fn probability(&self) -> Option<f64> {
        match self.outlook? {
            Outlook::Bad => None,
            Outlook::Steady { probability } | Outlook::Turning { probability, .. } => {
                probability
            }
        }
    }

    /// Days until health is bad, of one that is warned of and falls.
    pub fn days(&self) -> Option<f64> {
        match self.outlook? {
            Outlook::Turning { days, .. } => days,
            Outlook::Bad | Outlook::Steady { .. } => None,
        }
    }

    /// How near the turn is, 0 to 1, of one that is warned of: its probability, or the share of the
    /// horizon that is left when it is bad.
    pub fn risk(&self, rules: &WarningRules) -> Option<f64> {
        let Outlook::Turning { probability, days } = self.outlook? else { return None };
        let left = || days.map(|days| (1.0 - days / rules.horizon as f64).clamp(0.0, 1.0));
        probability.or_else(left)
    }

    /// `BAD`, `STEADY`, `TURNING` or `UNKNOWN`.
    pub fn word(&self) -> &'static str {
        match self.outlook {
            None => "UNKNOWN",
            Some(Outlook::Bad) => "BAD",
            Some(Outlook::Steady { .. }) => "STEADY",
            Some(Outlook::Turning { .. }) => "TURNING",
        }
    }

    /// Why, in a sentence.
    pub fn because(&self, rules: &WarningRules) -> String {
        let (Some(signs), Some(outlook)) = (self.signs, self.outlook) else {
            return format!(
                "health is known of fewer than three weeks of the last {} days",
                rules.window
            );
        };
        let (line, horizon) = (rules.line, rules.horizon);
        if outlook == Outlook::Bad {
            let health = signs.health;
            return format!("health is {health:.1}, below {line:.0} already: see what to do");
        }
        let moves = if signs.slope < 0.0 { "falls" } else { "rises" };
        let health = format!(
            "health is {:.1} and {moves} by {:.1} points in {horizon} days",
            signs.health,
            signs.slope.abs()
        );
        let worst = self.worst.as_ref().map_or_else(String::new, |worst| {
            format!("; {worst} falls fastest, by {:.1}", -signs.worst_slope)
        });
        let basis = self.probability().map_or_else(
            || "drawn on in a straight line, no probability was learnt yet".to_owned(),
            |p| format!("from the own history {:.0} % to be below {line:.0} then", 100.0 * p),
        );
        format!("{health}{worst}; {basis}")
    }
}

/// How good warnings were on the own history.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct WarningStudy {
    /// Accounts looked at.
    pub accounts: usize,
    /// Days of accounts of which it is known what came within the horizon.
    pub samples: usize,
    /// The first day that warnings were judged on.
    pub judged_from: Option<NaiveDate>,
    /// Samples judged.
    pub judged: usize,
    /// Of them, those that turned bad.
    pub events: usize,
    /// The rule, on the samples judged; `None` when they are too few.
    pub rule: Option<Warned>,
    /// How well the rule's straight line ranks them, 0.5 to 1.
    pub rule_auc: Option<f64>,
    /// What was learnt from the older part of history, judged on the newer.
    pub learnt: Option<Learnt>,
    /// Why nothing was judged or learnt, or why the rule stays although something was.
    pub why: Option<String>,
}

impl WarningStudy {
    /// What probabilities are told by; `None` while the rule stays.
    pub fn in_force(&self) -> Option<&Logistic> {
        self.learnt.as_ref().filter(|learnt| tells(learnt)).map(|learnt| &learnt.model)
    }
}

/// On cases never seen it ranks better than chance, and is nearer than always saying how often it happens.
fn tells(learnt: &Learnt) -> bool {
    learnt.auc > 0.5 && learnt.calibration.brier < learnt.calibration.brier_of_rate
}

/// Tests warnings on the weeks of many accounts, told one account after another.
#[derive(Debug, Default)]
pub struct WarningStudent {
    accounts: usize,
    samples: Vec<Sample>,
}

impl WarningStudent {
    /// One account more: its weeks, rising.
    pub fn add(&mut self, weeks: &[Snapshot], rules: &WarningRules) {
        self.samples.extend(samples(self.accounts, weeks, rules));
        self.accounts += 1;
    }

    /// How many samples there are.
    pub fn len(&self) -> usize {
        self.samples.len()
    }

    /// There is none.
    pub fn is_empty(&self) -> bool {
        self.samples.is_empty()
    }

    /// What came of it.
    pub fn study(self, rules: &WarningRules) -> WarningStudy {
        let (accounts, samples) = (self.accounts, self.samples.len());
        let study = WarningStudy { accounts, samples, ..WarningStudy::default() };
        let test = match back_test(&self.samples, rules) {
            Ok(test) => test,
            Err(error) => return WarningStudy { why: Some(error.to_string()), ..study },
        };
        let why = match &test.learnt {
            Err(error) => Some(error.to_string()),
            Ok(learnt) if tells(learnt) => None,
            Ok(_) => {
                let why =
                    "what was learnt is no better than always saying how often it happens";
                Some(why.to_owned())
            }
        };
        WarningStudy {
            judged_from: Some(test.judged_from),
            judged: test.n,
            events: test.events,
            rule: Some(test.rule),
            rule_auc: test.rule_auc,
            learnt: test.learnt.map_err(|_: Unproven| ()).ok(),
            why,
            ..study
        }
    }
}

#[cfg(test)]
mod tests;
