//! Behaviour beside attitude: where we do well and they feel badly served.

use super::account::Known;
use super::model::{MetricCatalogue, MetricKind, Pair};
use super::tree::{Reading, Readings};
use crate::insight::Models;

/// A pair with what is known of both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Paired<'a> {
    /// The pair.
    pub pair: &'a Pair,
    /// What was done.
    pub behaviour: Reading,
    /// How it was felt.
    pub attitude: Reading,
    /// Behaviour is good and attitude is bad; `None` unless both are known.
    pub gap: Option<bool>,
}

/// The pairs of the catalogue, over the readings of the same account.
pub fn paired<'a>(
    catalogue: &'a MetricCatalogue,
    readings: &Readings,
    known: &Known,
    models: &Models,
) -> Vec<Paired<'a>> {
    let of = |code: &str| readings.get(code).cloned().unwrap_or_default();
    let pair = |pair: &'a Pair| {
        let behaviour = of(&pair.behaviour);
        let def = catalogue.metric(&pair.attitude);
        let attitude = match def.map(|def| (def, def.kind)) {
            Some((def, MetricKind::Survey(kind))) if !pair.asked_at.is_empty() => {
                known.survey(def, (kind, &pair.asked_at), models)
            }
            Some((_, MetricKind::Kpi)) => known.felt(&pair.attitude),
            _ => of(&pair.attitude),
        };
        let both = behaviour.score.zip(attitude.score);
        let gap = both.map(|(done, felt)| done >= catalogue.good && felt <= catalogue.bad);
        Paired { pair, behaviour, attitude, gap }
    };
    catalogue.pairs.iter().map(pair).collect()
}
