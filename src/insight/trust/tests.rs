//! Trust, held against figures reckoned elsewhere, against laws, and against bad models.

mod laws;
mod measures;
mod models;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value;

use super::*;
use crate::insight::{KpiStatus, Observation};

fn today() -> NaiveDate {
    "2026-11-22".parse().expect("a day")
}

/// A raw value that is fresh and has a full sample.
fn fresh(raw: f64) -> Observation {
    Observation {
        raw: Some(raw),
        n: 1_000,
        observed_on: Some(today()),
        ..Observation::default()
    }
}

fn answers(scores: &[f64]) -> Answers {
    Answers { scores: scores.to_vec(), ..Answers::default() }
}

fn scored(inputs: &TrustInputs) -> Trust {
    score_trust(inputs, &TrustModel::built_in(), today())
}

/// The accounts of `tests/cases/insight/trust.json`; `trust.py` beside it says how they were made.
fn figures() -> Vec<Value> {
    let text = include_str!("../../../tests/cases/insight/trust.json");
    serde_json::from_str(text).expect("JSON")
}

fn inputs(account: &Value) -> TrustInputs {
    let raw = account["raw"].as_object().expect("raw values");
    let said = |factor: TrustFactor| {
        let said = account["answers"][factor.word()].as_array()?;
        let scores: Vec<f64> = said.iter().filter_map(Value::as_f64).collect();
        (!scores.is_empty()).then(|| (factor, answers(&scores)))
    };
    TrustInputs {
        answers: TrustFactor::ALL.into_iter().filter_map(said).collect(),
        observations: raw
            .iter()
            .map(|(code, raw)| (code.clone(), fresh(raw.as_f64().expect("a number"))))
            .collect(),
    }
}

fn kestrel() -> TrustInputs {
    inputs(&figures()[0])
}

fn factor_of(trust: &Trust, factor: TrustFactor) -> &FactorScore {
    trust.factors.iter().find(|score| score.factor == factor).expect("all four are there")
}

fn basis_word(basis: Basis) -> &'static str {
    match basis {
        Basis::Blended => "BLENDED",
        Basis::SurveyOnly => "SURVEY_ONLY",
        Basis::OperationalOnly => "OPERATIONAL_ONLY",
        Basis::None => "NONE",
    }
}

#[track_caller]
fn same(what: &str, got: Option<f64>, wanted: &Value) {
    let wanted = wanted.as_f64();
    let equal = match (got, wanted) {
        (Some(got), Some(wanted)) => (got - wanted).abs() < 1e-9,
        (got, wanted) => got.is_none() && wanted.is_none(),
    };
    assert!(equal, "{what}: {got:?}, not {wanted:?}");
}

#[test]
fn every_figure_of_the_reference_comes_out() {
    let figures = figures();
    assert!(figures.len() > 200);
    for (place, account) in figures.iter().enumerate() {
        let (got, wanted) = (scored(&inputs(account)), &account["trust"]);
        let at = |what: &str| format!("account {place}: {what}");
        same(&at("value"), got.value, &wanted["value"]);
        same(&at("net"), got.net, &wanted["net"]);
        same(&at("intent"), got.intent, &wanted["intent"]);
        same(&at("competence"), got.competence, &wanted["competence"]);
        assert_eq!(got.weakest.map(TrustFactor::word), wanted["weakest"].as_str(), "{place}");
        for factor in &got.factors {
            let (word, figures) =
                (factor.factor.word(), &wanted["factors"][factor.factor.word()]);
            same(&at(word), factor.score, &figures["score"]);
            same(&at("survey"), factor.survey, &figures["survey"]);
            same(&at("operational"), factor.operational, &figures["operational"]);
            same(&at("alpha"), factor.alpha, &figures["alpha"]);
            same(&at("gap"), factor.gap, &figures["gap"]);
            assert_eq!(factor.gap_flag.map(GapFlag::word), figures["gapFlag"].as_str());
            assert_eq!(basis_word(factor.basis), figures["basis"], "{place}: {word}");
            assert_eq!(factor.reason.is_some(), factor.score.is_none(), "{place}: {word}");
        }
        for tendency in &got.behaviours {
            let word = tendency.behaviour.word();
            same(&at(word), Some(tendency.likelihood), &wanted["behaviours"][word]);
        }
    }
}

/// Rounds half away from zero, as an answer does.
fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

#[test]
fn the_worked_example_comes_out_to_the_last_printed_digit() {
    let trust = scored(&kestrel());
    let shown = [
        (trust.value, 2, 60.99),
        (trust.value, 4, 60.9896),
        (trust.net, 2, 21.98),
        (trust.intent, 2, 52.92),
        (trust.competence, 2, 69.06),
    ];
    for (got, digits, wanted) in shown {
        assert_eq!(got.map(|got| round(got, digits)), Some(wanted));
    }
    // Factor, its survey, proxies, operational, score and gap.
    let rows = [
        ("HUMANITY", 80.0, [66.667, 60.0, 60.0, 50.0], 59.167, 69.583, 20.833),
        ("TRANSPARENCY", 20.0, [40.0, 60.0, 50.0, 60.0], 52.5, 36.25, -32.5),
        ("CAPABILITY", 90.0, [50.0, 60.0, 80.0, 50.0], 60.0, 75.0, 30.0),
        ("RELIABILITY", 60.0, [40.0, 70.0, 75.0, 80.0], 66.25, 63.125, -6.25),
    ];
    for (got, (word, survey, proxies, operational, score, gap)) in
        trust.factors.iter().zip(rows)
    {
        assert_eq!(got.factor.word(), word);
        assert_eq!((got.basis, got.survey_n, got.alpha), (Basis::Blended, 5, Some(0.5)));
        let seen = got.proxies.iter().map(|proxy| proxy.normalised.map(|p| round(p, 3)));
        assert_eq!(seen.collect::<Vec<_>>(), proxies.map(Some), "{word}");
        let got =
            [got.survey, got.operational, got.score, got.gap].map(|x| x.map(|x| round(x, 3)));
        assert_eq!(got, [survey, operational, score, gap].map(Some), "{word}");
    }
    let flags: Vec<_> = trust.factors.iter().map(|f| f.gap_flag.map(GapFlag::word)).collect();
    let (above, below) = (Some("PERCEPTION_ABOVE_FACTS"), Some("PERCEPTION_BELOW_FACTS"));
    assert_eq!(flags, [above, below, above, None]);
    let tendencies: Vec<_> =
        trust.behaviours.iter().map(|t| (t.behaviour.word(), round(t.likelihood, 3))).collect();
    assert_eq!(
        tendencies,
        [("RENEW", 0.89), ("BUY_MORE", 0.47), ("RECOMMEND", 0.562), ("FORGIVE", 0.599)]
    );
    assert!(trust.behaviours.iter().all(|tendency| !tendency.calibrated));
    assert_eq!((trust.responses, trust.coverage), (5, 1.0));
    assert_eq!(trust.model, "trust-default@1.0.0");
}

#[test]
fn a_better_first_contact_resolution_is_worth_what_was_reckoned() {
    let mut inputs = kestrel();
    inputs.observations.insert("C1".to_owned(), fresh(76.0));
    assert_eq!(scored(&inputs).value.map(|value| round(value, 4)), Some(61.9271));
}

#[test]
fn the_weakest_factors_worst_proxy_says_what_to_do() {
    let trust = scored(&kestrel());
    assert_eq!(trust.weakest, Some(TrustFactor::Transparency));
    let codes: Vec<&str> = trust.recommendations.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["TELL_FIRST", "SHOW_FACTS"]);
    let first = &trust.recommendations[0];
    assert_eq!(first.title, "Announce delays before they ask");
    let number = |about: &str, value, unit: &str| Because::Number {
        about: about.to_owned(),
        value,
        unit: unit.to_owned(),
    };
    assert_eq!(first.because[0], number("TRANSPARENCY", 36.25, "points"));
    assert_eq!(first.because[1], number("T1", 36.0, "percent"));
}

#[test]
fn every_proxy_that_is_the_worst_has_its_action() {
    let model = TrustModel::built_in();
    let best = |kpi: &crate::insight::KpiDef| kpi.best_raw().expect("knots");
    for (worst, action) in model.proxies().map(|kpi| (kpi, &model.actions[&kpi.code])) {
        let mut observations: Observations =
            model.proxies().map(|kpi| (kpi.code.clone(), fresh(best(kpi)))).collect();
        let zero = worst.knots.iter().find(|knot| knot.1 == 0.0).expect("a zero").0;
        observations.insert(worst.code.clone(), fresh(zero));
        let trust = scored(&TrustInputs { observations, ..TrustInputs::default() });
        assert_eq!(trust.recommendations.len(), 1, "{}", worst.code);
        assert_eq!(trust.recommendations[0].code, action.code, "{}", worst.code);
    }
}

#[test]
fn answers_alone_or_perfect_facts_ask_for_an_interview() {
    let said = |scores: &[f64]| {
        TrustFactor::ALL.into_iter().map(|factor| (factor, answers(scores))).collect()
    };
    let alone = TrustInputs { answers: said(&[2.0, 3.0, 4.0]), ..TrustInputs::default() };
    let trust = scored(&alone);
    assert_eq!(trust.recommendations[0].code, "ASK_WHY");
    assert!(trust.factors.iter().all(|factor| factor.basis == Basis::SurveyOnly));
    let model = TrustModel::built_in();
    let perfect = model.proxies().map(|kpi| (kpi.code.clone(), fresh(kpi.best_raw().unwrap())));
    let trust = scored(&TrustInputs { observations: perfect.collect(), ..alone });
    let codes: Vec<&str> = trust.recommendations.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes, ["ASK_WHY", "SHOW_FACTS", "SHOW_FACTS", "SHOW_FACTS", "SHOW_FACTS"]);
}

#[test]
fn what_is_not_known_is_null_and_says_why() {
    let nothing = scored(&TrustInputs::default());
    assert_eq!((nothing.value, nothing.net, nothing.weakest), (None, None, None));
    assert_eq!((nothing.intent, nothing.competence), (None, None));
    assert_eq!((nothing.responses, nothing.coverage), (0, 0.0));
    assert!(nothing.recommendations.is_empty());
    assert_eq!(nothing.factors.len(), 4);
    for factor in &nothing.factors {
        assert_eq!((factor.score, factor.operational, factor.survey), (None, None, None));
        let why = factor.reason.as_deref();
        assert_eq!(why, Some("nobody answered and no proxy was measured"));
        assert!(factor.proxies.iter().all(|proxy| proxy.status == KpiStatus::Missing));
    }
    let two = BTreeMap::from([(TrustFactor::Humanity, answers(&[7.0, 7.0]))]);
    let few = scored(&TrustInputs { answers: two, ..TrustInputs::default() });
    let factor = factor_of(&few, TrustFactor::Humanity);
    assert_eq!((factor.score, factor.survey), (None, Some(100.0)));
    let why = factor.reason.as_deref();
    assert_eq!(why, Some("2 of the 3 answers needed while no proxy was measured"));
}

#[test]
fn two_factors_make_no_trust_and_three_do() {
    let seen = |codes: &[&str]| {
        let observations = codes.iter().map(|code| ((*code).to_owned(), fresh(1.0))).collect();
        scored(&TrustInputs { observations, ..TrustInputs::default() })
    };
    let two = seen(&["H1", "T3"]);
    assert_eq!((two.value, two.intent.is_some(), two.competence), (None, true, None));
    assert!(seen(&["H1", "T3", "C2"]).value.is_some());
}

#[test]
fn a_stale_proxy_counts_and_an_expired_one_does_not() {
    let aged = |days: i64| {
        let observed_on = today().checked_sub_signed(chrono::TimeDelta::days(days));
        let seen = Observation { observed_on, ..fresh(86.0) };
        let observations = [("R1".to_owned(), seen)].into();
        scored(&TrustInputs { observations, ..TrustInputs::default() })
    };
    let cases = [(14, KpiStatus::Ok, Some(40.0)), (21, KpiStatus::Stale, Some(40.0))];
    for (days, status, operational) in cases.into_iter().chain([(28, KpiStatus::Expired, None)])
    {
        let trust = aged(days);
        let factor = factor_of(&trust, TrustFactor::Reliability);
        assert_eq!((factor.proxies[0].status, factor.operational), (status, operational));
    }
}
