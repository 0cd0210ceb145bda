//! What holds of every account.

use proptest::prelude::*;

use super::*;

prop_compose! {
    /// Of each proxy nothing or a raw value in and around its knots.
    fn observations()(
        places in proptest::collection::vec(proptest::option::of(-0.2..1.2_f64), 16)
    ) -> Observations {
        let model = TrustModel::built_in();
        let proxies = model.proxies().zip(places);
        let seen = proxies.filter_map(|(kpi, place)| {
            let (low, high) = (kpi.knots.first()?.0, kpi.knots.last()?.0);
            Some((kpi.code.clone(), fresh(low + place? * (high - low))))
        });
        seen.collect()
    }
}

prop_compose! {
    fn said()(
        lists in proptest::collection::vec(proptest::collection::vec(1..=7_i32, 0..9), 4)
    ) -> BTreeMap<TrustFactor, Answers> {
        let lists = TrustFactor::ALL.into_iter().zip(lists);
        let asked = lists.filter(|(_, list)| !list.is_empty());
        let scores = |list: Vec<i32>| list.into_iter().map(f64::from).collect::<Vec<_>>();
        asked.map(|(factor, list)| (factor, answers(&scores(list)))).collect()
    }
}

prop_compose! {
    fn any_inputs()(answers in said(), observations in observations()) -> TrustInputs {
        TrustInputs { answers, observations }
    }
}

fn scores(trust: &Trust) -> Vec<Option<f64>> {
    trust.factors.iter().map(|factor| factor.score).collect()
}

proptest! {
    #[test]
    fn a_better_proxy_never_lowers_its_factor_and_moves_no_other(
        inputs in any_inputs(), place in 0..16_usize, raw in -0.2..1.2_f64
    ) {
        let model = TrustModel::built_in();
        let kpi = model.proxies().nth(place).expect("sixteen proxies");
        let before = scored(&inputs);
        let seen = inputs.observations.get(&kpi.code).and_then(|seen| seen.raw);
        let (low, high) = (kpi.knots[0].0, kpi.knots[kpi.knots.len() - 1].0);
        let raw = low + raw * (high - low);
        let mut changed = inputs.clone();
        changed.observations.insert(kpi.code.clone(), fresh(raw));
        let after = scored(&changed);
        for (at, (before, after)) in scores(&before).into_iter().zip(scores(&after)).enumerate() {
            if at != place / 4 {
                prop_assert_eq!(before, after);
            } else if seen.is_some_and(|seen| kpi.normalise(seen) <= kpi.normalise(raw)) {
                prop_assert!(after >= before.map(|before| before - 1e-9));
            }
        }
    }

    #[test]
    fn a_better_answer_never_lowers_its_factor(inputs in any_inputs(), score in 1..=7_i32) {
        for factor in inputs.answers.keys() {
            let before = scored(&inputs);
            let mut changed = inputs.clone();
            let first = &mut changed.answers.get_mut(factor).expect("asked").scores[0];
            *first = first.max(f64::from(score));
            let after = scored(&changed);
            let of = |trust: &Trust| factor_of(trust, *factor).score;
            prop_assert!(of(&after) >= of(&before).map(|before| before - 1e-9));
        }
    }

    #[test]
    fn every_number_stays_on_its_scale_and_a_blend_between_its_parts(inputs in any_inputs()) {
        let trust = scored(&inputs);
        let scale = |value: Option<f64>| value.is_none_or(|value| (0.0..=100.0).contains(&value));
        prop_assert!([trust.value, trust.intent, trust.competence].into_iter().all(scale));
        prop_assert!((0.0..=1.0).contains(&trust.coverage));
        prop_assert!(trust.behaviours.iter().all(|t| t.likelihood > 0.0 && t.likelihood < 1.0));
        let known = trust.factors.iter().filter(|factor| factor.score.is_some()).count();
        prop_assert_eq!(trust.value.is_some(), known >= 3);
        for factor in &trust.factors {
            prop_assert!([factor.score, factor.survey, factor.operational].into_iter().all(scale));
            prop_assert_eq!(factor.score.is_none(), factor.basis == Basis::None);
            if let (Some(score), Some(said), Some(measured)) =
                (factor.score, factor.survey, factor.operational)
            {
                let (low, high) = (said.min(measured), said.max(measured));
                prop_assert!(low - 1e-9 <= score && score <= high + 1e-9);
            }
        }
    }

    #[test]
    fn the_order_of_answers_does_not_show(inputs in any_inputs()) {
        let mut turned = inputs.clone();
        turned.answers.values_mut().for_each(|answers| answers.scores.reverse());
        prop_assert_eq!(scored(&turned), scored(&inputs));
    }

    #[test]
    fn what_vanishes_lowers_coverage_and_is_never_counted_as_zero(
        inputs in any_inputs(), factor in 0..4_usize
    ) {
        let factor = TrustFactor::ALL[factor];
        let before = scored(&inputs);
        let mut fewer = inputs.clone();
        fewer.answers.remove(&factor);
        for proxy in &factor_of(&before, factor).proxies {
            fewer.observations.remove(&proxy.code);
        }
        let after = scored(&fewer);
        prop_assert_eq!(factor_of(&after, factor).score, None);
        prop_assert!(after.coverage <= before.coverage + 1e-9);
        let others: Vec<f64> = scores(&after).into_iter().flatten().collect();
        let mean = others.iter().sum::<f64>() / 3.0;
        prop_assert_eq!(after.value, (others.len() == 3).then_some(mean));
    }
}
