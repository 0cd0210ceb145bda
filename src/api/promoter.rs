//! What those bring who would recommend us, beside the others; and which metrics move before a result.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject};

use super::errors::{ApiError, Result};
use super::money::Money;
use super::proof::{QUARTERS, codes, count, known_segment, panel};
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use super::words::Compared;
use crate::insight::proof::{
    ASSOCIATION, Camp, Lagged, Leading, Mean, lag_scan, leading, promoter_economics,
};
use crate::insight::quarters::{Outcome, Panel, metric_codes, quarter_ends};
use crate::model::nearest::unknown;

/// Accounts that a strip is drawn from at most: more would change no finding, and cost.
const STRIP_ACCOUNTS: usize = 5_000;
/// Accounts needed.
const LEAST: usize = 20;
/// Lags of a strip, in quarters.
const LAGS: [usize; 5] = [0, 1, 2, 3, 4];
/// The rate of false findings that is put up with.
const RATE: f64 = 0.05;

/// A mean over accounts.
#[derive(SimpleObject)]
pub(super) struct CampMean {
    /// Accounts of which it is known.
    n: i64,
    /// The mean; `null` of none.
    value: Option<f64>,
    /// Fewer than five accounts: an example, and no proof.
    too_few: bool,
}

impl CampMean {
    fn of(mean: Mean, rounded: fn(f64) -> f64) -> Self {
        Self { n: count(mean.n), value: mean.value.map(rounded), too_few: mean.too_few() }
    }
}

/// The accounts of a camp.
#[derive(SimpleObject)]
pub(super) struct PromoterCamp {
    /// How many.
    accounts: i64,
    /// The mean of what was billed in a year.
    revenue: Option<Money>,
    /// Accounts of which it is known; fewer than five are an example, and no proof.
    revenue_n: i64,
    /// Net revenue retention in percent.
    nrr: CampMean,
    /// Years since the first contract or bill.
    tenure_years: CampMean,
}

/// What promoters, passives and detractors bring. An account is what its mean answer of a year rounds to:
/// 9 or 10, 7 or 8, 0 to 6.
#[derive(SimpleObject)]
pub(super) struct PromoterEconomics {
    /// The end of the newest quarter; amounts are converted at the rates of the day it was told.
    as_of: Day,
    /// Accounts that answered.
    accounts: i64,
    /// Those who would recommend us.
    promoters: PromoterCamp,
    /// Those in between.
    passives: PromoterCamp,
    /// Those who would not.
    detractors: PromoterCamp,
    /// How to read it.
    note: String,
}

impl PromoterEconomics {
    pub(super) async fn read(visit: &Arc<Visit>, segment: Option<ID>) -> Result<Self> {
        let segment = segment.map(|id| id.0);
        if let Some(code) = &segment {
            known_segment(visit, code)?;
        }
        let panel = panel(visit, (1, None)).await?;
        let customers = panel.customers(segment.as_deref());
        let found = promoter_economics(&customers);
        let currency = visit.desk.hub.models.revenue.reporting;
        let camp = |camp: Camp| PromoterCamp {
            accounts: count(camp.accounts),
            revenue: camp.revenue.value.and_then(|sum| Money::reckoned(sum, currency, None)),
            revenue_n: count(camp.revenue.n),
            nrr: CampMean::of(camp.nrr, round::score),
            tenure_years: CampMean::of(camp.tenure, round::points),
        };
        let few = [&found.promoters, &found.passives, &found.detractors]
            .into_iter()
            .any(|camp| camp.revenue.too_few() || camp.nrr.too_few() || camp.tenure.too_few());
        let too_few = "; means of fewer than five accounts are examples and no proof";
        Ok(Self {
            as_of: Day(newest_end(visit)),
            accounts: count(customers.len()),
            promoters: camp(found.promoters),
            passives: camp(found.passives),
            detractors: camp(found.detractors),
            note: format!("{ASSOCIATION}{}", if few { too_few } else { "" }),
        })
    }
}

fn newest_end(visit: &Visit) -> chrono::NaiveDate {
    let today = visit.desk.today();
    quarter_ends(today, 1).pop().unwrap_or(today)
}

/// A metric that moves before the outcome does.
#[derive(SimpleObject)]
pub(super) struct LeadingIndicator {
    /// Code of the metric.
    metric: String,
    /// Quarters by which it is ahead: that of the strongest correlation, 1 to 4.
    lead_quarters: i32,
    /// Accounts.
    n: i64,
    /// Spearman's ρ, -1 to 1.
    rho: f64,
    /// ρ lies above this and below `ciHigh`, 95 times of 100.
    ci_low: Option<f64>,
    /// See `ciLow`.
    ci_high: Option<f64>,
    /// The share of false ones among findings at least as good, 0 to 1 (Benjamini-Hochberg).
    q: f64,
    /// What 10 more of the metric go with, in the outcome's unit.
    slope_per10: f64,
}

/// The strip of metrics that move before an outcome.
#[derive(SimpleObject)]
pub(super) struct LeadingIndicators {
    /// The result.
    outcome: String,
    /// Those whose strongest lag is a quarter or more, and no chance among all lags of all metrics; the
    /// strongest first.
    indicators: Vec<LeadingIndicator>,
    /// How many metrics were told of enough accounts at some lag.
    tested: i64,
    /// Codes of metrics of which too little is known.
    untested: Vec<String>,
    /// Accounts looked at, 5,000 at most.
    accounts: i64,
    /// How to read it, or why nothing is told.
    note: String,
}

/// What is asked of a strip.
pub(super) struct Strip {
    pub(super) outcome: String,
    pub(super) segment: Option<ID>,
    pub(super) of: Compared,
}

impl LeadingIndicators {
    pub(super) async fn read(visit: &Arc<Visit>, asked: Strip) -> Result<Self> {
        let codes = codes(visit);
        let Some(outcome) = Outcome::parse(&asked.outcome, &codes).filter(|of| of.ahead == 0)
        else {
            let known = codes.iter().map(String::as_str);
            let hint = unknown("outcome", &asked.outcome, known);
            return Err(ApiError::BadInput(format!(
                "{hint}; lags are looked for by themselves"
            )));
        };
        if let Some(code) = &asked.segment {
            known_segment(visit, code)?;
        }
        let panel = panel(visit, (QUARTERS, Some(STRIP_ACCOUNTS))).await?;
        let metrics = metric_codes(&visit.desk.hub.models);
        let metrics: Vec<String> =
            metrics.into_iter().filter(|of| *of != outcome.metric).collect();
        let work = move || asked.answer(&panel, &metrics, &outcome);
        tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
    }
}

impl Strip {
    fn answer(self, panel: &Panel, metrics: &[String], outcome: &Outcome) -> LeadingIndicators {
        let segment = self.segment.as_ref().map(|id| id.0.as_str());
        let scan = |code: &String| {
            let tracks = panel.tracks(segment, code, outcome);
            (code.clone(), lag_scan(&tracks, self.of.into(), &LAGS, LEAST))
        };
        let (scans, untested): (Vec<_>, Vec<_>) =
            metrics.iter().map(scan).partition(|(_, scan)| scan.iter().any(told));
        let mut found = leading(&scans, RATE);
        found.sort_by(|a, b| {
            let strength = |one: &Leading| one.estimate.rho.abs();
            strength(b).total_cmp(&strength(a)).then_with(|| a.code.cmp(&b.code))
        });
        let nothing = "too few: no metric and this outcome are known of 20 accounts together";
        let note = if scans.is_empty() { nothing } else { ASSOCIATION };
        LeadingIndicators {
            indicators: found.into_iter().map(LeadingIndicator::of).collect(),
            tested: count(scans.len()),
            untested: untested.into_iter().map(|(code, _)| code).collect(),
            accounts: count(panel.accounts().min(STRIP_ACCOUNTS)),
            note: note.to_owned(),
            outcome: self.outcome,
        }
    }
}

fn told(lagged: &Lagged) -> bool {
    lagged.found.is_ok()
}

impl LeadingIndicator {
    fn of(found: Leading) -> Self {
        let Leading { code, lag, estimate, q } = found;
        Self {
            metric: code,
            lead_quarters: i32::try_from(lag).unwrap_or(i32::MAX),
            n: count(estimate.n),
            rho: round::share(estimate.rho),
            ci_low: estimate.interval.map(|interval| round::share(interval.0)),
            ci_high: estimate.interval.map(|interval| round::share(interval.1)),
            q: round::share(q),
            slope_per10: round::raw(estimate.slope_per_10),
        }
    }
}
