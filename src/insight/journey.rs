//! The customer's journey as passes: from the first sign of each stage to the next, and once more with
//! every purchase.
//!
//! Ours: a purchase is a deal that was won, and a contract that begins with no deal won within 90 days of
//! its first day. The first pass lasts until the day before the second purchase; the second and each later
//! purchase open a pass. A stage is reached in a pass with its first fact in it, and stages follow each
//! other in the order in which they were reached; of one day, in the order of the journey. What led to a
//! second purchase is therefore part of the pass before it: no fact says which purchase it was for.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::measure::median;
use super::{Calendar, Facts};

/// Days around its first day within which a won deal is the purchase of a contract. Our assumption.
const SAME_PURCHASE: i64 = 90;

/// The stages in their order, by their codes.
const STAGES: [&str; 10] = [
    "AWARENESS",
    "CONSIDERATION",
    "PURCHASE",
    "DELIVERY",
    "IMPLEMENTATION",
    "ADOPTION",
    "SUPPORT",
    "BILLING",
    "RELATIONSHIP",
    "RENEWAL",
];

/// One way through the stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// The first is 1.
    pub number: usize,
    /// Of its first fact.
    pub began_on: NaiveDate,
    /// The day of the purchase that opened it, or that it led to; `None` of a first pass without one.
    pub purchased_on: Option<NaiveDate>,
    /// Codes of the stages reached, each with the day of its first fact, in their order.
    pub path: Vec<(&'static str, NaiveDate)>,
}

/// From one stage to the next, over many passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Code of the stage.
    pub from: &'static str,
    /// Code of the stage that was reached next.
    pub to: &'static str,
    /// In how many passes.
    pub passes: usize,
    /// Of how many that reached the first, 0 to 1.
    pub share: f64,
    /// The middle of the days between.
    pub median_days: f64,
}

/// What many passes have in common.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paths {
    /// Passes.
    pub passes: usize,
    /// Each path by the codes of its stages, and how many took it; the most first.
    pub paths: Vec<(Vec<&'static str>, usize)>,
    /// The steps, in the order of the journey.
    pub steps: Vec<Step>,
}

/// The days of an account's purchases up to a day, rising, each once.
pub fn purchases(facts: &Facts, calendar: &Calendar, day: NaiveDate) -> Vec<NaiveDate> {
    let won = facts.deals.iter().filter(|deal| deal.won == Some(true));
    let won = won.filter_map(|deal| Some(calendar.local_day(deal.closed_at?)));
    let won: Vec<NaiveDate> = won.filter(|on| *on <= day).collect();
    let near =
        |on: NaiveDate| won.iter().any(|deal| (*deal - on).num_days().abs() <= SAME_PURCHASE);
    let begun = facts.contracts.iter().filter_map(|contract| contract.starts_on);
    let begun = begun.filter(|on| *on <= day && !near(*on));
    let mut all: Vec<NaiveDate> = won.iter().copied().chain(begun).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Which pass a day is in, by the days of the purchases, rising.
pub fn pass_of(purchases: &[NaiveDate], day: NaiveDate) -> usize {
    purchases.partition_point(|on| *on <= day).max(1)
}

/// An account's passes up to a day, the first first; none of an account without a fact of a stage.
pub fn passes(facts: &Facts, calendar: &Calendar, day: NaiveDate) -> Vec<Pass> {
    let purchases = purchases(facts, calendar, day);
    let mut reached: BTreeMap<usize, BTreeMap<usize, NaiveDate>> = BTreeMap::new();
    for (stage, on) in signs(facts, calendar).into_iter().filter(|(_, on)| *on <= day) {
        let Some(place) = STAGES.iter().position(|code| *code == stage) else { continue };
        let stages = reached.entry(pass_of(&purchases, on)).or_default();
        let first = stages.entry(place).or_insert(on);
        *first = on.min(*first);
    }
    let pass = |(number, stages): (usize, BTreeMap<usize, NaiveDate>)| {
        let mut path: Vec<(usize, NaiveDate)> = stages.into_iter().collect();
        path.sort_by_key(|(place, on)| (*on, *place));
        let began_on = path.first().map_or(day, |(_, on)| *on);
        let purchased_on = purchases.get(number - 1).copied();
        let path = path.into_iter().map(|(place, on)| (STAGES[place], on)).collect();
        Pass { number, began_on, purchased_on, path }
    };
    reached.into_iter().map(pass).collect()
}

/// Every fact that belongs to a stage, with its day.
fn signs(facts: &Facts, calendar: &Calendar) -> Vec<(&'static str, NaiveDate)> {
    let day = |at: Option<chrono::DateTime<chrono::Utc>>| at.map(|at| calendar.local_day(at));
    let mut all = Vec::new();
    let mut add =
        |stage: &'static str, on: Option<NaiveDate>| all.extend(on.map(|on| (stage, on)));
    facts.campaign_touches.iter().for_each(|touch| add("AWARENESS", day(touch.at)));
    for visit in &facts.web_visits {
        let buying = visit.high_intent == Some(true);
        add(if buying { "CONSIDERATION" } else { "AWARENESS" }, day(visit.at));
    }
    for touch in &facts.interactions {
        let stage = match touch.form.as_deref() {
            Some("ENQUIRY") => "CONSIDERATION",
            Some("REFERENCE" | "REVIEW" | "REFERRAL" | "CASE_STUDY") => "RENEWAL",
            _ => "RELATIONSHIP",
        };
        add(stage, day(touch.at));
    }
    for deal in facts.deals.iter().filter(|deal| deal.won == Some(true)) {
        let renews = deal.form.as_deref() == Some("RENEWAL");
        add(if renews { "RENEWAL" } else { "PURCHASE" }, day(deal.closed_at));
    }
    facts.deliveries.iter().for_each(|line| add("DELIVERY", line.delivered_on));
    facts.milestones.iter().for_each(|step| add("IMPLEMENTATION", step.done_on));
    facts.usage.iter().for_each(|usage| add("ADOPTION", usage.day));
    facts.tickets.iter().for_each(|ticket| add("SUPPORT", day(ticket.opened_at)));
    facts.invoices.iter().for_each(|bill| add("BILLING", bill.issued_on));
    all
}

impl Paths {
    /// Counts passes; their order does not show.
    pub fn of<'a>(passes: impl IntoIterator<Item = &'a Pass>) -> Self {
        let mut count = 0;
        let mut taken: BTreeMap<Vec<&'static str>, usize> = BTreeMap::new();
        let mut reached: BTreeMap<&'static str, usize> = BTreeMap::new();
        let mut days: BTreeMap<(usize, usize), Vec<f64>> = BTreeMap::new();
        let place = |code: &str| STAGES.iter().position(|known| *known == code).unwrap_or(0);
        for pass in passes {
            count += 1;
            *taken.entry(pass.path.iter().map(|(code, _)| *code).collect()).or_default() += 1;
            for (code, _) in &pass.path {
                *reached.entry(code).or_default() += 1;
            }
            for pair in pass.path.windows(2) {
                let [(from, left), (to, came)] = pair else { continue };
                let between = (*came - *left).num_days() as f64;
                days.entry((place(from), place(to))).or_default().push(between);
            }
        }
        let step = |((from, to), days): ((usize, usize), Vec<f64>)| {
            let (from, to, passes) = (STAGES[from], STAGES[to], days.len());
            let of = reached.get(from).copied().unwrap_or(passes);
            let median_days = median(days)?;
            Some(Step { from, to, passes, share: passes as f64 / of as f64, median_days })
        };
        let steps = days.into_iter().filter_map(step).collect();
        let mut paths: Vec<(Vec<&'static str>, usize)> = taken.into_iter().collect();
        paths.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { passes: count, paths, steps }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Contract, Deal, Delivery, Invoice, WebVisit};

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn noon(text: &str) -> Option<chrono::DateTime<chrono::Utc>> {
        format!("{text}T12:00:00Z").parse().ok()
    }

    fn won(on: &str, form: Option<&str>) -> Deal {
        let form = form.map(str::to_owned);
        Deal { won: Some(true), closed_at: noon(on), form, ..Deal::default() }
    }

    fn bill(on: &str) -> Invoice {
        Invoice { issued_on: Some(day(on)), ..Invoice::default() }
    }

    /// Looks, buys, is delivered and billed; renews a year later and is billed again.
    fn customer() -> Facts {
        let delivered =
            |on: &str| Delivery { delivered_on: Some(day(on)), ..Delivery::default() };
        Facts {
            web_visits: vec![WebVisit { at: noon("2025-01-05"), ..WebVisit::default() }],
            deals: vec![won("2025-02-04", None), won("2026-02-01", Some("RENEWAL"))],
            deliveries: vec![delivered("2025-02-20"), delivered("2025-03-20")],
            invoices: vec![bill("2025-03-02"), bill("2026-02-11")],
            ..Facts::default()
        }
    }

    fn told(facts: &Facts) -> Vec<Pass> {
        passes(facts, &Calendar::default(), day("2026-03-02"))
    }

    #[test]
    fn a_second_purchase_opens_a_second_pass() {
        let passes = told(&customer());
        let paths: Vec<Vec<&str>> = passes
            .iter()
            .map(|pass| pass.path.iter().map(|(code, _)| *code).collect())
            .collect();
        let first = vec!["AWARENESS", "PURCHASE", "DELIVERY", "BILLING"];
        assert_eq!(paths, [first, vec!["RENEWAL", "BILLING"]]);
        assert_eq!(passes[0].began_on, day("2025-01-05"));
        assert_eq!(passes[0].purchased_on, Some(day("2025-02-04")));
        assert_eq!((passes[1].number, passes[1].began_on), (2, day("2026-02-01")));
        let then = super::passes(&customer(), &Calendar::default(), day("2025-12-31"));
        assert_eq!(then.len(), 1, "the day before knows of no second one");
    }

    #[test]
    fn a_contract_is_a_purchase_where_no_deal_tells_it() {
        let starts = |on: &str| Contract { starts_on: Some(day(on)), ..Contract::default() };
        let contracts = |days: &[&str]| Facts {
            contracts: days.iter().map(|on| starts(on)).collect(),
            ..customer()
        };
        let calendar = Calendar::default();
        let days = |facts: &Facts| purchases(facts, &calendar, day("2026-03-02")).len();
        assert_eq!(days(&contracts(&["2025-02-01"])), 2, "three days before its deal");
        assert_eq!(days(&contracts(&["2025-05-06"])), 3, "91 days after: another one");
        assert_eq!(days(&contracts(&["2026-04-01"])), 2, "it has not begun");
        assert!(told(&Facts::default()).is_empty());
    }

    #[test]
    fn paths_and_steps_are_counted_by_hand() {
        let mut looker = customer();
        looker.deals.clear();
        looker.deliveries.clear();
        looker.invoices = vec![bill("2025-01-15")];
        let all: Vec<Pass> = [told(&customer()), told(&customer()), told(&looker)].concat();
        let told = Paths::of(&all);
        assert_eq!(told.passes, 5);
        let counts: Vec<usize> = told.paths.iter().map(|(_, n)| *n).collect();
        assert_eq!(counts, [2, 2, 1]);
        let step = |from: &str, to: &str| {
            let found = told.steps.iter().find(|step| step.from == from && step.to == to);
            found.map(|step| (step.passes, (step.share * 1e3).round(), step.median_days))
        };
        assert_eq!(step("AWARENESS", "PURCHASE"), Some((2, 667.0, 30.0)));
        assert_eq!(step("AWARENESS", "BILLING"), Some((1, 333.0, 10.0)));
        assert_eq!(step("PURCHASE", "DELIVERY"), Some((2, 1_000.0, 16.0)));
        assert_eq!(step("RENEWAL", "BILLING"), Some((2, 1_000.0, 10.0)));
        assert_eq!(step("BILLING", "DELIVERY"), None);
        let mut back = all.clone();
        back.reverse();
        assert_eq!(Paths::of(&back), told, "the order does not show");
        assert_eq!(Paths::of(&[]), Paths::default());
    }
}
