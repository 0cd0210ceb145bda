//! ADOPTION: is what they bought in use?
//!
//! A goods customer has no seats; there, ordering is using.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::view::{Evidence, View, missing, percent, sum};
use crate::insight::Observation;
use crate::model::{Contract, Order, UsageMeasure};

/// How many windows a goods customer's orders are counted over: about a year of months.
const PERIODS: i64 = 12;

/// AD1: active users ÷ licensed seats, or months with an order ÷ expected months.
pub(super) fn active_seats(view: &View) -> Observation {
    let subscriptions = subscriptions(view);
    if subscriptions.is_empty() {
        return ordering_months(view);
    }
    let seats: i64 = subscriptions.iter().filter_map(|c| c.seats).filter(|n| *n > 0).sum();
    let used = recent_or_newest_use(view);
    let recent = used.iter().filter(|(day, _)| view.in_window(*day));
    let users: BTreeSet<_> = recent.clone().filter_map(|(_, usage)| user(usage)).collect();
    let n = recent.count();
    let evidence = used.iter().map(|(day, usage)| (*day, &usage.origin)).collect::<Evidence>();
    match percent(users.len(), usize::try_from(seats).unwrap_or(0)) {
        Some(raw) if !used.is_empty() => evidence.shows(raw, n),
        _ => missing(),
    }
}

/// AD2: entitled modules in use, or contracted product groups ordered.
pub(super) fn breadth(view: &View) -> Observation {
    let subscriptions = subscriptions(view);
    if subscriptions.is_empty() {
        return ordered_groups(view);
    }
    let entitled = modules(subscriptions.iter().copied());
    let used = recent_or_newest_use(view);
    let recent = used.iter().filter(|(day, _)| view.in_window(*day));
    let touched: BTreeSet<_> =
        recent.clone().filter_map(|(_, usage)| Some(plain(usage.module.as_deref()?))).collect();
    let n = recent.count();
    let evidence = used.iter().map(|(day, usage)| (*day, &usage.origin)).collect::<Evidence>();
    match percent(entitled.intersection(&touched).count(), entitled.len()) {
        Some(raw) if !used.is_empty() => evidence.shows(raw, n),
        _ => missing(),
    }
}

/// AD3: the last quarter of the window ÷ the mean of the three before.
pub(super) fn trend(view: &View) -> Observation {
    let period = (view.kpi.window_days / 4).max(1);
    let mut quarters: [Vec<f64>; 4] = Default::default();
    let (mut evidence, mut oldest) = (Evidence::default(), 0);
    for usage in &view.facts().usage {
        let Some(age) = usage.day.map(|day| (view.room.as_of - day).num_days()) else {
            continue;
        };
        if age < 0 {
            continue;
        }
        oldest = oldest.max(age);
        let Some(quarter) = usize::try_from(age / period).ok().filter(|q| *q < 4) else {
            continue;
        };
        quarters[quarter].push(usage.quantity.unwrap_or(1.0));
        evidence.add(view.room.as_of - chrono::Duration::days(age), &usage.origin);
    }
    let n = quarters.iter().map(Vec::len).sum();
    let [last, before @ ..] = quarters.map(sum);
    // Quarters that ended before they ever used it would make a beginner's slope too steep.
    let begun = usize::try_from(oldest / period).unwrap_or(0).min(3);
    let mean = before.iter().take(begun).sum::<f64>() / begun as f64;
    if mean.is_finite() && mean > 0.0 { evidence.shows(last / mean, n) } else { missing() }
}

fn subscriptions<'a>(view: &View<'a>) -> Vec<&'a Contract> {
    let running = view.room.running_contracts();
    running.filter(|contract| contract.form.as_deref() == Some("SUBSCRIPTION")).collect()
}

/// Use in the window; without any the newest before it, which tells how old the silence is.
fn recent_or_newest_use<'a>(view: &View<'a>) -> Vec<(NaiveDate, &'a UsageMeasure)> {
    let dated = view.facts().usage.iter().filter_map(|usage| Some((usage.day?, usage)));
    let known: Vec<_> = dated.filter(|(day, _)| *day <= view.room.as_of).collect();
    let recent: Vec<_> =
        known.iter().copied().filter(|(day, _)| view.in_window(*day)).collect();
    if !recent.is_empty() {
        return recent;
    }
    let newest = known
        .into_iter()
        .max_by(|a, b| (a.0, &b.1.origin.record).cmp(&(b.0, &a.1.origin.record)));
    newest.into_iter().collect()
}

/// The product's own name for the user, else the person.
fn user(usage: &UsageMeasure) -> Option<String> {
    let named = usage.user.as_deref().map(plain);
    named.or_else(|| usage.origin.contact.as_ref().map(ToString::to_string))
}

fn modules<'a>(contracts: impl Iterator<Item = &'a Contract>) -> BTreeSet<String> {
    contracts.flat_map(|contract| contract.modules.iter().flatten()).map(|m| plain(m)).collect()
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase()
}

/// Orders up to today, by how many windows ago.
fn orders_by_period<'a>(view: &View<'a>) -> Vec<(i64, NaiveDate, &'a Order)> {
    let dated = view.facts().orders.iter().filter_map(|order| Some((order.ordered_on?, order)));
    let aged = dated.map(|(day, order)| ((view.room.as_of - day).num_days(), day, order));
    aged.filter(|(age, ..)| *age >= 0)
        .map(|(age, day, order)| (age / view.kpi.window_days, day, order))
        .collect()
}

fn ordering_months(view: &View) -> Observation {
    let orders = orders_by_period(view);
    let periods = |from: i64, to: i64| {
        let inside =
            orders.iter().map(|(period, ..)| *period).filter(|p| (from..to).contains(p));
        inside.collect::<BTreeSet<_>>().len()
    };
    let Some(oldest) = orders.iter().map(|(period, ..)| *period).max() else {
        return missing();
    };
    let rhythm = periods(PERIODS, 2 * PERIODS);
    let newcomer = usize::try_from(oldest.min(PERIODS - 1) + 1).unwrap_or(1);
    let expected = if rhythm > 0 { rhythm } else { newcomer };
    let used = orders.iter().filter(|(period, ..)| *period < 2 * PERIODS);
    let evidence: Evidence = used.map(|(_, day, order)| (*day, &order.origin)).collect();
    let n = periods(0, 2 * PERIODS);
    let raw = percent(periods(0, PERIODS), expected);
    raw.map_or_else(missing, |raw| as_of_newest_erp_fact(view, evidence.shows(raw, n)))
}

/// Contracted product groups that were ordered or delivered; an order's groups stand on the order
/// itself or on the goods that left for it.
fn ordered_groups(view: &View) -> Observation {
    let contracted = modules(view.room.running_contracts());
    let days = PERIODS * view.kpi.window_days;
    let mut bought = BTreeSet::new();
    let mut evidence = Evidence::default();
    let mut n = 0;
    for order in &view.facts().orders {
        let Some(on) = order.ordered_on.filter(|day| view.room.within(*day, days)) else {
            continue;
        };
        bought.extend(order.families.iter().flatten().map(|family| plain(family)));
        evidence.add(on, &order.origin);
        n += 1;
    }
    for delivery in &view.facts().deliveries {
        let on = delivery.delivered_on.filter(|day| view.room.within(*day, days));
        let product = view.room.product(&delivery.origin, delivery.product.as_deref());
        let family = product.and_then(|product| product.family.as_deref());
        let (Some(on), Some(family)) = (on, family) else { continue };
        bought.insert(plain(family));
        evidence.add(on, &delivery.origin);
        n += 1;
    }
    match percent(contracted.intersection(&bought).count(), contracted.len()) {
        Some(raw) if n > 0 => as_of_newest_erp_fact(view, evidence.shows(raw, n)),
        _ => missing(),
    }
}

/// Between two orders silence is what is measured; the ERP is known to be alive on the day of
/// the newest fact of any kind that it brought.
fn as_of_newest_erp_fact(view: &View, seen: Observation) -> Observation {
    let facts = view.facts();
    let ordered = facts.orders.iter().map(|order| order.ordered_on);
    let delivered = facts.deliveries.iter().map(|delivery| delivery.delivered_on);
    let billed = facts.invoices.iter().map(|invoice| invoice.issued_on);
    let paid = facts.payments.iter().map(|payment| payment.paid_on);
    let days = ordered.chain(delivered).chain(billed).chain(paid);
    let known = days.flatten();
    let newest = known.filter(|day| *day <= view.room.as_of).max();
    Observation { observed_on: newest.max(seen.observed_on), ..seen }
}
