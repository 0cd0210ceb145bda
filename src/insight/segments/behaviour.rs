//! What segments look at: how an account behaves, as a number. Missing is never zero: without a
//! fact of its kind a behaviour was not measured.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::insight::measure::Room;
use crate::insight::measure::{is_touch, median};

/// A behaviour of an account.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behaviour {
    pub(super) name: &'static str,
    pub(super) of: fn(&Room) -> Option<f64>,
}

impl PartialEq for Behaviour {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Every behaviour; `segments-default.yaml` says what each is.
pub(super) const ALL: &[Behaviour] = &[
    Behaviour { name: "orders_12m", of: orders },
    Behaviour { name: "order_interval_days", of: order_interval },
    Behaviour { name: "families_12m", of: families },
    Behaviour { name: "active_modules_28d", of: modules },
    Behaviour { name: "active_users_28d", of: users },
    Behaviour { name: "usage_trend", of: usage_trend },
    Behaviour { name: "tickets_12m", of: tickets },
    Behaviour { name: "visits_90d", of: visits },
    Behaviour { name: "price_interest", of: price_interest },
    Behaviour { name: "digital_share", of: digital_share },
    Behaviour { name: "deals_lost_share", of: deals_lost },
    Behaviour { name: "tenure_days", of: tenure },
    Behaviour { name: "employees", of: employees },
];

/// The number of days within the last so many; nothing when there was never one.
fn count(room: &Room, known: &[NaiveDate], days: i64) -> Option<f64> {
    let recent = known.iter().filter(|day| room.within(**day, days)).count();
    (!known.is_empty()).then_some(recent as f64)
}

fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

fn order_days(room: &Room) -> Vec<NaiveDate> {
    let days = room.facts().orders.iter().filter_map(|order| order.ordered_on);
    days.filter(|day| room.known(Some(*day))).collect()
}

fn orders(room: &Room) -> Option<f64> {
    count(room, &order_days(room), 365)
}

fn order_interval(room: &Room) -> Option<f64> {
    let mut days = order_days(room);
    days.retain(|day| room.within(*day, 730));
    days.sort_unstable();
    let gaps = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days() as f64);
    if days.len() < 3 { None } else { median(gaps.collect()) }
}

fn families(room: &Room) -> Option<f64> {
    let facts = room.facts();
    let plain = |word: &str| word.trim().to_lowercase();
    let recent = |day: Option<NaiveDate>| day.is_some_and(|day| room.within(day, 365));
    let ordered = facts.orders.iter().filter(|order| recent(order.ordered_on));
    let mut found: BTreeSet<String> =
        ordered.flat_map(|order| order.families.iter().flatten()).map(|f| plain(f)).collect();
    let delivered = facts.deliveries.iter().filter(|delivery| recent(delivery.delivered_on));
    found.extend(delivered.filter_map(|delivery| {
        let product = room.product(&delivery.origin, delivery.product.as_deref())?;
        Some(plain(product.family.as_deref()?))
    }));
    let known = !facts.orders.is_empty() || !facts.deliveries.is_empty();
    known.then_some(found.len() as f64)
}

fn modules(room: &Room) -> Option<f64> {
    used(room, |usage| Some(usage.module.as_deref()?.trim().to_lowercase()))
}

fn users(room: &Room) -> Option<f64> {
    used(room, |usage| Some(usage.user.as_deref()?.trim().to_lowercase()))
}

/// How many different things of use there were in the last 28 days.
fn used(
    room: &Room,
    of: impl Fn(&crate::model::UsageMeasure) -> Option<String>,
) -> Option<f64> {
    let mut known = room.facts().usage.iter().filter(|usage| room.known(usage.day)).peekable();
    known.peek()?;
    let recent = known.filter(|usage| usage.day.is_some_and(|day| room.within(day, 28)));
    Some(recent.filter_map(of).collect::<BTreeSet<_>>().len() as f64)
}

fn usage_trend(room: &Room) -> Option<f64> {
    let mut periods = [0.0; 4];
    for usage in &room.facts().usage {
        let age = (room.as_of() - usage.day?).num_days();
        if let Some(period) = usize::try_from(age / 28).ok().filter(|p| age >= 0 && *p < 4) {
            periods[period] += usage.quantity.unwrap_or(1.0);
        }
    }
    let before = periods[1..].iter().sum::<f64>() / 3.0;
    (before > 0.0).then(|| periods[0] / before)
}

fn tickets(room: &Room) -> Option<f64> {
    let opened = room.facts().tickets.iter().filter_map(|ticket| room.day(ticket.opened_at));
    count(room, &opened.filter(|day| room.known(Some(*day))).collect::<Vec<_>>(), 365)
}

fn visits(room: &Room) -> Option<f64> {
    let at = room.facts().web_visits.iter().filter_map(|visit| room.day(visit.at));
    count(room, &at.filter(|day| room.known(Some(*day))).collect::<Vec<_>>(), 90)
}

fn price_interest(room: &Room) -> Option<f64> {
    let visits = room.facts().web_visits.iter();
    let recent = visits.filter(|visit| room.day(visit.at).is_some_and(|d| room.within(d, 180)));
    let buying = recent.clone().filter(|visit| visit.high_intent == Some(true)).count();
    share(buying, recent.count())
}

fn digital_share(room: &Room) -> Option<f64> {
    let facts = room.facts();
    let recent = |at| room.day(at).is_some_and(|day| room.within(day, 180));
    let touches = facts.interactions.iter().filter(|touch| is_touch(touch) && recent(touch.at));
    let human = touches.clone().filter(|touch| touch.human != Some(false)).count();
    let machine = facts.web_visits.iter().filter(|visit| recent(visit.at)).count()
        + facts.campaign_touches.iter().filter(|touch| recent(touch.at)).count();
    let all = touches.count() + machine;
    share(all - human, all)
}

fn deals_lost(room: &Room) -> Option<f64> {
    let closed = room.facts().deals.iter().filter(|deal| {
        deal.won.is_some() && room.day(deal.closed_at).is_some_and(|day| room.within(day, 730))
    });
    share(closed.clone().filter(|deal| deal.won == Some(false)).count(), closed.count())
}

fn tenure(room: &Room) -> Option<f64> {
    let since = room.facts().account.customer_since.filter(|day| room.known(Some(*day)))?;
    Some((room.as_of() - since).num_days() as f64)
}

fn employees(room: &Room) -> Option<f64> {
    room.facts().account.employees.map(|people| people as f64)
}
