//! Whether segments differ at all, or only bear different names.
//!
//! Published: one-way analysis of variance (`scipy.stats.f_oneway`) and the rank test of Kruskal &
//! Wallis 1952 with ties (`scipy.stats.kruskal`). Ours: the rank test decides, because money is
//! skewed; segments of fewer than five members are left out; several measures are one family, see
//! [`discoveries`](super::discoveries).

use super::ranks::ranks;
use super::tails::{chi_squared, fisher};
use super::{Unproven, at_least, mean};

/// Members that a segment needs.
const LEAST_MEMBERS: usize = 5;
/// They separate below.
const LEVEL: f64 = 0.05;

/// How far groups differ in a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Separation {
    /// Groups compared.
    pub groups: usize,
    /// Members of them.
    pub n: usize,
    /// Groups left out for want of members.
    pub left_out: usize,
    /// Sum of squares between the groups, in the measure's unit squared.
    pub between: f64,
    /// Sum of squares within them.
    pub within: f64,
    /// The share of all variance that lies between, 0 to 1.
    pub share: f64,
    /// Variance between ÷ variance within; `None` when nothing varies within.
    pub f: Option<f64>,
    /// How probable so large an `f` is by chance.
    pub f_p: Option<f64>,
    /// Kruskal and Wallis' H.
    pub h: f64,
    /// How probable so large an `h` is by chance.
    pub p: f64,
}

impl Separation {
    /// The groups differ. Of several measures ask [`discoveries`](super::discoveries) with `p`.
    pub fn separates(&self) -> bool {
        self.p < LEVEL
    }
}

/// Compares groups; values that are not finite are left out.
///
/// # Errors
/// Fewer than two groups of five members; a measure that does not vary.
pub fn separation(groups: &[Vec<f64>]) -> Result<Separation, Unproven> {
    let finite = |group: &Vec<f64>| -> Vec<f64> {
        group.iter().copied().filter(|value| value.is_finite()).collect()
    };
    let kept: Vec<Vec<f64>> =
        groups.iter().map(finite).filter(|group| group.len() >= LEAST_MEMBERS).collect();
    at_least(kept.len(), 2, "segments of five members")?;
    let all = kept.concat();
    let no_spread = || Unproven::NoSpread { what: "the measure" };
    let (h, n) = (kruskal(&kept, &all).ok_or_else(no_spread)?, all.len() as f64);
    let (between, within) = squares(&kept, &all).ok_or_else(no_spread)?;
    let (above, below) = (kept.len() as f64 - 1.0, n - kept.len() as f64);
    let f = (within > 0.0).then(|| (between / above) / (within / below));
    Ok(Separation {
        groups: kept.len(),
        n: all.len(),
        left_out: groups.len() - kept.len(),
        between,
        within,
        share: between / (between + within),
        f,
        f_p: f.map(|f| fisher(f, above, below)),
        h,
        p: chi_squared(h, above),
    })
}

fn squares(groups: &[Vec<f64>], all: &[f64]) -> Option<(f64, f64)> {
    let whole = mean(all.iter().copied())?;
    let (mut between, mut within) = (0.0, 0.0);
    for group in groups {
        let own = mean(group.iter().copied())?;
        between += group.len() as f64 * (own - whole).powi(2);
        within += group.iter().map(|value| (value - own).powi(2)).sum::<f64>();
    }
    Some((between, within))
}

/// `None` when all values are the same.
fn kruskal(groups: &[Vec<f64>], all: &[f64]) -> Option<f64> {
    let (ranks, n) = (ranks(all), all.len() as f64);
    let ties = 1.0 - ranks.ties / (n * n * n - n);
    let (mut rest, mut sum) = (ranks.of.as_slice(), 0.0);
    for group in groups {
        let (own, others) = rest.split_at(group.len());
        sum += own.iter().sum::<f64>().powi(2) / group.len() as f64;
        rest = others;
    }
    (ties > 0.0).then(|| (12.0 / (n * (n + 1.0)) * sum - 3.0 * (n + 1.0)) / ties)
}
