//! The renewal probability refitted to the own renewals, once enough of them are decided.
//!
//! Published: ridge logistic regression; a Brier score and a calibration table with it. Ours: from
//! 50 decided renewals with 10 losses on; the features of the default model (health and trust by
//! tens above 50, each flag) so that the refit is read like it; both are kept although they share
//! inputs, which is what the ridge is for; the ridge of 1; the refit counts only where it beats the
//! default on cases that it never saw.

use super::calibration::{Calibration, calibrate, held_out};
use super::logistic::{Design, Logistic, fit};
use super::{Unproven, at_least};

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
    /// Ridge, above 0.
    pub ridge: f64,
}

impl RefitRules {
    /// The rules that come with Accord, for flags of these codes.
    pub fn with_flags(flags: Vec<String>) -> Self {
        Self { flags, least: 50, least_losses: 10, ridge: 1.0 }
    }
}

/// A refitted renewal probability.
#[derive(Debug, Clone, PartialEq)]
pub struct Refit {
    /// Log-odds with health and trust at 50 and no flag.
    pub base: f64,
    /// Log-odds of ten points of health.
    pub health: f64,
    /// Log-odds of ten points of trust.
    pub trust: f64,
    /// Log-odds of each flag.
    pub flags: Vec<(String, f64)>,
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
}

/// Refits the probability.
///
/// # Errors
/// Too few decided renewals or losses; a case that states another number of flags than the rules.
pub fn refit(cases: &[Decided], rules: &RefitRules) -> Result<Refit, Unproven> {
    let known: Vec<(&Decided, Vec<f64>)> =
        cases.iter().filter_map(|case| Some((case, features(case)?))).collect();
    let losses = known.iter().filter(|(case, _)| !case.renewed).count();
    at_least(known.len(), rules.least, "decided renewals")?;
    at_least(losses, rules.least_losses, "losses")?;
    at_least(known.len() - losses, rules.least_losses, "renewals")?;
    let columns = 2 + rules.flags.len();
    if let Some((case, _)) = known.iter().find(|(_, row)| row.len() != columns) {
        let why = format!("{} flags where {} are known", case.flags.len(), rules.flags.len());
        return Err(Unproven::Unfit { why });
    }
    let mut design = Design::empty(columns);
    known.iter().for_each(|(_, row)| design.push(row));
    let renewed: Vec<bool> = known.iter().map(|(case, _)| case.renewed).collect();
    let said: Vec<f64> = known.iter().map(|(case, _)| case.said).collect();
    let Logistic { intercept, weights } = fit(&design, &renewed, rules.ridge)?;
    let flags = rules.flags.iter().cloned().zip(weights.iter().skip(2).copied());
    Ok(Refit {
        base: intercept,
        health: weights[0],
        trust: weights[1],
        flags: flags.collect(),
        n: known.len(),
        losses,
        calibration: calibrate(&held_out(&design, &renewed, rules.ridge)?, &renewed)?,
        default: calibrate(&said, &renewed)?,
    })
}

fn features(case: &Decided) -> Option<Vec<f64>> {
    let tens = |score: f64| (score - 50.0) / 10.0;
    let mut row = vec![tens(case.health?), case.trust.map_or(0.0, tens)];
    row.extend(case.flags.iter().map(|held| f64::from(u8::from(*held))));
    Some(row)
}
