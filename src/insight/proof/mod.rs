//! Does a metric tell anything of results? Statistics over many accounts, which say so in words
//! when there is too little to go by.
//!
//! | file | answers |
//! |---|---|
//! | `correlation` | which experience goes with which result, after how many quarters |
//! | `discovery` | which of many findings are left when chance is given its due |
//! | `beacon` | which metric tells who will renew, and in whose mouth |
//! | `logistic`, `calibration` | a probability fitted to what happened, and how often it was right |
//! | `renewal` | the renewal probability refitted, once enough renewals are decided |
//! | `difference` | what an action changed, against peers that were left alone |
//! | `separation` | whether segments differ at all |
//! | `drivers`, `promoters` | what to improve first; what promoters bring |
//! | `warning` | which account's health will turn bad within 60 days |
//!
//! `ranks` and `tails` hold what several of them reckon with. Everything here is pure and knows
//! accounts as rows: whoever calls brings the rows in a fixed order and names them again
//! afterwards. Each test sorts at most: 100,000 accounts are no more than n log n.
//!
//! Sources are named in each file: *Published* is a textbook or the definition of a library that
//! the figures in `tests/cases/proof` were made with; *Ours* is an assumption that may be changed.

mod beacon;
mod calibration;
mod correlation;
mod difference;
mod discovery;
mod drivers;
mod logistic;
mod promoters;
mod ranks;
mod renewal;
mod separation;
mod tails;
mod warning;

#[cfg(test)]
pub(super) mod tests;

pub use beacon::{Beacon, BeaconVerdict, Case, auc, beacon, beacon_by};
pub use calibration::{Bin, Calibration, brier, calibrate, calibration_table};
pub use correlation::{
    ASSOCIATION, Estimate, Lagged, Leading, Of, Track, correlation, findings, lag_scan,
    leading, spearman, strongest,
};
pub use difference::{
    Better, Change, Difference, LEAST_PEERS, PeerPool, Verdict, Window, difference, verdict_of,
};
pub use discovery::{Finding, adjusted, discoveries};
pub use drivers::{Driver, DriverChart, Quadrant, Scored, driver_chart};
pub use logistic::{Design, Logistic, fit};
pub use promoters::{Camp, Customer, Economics, Mean, promoter_economics};
pub use renewal::{Decided, Refit, RefitRules, refit};
pub use separation::{Separation, separation};
pub use warning::{
    BackTest, Learnt, Outlook, Sample, Signs, Snapshot, Warned, WarningRules, back_test,
    outlook, samples, signs,
};

/// Why nothing is said. The words are for a person; nothing that looks like a number comes with them.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unproven {
    /// Too few rows.
    #[error("too few: {n} of the {least} {what} needed")]
    TooFew {
        /// How many there are.
        n: usize,
        /// How many are needed.
        least: usize,
        /// Of what.
        what: &'static str,
    },
    /// All values are the same: nothing can go with them.
    #[error("{what} is the same everywhere: nothing can be told by it")]
    NoSpread {
        /// What does not vary.
        what: &'static str,
    },
    /// Something handed in cannot be reckoned with.
    #[error("cannot be reckoned: {why}")]
    Unfit {
        /// What is wrong with it.
        why: String,
    },
}

/// Refuses fewer than so many.
fn at_least(n: usize, least: usize, what: &'static str) -> Result<(), Unproven> {
    if n < least { Err(Unproven::TooFew { n, least, what }) } else { Ok(()) }
}

/// The mean; `None` of nothing.
pub(in crate::insight) fn mean(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut n) = (0.0, 0_usize);
    for value in values {
        sum += value;
        n += 1;
    }
    (n > 0).then(|| sum / n as f64)
}
