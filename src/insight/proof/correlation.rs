//! Which experience goes with which result, and after how many quarters: association, not cause.
//!
//! Published: Spearman's ρ on mid-ranks; p by Student's t with n − 2 degrees of freedom, as
//! `scipy.stats.spearmanr`; the interval by Fisher's z with variance 1.06 / (n − 3) (Fieller, Hartley
//! & Pearson 1957) and 1.96. Ours: at least 20 accounts; the slope by least squares; that only
//! accounts count for p and interval, because the quarters of one account are no independent proofs;
//! that an indicator leads when its strongest lag is a quarter or more, and no chance.

use super::discovery::{Finding, discoveries};
use super::ranks::ranks;
use super::tails::student;
use super::{Unproven, at_least, mean};

/// What the interval is wide: 95 % of a normal distribution.
const WIDE: f64 = 1.96;
/// Variance of Fisher's z of a rank correlation, times (n − 3).
const RANK_VARIANCE: f64 = 1.06;
/// ρ this near to ±1 is perfect but for rounding.
const PERFECT: f64 = 1e-12;

/// What every correlation must be shown with.
pub const ASSOCIATION: &str = "association, not cause";

/// How two things go together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// Accounts behind it.
    pub n: usize,
    /// Pairs behind it: one for each account, or for each of its quarters.
    pub pairs: usize,
    /// Spearman's ρ, −1 to 1.
    pub rho: f64,
    /// How probable it is that chance alone brings as much, 0 to 1. With fewer than three accounts 1.
    pub p: f64,
    /// ρ lies between these, 95 times of 100; `None` with fewer than four accounts or a perfect ρ.
    pub interval: Option<(f64, f64)>,
    /// What 10 more of the one bring of the other, in the other's unit.
    pub slope_per_10: f64,
}

/// ρ of pairs, whatever their number: for worked examples. Ask [`correlation`] for an answer.
/// `None` of fewer than two pairs, or when one side does not vary. Pairs that are not finite count
/// as not there.
pub fn spearman(pairs: &[(f64, f64)]) -> Option<Estimate> {
    let finite: Vec<_> = pairs.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).collect();
    let one: Vec<f64> = finite.iter().map(|pair| pair.0).collect();
    let other: Vec<f64> = finite.iter().map(|pair| pair.1).collect();
    estimate(&one, &other, one.len())
}

/// ρ of one pair for each account.
///
/// # Errors
/// Fewer than `least` accounts; a side that does not vary.
pub fn correlation(pairs: &[(f64, f64)], least: usize) -> Result<Estimate, Unproven> {
    let finite = pairs.iter().filter(|(x, y)| x.is_finite() && y.is_finite()).count();
    at_least(finite, least.max(4), "accounts")?;
    spearman(pairs).ok_or(Unproven::NoSpread { what: "the metric or the outcome" })
}

fn estimate(one: &[f64], other: &[f64], accounts: usize) -> Option<Estimate> {
    let rho = pearson(&ranks(one).of, &ranks(other).of)?.clamp(-1.0, 1.0);
    let freedom = accounts as f64 - 2.0;
    let p = if freedom > 0.0 {
        let t = rho * (freedom / ((1.0 + rho) * (1.0 - rho))).sqrt();
        student(t, freedom)
    } else {
        1.0
    };
    let slope_per_10 = 10.0 * slope(one, other)?;
    let interval = interval(rho, accounts);
    Some(Estimate { n: accounts, pairs: one.len(), rho, p, interval, slope_per_10 })
}

/// Sums of squares and products around the means.
fn spread(one: &[f64], other: &[f64]) -> Option<(f64, f64, f64)> {
    let (mean_one, mean_other) = (mean(one.iter().copied())?, mean(other.iter().copied())?);
    let (mut own, mut both, mut others) = (0.0, 0.0, 0.0);
    for (x, y) in one.iter().zip(other) {
        let (x, y) = (x - mean_one, y - mean_other);
        own += x * x;
        both += x * y;
        others += y * y;
    }
    Some((own, both, others))
}

fn pearson(one: &[f64], other: &[f64]) -> Option<f64> {
    let (own, both, others) = spread(one, other)?;
    (own > 0.0 && others > 0.0).then(|| both / (own * others).sqrt())
}

/// The slope of `other` over `one` by least squares; `None` when `one` does not vary.
pub(super) fn slope(one: &[f64], other: &[f64]) -> Option<f64> {
    let (own, both, _) = spread(one, other)?;
    (own > 0.0).then(|| both / own)
}

fn interval(rho: f64, n: usize) -> Option<(f64, f64)> {
    if n < 4 || rho.abs() >= 1.0 - PERFECT {
        return None;
    }
    let (z, reach) = (rho.atanh(), WIDE * (RANK_VARIANCE / (n as f64 - 3.0)).sqrt());
    Some(((z - reach).tanh(), (z + reach).tanh()))
}

/// One account over quarters that follow each other; both of the same length.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Track {
    /// The metric of each quarter; `None` is not known.
    pub metric: Vec<Option<f64>>,
    /// The outcome of each quarter.
    pub outcome: Vec<Option<f64>>,
}

/// What of a track is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// Where it stands: healthy accounts against others.
    Levels,
    /// How it moved since the quarter before: the same account against itself.
    Moves,
}

/// What was found at a lag.
#[derive(Debug, Clone, PartialEq)]
pub struct Lagged {
    /// Quarters from the metric to the outcome.
    pub lag: usize,
    /// What was found, or why nothing is said.
    pub found: Result<Estimate, Unproven>,
}

/// ρ of the metric with the outcome so many quarters later, for each lag. Pairs of all quarters go
/// in; accounts alone count for p, the interval, and `least`.
pub fn lag_scan(tracks: &[Track], of: Of, lags: &[usize], least: usize) -> Vec<Lagged> {
    lags.iter()
        .map(|lag| Lagged { lag: *lag, found: at_lag(tracks, of, *lag, least) })
        .collect()
}

fn at_lag(tracks: &[Track], of: Of, lag: usize, least: usize) -> Result<Estimate, Unproven> {
    let (mut one, mut other, mut accounts) = (Vec::new(), Vec::new(), 0);
    for track in tracks {
        let before = one.len();
        for quarter in 0..track.metric.len().saturating_sub(lag) {
            let metric = value(&track.metric, quarter, of);
            let outcome = value(&track.outcome, quarter + lag, of);
            let Some((metric, outcome)) = metric.zip(outcome) else { continue };
            one.push(metric);
            other.push(outcome);
        }
        accounts += usize::from(one.len() > before);
    }
    at_least(accounts, least.max(4), "accounts")?;
    estimate(&one, &other, accounts)
        .ok_or(Unproven::NoSpread { what: "the metric or the outcome" })
}

fn value(values: &[Option<f64>], quarter: usize, of: Of) -> Option<f64> {
    let at = |quarter: usize| {
        values.get(quarter).copied().flatten().filter(|value: &f64| value.is_finite())
    };
    match of {
        Of::Levels => at(quarter),
        Of::Moves => Some(at(quarter)? - at(quarter.checked_sub(1)?)?),
    }
}

/// The lag with the strongest ρ; of equals the shortest. `None` when none could be told. Whether it
/// is more than chance is for [`discoveries`](super::discoveries) to say.
pub fn strongest(scan: &[Lagged]) -> Option<(usize, Estimate)> {
    let told =
        scan.iter().filter_map(|lagged| Some((lagged.lag, *lagged.found.as_ref().ok()?)));
    told.reduce(|best, next| if next.1.rho.abs() > best.1.rho.abs() { next } else { best })
}

/// What is found among correlations that were asked for together, at a rate of false findings.
pub fn findings<'a>(
    family: impl IntoIterator<Item = &'a Result<Estimate, Unproven>>,
    rate: f64,
) -> Vec<Finding> {
    let tests: Vec<Option<f64>> =
        family.into_iter().map(|found| found.as_ref().ok().map(|found| found.p)).collect();
    discoveries(&tests, rate)
}

/// A metric that moves before the outcome does.
#[derive(Debug, Clone, PartialEq)]
pub struct Leading {
    /// Its code.
    pub code: String,
    /// Quarters by which it is ahead, 1 at least.
    pub lag: usize,
    /// How the outcome follows.
    pub estimate: Estimate,
    /// The share of false ones among findings at least as good, 0 to 1.
    pub q: f64,
}

/// The metrics that lead, in their order: those whose strongest lag is a quarter or more and a
/// finding among all lags of all metrics.
pub fn leading(scans: &[(String, Vec<Lagged>)], rate: f64) -> Vec<Leading> {
    let family = scans.iter().flat_map(|(_, scan)| scan).map(|lagged| &lagged.found);
    let mut findings = findings(family, rate).into_iter();
    let mut leading = Vec::new();
    for (code, scan) in scans {
        let own: Vec<Finding> = findings.by_ref().take(scan.len()).collect();
        let Some((lag, estimate)) = strongest(scan).filter(|(lag, _)| *lag >= 1) else {
            continue;
        };
        let place = scan.iter().position(|lagged| lagged.lag == lag);
        let finding = place.and_then(|place| own.get(place)).filter(|own| own.significant);
        if let Some(q) = finding.and_then(|finding| finding.q) {
            leading.push(Leading { code: code.clone(), lag, estimate, q });
        }
    }
    leading
}
