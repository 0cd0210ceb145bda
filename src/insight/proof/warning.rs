//! Which account's health will turn bad soon: a rule of thumb and a fitted probability, both judged
//! on history before anybody relies on them.
//!
//! Asked for: the probability that health falls below 50 within 60 days, from slopes of KPIs; a rule
//! and a logistic to start with; a back-test with AUC and lead days. Ours: slopes by least squares
//! over 84 days; the rule that health drawn on in a straight line gets below; the fit on the older
//! part of history only, judged on the newer; a warning from a probability of 0.3 on.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use super::beacon::{Case, auc};
use super::calibration::{Calibration, calibrate};
use super::correlation::slope;
use super::logistic::{Design, Logistic, fit};
use super::{Unproven, at_least, mean};

/// Points of a series that a slope needs.
const LEAST_POINTS: usize = 3;
/// Columns of a row of signs.
const SIGNS: usize = 4;

/// What counts as turning bad, and how it is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct WarningRules {
    /// Health below this is bad, 0 to 100.
    pub line: f64,
    /// Days ahead.
    pub horizon: i64,
    /// Slopes are those of the last so many days.
    pub window: i64,
    /// History is sampled every so many days.
    pub step: i64,
    /// A warning is given from this probability on.
    pub warn_at: f64,
    /// Samples needed to fit, and to judge.
    pub least: (usize, usize),
    /// Of them, samples that turned bad.
    pub least_events: (usize, usize),
    /// The newer part of history, by which warnings are judged, 0 to 1.
    pub judged: f64,
    /// Ridge of the fit.
    pub ridge: f64,
}

impl Default for WarningRules {
    fn default() -> Self {
        Self {
            line: 50.0,
            horizon: 60,
            window: 84,
            step: 28,
            warn_at: 0.3,
            least: (50, 30),
            least_events: (10, 5),
            judged: 0.4,
            ridge: 1.0,
        }
    }
}

/// An account on a day.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// The day.
    pub day: NaiveDate,
    /// Health, 0 to 100.
    pub health: Option<f64>,
    /// Scores of its KPIs, 0 to 100, always in one order.
    pub kpis: Vec<Option<f64>>,
}

/// What tells how health goes on. Slopes are points in the rules' horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signs {
    /// Health now.
    pub health: f64,
    /// Slope of health.
    pub slope: f64,
    /// Mean slope of the KPIs that have one; 0 of none.
    pub kpi_slope: f64,
    /// Slope of the KPI that falls fastest; 0 of none.
    pub worst_slope: f64,
    /// Its place among the KPIs; `None` of none.
    pub worst: Option<usize>,
}

impl Signs {
    /// The rule: good now, and drawn on in a straight line not any more.
    pub fn falls_below(&self, rules: &WarningRules) -> bool {
        self.health >= rules.line && self.health + self.slope < rules.line
    }

    /// A row for the fit, by tens.
    fn row(&self, rules: &WarningRules) -> [f64; SIGNS] {
        [self.health - rules.line, self.slope, self.kpi_slope, self.worst_slope]
            .map(|sign| sign / 10.0)
    }
}

/// The signs of an account on a day, from snapshots that rise in their days; later ones do not count.
/// `None` when health is known of fewer than three days of the window.
pub fn signs(history: &[Snapshot], as_of: NaiveDate, rules: &WarningRules) -> Option<Signs> {
    let end = history.partition_point(|snapshot| snapshot.day <= as_of);
    let first = as_of - TimeDelta::days(rules.window);
    let start = history.partition_point(|snapshot| snapshot.day <= first);
    let seen = history.get(start..end)?;
    let trend = |of: &dyn Fn(&Snapshot) -> Option<f64>| {
        let value = |snapshot| of(snapshot).filter(|value| value.is_finite());
        let known = seen.iter().filter_map(|snapshot| Some((snapshot.day, value(snapshot)?)));
        let (days, values): (Vec<f64>, Vec<f64>) =
            known.map(|(day, value)| ((day - as_of).num_days() as f64, value)).unzip();
        let enough = days.len() >= LEAST_POINTS;
        let slope = enough.then(|| slope(&days, &values)).flatten()?;
        Some((slope * rules.horizon as f64, *values.last()?))
    };
    let (slope, health) = trend(&|snapshot| snapshot.health)?;
    let kpis = seen.iter().map(|snapshot| snapshot.kpis.len()).max().unwrap_or(0);
    let of_kpi = |kpi: usize| trend(&|snapshot| snapshot.kpis.get(kpi).copied().flatten());
    let slopes: Vec<(usize, f64)> =
        (0..kpis).filter_map(|kpi| Some((kpi, of_kpi(kpi)?.0))).collect();
    let worst = slopes.iter().copied().reduce(|a, b| if b.1 < a.1 { b } else { a });
    Some(Signs {
        health,
        slope,
        kpi_slope: mean(slopes.iter().map(|(_, slope)| *slope)).unwrap_or(0.0),
        worst_slope: worst.map_or(0.0, |(_, slope)| slope),
        worst: worst.map(|(kpi, _)| kpi),
    })
}

/// A day of an account's history, with what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// The account, by its place among those that are judged together.
    pub account: usize,
    /// The day.
    pub day: NaiveDate,
    /// What could be seen then.
    pub signs: Signs,
    /// Days until health was below the line; `None` when it was not within the horizon.
    pub turned: Option<i64>,
}

/// Samples of one account's history: days on which health was good, signs were there, and what came
/// within the horizon is known. Hand in one account after another: memory is that of the samples, 64
/// bytes each. For a large portfolio some thousand accounts, a snapshot a week, are history enough.
pub fn samples(account: usize, history: &[Snapshot], rules: &WarningRules) -> Vec<Sample> {
    let (Some(first), Some(last)) = (history.first(), history.last()) else {
        return Vec::new();
    };
    let step = TimeDelta::days(rules.step.max(1));
    let (mut day, mut found) = (first.day, Vec::new());
    while day < last.day {
        found.extend(sample(account, history, day, rules));
        day += step;
    }
    found
}

fn sample(
    account: usize,
    history: &[Snapshot],
    day: NaiveDate,
    rules: &WarningRules,
) -> Option<Sample> {
    let signs = signs(history, day, rules).filter(|signs| signs.health >= rules.line)?;
    let end = day + TimeDelta::days(rules.horizon);
    let until = |day: NaiveDate| history.partition_point(|snapshot| snapshot.day <= day);
    let ahead = &history[until(day)..until(end)];
    let bad = |snapshot: &&Snapshot| snapshot.health.is_some_and(|health| health < rules.line);
    let turned = ahead.iter().find(bad).map(|snapshot| (snapshot.day - day).num_days());
    let known = turned.is_some() || history.last().is_some_and(|last| last.day >= end);
    known.then_some(Sample { account, day, signs, turned })
}

/// How warnings did on samples that nobody had seen.
#[derive(Debug, Clone, PartialEq)]
pub struct BackTest {
    /// The first day that warnings were judged on.
    pub judged_from: NaiveDate,
    /// Samples judged.
    pub n: usize,
    /// Of them, those that turned bad.
    pub events: usize,
    /// The rule.
    pub rule: Warned,
    /// AUC of its straight line, 0 to 1.
    pub rule_auc: Option<f64>,
    /// The fitted probability, or why there is none.
    pub learnt: Result<Learnt, Unproven>,
}

/// How good the warnings of one kind were.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Warned {
    /// Warnings given.
    pub given: usize,
    /// Those that were right.
    pub right: usize,
    /// Share of right ones, 0 to 1; `None` without a warning.
    pub precision: Option<f64>,
    /// Share of bad turns that were warned of, 0 to 1; `None` without one.
    pub recall: Option<f64>,
    /// Days from the first right warning to the turn, the median of turns; `None` without one.
    pub lead_days: Option<f64>,
}

/// A probability learnt from the older part of history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learnt {
    /// The fit.
    pub model: Logistic,
    /// Samples fitted to.
    pub n: usize,
    /// AUC on samples never seen, 0 to 1.
    pub auc: f64,
    /// Brier score and table on samples never seen.
    pub calibration: Calibration,
    /// Its warnings.
    pub warned: Warned,
}

/// Judges rule and fit on history. A sample is fitted to only if all that came of it lies before the
/// first day that is judged.
///
/// # Errors
/// Too few samples or bad turns to judge. Too few to fit leave the rule alone.
pub fn back_test(samples: &[Sample], rules: &WarningRules) -> Result<BackTest, Unproven> {
    let mut days: Vec<NaiveDate> = samples.iter().map(|sample| sample.day).collect();
    days.sort_unstable();
    let cut = ((1.0 - rules.judged.clamp(0.0, 1.0)) * days.len() as f64) as usize;
    let judged_from = days.get(cut).copied().unwrap_or_default();
    let newer: Vec<&Sample> = samples.iter().filter(|s| s.day >= judged_from).collect();
    let events = newer.iter().filter(|sample| sample.turned.is_some()).count();
    at_least(newer.len(), rules.least.1, "samples")?;
    at_least(events, rules.least_events.1, "bad turns")?;
    let told = TimeDelta::days(rules.horizon);
    let older = samples.iter().filter(|sample| sample.day + told < judged_from);
    Ok(BackTest {
        judged_from,
        n: newer.len(),
        events,
        rule: warned(&newer, |sample| sample.signs.falls_below(rules)),
        rule_auc: auc(&cases(&newer, |sample| -(sample.signs.health + sample.signs.slope))),
        learnt: learn(&older.collect::<Vec<_>>(), &newer, rules),
    })
}

fn learn(
    older: &[&Sample],
    newer: &[&Sample],
    rules: &WarningRules,
) -> Result<Learnt, Unproven> {
    let happened = |samples: &[&Sample]| -> Vec<bool> {
        samples.iter().map(|sample| sample.turned.is_some()).collect()
    };
    let turned = happened(older);
    let events = turned.iter().filter(|turned| **turned).count();
    at_least(older.len(), rules.least.0, "samples")?;
    at_least(events, rules.least_events.0, "bad turns")?;
    let mut design = Design::empty(SIGNS);
    for sample in older {
        design.push(&sample.signs.row(rules));
    }
    let model = fit(&design, &turned, rules.ridge)?;
    let probability = |sample: &Sample| model.probability(&sample.signs.row(rules));
    let said: Vec<f64> = newer.iter().map(|sample| probability(sample)).collect();
    let no_spread = Unproven::NoSpread { what: "the outcome" };
    Ok(Learnt {
        n: older.len(),
        auc: auc(&cases(newer, probability)).ok_or(no_spread)?,
        calibration: calibrate(&said, &happened(newer))?,
        warned: warned(newer, |sample| probability(sample) >= rules.warn_at),
        model,
    })
}

fn cases(samples: &[&Sample], score: impl Fn(&Sample) -> f64) -> Vec<Case> {
    let case =
        |sample: &&Sample| Case { score: score(sample), happened: sample.turned.is_some() };
    samples.iter().map(case).collect()
}

fn warned(samples: &[&Sample], warns: impl Fn(&Sample) -> bool) -> Warned {
    let given: Vec<&&Sample> = samples.iter().filter(|sample| warns(sample)).collect();
    let right = given.iter().filter(|sample| sample.turned.is_some()).count();
    let events = samples.iter().filter(|sample| sample.turned.is_some()).count();
    let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    // A turn is an account and the day on which it was bad.
    let mut leads: BTreeMap<(usize, NaiveDate), i64> = BTreeMap::new();
    for sample in &given {
        let Some(days) = sample.turned else { continue };
        let lead =
            leads.entry((sample.account, sample.day + TimeDelta::days(days))).or_default();
        *lead = days.max(*lead);
    }
    Warned {
        given: given.len(),
        right,
        precision: share(right, given.len()),
        recall: share(right, events),
        lead_days: median(leads.into_values().map(|days| days as f64).collect()),
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let half = values.len() / 2;
    let upper = *values.get(half)?;
    let even = values.len().is_multiple_of(2);
    Some(if even { f64::midpoint(values[half - 1], upper) } else { upper })
}

/// How an account's health will go on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Outlook {
    /// It is bad already: nothing to warn of.
    Bad,
    /// No warning.
    Steady {
        /// Of turning bad within the horizon; `None` when nothing was learnt.
        probability: Option<f64>,
    },
    /// A warning.
    Turning {
        /// Of turning bad within the horizon; `None` when nothing was learnt and the rule warns.
        probability: Option<f64>,
        /// Days until it is bad, drawn on in a straight line; `None` when that line does not fall.
        days: Option<f64>,
    },
}

/// The outlook from an account's signs: by what was learnt where there is something, else by the rule.
pub fn outlook(signs: &Signs, learnt: Option<&Logistic>, rules: &WarningRules) -> Outlook {
    if signs.health < rules.line {
        return Outlook::Bad;
    }
    let probability = learnt.map(|model| model.probability(&signs.row(rules)));
    let warns = probability.map_or_else(|| signs.falls_below(rules), |p| p >= rules.warn_at);
    if !warns {
        return Outlook::Steady { probability };
    }
    let falls = signs.slope < 0.0;
    let days = (signs.health - rules.line) / -signs.slope * rules.horizon as f64;
    Outlook::Turning { probability, days: falls.then_some(days) }
}
