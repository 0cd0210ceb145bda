//! What an account is as a customer at the end of a quarter: its loyalty, what it brings, for how long.

use chrono::NaiveDate;

use crate::insight::rates::Rates;
use crate::insight::revenue::billed_within;
use crate::insight::survey::{
    LoyaltyParts, SurveyFilter, Voice, advocacy, ease_index, loyalty, relevance,
};
use crate::insight::{Facts, Models, Scorecard};

/// Days of a year.
const YEAR: i64 = 365;
/// Mean days of a year, leap years counted.
const MEAN_YEAR: f64 = 365.25;

/// The loyalty composite, 0 to 100, by answers of a year; `None` unless all four parts are known.
pub(super) fn loyal(
    card: &Scorecard,
    voices: &[Voice],
    filter: &SurveyFilter,
    models: &Models,
) -> Option<f64> {
    let kpis = card.health.stages.iter().flat_map(|stage| &stage.kpis);
    let parts = LoyaltyParts {
        ease: ease_index(voices, kpis, filter, models).0,
        relevance: relevance(voices, filter, models),
        trust: card.trust.value,
        advocacy: advocacy(voices, filter, models),
    };
    loyalty(parts, models).value
}

/// What was billed in a year, in the rates' reporting currency; `None` where no system tells bills.
pub(super) fn revenue(facts: &Facts, day: NaiveDate, rates: &Rates) -> Option<f64> {
    if facts.invoices.is_empty() {
        return None;
    }
    rates.total(&billed_within(facts, day, YEAR), rates.reporting).ok().map(|sum| sum.0)
}

/// Years since the first contract or bill; `None` before it.
pub(super) fn tenure(facts: &Facts, day: NaiveDate) -> Option<f64> {
    let contracts = facts.contracts.iter().filter_map(|contract| contract.starts_on);
    let bills = facts.invoices.iter().filter_map(|invoice| invoice.issued_on);
    let first = contracts.chain(bills).min().filter(|first| *first <= day)?;
    Some((day - first).num_days() as f64 / MEAN_YEAR)
}
