//! Why two records are one party or not: the parts of their weight, with what both say.

use std::sync::Arc;

use super::matching::{Matcher, Model, said};
use super::said::{Registers, Subject};
use crate::model::Candidate;

/// A part of a pair's weight.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// What was compared; `any pair` for what is assumed before anything is.
    pub field: &'static str,
    /// With which outcome.
    pub level: &'static str,
    /// What the one says.
    pub left: Option<String>,
    /// What the other says.
    pub right: Option<String>,
    /// Bits for a match.
    pub weight: f64,
}

/// The waterfall of a pair.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// First what is assumed of any pair, then what each comparison adds.
    pub reasons: Vec<Reason>,
    /// The sum, in bits.
    pub weight: f64,
    /// How likely they are one party, 0 to 1, whatever stewards said.
    pub probability: f64,
    /// Whether they are kept apart whatever they weigh.
    pub apart: bool,
}

/// Explains pairs of records, by their origin ids; `None` where one of them is not given. Give the
/// candidates in ascending order of their ids.
pub fn why<E: Subject>(
    candidates: &[Candidate<E>],
    model: &Arc<Model>,
    registers: &Registers,
    pairs: &[(String, String)],
) -> Vec<Option<Why>> {
    let party = |candidate| E::said(candidate, registers);
    let matcher = Matcher::with_model(Arc::clone(model), candidates.iter().map(party));
    let place = |id: &String| {
        candidates.binary_search_by(|candidate| candidate.entity.origin().id.cmp(id)).ok()
    };
    let explained = |(left, right): &(String, String)| {
        let (left, right) = (place(left)?, place(right)?);
        // As a stored pair is weighed: the lower id first.
        let told = matcher.explain(left.min(right), left.max(right));
        let (one, other) = (party(&candidates[left]), party(&candidates[right]));
        let reason = |step: &super::matching::Step| Reason {
            field: step.comparison,
            level: step.level,
            left: said(E::SUBJECT, step.comparison, &one),
            right: said(E::SUBJECT, step.comparison, &other),
            weight: step.weight.into(),
        };
        Some(Why {
            reasons: told.steps.iter().map(reason).collect(),
            weight: told.weight.into(),
            probability: told.probability().into(),
            apart: told.apart,
        })
    };
    pairs.iter().map(explained).collect()
}

/// How likely records are one party that weigh so many bits, 0 to 1.
pub fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

/// The bits of a probability; of a certain one more than any pair has.
pub fn weight(probability: f64) -> f64 {
    let odds = probability.max(0.0) / (1.0 - probability.min(1.0));
    odds.log2().clamp(-MOST, MOST)
}

/// No pair weighs more bits, for or against.
const MOST: f64 = 1e9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_and_probabilities_say_the_same() {
        for (bits, likely) in [(0.0, 0.5), (3.0, 8.0 / 9.0), (-3.0, 1.0 / 9.0)] {
            assert!((probability(bits) - likely).abs() < 1e-12);
            assert!((weight(likely) - bits).abs() < 1e-9);
        }
        for (bound, bits) in [(0.0, -MOST), (-1.0, -MOST), (1.0, MOST), (7.0, MOST)] {
            assert_eq!(weight(bound).to_string(), bits.to_string(), "{bound}");
        }
    }
}
