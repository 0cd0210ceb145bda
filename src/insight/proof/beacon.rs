//! The beacon test: which metric tells an outcome beforehand, and in whose mouth.
//!
//! Published: AUC as the Mann–Whitney statistic with ties half, and its p by the normal approximation
//! with ties and without continuity correction (`sklearn.metrics.roc_auc_score`,
//! `scipy.stats.mannwhitneyu`); Brier 1950; verdicts need 30 cases and 5 events. Ours: an event is the
//! rarer side, because of 60 renewals and 2 losses only the losses can be learnt from; the Brier
//! score is that of a ridge logistic of the one metric, each fifth of the cases judged by the rest;
//! a verdict is spoken at p < 0.05.

use std::collections::BTreeMap;

use super::calibration::{brier, held_out};
use super::logistic::Design;
use super::ranks::ranks;
use super::tails::normal;
use super::{Unproven, at_least, mean};

/// Cases needed.
const LEAST_CASES: usize = 30;
/// Events needed.
const LEAST_EVENTS: usize = 5;
/// A verdict is spoken below.
const LEVEL: f64 = 0.05;
/// Ridge of the logistic of one metric: scikit-learn's default.
const RIDGE: f64 = 1.0;

/// A metric at a time, and what came after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Case {
    /// The metric.
    pub score: f64,
    /// The outcome came.
    pub happened: bool,
}

/// What a metric told beforehand.
#[derive(Debug, Clone, PartialEq)]
pub struct Beacon {
    /// Cases.
    pub n: usize,
    /// Of the rarer side.
    pub events: usize,
    /// The figures, or why nothing is said.
    pub found: Result<BeaconVerdict, Unproven>,
}

/// The figures of a beacon test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BeaconVerdict {
    /// Of two cases, one with the outcome and one without, how often the first has the higher score;
    /// 0 to 1, 0.5 is chance.
    pub auc: f64,
    /// How probable it is that chance alone is as far from 0.5.
    pub p: f64,
    /// Mean squared error of the probabilities it gives, 0 to 1; lower is better.
    pub brier: f64,
    /// The same of always saying how often it happens: a beacon must beat it.
    pub brier_of_rate: f64,
}

impl BeaconVerdict {
    /// `PREDICTIVE`, `INVERSE` (the lower, the likelier) or `NOT_PREDICTIVE`.
    pub fn word(&self) -> &'static str {
        match self.p < LEVEL {
            true if self.auc > 0.5 => "PREDICTIVE",
            true => "INVERSE",
            false => "NOT_PREDICTIVE",
        }
    }
}

impl Beacon {
    /// The verdict in a word, or in words why there is none.
    pub fn verdict(&self) -> String {
        match &self.found {
            Ok(found) => found.word().to_owned(),
            Err(Unproven::TooFew { .. }) => "not enough outcomes".to_owned(),
            Err(other) => other.to_string(),
        }
    }
}

/// AUC of scores, ties half; `None` when one side has no case. O(n log n).
pub fn auc(cases: &[Case]) -> Option<f64> {
    Sides::of(cases).auc()
}

/// Tests one metric. Cases whose score is not finite count as not there.
pub fn beacon(cases: &[Case]) -> Beacon {
    let cases: Vec<Case> =
        cases.iter().filter(|case| case.score.is_finite()).copied().collect();
    let sides = Sides::of(&cases);
    let events = sides.with.min(sides.without) as usize;
    Beacon { n: cases.len(), events, found: judge(&cases, &sides, events) }
}

/// Tests one metric in everybody's mouth, and in that of each role.
pub fn beacon_by<R: Ord + Clone>(cases: &[(R, Case)]) -> (Beacon, BTreeMap<R, Beacon>) {
    let mut roles: BTreeMap<R, Vec<Case>> = BTreeMap::new();
    for (role, case) in cases {
        roles.entry(role.clone()).or_default().push(*case);
    }
    let all: Vec<Case> = cases.iter().map(|(_, case)| *case).collect();
    (beacon(&all), roles.into_iter().map(|(role, cases)| (role, beacon(&cases))).collect())
}

fn judge(cases: &[Case], sides: &Sides, events: usize) -> Result<BeaconVerdict, Unproven> {
    at_least(cases.len(), LEAST_CASES, "cases")?;
    at_least(events, LEAST_EVENTS, "events")?;
    let what = "the metric";
    let (auc, p) = sides.auc().zip(sides.p()).ok_or(Unproven::NoSpread { what })?;
    let happened: Vec<bool> = cases.iter().map(|case| case.happened).collect();
    let rate = sides.with / cases.len() as f64;
    let said = held_out(&standardised(cases), &happened, RIDGE)?;
    let always = vec![rate; cases.len()];
    Ok(BeaconVerdict {
        auc,
        p,
        brier: brier(&said, &happened).unwrap_or(1.0),
        brier_of_rate: brier(&always, &happened).unwrap_or(1.0),
    })
}

/// Scores in units of their spread, so that the ridge weighs every metric alike.
fn standardised(cases: &[Case]) -> Design {
    let centre = mean(cases.iter().map(|case| case.score)).unwrap_or(0.0);
    let variance = mean(cases.iter().map(|case| (case.score - centre).powi(2))).unwrap_or(1.0);
    let spread = variance.sqrt().max(f64::MIN_POSITIVE);
    Design::of(1, cases.iter().map(|case| (case.score - centre) / spread).collect())
}

/// The ranks of the cases with the outcome among all.
struct Sides {
    with: f64,
    without: f64,
    rank_sum: f64,
    ties: f64,
}

impl Sides {
    fn of(cases: &[Case]) -> Self {
        let scores: Vec<f64> = cases.iter().map(|case| case.score).collect();
        let ranks = ranks(&scores);
        let (mut with, mut rank_sum) = (0.0, 0.0);
        for (rank, _) in ranks.of.iter().zip(cases).filter(|(_, case)| case.happened) {
            with += 1.0;
            rank_sum += rank;
        }
        Self { with, without: cases.len() as f64 - with, rank_sum, ties: ranks.ties }
    }

    /// How often a case with the outcome beats one without.
    fn wins(&self) -> f64 {
        self.rank_sum - self.with * (self.with + 1.0) / 2.0
    }

    fn auc(&self) -> Option<f64> {
        let pairs = self.with * self.without;
        (pairs > 0.0).then(|| self.wins() / pairs)
    }

    fn p(&self) -> Option<f64> {
        let (pairs, n) = (self.with * self.without, self.with + self.without);
        let variance = pairs / 12.0 * (n + 1.0 - self.ties / (n * (n - 1.0)));
        (variance > 0.0).then(|| normal((self.wins() - pairs / 2.0) / variance.sqrt()))
    }
}
