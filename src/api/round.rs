//! The only place where numbers are rounded: half away from zero, as a person would.

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use rust_decimal::{Decimal, RoundingStrategy};

/// A score or its difference: one decimal.
pub(super) fn score(value: f64) -> f64 {
    places(value, 1)
}

/// A share such as coverage: three decimals.
pub(super) fn share(value: f64) -> f64 {
    places(value, 3)
}

/// Points of a score: two decimals.
pub(super) fn points(value: f64) -> f64 {
    places(value, 2)
}

/// A raw value in its own unit, or a weight: four decimals.
pub(super) fn raw(value: f64) -> f64 {
    places(value, 4)
}

/// An amount with so many decimals, no more and no less.
pub(super) fn amount(value: Decimal, decimals: u32) -> Decimal {
    let mut rounded =
        value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    rounded.rescale(decimals);
    // What is nothing must not read `-0.00`.
    if rounded.is_zero() { rounded.abs() } else { rounded }
}

/// Rounds the shortest decimal that stands for the number: 0.15 is half way although its bits are
/// a little below it.
fn places(value: f64, decimals: u32) -> f64 {
    let Some(exact) = Decimal::from_f64(value) else { return value };
    let rounded =
        exact.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
    // A rounded -0.04 must not read `-0`.
    rounded.to_f64().unwrap_or(value) + 0.0
}

/// Rounds parts to hundredths so that what is shown adds up to the rounded whole: each is rounded
/// down, and the hundredths left over go to those that lost most.
pub(super) fn parts(values: &[Option<f64>]) -> Vec<Option<f64>> {
    let whole = points(values.iter().flatten().sum()) * 100.0;
    let floor = |value: &f64| (value * 100.0).floor();
    let short = whole.round() - values.iter().flatten().map(floor).sum::<f64>();
    let mut losers: Vec<usize> = (0..values.len()).filter(|&i| values[i].is_some()).collect();
    let lost = |i: &usize| values[*i].map_or(0.0, |value| value * 100.0 - floor(&value));
    losers.sort_by(|a, b| lost(b).total_cmp(&lost(a)).then(a.cmp(b)));
    losers.truncate(short.max(0.0) as usize);
    let shown = |(i, value): (usize, &Option<f64>)| {
        value.map(|value| (floor(&value) + f64::from(u8::from(losers.contains(&i)))) / 100.0)
    };
    values.iter().enumerate().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        let cases = [
            (65.25, 65.3),
            (0.15, 0.2),
            (-0.15, -0.2),
            (2.675, 2.7),
            (-0.04, 0.0),
            (65.294_4, 65.3),
            (99.949_999, 99.9),
        ];
        for (value, rounded) in cases {
            assert_eq!(score(value).to_string(), f64::to_string(&rounded), "{value}");
        }
        assert_eq!(share(0.986_5).to_string(), "0.987");
    }

    #[test]
    fn an_amount_keeps_its_minor_unit() {
        for (value, decimals, shown) in
            [("1.5", 2, "1.50"), ("1.005", 2, "1.01"), ("1.5", 0, "2"), ("-0.005", 2, "-0.01")]
        {
            let value: Decimal = value.parse().expect("a decimal");
            assert_eq!(amount(value, decimals).to_string(), shown);
        }
    }

    proptest! {
        #[test]
        fn shown_parts_add_up_to_the_shown_whole(
            values in proptest::collection::vec(proptest::option::of(-20.0..20.0), 0..40)
        ) {
            let shown = parts(&values);
            let sum: f64 = shown.iter().flatten().sum();
            let whole: f64 = values.iter().flatten().sum();
            prop_assert!((sum - points(whole)).abs() < 1e-9);
            for (value, shown) in values.iter().zip(&shown) {
                prop_assert_eq!(value.is_some(), shown.is_some());
                let off = value.unwrap_or(0.0) - shown.unwrap_or(0.0);
                prop_assert!(off.abs() < 0.01 + 1e-9);
            }
        }
    }
}
