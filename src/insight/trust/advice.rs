//! What follows from trust: what customers tend to do, and what we should.

use super::model::{FactorDef, TrustModel};
use super::{Behaviour, FactorScore, GapFlag, TrustFactor};
use crate::insight::KpiScore;

/// What an action is for that no proxy calls for.
pub(super) const BELOW_FACTS: &str = "PERCEPTION_BELOW_FACTS";
pub(super) const ANSWERS: &str = "ANSWERS";
/// What a factor without a score counts as in a tendency.
const UNKNOWN: f64 = 50.0;

/// How far a customer tends to do something. Never the probability of a renewal.
#[derive(Debug, Clone, PartialEq)]
pub struct Tendency {
    /// What.
    pub behaviour: Behaviour,
    /// 0 to 1.
    pub likelihood: f64,
    /// Fitted to what customers did.
    pub calibrated: bool,
}

/// Something to do, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// `TELL_FIRST`, …
    pub code: String,
    /// In words.
    pub title: String,
    /// Why, the numbers first.
    pub because: Vec<Because>,
}

/// A reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Because {
    /// A number.
    Number {
        /// Of what: a factor or a proxy.
        about: String,
        /// In its unit.
        value: f64,
        /// `points` of 0 to 100, or the proxy's unit.
        unit: String,
    },
    /// In words.
    Words(String),
}

pub(super) fn tendencies(
    model: &TrustModel,
    score: impl Fn(TrustFactor) -> Option<f64>,
) -> Vec<Tendency> {
    let tendencies = model.behaviours.iter().map(|def| {
        let of = |(factor, coefficient): (&TrustFactor, &f64)| {
            coefficient * (score(*factor).unwrap_or(UNKNOWN) - 50.0) / 10.0
        };
        let log_odds = def.intercept + def.coefficients.iter().map(of).sum::<f64>();
        Tendency {
            behaviour: def.behaviour,
            likelihood: 1.0 / (1.0 + (-log_odds).exp()),
            calibrated: def.calibrated,
        }
    });
    tendencies.collect()
}

/// First what to do about the weakest factor's worst proxy, then the factors of which they feel
/// worse than we do, the widest gap first.
pub(super) fn recommendations(
    model: &TrustModel,
    factors: &[FactorScore],
    weakest: Option<&FactorScore>,
) -> Vec<Recommendation> {
    let mut below: Vec<&FactorScore> = factors
        .iter()
        .filter(|factor| factor.gap_flag == Some(GapFlag::PerceptionBelowFacts))
        .collect();
    let gap = |factor: &FactorScore| factor.gap.unwrap_or(0.0);
    below.sort_by(|a, b| gap(a).total_cmp(&gap(b)));
    let first = weakest.into_iter().filter_map(|factor| repair(model, factor));
    first.chain(below.into_iter().filter_map(|factor| show(model, factor))).collect()
}

fn repair(model: &TrustModel, factor: &FactorScore) -> Option<Recommendation> {
    let mut because = vec![points(factor.factor.word(), factor.score?)];
    let Some((proxy, raw)) = worst(factor) else {
        return advise(model, ANSWERS, because);
    };
    let (about, unit) = (proxy.code.clone(), proxy.unit.clone());
    because.push(Because::Number { about, value: raw, unit });
    advise(model, &proxy.code, because)
}

/// The proxy with the lowest score and its raw value; none when there is nothing to improve.
fn worst(factor: &FactorScore) -> Option<(&KpiScore, f64)> {
    let seen = factor.proxies.iter().filter_map(|proxy| Some((proxy.normalised?, proxy)));
    let (points, proxy) = seen.min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    if points < 100.0 { Some((proxy, proxy.raw?)) } else { None }
}

fn show(model: &TrustModel, factor: &FactorScore) -> Option<Recommendation> {
    let word = factor.factor.word();
    let said = points(&format!("{word} as they answer"), factor.survey?);
    let measured = points(&format!("{word} as measured"), factor.operational?);
    advise(model, BELOW_FACTS, vec![said, measured])
}

fn points(about: &str, value: f64) -> Because {
    Because::Number { about: about.to_owned(), value, unit: "points".to_owned() }
}

fn advise(
    model: &TrustModel,
    purpose: &str,
    mut because: Vec<Because>,
) -> Option<Recommendation> {
    let action = model.actions.get(purpose)?;
    because.push(Because::Words(action.because.clone()));
    Some(Recommendation { code: action.code.clone(), title: action.title.clone(), because })
}

/// What actions there must be for.
pub(super) fn purposes(factors: &[FactorDef]) -> impl Iterator<Item = &str> + Clone {
    let proxies = factors.iter().flat_map(|factor| &factor.proxies);
    proxies.map(|proxy| proxy.code.as_str()).chain([BELOW_FACTS, ANSWERS])
}
