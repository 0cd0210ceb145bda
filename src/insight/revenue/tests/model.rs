//! Model files with mistakes in them.

use super::super::RevenueModel;

const BUILT_IN: &str = include_str!("../../models/revenue-default.yaml");

#[test]
fn a_mistake_is_told_with_its_place_and_its_remedy() {
    RevenueModel::parse("revenue-default.yaml", BUILT_IN).expect("the built-in model is right");
    let cases = [
        ("CHAMPION_LOST:", "CHAMPION_LOSTS:", "did you mean `CHAMPION_LOST`"),
        ("measure: RETURNS", "measure: RETURN", "did you mean `RETURNS`"),
        ("reporting_currency: EUR", "reporting_currency: Euro", "a code such as EUR"),
        ("peers: 10", "peers: 0", "at least 1"),
        ("risk: 0.15", "risk: 15", "a share from 0 to 1"),
        ("least: 0.02", "least: 0.99", "must be below `most: 0.98`"),
        ("by: family", "by: families", "did you mean `family`"),
        ("SEGMENT_AND_SIZE,", "SEGMENTS_AND_SIZE,", "did you mean `SEGMENT_AND_SIZE`"),
        ("longest: 60", "longest: 6", "give as many or more"),
        ("version: 1.0.0", "version: ''", "give it a word"),
        ("discount: 0.10", "discounts: 0.10", "did you mean `discount`"),
        ("cost: 1.40", "cost: -1.40", "below 0"),
        ("low: 0.5,", "low: 1.5,", "must hold 1"),
    ];
    for (right, wrong, remedy) in cases {
        let text = BUILT_IN.replacen(right, wrong, 1);
        assert_ne!(text, BUILT_IN, "{right} stands in the file");
        let line = 1 + text.lines().position(|line| line.contains(wrong)).expect("it is there");
        let error = RevenueModel::parse("own.yaml", &text).expect_err(wrong);
        let error = error.to_string();
        assert!(error.contains(remedy), "{wrong}: {error}");
        assert!(error.starts_with(&format!("own.yaml:{line}:")), "{wrong}: {error}");
    }
}

#[test]
fn a_size_is_the_greatest_that_fits() {
    let model = RevenueModel::built_in();
    let sizes =
        [(1, "MICRO"), (9, "MICRO"), (10, "SMALL"), (249, "MEDIUM"), (90_000, "VERY_LARGE")];
    for (employees, size) in sizes {
        assert_eq!(model.size(employees), Some(size));
    }
    assert_eq!(model.size(0), None);
}
