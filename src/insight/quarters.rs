//! An account at the ends of quarters, as numbers by their codes: what results are compared with.
//!
//! Made from the facts as they are known when it is made, with the models of then. Quarters are those
//! of the calendar year.

mod beacons;
mod customer;
mod renewals;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::proof::{Case, Customer, Track};
use super::rates::Rates;
use super::revenue::{Tally, billed_within, decided_within, fates_within, retention};
use super::survey::{SurveyFilter, SurveyKind, metric, voices};
use super::{Calendar, Facts, Models, scorecard};
use crate::model::{AccountId, short_hash};

pub use beacons::{BEACON_ACCOUNTS, BeaconStudy, Lead, beacon_study};
pub use renewals::{RenewalCase, RenewalStudy, study};

/// Answers of so many days count at the end of a quarter.
const SURVEY_DAYS: i64 = 365;
/// Days of a quarter.
const QUARTER_DAYS: i64 = 91;

/// What surveys are read, by the code of the metric.
const SURVEYS: [SurveyKind; 5] = [
    SurveyKind::Nps,
    SurveyKind::Csat,
    SurveyKind::Ces5,
    SurveyKind::Ces7,
    SurveyKind::NetEasy,
];

/// An account at the end of a quarter.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quarter {
    /// Metrics by their codes; one that is not there is not known, which is not 0.
    pub metrics: BTreeMap<String, f64>,
    /// Survey metrics by code and by the role of those who answered.
    pub roles: BTreeMap<String, BTreeMap<String, f64>>,
    /// Contracts that ended in the quarter and are decided: how many of how many were renewed.
    pub decided: Tally,
    /// Contracts that were decided in the quarter after, as they stood at its end. Kept by themselves.
    #[serde(skip)]
    pub renewals: Vec<RenewalCase>,
}

/// How our own people in charge of an account recommend us as an employer: told by their team's answers,
/// which are no facts of an account.
pub const ENGAGEMENT: &str = "ENGAGEMENT";
/// The mean answer to "would you recommend us", 0 to 10.
const ANSWER: &str = "NPS_ANSWER";
/// What was billed in a year.
const REVENUE: &str = "REVENUE";
/// Years as a customer.
const TENURE: &str = "TENURE";

/// The codes of all metrics that these models know, in a fixed order.
pub fn metric_codes(models: &Models) -> Vec<String> {
    let own = ["CHI", "TRUST", "HUMANITY", "TRANSPARENCY", "CAPABILITY", "RELIABILITY"];
    let money = ["NRR", "GRR", "BILLED", REVENUE, TENURE];
    let people = ["LOYALTY", ENGAGEMENT, ANSWER];
    let own = own.into_iter().chain(money).chain(people).chain(SURVEYS.map(SurveyKind::word));
    let kpis = models.health.kpis().map(|(_, kpi)| kpi.code.as_str());
    own.chain(kpis).map(str::to_owned).collect()
}

/// Where accounts stood at the ends of the same quarters.
#[derive(Debug, Clone, Default)]
pub struct Panel {
    ends: Vec<NaiveDate>,
    rows: Vec<Row>,
    most: Option<usize>,
    accounts: usize,
}

#[derive(Debug, Clone)]
struct Row {
    account: AccountId,
    segments: Vec<String>,
    quarters: Vec<Option<Quarter>>,
}

/// What a result is read from: a metric, so many quarters ahead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Code of the metric.
    pub metric: String,
    /// Quarters ahead, 0 to [`MOST_AHEAD`].
    pub ahead: usize,
}

/// An outcome is this many quarters ahead at most.
pub const MOST_AHEAD: usize = 4;

impl Outcome {
    /// `NRR`, or `NRR_NEXT_2Q` for two quarters ahead; `None` when it names no metric of these.
    pub fn parse(code: &str, metrics: &[String]) -> Option<Self> {
        let (metric, ahead) = match code.split_once("_NEXT_") {
            Some((metric, ahead)) => (metric, ahead.strip_suffix('Q')?.parse().ok()?),
            None => (code, 0),
        };
        let known = metrics.iter().any(|of| of == metric) && ahead <= MOST_AHEAD;
        known.then(|| Self { metric: metric.to_owned(), ahead })
    }
}

impl Panel {
    /// A panel of these quarters, rising.
    pub fn of(ends: Vec<NaiveDate>) -> Self {
        Self { ends, ..Self::default() }
    }

    /// Holds so many accounts at most: those with the least hash of their ids, which is the same choice
    /// each time and as good as chance. Ask for [`Panel::thinned`] when all are in.
    #[must_use]
    pub fn holding(self, most: usize) -> Self {
        Self { most: Some(most), ..self }
    }

    /// Without the accounts that are too many.
    #[must_use]
    pub fn thinned(mut self) -> Self {
        self.thin();
        self
    }

    /// How many accounts were put in, held or not.
    pub fn accounts(&self) -> usize {
        self.accounts
    }

    fn thin(&mut self) {
        let Some(most) = self.most.filter(|most| self.rows.len() > *most) else { return };
        self.rows.sort_by_cached_key(|row| short_hash(row.account.as_str().as_bytes()));
        self.rows.truncate(most);
        self.rows.sort_by(|a, b| a.account.cmp(&b.account));
    }

    /// Puts an account's quarter in; those of one account come after each other. Another quarter than
    /// the panel's is left out.
    pub fn put(
        &mut self,
        account: &AccountId,
        segments: Vec<String>,
        ends_on: NaiveDate,
        quarter: Quarter,
    ) {
        let Ok(place) = self.ends.binary_search(&ends_on) else { return };
        if self.rows.last().is_none_or(|row| row.account != *account) {
            self.accounts += 1;
            if self.most.is_some_and(|most| self.rows.len() > most.saturating_mul(2)) {
                self.thin();
            }
            let quarters = vec![None; self.ends.len()];
            self.rows.push(Row { account: account.clone(), segments, quarters });
        }
        if let Some(row) = self.rows.last_mut() {
            row.quarters[place] = Some(quarter);
        }
    }

    /// How a metric and an outcome went, account by account; of a segment's members when one is given.
    pub fn tracks(&self, segment: Option<&str>, metric: &str, outcome: &Outcome) -> Vec<Track> {
        let told = |row: &Row, place: usize, code: &str| {
            row.quarters.get(place)?.as_ref()?.metrics.get(code).copied()
        };
        let track = |row: &Row| {
            let places = 0..self.ends.len();
            Track {
                metric: places.clone().map(|at| told(row, at, metric)).collect(),
                outcome: places
                    .map(|at| told(row, at + outcome.ahead, &outcome.metric))
                    .collect(),
            }
        };
        self.members(segment).map(track).collect()
    }

    /// A metric at the end of each quarter, in everybody's mouth or in that of a role, with what became
    /// of each contract that was decided in the quarter after.
    pub fn renewals(
        &self,
        segment: Option<&str>,
        metric: &str,
        role: Option<&str>,
    ) -> Vec<Case> {
        let mut cases = Vec::new();
        for row in self.members(segment) {
            for pair in row.quarters.windows(2) {
                let [Some(before), Some(after)] = pair else { continue };
                let score = match role {
                    None => before.metrics.get(metric),
                    Some(role) => before.roles.get(metric).and_then(|roles| roles.get(role)),
                };
                let Some(score) = score.copied() else { continue };
                let Tally { won, closed } = after.decided;
                let case = |happened| Case { score, happened };
                cases.extend((0..won).map(|_| case(true)));
                cases.extend((won..closed).map(|_| case(false)));
            }
        }
        cases
    }

    /// The roles in whose mouth a survey metric is told.
    pub fn roles(&self, metric: &str) -> Vec<String> {
        let quarters = self.rows.iter().flat_map(|row| row.quarters.iter().flatten());
        let roles = quarters.filter_map(|quarter| quarter.roles.get(metric));
        let roles: BTreeSet<&String> = roles.flat_map(BTreeMap::keys).collect();
        roles.into_iter().cloned().collect()
    }

    /// A metric at the end of the newest quarter, by the first of the accounts' segments; accounts
    /// without one are left out.
    pub fn by_segment(&self, metric: &str) -> BTreeMap<String, Vec<f64>> {
        let mut groups: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for row in &self.rows {
            let newest = row.quarters.last().and_then(Option::as_ref);
            let told = newest.and_then(|quarter| quarter.metrics.get(metric));
            if let (Some(segment), Some(told)) = (row.segments.first(), told) {
                groups.entry(segment.clone()).or_default().push(*told);
            }
        }
        groups
    }

    /// What accounts that were asked whether they recommend us bring, at the end of the newest quarter.
    pub fn customers(&self, segment: Option<&str>) -> Vec<Customer> {
        let customer = |row: &Row| {
            let newest = row.quarters.last().and_then(Option::as_ref)?;
            let told = |code: &str| newest.metrics.get(code).copied();
            Some(Customer {
                answer: told(ANSWER)?,
                revenue: told(REVENUE),
                nrr: told("NRR"),
                tenure: told(TENURE),
            })
        };
        self.members(segment).filter_map(customer).collect()
    }

    fn members(&self, segment: Option<&str>) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| {
            segment.is_none_or(|code| row.segments.iter().any(|own| own == code))
        })
    }
}

/// The last days of the newest `count` quarters that are over on a day, rising.
pub fn quarter_ends(today: NaiveDate, count: u32) -> Vec<NaiveDate> {
    let first_month = today.month0() / 3 * 3 + 1;
    let begun = NaiveDate::from_ymd_opt(today.year(), first_month, 1).unwrap_or(today);
    let back = (0..count).rev();
    back.filter_map(|n| begun.checked_sub_months(Months::new(3 * n))?.pred_opt()).collect()
}

/// An account at the end of a quarter. `today` is the last day whose facts may say what became of the
/// quarter's contracts; amounts are in the rates' reporting currency.
pub fn quarter(
    facts: &Facts,
    models: &Models,
    calendar: &Calendar,
    (ends_on, today): (NaiveDate, NaiveDate),
    rates: &Rates,
) -> Quarter {
    let card = scorecard(facts, models, calendar, ends_on);
    let mut quarter = Quarter::default();
    let mut put = |code: &str, value: Option<f64>| {
        if let Some(value) = value.filter(|value| value.is_finite()) {
            quarter.metrics.insert(code.to_owned(), value);
        }
    };
    put("CHI", card.health.value);
    for kpi in card.health.stages.iter().flat_map(|stage| &stage.kpis) {
        put(&kpi.code, kpi.normalised);
    }
    put("TRUST", card.trust.value);
    for factor in &card.trust.factors {
        put(factor.factor.word(), factor.score);
    }
    let kept = retention(&card.book, rates, rates.reporting).ok();
    put("NRR", kept.and_then(super::revenue::Retention::nrr));
    put("GRR", kept.and_then(super::revenue::Retention::grr));
    let billed = billed_within(facts, ends_on, QUARTER_DAYS);
    let told = !facts.invoices.is_empty();
    put("BILLED", rates.total(&billed, rates.reporting).ok().filter(|_| told).map(|sum| sum.0));
    let said = voices(facts, calendar, ends_on);
    let filter = SurveyFilter::last(SURVEY_DAYS, ends_on);
    put("LOYALTY", customer::loyal(&card, &said, &filter, models));
    put(REVENUE, customer::revenue(facts, ends_on, rates));
    put(TENURE, customer::tenure(facts, ends_on));
    for kind in SURVEYS {
        let said = metric(kind, said.iter().copied(), &filter, models);
        if kind == SurveyKind::Nps {
            put(ANSWER, said.mean);
        }
        put(kind.word(), said.value);
        let roles = said.by_role.into_iter().filter_map(|of| Some((of.role?, of.value)));
        let roles: BTreeMap<String, f64> = roles.collect();
        if !roles.is_empty() {
            quarter.roles.insert(kind.word().to_owned(), roles);
        }
    }
    let begun = ends_on.checked_sub_months(Months::new(3)).unwrap_or(ends_on);
    let first = last_of_month(begun) + Days::new(1);
    quarter.decided = decided_within(facts, models, calendar, (first, ends_on), today);
    let next = ends_on.checked_add_months(Months::new(3)).map_or(ends_on, last_of_month);
    let after = (ends_on + Days::new(1), next);
    let fates = fates_within(facts, models, calendar, after, today);
    quarter.renewals = renewals::cases(&card, &fates);
    quarter
}

fn last_of_month(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn quarters_that_are_over_end_on_their_last_days() {
        let cases = [
            ("2026-03-02", vec!["2025-06-30", "2025-09-30", "2025-12-31"]),
            ("2026-03-31", vec!["2025-06-30", "2025-09-30", "2025-12-31"]),
            ("2026-04-01", vec!["2025-09-30", "2025-12-31", "2026-03-31"]),
            ("2024-02-29", vec!["2023-06-30", "2023-09-30", "2023-12-31"]),
        ];
        for (today, ends) in cases {
            let ends: Vec<NaiveDate> = ends.into_iter().map(day).collect();
            assert_eq!(quarter_ends(day(today), 3), ends, "{today}");
        }
    }

    #[test]
    fn of_an_account_without_facts_nothing_is_known() {
        let (models, calendar) = (Models::built_in(), Calendar::default());
        let rates = Rates::none(day("2026-03-31"), models.revenue.reporting);
        let days = (day("2026-03-31"), day("2026-05-01"));
        let told = quarter(&Facts::default(), &models, &calendar, days, &rates);
        assert_eq!(told, Quarter::default());
    }

    #[test]
    fn an_outcome_is_a_metric_so_many_quarters_ahead() {
        let codes = metric_codes(&Models::built_in());
        let of = |metric: &str, ahead| Some(Outcome { metric: metric.to_owned(), ahead });
        let cases = [
            ("NRR", of("NRR", 0)),
            ("NRR_NEXT_2Q", of("NRR", 2)),
            ("DE1_NEXT_1Q", of("DE1", 1)),
            ("NRR_NEXT_5Q", None),
            ("NRR_NEXT_Q", None),
            ("NRR_NEXT_2", None),
            ("SALES", None),
        ];
        for (code, wanted) in cases {
            assert_eq!(Outcome::parse(code, &codes), wanted, "{code}");
        }
    }

    fn told(metrics: &[(&str, f64)], decided: (u32, u32)) -> Quarter {
        let metrics = metrics.iter().map(|(code, value)| ((*code).to_owned(), *value));
        let decided = Tally { won: decided.0, closed: decided.1 };
        Quarter { metrics: metrics.collect(), decided, ..Quarter::default() }
    }

    #[test]
    fn a_panel_lays_the_metric_beside_what_came_later() {
        let ends = quarter_ends(day("2026-03-02"), 3);
        let mut panel = Panel::of(ends.clone());
        let (a, b) = (AccountId::from("a"), AccountId::from("b"));
        let jit = || vec!["jit".to_owned(), "big".to_owned()];
        panel.put(&a, jit(), ends[0], told(&[("CHI", 40.0), ("NRR", 90.0)], (0, 0)));
        panel.put(&a, jit(), ends[1], told(&[("CHI", 50.0)], (1, 3)));
        panel.put(&a, jit(), ends[2], told(&[("NRR", 110.0)], (0, 0)));
        panel.put(&b, Vec::new(), ends[2], told(&[("CHI", 80.0), ("NRR", 100.0)], (0, 1)));
        panel.put(&b, Vec::new(), day("2020-12-31"), told(&[("CHI", 1.0)], (0, 0)));
        let ahead = Outcome { metric: "NRR".to_owned(), ahead: 2 };
        let tracks = panel.tracks(None, "CHI", &ahead);
        assert_eq!(tracks.len(), 2);
        assert_eq!(tracks[0].metric, [Some(40.0), Some(50.0), None]);
        assert_eq!(tracks[0].outcome, [Some(110.0), None, None]);
        assert_eq!(
            panel.tracks(Some("big"), "CHI", &ahead).len(),
            1,
            "any segment they are in"
        );
        let cases: Vec<_> =
            panel.renewals(None, "CHI", None).iter().map(|c| (c.score, c.happened)).collect();
        assert_eq!(cases, [(40.0, true), (40.0, false), (40.0, false)]);
        assert_eq!(panel.renewals(None, "NPS", Some("USER")), []);
        assert_eq!(panel.by_segment("NRR"), BTreeMap::from([("jit".to_owned(), vec![110.0])]));
    }

    #[test]
    fn every_metric_that_is_told_has_a_code_that_is_known() {
        let codes = metric_codes(&Models::built_in());
        assert!(codes.len() > 40, "{codes:?}");
        let mut once = codes.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), codes.len(), "each once");
    }
}
