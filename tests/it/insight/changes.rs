//! Why a score moved, told part by part.

use accord::insight::{
    Facts, Health, HealthModel, KpiChange, Observation, Observations, WhatIf, explain_change,
    like_for_like, score,
};
use accord::model::Contact;

use super::kit::*;

/// One stage alone counts: three KPIs of SUPPORT.
fn support(rows: [Option<f64>; 3]) -> Health {
    support_of(rows, &Facts::default(), &model("own"))
}

fn model(code: &str) -> HealthModel {
    let mut model = HealthModel::clone(&HealthModel::built_in());
    model.code = code.into();
    model.stages.retain(|stage| stage.code == "SUPPORT");
    for kpi in &mut model.stages[0].kpis {
        kpi.knots = vec![(0.0, 0.0), (100.0, 100.0)];
    }
    model
}

fn support_of(rows: [Option<f64>; 3], facts: &Facts, model: &HealthModel) -> Health {
    let seen = ["SU1", "SU2", "SU3"].into_iter().zip(rows).filter_map(|(code, raw)| {
        let observed_on = day(TODAY);
        let row = Observation { raw: Some(raw?), n: 9, observed_on, ..Observation::default() };
        Some((code.to_owned(), row))
    });
    let seen: Observations = seen.collect();
    score(&seen, facts, model, day(TODAY).expect("a day"), &WhatIf::default())
}

fn told(parts: &[KpiChange]) -> Vec<(&str, &str, i64)> {
    parts.iter().map(|p| (p.code.as_str(), p.cause, p.points.round() as i64)).collect()
}

#[test]
fn values_move_the_score_by_their_share() {
    let (from, to) = (
        support([Some(30.0), Some(60.0), Some(90.0)]),
        support([Some(60.0), Some(60.0), Some(84.0)]),
    );
    let parts = explain_change(&from, &to);
    assert_eq!(told(&parts), [("SU1", "VALUE", 10), ("SU3", "VALUE", -2)]);
    assert_eq!((parts[0].from, parts[0].to), (Some(30.0), Some(60.0)));
    assert!(explain_change(&to, &to).is_empty());
}

#[test]
fn a_bad_kpi_that_vanishes_is_named_and_does_not_count_as_better() {
    let (from, to) = (
        support([Some(30.0), Some(60.0), Some(90.0)]),
        support([None, Some(60.0), Some(90.0)]),
    );
    assert_eq!(told(&explain_change(&from, &to)), [("SU1", "DATA_LOST", 15)]);
    assert_eq!(told(&explain_change(&to, &from)), [("SU1", "DATA_NEW", -15)]);
    assert_eq!(like_for_like(&from, &to).map(f64::abs), Some(0.0));
}

#[test]
fn a_cap_has_its_own_part() {
    let gone = Facts {
        contacts: vec![Contact {
            champion: text("LEFT"),
            champion_confirmed_on: day(TODAY),
            ..person("a", None)
        }],
        ..Facts::default()
    };
    let rows = [Some(60.0), Some(90.0), Some(90.0)];
    let (from, to) = (support(rows), support_of(rows, &gone, &model("own")));
    let parts = explain_change(&from, &to);
    assert_eq!(told(&parts), [("CAP", "CAP", -20)]);
    assert_eq!((parts[0].from, parts[0].to), (None, Some(60.0)));
}

#[test]
fn another_model_is_told_apart_from_another_value() {
    let mut strict = model("strict");
    strict.stages[0].kpis[0].knots = vec![(0.0, 0.0), (200.0, 100.0)];
    strict.stages[0].kpis.pop();
    let rows = [Some(60.0), Some(60.0), Some(60.0)];
    let to = support_of([rows[0], Some(70.0), None], &Facts::default(), &strict);
    let parts = explain_change(&support(rows), &to);
    assert_eq!(told(&parts), [("SU1", "MODEL", -15), ("SU2", "VALUE", 5)]);
}

#[test]
fn without_two_values_there_is_no_difference_to_explain() {
    let (from, to) = (support([Some(30.0), None, None]), support([None, None, None]));
    assert_eq!((from.value.is_some(), to.value), (true, None));
    assert!(explain_change(&from, &to).is_empty());
    assert_eq!(like_for_like(&from, &to), None);
    // Nothing in common: all of it is data that went and data that came.
    let other = support([None, Some(50.0), None]);
    let parts = explain_change(&from, &other);
    assert_eq!(told(&parts), [("SU1", "DATA_LOST", 10), ("SU2", "DATA_NEW", 10)]);
    assert_eq!(like_for_like(&from, &other), None);
}
