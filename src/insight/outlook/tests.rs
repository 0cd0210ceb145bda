//! A slope is warned of before it gets there, a steady account is not, and luck teaches nothing.

use chrono::TimeDelta;

use super::*;
use crate::insight::proof::tests::kit::Dice;
use crate::insight::{Calendar, Facts, Models, assess};

fn first() -> NaiveDate {
    "2025-01-06".parse().expect("a day")
}

fn weeks(health: impl Fn(usize) -> f64) -> Vec<Snapshot> {
    let week = |at: usize| {
        let day = first() + TimeDelta::weeks(at.cast_signed() as i64);
        snapshot(
            day,
            Some(health(at)),
            &[(health(at) * 2.0).clamp(0.0, 200.0) as u8, 160, UNKNOWN],
        )
    };
    (0..WEEKS as usize).map(week).collect()
}

fn prospect(weeks: &[Snapshot], at: i64) -> Prospect {
    let (models, rules) = (Models::built_in(), WarningRules::default());
    Prospect::of(weeks, first() + TimeDelta::weeks(at), None, (&models.health, &rules))
}

#[test]
fn a_falling_account_is_warned_of_before_it_is_bad_and_a_steady_one_is_not() {
    let rules = WarningRules::default();
    let falling = weeks(|week| 80.0 - week as f64); // below 50 in the 31st week
    let told = prospect(&falling, 24);
    assert_eq!(told.word(), "TURNING", "{told:?}");
    let days = told.days().expect("a straight line");
    assert!((days - 42.0).abs() < 1e-9, "six weeks from 56 to 50: {days}");
    assert!((told.risk(&rules).expect("warned") - 0.3).abs() < 1e-9);
    assert_eq!(told.worst.as_deref(), Some("AW1"), "the first KPI falls as health does");
    let because = told.because(&rules);
    assert_eq!(
        because,
        "health is 56.0 and falls by 8.6 points in 60 days; AW1 falls fastest, by 8.6; drawn on in a \
         straight line, no probability was learnt yet"
    );
    assert_eq!(prospect(&falling, 10).word(), "STEADY", "far above the line");
    assert_eq!(prospect(&falling, 40).word(), "BAD");
    let steady = weeks(|week| 56.0 + (week % 3) as f64);
    assert_eq!(
        (prospect(&steady, 24).word(), prospect(&steady, 24).risk(&rules)),
        ("STEADY", None)
    );
    let unknown = prospect(&steady, 1);
    assert_eq!((unknown.word(), unknown.probability()), ("UNKNOWN", None));
    assert!(unknown.because(&rules).contains("fewer than three weeks"));
}

/// Each third account slides from some week on; with luck, what comes has nothing to do with it.
fn portfolio(accounts: usize, luck: bool) -> WarningStudy {
    let rules = WarningRules::default();
    let mut dice = Dice::from(23);
    let mut student = WarningStudent::default();
    for at in 0..accounts {
        let (level, start) = (60.0 + 25.0 * dice.share(), (3.0 + 42.0 * dice.share()) as usize);
        let noise: Vec<f64> = (0..WEEKS).map(|_| 3.0 * dice.share()).collect();
        let jumps: Vec<bool> = (0..WEEKS).map(|_| dice.share() < 0.02).collect();
        student.add(
            &weeks(|week| {
                let slides = !luck && at % 3 == 0;
                let fallen = if slides { 1.5 * week.saturating_sub(start) as f64 } else { 0.0 };
                if luck && jumps[week] { 30.0 } else { level + noise[week] - fallen }
            }),
            &rules,
        );
    }
    assert!(student.len() > accounts && !student.is_empty());
    student.study(&rules)
}

#[test]
fn slides_are_learnt_from_and_tested_on_what_came_later() {
    let told = portfolio(300, false);
    let learnt = told.learnt.as_ref().unwrap_or_else(|| panic!("{:?}", told.why));
    assert!(told.in_force().is_some() && told.why.is_none(), "{told:?}");
    assert!(learnt.auc > 0.9, "{learnt:?}");
    assert!(learnt.warned.lead_days > Some(20.0), "{learnt:?}");
    assert!(told.rule_auc > Some(0.8) && told.rule.is_some_and(|rule| rule.right > 0));
    let again = portfolio(300, false);
    assert_eq!(told, again, "the same history teaches the same");
    let json = serde_json::to_string(&told).expect("JSON");
    let read: WarningStudy = serde_json::from_str(&json).expect("what was written");
    assert_eq!((read.events, read.in_force().is_some()), (told.events, true));
}

#[test]
fn what_comes_by_luck_is_not_learnt() {
    let told = portfolio(300, true);
    assert!(told.in_force().is_none(), "{told:?}");
    assert!(told.why.is_some());
}

#[test]
fn too_little_history_says_so() {
    let told = portfolio(2, false);
    assert!(told.rule.is_none() && told.in_force().is_none());
    assert!(told.why.expect("words").starts_with("too few"));
}

#[test]
fn a_week_keeps_each_kpi_to_half_a_point() {
    let models = Models::built_in();
    let health = assess(&Facts::default(), &models.health, &Calendar::default(), first());
    let bytes = packed(&health, &models.health);
    assert_eq!(bytes.len(), models.health.kpis().count());
    assert!(
        bytes.iter().all(|byte| *byte == UNKNOWN),
        "nothing is known of an account without facts"
    );
    let week = snapshot(first(), None, &[0, 131, 200, UNKNOWN]);
    assert_eq!(week.kpis, [Some(0.0), Some(65.5), Some(100.0), None]);
}

#[test]
fn learners_are_the_same_in_any_order_and_at_most_so_many() {
    let ids =
        |order: Vec<usize>| learners(order.into_iter().map(|n| AccountId(format!("acc_{n}"))));
    let rising = ids((0..LEARNERS + 500).collect());
    assert_eq!(rising.len(), LEARNERS);
    assert_eq!(rising, ids((0..LEARNERS + 500).rev().collect()));
    assert_eq!(ids(vec![3, 1]).len(), 2);
}

#[test]
fn weeks_begin_on_mondays() {
    for (day, begins) in [("2026-11-23", "2026-11-23"), ("2026-11-22", "2026-11-16")] {
        let of = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(monday(of(day)), of(begins));
    }
}
