//! What to improve first: how much a metric goes with the outcome, beside how well we do in it.
//!
//! Published: the key driver chart, importance × performance in four quadrants, importance as the
//! correlation with the outcome, the lines at the averages. Ours: importance is Spearman's ρ with its
//! sign (what goes against the outcome drives nothing), performance the mean score; a metric of too
//! few accounts has no place on the chart, only words.

use super::correlation::{Estimate, correlation, findings};
use super::discovery::Finding;
use super::{Unproven, mean};

/// A metric over accounts.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Its code.
    pub code: String,
    /// Its score (0 to 100, higher is better) and the outcome, for each account.
    pub pairs: Vec<(f64, f64)>,
}

/// A metric on the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// Its code.
    pub code: String,
    /// The mean score, 0 to 100; `None` without accounts.
    pub performance: Option<f64>,
    /// How it goes with the outcome, or why nothing is said.
    pub importance: Result<Estimate, Unproven>,
    /// Whether that is more than chance, among all metrics of the chart.
    pub finding: Finding,
    /// Where it lies; `None` when nothing is said.
    pub quadrant: Option<Quadrant>,
}

/// A quarter of the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quadrant {
    /// Important, and we do badly: improve this first.
    Improve,
    /// Important, and we do well: keep it up.
    Keep,
    /// Less important, and we do badly: have an eye on it.
    Watch,
    /// Less important, and we do well: no more effort.
    Ease,
}

impl Quadrant {
    /// The word in capitals.
    pub fn word(self) -> &'static str {
        match self {
            Self::Improve => "IMPROVE",
            Self::Keep => "KEEP",
            Self::Watch => "WATCH",
            Self::Ease => "EASE",
        }
    }
}

/// The chart.
#[derive(Debug, Clone, PartialEq)]
pub struct DriverChart {
    /// The metrics in the order they came.
    pub drivers: Vec<Driver>,
    /// Above this a metric is important: the mean ρ of those on the chart.
    pub importance_line: Option<f64>,
    /// From this on we do well: the mean performance of those on the chart.
    pub performance_line: Option<f64>,
}

/// Draws the chart. `least` accounts are needed for a metric, `rate` is that of false findings.
pub fn driver_chart(metrics: Vec<Scored>, least: usize, rate: f64) -> DriverChart {
    let found: Vec<_> =
        metrics.iter().map(|metric| correlation(&metric.pairs, least)).collect();
    let findings = findings(&found, rate);
    let drivers = metrics.into_iter().zip(found).zip(findings);
    let mut drivers: Vec<Driver> = drivers
        .map(|((metric, importance), finding)| Driver {
            performance: mean(
                metric.pairs.iter().map(|pair| pair.0).filter(|score| score.is_finite()),
            ),
            code: metric.code,
            importance,
            finding,
            quadrant: None,
        })
        .collect();
    let placed = drivers.iter().filter_map(Driver::place);
    let importance_line = mean(placed.clone().map(|place| place.0));
    let performance_line = mean(placed.map(|place| place.1));
    if let Some(lines) = importance_line.zip(performance_line) {
        for driver in &mut drivers {
            driver.quadrant = driver.place().map(|place| quadrant(place, lines));
        }
    }
    DriverChart { drivers, importance_line, performance_line }
}

impl Driver {
    /// Importance and performance.
    fn place(&self) -> Option<(f64, f64)> {
        Some((self.importance.as_ref().ok()?.rho, self.performance?))
    }
}

fn quadrant(place: (f64, f64), lines: (f64, f64)) -> Quadrant {
    match (place.0 > lines.0, place.1 >= lines.1) {
        (true, false) => Quadrant::Improve,
        (true, true) => Quadrant::Keep,
        (false, false) => Quadrant::Watch,
        (false, true) => Quadrant::Ease,
    }
}
