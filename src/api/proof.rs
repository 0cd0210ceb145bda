//! Whether a metric tells anything of results: correlations, beacon tests, segments that differ.

use std::sync::Arc;

use async_graphql::{InputObject, SimpleObject};

use super::errors::{ApiError, Result};
use super::round;
use super::segment::Segment;
use super::visit::Visit;
use super::words::Compared;
use crate::insight::proof::{
    ASSOCIATION, Beacon, Estimate, Finding, Lagged, Separation, Unproven, beacon, discoveries,
    findings, lag_scan, separation,
};
use crate::insight::quarters::{
    MOST_AHEAD, Outcome, Panel, Quarter, metric_codes, quarter_ends,
};
use crate::model::nearest::unknown;

/// Quarters that are looked at.
pub(super) const QUARTERS: u32 = 8;
/// The longest lag, in quarters.
const LONGEST_LAG: i32 = 4;
/// Fewer accounts give no interval and no probability.
const LEAST: usize = 4;
/// Most tests of one question.
const TESTS: usize = 2_000;
/// The rate of false findings that is put up with.
const RATE: f64 = 0.05;
/// The outcome of beacon tests.
const RENEWED: &str = "RENEWED";

/// Which metrics go with which result.
#[derive(InputObject)]
pub(super) struct CorrelationInput {
    /// Codes of metrics: CHI, TRUST, a factor of trust, NRR, GRR, BILLED (in the quarter), REVENUE (in the
    /// year), TENURE (years), LOYALTY, ENGAGEMENT (of our own people in charge), NPS_ANSWER (0 to 10), NPS,
    /// CSAT, CES5, CES7, NETEASY or a KPI's.
    metrics: Vec<String>,
    /// A metric's code, or with `_NEXT_2Q` what it is two quarters later.
    outcome: String,
    /// Within each segment too.
    #[graphql(default)]
    segment_by: bool,
    /// Quarters from the metric to the outcome, 0 to 4 each.
    #[graphql(default_with = "vec![0]")]
    lag_quarters: Vec<i32>,
    /// Fewer accounts are too few to call anything found, 4 to 10000.
    #[graphql(default = 20)]
    min_n: i32,
    /// Where accounts stand, or how they moved from quarter to quarter.
    #[graphql(default_with = "Compared::Levels")]
    of: Compared,
}

/// How a metric and a result go together, over accounts and the quarters of two years.
#[derive(SimpleObject)]
pub(super) struct CorrelationResult {
    /// Code of the metric.
    metric: String,
    /// The result.
    outcome: String,
    /// Within which segment; `null` for all accounts.
    segment: Option<Segment>,
    /// Quarters from the metric to the outcome.
    lag_quarters: i32,
    /// How many accounts.
    n: i64,
    /// Spearman's ρ, -1 to 1; `null` with fewer than four accounts, or when one side does not vary.
    rho: Option<f64>,
    /// ρ lies above this and below `ciHigh`, 95 times of 100.
    ci_low: Option<f64>,
    /// See `ciLow`.
    ci_high: Option<f64>,
    /// The share of false ones among findings of this question at least as good, 0 to 1
    /// (Benjamini-Hochberg); `null` of what is no finding for want of accounts.
    q: Option<f64>,
    /// It is more than chance: enough accounts, and `q` is 0.05 at most.
    significant: bool,
    /// What 10 more of the metric go with, in the outcome's unit.
    slope_per10: Option<f64>,
    /// How to read it, or why nothing is told.
    note: String,
}

/// Whether a metric tells beforehand who will renew.
#[derive(SimpleObject)]
pub(super) struct BeaconResult {
    /// Code of the metric.
    metric: String,
    /// In whose mouth; `null` for everybody's.
    role: Option<String>,
    /// Contracts that were decided in the quarter after.
    n: i64,
    /// Of them on the rarer side.
    events: i64,
    /// Of two contracts, a renewed and a lost one, how often the first had the higher metric; 0.5 is
    /// chance. `null` below 30 contracts or 5 events.
    auc: Option<f64>,
    /// Mean squared error of the probabilities that it gives, each fifth of the cases judged by the rest.
    brier: Option<f64>,
    /// The same of always saying how often it happens.
    brier_of_rate: Option<f64>,
    /// PREDICTIVE, INVERSE, NOT_PREDICTIVE, or in words why there is none.
    verdict: String,
}

/// Whether segments differ in a metric.
#[derive(SimpleObject)]
pub(super) struct SeparationResult {
    /// Code of the metric.
    metric: String,
    /// Segments compared, of five members at least.
    segments: i64,
    /// Members of them; an account counts in the first of its segments.
    n: i64,
    /// Segments left out for want of members.
    left_out: i64,
    /// The share of all variance that lies between segments, 0 to 1.
    share_between: Option<f64>,
    /// How probable such differences are by chance (Kruskal-Wallis).
    p: Option<f64>,
    /// They differ by more than chance, all metrics of the question considered.
    separates: bool,
    /// Why nothing is told.
    note: Option<String>,
}

pub(super) async fn correlation(
    visit: &Arc<Visit>,
    input: CorrelationInput,
) -> Result<Vec<CorrelationResult>> {
    let codes = codes(visit);
    known(&input.metrics, &codes)?;
    let outcome = Outcome::parse(&input.outcome, &codes).ok_or_else(|| {
        let hint = unknown("outcome", &input.outcome, codes.iter().map(String::as_str));
        ApiError::BadInput(format!(
            "{hint}; `_NEXT_1Q` to `_NEXT_{MOST_AHEAD}Q` behind one tells it so many quarters later"
        ))
    })?;
    let lags = lags(&input.lag_quarters)?;
    let least = usize::try_from(input.min_n).ok().filter(|n| (LEAST..=10_000).contains(n));
    let Some(least) = least else {
        let what =
            format!("`minN` must be between {LEAST} and 10000; {} was given", input.min_n);
        return Err(ApiError::BadInput(what));
    };
    let segments = if input.segment_by { Segment::all(visit) } else { Vec::new() };
    let tests = input.metrics.len() * lags.len() * (segments.len() + 1);
    if tests > TESTS {
        let what = format!(
            "these are {tests} tests, more than {TESTS}; ask for fewer metrics or lags"
        );
        return Err(ApiError::BadInput(what));
    }
    let panel = panel_of_all(visit).await?;
    let work = move || Asked { outcome, lags, least, segments, input }.answer(&panel);
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

struct Asked {
    outcome: Outcome,
    lags: Vec<usize>,
    least: usize,
    segments: Vec<Segment>,
    input: CorrelationInput,
}

impl Asked {
    fn answer(&self, panel: &Panel) -> Vec<CorrelationResult> {
        let groups = std::iter::once(None).chain(self.segments.iter().map(Some));
        let groups: Vec<Option<&Segment>> = groups.collect();
        let mut scans: Vec<(&str, Option<&Segment>, Lagged)> = Vec::new();
        for metric in &self.input.metrics {
            for segment in &groups {
                let tracks = panel.tracks(segment.map(Segment::code), metric, &self.outcome);
                let scan = lag_scan(&tracks, self.input.of.into(), &self.lags, LEAST);
                scans
                    .extend(scan.into_iter().map(|lagged| (metric.as_str(), *segment, lagged)));
            }
        }
        // What has too few accounts is shown and is no test of the family.
        let family: Vec<_> = scans.iter().map(|(.., lagged)| self.tested(lagged)).collect();
        let found = findings(&family, RATE);
        let told = scans.into_iter().zip(found);
        told.map(|((metric, segment, lagged), found)| {
            self.result(metric, segment, &lagged, found)
        })
        .collect()
    }

    fn tested(&self, lagged: &Lagged) -> std::result::Result<Estimate, Unproven> {
        let estimate = lagged.found.clone()?;
        if estimate.n < self.least {
            let (n, least) = (estimate.n, self.least);
            return Err(Unproven::TooFew { n, least, what: "accounts" });
        }
        Ok(estimate)
    }

    fn result(
        &self,
        metric: &str,
        segment: Option<&Segment>,
        lagged: &Lagged,
        found: Finding,
    ) -> CorrelationResult {
        let shown = lagged.found.as_ref().ok();
        let note = match self.tested(lagged) {
            Ok(_) => ASSOCIATION.to_owned(),
            Err(why) => why.to_string(),
        };
        let n = match &lagged.found {
            Ok(estimate) => estimate.n,
            Err(Unproven::TooFew { n, .. }) => *n,
            Err(_) => 0,
        };
        CorrelationResult {
            metric: metric.to_owned(),
            outcome: self.input.outcome.clone(),
            segment: segment.cloned(),
            lag_quarters: i32::try_from(lagged.lag).unwrap_or(i32::MAX),
            n: count(n),
            rho: shown.map(|estimate| round::share(estimate.rho)),
            ci_low: shown.and_then(|estimate| Some(round::share(estimate.interval?.0))),
            ci_high: shown.and_then(|estimate| Some(round::share(estimate.interval?.1))),
            q: found.q.map(round::share),
            significant: found.significant,
            slope_per10: shown.map(|estimate| round::raw(estimate.slope_per_10)),
            note,
        }
    }
}

pub(super) async fn beacons(
    visit: &Arc<Visit>,
    outcome: &str,
    candidates: Vec<String>,
    (segment, by_role): (Option<String>, bool),
) -> Result<Vec<BeaconResult>> {
    if outcome != RENEWED {
        let what = unknown("outcome of a beacon test", outcome, [RENEWED]);
        return Err(ApiError::BadInput(what));
    }
    known(&candidates, &codes(visit))?;
    if let Some(code) = &segment {
        known_segment(visit, code)?;
    }
    let panel = panel_of_all(visit).await?;
    let work = move || {
        let mut results = Vec::new();
        for metric in candidates {
            let roles = if by_role { panel.roles(&metric) } else { Vec::new() };
            let roles = std::iter::once(None).chain(roles.into_iter().map(Some));
            for role in roles {
                let cases = panel.renewals(segment.as_deref(), &metric, role.as_deref());
                results.push(BeaconResult::of(metric.clone(), role, &beacon(&cases)));
            }
        }
        results
    };
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

impl BeaconResult {
    fn of(metric: String, role: Option<String>, found: &Beacon) -> Self {
        let told = found.found.as_ref().ok();
        Self {
            metric,
            role,
            n: count(found.n),
            events: count(found.events),
            auc: told.map(|told| round::share(told.auc)),
            brier: told.map(|told| round::share(told.brier)),
            brier_of_rate: told.map(|told| round::share(told.brier_of_rate)),
            verdict: found.verdict(),
        }
    }
}

pub(super) async fn separations(
    visit: &Arc<Visit>,
    metrics: Vec<String>,
) -> Result<Vec<SeparationResult>> {
    known(&metrics, &codes(visit))?;
    let panel = panel_of_all(visit).await?;
    let work = move || {
        let of = |metric: &String| {
            let groups: Vec<Vec<f64>> = panel.by_segment(metric).into_values().collect();
            separation(&groups)
        };
        let all: Vec<_> = metrics.iter().map(of).collect();
        let tests: Vec<Option<f64>> =
            all.iter().map(|found| found.as_ref().ok().map(|found| found.p)).collect();
        let found = discoveries(&tests, RATE);
        let told = metrics.into_iter().zip(all).zip(found);
        told.map(|((metric, told), found)| SeparationResult::of(metric, told, found)).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

impl SeparationResult {
    fn of(
        metric: String,
        told: std::result::Result<Separation, Unproven>,
        found: Finding,
    ) -> Self {
        let note = told.as_ref().err().map(ToString::to_string);
        let told = told.ok();
        let number =
            |of: fn(&Separation) -> usize| told.as_ref().map_or(0, |told| count(of(told)));
        Self {
            metric,
            segments: number(|told| told.groups),
            n: number(|told| told.n),
            left_out: number(|told| told.left_out),
            share_between: told.as_ref().map(|told| round::share(told.share)),
            p: told.as_ref().map(|told| round::share(told.p)),
            separates: found.significant,
            note,
        }
    }
}

/// Where accounts stood in the quarters of two years.
async fn panel_of_all(visit: &Arc<Visit>) -> Result<Panel> {
    panel(visit, (QUARTERS, None)).await
}

/// Where accounts, at most so many of them, stood in so many quarters.
pub(super) async fn panel(
    visit: &Arc<Visit>,
    (quarters, most): (u32, Option<usize>),
) -> Result<Panel> {
    let desk = &visit.desk;
    let ends = quarter_ends(desk.today(), quarters);
    let Some(first) = ends.first().copied() else { return Ok(Panel::default()) };
    let mut panel = match most {
        Some(most) => Panel::of(ends).holding(most),
        None => Panel::of(ends),
    };
    let take = |told: crate::store::StoredQuarter, segments| match serde_json::from_str::<Quarter>(
        &told.body,
    ) {
        Ok(quarter) => panel.put(&told.account, segments, told.ends_on, quarter),
        Err(error) => tracing::warn!(
            account = told.account.as_str(),
            "A stored quarter cannot be read: {error}"
        ),
    };
    desk.hub.store.quarters(first, take).await?;
    Ok(panel.thinned())
}

pub(super) fn codes(visit: &Visit) -> Vec<String> {
    metric_codes(&visit.desk.hub.models)
}

fn known(metrics: &[String], codes: &[String]) -> Result<()> {
    let stranger = metrics.iter().find(|metric| !codes.contains(metric));
    match stranger {
        Some(stranger) => {
            let what = unknown("metric", stranger, codes.iter().map(String::as_str));
            Err(ApiError::BadInput(what))
        }
        None if metrics.is_empty() => {
            Err(ApiError::BadInput("name at least one metric".to_owned()))
        }
        None => Ok(()),
    }
}

pub(super) fn known_segment(visit: &Visit, code: &str) -> Result<()> {
    let segments = &visit.desk.hub.models.segments().segments;
    if segments.iter().any(|segment| segment.code == code) {
        return Ok(());
    }
    let codes = segments.iter().map(|segment| segment.code.as_str());
    Err(ApiError::BadInput(unknown("segment", code, codes)))
}

fn lags(asked: &[i32]) -> Result<Vec<usize>> {
    let wrong = asked.iter().find(|lag| !(0..=LONGEST_LAG).contains(*lag));
    if asked.is_empty() || wrong.is_some() {
        let what =
            format!("`lagQuarters` holds numbers from 0 to {LONGEST_LAG}; {asked:?} was given");
        return Err(ApiError::BadInput(what));
    }
    Ok(asked.iter().map(|lag| lag.unsigned_abs() as usize).collect())
}

pub(super) fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
