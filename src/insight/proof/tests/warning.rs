//! Early warning on made-up histories, in which a fall announces itself or does not.

use chrono::{NaiveDate, TimeDelta};

use super::super::*;
use super::kit::*;

fn first_day() -> NaiveDate {
    "2024-01-01".parse().expect("a day")
}

/// Weekly snapshots of two years: health by week, KPIs around it.
fn history(dice: &mut Dice, health: impl Fn(usize) -> f64) -> Vec<Snapshot> {
    let week = |at: usize, dice: &mut Dice| {
        let level = (health(at) + 1.5 * dice.bell()).clamp(0.0, 100.0);
        let mut kpi = || Some((level + 4.0 * dice.bell()).clamp(0.0, 100.0));
        let kpis = vec![kpi(), kpi(), None];
        Snapshot {
            day: first_day() + TimeDelta::days(7 * at.cast_signed() as i64),
            health: Some(level),
            kpis,
        }
    };
    (0..104).map(|at| week(at, dice)).collect()
}

/// Some accounts stay where they are; each fourth slides down slowly from some week on.
fn portfolio(accounts: usize) -> Vec<Vec<Snapshot>> {
    let mut dice = Dice::from(17);
    let account = |at: usize| {
        let (level, start) =
            (62.0 + 25.0 * dice.share(), (10.0 + 80.0 * dice.share()) as usize);
        let slides = at.is_multiple_of(4);
        history(&mut dice, |week| {
            let fallen = if slides { 1.5 * week.saturating_sub(start) as f64 } else { 0.0 };
            level - fallen
        })
    };
    (0..accounts).map(account).collect()
}

fn sampled(portfolio: &[Vec<Snapshot>], rules: &WarningRules) -> Vec<Sample> {
    let accounts = portfolio.iter().enumerate();
    accounts.flat_map(|(at, history)| samples(at, history, rules)).collect()
}

#[test]
fn a_slope_drawn_on_says_when_health_turns_bad() {
    let rules = WarningRules::default();
    let day = |week: i64| first_day() + TimeDelta::weeks(week);
    let falling: Vec<Snapshot> = (0..20)
        .map(|week| Snapshot {
            day: day(week),
            health: Some(80.0 - week as f64),
            kpis: vec![Some(90.0 - 2.0 * week as f64), Some(70.0), (week < 3).then_some(1.0)],
        })
        .collect();
    let seen = signs(&falling, day(19), &rules).expect("enough weeks");
    // One point a week is 60 / 7 in 60 days.
    let slope = -60.0 / 7.0;
    let near = |got: f64, wanted: f64| assert!((got - wanted).abs() < 1e-9, "{got} {wanted}");
    near(seen.health, 61.0);
    near(seen.slope, slope);
    near(seen.kpi_slope, slope); // the mean of −2 and 0 a week; the third is not seen any more
    near(seen.worst_slope, 2.0 * slope);
    assert_eq!(outlook(&seen, None, &rules), Outlook::Steady { probability: None });
    let lower = Signs { health: 55.0, ..seen };
    let Outlook::Turning { probability: None, days: Some(days) } =
        outlook(&lower, None, &rules)
    else {
        panic!("the rule warns")
    };
    near(days, 35.0);
    let bad = Signs { health: 49.0, ..seen };
    assert_eq!(outlook(&bad, None, &rules), Outlook::Bad);
    assert!(signs(&falling, day(1), &rules).is_none(), "two weeks are no slope");
    assert!(signs(&falling, day(60), &rules).is_none(), "nothing is known of late");
    assert!(signs(&[], day(1), &rules).is_none());
    let mut broken = falling.clone();
    broken[18].health = Some(f64::NAN);
    broken[17].kpis[0] = Some(f64::INFINITY);
    let clean = signs(&broken, day(19), &rules).expect("enough weeks");
    near(clean.slope, slope); // the others lie on one line
    near(clean.worst_slope, 2.0 * slope);
}

#[test]
fn days_to_come_do_not_show_in_the_signs() {
    let rules = WarningRules::default();
    let portfolio = portfolio(3);
    for history in &portfolio {
        let cut = history[50].day;
        assert_eq!(signs(history, cut, &rules), signs(&history[..=50], cut, &rules));
    }
}

#[test]
fn a_back_test_tells_auc_and_lead_days() {
    let rules = WarningRules::default();
    let samples = sampled(&portfolio(200), &rules);
    let found = back_test(&samples, &rules).expect("enough");
    let learnt = found.learnt.as_ref().expect("enough to fit");
    assert!(learnt.auc > 0.9, "{found:?}");
    assert!(learnt.calibration.brier < learnt.calibration.brier_of_rate, "{found:?}");
    for warned in [found.rule, learnt.warned] {
        assert!(warned.precision.is_some_and(|share| share > 0.6), "{found:?}");
        assert!(warned.recall.is_some_and(|share| share > 0.5), "{found:?}");
        assert!(
            warned.lead_days.is_some_and(|days| (14.0..=60.0).contains(&days)),
            "{found:?}"
        );
    }
    assert!(samples.iter().all(|sample| sample.signs.health >= 50.0));
    assert!(samples.iter().all(|s| s.turned.is_none_or(|days| (1..=60).contains(&days))));
    let falling =
        Signs { health: 52.0, slope: -12.0, kpi_slope: -12.0, worst_slope: -20.0, worst: None };
    assert!(matches!(
        outlook(&falling, Some(&learnt.model), &rules),
        Outlook::Turning { probability: Some(p), .. } if p > 0.5
    ));
}

#[test]
fn too_little_history_leaves_words() {
    let rules = WarningRules::default();
    let few = back_test(&sampled(&portfolio(1), &rules), &rules).expect_err("one account");
    assert!(few.to_string().starts_with("too few: "), "{few}");
    let mut dice = Dice::from(4);
    let calm: Vec<_> = (0..30).map(|_| history(&mut dice, |_| 80.0)).collect();
    let none = back_test(&sampled(&calm, &rules), &rules).expect_err("nothing turned bad");
    assert_eq!(none.to_string(), "too few: 0 of the 5 bad turns needed");
    assert!(back_test(&[], &rules).is_err());
    // Enough to judge the rule by, not enough to learn from.
    let strict = WarningRules { least_events: (10_000, 5), ..rules.clone() };
    let found = back_test(&sampled(&portfolio(100), &rules), &strict).expect("enough to judge");
    assert!(found.rule.given > 0);
    let words = found.learnt.expect_err("too few to fit").to_string();
    assert!(words.ends_with("of the 10000 bad turns needed"), "{words}");
}

#[test]
fn chance_is_not_foreseen() {
    let rules = WarningRules::default();
    let mut dice = Dice::from(23);
    // Health drops at once, without a slope before.
    let shocks: Vec<_> = (0..200)
        .map(|at| {
            let (level, shock) = (65.0, 20 + (80.0 * dice.share()) as usize);
            let hit = at % 3 == 0;
            history(&mut dice, |week| if hit && week >= shock { 40.0 } else { level })
        })
        .collect();
    let found = back_test(&sampled(&shocks, &rules), &rules).expect("enough");
    let learnt = found.learnt.expect("enough to fit");
    assert!((0.3..0.7).contains(&learnt.auc), "{learnt:?}");
    assert!(learnt.warned.given < 10, "{learnt:?}");
}
