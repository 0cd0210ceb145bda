//! How often a fitted probability was right.

use async_graphql::{Enum, SimpleObject};

use super::proof::count;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use crate::insight::proof::{Calibration, Refit};
use crate::insight::quarters::RenewalStudy;
use crate::insight::revenue::{FittedRenewal, RenewalModel};
use crate::store::FittedKind;

use super::errors::{ApiError, Result};

/// What a probability is told by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum ProbabilityBasis {
    /// The numbers that come with Accord, which are our assumption.
    Default,
    /// What was fitted to outcomes of our own.
    Fitted,
}

/// Cases of about the same probability.
#[derive(SimpleObject)]
pub(super) struct CalibrationBin {
    /// Cases.
    n: i64,
    /// The mean probability that was told, 0 to 1.
    forecast: f64,
    /// The share of them in which it came, 0 to 1.
    observed: f64,
}

/// How often probabilities were right.
#[derive(SimpleObject)]
pub(super) struct CalibrationTable {
    /// Cases.
    n: i64,
    /// The model never saw the cases that it is judged on.
    held_out: bool,
    /// Mean squared error, 0 to 1; lower is better.
    brier: f64,
    /// The same of always saying how often it happens.
    brier_of_rate: f64,
    /// At most ten bins of equally many cases, rising in what was told.
    bins: Vec<CalibrationBin>,
}

impl CalibrationTable {
    pub(super) fn of(found: &Calibration, held_out: bool) -> Self {
        let bins = found.bins.iter().map(|bin| CalibrationBin {
            n: count(bin.n),
            forecast: round::share(bin.said),
            observed: round::share(bin.happened),
        });
        Self {
            n: count(found.bins.iter().map(|bin| bin.n).sum()),
            held_out,
            brier: round::raw(found.brier),
            brier_of_rate: round::raw(found.brier_of_rate),
            bins: bins.collect(),
        }
    }
}

/// A coefficient of the renewal probability, in log-odds.
#[derive(SimpleObject)]
pub(super) struct Coefficient {
    /// BASE, CHI, TRUST (of ten points above 50), or a flag.
    name: String,
    /// What was fitted; `null` of a flag that held too rarely: it keeps the default.
    fitted: Option<f64>,
    /// The default.
    default: Option<f64>,
}

/// How good the renewal probability was on contracts of our own that are decided.
#[derive(SimpleObject)]
pub(super) struct RenewalCalibration {
    /// What today's probabilities are told by.
    in_use: ProbabilityBasis,
    /// Its version, as `Probability.model` names it.
    model: String,
    /// The day on which this was found; `null` before the first time.
    learnt_on: Option<Day>,
    /// Decided contracts of three years whose health was known before.
    n: i64,
    /// Of them, lost.
    losses: i64,
    /// The default model on contracts of our own; `null` without one. On those of `fitted`, where there is
    /// one.
    default: Option<CalibrationTable>,
    /// What was fitted to them, on contracts it never saw; `null` below 50 contracts, 10 of each outcome.
    fitted: Option<CalibrationTable>,
    /// What was fitted, beside the default.
    coefficients: Vec<Coefficient>,
    /// How to read it, or why the default is used.
    note: String,
}

impl RenewalCalibration {
    pub(super) async fn read(visit: &Visit) -> Result<Self> {
        let (desk, today) = (&visit.desk, visit.desk.today());
        let models = &desk.hub.models;
        let in_use = desk.peers(today).await?.renewal.clone();
        let model = in_use.as_ref().map_or_else(|| models.revenue.id(), FittedRenewal::id);
        let newest = desk.hub.store.fitted(FittedKind::Renewal, &models.id(), today).await?;
        let basis = in_use.map_or(ProbabilityBasis::Default, |_| ProbabilityBasis::Fitted);
        let Some(newest) = newest else {
            return Ok(Self::nothing(basis, model));
        };
        let study: RenewalStudy =
            serde_json::from_str(&newest.body).map_err(|error| ApiError::internal(&error))?;
        let refit = study.refit.as_ref();
        let default = refit.map(|refit| &refit.default).or(study.default.as_ref());
        let default_model = &models.revenue.renewal;
        Ok(Self {
            in_use: basis,
            note: note(&study, basis),
            model,
            learnt_on: Some(Day(newest.day)),
            n: count(study.n),
            losses: count(study.losses),
            default: default.map(|found| CalibrationTable::of(found, true)),
            fitted: refit.map(|refit| CalibrationTable::of(&refit.calibration, true)),
            coefficients: refit.map(|fit| coefficients(fit, default_model)).unwrap_or_default(),
        })
    }

    fn nothing(in_use: ProbabilityBasis, model: String) -> Self {
        let note = "nothing was learnt yet: `accord serve` does so once a day, `accord sync` at its end";
        Self {
            in_use,
            model,
            learnt_on: None,
            n: 0,
            losses: 0,
            default: None,
            fitted: None,
            coefficients: Vec::new(),
            note: note.to_owned(),
        }
    }
}

fn note(study: &RenewalStudy, basis: ProbabilityBasis) -> String {
    match (&study.why, basis) {
        (Some(why), ProbabilityBasis::Default) => why.clone(),
        (Some(why), ProbabilityBasis::Fitted) => {
            format!("{why}; from the next day's scores on the default is used again")
        }
        (None, ProbabilityBasis::Default) => {
            "what was fitted is used from the next day's scores on".to_owned()
        }
        (None, ProbabilityBasis::Fitted) => "fitted anew at most once a month".to_owned(),
    }
}

fn coefficients(fit: &Refit, default: &RenewalModel) -> Vec<Coefficient> {
    let of = |name: &str, fitted: Option<f64>, default: Option<f64>| Coefficient {
        name: name.to_owned(),
        fitted: fitted.map(round::raw),
        default: default.map(round::raw),
    };
    let flags =
        fit.flags.iter().map(|(code, odds)| of(code, *odds, default.flags.get(code).copied()));
    let own = [
        of("BASE", Some(fit.base), Some(default.base)),
        of("CHI", Some(fit.health), Some(default.health)),
        of("TRUST", Some(fit.trust), Some(default.trust)),
    ];
    own.into_iter().chain(flags).collect()
}
