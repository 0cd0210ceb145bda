//! The renewal probability refitted to the own renewals, once enough of them are decided.
//!
//! Published: ridge logistic regression; a Brier score and a calibration table with it. Ours: from
//! 50 decided renewals with 10 losses on; the features of the default model (health and trust by
//! tens above 50, each flag) so that the refit is read like it; both are kept although they share
//! inputs, which is what the ridge is for; the ridge of 1; a flag
//! that held in fewer than ten cases keeps its default; the refit counts only where it beats the
//! default on cases that it never saw.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calibration::{Calibration, calibrate, held_out};
use super::logistic::{Design, Logistic, fit};
use super::{Unproven, at_least};
use crate::insight::revenue::FittedRenewal;

/// A contract whose renewal was decided, as it stood before.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decided {
    /// Health then, 0 to 100. A case without it teaches nothing and is left out.
    pub health: Option<f64>,
    /// Trust then, 0 to 100; not known moves nothing.
    pub trust: Option<f64>,
    /// Which of the flags held, in the order of [`RefitRules::flags`].
    pub flags: Vec<bool>,
    /// What the default model said then, 0 to 1.
    pub said: f64,
    /// It was renewed.
    pub renewed: bool,
}

/// When and how the probability is refitted.
#[derive(Debug, Clone, PartialEq)]
pub struct RefitRules {
    /// Codes of the flags that cases state.
    pub flags: Vec<String>,
    /// Decided renewals needed.
    pub least: usize,
    /// Losses needed among them; and as many renewals.
    pub least_losses: usize,
    /// A flag is fitted once it held in so many cases. Until then cases in which it held are left
    /// out: a ridge would take a rare flag for a harmless one.
    pub least_held: usize,
    /// Ridge, above 0.
    pub ridge: f64,
}

impl RefitRules {
    /// The rules that come with Accord, for flags of these codes.
    pub fn with_flags(flags: Vec<String>) -> Self {
        Self { flags, least: 50, least_losses: 10, least_held: 10, ridge: 1.0 }
    }
}

/// A refitted renewal probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Refit {
    /// Log-odds with health and trust at 50 and no flag.
    pub base: f64,
    /// Log-odds of ten points of health.
    pub health: f64,
    /// Log-odds of ten points of trust.
    pub trust: f64,
    /// Log-odds of each flag; `None` of one that held too rarely to learn from: it keeps the default.
    pub flags: Vec<(String, Option<f64>)>,
    /// Cases it was fitted to.
    pub n: usize,
    /// Losses among them.
    pub losses: usize,
    /// How good it is on cases that it never saw.
    pub calibration: Calibration,
    /// How good the default model was on the same cases.
    pub default: Calibration,
}

impl Refit {
    /// It beats the default model: use it.
    pub fn better(&self) -> bool {
        self.calibration.brier < self.default.brier
    }

    /// The coefficients as scores are computed with them, found on a day: to nine decimals, which read back
    /// from JSON as the same number, so that every process says the same by the same name.
    pub fn fitted(&self, on: NaiveDate) -> FittedRenewal {
        let kept = |odds: f64| (odds * 1e9).round() / 1e9;
        let flags =
            self.flags.iter().filter_map(|(code, odds)| Some((code.clone(), kept((*odds)?))));
        FittedRenewal {
            fitted_on: on,
            n: self.n,
            base: kept(self.base),
            health: kept(self.health),
            trust: kept(self.trust),
            flags: flags.collect(),
        }
    }
}

/// Refits the probability.
///
/// # Errors
/// Too few decided renewals or losses; a case that states another number of flags than the rules.
pub fn refit(cases: &[Decided], rules: &RefitRules) -> Result<Refit, Unproven> {
    if let Some(case) = cases.iter().find(|case| case.flags.len() != rules.flags.len()) {
        let why = format!("{} flags where {} are known", case.flags.len(), rules.flags.len());
        return Err(Unproven::Unfit { why });
    }
    let task = Task::of(cases, rules);
    let losses = task.renewed.iter().filter(|renewed| !**renewed).count();
    at_least(task.renewed.len(), rules.least, "decided renewals")?;
    at_least(losses, rules.least_losses, "losses")?;
    at_least(task.renewed.len() - losses, rules.least_losses, "renewals")?;
    let Logistic { intercept, weights } = fit(&task.design, &task.renewed, rules.ridge)?;
    let mut of_flags = weights.iter().skip(2).copied();
    let flags = rules.flags.iter().zip(&task.often);
    let flags =
        flags.map(|(code, often)| (code.clone(), often.then(|| of_flags.next()).flatten()));
    let unseen = held_out(&task.design, &task.renewed, rules.ridge)?;
    Ok(Refit {
        base: intercept,
        health: weights[0],
        trust: weights[1],
        flags: flags.collect(),
        n: task.renewed.len(),
        losses,
        calibration: calibrate(&unseen, &task.renewed)?,
        default: calibrate(&task.said, &task.renewed)?,
    })
}

/// What is fitted.
struct Task {
    /// Which flags held often enough to learn from.
    often: Vec<bool>,
    design: Design,
    renewed: Vec<bool>,
    said: Vec<f64>,
}

impl Task {
    fn of(cases: &[Decided], rules: &RefitRules) -> Self {
        let known: Vec<&Decided> = cases.iter().filter(|case| case.health.is_some()).collect();
        let held = |flag: usize| known.iter().filter(|case| case.flags[flag]).count();
        let often: Vec<bool> =
            (0..rules.flags.len()).map(|flag| held(flag) >= rules.least_held).collect();
        let columns = 2 + often.iter().filter(|often| **often).count();
        let design = Design::empty(columns);
        let mut task = Self { often, design, renewed: Vec::new(), said: Vec::new() };
        for case in known {
            if let Some(row) = task.row(case) {
                task.design.push(&row);
                task.renewed.push(case.renewed);
                task.said.push(case.said);
            }
        }
        task
    }

    /// Health and trust by tens, flags by 0 or 1; `None` of a case that a rare flag decided.
    fn row(&self, case: &Decided) -> Option<Vec<f64>> {
        let tens = |score: f64| (score - 50.0) / 10.0;
        let mut row = vec![tens(case.health?), case.trust.map_or(0.0, tens)];
        for (held, often) in case.flags.iter().zip(&self.often) {
            match (held, often) {
                (_, true) => row.push(f64::from(u8::from(*held))),
                (true, false) => return None,
                (false, false) => {}
            }
        }
        Some(row)
    }
}
