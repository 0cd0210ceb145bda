//! The health of a parent account from its children's.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::insight::HealthModel;
use crate::model::Band;

/// A child account with its recurring revenue of a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Child {
    /// Its effective health; `None` when it is not known.
    pub value: Option<f64>,
    /// Its yearly recurring revenue. All children in one currency; the caller converts.
    pub arr: Decimal,
}

/// A parent's health. The mean alone would hide the child on fire, so the worst comes with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rollup {
    /// Mean of the children with a value, weighted by revenue; `None` when none has both.
    pub value: Option<f64>,
    /// The lowest value of a child.
    pub worst: Option<f64>,
    /// Share of the revenue that is with children in RED, 0 to 1; `None` without revenue.
    pub arr_in_red: Option<f64>,
    /// Share of the revenue that is with children of unknown health, 0 to 1.
    pub arr_unknown: Option<f64>,
}

/// Rolls children up into their parent: mean weighted by revenue, worst child, share in RED.
/// Revenue below 0 counts as 0.
pub fn rollup(children: &[Child], model: &HealthModel) -> Rollup {
    let arr = |child: &Child| child.arr.max(Decimal::ZERO).to_f64().unwrap_or(0.0);
    let total = |of: &dyn Fn(&Child) -> bool| -> f64 {
        children.iter().filter(|child| of(child)).map(arr).sum()
    };
    let all = total(&|_| true);
    let known = total(&|child| child.value.is_some());
    let is_red = |value: f64| model.band(value) == Some(Band::Red);
    let red = total(&|child| child.value.is_some_and(is_red));
    let weighted = children.iter().filter_map(|child| Some(child.value? * arr(child)));
    let points: f64 = weighted.sum();
    Rollup {
        value: (known > 0.0).then(|| points / known),
        worst: children.iter().filter_map(|child| child.value).reduce(f64::min),
        arr_in_red: (all > 0.0).then(|| red / all),
        arr_unknown: (all > 0.0).then(|| (all - known) / all),
    }
}
