//! Stories of trust.

use accord::insight::{Calendar, Facts, HealthModel, Trust, TrustModel, measure, trust};

use super::sample;

fn trust_of(facts: &Facts) -> Trust {
    trust(facts, &TrustModel::built_in(), &Calendar::default(), sample().today)
}

/// The relationship NPS of an account with at least five answers.
fn nps(facts: &Facts) -> Option<f64> {
    let model = HealthModel::built_in();
    let seen = measure(facts, &model, &Calendar::default(), sample().today);
    let seen = seen.get("RE3").filter(|seen| seen.n >= 5 && seen.fallback.is_none())?;
    seen.raw
}

/// Every factor of the one lies far above that of the other.
fn is_opposite(high: &Trust, low: &Trust) -> bool {
    let pairs = high.factors.iter().zip(&low.factors);
    pairs.clone().count() == 4
        && pairs.clone().all(|(high, low)| {
            let (Some(above), Some(below)) = (high.survey, low.survey) else { return false };
            high.score > low.score && above - below >= 75.0
        })
}

#[test]
fn equal_nps_hides_opposite_trust_in_one_pair_and_the_factors_tell_it() {
    let pair = sample().story("EQUAL_NPS_OPPOSITE_TRUST");
    let (high, low) = (trust_of(pair[0].1), trust_of(pair[1].1));
    assert!(is_opposite(&high, &low), "{high:#?}\n{low:#?}");
    assert!(high.value > low.value.map(|low| low + 20.0), "{:?} {:?}", high.value, low.value);
    for (high, low) in high.factors.iter().zip(&low.factors) {
        assert_eq!((high.survey, low.survey), (Some(100.0), Some(0.0)), "{:?}", high.factor);
    }
    for trust in [&high, &low] {
        assert_eq!((trust.responses, trust.factors.len()), (5, 4));
    }
    // Whoever looks for such pairs finds this one and no other.
    let scored: Vec<(&str, i64, Trust)> = sample()
        .facts
        .iter()
        .filter_map(|(key, facts)| {
            let nps = nps(facts)?;
            Some((key.as_str(), (nps * 1e6) as i64, trust_of(facts)))
        })
        .collect();
    assert!(scored.len() > 20, "only {} accounts were asked widely enough", scored.len());
    let mut found = Vec::new();
    for (one, nps, high) in &scored {
        for (other, same, low) in &scored {
            if nps == same && is_opposite(high, low) {
                found.push((*one, *other));
            }
        }
    }
    assert_eq!(found, [(pair[0].0, pair[1].0)]);
}
