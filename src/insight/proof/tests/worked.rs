//! Worked numbers of the models' description, and words where there is too little.

use super::super::*;
use super::kit::*;
use crate::insight::RevenueModel;

const HEALTH: [f64; 6] = [40.0, 55.0, 60.0, 70.0, 80.0, 90.0];
const RETENTION: [f64; 6] = [88.0, 97.0, 95.0, 104.0, 103.0, 112.0];

#[test]
fn health_and_the_next_retention_go_together_as_worked_by_hand() {
    let found = spearman(&pairs(&HEALTH, &RETENTION)).expect("both vary");
    assert_eq!((found.n, shown(found.rho, 3), shown(found.rho, 4)), (6, 0.886, 0.8857));
    let (low, high) = found.interval.expect("six accounts");
    assert_eq!((shown(low, 3), shown(high, 3)), (0.232, 0.988));
}

#[test]
fn six_accounts_are_too_few_and_say_so() {
    let found = correlation(&pairs(&HEALTH, &RETENTION), 20);
    let what = "accounts";
    assert_eq!(found, Err(Unproven::TooFew { n: 6, least: 20, what }));
    let words = found.expect_err("too few").to_string();
    assert_eq!(words, "too few: 6 of the 20 accounts needed");
    let tests = [None, Some(0.9)];
    assert!(discoveries(&tests, 0.05).iter().all(|finding| !finding.significant));
    assert!(correlation(&[], 0).is_err() && correlation(&[(1.0, 2.0)], 0).is_err());
    let level = correlation(&pairs(&[1.0; 30], &[2.0; 30]), 20).expect_err("nothing varies");
    let words = "the metric or the outcome is the same everywhere: nothing can be told by it";
    assert_eq!(level.to_string(), words);
}

#[test]
fn what_is_not_a_number_counts_as_not_there() {
    let mut pairs = pairs(&HEALTH, &RETENTION);
    let clean = spearman(&pairs);
    pairs.insert(2, (f64::NAN, 1.0));
    pairs.push((1.0, f64::INFINITY));
    assert_eq!(spearman(&pairs), clean);
}

fn outcomes(scores: &[f64], happened: &[u8]) -> Vec<Case> {
    let cases = scores.iter().zip(happened);
    cases.map(|(score, came)| Case { score: *score, happened: *came == 1 }).collect()
}

#[test]
fn a_beacon_tells_as_worked_by_hand_and_six_outcomes_are_not_enough() {
    let cases = outcomes(&[80.0, 70.0, 65.0, 50.0, 45.0, 30.0], &[1, 1, 0, 1, 0, 0]);
    let found = auc(&cases).expect("both sides");
    assert_eq!((shown(found, 3), shown(found, 4)), (0.889, 0.8889));
    let told = beacon(&cases);
    assert_eq!((told.n, told.events, told.verdict().as_str()), (6, 3, "not enough outcomes"));
}

/// So many cases, of which so many have the outcome and high scores.
fn split(cases: usize, events: usize) -> Vec<Case> {
    let case = |at: usize| Case { score: -(at as f64), happened: at < events };
    (0..cases).map(case).collect()
}

#[test]
fn a_verdict_needs_thirty_cases_and_five_events_of_either_side() {
    let verdicts = [
        ((29, 10), "not enough outcomes"),
        ((30, 4), "not enough outcomes"),
        ((30, 26), "not enough outcomes"), // four losses
        ((30, 5), "PREDICTIVE"),
        ((30, 25), "PREDICTIVE"),
    ];
    for ((n, events), verdict) in verdicts {
        assert_eq!(beacon(&split(n, events)).verdict(), verdict, "{n} {events}");
    }
    let down = split(60, 20).into_iter().map(|case| Case { score: -case.score, ..case });
    assert_eq!(beacon(&down.collect::<Vec<_>>()).verdict(), "INVERSE");
    let flat = split(60, 20).into_iter().map(|case| Case { score: 1.0, ..case });
    let told = beacon(&flat.collect::<Vec<_>>());
    assert!(told.verdict().starts_with("the metric is the same everywhere"), "{told:?}");
}

#[test]
fn a_metric_may_tell_in_one_role_and_not_in_another() {
    let mut dice = Dice::from(3);
    let told = split(200, 60).into_iter().map(|case| ("DECISION_MAKER", case));
    let random = split(200, 60).into_iter();
    let random = random.map(|case| ("USER", Case { score: dice.share(), ..case }));
    let few = split(10, 5).into_iter().map(|case| ("INFLUENCER", case));
    let (_, roles) = beacon_by(&told.chain(random).chain(few).collect::<Vec<_>>());
    let verdict = |role: &str| roles[role].verdict();
    assert_eq!(verdict("DECISION_MAKER"), "PREDICTIVE");
    assert_eq!(verdict("USER"), "NOT_PREDICTIVE");
    assert_eq!(verdict("INFLUENCER"), "not enough outcomes");
    let found = roles["DECISION_MAKER"].found.as_ref().expect("enough");
    assert!(found.brier < found.brier_of_rate);
}

#[test]
fn an_action_is_worth_what_was_worked_by_hand() {
    let reached = [Change { before: 64.0, after: 71.0 }];
    let peer = Change { before: 65.0, after: 66.0 };
    let worked = difference(&reached, &[peer]).expect("both sides");
    assert_eq!((shown(worked.effect, 1), worked.error), (6.0, None));
    let over = Window { passed: 90, needed: 90 };
    let early = Window { passed: 89, needed: 90 };
    let verdict = |found, window| verdict_of(found, window, Better::Higher);
    assert_eq!(verdict(Some(worked), over), Verdict::NoControl);
    let around = |apart: f64| {
        let after = [-2.0, -1.0, 0.0, 1.0, 2.0].map(|step| 66.0 + apart * step);
        let peers = after.map(|after| Change { after, ..peer });
        difference(&reached, &peers)
    };
    assert_eq!(around(0.5).map(|found| shown(found.effect, 1)), Some(6.0));
    assert_eq!(verdict(around(0.5), over), Verdict::Worked);
    assert_eq!(verdict(around(3.0), over), Verdict::NoEffect);
    assert_eq!(verdict(around(0.5), early), Verdict::TooEarly);
    assert_eq!(verdict_of(around(0.5), over, Better::Lower), Verdict::Worse);
    assert_eq!(verdict(difference(&reached, &[]), over), Verdict::NoControl);
    assert_eq!(verdict(difference(&[peer], &[peer; 9]), over), Verdict::NoEffect);
    assert_eq!(Verdict::NoControl.word(), "NO_CONTROL");
    let unknown = Change { before: 60.0, after: f64::NAN };
    let four = difference(&reached, &[peer, peer, peer, peer, unknown]);
    assert_eq!(verdict(four, over), Verdict::NoControl);
}

#[test]
fn peers_are_the_nearest_of_the_same_group() {
    let change = |before: f64| Change { before, after: before };
    let pool: Vec<(&str, Change)> = [50.0, 58.0, 60.0, 63.0, 90.0]
        .into_iter()
        .map(|before| ("RHYTHM", change(before)))
        .chain([("PROJECT", change(61.0)), ("RHYTHM", change(f64::NAN))])
        .collect();
    let pool = PeerPool::of(pool);
    let found = |group, most, caliper| -> Vec<f64> {
        let peers = pool.nearest(&group, 61.0, most, caliper);
        peers.iter().map(|peer| peer.before).collect()
    };
    assert_eq!(found("RHYTHM", 9, 10.0), [60.0, 63.0, 58.0]);
    assert_eq!(found("RHYTHM", 9, 11.0), [60.0, 63.0, 58.0, 50.0]);
    assert_eq!(found("RHYTHM", 2, 10.0), [60.0, 63.0]);
    assert_eq!(found("PROJECT", 9, 10.0), [61.0]);
    assert!(found("OTHER", 9, 10.0).is_empty());
    assert!(pool.nearest(&"RHYTHM", f64::NAN, 9, 10.0).is_empty());
}

#[test]
fn promoters_bring_what_three_means_say() {
    let customer = |answer, revenue, nrr, tenure| Customer {
        answer,
        revenue: Some(revenue),
        nrr,
        tenure: Some(tenure),
    };
    let found = promoter_economics(&[
        customer(10.0, 300.0, Some(110.0), 6.0),
        customer(9.0, 200.0, Some(104.0), 4.0),
        customer(8.5, 100.0, None, 5.0), // rounds to 9
        customer(8.4, 80.0, Some(100.0), 3.0),
        customer(7.0, 40.0, Some(96.0), 1.0),
        customer(6.4, 30.0, Some(80.0), 2.0),
        customer(0.0, 10.0, Some(70.0), 1.0),
        customer(11.0, 9_999.0, Some(999.0), 99.0), // no answer
    ]);
    let means =
        |camp: Camp| (camp.accounts, camp.revenue.value, camp.nrr.value, camp.tenure.value);
    assert_eq!(means(found.promoters), (3, Some(200.0), Some(107.0), Some(5.0)));
    assert_eq!(means(found.passives), (2, Some(60.0), Some(98.0), Some(2.0)));
    assert_eq!(means(found.detractors), (2, Some(20.0), Some(75.0), Some(1.5)));
    assert_eq!((found.promoters.nrr.n, found.promoters.revenue.too_few()), (2, true));
    assert_eq!(promoter_economics(&[]).passives, Camp::default());
}

#[test]
fn the_driver_chart_puts_a_weak_strong_driver_first() {
    let mut dice = Dice::from(6);
    let outcome = dice.bells(60);
    let metric = |code: &str, level: f64, pull: f64, n: usize, dice: &mut Dice| Scored {
        code: code.to_owned(),
        pairs: outcome
            .iter()
            .take(n)
            .map(|y| (level + 10.0 * (pull * y + 0.3 * dice.bell()), *y))
            .collect(),
    };
    let metrics = vec![
        metric("DE1", 40.0, 1.0, 60, &mut dice),
        metric("SU1", 80.0, 1.0, 60, &mut dice),
        metric("AW1", 40.0, 0.0, 60, &mut dice),
        metric("BI1", 80.0, 0.0, 60, &mut dice),
        metric("GR3", 40.0, 1.0, 19, &mut dice),
    ];
    let chart = driver_chart(metrics, 20, 0.05);
    let words: Vec<_> =
        chart.drivers.iter().map(|driver| driver.quadrant.map(Quadrant::word)).collect();
    let all = [Some("IMPROVE"), Some("KEEP"), Some("WATCH"), Some("EASE"), None];
    assert_eq!(words, all);
    let found: Vec<_> = chart.drivers.iter().map(|driver| driver.finding.significant).collect();
    assert_eq!(found, [true, true, false, false, false]);
    let words = chart.drivers[4].importance.as_ref().map_err(ToString::to_string);
    assert_eq!(words, Err("too few: 19 of the 20 accounts needed".to_owned()));
    assert!(driver_chart(Vec::new(), 20, 0.05).importance_line.is_none());
}

/// Renewals whose log-odds are 1 + 0.8 · tens of health above 50, less 1.5 with a flag.
fn decided(n: usize, dice: &mut Dice) -> Vec<Decided> {
    let case = |_| {
        let health = (50.0 + 20.0 * dice.bell()).clamp(0.0, 100.0);
        let held = dice.share() < 0.3;
        let odds = 1.0 + 0.08 * (health - 50.0) - if held { 1.5 } else { 0.0 };
        let p = 1.0 / (1.0 + (-odds).exp());
        Decided {
            health: Some(health),
            trust: (dice.share() < 0.7).then(|| 100.0 * dice.share()),
            flags: vec![held],
            said: 0.8,
            renewed: dice.share() < p,
        }
    };
    (0..n).map(case).collect()
}

#[test]
fn a_renewal_probability_is_refitted_once_enough_is_decided() {
    let rules = RefitRules::with_flags(vec!["OVERDUE_60D".to_owned()]);
    let cases = decided(2_000, &mut Dice::from(9));
    let found = refit(&cases, &rules).expect("enough");
    assert!((found.base - 1.0).abs() < 0.25, "{found:?}");
    assert!((found.health - 0.8).abs() < 0.1 && found.trust.abs() < 0.1, "{found:?}");
    assert!(found.flags[0].1.is_some_and(|odds| (odds + 1.5).abs() < 0.3), "{found:?}");
    assert!(found.better() && found.calibration.brier < found.calibration.brier_of_rate);
    assert_eq!(found.calibration.bins.len(), 10);
    for bin in &found.calibration.bins {
        assert!((bin.said - bin.happened).abs() < 0.12, "{bin:?}");
    }
    let few = refit(&cases[..49], &rules).expect_err("49 are too few");
    assert_eq!(few.to_string(), "too few: 49 of the 50 decided renewals needed");
    let (kept, lost): (Vec<Decided>, Vec<Decided>) =
        cases.iter().cloned().partition(|case| case.renewed);
    let one_sided = [&kept[..300], &lost[..9]].concat();
    let few = refit(&one_sided, &rules).expect_err("9 losses are too few");
    assert_eq!(few.to_string(), "too few: 9 of the 10 losses needed");
    let unknown: Vec<Decided> =
        cases[..80].iter().map(|case| Decided { health: None, ..case.clone() }).collect();
    let few = refit(&unknown, &rules).expect_err("health is not known");
    assert_eq!(few.to_string(), "too few: 0 of the 50 decided renewals needed");
    let other = RefitRules::with_flags(Vec::new());
    assert!(matches!(refit(&cases, &other), Err(Unproven::Unfit { .. })));
}

#[test]
fn a_flag_that_hardly_ever_held_keeps_its_default() {
    let flags = ["OVERDUE_60D", "NOTICE_GIVEN"].map(str::to_owned);
    let rules = RefitRules::with_flags(flags.to_vec());
    let mut cases = decided(400, &mut Dice::from(12));
    for (at, case) in cases.iter_mut().enumerate() {
        case.flags.push(at < 9); // nine gave notice
    }
    let found = refit(&cases, &rules).expect("enough");
    assert_eq!((found.n, found.flags[1].1), (391, None));
    let default = &RevenueModel::built_in().renewal;
    let model = found.fitted("2026-11-21".parse().expect("a day")).applied(default);
    let pairs =
        [(model.base, found.base), (model.health, found.health), (model.trust, found.trust)];
    assert!(pairs.iter().all(|(kept, fitted)| (kept - fitted).abs() <= 1e-9), "{pairs:?}");
    let overdue = model.flags["OVERDUE_60D"] - found.flags[0].1.expect("it held often");
    assert!(overdue.abs() <= 1e-9);
    for kept in ["NOTICE_GIVEN", "CHAMPION_LOST"] {
        assert_eq!(model.flags.get(kept), default.flags.get(kept));
    }
    cases[20].flags[1] = true; // and a tenth
    assert!(refit(&cases, &rules).expect("enough").flags[1].1.is_some());
}

#[test]
fn a_fit_refuses_what_it_cannot_reckon_with() {
    let design = |values: &[f64]| Design::of(1, values.to_vec());
    let both = [true, false, true];
    let refused = |design: &Design, happened: &[bool], ridge: f64| {
        fit(design, happened, ridge).expect_err("refused").to_string()
    };
    let fine = design(&[1.0, 2.0, 3.0]);
    assert!(refused(&fine, &both[..2], 1.0).contains("3 rows and 2 outcomes"));
    assert!(refused(&fine, &[true; 3], 1.0).contains("the outcome is the same everywhere"));
    assert!(refused(&fine, &both, 0.0).contains("above 0"));
    assert!(refused(&design(&[1.0, f64::NAN, 3.0]), &both, 1.0).contains("not a number"));
    let wide = Design::of(41, vec![0.5; 41 * 3]);
    assert!(refused(&wide, &both, 1.0).contains("41 columns; 1 to 40"));
}
