//! What must hold whatever the numbers.

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::*;
use super::kit::*;

fn rows() -> impl Strategy<Value = Vec<(f64, f64)>> {
    // Whole numbers, so that many are equal.
    vec((-20_i32..20, -20_i32..20), 5..120)
        .prop_map(|rows| rows.into_iter().map(|(x, y)| (f64::from(x), f64::from(y))).collect())
}

fn some_cases() -> impl Strategy<Value = Vec<Case>> {
    let case = (-9_i32..9, any::<bool>());
    let case = case.prop_map(|(score, happened)| Case { score: score.into(), happened });
    vec(case, 2..150)
}

proptest! {
    #[test]
    fn a_rising_transform_leaves_rho_as_it_is(rows in rows()) {
        let turned: Vec<_> = rows.iter().map(|(x, y)| (x.powi(3) + x, (y / 5.0).exp())).collect();
        let (plain, turned) = (spearman(&rows), spearman(&turned));
        prop_assert_eq!(plain.is_some(), turned.is_some());
        if let Some((plain, turned)) = plain.zip(turned) {
            prop_assert_eq!(plain.rho.to_bits(), turned.rho.to_bits());
            prop_assert_eq!(plain.p.to_bits(), turned.p.to_bits());
        }
    }

    #[test]
    fn rho_has_its_bounds_and_turns_its_sign(rows in rows()) {
        let Some(found) = spearman(&rows) else { return Ok(()) };
        prop_assert!((-1.0..=1.0).contains(&found.rho) && (0.0..=1.0).contains(&found.p));
        if let Some((low, high)) = found.interval {
            prop_assert!(-1.0 <= low && low <= found.rho && found.rho <= high && high <= 1.0);
        }
        let turned: Vec<_> = rows.iter().map(|(x, y)| (-x, *y)).collect();
        let turned = spearman(&turned).expect("it varies still");
        prop_assert!((found.rho + turned.rho).abs() < 1e-12 && (found.p - turned.p).abs() < 1e-12);
        let swapped: Vec<_> = rows.iter().map(|(x, y)| (*y, *x)).collect();
        let swapped = spearman(&swapped).expect("it varies still");
        prop_assert!((found.rho - swapped.rho).abs() < 1e-12);
    }

    #[test]
    fn the_auc_of_the_negated_score_is_the_rest(cases in some_cases()) {
        let Some(found) = auc(&cases) else { return Ok(()) };
        let turned: Vec<_> = cases.iter().map(|case| Case { score: -case.score, ..*case }).collect();
        let turned = auc(&turned).expect("both sides");
        prop_assert!((found + turned - 1.0).abs() < 1e-12 && (0.0..=1.0).contains(&found));
    }

    #[test]
    fn the_auc_is_the_share_of_pairs_in_order(cases in some_cases()) {
        let with = || cases.iter().filter(|case| case.happened);
        let without = || cases.iter().filter(|case| !case.happened);
        let pairs = (with().count() * without().count()) as f64;
        let wins: f64 = with()
            .flat_map(|one| without().map(|other| match one.score.total_cmp(&other.score) {
                std::cmp::Ordering::Greater => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Less => 0.0,
            }))
            .sum();
        let found = auc(&cases);
        prop_assert_eq!(found.is_some(), pairs > 0.0);
        if let Some(found) = found {
            prop_assert!((found - wins / pairs).abs() < 1e-12);
        }
    }

    #[test]
    fn an_adjusted_p_is_never_smaller_and_keeps_the_order(p in vec(0.0..1.0_f64, 1..60)) {
        let q = adjusted(&p);
        for (at, (p_own, own)) in p.iter().zip(&q).enumerate() {
            prop_assert!(*own >= *p_own && *own <= 1.0);
            for (p_other, other) in p.iter().zip(&q).skip(at) {
                prop_assert!((p_own <= p_other) <= (own <= other));
            }
        }
    }

    #[test]
    fn a_fit_is_the_same_in_any_order_and_turns_with_its_outcome(
        rows in vec((-30_i32..30, any::<bool>()), 8..60)
    ) {
        let happened: Vec<bool> = rows.iter().map(|row| row.1).collect();
        let design = Design::of(1, rows.iter().map(|row| f64::from(row.0) / 10.0).collect());
        let Ok(found) = fit(&design, &happened, 1.0) else { return Ok(()) };
        let turned: Vec<bool> = happened.iter().map(|came| !came).collect();
        let turned = fit(&design, &turned, 1.0).expect("both sides");
        prop_assert!((found.intercept + turned.intercept).abs() < 1e-8);
        let backwards = Design::of(1, design.rows().rev_rows());
        let again: Vec<bool> = happened.iter().rev().copied().collect();
        let again = fit(&backwards, &again, 1.0).expect("both sides");
        prop_assert!((found.weights[0] - again.weights[0]).abs() < 1e-8);
        // At the optimum what is said adds up to what happened, because the intercept is free.
        let said: f64 = design.rows().map(|row| found.probability(row)).sum();
        let came = happened.iter().filter(|came| **came).count() as f64;
        prop_assert!((said - came).abs() < 1e-6, "{said} of {came}");
    }

    #[test]
    fn a_fit_ends_at_its_optimum_whatever_the_scale(
        rows in vec((-30_i32..30, -30_i32..30, any::<bool>()), 8..60),
        scale in -4_i32..7, ridge in -3_i32..3
    ) {
        let happened: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let scale = 10_f64.powi(scale);
        let values = rows.iter().flat_map(|row| [scale * f64::from(row.0), f64::from(row.1)]);
        let (design, ridge) = (Design::of(2, values.collect()), 10_f64.powi(ridge));
        let sides = happened.iter().any(|came| *came) && happened.iter().any(|came| !came);
        let found = fit(&design, &happened, ridge);
        prop_assert_eq!(found.is_ok(), sides, "{:?}", found);
        let Ok(found) = found else { return Ok(()) };
        // The slope of the loss is 0: what is said and what happened agree, but for the ridge.
        let mut slope = [0.0, ridge * found.weights[0], ridge * found.weights[1]];
        for (row, came) in design.rows().zip(&happened) {
            let error = found.probability(row) - f64::from(u8::from(*came));
            slope[0] += error;
            slope[1] += error * row[0];
            slope[2] += error * row[1];
        }
        let most = 1e-6 * rows.len() as f64;
        prop_assert!(slope[0].abs() < most && slope[2].abs() < 30.0 * most, "{:?}", slope);
        prop_assert!(slope[1].abs() < 30.0 * scale * most, "{:?}", slope);
    }

    #[test]
    fn shifting_everybody_alike_is_no_effect(
        changes in vec((0.0..100.0_f64, -20.0..20.0_f64), 7..40), shift in -30.0..30.0_f64
    ) {
        let moved = |shift: f64| -> Vec<Change> {
            let change = |(before, by): &(f64, f64)| Change { before: *before, after: before + by + shift };
            changes.iter().map(change).collect()
        };
        let of = |all: &[Change]| difference(&all[..2], &all[2..]).expect("both sides");
        let (plain, shifted) = (of(&moved(0.0)), of(&moved(shift)));
        prop_assert!((plain.effect - shifted.effect).abs() < 1e-9);
    }

    #[test]
    fn the_names_of_segments_do_not_show(groups in vec(vec(-50_i32..50, 5..30), 2..6)) {
        let groups: Vec<Vec<f64>> =
            groups.into_iter().map(|group| group.into_iter().map(f64::from).collect()).collect();
        let mut turned = groups.clone();
        turned.reverse();
        let (Ok(one), Ok(other)) = (separation(&groups), separation(&turned)) else { return Ok(()) };
        prop_assert!((one.p - other.p).abs() < 1e-9 && (0.0..=1.0).contains(&one.p));
        prop_assert!((0.0..=1.0).contains(&one.share));
    }

    #[test]
    fn a_table_holds_every_case_once(cases in vec((0.0..1.0_f64, any::<bool>()), 1..90), bins in 1_usize..20) {
        let (said, happened): (Vec<f64>, Vec<bool>) = cases.into_iter().unzip();
        let table = calibration_table(&said, &happened, bins);
        prop_assert_eq!(table.iter().map(|bin| bin.n).sum::<usize>(), said.len());
        let came: f64 = table.iter().map(|bin| bin.happened * bin.n as f64).sum();
        prop_assert!((came - happened.iter().filter(|came| **came).count() as f64).abs() < 1e-9);
        prop_assert!(table.windows(2).all(|pair| pair[0].said <= pair[1].said));
    }
}

/// Backwards, for the law above.
trait Backwards {
    fn rev_rows(self) -> Vec<f64>;
}

impl<'a, I: Iterator<Item = &'a [f64]>> Backwards for I {
    fn rev_rows(self) -> Vec<f64> {
        let mut rows: Vec<f64> = self.flatten().copied().collect();
        rows.reverse();
        rows
    }
}

/// Accounts whose outcome follows the moves of their metric after two quarters.
fn lagged(accounts: usize, dice: &mut Dice) -> Vec<Track> {
    let track = |_| {
        let level = 60.0 + 10.0 * dice.bell();
        let metric: Vec<f64> = (0..12).map(|_| level + 5.0 * dice.bell()).collect();
        let outcome = (0..12).map(|quarter: usize| {
            let pull = quarter.checked_sub(2).map(|before| metric[before] - level)?;
            Some(100.0 + 2.0 * pull + 6.0 * dice.bell())
        });
        let outcome = outcome.collect();
        Track { metric: metric.into_iter().map(Some).collect(), outcome }
    };
    (0..accounts).map(track).collect()
}

#[test]
fn a_planted_lag_of_two_quarters_is_found() {
    for seed in 1..=20 {
        let tracks = lagged(120, &mut Dice::from(seed));
        for of in [Of::Levels, Of::Moves] {
            let scan = lag_scan(&tracks, of, &[0, 1, 2, 3, 4], 20);
            let (lag, found) = strongest(&scan).expect("enough accounts");
            assert_eq!(lag, 2, "seed {seed}: {scan:?}");
            let tests: Vec<_> =
                scan.iter().map(|lagged| Some(lagged.found.as_ref().ok()?.p)).collect();
            assert!(discoveries(&tests, 0.05)[2].significant, "seed {seed}: {found:?}");
            assert_eq!(found.n, 120);
            assert!(found.pairs > 800);
        }
    }
}

#[test]
fn only_what_moves_before_the_outcome_leads() {
    let mut dice = Dice::from(2);
    let ahead = lagged(120, &mut dice);
    let with = |metric: &mut dyn FnMut(&Track) -> Vec<Option<f64>>| -> Vec<Track> {
        let track = |track: &Track| {
            let outcome = track.outcome.clone();
            Track { metric: metric(track), outcome }
        };
        ahead.iter().map(track).collect()
    };
    let at_once = with(&mut |track| track.outcome.clone());
    let random = with(&mut |_| dice.bells(12).into_iter().map(Some).collect());
    let scan = |tracks: &[Track]| lag_scan(tracks, Of::Moves, &[0, 1, 2, 3, 4], 20);
    let scans = [("AHEAD", &ahead), ("AT_ONCE", &at_once), ("RANDOM", &random)];
    let scans: Vec<_> =
        scans.into_iter().map(|(code, tracks)| (code.to_owned(), scan(tracks))).collect();
    let found = leading(&scans, 0.05);
    let found: Vec<_> = found.iter().map(|lead| (lead.code.as_str(), lead.lag)).collect();
    assert_eq!(found, [("AHEAD", 2)]);
}

#[test]
fn the_quarters_of_few_accounts_are_no_many_accounts() {
    let scan = lag_scan(&lagged(19, &mut Dice::from(1)), Of::Levels, &[0, 9, 40], 20);
    for (lagged, n) in scan.iter().zip([19, 19, 0]) {
        let what = "accounts";
        assert_eq!(lagged.found, Err(Unproven::TooFew { n, least: 20, what }));
    }
    assert!(strongest(&scan).is_none());
}

/// Shares of families in which anything was found, where there is nothing to find.
fn false_families(families: u64, find: impl Fn(&mut Dice) -> bool) -> f64 {
    let found = (0..families).filter(|seed| find(&mut Dice::from(seed * 7_919 + 1)));
    found.count() as f64 / families as f64
}

#[test]
fn shuffled_data_yields_no_driver_beyond_the_rate() {
    // Where nothing is true, the rate of false findings is the share of families with any.
    let share = false_families(400, |dice| {
        let outcome = dice.bells(40);
        let metric = |at: usize, dice: &mut Dice| Scored {
            code: format!("metric {at}"),
            pairs: pairs(&dice.bells(40), &outcome),
        };
        let metrics = (0..12).map(|at| metric(at, dice)).collect();
        let chart = driver_chart(metrics, 20, 0.05);
        chart.drivers.iter().any(|driver| driver.finding.significant)
    });
    assert!(share <= 0.085, "{share}"); // 0.05 and three standard errors of 400 families
}

#[test]
fn a_lag_scan_of_nothing_finds_nothing_beyond_the_rate() {
    let share = false_families(300, |dice| {
        let mut series = |level: f64| -> Vec<Option<f64>> {
            (0..8).map(|_| Some(level + dice.bell())).collect()
        };
        let levels: Vec<f64> = (0..60).map(|at| f64::from(at % 7)).collect();
        let tracks: Vec<Track> = levels
            .iter()
            .map(|level| Track { metric: series(*level), outcome: series(0.0) })
            .collect();
        let scan = lag_scan(&tracks, Of::Levels, &[0, 1, 2, 3, 4], 20);
        let tests: Vec<_> =
            scan.iter().map(|lagged| Some(lagged.found.as_ref().ok()?.p)).collect();
        discoveries(&tests, 0.05).iter().any(|finding| finding.significant)
    });
    assert!(share <= 0.088, "{share}");
}

#[test]
fn random_segments_do_not_separate_and_planted_ones_do() {
    let groups = |apart: f64, dice: &mut Dice| -> Vec<Vec<f64>> {
        let shift = |at: usize| apart * at as f64;
        (0..4).map(|at| dice.bells(25).into_iter().map(|x| x + shift(at)).collect()).collect()
    };
    let separates = |apart: f64| {
        false_families(400, |dice| {
            separation(&groups(apart, dice)).expect("enough members").separates()
        })
    };
    let (random, planted) = (separates(0.0), separates(1.0));
    assert!(random <= 0.083, "{random}");
    assert!(planted >= 0.999, "{planted}");
    let small = separation(&[vec![1.0, 2.0, 3.0], vec![4.0; 9]]).expect_err("one group");
    assert_eq!(small.to_string(), "too few: 1 of the 2 segments of five members needed");
    assert!(separation(&[vec![4.0; 9], vec![4.0; 9]]).is_err());
    let apart = separation(&[vec![1.0; 9], vec![2.0; 9]]).expect("they differ");
    assert!(apart.f.is_none() && apart.separates() && apart.share >= 1.0);
}

#[test]
fn a_random_score_is_no_beacon() {
    let share = false_families(200, |dice| {
        let cases: Vec<Case> = (0..80)
            .map(|_| Case { score: dice.share(), happened: dice.share() < 0.3 })
            .collect();
        beacon(&cases).verdict() == "PREDICTIVE"
    });
    assert!(share <= 0.06, "{share}"); // half of 0.05 on this side
}
