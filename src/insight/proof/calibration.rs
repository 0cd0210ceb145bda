//! How often a probability was right.
//!
//! Published: Brier 1950 (`sklearn.metrics.brier_score_loss`); bins of equally many cases
//! (`sklearn.calibration.calibration_curve(strategy="quantile")` shows the same picture). Ours: every
//! case is judged by a fit that never saw it, each fifth case in turn; ten bins.

use serde::{Deserialize, Serialize};

use super::logistic::{Design, fit};
use super::{Unproven, mean};

/// Parts into which cases are dealt: each is judged by the others.
const FOLDS: usize = 5;

/// Cases of about the same probability.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bin {
    /// Cases.
    pub n: usize,
    /// The mean probability, 0 to 1.
    pub said: f64,
    /// The share of them in which it came, 0 to 1.
    pub happened: f64,
}

/// How good probabilities are that were given to cases never seen before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Mean squared error, 0 to 1; lower is better.
    pub brier: f64,
    /// The same of always saying how often it happens.
    pub brier_of_rate: f64,
    /// The table, rising in what was said.
    pub bins: Vec<Bin>,
}

/// Mean squared error of probabilities; `None` of nothing, or of two lists of different length.
pub fn brier(said: &[f64], happened: &[bool]) -> Option<f64> {
    if said.len() != happened.len() {
        return None;
    }
    let cases = said.iter().zip(happened);
    mean(cases.map(|(said, happened)| (said - f64::from(u8::from(*happened))).powi(2)))
}

/// Cases by what was said of them, in at most so many bins of equally many. Cases of the same
/// probability keep their order.
pub fn calibration_table(said: &[f64], happened: &[bool], bins: usize) -> Vec<Bin> {
    let mut cases: Vec<(f64, bool)> =
        said.iter().copied().zip(happened.iter().copied()).collect();
    cases.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bins = bins.clamp(1, cases.len().max(1));
    let edge = |bin: usize| bin * cases.len() / bins;
    let bin = |number: usize| {
        let cases = &cases[edge(number)..edge(number + 1)];
        let came = |case: &(f64, bool)| f64::from(u8::from(case.1));
        Some(Bin {
            n: cases.len(),
            said: mean(cases.iter().map(|case| case.0))?,
            happened: mean(cases.iter().map(came))?,
        })
    };
    (0..bins).filter_map(bin).collect()
}

/// Probabilities against what happened.
///
/// # Errors
/// No case at all, or lists of different length.
pub fn calibrate(said: &[f64], happened: &[bool]) -> Result<Calibration, Unproven> {
    let unfit =
        || Unproven::Unfit { why: "probabilities and outcomes do not match".to_owned() };
    let came = mean(happened.iter().map(|came| f64::from(u8::from(*came))));
    let always = vec![came.ok_or_else(unfit)?; happened.len()];
    Ok(Calibration {
        brier: brier(said, happened).ok_or_else(unfit)?,
        brier_of_rate: brier(&always, happened).ok_or_else(unfit)?,
        bins: calibration_table(said, happened, 10),
    })
}

/// The probability of each case by a fit on the cases of the other parts. Cases are dealt in turn,
/// those with the outcome apart from those without, so that every part has its share of both.
///
/// # Errors
/// What [`fit`] refuses; fewer than two cases on either side.
pub(super) fn held_out(
    design: &Design,
    happened: &[bool],
    ridge: f64,
) -> Result<Vec<f64>, Unproven> {
    let dealt = deal(happened);
    let mut said = vec![0.0; happened.len()];
    for part in 0..FOLDS {
        let (mut rows, mut outcomes) = (Design::empty(design.columns()), Vec::new());
        for ((row, came), own) in design.rows().zip(happened).zip(&dealt) {
            if *own != part {
                rows.push(row);
                outcomes.push(*came);
            }
        }
        let fitted = fit(&rows, &outcomes, ridge)?;
        for ((said, row), own) in said.iter_mut().zip(design.rows()).zip(&dealt) {
            if *own == part {
                *said = fitted.probability(row);
            }
        }
    }
    Ok(said)
}

/// The part of each case.
pub(super) fn deal(happened: &[bool]) -> Vec<usize> {
    let mut next = [0_usize; 2];
    let dealt = happened.iter().map(|came| {
        let next = &mut next[usize::from(*came)];
        *next += 1;
        (*next - 1) % FOLDS
    });
    dealt.collect()
}
