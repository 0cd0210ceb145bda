//! What scipy, statsmodels and scikit-learn reckon comes out; `tests/cases/proof/figures.py` made it.

use serde_json::Value;

use super::super::*;
use super::kit::*;

/// How near statistics must be.
const NEAR: f64 = 1e-9;
/// How near a fit must be.
const FIT: f64 = 1e-6;

fn same_estimate(apart: &mut Apart, found: &Estimate, case: &Value) {
    apart.near(found.rho, number(&case["rho"]), NEAR);
    apart.near(found.p, number(&case["p"]), NEAR);
    apart.near(found.slope_per_10, number(&case["slope_per_10"]), NEAR);
    assert_eq!(found.interval.is_none(), case["interval"].is_null());
    if let Some((low, high)) = found.interval {
        apart.near(low, number(&case["interval"][0]), NEAR);
        apart.near(high, number(&case["interval"][1]), NEAR);
    }
}

#[test]
fn correlations_are_those_of_scipy() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/correlation.json")) {
        let found = spearman(&pairs(&numbers(&case["x"]), &numbers(&case["y"])));
        same_estimate(&mut apart, &found.expect("both vary"), &case);
    }
    apart.tell("correlation");
}

#[test]
fn correlations_of_a_hundred_thousand_accounts_are_those_of_scipy() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/correlation-large.json")) {
        let (mut one, mut other) = (Dice::plain(7), Dice::plain(11));
        let n = case["n"].as_u64().expect("a number");
        let pull = number(&case["pull"]);
        let pairs: Vec<(f64, f64)> = (0..n)
            .map(|_| {
                let x = one.share();
                (x, other.share() + pull * x)
            })
            .collect();
        same_estimate(&mut apart, &spearman(&pairs).expect("both vary"), &case);
    }
    apart.tell("correlation of many");
}

#[test]
fn discoveries_are_those_of_statsmodels() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/discovery.json")) {
        let p = numbers(&case["p"]);
        let found = adjusted(&p);
        for (found, wanted) in found.into_iter().zip(numbers(&case["q"])) {
            apart.near(found, wanted, NEAR);
        }
        let tests: Vec<_> = p.into_iter().map(Some).collect();
        let found = discoveries(&tests, 0.05);
        let found: Vec<bool> = found.into_iter().map(|finding| finding.significant).collect();
        assert_eq!(found, flags(&case["reject"]));
    }
    apart.tell("discovery");
}

#[test]
fn beacons_are_those_of_scipy_and_scikit_learn() {
    let (mut apart, mut fitted) = (Apart::default(), Apart::default());
    for case in cases(include_str!("../../../../tests/cases/proof/beacon.json")) {
        let scores = numbers(&case["score"]).into_iter().zip(flags(&case["happened"]));
        let scores: Vec<Case> =
            scores.map(|(score, happened)| Case { score, happened }).collect();
        let found = beacon(&scores).found.expect("enough outcomes");
        apart.near(found.auc, number(&case["auc"]), NEAR);
        apart.near(found.p, number(&case["p"]), NEAR);
        apart.near(found.brier_of_rate, number(&case["brier_of_rate"]), NEAR);
        fitted.near(found.brier, number(&case["brier"]), FIT);
    }
    apart.tell("beacon");
    fitted.tell("Brier score of a beacon");
}

#[test]
fn fits_are_those_of_scikit_learn() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/logistic.json")) {
        let columns = case["columns"].as_u64().expect("a number") as usize;
        let design = Design::of(columns, numbers(&case["rows"]));
        let happened = flags(&case["happened"]);
        let fitted = fit(&design, &happened, number(&case["ridge"])).expect("it fits");
        apart.near(fitted.intercept, number(&case["intercept"]), FIT);
        for (got, wanted) in fitted.weights.iter().zip(numbers(&case["weights"])) {
            apart.near(*got, wanted, FIT);
        }
        let said: Vec<f64> = design.rows().map(|row| fitted.probability(row)).collect();
        apart.near(brier(&said, &happened).expect("cases"), number(&case["brier"]), FIT);
    }
    apart.tell("logistic");
}

#[test]
fn calibration_is_that_of_scikit_learn() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/calibration.json")) {
        let found = calibrate(&numbers(&case["said"]), &flags(&case["happened"]));
        let found = found.expect("cases");
        apart.near(found.brier, number(&case["brier"]), NEAR);
        for (bin, wanted) in found.bins.iter().zip(list(&case["bins"])) {
            apart.near(bin.said, number(&wanted[0]), NEAR);
            apart.near(bin.happened, number(&wanted[1]), NEAR);
        }
    }
    apart.tell("calibration");
}

#[test]
fn differences_are_those_of_statsmodels() {
    let mut apart = Apart::default();
    let changes = |told: &Value| -> Vec<Change> {
        let change =
            |told: &Value| Change { before: number(&told[0]), after: number(&told[1]) };
        list(told).iter().map(change).collect()
    };
    for case in cases(include_str!("../../../../tests/cases/proof/difference.json")) {
        let found = difference(&changes(&case["reached"]), &changes(&case["peers"]));
        let found = found.expect("both sides");
        apart.near(found.effect, number(&case["effect"]), NEAR);
        apart.near(found.error.expect("an error"), number(&case["error"]), NEAR);
    }
    apart.tell("difference");
}

#[test]
fn separations_are_those_of_scipy() {
    let mut apart = Apart::default();
    for case in cases(include_str!("../../../../tests/cases/proof/separation.json")) {
        let groups: Vec<Vec<f64>> = list(&case["groups"]).iter().map(numbers).collect();
        let found = separation(&groups).expect("enough members");
        apart.near(found.f.expect("it varies"), number(&case["f"]), NEAR);
        apart.near(found.f_p.expect("it varies"), number(&case["f_p"]), NEAR);
        apart.near(found.h, number(&case["h"]), NEAR);
        apart.near(found.p, number(&case["p"]), NEAR);
    }
    apart.tell("separation");
}
